"""Recruitment intended by employers: France Travail's survey, by department, once its file is imported.

The survey's job basins are redrawn every year and no file gives their communes: departments do not move.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from tandem.analytics.arrays import FloatArray, ratio
from tandem.diagnosis.measures.inputs import Inputs, Measure, index_of

KIND = "bmo"
LISTED = 20


class Hiring(NamedTuple):
    """Projects by area and occupation, from the departments of the area by the jobs that it has in each.

    Attributes
    ----------
    names : tuple of str
        Occupations.
    projects, difficult, seasonal : ndarray of float, shape (n_areas, n_occupations)
        Over the cells that are not secret.
    secret : ndarray of float, shape (n_areas, n_occupations)
        Number of cells of the area's departments that hold a secret one.
    """

    names: tuple[str, ...]
    projects: FloatArray
    difficult: FloatArray
    seasonal: FloatArray
    secret: FloatArray


@lru_cache(maxsize=4)
def hiring(inputs: Inputs) -> Hiring | None:
    """Compute the tables once for the measures that read them; None when the survey is not imported."""
    dataset = inputs.imported(KIND)
    if dataset is None:
        return None
    rows = dataset.rows()
    rows = rows.filter(np.equal(rows["year"].to_numpy(), rows["year"].to_numpy().max()))
    codes = dataset.codes(dataset.manifest["codes"]["department"])
    names = sorted(set(rows["occupation_name"].to_pylist()) - {None})
    department = index_of(inputs.communes["department"], codes)
    column = index_of(rows["occupation_name"], names)
    at = (rows["department"].to_numpy()[column >= 0], column[column >= 0])
    shape = (len(codes), len(names))

    jobs = np.nan_to_num(inputs.jobs)
    whole = np.bincount(department[department >= 0], weights=jobs[department >= 0], minlength=len(codes))
    placed = np.flatnonzero(department >= 0)
    share = csr_array(
        (ratio(jobs[placed], whole[department[placed]]), (placed, department[placed])), shape=(jobs.size, len(codes))
    )
    part = inputs.membership.matrix @ share

    def by_area(values: FloatArray) -> FloatArray:
        return np.asarray((part @ csr_array((values[column >= 0], at), shape=shape)).toarray(), dtype=np.float64)

    measures = ("projects", "difficult", "seasonal")
    hidden = np.logical_or.reduce([rows[f"{name}_secret"].to_numpy(zero_copy_only=False) for name in measures])
    known = [np.nan_to_num(rows[name].cast("float64").to_numpy(zero_copy_only=False)) for name in measures]
    # A share is taken over the cells that give both its terms: a secret one is left out of each.
    projects, difficult, seasonal = (by_area(np.where(hidden, 0.0, each)) for each in known)
    return Hiring(tuple(names), projects, difficult, seasonal, by_area(hidden.astype(np.float64)))


def difficult_hiring(inputs: Inputs) -> Measure:
    """Share of the projects that employers hold to be difficult, %, with the occupations most wanted."""
    found = hiring(inputs)
    if found is None:
        return Measure(np.full(inputs.n_areas, np.nan))
    values = 100 * ratio(found.difficult.sum(axis=1), found.projects.sum(axis=1))
    details = [_rows(found, area) if area < inputs.n_territories else [] for area in range(inputs.n_areas)]
    return Measure(values, estimate=True, details=details)


def seasonal_hiring(inputs: Inputs) -> Measure:
    """Share of the projects that are seasonal, %."""
    found = hiring(inputs)
    if found is None:
        return Measure(np.full(inputs.n_areas, np.nan))
    return Measure(100 * ratio(found.seasonal.sum(axis=1), found.projects.sum(axis=1)), estimate=True)


def _rows(found: Hiring, area: int) -> list[dict[str, Any]]:
    projects = found.projects[area]
    order = np.argsort(-projects, kind="stable")[:LISTED]
    return [
        {
            "name": found.names[i],
            "projects": round(float(projects[i])),
            "difficult": round(100 * float(found.difficult[area, i] / projects[i]), 1),
            "partly_secret": bool(found.secret[area, i] > 0),
        }
        for i in order
        if projects[i] >= 1
    ]
