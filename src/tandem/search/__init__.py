"""One index over everything that somebody may see."""
