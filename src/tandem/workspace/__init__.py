"""An entrance: the pages of people who sign in."""
