"""The figures that the table of the activity classes gives, and what it takes for each of them to mean something."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

import numpy as np

from tandem.analytics.arrays import BoolArray, FloatArray, ratio
from tandem.analytics.resilience import response
from tandem.analytics.specialisation import equivalent_sectors, krugman_index
from tandem.analytics.trajectory import growth
from tandem.diagnosis.measures.classes import Classes, absent, classes, measure_of, unprotected
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
    ESTABLISHMENTS = "establishments"
    EMPLOYEES = "employees"
    NO_FALL = "no fall"
    NO_RISE = "no rise"


Check = Callable[[Classes], BoolArray]
"""Says of which areas a figure is not given, or of none or all of them by a single value."""


@dataclass(frozen=True, slots=True)
class ClassFigure:
    """A figure of the classes: how it is computed, and where it is not given.

    Parameters
    ----------
    values
        Computes it for all areas.
    limits
        What it takes, the first that fails being the reason given.
    years
        Those that the file must have; its first and its last when none is named.
    compares
        Whether it is a comparison with all that the file covers.
    """

    values: Callable[[Classes], FloatArray]
    limits: tuple[tuple[Limit, Check], ...] = ()
    years: tuple[int, ...] = ()
    compares: bool = True

    def __call__(self, inputs: Inputs) -> Measure:
        """Measure it: no value where a limit is met, nor where secrecy hides the total that it is made from."""
        table = classes(inputs)
        if table is None:
            return absent(inputs)
        limits, secret = self.limits_met(inputs), unprotected(inputs)
        given = np.array([each is None for each in limits]) & ~secret
        values = self.values(table) if given.any() else np.full(inputs.n_areas, np.nan)
        return measure_of(table, np.where(given, values, np.nan), secret=secret)

    def limits_met(self, inputs: Inputs) -> list[Limit | None]:
        """Return the first limit that each area meets; None for those that meet none, or that the file leaves out."""
        found: list[Limit | None] = [None] * inputs.n_areas
        table = classes(inputs)
        if table is None:
            return found
        if not {*self.years} <= {*table.cells.years}:
            checks: Sequence[tuple[Limit, Check]] = [(Limit.YEARS, lambda _table: np.array(True))]
        else:
            alone: tuple[tuple[Limit, Check], ...] = ((Limit.ITSELF, _itself),) if self.compares else ()
            checks = (*alone, *self.limits)
        for limit, check in reversed(checks):
            for area in np.flatnonzero(np.broadcast_to(check(table), inputs.n_areas) & table.cover.known):
                found[area] = limit
        return found


# -- what it takes -----------------------------------------------------------------------------------------------------


def _itself(table: Classes) -> BoolArray:
    return ~table.comparable


def _one_year(table: Classes) -> BoolArray:
    return np.array(len(table.cells.years) < 2)


def _few_establishments(table: Classes, ends: tuple[int, ...] = (-1,)) -> BoolArray:
    found = [table.cells.establishments[end].sum(axis=1) < LEAST_ESTABLISHMENTS for end in ends]
    return np.any(found, axis=0)


def _few_over(table: Classes, window: Window) -> BoolArray:
    return _few_establishments(table, tuple(table.cells.years.index(year) for year in window))


def _few_employees(table: Classes, year: int | None = None) -> BoolArray:
    return np.asarray(_employees(table, year) < LEAST_EMPLOYEES)


def _not_fallen(table: Classes, window: Window) -> BoolArray:
    return np.array(_of_reference(table, window) >= 0)


def _not_risen(table: Classes, window: Window) -> BoolArray:
    return np.array(_of_reference(table, window) <= 0)


def _of_reference(table: Classes, window: Window) -> float:
    """Return what the employment of all that the file covers gained over a window."""
    first, last = (table.cells.whole_employees[table.cells.years.index(year)].sum() for year in window)
    return float(last - first)


def _employees(table: Classes, year: int | None) -> FloatArray:
    """Return the employees of each area in a year, or in the first."""
    at = 0 if year is None else table.cells.years.index(year)
    return np.asarray(table.cells.employees[at].sum(axis=1))


# -- the figures -------------------------------------------------------------------------------------------------------


def _change(table: Classes) -> FloatArray:
    totals = table.cells.employees.sum(axis=2)
    return 100 * growth(totals[0], totals[-1])


def _effect(part: str, table: Classes) -> FloatArray:
    return 100 * ratio(getattr(table.shifts.by_area(), part), _employees(table, None))


def _response(window: Window, table: Classes) -> FloatArray:
    """Gap between the change and the expected one, in points of the employees at the start of the window."""
    found, (first, last) = table.cells, (table.cells.years.index(year) for year in window)
    whole = found.whole_employees
    gap = response(found.employees[first], found.employees[last], whole[first], whole[last], by_sector=True)
    return 100 * ratio(gap.change - gap.expected, _employees(table, window[0]))


OF_A_CHANGE = (
    (Limit.YEARS, _one_year),
    (Limit.ESTABLISHMENTS, partial(_few_establishments, ends=(0, -1))),
    (Limit.EMPLOYEES, _few_employees),
)
OF_SHARES = ((Limit.ESTABLISHMENTS, _few_establishments),)


def _to_a_shock(window: Window, limit: Limit, check: Callable[[Classes, Window], BoolArray]) -> ClassFigure:
    return ClassFigure(
        partial(_response, window),
        (
            (limit, partial(check, window=window)),
            (Limit.ESTABLISHMENTS, partial(_few_over, window=window)),
            (Limit.EMPLOYEES, partial(_few_employees, year=window[0])),
        ),
        years=window,
    )


class_change = ClassFigure(_change, OF_A_CHANGE, compares=False)
"""Change of the private employees from the first year of the file to the last, %."""
class_structural_effect = ClassFigure(partial(_effect, "structural"), OF_A_CHANGE)
"""Part of that change that its classes explain, year by year, % of the employees of the first year."""
class_local_effect = ClassFigure(partial(_effect, "local"), OF_A_CHANGE)
"""Part of that change that neither the whole nor its classes explain, % of the employees of the first year."""
class_specialisation = ClassFigure(
    lambda table: krugman_index(table.cells.employees[-1], table.cells.whole_employees[-1]), OF_SHARES
)
"""Krugman index of the classes at the last date, against all that the file covers."""
class_diversity = ClassFigure(lambda table: equivalent_sectors(table.cells.employees[-1]), OF_SHARES, compares=False)
"""Number of equal classes that would be as concentrated as the area's."""
resistance_2008, resistance_2019 = (_to_a_shock(fall, Limit.NO_FALL, _not_fallen) for fall, _rise in WINDOWS)
"""Response of the area's employment to a shock, against what its classes led to expect."""
recovery_2010, recovery_2020 = (_to_a_shock(rise, Limit.NO_RISE, _not_risen) for _fall, rise in WINDOWS)
"""Response in what followed."""
