"""Bring what a dataset counts by commune, class and year to the areas."""

from typing import NamedTuple

import numpy as np
import pyarrow.compute as pc
from scipy.sparse import csr_array

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray, ratio
from tandem.datasets.store import Dataset
from tandem.diagnosis.measures.inputs import Inputs, index_of


class Cover(NamedTuple):
    """Which part of each area a dataset is about.

    Attributes
    ----------
    place : ndarray of bool, shape (n_places,)
        Communes that it covers: those that have a row, and the others of a zone of which it misses next to nothing.
    missing, places : ndarray of int, shape (n_areas,)
        Communes that it does not cover, out of how many.
    uncovered : ndarray of float, shape (n_areas,)
        Share of the area's jobs that lies in them.
    known : ndarray of bool, shape (n_areas,)
        Areas of which it says enough: territories covered for two fifths at least, regions and France covered whole.
    """

    place: BoolArray
    missing: IntArray
    places: IntArray
    uncovered: FloatArray
    known: BoolArray


WHOLE = 0.05
"""A region or the country is covered when less than this share of its jobs is not."""

ZONE = 0.95
"""Share of a zone's private employees that the communes with a row must hold for its others to be taken for empty."""

TOO_LITTLE = 0.6
"""A territory of which more than this share of the jobs is not covered has no figure: it would be another place's."""


def cover(inputs: Inputs, dataset: Dataset) -> Cover:
    """Say which part of each area a dataset by commune covers."""
    place = index_of(inputs.communes["code"], pc.take(dataset.codes("commune"), _present(dataset))) >= 0
    # A commune without a row has no establishment only where the file covers all that matters around it.
    employees = np.nan_to_num(inputs.by_commune("private_employees", "y2022"))
    zone, zoned = inputs.zone_of_commune, inputs.zone_of_commune >= 0
    of_zone = np.bincount(zone[zoned], weights=employees[zoned], minlength=len(inputs.zones))
    found = np.bincount(zone[zoned & place], weights=employees[zoned & place], minlength=len(inputs.zones))
    place |= zoned & (found >= ZONE * of_zone)[zone] & (of_zone > 0)[zone]
    matrix = inputs.membership.matrix
    places = np.asarray(matrix @ np.ones(place.size)).astype(np.intp)
    missing = np.asarray(matrix @ (~place).astype(np.float64)).astype(np.intp)
    jobs = np.nan_to_num(inputs.jobs)
    uncovered = ratio(matrix @ np.where(place, 0.0, jobs), matrix @ jobs)
    limit = np.where(np.arange(inputs.n_areas) < inputs.n_territories, TOO_LITTLE, WHOLE)
    known = (missing < places) & (np.nan_to_num(uncovered, nan=1.0) <= limit)
    return Cover(place, missing, places, uncovered, known)


def _present(dataset: Dataset) -> object:
    return pc.unique(dataset.rows(["commune"])["commune"])


class Cells(NamedTuple):
    """What a dataset counts, by year, area and class.

    Attributes
    ----------
    years : tuple of int
    classes : tuple of str
        Codes, in the order of the columns.
    establishments, employees : ndarray of float, shape (n_years, n_areas, n_classes)
        Employees leave out what the producer hides (a few cells of one establishment): a class of a thousand employees
        is not lost for one of them.
    whole_establishments, whole_employees : ndarray of float, shape (n_years, n_classes)
        The same over all that the dataset covers: the reference of every comparison.
    last_by_place : sparse array, shape (n_places, n_classes)
        Employees of the last year by commune.
    """

    years: tuple[int, ...]
    classes: tuple[str, ...]
    establishments: FloatArray
    employees: FloatArray
    whole_establishments: FloatArray
    whole_employees: FloatArray
    last_by_place: csr_array


def cells(inputs: Inputs, dataset: Dataset) -> Cells:
    """Sum a dataset of (commune, activity, year) over the areas.

    A cell without a row is a zero: the producer writes only the cells that have an establishment. Communes that are in
    no area count in the whole all the same.
    """
    rows = dataset.rows()
    codes = dataset.codes("activity")
    years = sorted(pc.unique(rows["year"]).to_pylist())
    class_numbers = np.sort(pc.unique(rows["activity"]).to_numpy())
    column = np.full(len(codes), -1, dtype=np.intp)
    column[class_numbers] = np.arange(class_numbers.size)
    place_of = index_of(dataset.codes("commune"), inputs.communes["code"])
    place = place_of[rows["commune"].to_numpy()]
    year = np.searchsorted(years, rows["year"].to_numpy())
    activity = column[rows["activity"].to_numpy()]
    hidden = rows["employees_secret"].to_numpy()
    counts = rows["establishments"].cast("float64").to_numpy()
    employees = np.where(hidden, 0.0, np.nan_to_num(rows["employees"].cast("float64").to_numpy(zero_copy_only=False)))

    matrix = inputs.membership.matrix
    shape = (len(years), inputs.n_areas, class_numbers.size)
    by_area = {name: np.zeros(shape) for name in ("establishments", "employees")}
    whole = {name: np.zeros((len(years), class_numbers.size)) for name in by_area}
    size = (inputs.communes.num_rows, class_numbers.size)
    last_by_place = csr_array(size)
    for number in range(len(years)):
        here = (year == number) & (place >= 0)
        at = (place[here], activity[here])
        for name, values in (("establishments", counts), ("employees", employees)):
            table = csr_array((values[here], at), shape=size)
            last_by_place = table if name == "employees" else last_by_place
            by_area[name][number] = (matrix @ table).toarray()
            whole[name][number] = table.sum(axis=0)
    return Cells(
        years=tuple(years),
        classes=tuple(codes.take(class_numbers).to_pylist()),
        establishments=by_area["establishments"],
        employees=by_area["employees"],
        whole_establishments=whole["establishments"],
        whole_employees=whole["employees"],
        last_by_place=last_by_place,
    )


def known_by_department(inputs: Inputs, place: BoolArray) -> BoolArray:
    """Say which areas a file covers that has a row for some communes only, none meaning nothing there.

    Such a file (sites, establishments) is held to cover a department when one of its communes has a row. Shape
    (n_areas,): territories of which half of the jobs lie in such departments, regions and France when nearly all do.
    """
    departments = pc.unique(inputs.communes["department"])
    number = index_of(inputs.communes["department"], departments)
    covered = np.bincount(number[place], minlength=len(departments)) > 0
    jobs = np.nan_to_num(inputs.jobs)
    share = ratio(inputs.membership.matrix @ (jobs * covered[number]), inputs.membership.matrix @ jobs)
    least = np.where(np.arange(inputs.n_areas) < inputs.n_territories, 0.5, 1 - WHOLE)
    return np.asarray(np.nan_to_num(share) >= least, dtype=np.bool_)
