"""Territories, their posts and their agreements, in words."""
