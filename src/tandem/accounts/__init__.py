"""Who takes part: people, organisations, and the mandates from which every right follows."""
