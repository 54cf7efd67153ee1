"""Recruitment intended by employers: France Travail's survey, by department, once its file is imported.

The survey's job basins are redrawn every year and no file gives their communes: departments do not move.
"""

from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from tandem.analytics.arrays import FloatArray, ratio
from tandem.diagnosis.measures.inputs import Inputs, Measure, index_of, once

KIND = "bmo"
LISTED = 20


class Hiring(NamedTuple):
    """Projects by area and occupation, from the departments of the area by the jobs that it has in each.

    Attributes
    ----------
    names : tuple of str
        Occupations.
    projects : ndarray of float, shape (n_areas, n_occupations)
        Over the cells that are not secret.
    difficult, seasonal : tuple of two ndarrays of float, shape (n_areas, n_occupations)
        Those of the projects that are, and the projects that they are out of: over the cells that give both.
    secret : ndarray of float, shape (n_areas, n_occupations)
        Number of secret cells of the area's departments.
    """

    names: tuple[str, ...]
    projects: FloatArray
    difficult: tuple[FloatArray, FloatArray]
    seasonal: tuple[FloatArray, FloatArray]
    secret: FloatArray


@once
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
    hidden = {name: rows[f"{name}_secret"].to_numpy(zero_copy_only=False) for name in measures}
    known = {name: np.nan_to_num(rows[name].cast("float64").to_numpy(zero_copy_only=False)) for name in measures}

    def share_of(name: str) -> tuple[FloatArray, FloatArray]:
        # A share is taken over the cells that give both its terms: a secret one is left out of each.
        out = hidden["projects"] | hidden[name]
        return by_area(np.where(out, 0.0, known[name])), by_area(np.where(out, 0.0, known["projects"]))

    return Hiring(
        tuple(names),
        by_area(np.where(hidden["projects"], 0.0, known["projects"])),
        share_of("difficult"),
        share_of("seasonal"),
        by_area((hidden["projects"] | hidden["difficult"]).astype(np.float64)),
    )


def difficult_hiring(inputs: Inputs) -> Measure:
    """Share of the projects that employers hold to be difficult, %, with the occupations most wanted."""
    found = hiring(inputs)
    if found is None:
        return Measure(np.full(inputs.n_areas, np.nan))
    values = _share(found.difficult)
    return Measure(
        values, estimate=True, details=lambda area: _rows(found, area) if area < inputs.n_territories else []
    )


def seasonal_hiring(inputs: Inputs) -> Measure:
    """Share of the projects that are seasonal, %."""
    found = hiring(inputs)
    if found is None:
        return Measure(np.full(inputs.n_areas, np.nan))
    return Measure(_share(found.seasonal), estimate=True)


def _share(terms: tuple[FloatArray, FloatArray]) -> FloatArray:
    part, whole = (each.sum(axis=1) for each in terms)
    return 100 * ratio(part, whole)


def _rows(found: Hiring, area: int) -> list[dict[str, Any]]:
    """The occupations most wanted in an area, then those of which every number is secret."""
    projects, secret = found.projects[area], found.secret[area] > 0
    share = 100 * ratio(*(each[area] for each in found.difficult))
    wanted = [i for i in np.argsort(-projects, kind="stable") if projects[i] >= 1][:LISTED]
    hidden = [i for i in np.flatnonzero(secret) if projects[i] == 0]
    return [
        {
            "name": found.names[i],
            "projects": round(float(projects[i])) if projects[i] else None,
            "difficult": None if np.isnan(share[i]) else round(float(share[i]), 1),
            "partly_secret": bool(secret[i]),
            "secret": _secret(projects[i] > 0, bool(secret[i]), bool(np.isnan(share[i]))),
        }
        for i in [*wanted, *hidden]
    ]


def _secret(known: bool, secret: bool, shareless: bool) -> list[str]:
    """Which cells of a row are secret: all when no project is known, the share when only its other term is."""
    if not known:
        return ["difficult", "projects"]
    return ["difficult"] if secret and shareless else []
