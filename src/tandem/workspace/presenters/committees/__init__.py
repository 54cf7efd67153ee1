"""Committees as pages show them."""
