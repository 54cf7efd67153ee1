"""Pages of committees, their meetings and decisions."""
