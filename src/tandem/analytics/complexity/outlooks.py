"""What an area could gain from what is near it: the complexity outlook."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray, as_numbers
from tandem.analytics.complexity.indices import deviation_over_cells
from tandem.analytics.complexity.product_space import normalised
from tandem.analytics.complexity.tables import Precision, SparseTable, as_presence, as_proximity, dense_blocks

# Outlooks that differ by less are the same.
ROUNDING = 1e-12


class Outlook(NamedTuple):
    """How well placed areas are for complex sectors, and what each sector would add.

    Attributes
    ----------
    coi : ndarray of float, shape (n_areas,)
        Complexity outlook index, with mean 0 and standard deviation 1 over the rows given; NaN for an area that has no
        sector.
    cog : ndarray of float, shape (n_areas, n_sectors)
        Complexity outlook gain, in the unit of the PCI: how much nearer the area would be to complex sectors that it
        does not have; 0 for a sector that it has, NaN for one without PCI or near no other.
    """

    coi: FloatArray
    cog: npt.NDArray[np.floating]


def outlook(
    presence: npt.ArrayLike | SparseTable,
    proximity: npt.ArrayLike,
    pci: npt.ArrayLike,
    *,
    ubiquity: npt.ArrayLike | None = None,
    dtype: Precision = np.float64,
) -> Outlook:
    """Compute the complexity outlook of areas, and what absent sectors would bring to it (Hausmann and others, 2014).

    With d the relatedness density, k the PCI and ``Phi_t = sum_{s != t} phi_st``::

        coi_l  = sum_t (1 - M_lt) d_lt k_t
        cog_ls = (1 - M_ls) sum_{t != s} (1 - M_lt) phi_st k_t / Phi_t

    The index is then centred and divided by its standard deviation over the cells, like the ECI.  As in the reference
    implementation (Stata's ``ecomplexity``), the PCI counts from the mean of all presences (``sum_s u_s k_s = 0``, the
    eigenvector itself) rather than from the mean of areas, a sector's proximity to itself is left out, and what the
    area loses from the index by having s at last (the ``- d_ls k_s`` of the Atlas) is not taken off the gain.

    Parameters
    ----------
    presence : array_like or scipy.sparse array of bool, shape (n_areas, n_sectors)
        What `presence` returns.
    proximity : array_like, shape (n_sectors, n_sectors)
        What `proximity` returns; its diagonal is not read.
    pci : array_like, shape (n_sectors,)
        Complexity of the sectors; NaN for a sector without, which then takes no part.
    ubiquity : array_like, shape (n_sectors,), optional
        Ubiquity of the sectors in the whole country, when the rows are only part of it.
    dtype : type
        Precision of the gain, as in `relatedness_density`.

    Returns
    -------
    Outlook

    Raises
    ------
    ValueError
        Tables that are not of presence and of proximity, sectors that do not agree, no sector with a PCI, or areas that
        all have the same outlook.
    """
    table = as_presence(presence)
    n_areas, n_sectors = table.shape
    near = as_proximity(proximity, n_sectors)
    complexities = as_numbers(pci, "pci", ndim=(1,), rows=n_sectors)
    diversity, presences = table.sum(axis=1), table.sum(axis=0)
    counts = (
        presences if ubiquity is None else as_numbers(ubiquity, "ubiquity", ndim=(1,), rows=n_sectors, signed=False)
    )

    known = ~np.isnan(complexities) & (counts > 0)
    defined = known & (near.sum(axis=0) > 0)
    if not defined.any():
        raise ValueError("pci: no sector that is present and near another has one")
    centre = np.average(complexities[known], weights=counts[known])
    k: FloatArray = np.where(defined, complexities - centre, 0.0)
    shares: FloatArray = np.where(defined, normalised(near), 0.0)
    to_density: npt.NDArray[np.floating] = shares.astype(dtype, copy=False)
    to_gain: npt.NDArray[np.floating] = (shares * k).T.astype(dtype, copy=False)

    coi = np.empty(n_areas)
    cog = np.empty((n_areas, n_sectors), dtype=dtype)
    for rows, block in dense_blocks(table, dtype):
        absent = 1 - block
        density = block @ to_density
        density *= absent
        coi[rows] = density @ k
        np.matmul(absent, to_gain, out=cog[rows])
        cog[rows] *= absent
    cog[:, ~defined] = np.nan

    coi[diversity == 0] = np.nan
    coi -= np.nanmean(coi)
    deviation = deviation_over_cells(coi, int(np.count_nonzero(presences)))
    if not deviation > ROUNDING:
        raise ValueError("presence: all the areas have the same outlook")
    return Outlook(coi / deviation, cog)
