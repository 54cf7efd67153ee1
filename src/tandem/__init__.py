"""Tandem: runs a decentralised territorial industrial programme from end to end."""

from importlib.metadata import version

__version__ = version("tandem")
