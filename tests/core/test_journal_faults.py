"""What stretches of entries say of a journal, without one."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.core.journal.chain import numbered
from tandem.core.journal.faults import Fault, Kind, Run, faults_of
from tandem.core.journal.verification import _Reading
from tandem.core.typography import no_break


def told(*runs: Run) -> list[tuple[Kind, int, int]]:
    return [(fault.kind, fault.first, fault.last) for fault in faults_of(runs)]


@pytest.mark.parametrize(
    ("runs", "found"),
    [
        ([], []),
        ([Run(1, 40, 0, True)], []),
        ([Run(1, 6, 0, True), Run(7, 7, 1, False), Run(8, 8, -1, False), Run(9, 40, 0, False)],
         [(Kind.SWAPPED, 7, 7)]),
        ([Run(1, 6, 0, True), Run(7, 8, 3, False), Run(9, 9, None, False), Run(10, 11, -3, False),
          Run(12, 40, 0, False)], [(Kind.SWAPPED, 7, 8), (Kind.MODIFIED, 9, 9)]),
        ([Run(0, 0, 0, True), Run(1, 40, 0, False)], [(Kind.ADDED, 0, 0)]),
        ([Run(1, 40, 0, False)], [(Kind.REWRITTEN, 1, 1)]),
        ([Run(4, 40, 0, False)], [(Kind.MISSING, 1, 3)]),
        ([Run(1, 12, 0, True), Run(13, 37, 3, False)], [(Kind.MISSING, 13, 15), (Kind.RENUMBERED, 13, 37)]),
        ([Run(1, 14, 0, True), Run(15, 42, -2, False)], [(Kind.ADDED, 13, 14), (Kind.RENUMBERED, 15, 42)]),
        ([Run(1, 12, 0, True), Run(12, 12, None, False), Run(13, 40, 0, True)], [(Kind.ADDED, 12, 12)]),
    ],
    ids=["empty", "whole", "swap", "swap of two with one changed between", "before the first", "first has one before",
         "head removed", "removed and closed up", "two inserted", "same number twice"],
)  # fmt: skip
def test_each_tampering_has_its_name(runs, found):
    assert told(*runs) == found


@pytest.mark.parametrize("place", range(2, 40))
def test_a_journal_that_breaks_anywhere_never_passes(place):
    for shift in (0, None, 1, -1):
        for linked in (True, False):
            if shift == 0 and linked:
                continue
            runs = [Run(1, place - 1, 0, True), Run(place, place, shift, linked), Run(place + 1, 41, 0, True)]
            assert told(*runs), (place, shift, linked)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(Kind.MISSING, 13, 15), "il manque les écritures 13 à 15"),
        (Fault(Kind.MISSING, 1300), "il manque l’écriture 1 300"),
        (Fault(Kind.SWAPPED, 7, 7, (8, 8)), "les écritures 7 et 8 sont échangées"),
        (Fault(Kind.SWAPPED, 7, 8, (10, 11)), "les écritures 7 à 8 et 10 à 11 sont échangées"),
        (Fault(Kind.STOPPED, 9), "le journal est en trop de morceaux : la vérification s’arrête à l’écriture 9"),
    ],
)
def test_a_fault_says_itself(fault, words):
    assert str(fault) == no_break(words).replace("1 300", "1\u202f300")


LENGTH = 8


def chain() -> list[SimpleNamespace]:
    """Entries as verification reads them, chained."""
    entries: list[SimpleNamespace] = []
    for sequence in range(1, LENGTH + 1):
        entry = SimpleNamespace(
            sequence=sequence, code="x", actor="a", mandate="", organisation="", reason="", subject="", act=None,
            moment="2026-11-24", text="{}", previous_digest=entries[-1].digest if entries else "",
        )  # fmt: skip
        entry.digest = digest_of(entry)
        entries.append(entry)
    return entries


def digest_of(entry: SimpleNamespace) -> str:
    return numbered(entry, entry.moment, {})(entry.sequence)


places = st.integers(0, LENGTH - 1)
tamperings = st.lists(
    st.one_of(
        st.tuples(st.just("remove"), places),
        st.tuples(st.just("alter"), places),
        st.tuples(st.just("rewrite"), places),
        st.tuples(st.just("swap"), places, places),
        st.tuples(st.just("close up"), places),
        st.tuples(st.just("insert"), places),
    ),
    max_size=4,
)


def tampered(entries: list[SimpleNamespace], operations: list[tuple]) -> list[SimpleNamespace]:
    for name, place, *more in operations:
        if place >= len(entries) or (more and more[0] >= len(entries)):
            continue
        entry = entries[place]
        match name:
            case "remove":
                del entries[place]
            case "alter":
                entry.actor += "b"
            case "rewrite":
                entry.actor += "c"
                entry.digest = digest_of(entry)
            case "swap":
                other = entries[more[0]]
                entry.sequence, other.sequence = other.sequence, entry.sequence
            case "close up":
                for number, each in enumerate(sorted(entries, key=lambda each: each.sequence), start=1):
                    each.sequence = number
            case "insert":
                for each in entries[place:]:
                    each.sequence += 1
                forged = SimpleNamespace(**vars(entry) | {"sequence": entry.sequence - 1, "actor": "forged"})
                forged.digest = digest_of(forged)
                entries.insert(place, forged)
    return sorted(entries, key=lambda each: each.sequence)


def whole(entries: list[SimpleNamespace]) -> bool:
    """Each is numbered in turn, follows the one before, and is right by itself: what `faults_of` must agree with."""
    before = ["", *(entry.digest for entry in entries)]
    return all(
        (entry.sequence, entry.previous_digest, entry.digest) == (number, before[number - 1], digest_of(entry))
        for number, entry in enumerate(entries, start=1)
    )


@given(tamperings)
def test_whatever_is_done_to_it_a_journal_passes_only_when_its_chain_is_right(operations):
    left = tampered(chain(), operations)
    reading = _Reading(())
    for entry in left:
        reading.take(entry)
    assert (faults_of(reading.runs) == ()) is whole(left)
