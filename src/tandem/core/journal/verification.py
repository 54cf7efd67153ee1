"""Whether the journal is whole, and otherwise which entry is not what it was.

Entries are read in the order of their numbers, as a stream. Each is asked under which number it was written: the one
for which its digest is right. Stretches of entries that follow one another (`tandem.core.journal.faults.Run`) are all
that is kept of them, one when the journal is whole, and what is wrong is read from those.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Func, TextField
from django.db.models.functions import Cast

from tandem.core.journal.anchors import Anchor
from tandem.core.journal.chain import numbered
from tandem.core.journal.faults import Fault, Kind, Run, faults_of
from tandem.core.models import JournalEntry

FIELDS = ("sequence", "code", "actor", "mandate", "organisation", "reason", "subject", "act", "previous_digest",
           "digest", "moment", "text")  # fmt: skip
# As texts: a moment or data that Python cannot hold must not stop the reading.
MOMENT = Func(
    F("at"),
    template="CASE WHEN %(expressions)s >= '0001-01-01' THEN "  # to_char writes years before it as those after
    """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00' END""",
    output_field=TextField(),
)
TEXT = Cast("data", TextField())
_CHUNK = 2_000
_RUNS = 1_000  # a journal in more pieces than this has nothing left to tell apart
_TRIALS = 5_000_000  # numbers tried in all for displaced entries: a few seconds


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries were read, and what is wrong with them: nothing when the journal is whole."""

    entries: int
    faults: tuple[Fault, ...]


def verify(anchors: Iterable[Anchor] = ()) -> Verified:
    """Read the whole journal and say what is wrong with it (one query, memory that does not grow with it).

    Parameters
    ----------
    anchors
        What was noted of the journal earlier, kept elsewhere: without it, the removal of the last entries cannot be
        seen, nor that of the chain written anew from some entry on.
    """
    reading = _Reading(anchors)
    entries = JournalEntry.objects.order_by("sequence").annotate(moment=MOMENT, text=TEXT)
    rows = entries.values_list(*FIELDS, named=True)
    with transaction.atomic(savepoint=False):  # outside one, the server would lay the whole answer aside first
        for row in rows.iterator(chunk_size=_CHUNK):
            reading.take(row)
            if len(reading.runs) > _RUNS:
                return Verified(reading.count, (*faults_of(reading.runs[:-1]), Fault(Kind.STOPPED, row.sequence)))
    faults = faults_of(reading.runs)
    return Verified(reading.count, (*faults, *_anchored(reading, faults)))


class _Reading:
    """Stretches of the entries read so far, and what anchors say of them."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self.count = 0
        self.last = 0
        self.runs: list[Run] = []
        self.ahead: dict[int, list[Anchor]] = defaultdict(list)
        for anchor in anchors:
            self.ahead[anchor.entries].append(anchor)
        self.agreed = 0
        self.denied: list[tuple[int, Anchor]] = []
        self._digest = ""
        self._shift = 0
        self._trials = _TRIALS

    def take(self, entry: Any) -> None:
        shift = self._shift_of(entry)
        linked = entry.previous_digest == self._digest
        run = self.runs[-1] if self.runs else None
        if run and entry.sequence == run.last + 1 and shift == run.shift and (linked or shift is None):
            self.runs[-1] = run.longer()
        else:
            self.runs.append(Run(entry.sequence, entry.sequence, shift, linked))
        for anchor in self.ahead.pop(entry.sequence, ()):
            if entry.digest == anchor.digest:
                self.agreed = entry.sequence
            elif shift == 0:  # right by itself, where it should be, and not what it was
                self.denied.append((self.agreed, anchor))
        self.count, self.last, self._digest = self.count + 1, entry.sequence, entry.digest
        self._shift = self._shift if shift is None else shift

    def _shift_of(self, entry: Any) -> int | None:
        """Return what to add to an entry's number to find the one it was written under; None when it was altered."""
        try:
            digest_under = numbered(entry, entry.moment, json.loads(entry.text))
        except (ValueError, RecursionError):
            return None
        sequence: int = entry.sequence
        for tried, number in enumerate(_nearest_first(sequence, self._shift)):
            if digest_under(number) == entry.digest:
                return number - sequence
            self._trials -= tried > 4  # the likely ones are free
            if tried > 4 and self._trials < 0:
                break
        return None


def _nearest_first(number: int, shift: int) -> Iterator[int]:
    """Yield the number itself, where the entry before was found, then all others up to twice the number and beyond."""
    yield number
    if shift:
        yield number + shift
    for distance in range(1, number + 1_000):
        yield number + distance
        if distance <= number:
            yield number - distance


def _anchored(reading: _Reading, faults: tuple[Fault, ...]) -> Iterator[Fault]:
    """What only anchors show: the end cut off, the chain written anew."""
    ahead = [anchor for number, anchors in reading.ahead.items() for anchor in anchors if number > reading.last]
    if ahead:
        longest = max(ahead, key=lambda anchor: anchor.entries)
        yield Fault(Kind.CUT, reading.last + 1, longest.entries, anchor=longest)
    for agreed, anchor in reading.denied:
        if not any(fault.first <= anchor.entries <= fault.last for fault in faults):
            yield Fault(Kind.REWRITTEN_FROM, agreed + 1, anchor.entries, anchor=anchor)
            return
