"""The figures that the table of the activity classes gives, and what it takes for each of them to mean something."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from tandem.analytics.arrays import BoolArray, FloatArray, ratio
from tandem.analytics.resilience import response
from tandem.analytics.specialisation import equivalent_sectors, krugman_index
from tandem.analytics.trajectory import growth
from tandem.diagnosis.measures.classes import ALONE, ITSELF, Classes, absent, classes, measure_of, unprotected
from tandem.diagnosis.measures.inputs import Inputs, Measure

LEAST_ESTABLISHMENTS = 30
"""Establishments below which the shares of an area are those of a few of them."""
LEAST_EMPLOYEES = 1000
"""Employees at the start below which a change in percent is that of one establishment."""

Window = tuple[int, int]
WINDOWS: tuple[tuple[Window, Window], ...] = ((2007, 2009), (2009, 2011)), ((2019, 2020), (2020, 2022))
"""The years of two shocks and of what followed each, all at 31 December.

They are those in which French private employment fell, then rose. Market employees of industry, construction and
services (Insee, « estimations d'emploi », thousands): 16,391 in 2007, 15,923 in 2009, 16,011 in 2011, 15,899 in 2012;
16,875 in 2019, 16,734 in 2020, 17,751 in 2022. The Urssaf's own count says the same of the second.
"""


class Limit(Enum):
    """Why a figure is not given of an area that the file covers: computed, it would mislead."""

    YEARS = "years"
    ITSELF = "itself"
    NO_FALL = "no fall"
    NO_RISE = "no rise"
    ESTABLISHMENTS = "establishments"
    EMPLOYEES = "employees"


class Reading(Enum):
    """What a figure reads: the structure of the last year, or a change between two, while the whole falls or rises."""

    STRUCTURE = "structure"
    CHANGE = "change"
    FALL = "fall"
    RISE = "rise"


@dataclass(frozen=True, slots=True, eq=False)
class Limited(Measure):
    """A measure that is not given everywhere that it could be.

    Parameters
    ----------
    limits
        Why not, for each area; None where it is given, or where nothing is known.
    """

    limits: tuple[Limit | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassFigure:
    """A figure of the classes: how it is computed, and where it is not given.

    Parameters
    ----------
    values
        Computes it for all areas, from the positions of its first and last years.
    reading
        What it reads.
    years
        Its first and last years; those of the file when it has none of its own.
    most
        Share of what the file covers beyond which an area is not compared with it; infinite when it compares with
        nothing.
    """

    values: Callable[[Classes, int, int], FloatArray]
    reading: Reading
    years: Window | None = None
    most: float = ITSELF

    @property
    def compares(self) -> bool:
        """Whether it is a comparison with all that the file covers."""
        return math.isfinite(self.most)

    def __call__(self, inputs: Inputs) -> Measure:
        """Measure it: no value where a limit is met, nor where secrecy hides the total that it is made from."""
        table = classes(inputs)
        if table is None:
            return absent(inputs)
        limits, secret, ends = self._limits(table), unprotected(inputs), self._ends(table)
        given = np.array([each is None for each in limits]) & ~secret
        values = np.where(given, self.values(table, *ends), np.nan) if ends else np.full(given.shape, np.nan)
        return measure_of(table, values, Limited, secret=secret, limits=limits)

    def _limits(self, table: Classes) -> tuple[Limit | None, ...]:
        """Return the first limit that each area meets; None for those that meet none, or that the file leaves out."""
        found: list[Limit | None] = [None] * table.weight.size
        for limit, met in reversed(list(self._checks(table))):
            for area in np.flatnonzero(np.broadcast_to(met, table.weight.shape) & table.cover.known):
                found[area] = limit
        return tuple(found)

    def _checks(self, table: Classes) -> Iterator[tuple[Limit, BoolArray | bool]]:
        """Yield each limit and where it is met, the first to tell first."""
        ends = self._ends(table)
        if ends is None:
            yield Limit.YEARS, True
            return
        first, last = ends
        whole = table.cells.whole_employees.sum(axis=1)
        yield Limit.ITSELF, table.weight > self.most
        yield Limit.NO_FALL, self.reading is Reading.FALL and bool(whole[last] >= whole[first])
        yield Limit.NO_RISE, self.reading is Reading.RISE and bool(whole[last] <= whole[first])
        yield Limit.ESTABLISHMENTS, table.establishments[[first, last]].min(axis=0) < LEAST_ESTABLISHMENTS
        if self.reading is not Reading.STRUCTURE:
            yield Limit.EMPLOYEES, table.employees[first] < LEAST_EMPLOYEES

    def _ends(self, table: Classes) -> tuple[int, int] | None:
        """Return the positions of its first and last years; None when the file does not have them."""
        known = table.cells.years
        first, last = self.years or (known[0], known[-1])
        if self.reading is Reading.STRUCTURE:
            first = last
        elif first == last:
            return None
        return (known.index(first), known.index(last)) if {first, last} <= {*known} else None


def _change(table: Classes, first: int, last: int) -> FloatArray:
    return 100 * growth(table.employees[first], table.employees[last])


def _structural(table: Classes, first: int, _last: int) -> FloatArray:
    return 100 * ratio(table.shifts.by_area().structural, table.employees[first])


def _local(table: Classes, first: int, _last: int) -> FloatArray:
    return 100 * ratio(table.shifts.by_area().local, table.employees[first])


def _krugman(table: Classes, _first: int, last: int) -> FloatArray:
    return krugman_index(table.cells.employees[last], table.cells.whole_employees[last])


def _equivalent(table: Classes, _first: int, last: int) -> FloatArray:
    return equivalent_sectors(table.cells.employees[last])


def _response(table: Classes, first: int, last: int) -> FloatArray:
    """Gap between the change and the expected one, in points of the employees at the start."""
    own, whole = table.cells.employees, table.cells.whole_employees
    found = response(own[first], own[last], whole[first], whole[last], by_sector=True)
    return 100 * ratio(found.change - found.expected, table.employees[first])


class_change = ClassFigure(_change, Reading.CHANGE, most=math.inf)
"""Change of the private employees from the first year of the file to the last, %."""
class_structural_effect = ClassFigure(_structural, Reading.CHANGE, most=ALONE)
"""Part of that change that its classes explain, year by year, % of the employees of the first year."""
class_local_effect = ClassFigure(_local, Reading.CHANGE, most=ALONE)
"""Part of that change that neither the whole nor its classes explain, % of the employees of the first year."""
class_specialisation = ClassFigure(_krugman, Reading.STRUCTURE)
"""Krugman index of the classes at the last date, against all that the file covers."""
class_diversity = ClassFigure(_equivalent, Reading.STRUCTURE, most=math.inf)
"""Number of equal classes that would be as concentrated as the area's."""
resistance_2008, resistance_2019 = (ClassFigure(_response, Reading.FALL, fall) for fall, _rise in WINDOWS)
"""Response of the area's employment to a shock, against what its classes led to expect."""
recovery_2010, recovery_2020 = (ClassFigure(_response, Reading.RISE, rise) for _fall, rise in WINDOWS)
"""Response in what followed."""
