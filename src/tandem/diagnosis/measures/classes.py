"""Private employees by activity class, year by year: from the Urssaf's file by commune, once it is imported.

The file may cover the country or one employment zone only. Comparisons are made with all that it covers, and an area
that it covers in part is told so; regions and France have figures when it covers them whole.
"""

from typing import Any, NamedTuple

import numpy as np

from tandem.analytics.arrays import BoolArray, FloatArray, ratio, sum_known
from tandem.analytics.resilience import Resilience, resilience
from tandem.analytics.secrecy.line import hide_in_line
from tandem.analytics.specialisation import equivalent_sectors, krugman_index, location_quotient
from tandem.analytics.trajectory import ShiftShare, dynamic_shift_share, growth
from tandem.analytics.uncertainty import Intervals, exact_quotients
from tandem.diagnosis.measures.cells import Cells, Cover, cells, cover
from tandem.diagnosis.measures.inputs import Inputs, Measure, once

KIND = "urssaf"
WINDOWS = ((2008, 2010), (2010, 2012)), ((2019, 2020), (2020, 2022))
"""Years of the two shocks and of what followed each."""
UNITS = 3
"""Establishments below which a line is secret."""
SHOWN = 0.5
"""Least number of employees, at the last date or at the first, of a class that is worth a line."""


class Classes(NamedTuple):
    """The table of the classes, and what follows from it."""

    cells: Cells
    cover: Cover
    industry: BoolArray
    shifts: ShiftShare
    shocks: tuple[Resilience | None, ...]


@once
def classes(inputs: Inputs) -> Classes | None:
    """Compute the class tables once for the measures that read them; None when the file is not imported."""
    dataset = inputs.imported(KIND)
    if dataset is None:
        return None
    found = cells(inputs, dataset)
    described = _described(inputs)
    whole = found.whole_employees
    yearly = np.nan_to_num(found.employees)
    return Classes(
        cells=found,
        cover=cover(inputs, dataset),
        industry=np.array([described[code]["industry"] for code in found.classes]),
        shifts=dynamic_shift_share(yearly, whole).total,
        shocks=tuple(_shock(found, yearly, *windows) for windows in WINDOWS),
    )


def _shock(found: Cells, yearly: FloatArray, shock: tuple[int, int], after: tuple[int, int]) -> Resilience | None:
    """The response to one shock; None when the file does not have its years."""
    if not {*shock, *after} <= set(found.years):
        return None
    first, low, start, last = (found.years.index(year) for year in (*shock, *after))
    return resilience(yearly, found.whole_employees, (first, low), (start, last), by_sector=True)


def _described(inputs: Inputs) -> dict[str, dict[str, Any]]:
    return {row["ape"]: row for row in inputs.load("activity_classes").to_pylist()}


def _absent(inputs: Inputs) -> Measure:
    return Measure(np.full(inputs.n_areas, np.nan))


def _measure(table: Classes, values: FloatArray, **more: Any) -> Measure:
    """A measure over the areas that the file says something of."""
    covered = table.cover
    return Measure(
        values=np.where(covered.known, values, np.nan),
        missing=np.where(covered.known, covered.missing, 0),
        places=covered.places,
        uncovered=covered.uncovered,
        **more,
    )


def class_industry_employees(inputs: Inputs) -> Measure:
    """Private employees of industry at the last date, its series, and the classes behind it."""
    table = classes(inputs)
    if table is None:
        return _absent(inputs)
    over_time = sum_known(table.cells.employees[:, :, table.industry]).T
    periods = tuple(str(year) for year in table.cells.years)
    known = table.cover.known[:, np.newaxis]
    secret = np.array([_total_is_secret(inputs, table, area) for area in range(inputs.n_areas)])
    shown = np.where(known & ~secret[:, np.newaxis], over_time, np.nan)
    return _measure(
        table,
        shown[:, -1],
        secret=secret,
        series=(periods, shown),
        details=lambda area: _rows(inputs, table, area),
    )


def _total_is_secret(inputs: Inputs, table: Classes, area: int) -> bool:
    """Whether the industry of a territory is one or two establishments, which its total would tell."""
    return area < inputs.n_territories and bool(table.cover.known[area]) and _told(inputs, table, area).total_hidden


class Row(NamedTuple):
    """The lines of one area: establishments and employees at both dates, and which may be told."""

    established: FloatArray
    before: FloatArray
    after: FloatArray
    hidden: BoolArray
    total_hidden: bool


def _told(inputs: Inputs, table: Classes, area: int) -> Row:
    """Sum the classes of an area into lines, and hide those that are secret or would give a secret one away.

    The lines of industry add up to a published total, and so do the others: each is protected by itself (see
    `tandem.analytics.secrecy.line`). A line is secret under three establishments at either date.
    """
    lines, found = _lines(inputs), table.cells
    ends = (0, -1)
    establishments = [found.establishments[end, area] @ lines.of_class for end in ends]
    employees = [np.nan_to_num(found.employees[end, area]) @ lines.of_class for end in ends]
    sensitive = np.any([(units > 0) & (units < UNITS) for units in establishments], axis=0)
    hidden = np.zeros(sensitive.size, dtype=np.bool_)
    total_hidden = False
    for group in (lines.industry, ~lines.industry):
        hidden[group], protected = hide_in_line([each[group] for each in employees], sensitive[group])
        total_hidden |= not protected and bool(lines.industry[group].any())
    return Row(establishments[1], employees[0], employees[1], hidden, total_hidden)


def _rows(inputs: Inputs, table: Classes, area: int) -> list[dict[str, Any]]:
    """The industrial classes of a territory, then its other sectors; regions and France have no such table."""
    if area >= inputs.n_territories or not table.cover.known[area]:
        return []
    lines, told, years = _lines(inputs), _told(inputs, table, area), table.cells.years
    worth = (told.established > 0) | (told.before >= SHOWN) | (told.after >= SHOWN)
    # A secret line is placed by its establishments: its rank among the others would say its size.
    size = np.where(told.hidden, -1.0, told.after)
    order = sorted(np.flatnonzero(worth), key=lambda i: (not lines.industry[i], -size[i], lines.codes[i]))
    return [_line(table, lines, told, area, int(i), years) for i in order]


def _line(table: Classes, lines: "Lines", told: Row, area: int, i: int, years: tuple[int, ...]) -> dict[str, Any]:
    known = {
        "before": _plain(told.before[i]),
        "after": _plain(told.after[i]),
        "quotient": _plain(lines.quotients[area, i], 2),
        "local": _plain(np.nan_to_num(table.shifts.local[area]) @ lines.of_class[:, i]),
    }
    return {
        "ape": lines.codes[i],
        "label": lines.labels[i],
        "industry": bool(lines.industry[i]),
        "establishments": int(told.established[i]),
        **(dict.fromkeys(known) if told.hidden[i] else known),
        "secret": sorted(known) if told.hidden[i] else [],
        "low": _plain(lines.intervals.low[area, i], 2),
        "high": _plain(lines.intervals.high[area, i], 2),
        "first_year": years[0],
        "last_year": years[-1],
    }


class Lines(NamedTuple):
    """The lines of the table that people read: each industrial class, and each other sector as a whole."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    industry: BoolArray
    of_class: FloatArray
    quotients: FloatArray
    intervals: Intervals


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
        np.array([code in described for code in codes]),
        of_class,
        location_quotient(np.nan_to_num(found.employees[-1]) @ of_class, found.whole_employees[-1] @ of_class),
        exact_quotients(found.establishments[-1] @ of_class, found.whole_establishments[-1] @ of_class),
    )


def _plain(value: float, decimals: int = 0) -> float | None:
    return None if np.isnan(value) else round(float(value), decimals)


def class_change(inputs: Inputs) -> Measure:
    """Change of the private employees from the first year of the file to the last, %."""
    table = classes(inputs)
    if table is None:
        return _absent(inputs)
    totals = np.nansum(table.cells.employees, axis=2)
    return _measure(table, 100 * growth(totals[0], totals[-1]))


def class_structural_effect(inputs: Inputs) -> Measure:
    """Part of that change that its classes explain, year by year, % of the employees of the first year."""
    return _effect(inputs, "structural")


def class_local_effect(inputs: Inputs) -> Measure:
    """Part of that change that neither the whole nor its classes explain, % of the employees of the first year."""
    return _effect(inputs, "local")


def _effect(inputs: Inputs, part: str) -> Measure:
    table = classes(inputs)
    if table is None:
        return _absent(inputs)
    first = np.nansum(table.cells.employees[0], axis=1)
    return _measure(table, 100 * ratio(getattr(table.shifts.by_area(), part), first))


def class_specialisation(inputs: Inputs) -> Measure:
    """Krugman index of the classes at the last date, against all that the file covers."""
    table = classes(inputs)
    if table is None:
        return _absent(inputs)
    return _measure(table, krugman_index(table.cells.employees[-1], table.cells.whole_employees[-1]))


def class_diversity(inputs: Inputs) -> Measure:
    """Number of equal classes that would be as concentrated as the area's."""
    table = classes(inputs)
    return _absent(inputs) if table is None else _measure(table, equivalent_sectors(table.cells.employees[-1]))


def resistance_2008(inputs: Inputs) -> Measure:
    """Response of the area's employment to the shock of 2008-2010, against what its classes led to expect."""
    return _response(inputs, 0, "resistance")


def recovery_2010(inputs: Inputs) -> Measure:
    """Response of 2010-2012."""
    return _response(inputs, 0, "recovery")


def resistance_2019(inputs: Inputs) -> Measure:
    """Response to the shock of 2019-2020."""
    return _response(inputs, 1, "resistance")


def recovery_2020(inputs: Inputs) -> Measure:
    """Response of 2020-2022."""
    return _response(inputs, 1, "recovery")


def _response(inputs: Inputs, shock: int, window: str) -> Measure:
    """Gap between the change and the expected one, in points of the employees at the start of the window."""
    table = classes(inputs)
    found = None if table is None else table.shocks[shock]
    if table is None or found is None:
        return _absent(inputs)
    years = WINDOWS[shock][0 if window == "resistance" else 1]
    start = np.nansum(table.cells.employees[table.cells.years.index(years[0])], axis=1)
    response = getattr(found, window)
    return _measure(table, 100 * ratio(response.change - response.expected, start))
