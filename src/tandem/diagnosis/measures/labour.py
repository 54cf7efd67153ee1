"""Tension on the labour market: by occupation and job basin, brought to the areas by their jobs."""

from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from tandem.analytics.arrays import FloatArray, IntArray, ratio
from tandem.diagnosis.measures.inputs import Inputs, Measure, index_of, once

INDUSTRY = ("H", "I")
"""Domains of the ROME nomenclature: industry; installation and maintenance."""
STRONG = 5
"""The strongest of the five classes of tension."""
LISTED = 40
LEAST = 10
"""Occupations measured in the area below which their share in strong tension says nothing."""


class Tensions(NamedTuple):
    """Industrial occupations by area, over its basins by the area's jobs in each.

    Attributes
    ----------
    codes, labels : tuple of str
    mean : ndarray of float, shape (n_areas, n_occupations)
        Mean index, NaN where no basin of the area has a measure.
    strong : ndarray of float, shape (n_areas,)
        Part of the measures that are of the strongest class. Counted basin by basin: the mean of many basins is never
        at an extreme, and would make a large area look easier than each of its parts.
    unmeasured, communes : ndarray of int, shape (n_areas,)
        Communes without a basin, out of how many.
    uncovered : ndarray of float, shape (n_areas,)
        Share of the area's jobs that lies in them.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    mean: FloatArray
    strong: FloatArray
    unmeasured: IntArray
    communes: IntArray
    uncovered: FloatArray


@once
def tensions(inputs: Inputs) -> Tensions:
    """Average each occupation's index over the basins of each area, by the jobs that the area has in each."""
    table = inputs.load("job_tensions")
    industrial = table.filter([code[0] in INDUSTRY for code in table["rome"].to_pylist()])
    codes = tuple(sorted(set(industrial["rome"].to_pylist())))
    labels = dict(zip(industrial["rome"].to_pylist(), industrial["label"].to_pylist(), strict=True))
    basins = sorted(set(table["basin"].to_pylist()))
    grid = np.full((len(basins), len(codes)), np.nan)
    grid[index_of(industrial["basin"], basins), index_of(industrial["rome"], codes)] = industrial["tension"].to_numpy()

    of_commune = inputs.load("commune_basins")
    rows = index_of(inputs.communes["code"], of_commune["commune"])
    known = rows >= 0
    basin = np.full(rows.size, -1, dtype=np.intp)
    basin[known] = index_of(of_commune["basin"], basins)[rows[known]]
    placed = basin >= 0
    matrix = inputs.membership.matrix
    jobs = np.where(placed, np.nan_to_num(inputs.jobs), 0.0)
    by_basin = csr_array((jobs[placed], (np.flatnonzero(placed), basin[placed])), shape=(rows.size, len(basins)))
    weights = np.asarray((matrix @ by_basin).toarray(), dtype=np.float64)
    measured = ~np.isnan(grid)
    return Tensions(
        codes,
        tuple(labels[code] for code in codes),
        ratio(weights @ np.nan_to_num(grid), weights @ measured.astype(np.float64)),
        ratio(weights @ (grid == STRONG).sum(axis=1), weights @ measured.sum(axis=1)),
        np.asarray(matrix @ (~placed).astype(np.float64)).astype(np.intp),
        np.asarray(matrix @ np.ones(rows.size)).astype(np.intp),
        inputs.uncovered(np.where(placed, 1.0, np.nan), inputs.jobs),
    )


def strong_tension(inputs: Inputs) -> Measure:
    """Share of the industrial occupations measured in the area that are in strong tension, %, with the list."""
    found = tensions(inputs)
    measured = (~np.isnan(found.mean)).sum(axis=1)
    values = np.where(measured >= LEAST, 100 * found.strong, np.nan)
    return Measure(
        values,
        missing=np.where(np.isnan(values), 0, found.unmeasured),
        places=found.communes,
        uncovered=found.uncovered,
        estimate=True,
        details=lambda area: _rows(found, area),
    )


def _rows(found: Tensions, area: int) -> list[dict[str, Any]]:
    """The industrial occupations of an area, the tightest first."""
    mean = found.mean[area]
    order = sorted(np.flatnonzero(~np.isnan(mean)), key=lambda i: (-mean[i], found.labels[i]))[:LISTED]
    return [{"rome": found.codes[i], "label": found.labels[i], "tension": round(float(mean[i]), 1)} for i in order]
