"""Errors that a person can act on: what is wrong, in their words, and what to do next."""

from collections.abc import Iterable
from difflib import get_close_matches


class TandemError(Exception):
    """A refusal to show as it is: one sentence, and a hint on what to do.

    Parameters
    ----------
    message
        What is wrong, in the user's language.
    hint
        What to do about it; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class NotFoundError(TandemError):
    """Nothing has this code or this name; the hint names the nearest ones."""


class ConfigurationError(TandemError):
    """A file that describes the programme or the installation cannot be used."""


def nearest(wanted: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known codes that look most like the one wanted, best first."""
    return get_close_matches(wanted, list(known), n=count, cutoff=0.5)


class NothingToDrawError(ValueError):
    """A picture was asked of figures that have no value."""
