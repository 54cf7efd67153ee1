"""How near sectors are to each other, and how near each is to what an area has: the product space.

Two sectors are near when the areas that have one have the other (Hidalgo, Klinger, Barabási and Hausmann, 2007): they
share labour, suppliers, equipment or soil, and nobody has to say which.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray, IntArray, as_indices
from tandem.analytics.complexity.tables import (
    Employment,
    Precision,
    Presence,
    SparseTable,
    as_presence,
    as_proximity,
    dense_blocks,
    is_sparse,
)

# Part of the sectors below which an area of a sparse table is multiplied as it is stored.
FEW = 0.05


class Contributions(NamedTuple):
    """The sectors of an area that make another sector near, the first the most.

    Attributes
    ----------
    sectors : ndarray of int, shape (n_found,)
        Column numbers of sectors that the area has and that are near the sector, `k` at most.
    parts : ndarray of float, shape (n_found,)
        Part of the density that each brings: over all the sectors of the area they sum to it.
    density : float
        Relatedness density of the sector in the area; NaN where it is not defined.
    """

    sectors: IntArray
    parts: FloatArray
    density: float


def proximity(presence: npt.ArrayLike | SparseTable) -> FloatArray:
    """Measure how often two sectors are found in the same areas (Hidalgo and others, 2007).

    ``phi_st = C_st / max(u_s, u_t)``, where ``C = M'M`` counts the areas that have both and ``u_s = C_ss``, the
    ubiquity, those that have s: the lower of the two chances of having one when one has the other.

    Parameters
    ----------
    presence : array_like or scipy.sparse array of bool, shape (n_areas, n_sectors)
        What `presence` returns.

    Returns
    -------
    ndarray of float, shape (n_sectors, n_sectors)
        Symmetric, between 0 and 1; 1 on the diagonal, but for a sector that no area has: its row is 0.

    Raises
    ------
    ValueError
        Not a table, or anything but booleans, zeros and ones.
    """
    return proximity_of(cooccurrence(as_presence(presence)))


def relatedness_density(
    presence: npt.ArrayLike | SparseTable, proximity: npt.ArrayLike, *, dtype: Precision = np.float64
) -> npt.NDArray[np.floating]:
    """Measure how much of what is near a sector is present in an area (Hidalgo and others, 2007).

    ``d_ls = sum_{t != s} M_lt phi_ts / sum_{t != s} phi_ts``.  A sector's proximity to itself is left out, as in the
    reference implementation of the field (Stata's ``ecomplexity``): otherwise having a sector would make it near.

    Parameters
    ----------
    presence : array_like or scipy.sparse array of bool, shape (n_areas, n_sectors)
        What `presence` returns.
    proximity : array_like, shape (n_sectors, n_sectors)
        What `proximity` returns, of the same areas or of others; its diagonal is not read.
    dtype : type
        ``numpy.float32`` halves the memory and the time of a table of communes, for a relative error below 1e-5.

    Returns
    -------
    ndarray of float, shape (n_areas, n_sectors)
        From 0 (nothing near is there) to 1 (all is), always dense.  NaN for a sector that is near no other, as one
        that no area has.

    Raises
    ------
    ValueError
        Tables that are not of presence and of proximity, or whose sectors do not agree.
    """
    table = as_presence(presence)
    return density_of(table, as_proximity(proximity, table.shape[1]), dtype)


def contributions(
    presence: npt.ArrayLike | SparseTable, proximity: npt.ArrayLike, area: int, sectors: npt.ArrayLike, k: int = 5
) -> list[Contributions]:
    """Say why each of some sectors is near an area: those that the area has and that contribute most to its density.

    Each present sector t brings ``M_lt phi_ts / sum_{t != s} phi_ts`` to the density ``d_ls``.

    Parameters
    ----------
    presence : array_like or scipy.sparse array of bool, shape (n_areas, n_sectors)
        What `presence` returns.
    proximity : array_like, shape (n_sectors, n_sectors)
        What `proximity` returns; its diagonal is not read.
    area : int
        Row of the cells to explain.
    sectors : array_like of int, shape (n,)
        Their columns, present or not.
    k : int
        Number of sectors wanted beside each, at least 1.  Equal contributions keep the order of the columns.

    Returns
    -------
    list of Contributions
        One for each of `sectors`, in their order.

    Raises
    ------
    ValueError
        Tables that are not of presence and of proximity, a cell out of the table, or `k` below 1.
    """
    table = as_presence(presence)
    n_areas, n_sectors = table.shape
    near = as_proximity(proximity, n_sectors)
    wanted = as_indices(sectors, "sectors", stop=n_sectors)
    if not 0 <= area < n_areas:
        raise ValueError(f"area: expected a row of {table.shape}, got {area}")
    if k < 1:
        raise ValueError(f"k: expected at least 1, got {k}")
    _, row = next(dense_blocks(table[[area]], np.float64))
    return [_largest(row[0] * weights, k) for weights in normalised(near[:, wanted]).T]


def _largest(parts: FloatArray, k: int) -> Contributions:
    order = np.argsort(-parts, kind="stable")[:k]
    found = order[parts[order] > 0]
    return Contributions(found, parts[found], float(parts.sum()))


def cooccurrence(presence: Presence | Employment) -> FloatArray:
    """Count the areas that have two sectors, shape (n_sectors, n_sectors); the diagonal holds the ubiquities.

    The counts are whole numbers below 2^24, which single precision holds exactly in half the time.  In a sparse table
    the areas with few sectors are multiplied as they are stored, the others as dense blocks.
    """
    n_sectors = presence.shape[1]
    together = np.zeros((n_sectors, n_sectors))
    if is_sparse(presence):
        few = np.diff(presence.indptr) < FEW * n_sectors
        stored = presence[np.flatnonzero(few)].astype(np.float32)
        together += (stored.T @ stored).toarray()
        presence = presence[np.flatnonzero(~few)]
    for _, block in dense_blocks(presence, np.float32):
        together += block.T @ block
    return together


def proximity_of(together: FloatArray) -> FloatArray:
    """Return the proximity of sectors from their co-occurrence."""
    ubiquity = np.maximum(together.diagonal(), 1.0)
    phi = np.maximum.outer(ubiquity, ubiquity)
    return np.divide(together, phi, out=phi)


def normalised(near: FloatArray) -> FloatArray:
    """Return the proximities of each column over their sum, NaN for a sector near no other; zero on the diagonal."""
    sums = near.sum(axis=0)
    return near / np.where(sums > 0, sums, np.nan)


def density_of(presence: Presence | Employment, near: FloatArray, dtype: Precision) -> npt.NDArray[np.floating]:
    """Return the density from a proximity whose diagonal is zero."""
    weights = normalised(near)
    density: npt.NDArray[np.floating] = presence.astype(dtype, copy=False) @ weights.astype(dtype, copy=False)
    density[:, np.isnan(weights).any(axis=0)] = np.nan  # a sparse product leaves out what an absent sector multiplies
    return density
