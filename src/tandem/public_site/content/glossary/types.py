"""Terms and sections."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Term:
    """One entry.

    Parameters
    ----------
    id
        Its anchor in the page; never changed once published.
    name, meaning, more
        The word; its meaning in one sentence that stands alone, for a tip; what else a reader may want to know.
    also
        Other names of the same thing.
    see
        Anchors of the entries that go with it.
    method
        The method that computes it, by its anchor in the page of data and methods; may be empty.
    """

    id: str
    name: Any
    meaning: Any
    more: Any = ""
    also: tuple[Any, ...] = ()
    see: tuple[str, ...] = ()
    method: str = ""

    @property
    def address(self) -> str:
        return f"{reverse('public_site:glossary')}#{self.id}"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the glossary."""

    id: str
    title: Any
    terms: tuple[Term, ...]
