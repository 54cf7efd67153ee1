"""What awaits and what was told to whom, from the journal."""
