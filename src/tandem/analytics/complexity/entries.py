"""Which sectors an area could enter: near what it does, and worth it; and who near it does them already."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray, as_indices, as_numbers
from tandem.analytics.complexity.tables import SparseTable, as_presence, is_sparse


class Quadrant(IntEnum):
    """Where an absent sector stands: near or far from what the area does, complex or simple.

    Nearness is what entering risks, complexity what it is worth.
    """

    NONE = 0
    """Present already, or without density or PCI."""
    NEAR_COMPLEX = 1
    """Low risk, high benefit: the sectors of a smart specialisation."""
    FAR_COMPLEX = 2
    """High risk, high benefit."""
    NEAR_SIMPLE = 3
    """Low risk, low benefit."""
    FAR_SIMPLE = 4
    """High risk, low benefit."""


class Opportunities(NamedTuple):
    """The sectors that areas do not have, by what it would take and what it would bring.

    Attributes
    ----------
    quadrant : ndarray of int8, shape (n_areas, n_sectors)
        A `Quadrant`.
    density_cuts : ndarray of float, shape (n_areas,)
        Density from which a sector is near the area; NaN for an area without absent sector.
    complexity_cut : float
        PCI from which a sector is complex.
    gain : ndarray of float, shape (n_areas, n_sectors)
        Complexity outlook gain, as given.
    """

    quadrant: npt.NDArray[np.int8]
    density_cuts: FloatArray
    complexity_cut: float
    gain: npt.NDArray[np.floating]

    def best(self, area: int, k: int = 10, quadrant: Quadrant = Quadrant.NEAR_COMPLEX) -> IntArray:
        """Return the `k` sectors of a quadrant with the highest gain for the area, the highest first.

        Equal gains keep the order of the columns.  There are fewer than `k` where the quadrant holds fewer.
        """
        found = np.flatnonzero(self.quadrant[area] == quadrant)
        return found[np.argsort(-self.gain[area, found], kind="stable")[:k]]


def opportunities(
    presence: npt.ArrayLike | SparseTable,
    density: npt.ArrayLike,
    pci: npt.ArrayLike,
    gain: npt.ArrayLike,
    *,
    same_density_cut: bool = False,
) -> Opportunities:
    """Sort the sectors that areas do not have into four quadrants (Balland, Boschma, Crespo and Rigby, 2019).

    For an absent sector (``M_ls = 0``), x is its relatedness density and y its PCI.  It is *near* when x is at least
    the median of the absent sectors of **the same area**, since density rises with the size of the area whatever the
    sector: each area has near sectors, and a low density can be near for a small one.  It is *complex* when y is at
    least the median of the sectors that have a PCI.

    Parameters
    ----------
    presence : array_like or scipy.sparse array of bool, shape (n_areas, n_sectors)
        What `presence` returns.
    density : array_like, shape (n_areas, n_sectors)
        What `relatedness_density` returns.
    pci : array_like, shape (n_sectors,)
        Complexity of the sectors; NaN for one without.
    gain : array_like, shape (n_areas, n_sectors)
        The `cog` that `outlook` returns; it ranks the sectors of a quadrant.
    same_density_cut : bool
        Whether to call near what is above the median of *all* absent cells instead, to compare areas.

    Returns
    -------
    Opportunities

    Raises
    ------
    ValueError
        Tables whose areas or sectors do not agree, or an infinite figure.
    """
    given = as_presence(presence)
    present: BoolArray = given.toarray() if is_sparse(given) else given
    x, worth = as_numbers(density, "density", ndim=(2,)), as_numbers(gain, "gain", ndim=(2,))
    y = as_numbers(pci, "pci", ndim=(1,), rows=present.shape[1])
    for name, table in (("density", x), ("gain", worth)):
        if table.shape != present.shape:
            raise ValueError(f"{name}: expected shape {present.shape}, got {table.shape}")
    candidate = ~present & ~np.isnan(x) & ~np.isnan(y)
    density_cuts = _medians(np.where(candidate, x, np.nan))
    if same_density_cut:
        density_cuts = np.where(np.isnan(density_cuts), np.nan, _medians(x[candidate][np.newaxis])[0])
    complexity_cut = float(_medians(y[np.newaxis])[0])
    near, complex_ = x >= density_cuts[:, np.newaxis], y >= complexity_cut
    quadrant = np.where(
        complex_,
        np.where(near, Quadrant.NEAR_COMPLEX, Quadrant.FAR_COMPLEX),
        np.where(near, Quadrant.NEAR_SIMPLE, Quadrant.FAR_SIMPLE),
    )
    return Opportunities(
        np.where(candidate, quadrant, Quadrant.NONE).astype(np.int8), density_cuts, complexity_cut, worth
    )


def holders(presence: npt.ArrayLike | SparseTable, neighbours: npt.ArrayLike, sector: int) -> IntArray:
    """Say who near an area has a sector, the nearest first.

    Parameters
    ----------
    presence : array_like or scipy.sparse array of bool, shape (n_areas, n_sectors)
        What `presence` returns.
    neighbours : array_like of int, shape (n_neighbours,)
        Areas near the area, the nearest first: by road, or by likeness (a row of `Neighbours.indices`); -1 for none.
    sector : int
        Column of the sector.

    Returns
    -------
    ndarray of int
        Those of the neighbours that have the sector, in their order.

    Raises
    ------
    ValueError
        Not a table of presence, a neighbour or a sector out of it.
    """
    table = as_presence(presence)
    near = as_indices(neighbours, "neighbours", start=-1, stop=table.shape[0])
    if not 0 <= sector < table.shape[1]:
        raise ValueError(f"sector: expected a column of {table.shape}, got {sector}")
    near = near[near >= 0]
    column = table[:, [sector]]
    has = (column.toarray() if is_sparse(column) else column).ravel()
    return near[has[near]]


def _medians(table: FloatArray) -> FloatArray:
    """Return the median of what is known in each row, NaN for a row of nothing."""
    medians = np.full(table.shape[0], np.nan)
    known = ~np.isnan(table).all(axis=1)
    medians[known] = np.nanmedian(table[known], axis=1)
    return medians
