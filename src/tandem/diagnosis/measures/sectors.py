"""Private employees by sector (A38): employment zones' figures brought to the area by its communes' jobs."""

from typing import NamedTuple

import numpy as np

from tandem.analytics.aggregation import apportion
from tandem.analytics.arrays import FloatArray, IntArray, ratio, sum_known
from tandem.analytics.specialisation import equivalent_sectors, krugman_index, location_quotient
from tandem.analytics.trajectory import ShiftShare, shift_share
from tandem.diagnosis.measures.employment import employees_change
from tandem.diagnosis.measures.inputs import Details, Inputs, Measure, once

FIRST, LAST = "2019", "2024"
# Below this many employees a quotient says more about one establishment than about the territory.
QUOTIENT_FLOOR = 100


class Sectors(NamedTuple):
    """Employees by area and sector at the two dates, shape (n_areas, n_sectors), and what follows from them.

    A sector is missing from an area when no zone of the area gives it. A zone that leaves a sector out while another
    gives it adds nothing: the cells given add up to the whole zone, so that an empty one hides no one (decision 10).
    """

    codes: tuple[str, ...]
    before: FloatArray
    after: FloatArray
    quotients: FloatArray
    shifts: ShiftShare


def sector_codes(inputs: Inputs, industry: bool | None = None) -> tuple[str, ...]:
    """Return the A38 codes that the employment figures use, all or only industry's (or only the others)."""
    used = set(inputs.load("sector_employees")["a38"].to_pylist())
    sectors = inputs.load("sectors").select(["a38", "industry"]).to_pylist()
    kept = {row["a38"] for row in sectors if industry is None or row["industry"] is industry}
    return tuple(sorted(used & kept))


@once
def sectors(inputs: Inputs) -> Sectors:
    """Compute the sector tables once for the measures that read them."""
    codes = sector_codes(inputs)
    first, last = (
        apportion(
            inputs.membership,
            inputs.zone_of_commune,
            inputs.jobs,
            inputs.zone_grid("sector_employees", f"y{year}", "a38", codes),
        ).values
        for year in (FIRST, LAST)
    )
    country = inputs.country_row
    return Sectors(
        codes=codes,
        before=first,
        after=last,
        quotients=location_quotient(last, last[country]),
        shifts=shift_share(first, last, first[country], last[country]),
    )


def industry_employees(inputs: Inputs) -> Measure:
    """Private employees of industry at the end of 2024, with the rows of all sectors."""
    table = sectors(inputs)
    industrial = set(sector_codes(inputs, industry=True))
    columns = [i for i, code in enumerate(table.codes) if code in industrial]
    absent = np.isnan(table.after[:, columns])
    return Measure(
        values=sum_known(table.after[:, columns]),
        missing=absent.sum(axis=1),
        places=np.full(inputs.n_areas, len(columns)),
        estimate=True,
        details=_rows(inputs, table),
    )


def _rows(inputs: Inputs, table: Sectors) -> Details:
    """What gives the sector table of an area, as plain values."""
    described = {row["a38"]: row for row in inputs.load("sectors").select(["a38", "label", "industry"]).to_pylist()}
    cells = {
        "before": _plain(table.before),
        "after": _plain(table.after),
        "share": _plain(100 * ratio(table.after, sum_known(table.after, keepdims=True))),
        "quotient": _plain(table.quotients, 4),
    }
    return lambda area: [
        {**described[code], **{name: values[area][i] for name, values in cells.items()}}
        for i, code in enumerate(table.codes)
    ]


def _plain(values: FloatArray, decimals: int = 1) -> list[list[float | None]]:
    rounded = np.round(values, decimals).tolist()
    return [[None if cell != cell else cell for cell in row] for row in rounded]


def specialisation(inputs: Inputs) -> Measure:
    """Krugman index of the private employees' sectors against France."""
    table = sectors(inputs)
    values = krugman_index(table.after, table.after[inputs.country_row])
    return Measure(values, *_missing(table), estimate=True)


def sector_diversity(inputs: Inputs) -> Measure:
    """Number of equal sectors that would be as concentrated as the area's."""
    table = sectors(inputs)
    return Measure(equivalent_sectors(table.after), *_missing(table), estimate=True)


def leading_quotient(inputs: Inputs) -> Measure:
    """Highest location quotient among the industrial sectors of at least `QUOTIENT_FLOOR` employees."""
    table = sectors(inputs)
    industrial = set(sector_codes(inputs, industry=True))
    columns = [i for i, code in enumerate(table.codes) if code in industrial]
    employees, quotients = table.after[:, columns], table.quotients[:, columns]
    kept = np.where(np.nan_to_num(employees) >= QUOTIENT_FLOOR, quotients, np.nan)
    best = np.where(np.isnan(kept).all(axis=1), np.nan, np.nanmax(np.nan_to_num(kept, nan=-np.inf), axis=1))
    return Measure(best, estimate=True)


def structural_effect(inputs: Inputs) -> Measure:
    """Part of the change 2019-2024 that the mix of sectors explains, % of the employees of 2019."""
    table = sectors(inputs)
    return Measure(_structural(table), *_missing(table), estimate=True)


def local_effect(inputs: Inputs) -> Measure:
    """Part of the change 2019-2024 that neither France nor the mix of sectors explains, % of the employees of 2019.

    The change is the area's own, which its communes give; only the mix comes from its employment zones. The local part
    of the zones would be the same for every territory that shares one.
    """
    table, change = sectors(inputs), employees_change(inputs).values
    national = change[inputs.country_row]
    return Measure(change - national - _structural(table), *_missing(table), estimate=True)


def _structural(table: Sectors) -> FloatArray:
    base = sum_known(np.where(np.isnan(table.shifts.structural), np.nan, table.before))
    return 100 * ratio(table.shifts.by_area().structural, base)


def _missing(table: Sectors) -> tuple[IntArray, IntArray]:
    absent = np.isnan(table.after)
    return absent.sum(axis=1), np.full(absent.shape[0], absent.shape[1])
