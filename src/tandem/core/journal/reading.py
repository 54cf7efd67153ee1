"""The journal read by page: by day, actor, object and act, a page costs the same at its end as at its beginning.

Pages follow one another by number of entry, not by rank: nothing is counted and nothing is skipped over.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from tandem.core.models import JournalEntry

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; empty fields ask for nothing. `first` and `last` are days, both included."""

    first: dt.date | None = None
    last: dt.date | None = None
    actor: str = ""
    subject: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, the latest first, and the numbers before and after which the next pages begin (None at an end)."""

    entries: Sequence[JournalEntry]
    older: int | None
    newer: int | None


def matching(search: Search) -> QuerySet[JournalEntry]:
    """Return the entries that a search finds, unordered (two small queries turn days into numbers)."""
    found = JournalEntry.objects.order_by()
    if search.first is not None:
        since = _number_from(search.first)
        found = found.none() if since is None else found.filter(sequence__gte=since)
    if search.last is not None:
        after = _number_from(search.last + dt.timedelta(days=1))
        found = found if after is None else found.filter(sequence__lt=after)
    exact = {"actor": search.actor, "subject": search.subject, "code": search.code}
    return found.filter(**{name: value for name, value in exact.items() if value})


def page_of(search: Search, *, before: int | None = None, after: int | None = None, size: int = PER_PAGE) -> Page:
    """Return a page of what a search finds: the latest entries, those before a number, or those after one."""
    found = matching(search)
    if after is not None:
        rows = list(found.filter(sequence__gt=after).order_by("sequence")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return Page(rows, rows[-1].sequence if rows else None, rows[0].sequence if more else None)
    if before is not None:
        found = found.filter(sequence__lt=before)
    rows = list(found.order_by("-sequence")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    newer = rows[0].sequence if rows and before is not None else None
    return Page(rows, rows[-1].sequence if more else None, newer)


def _number_from(day: dt.date) -> int | None:
    """The number of the first entry of a day or later; None when there is none yet.

    Entries are dated by the clock while they take their turn, so that days and numbers go the same way.
    """
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return JournalEntry.objects.filter(at__gte=midnight).order_by("at").values_list("sequence", flat=True).first()
