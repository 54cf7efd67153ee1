"""Committees, their meetings, and decisions that act on their objects."""
