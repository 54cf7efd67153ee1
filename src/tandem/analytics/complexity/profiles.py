"""Everything about a country at once: quotients, presence, proximity, density and complexity, each step done once."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray
from tandem.analytics.complexity.indices import Complexity, indices_of
from tandem.analytics.complexity.presences import present_cells, quotients
from tandem.analytics.complexity.product_space import cooccurrence, density_of, proximity_of
from tandem.analytics.complexity.tables import Employment, Precision, Presence, SparseTable, as_employment


class ComplexityProfile(NamedTuple):
    """What a table of employment says about the sectors that areas have, and those they could have.

    Attributes
    ----------
    quotients : ndarray of float or scipy.sparse.csr_array, shape (n_areas, n_sectors)
        Location quotients; NaN where missing or not defined.
    presence : ndarray of bool or scipy.sparse.csr_array, shape (n_areas, n_sectors)
        As `presence` returns it.
    proximity : ndarray of float, shape (n_sectors, n_sectors)
        As `proximity` returns it.
    density : ndarray of float, shape (n_areas, n_sectors)
        As `relatedness_density` returns it.
    complexity : Complexity
        As `complexity` returns it.
    """

    quotients: Employment
    presence: Presence
    proximity: FloatArray
    density: npt.NDArray[np.floating]
    complexity: Complexity


def complexity_profile(
    employment: npt.ArrayLike | SparseTable,
    reference: npt.ArrayLike | None = None,
    *,
    threshold: float = 1.0,
    floor: float = 0.0,
    dtype: Precision = np.float64,
) -> ComplexityProfile:
    """Compute quotients, presence, proximity, density and complexity of one table, sharing what they have in common.

    The values are those of `presence`, `proximity`, `relatedness_density` and `complexity` called in turn.  The areas
    and sectors are the numbered rows and columns of the table: names are given numbers once, when a file is read.

    Parameters
    ----------
    employment : array_like or scipy.sparse array, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing or secret.
    reference, threshold, floor
        As in `presence`.
    dtype : type
        Precision of the density alone, as in `relatedness_density`; everything else is in double precision.

    Returns
    -------
    ComplexityProfile

    Raises
    ------
    ValueError
        As in `presence` and, `UndefinedComplexityError`, as in `complexity`.
    """
    table = as_employment(employment)
    lq = quotients(table, reference)
    present = present_cells(table, lq, threshold, floor)
    cells = present.astype(np.float64)
    phi = proximity_of(cooccurrence(present))
    near = phi.copy()
    np.fill_diagonal(near, 0.0)
    return ComplexityProfile(lq, present, phi, density_of(cells, near, dtype), indices_of(cells))


def complexity_profiles(
    years: Iterable[npt.ArrayLike | SparseTable],
    references: Iterable[npt.ArrayLike | None] | None = None,
    *,
    threshold: float = 1.0,
    floor: float = 0.0,
    dtype: Precision = np.float64,
) -> list[ComplexityProfile]:
    """Compute the profile of several years, one at a time: the memory beside the results is that of one year.

    Parameters
    ----------
    years : iterable of tables, or array_like, shape (n_years, n_areas, n_sectors)
        Employment of each year, as in `complexity_profile`.
    references : iterable, one for each year, optional
        Reference of each year.
    threshold, floor, dtype
        As in `complexity_profile`.

    Returns
    -------
    list of ComplexityProfile
        One for each year.  Each is scaled on its own: an index that moves says that an area moved among the others, not
        that it became more or less complex in itself.

    Raises
    ------
    ValueError
        As in `complexity_profile`, with the number of the year (from 0); or not one reference for each year.
    """
    tables = list(years)
    wholes = [None] * len(tables) if references is None else list(references)
    if len(wholes) != len(tables):
        raise ValueError(f"references: expected {len(tables)}, got {len(wholes)}")
    profiles = []
    for number, (table, whole) in enumerate(zip(tables, wholes, strict=True)):
        try:
            profiles.append(complexity_profile(table, whole, threshold=threshold, floor=floor, dtype=dtype))
        except ValueError as error:
            raise type(error)(f"year {number}: {error}") from error
    return profiles
