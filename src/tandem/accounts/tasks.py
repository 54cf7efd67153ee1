"""What waits for somebody: each room says, in its `tasks` module, what it has for who acts under a mandate.

::

    @waits
    def _meetings(acting: Acting, date: dt.date) -> Iterable[Task]: ...

A source asks one query at most: home has a fixed number of queries.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tandem.accounts.rights import Acting


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do.

    Parameters
    ----------
    what
        In the imperative: « Signer le contrat de Nevers ».
    why
        Why it waits for this person.
    href
        Path of the page where it is done.
    due
        Last day; None without one.
    """

    what: str
    why: str
    href: str
    due: dt.date | None = None


Source = Callable[[Acting, dt.date], Iterable[Task]]

_sources: list[Source] = []


def waits(source: Source) -> Source:
    """Register a source of things to do."""
    _sources.append(source)
    return source


def waiting_for(acting: Acting | None, date: dt.date) -> list[Task]:
    """Return what waits for who acts under a mandate: the earliest due first, what has no date last."""
    if acting is None:
        return []
    found = [task for source in _sources for task in source(acting, date)]
    return sorted(found, key=lambda task: (task.due is None, task.due or date, task.what))
