"""What a programme file says, once read and checked. Texts are the file's own."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pillar:
    """An aim of a phase; `becomes` lists the codes of the pillars that carry it on in the next phase."""

    code: str
    name: str
    description: str
    becomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase; `valid_until` is the first day after it, None when it is open."""

    code: str
    name: str
    valid_from: dt.date
    valid_until: dt.date | None
    pillars: tuple[Pillar, ...]


@dataclass(frozen=True, slots=True)
class PerimeterList:
    """A published list of territories."""

    code: str
    phase: str
    name: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who runs the programme."""

    name: str
    attached_to: str
    committee: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The programme's own words for what Tandem handles."""

    territory: str
    territories: str
    lead_pair: str
    pillar: str
    report: str
    booklet: str


@dataclass(frozen=True, slots=True)
class FigureWording:
    """How a figure of the programme is named, counted and defined."""

    code: str
    label: str
    unit: str
    definition: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme and everything that differs from one programme to another."""

    code: str
    name: str
    summary: str
    launched_on: dt.date
    organisation: Organisation
    wording: Wording
    phases: tuple[Phase, ...]
    lists: tuple[PerimeterList, ...]
    figures: Mapping[str, FigureWording]

    def phase(self, code: str) -> Phase:
        """Return a phase by its code (KeyError when there is none)."""
        return {phase.code: phase for phase in self.phases}[code]

    def phase_at(self, date: dt.date) -> Phase | None:
        """Return the phase in force on a day, None before the first and after the last."""
        for phase in self.phases:
            if phase.valid_from <= date and (phase.valid_until is None or date < phase.valid_until):
                return phase
        return None

    def list_named(self, code: str) -> PerimeterList:
        """Return a list by its code (KeyError when there is none)."""
        return {each.code: each for each in self.lists}[code]

    def successors_of(self, phase: str, pillar: str) -> tuple[Pillar, ...]:
        """Return the pillars of the next phase that carry on a pillar; none in the last phase."""
        codes = [each.code for each in self.phases]
        following = codes.index(phase) + 1
        becomes = next(each.becomes for each in self.phase(phase).pillars if each.code == pillar)
        if following == len(codes):
            return ()
        return tuple(each for each in self.phases[following].pillars if each.code in becomes)
