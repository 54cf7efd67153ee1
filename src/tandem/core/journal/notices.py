"""Who is told of what is written in the journal: each room says it for its codes, in its `notices` module.

::

    @tells("accounts.mandate_granted")
    def _granted(entry: JournalEntry) -> Iterable[To]: ...

The sentence told is that of the room's `journal_words`; who did it is not told of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tandem.core.models import JournalEntry


@dataclass(frozen=True, slots=True)
class To:
    """Somebody to tell, and why they receive it (« Vous tenez un mandat sur ce territoire »).

    Parameters
    ----------
    person
        Primary key.
    why
        In the reader's words.
    about
        Reference of the object whose page the notice opens; the entry's subject by default.
    """

    person: int
    why: str
    about: str = ""


Audience = Callable[[JournalEntry], Iterable[To]]

_audiences: dict[str, Audience] = {}


def tells(code: str) -> Callable[[Audience], Audience]:
    """Register who is told of entries of a code."""

    def register(audience: Audience) -> Audience:
        if _audiences.setdefault(code, audience) is not audience:
            raise ValueError(f"{code!r} is told twice")
        return audience

    return register


def audience_of(entry: JournalEntry) -> list[To]:
    """Return who is told of an entry: each person once."""
    told = _audiences.get(entry.code)
    return list({to.person: to for to in told(entry)}.values()) if told else []


def told_codes() -> frozenset[str]:
    """Return the codes of which somebody is told."""
    return frozenset(_audiences)
