"""Whether the journal is whole, and otherwise which entry is not what it was.

Entries are read in the order of their numbers, as a stream. Each is asked under which number it was written: the one
for which its digest is right. Stretches of entries that follow one another (`tandem.core.journal.faults.Run`) are all
that is kept of them, one when the journal is whole, and what is wrong is read from those.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import transaction

from tandem.core.journal.anchors import Anchor
from tandem.core.journal.chain import numbered
from tandem.core.journal.faults import Fault, Kind, Run, faults_of
from tandem.core.models import JournalEntry

_FIELDS = ("sequence", "at", "code", "actor", "mandate", "organisation", "reason", "subject", "data", "act",
           "previous_digest", "digest")  # fmt: skip
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
    reading = _Reading({anchor.entries: anchor for anchor in anchors if anchor.entries})
    rows = JournalEntry.objects.order_by("sequence").values_list(*_FIELDS, named=True)
    with transaction.atomic(savepoint=False):  # outside one, the server would lay the whole answer aside first
        for row in rows.iterator(chunk_size=_CHUNK):
            reading.take(row)
            if len(reading.runs) > _RUNS:
                return Verified(reading.count, (*faults_of(reading.runs[:-1]), Fault(Kind.STOPPED, row.sequence)))
    faults = faults_of(reading.runs)
    return Verified(reading.count, (*faults, *_anchored(reading, faults)))


class _Reading:
    """Stretches of the entries read so far, and which anchors they agree with."""

    def __init__(self, anchors: dict[int, Anchor]) -> None:
        self.count = 0
        self.last = 0
        self.runs: list[Run] = []
        self.anchors = anchors
        self.agreed: set[int] = set()
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
        if entry.sequence in self.anchors and entry.digest == self.anchors[entry.sequence].digest:
            self.agreed.add(entry.sequence)
        self.count, self.last, self._digest = self.count + 1, entry.sequence, entry.digest
        self._shift = self._shift if shift is None else shift

    def _shift_of(self, entry: Any) -> int | None:
        """Return what to add to an entry's number to find the one it was written under; None when it was altered."""
        digest_under = numbered(entry)
        for tried, number in enumerate(_nearest_first(entry.sequence, self._shift)):
            if digest_under(number) == entry.digest:
                return number - entry.sequence
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
    cut = [anchor for number, anchor in reading.anchors.items() if number > reading.last]
    if cut:
        longest = max(cut, key=lambda anchor: anchor.entries)
        yield Fault(Kind.CUT, reading.last + 1, longest.entries, anchor=longest)
    for before, number in pairwise([0, *sorted(n for n in reading.anchors if n <= reading.last)]):
        if number not in reading.agreed:
            if not any(fault.first <= number for fault in faults):  # what is named already explains it
                yield Fault(Kind.REWRITTEN_FROM, before + 1, number, anchor=reading.anchors[number])
            return
