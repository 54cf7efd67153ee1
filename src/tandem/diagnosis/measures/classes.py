"""Private employees by activity class, year by year: from the Urssaf's file by commune, once it is imported.

The file may cover the country or one employment zone only. Comparisons are made with all that it covers, and an area
that it covers in part is told so; regions and France have figures when it covers them whole. What follows from the
table is in `class_figures`.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tandem.analytics.arrays import BoolArray, FloatArray, ratio
from tandem.analytics.secrecy.line import hide_in_line
from tandem.analytics.specialisation import location_quotient
from tandem.analytics.trajectory import ShiftShare, dynamic_shift_share
from tandem.analytics.uncertainty import Intervals, exact_quotients
from tandem.diagnosis.measures.cells import Cells, Cover, cells, cover
from tandem.diagnosis.measures.inputs import Inputs, Measure, once

KIND = "urssaf"
UNITS = 3
"""Establishments below which a line or a total is secret."""
ITSELF = 0.5
"""Share of the employees of the file beyond which an area is not compared with it.

With a share w of the whole, no quotient can exceed 1/w, and Krugman's index is 1 - w times what it would be against the
rest. Beyond a half, an area weighs more in its reference than all others together.
"""
ALONE = 0.95
"""The same for the parts of a change, which still add up to it: only the local one is smaller, by the area's share."""
HEAVY = 0.25
"""Share from which a comparison says how much of its reference the area is."""
EXACT = 0.995
"""Share of the jobs of a zone from which an area that has them is said to hold it whole."""
SHOWN = 0.5
"""Least number of employees, at the last date or at the first, of a class that is worth a line."""


class Classes(NamedTuple):
    """The table of the classes, and what follows from it.

    Attributes
    ----------
    industry : ndarray of bool, shape (n_classes,)
        Classes of industry.
    establishments, employees : ndarray of float, shape (n_years, n_areas)
        All classes together.
    shifts : ShiftShare
        What the change of each cell is made of, against all that the file covers.
    weight : ndarray of float, shape (n_areas,)
        Share of the employees of the file that each area has, at the last date.
    """

    cells: Cells
    cover: Cover
    industry: BoolArray
    establishments: FloatArray
    employees: FloatArray
    shifts: ShiftShare
    weight: FloatArray

    @property
    def comparable(self) -> BoolArray:
        """Areas that are not most of what they would be compared with."""
        return np.asarray(self.weight <= ITSELF)


@once
def classes(inputs: Inputs) -> Classes | None:
    """Compute the class tables once for the measures that read them; None when the file is not imported."""
    dataset = inputs.imported(KIND)
    if dataset is None:
        return None
    found = cells(inputs, dataset)
    described = _described(inputs)
    return Classes(
        cells=found,
        cover=cover(inputs, dataset),
        industry=np.array([described[code]["industry"] for code in found.classes]),
        establishments=found.establishments.sum(axis=2),
        employees=(employees := found.employees.sum(axis=2)),
        shifts=_shifts(found),
        weight=ratio(employees[-1], found.whole_employees[-1].sum()),
    )


def _shifts(found: Cells) -> ShiftShare:
    """What the change of each cell is made of; unknown from a file of a single year."""
    if len(found.years) < 2:
        return ShiftShare(*(np.full(found.employees.shape[1:], np.nan) for _ in ShiftShare._fields))
    return dynamic_shift_share(found.employees, found.whole_employees).total


def _described(inputs: Inputs) -> dict[str, dict[str, Any]]:
    return {row["ape"]: row for row in inputs.load("activity_classes").to_pylist()}


def absent(inputs: Inputs) -> Measure:
    return Measure(np.full(inputs.n_areas, np.nan))


def measure_of(table: Classes, values: FloatArray, kind: type[Measure] = Measure, **more: Any) -> Measure:
    """A measure over the areas that the file says something of."""
    covered = table.cover
    return kind(
        values=np.where(covered.known, values, np.nan),
        missing=np.where(covered.known, covered.missing, 0),
        places=covered.places,
        uncovered=covered.uncovered,
        **more,
    )


def class_industry_employees(inputs: Inputs) -> Measure:
    """Private employees of industry at the last date, its series, and the classes behind it.

    A year in which industry is one or two establishments is left out of the series, whatever it has become since.
    """
    table = classes(inputs)
    if table is None:
        return absent(inputs)
    over_time, units = (
        counted[:, :, table.industry].sum(axis=2).T for counted in (table.cells.employees, table.cells.establishments)
    )
    periods = tuple(str(year) for year in table.cells.years)
    few = (units > 0) & (units < UNITS)
    secret = table.cover.known & (unprotected(inputs) | few[:, -1])
    told = table.cover.known[:, np.newaxis] & ~secret[:, np.newaxis] & ~few
    shown = np.where(told, np.rint(over_time), np.nan)
    return measure_of(
        table,
        shown[:, -1],
        secret=secret,
        series=(periods, shown),
        details=lambda area: _rows(inputs, table, area),
    )


@once
def unprotected(inputs: Inputs) -> BoolArray:
    """Say of which territories no total may be told: hiding their classes is not enough to keep the secret ones.

    What is computed from a total, or from shares of it, gives it away too. Regions and France have no table, and no
    secret that their total would give.
    """
    found = np.zeros(inputs.n_areas, dtype=np.bool_)
    found[: inputs.n_territories] = [each is not None and each.total_hidden for each in _told(inputs)]
    return found


class Told(NamedTuple):
    """The lines of one territory: establishments and employees at both dates, and which may be told."""

    established: FloatArray
    before: FloatArray
    after: FloatArray
    hidden: BoolArray
    total_hidden: bool


@once
def _told(inputs: Inputs) -> tuple[Told | None, ...]:
    """The lines of each territory; None for one that the file does not cover."""
    table = classes(inputs)
    assert table is not None, "lines are only asked for of a table"
    known = table.cover.known[: inputs.n_territories]
    return tuple(_of_territory(inputs, table, area) if known[area] else None for area in range(known.size))


def _of_territory(inputs: Inputs, table: Classes, area: int) -> Told:
    """Sum the classes of a territory into lines, and hide those that are secret or would give a secret one away.

    The lines of industry add up to a published total, and so do the others, whose total is what is left of all
    employees: each group is protected by itself (see `tandem.analytics.secrecy.line`), and when one cannot be, no total
    is told. A line is secret under three establishments at either date.

    Where the territory's sectors are known and not estimated, the classes of each are a line of their own, protected
    first: what hides a class is then in its own sector. One that is alone there is given by the producer's own table.
    """
    lines, found = _lines(inputs), table.cells
    ends = (0, -1)
    establishments = [found.establishments[end, area] @ lines.of_class for end in ends]
    employees = [found.employees[end, area] @ lines.of_class for end in ends]
    sensitive = np.any([(units > 0) & (units < UNITS) for units in establishments], axis=0)
    hidden = np.zeros(sensitive.size, dtype=np.bool_)

    def hide(group: BoolArray) -> bool:
        columns = [each[group] for each in employees]
        hidden[group], protected = hide_in_line(columns, sensitive[group], already=hidden[group])
        return protected

    if _sectors_are_known(inputs)[area]:
        for sector in np.unique(lines.sectors[lines.industry]):
            hide(lines.industry & (lines.sectors == sector))
    total_hidden = not all([hide(lines.industry), hide(~lines.industry)])
    return Told(establishments[1], employees[0], employees[1], hidden, total_hidden)


@once
def _sectors_are_known(inputs: Inputs) -> BoolArray:
    """Say which areas are whole employment zones: their sectors (A38) are the producer's counts, and no estimate."""
    zone, jobs = inputs.zone_of_commune, np.nan_to_num(inputs.jobs)
    zoned = np.flatnonzero(zone >= 0)
    by_zone = csr_array((jobs[zoned], (zoned, zone[zoned])), shape=(zone.size, len(inputs.zones)))
    inside = (inputs.membership.matrix @ by_zone).toarray()
    return np.asarray(((inside == 0) | (inside >= EXACT * by_zone.sum(axis=0))).all(axis=1), dtype=np.bool_)


def _rows(inputs: Inputs, table: Classes, area: int) -> list[dict[str, Any]]:
    """The industrial classes of a territory, then its other sectors; regions and France have no such table."""
    told = _told(inputs)[area] if area < inputs.n_territories else None
    if told is None:
        return []
    lines = _lines(inputs)
    worth = (told.established > 0) | (told.before >= SHOWN) | (told.after >= SHOWN)
    # A secret line is placed by its establishments: its rank among the others would say its size.
    size = np.where(told.hidden, -1.0, told.after)
    order = sorted(np.flatnonzero(worth), key=lambda i: (not lines.industry[i], -size[i], lines.codes[i]))
    return [_line(table, lines, told, area, int(i)) for i in order]


def _line(table: Classes, lines: "Lines", told: Told, area: int, i: int) -> dict[str, Any]:
    """One line; without what compares it with the whole, for a territory that is most of the whole."""
    compared = bool(table.comparable[area])
    years = table.cells.years
    known = {
        "before": _whole(told.before[i]),
        "after": _whole(told.after[i]),
        "quotient": _plain(lines.quotients[area, i]) if compared else None,
        "local": _whole(lines.local[area, i]) if compared and len(years) > 1 else None,
    }
    return {
        "ape": lines.codes[i],
        "label": lines.labels[i],
        "industry": bool(lines.industry[i]),
        "establishments": int(told.established[i]),
        **(dict.fromkeys(known) if told.hidden[i] else known),
        "secret": sorted(key for key, value in known.items() if value is not None) if told.hidden[i] else [],
        "low": _plain(lines.intervals.low[area, i]) if compared else None,
        "high": _plain(lines.intervals.high[area, i]) if compared else None,
        "first_year": years[0],
        "last_year": years[-1],
    }


class Lines(NamedTuple):
    """The lines of the table that people read: each industrial class, and each other sector as a whole."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    sectors: NDArray[np.str_]
    industry: BoolArray
    of_class: FloatArray
    quotients: FloatArray
    intervals: Intervals
    local: FloatArray


@once
def _lines(inputs: Inputs) -> Lines:
    table = classes(inputs)
    assert table is not None, "lines are only asked for of a table"
    described = _described(inputs)
    sectors = {row["a38"]: row["label"] for row in inputs.load("sectors").to_pylist()}
    line_of = [
        code if industrial else described[code]["a38"]
        for code, industrial in zip(table.cells.classes, table.industry, strict=True)
    ]
    codes = tuple(sorted(set(line_of)))
    of_class = np.zeros((len(line_of), len(codes)))
    of_class[np.arange(len(line_of)), [codes.index(each) for each in line_of]] = 1.0
    found = table.cells
    return Lines(
        codes,
        tuple(described[code]["label"] if code in described else sectors[code] for code in codes),
        np.array([described[code]["a38"] if code in described else code for code in codes]),
        np.array([code in described for code in codes]),
        of_class,
        location_quotient(found.employees[-1] @ of_class, found.whole_employees[-1] @ of_class),
        exact_quotients(found.establishments[-1] @ of_class, found.whole_establishments[-1] @ of_class),
        np.nan_to_num(table.shifts.local) @ of_class,
    )


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 2)


def _whole(value: float) -> int:
    """A number of employees: nobody is half employed."""
    return round(float(value))
