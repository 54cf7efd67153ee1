"""What can be pointed to, whatever its room: by a reference (``kind:key``), its name, where it lies, its page.

Comments, documents, notices and search know nothing of what they hold on to but its reference. A room says what its
kinds are in its `objects` module, which Django's start loads::

    @holds("territory", label=_("territoire"), reads="territories.follow")
    def _territories(keys: Collection[str]) -> dict[str, Found]: ...

Finders take all the keys of a page at once: any number of objects costs a fixed number of queries for each kind. A kind
that gives `every` (all its keys) is found by the search of the workspace too.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from tandem import programme
from tandem.accounts.rights import Acting, may
from tandem.accounts.scopes import Place


@dataclass(frozen=True, slots=True)
class Found:
    """An object as others show it.

    Parameters
    ----------
    name
        What it is called.
    place
        Where it lies, for rights.
    href
        Path of its page.
    detail
        A few words that tell it from its namesakes.
    words
        What it is found by besides its name and detail: a number, a text; never shown.
    reads
        The operation that lets one read this very object, when it is not that of its kind; `EVERYBODY` for none.
    only_for
        Primary key, as text, of the organisation within which it stays; empty when it is shared.
    closed_to
        Primary keys of the people to whom it is closed whatever their mandates; None for what is never closed to
        anybody. What may be closed is not searched: the index knows perimeters, not people.
    """

    name: str
    place: Place
    href: str
    detail: str = ""
    words: str = ""
    reads: str = ""
    only_for: str = ""
    closed_to: frozenset[int] | None = None


EVERYBODY = "*"
"""In place of an operation: whoever signed in may read it."""

Finder = Callable[[Collection[str]], dict[str, Found]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object: its name on screen, the operation that lets one read it, how to find some by key; all keys."""

    code: str
    label: Any
    reads: str
    find: Finder
    every: Callable[[], Iterable[str]] | None = None


_kinds: dict[str, Kind] = {}


def holds(
    code: str, *, label: Any, reads: str, every: Callable[[], Iterable[str]] | None = None
) -> Callable[[Finder], Finder]:
    """Register a kind of object; its finder leaves out the keys that it does not know."""

    def register(find: Finder) -> Finder:
        if _kinds.setdefault(code, Kind(code, label, reads, find, every)).find is not find:
            raise ValueError(f"{code!r} is held twice")
        return find

    return register


def kinds() -> tuple[Kind, ...]:
    """Return the kinds that rooms have registered, by code."""
    return tuple(_kinds[code] for code in sorted(_kinds))


def kind_of(reference: str) -> Kind | None:
    """Return the kind of a reference; None when no room holds it."""
    return _kinds.get(reference.partition(":")[0])


def find(references: Iterable[str]) -> dict[str, Found]:
    """Return objects by reference; those that are not, or no longer, are left out."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        code, _separator, key = reference.partition(":")
        if code in _kinds:
            wanted[code].add(key)
    return {
        f"{code}:{key}": found for code, keys in wanted.items() for key, found in _kinds[code].find(keys).items()
    }  # fmt: skip


def readable(acting: Acting | None, references: Iterable[str]) -> dict[str, Found]:
    """Return those of the objects that somebody may read; the others are as if they were not."""
    return {reference: found for reference, found in find(references).items() if may_read(acting, reference, found)}


def operation_of(reference: str, found: Found) -> str:
    """Return the operation that lets one read an object; `EVERYBODY` when none is needed."""
    return found.reads or _kinds[reference.partition(":")[0]].reads


def may_read(acting: Acting | None, reference: str, found: Found) -> bool:
    """Say whether somebody may read an object that was found."""
    operation = operation_of(reference, found)
    if operation == EVERYBODY:
        return True
    if acting is not None and acting.person in (found.closed_to or ()):
        return False
    if found.only_for and (acting is None or str(acting.organisation) != found.only_for):
        return False
    return bool(may(acting, operation, found.place, programme.current()))
