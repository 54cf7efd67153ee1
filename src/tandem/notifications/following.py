"""Following the journal: notices and the index of the search are made of what it says, and of nothing else.

The cursor moves in the transaction that makes the notices: killed at any point, a follower leaves either all of it or
none, and the next one goes on from there. Followers take turns under an advisory lock. The journal counts without a gap
in the order of its commits, so that nothing is passed by.
"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable

from django.db import DatabaseError, connection, transaction

from tandem.accounts.models import Person
from tandem.core.journal.notices import audience_of
from tandem.core.models import JournalEntry
from tandem.notifications.kinds import kind_of, pace_of
from tandem.notifications.models import Cursor, Message, Notice, Pace, Preference
from tandem.search.indexing import index, references_told

LOCK = 7_210_030  # names the followers among PostgreSQL's advisory locks
JOURNAL = "journal"
log = logging.getLogger(__name__)


def follow(limit: int = 500, patience: dt.timedelta | None = None) -> int:
    """Read the entries after the cursor, in order; return how many were read.

    Parameters
    ----------
    limit
        How many at most: a page does not wait for a long journal.
    patience
        How long to wait for another follower; without one, as long as it takes.

    Raises
    ------
    OperationalError
        The database did not answer, or the other follower took longer than that: nothing was done, nothing is lost.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if patience is not None:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{patience.total_seconds():.0f}s"])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        place, _made = Cursor.objects.get_or_create(name=JOURNAL)
        entries = list(JournalEntry.objects.filter(sequence__gt=place.sequence).order_by("sequence")[:limit])
        if not entries:
            return 0
        notify(entries)
        index(references_told(entries))
        place.sequence = entries[-1].sequence
        place.save()
    return len(entries)


def follow_all() -> int:
    """Follow to the end of the journal."""
    total = 0
    while read := follow():
        total += read
    return total


def notify(entries: Iterable[JournalEntry]) -> list[Notice]:
    """Make the notices of entries, and the e-mails of those that go at once; who did it is not told of it."""
    told = [(entry, to) for entry in entries for to in _audience(entry)]
    people = {person.pk: person for person in Person.objects.filter(pk__in={to.person for _entry, to in told})}
    paces = paces_of(people)
    made = [
        Notice(
            person_id=to.person,
            kind=kind_of(entry.code),
            entry=entry,
            why=str(to.why)[:300],
            about=to.about or entry.subject,
            at=entry.at,
            pace=paces[to.person][kind_of(entry.code)],
        )
        for entry, to in told
        if to.person in people and people[to.person].is_active
        if entry.actor != f"person:{people[to.person].reference}"
    ]
    return keep(made)


def keep(made: list[Notice]) -> list[Notice]:
    """Write notices, each with its e-mail when it goes at once."""
    at_once = [each for each in made if each.pace == Pace.IMMEDIATE]
    messages = Message.objects.bulk_create([Message(person_id=each.person_id, next_at=each.at) for each in at_once])
    for notice, message in zip(at_once, messages, strict=True):
        notice.message = message
    return Notice.objects.bulk_create(made)


def _audience(entry: JournalEntry):
    """Who is told of an entry; a room that fails to say it holds nobody else back, and its failure is written down."""
    try:
        with transaction.atomic():
            return audience_of(entry)
    except DatabaseError:
        raise
    except Exception:
        log.exception("nobody told of journal entry %s (%s)", entry.sequence, entry.code)
        return []


class _Paces(dict[str, str]):
    def __missing__(self, kind: str) -> str:
        return pace_of(kind)


def paces_of(people: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return, for each person, when each kind of notice goes (one query)."""
    found: dict[int, dict[str, str]] = defaultdict(_Paces)
    for person, kind, pace in Preference.objects.filter(person__in=list(people)).values_list(
        "person_id", "kind", "pace"
    ):
        found[person][kind] = pace
    return found
