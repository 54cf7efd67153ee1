"""What stretches of entries say of a journal, without one."""

import pytest

from tandem.core.journal.faults import Fault, Kind, Run, faults_of
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
