"""Addresses of the workspace, by what one does there."""
