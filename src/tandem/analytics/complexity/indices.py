"""Economic complexity: what the sectors of an area say about it, and what the areas of a sector say about it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, eigsh

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray, ratio
from tandem.analytics.complexity.tables import Employment, SparseTable, as_presence, is_sparse

# Below this number of sectors all the work of a dense eigensolver is less than the preparation of an iterative one.
SMALL = 100
# Eigenvalues, between 0 and 1, that differ by less are not told apart.
TIED = 1e-9
# The third eigenvalue only serves to judge: it is found with few vectors, to 1 % at worst, and in full when it is
# within 5 % of the second.
FEW_VECTORS, ROUGHLY, CLOSE = 10, 1e-2, 0.05
# A second eigenvalue this near to 1 calls for counting the parts of the table, which is exact.
NEARLY_ONE = 1e-6


class UndefinedComplexityError(ValueError):
    """The table has no complexity index: too small, in unconnected parts, or with nothing that tells areas apart."""


class Complexity(NamedTuple):
    """The complexity of areas and sectors, and what tells whether it is to be trusted.

    Attributes
    ----------
    eci : ndarray of float, shape (n_areas,)
        Economic complexity index: the mean of the PCI of the sectors that the area has, with mean 0 and standard
        deviation 1 over the areas; NaN for an area that has no sector or lies outside the main part of the table.
    pci : ndarray of float, shape (n_sectors,)
        Sector ("product") complexity index, in the same unit; NaN likewise.
    diversity : ndarray of int, shape (n_areas,)
        Number of sectors that the area has.
    ubiquity : ndarray of int, shape (n_sectors,)
        Number of areas that have the sector.
    eigenvalue : float
        Second eigenvalue, between 0 and 1: the squared correlation between the ECI of areas and the PCI of their
        sectors.  Near 0, the index orders noise.
    gap : float
        Distance to the third eigenvalue, which is known to 1 % at worst.  When it is small beside `eigenvalue`, another
        ordering is about as good, and the index can jump to it from one year to the next.
    share : float
        Part of all the structure of the table (the inertia of its correspondence analysis) that the index holds.
    """

    eci: FloatArray
    pci: FloatArray
    diversity: IntArray
    ubiquity: IntArray
    eigenvalue: float
    gap: float
    share: float

    @property
    def areas(self) -> BoolArray:
        """The areas that have an index."""
        return ~np.isnan(self.eci)

    @property
    def sectors(self) -> BoolArray:
        """The sectors that have an index."""
        return ~np.isnan(self.pci)

    def eci_of(self, presence: npt.ArrayLike | SparseTable) -> FloatArray:
        """Return the ECI that areas which are not in the table (a territory to be) would have beside those that are.

        It is the mean of the PCI of their sectors, as for those of the table; NaN for an area without any that has one.
        """
        table = as_presence(presence).astype(np.float64)
        return ratio(table @ np.where(self.sectors, self.pci, 0.0), table @ self.sectors.astype(np.float64))


def complexity(presence: npt.ArrayLike | SparseTable) -> Complexity:
    """Compute the economic complexity of areas and sectors (Hidalgo and Hausmann, 2009; Hausmann and others, 2014).

    The ECI is the second eigenvector of ``D^-1 M U^-1 M'`` and the PCI that of ``U^-1 M' D^-1 M``, with D the
    diversities and U the ubiquities on the diagonal.  Both come from one symmetric problem between sectors, never
    between areas::

        S = U^-1/2 M' D^-1 M U^-1/2,   S v = lambda v,   PCI = U^-1/2 v,   ECI = D^-1 M PCI

    The first eigenvector is known (eigenvalue 1, ``U^1/2 1``) and taken out, so that the second comes first.  It is the
    first axis of a correspondence analysis of the table (Mealy, Farmer and Teytelboym, 2019): it tells areas with
    different sectors apart, whether or not "more complex" is the right word for the difference.

    Empty areas and sectors are left out before anything is normalised.  The sign makes ECI and diversity correlate
    positively.  Both indices are centred on the mean of the ECI and divided by its standard deviation, which is taken
    over the ``n_areas x n_sectors`` cells (``ddof = 1``) as in the reference implementation (Stata's ``ecomplexity``):
    the ECI of an area remains the mean of the PCI of its sectors.

    When the table falls into parts that share no sector, the index is that of the part that holds more than half of the
    presences, and NaN for the others (isolated communes): between parts there is nothing to compare.

    Parameters
    ----------
    presence : array_like or scipy.sparse array of bool, shape (n_areas, n_sectors)
        What `presence` returns.

    Returns
    -------
    Complexity

    Raises
    ------
    UndefinedComplexityError
        (A `ValueError`.)  Fewer than two areas or two sectors, no part with more than half of the presences, areas that
        do not differ, two orderings exactly as good, or an ECI that does not correlate with diversity, so that it has
        no sign.
    ValueError
        Not a table, or anything but booleans, zeros and ones.
    """
    return indices_of(as_presence(presence).astype(np.float64))


def indices_of(table: Employment) -> Complexity:
    """Return the complexity of a table of zeros and ones in double precision."""
    diversity, ubiquity = table.sum(axis=1), table.sum(axis=0)
    areas, sectors = diversity > 0, ubiquity > 0
    if areas.sum() < 2 or sectors.sum() < 2:
        raise UndefinedComplexityError("presence: expected at least two areas and two sectors that are not empty")
    # Empty rows and columns weigh nothing in S, as if they had been left out of it.
    by_area = np.sqrt(np.divide(1.0, diversity, out=np.zeros_like(diversity), where=areas))
    by_sector = np.sqrt(np.divide(1.0, ubiquity, out=np.zeros_like(ubiquity), where=sectors))
    second, third, vector, inertia = _second_axis(table, by_area, by_sector, np.sqrt(ubiquity / ubiquity.sum()))
    if second > 1 - NEARLY_ONE:
        part = _main_part(table)
        if part is not None:
            return _within(table, *part)
    if second - third < TIED:
        raise UndefinedComplexityError("presence: two orderings of the areas are equally good, there is no one index")

    pci = by_sector * vector
    eci = by_area**2 * (table @ pci)
    eci, pci = np.where(areas, eci, np.nan), np.where(sectors, pci, np.nan)
    eci, pci = _oriented(eci, pci, diversity)
    mean, deviation = np.nanmean(eci), deviation_over_cells(eci, int(sectors.sum()))
    return Complexity(
        eci=(eci - mean) / deviation,
        pci=(pci - mean) / deviation,
        diversity=diversity.astype(np.intp),
        ubiquity=ubiquity.astype(np.intp),
        eigenvalue=second,
        gap=second - third,
        share=second / inertia,
    )


def deviation_over_cells(values: FloatArray, n_sectors: int) -> float:
    """Return the standard deviation (``ddof = 1``) of the known `values` when each is repeated for every sector."""
    known = values[~np.isnan(values)]
    squares = n_sectors * np.sum((known - known.mean()) ** 2)
    return float(np.sqrt(squares / (n_sectors * known.size - 1)))


def _second_axis(
    table: Employment, by_area: FloatArray, by_sector: FloatArray, first: FloatArray
) -> tuple[float, float, FloatArray, float]:
    """Return the second and third eigenvalues of S, the second eigenvector, and the sum of all but the first."""
    inertia = float(by_area**2 @ (table @ by_sector**2)) - 1.0
    if inertia < TIED:
        raise UndefinedComplexityError("presence: the areas do not differ, they all have the same sectors")
    n_sectors = first.size
    if is_sparse(table):
        scaled = sparse.diags_array(by_area) @ table @ sparse.diags_array(by_sector)
        if n_sectors >= SMALL:
            shape = (n_sectors, n_sectors)
            symmetric = LinearOperator(shape, lambda x: scaled.T @ (scaled @ x) - first * (first @ x), dtype=np.float64)
            return *_leading(symmetric, n_sectors), inertia
        scaled = scaled.toarray()
    else:
        scaled = np.multiply.outer(by_area, by_sector)
        scaled *= table
    symmetric = scaled.T @ scaled
    symmetric -= np.multiply.outer(first, first)
    if n_sectors >= SMALL:
        return *_leading(symmetric, n_sectors), inertia
    values, vectors = eigh(symmetric, subset_by_index=(n_sectors - 2, n_sectors - 1))
    return float(values[1]), float(values[0]), vectors[:, 1], inertia


def _leading(matrix: FloatArray | LinearOperator, size: int) -> tuple[float, float, FloatArray]:
    """Return the two largest eigenvalues and the first eigenvector, by a start that is always the same."""
    start = np.random.default_rng(0).standard_normal(size)
    values, vectors = eigsh(matrix, k=1, which="LA", v0=start)
    largest, vector = float(values[0]), vectors[:, 0]
    rest = LinearOperator((size, size), lambda x: matrix @ x - largest * vector * (vector @ x), dtype=np.float64)
    options = {"k": 1, "which": "LA", "v0": start, "return_eigenvectors": False}
    (following,) = eigsh(rest, ncv=FEW_VECTORS, tol=ROUGHLY, **options)
    if largest - following < CLOSE * largest:
        (following,) = eigsh(rest, **options)
    return largest, float(following), vector


def _main_part(table: Employment) -> tuple[BoolArray, BoolArray] | None:
    """Return the areas and the sectors of the part that holds most presences, None for a table of one part."""
    n_areas, n_sectors = table.shape
    area, sector = table.nonzero()
    size = n_areas + n_sectors
    links = sparse.coo_array((np.ones(area.size, dtype=np.int8), (area, n_areas + sector)), shape=(size, size))
    _, part = connected_components(links, directed=False)
    presences = np.bincount(part[area])
    if np.count_nonzero(presences) == 1:
        return None
    largest = presences.argmax()
    if 2 * presences[largest] <= area.size:
        raise UndefinedComplexityError("presence: the areas fall into parts without a common sector, none above half")
    return part[:n_areas] == largest, part[n_areas:] == largest


def _within(table: Employment, areas: BoolArray, sectors: BoolArray) -> Complexity:
    """Return the complexity of some areas and sectors of the table, NaN for the others."""
    found = indices_of(table[np.flatnonzero(areas)][:, np.flatnonzero(sectors)])
    eci, pci = np.full(areas.size, np.nan), np.full(sectors.size, np.nan)
    eci[areas], pci[sectors] = found.eci, found.pci
    diversity, ubiquity = (table.sum(axis=axis).astype(np.intp) for axis in (1, 0))
    return found._replace(eci=eci, pci=pci, diversity=diversity, ubiquity=ubiquity)


def _oriented(eci: FloatArray, pci: FloatArray, diversity: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return both with the sign that makes the ECI grow with diversity."""
    known = ~np.isnan(eci)
    ours, theirs = eci[known] - eci[known].mean(), diversity[known] - diversity[known].mean()
    together = ours @ theirs
    if not abs(together) > TIED * np.sqrt((ours @ ours) * (theirs @ theirs)):
        raise UndefinedComplexityError("presence: the index does not correlate with diversity, it has no sign")
    return (eci, pci) if together > 0 else (-eci, -pci)
