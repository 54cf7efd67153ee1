"""What each room keeps about somebody: told to them on asking, forgotten with them.

A room says it in its `personal_data` module, which Django's start loads::

    @tells("comments", _("Commentaires"))
    def _comments(person: Person) -> list[dict[str, Any]]: ...

    @forgets
    def _notices(person: Person) -> None: ...

What shows only who acted (a comment, a vote) is not forgotten: it stays under a person without a name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tandem.accounts.models import Person

Teller = Callable[[Person], list[dict[str, Any]]]
Forgetter = Callable[[Person], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is kept about somebody: its key in the file, its name on screen, and how it is read.

    Each row read has a ``summary``, which the page shows.
    """

    key: str
    label: Any
    read: Teller


_parts: dict[str, Part] = {}
_forgetters: list[Forgetter] = []


def tells(key: str, label: Any) -> Callable[[Teller], Teller]:
    """Register a part of what is kept about somebody."""

    def register(read: Teller) -> Teller:
        if _parts.setdefault(key, Part(key, label, read)).read is not read:
            raise ValueError(f"{key!r} is told twice")
        return read

    return register


def forgets(forget: Forgetter) -> Forgetter:
    """Register what goes when somebody is erased, in the transaction that erases them."""
    _forgetters.append(forget)
    return forget


def parts() -> tuple[Part, ...]:
    """Return the parts that rooms tell, by key."""
    return tuple(_parts[key] for key in sorted(_parts))


def forget(person: Person) -> None:
    """Remove what rooms keep for somebody alone."""
    for each in _forgetters:
        each(person)
