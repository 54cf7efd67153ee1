"""What is wrong with a journal, from the stretches in which its entries were read. Pure.

An entry has the number that it bears and the one under which it was written; they differ when it was displaced. Written
numbers that nobody has are missing entries; those that two have betray the one that was slipped in, since the entry
after does not follow it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.core.typography import date_long, number


@dataclass(frozen=True, slots=True)
class Run:
    """Entries that follow one another.

    Parameters
    ----------
    first, last
        Numbers that the first and the last of them bear.
    shift
        What to add to a number that they bear to have the one under which they were written; None when their digests
        are right under no number.
    linked
        Whether the first of them holds the digest of the entry that stands before it.
    """

    first: int
    last: int
    shift: int | None
    linked: bool

    def longer(self) -> "Run":
        return replace(self, last=self.last + 1)

    @property
    def written(self) -> tuple[int, int]:
        """First and last of the numbers under which they were written."""
        return self.first + (self.shift or 0), self.last + (self.shift or 0)


class Kind(Enum):
    """What can be wrong."""

    MODIFIED = auto()
    MISSING = auto()
    ADDED = auto()
    SWAPPED = auto()
    RENUMBERED = auto()
    REWRITTEN = auto()
    BROKEN = auto()
    CUT = auto()
    REWRITTEN_FROM = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Parameters
    ----------
    kind
        What it is.
    first, last
        The entries that it is about, by the numbers they bear; those that they bore, when they are missing.
    written
        For those displaced, the first and last of the numbers under which they were written.
    anchor
        What shows it, when the journal alone does not (`tandem.core.journal.anchors.Anchor`).
    """

    kind: Kind
    first: int
    last: int = 0
    written: tuple[int, int] | None = None
    anchor: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "last", max(self.first, self.last))

    def __str__(self) -> str:
        return _words(self)


def faults_of(runs: Sequence[Run]) -> tuple[Fault, ...]:
    """Return what is wrong with entries read in these stretches, in their order; nothing when there is nothing."""
    runs = _tails_apart(runs)
    added = _added(runs)
    found = sorted([*_in_place(runs, added), *_missing(runs, added)], key=lambda each: (each.first, each.kind.value))
    if not found:  # broken nevertheless
        pairs = pairwise(runs)
        found = [Fault(Kind.BROKEN, before.last, run.first) for before, run in pairs if not run.linked]
    return tuple(found)


def _tails_apart(runs: Sequence[Run]) -> list[Run]:
    """Cut off the end of a stretch when it has the numbers with which the next one begins, which does not follow it."""
    cut: list[Run] = []
    for run, after in zip(runs, [*runs[1:], None], strict=False):
        first, last = run.written
        if after and not after.linked and None not in (run.shift, after.shift) and first < after.written[0] <= last:
            length = last - after.written[0] + 1
            cut += [replace(run, last=run.last - length), replace(run, first=run.last - length + 1, linked=True)]
        else:
            cut.append(run)
    return cut


def _in_place(runs: Sequence[Run], added: set[int]) -> Iterator[Fault]:
    """What is wrong with entries that are there."""
    swapped = _swapped(runs)
    for place, run in enumerate(runs):
        if place in added:
            yield Fault(Kind.ADDED, run.first, run.last)
        elif run.shift is None:
            yield Fault(Kind.MODIFIED, run.first, run.last)
        elif place in swapped:
            if run.shift > 0:
                yield Fault(Kind.SWAPPED, run.first, run.last, run.written)
        elif run.shift:
            yield Fault(Kind.RENUMBERED, run.first, run.last, run.written)
        if not run.linked and place not in added and place not in swapped:
            yield from _unlinked(runs, place, {*added, *swapped})


def _unlinked(runs: Sequence[Run], place: int, explained: set[int]) -> Iterator[Fault]:
    """Name who broke the link between two entries that are both right by themselves and stand where they should.

    One of them was written anew with a digest of its own. It is the former when the latter has a follower, which is
    proof that it is as it was; it is the latter when its own follower does not know it either.
    """
    run = runs[place]
    if place == 0:
        if run.first == 1 and run.shift == 0:
            yield Fault(Kind.REWRITTEN, 1)
        return
    before = runs[place - 1]
    if place - 1 in explained or before.shift is None or run.shift is None:
        return
    if before.last + 1 != run.first or before.written[1] + 1 != run.written[0]:
        return
    follower = runs[place + 1] if place + 1 < len(runs) else None
    if run.last > run.first or (follower is not None and follower.linked):
        yield Fault(Kind.REWRITTEN, before.last)
    elif follower is None:
        yield Fault(Kind.BROKEN, before.last, run.first)


def _swapped(runs: Sequence[Run]) -> set[int]:
    """Places of the stretches that stand in each other's place."""
    places = {(run.first, run.last): place for place, run in enumerate(runs) if run.shift}
    there = {place: places.get(run.written) for place, run in enumerate(runs) if run.shift}
    return {place for place, other in there.items() if other is not None and there.get(other) == place}


def _added(runs: Sequence[Run]) -> set[int]:
    """Places of the stretches whose numbers others have, and whom nobody follows."""
    added: set[int] = set()
    for place, (run, held) in enumerate(zip(runs, _held(runs), strict=True)):
        followed = run.shift is not None and place + 1 < len(runs) and runs[place + 1].linked
        others = (each.written for at, each in enumerate(runs) if at not in {place, *added} and each.shift is not None)
        taken = any(first <= held[0] and held[1] <= last for first, last in others)
        if run.first < 1 or (taken and not followed):
            added.add(place)
    return added


def _held(runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """The numbers that stretches have; that of an altered entry follows from where it stands."""
    shift, swapped = 0, _swapped(runs)
    for place, run in enumerate(runs):
        if run.shift is not None and place not in swapped:
            shift = run.shift
        added = shift if run.shift is None else run.shift
        yield run.first + added, run.last + added


def _missing(runs: Sequence[Run], added: set[int]) -> Iterator[Fault]:
    """Numbers up to the last one written that no entry has."""
    expected = 1
    for first, last in sorted(held for place, held in enumerate(_held(runs)) if place not in added):
        if first > expected:
            yield Fault(Kind.MISSING, expected, first - 1)
        expected = max(expected, last + 1)


# -- in words ----------------------------------------------------------------------------------------------------------


def _words(fault: Fault) -> str:
    first, last = number(fault.first), number(fault.last)
    told = {"first": first, "last": last}
    count = fault.last - fault.first + 1
    if fault.written:
        told |= {"was": number(fault.written[0]), "until": number(fault.written[1])}
    if fault.anchor:
        told |= {"day": date_long(fault.anchor.date), "left": number(fault.first - 1)}
    match fault.kind:
        case Kind.MODIFIED:
            text = ngettext("l’écriture %(first)s a été modifiée",
                            "les écritures %(first)s à %(last)s ont été modifiées", count)  # fmt: skip
        case Kind.MISSING:
            text = ngettext("il manque l’écriture %(first)s", "il manque les écritures %(first)s à %(last)s", count)
        case Kind.ADDED:
            text = ngettext("l’écriture %(first)s a été ajoutée après coup",
                            "les écritures %(first)s à %(last)s ont été ajoutées après coup", count)  # fmt: skip
        case Kind.SWAPPED:
            text = ngettext("les écritures %(first)s et %(was)s sont échangées",
                            "les écritures %(first)s à %(last)s et %(was)s à %(until)s sont échangées",
                            count)  # fmt: skip
        case Kind.RENUMBERED:
            text = ngettext("l’écriture %(first)s a été renumérotée : c’était la %(was)s",
                            "les écritures %(first)s à %(last)s ont été renumérotées : c’étaient les %(was)s à "
                            "%(until)s", count)  # fmt: skip
        case Kind.REWRITTEN:
            text = _("l’écriture %(first)s a été récrite avec son empreinte : la suivante ne la reconnaît pas")
        case Kind.BROKEN:
            text = _("la chaîne est rompue entre les écritures %(first)s et %(last)s : l’une des deux a été récrite "
                     "avec son empreinte")  # fmt: skip
        case Kind.CUT:
            text = _("la fin du journal a été coupée : l’ancre du %(day)s en compte %(last)s, il en reste %(left)s")
        case Kind.REWRITTEN_FROM:
            text = ngettext("l’écriture %(first)s n’est pas celle que l’ancre du %(day)s a vue : elle a été récrite",
                            "une au moins des écritures %(first)s à %(last)s a été récrite, et la chaîne avec elle : "
                            "l’ancre du %(day)s ne la reconnaît pas", count)  # fmt: skip
        case Kind.STOPPED:
            text = _("le journal est en trop de morceaux : la vérification s’arrête à l’écriture %(first)s")
    return str(text % told)
