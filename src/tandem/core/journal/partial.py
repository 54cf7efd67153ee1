"""A stretch of the journal verified on demand: each entry's digest, and its link to the one before.

The whole of it, what was displaced included, and the end that could have been cut off, are `verify`'s and its anchors'.
"""

import json
from dataclasses import dataclass

from django.db.models import Max

from tandem.core.journal import recording as journal
from tandem.core.journal.chain import numbered
from tandem.core.journal.recording import Author
from tandem.core.journal.verification import FIELDS, MOMENT, TEXT
from tandem.core.models import JournalEntry

LONGEST = 10_000
"""Entries read in one go, at most: about a second."""
CODE = "journal.verified"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries from one number to another, and the first number that is not what was written; None when all are."""

    first: int
    last: int
    broken: int | None = None


def verify_between(first: int, last: int) -> Stretch:
    """Verify at most `LONGEST` entries that end at `last` (one query).

    The entry before the first is believed: its digest is what the first is linked to.
    """
    first = max(1, first, last - LONGEST + 1)
    rows = JournalEntry.objects.order_by("sequence").filter(sequence__gte=first - 1, sequence__lte=last)
    previous, expected = "", first
    for row in rows.annotate(moment=MOMENT, text=TEXT).values_list(*FIELDS, named=True):
        if row.sequence == first - 1:
            previous = row.digest
            continue
        if row.sequence != expected or row.previous_digest != previous or not _holds(row):
            return Stretch(first, last, expected)
        previous, expected = row.digest, expected + 1
    return Stretch(first, last, None if expected == last + 1 else expected)


def verify_latest(*, actor: Author) -> Stretch:
    """Verify the latest entries, and write down how far and with what result. Call it in a transaction."""
    last = JournalEntry.objects.aggregate(last=Max("sequence"))["last"] or 0
    found = verify_between(1, last)
    journal.record("journal.verified", actor=actor, first=found.first, last=found.last, broken=found.broken)
    return found


def latest_verification() -> JournalEntry | None:
    """Return the entry of the latest verification made from a page (one query)."""
    return JournalEntry.objects.filter(code=CODE).order_by("-sequence").first()


def _holds(row: object) -> bool:
    try:
        return numbered(row, row.moment, json.loads(row.text))(row.sequence) == row.digest  # type: ignore[attr-defined]
    except (ValueError, RecursionError):
        return False
