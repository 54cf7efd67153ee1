"""How much of an area's employment rests on its largest establishments.

The figures are computed from establishments, one by one: the area where each is and its employment.  Where only a band
of sizes is known (the Sirene directory gives "50 to 99 employees"), the shares are approximate, and are given with
bounds that hold whatever the true sizes.

What rests on few establishments says a good deal about each of them: whether it may be published is for statistical
secrecy to decide, not for this module.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray, as_indices, as_numbers, ratio, sum_by


class LargestShares(NamedTuple):
    """The shares of the largest units of each area in its employment.

    Attributes
    ----------
    shares : ndarray of float, shape (n_areas, n_tops)
        Share of the n largest units, from 0 to 1, one column for each n asked.
    units : ndarray of int, shape (n_areas,)
        Number of units with employment.
    employment : ndarray of float, shape (n_areas,)
        Employment of all the units whose size is known; NaN where none is.
    missing : ndarray of int, shape (n_areas,)
        Number of establishments whose size is not known; the shares are without them.
    """

    shares: FloatArray
    units: IntArray
    employment: FloatArray
    missing: IntArray


class ApproximateShares(NamedTuple):
    """The shares of the largest establishments of each area, from bands of sizes.

    Attributes
    ----------
    shares : ndarray of float, shape (n_areas, n_tops)
        Share of the n largest establishments were each in the middle of its band: an estimate, to be shown as one.
    low, high : ndarray of float, shape (n_areas, n_tops)
        Bounds between which the true share lies.
    units, missing : ndarray of int, shape (n_areas,)
        Number of establishments with employment, and of those whose band is not known.
    """

    shares: FloatArray
    low: FloatArray
    high: FloatArray
    units: IntArray
    missing: IntArray


def largest_shares(
    area: npt.ArrayLike,
    size: npt.ArrayLike,
    n_areas: int,
    *,
    top: tuple[int, ...] = (1, 3),
    unit: npt.ArrayLike | None = None,
    minimum_units: int = 1,
) -> LargestShares:
    """Measure the share of the n largest establishments, or legal units, in the employment of each area.

    ``D_l(n) = sum of the n largest e_i in l / E_l``, the concentration ratio of industrial economics with the area in
    the place of the market.

    Parameters
    ----------
    area : array_like of int, shape (n_establishments,)
        Area of each establishment, -1 for one that is in none.
    size : array_like, shape (n_establishments,)
        Its employment, not negative; NaN where missing.
    n_areas : int
        Number of areas.
    top : tuple of int
        The n for which a share is wanted.
    unit : array_like, shape (n_establishments,), optional
        Label of the legal unit of each establishment: those that a unit has in an area then count as one.
    minimum_units : int
        Least number of units with employment for an area to have shares.

    Returns
    -------
    LargestShares
        Shares without unit; NaN for an area with fewer units than `minimum_units`, or none.  With n units or fewer, the
        share of the n largest is 1.

    Raises
    ------
    ValueError
        Vectors of different lengths, an area out of range, an infinite or negative size, an n or a minimum below 1.
    """
    _check_counts(top, minimum_units)
    inside, where = _establishments(area, n_areas)
    sizes = as_numbers(size, "size", ndim=(1,), rows=inside.size, signed=False)[inside]
    known = ~np.isnan(sizes)
    missing = np.bincount(where[~known], minlength=n_areas)
    where, sizes = where[known], sizes[known]
    if unit is not None:
        labels = np.asarray(unit)
        if labels.shape != inside.shape:
            raise ValueError(f"unit: expected {inside.size} labels, got shape {labels.shape}")
        where, sizes = _by_unit(where, sizes, labels[inside][known])

    units = np.bincount(where[sizes > 0], minlength=n_areas)
    employment = sum_by(where, sizes, n_areas)
    position = _position(where, sizes)
    shares = np.empty((n_areas, len(top)))
    for column, n in enumerate(top):
        chosen = position < n
        largest = sum_by(where[chosen], sizes[chosen], n_areas)
        shares[:, column] = np.minimum(ratio(largest, employment), 1.0)
    shares[units < minimum_units] = np.nan
    some = np.bincount(where, minlength=n_areas) > 0
    return LargestShares(shares, units, np.where(some, employment, np.nan), missing)


def largest_shares_from_bands(
    area: npt.ArrayLike,
    band: npt.ArrayLike,
    lower: npt.ArrayLike,
    upper: npt.ArrayLike,
    n_areas: int,
    *,
    top: tuple[int, ...] = (1, 3),
    minimum_units: int = 1,
) -> ApproximateShares:
    """Estimate the share of the n largest establishments in the employment of each area from bands of sizes.

    The estimate takes each establishment for the middle of its band.  The bounds take the n largest at the lower end of
    their bands and the others at the upper end, and the other way round: the truth cannot be further.

    Parameters
    ----------
    area : array_like of int, shape (n_establishments,)
        Area of each establishment, -1 for one that is in none.
    band : array_like of int, shape (n_establishments,)
        Band of its employment, -1 where not known.
    lower, upper : array_like, shape (n_bands,)
        Least and greatest employment of each band, from the smallest band to the largest, without overlap.  A band
        without upper end has NaN there: it is taken at its lower end in the estimate, and may be anything above it in
        the bounds.
    n_areas, top, minimum_units
        As in `largest_shares`.

    Returns
    -------
    ApproximateShares
        Shares without unit; NaN for an area with fewer establishments than `minimum_units`, or none.

    Raises
    ------
    ValueError
        Vectors of different lengths, an area or a band out of range, bands that overlap or are not in order, an n or a
        minimum below 1.
    """
    _check_counts(top, minimum_units)
    least = as_numbers(lower, "lower", ndim=(1,), signed=False)
    most = as_numbers(upper, "upper", ndim=(1,), rows=least.size, signed=False)
    middle = np.where(np.isnan(most), least, (least + most) / 2)
    most = np.where(np.isnan(most), np.inf, most)
    if not ((least <= most).all() and (most[:-1] <= least[1:]).all()):
        raise ValueError("lower and upper: expected bands from the smallest to the largest, without overlap")
    inside, where = _establishments(area, n_areas)
    bands = as_indices(band, "band", start=-1, stop=least.size)
    if bands.size != inside.size:
        raise ValueError(f"band: expected {inside.size} rows, got {bands.size}")
    bands = bands[inside]
    missing = np.bincount(where[bands < 0], minlength=n_areas)
    where, bands = where[bands >= 0], bands[bands >= 0]

    units = np.bincount(where[most[bands] > 0], minlength=n_areas)
    position = _position(where, bands)
    shares, low, high = (np.empty((n_areas, len(top))) for _ in range(3))
    for column, n in enumerate(top):
        chosen = position < n
        shares[:, column] = _share_of(chosen, where, middle[bands], middle[bands], n_areas)
        low[:, column] = _share_of(chosen, where, least[bands], most[bands], n_areas)
        high[:, column] = _share_of(chosen, where, most[bands], least[bands], n_areas)
    for each in (shares, low, high):
        each[units < minimum_units] = np.nan
    return ApproximateShares(shares, low, high, units, missing)


def _check_counts(top: tuple[int, ...], minimum_units: int) -> None:
    if not top or min(top) < 1:
        raise ValueError(f"top: expected numbers from 1, got {top}")
    if minimum_units < 1:
        raise ValueError(f"minimum_units: expected at least 1, got {minimum_units}")


def _establishments(area: npt.ArrayLike, n_areas: int) -> tuple[BoolArray, IntArray]:
    """Return which establishments are in an area, and the area of these."""
    everywhere = as_indices(area, "area", start=-1, stop=n_areas)
    inside = everywhere >= 0
    return inside, everywhere[inside]


def _by_unit(where: IntArray, sizes: FloatArray, labels: npt.NDArray[np.generic]) -> tuple[IntArray, FloatArray]:
    """Return the areas and sizes of the units: one line for each unit in each area."""
    distinct, number = np.unique(labels, return_inverse=True)
    cells, line = np.unique(where * max(distinct.size, 1) + number, return_inverse=True)
    return cells // max(distinct.size, 1), sum_by(line, sizes, cells.size)


def _position(where: IntArray, sizes: npt.NDArray[np.float64] | IntArray) -> IntArray:
    """Return the place of each establishment in its area, from 0 for the largest; equal sizes keep their order."""
    order = np.lexsort((-sizes, where))
    counts = np.bincount(where)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]) if counts.size else counts
    position = np.empty(where.size, dtype=np.intp)
    position[order] = np.arange(where.size) - np.repeat(first, counts)
    return position


def _share_of(
    chosen: BoolArray, where: IntArray, if_chosen: FloatArray, otherwise: FloatArray, n_areas: int
) -> FloatArray:
    """Return the share of the chosen establishments, when they have one size each and the others another."""
    own = sum_by(where[chosen], if_chosen[chosen], n_areas)
    rest = sum_by(where[~chosen], otherwise[~chosen], n_areas)
    # own / (own + rest), where either may have no upper end: it then takes all, or leaves nothing.
    share = np.where(np.isinf(own), 1.0, 0.0)
    np.divide(own, own + rest, out=share, where=np.isfinite(own) & (own + rest > 0))
    return share
