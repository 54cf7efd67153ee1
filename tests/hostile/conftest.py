"""Committees of fictive people, and people of the demo who sign in."""

from tests.committees.conftest import clock, room
from tests.workspace.conftest import people, signed_in_as

__all__ = ["clock", "people", "room", "signed_in_as"]
