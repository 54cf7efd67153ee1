"""How far a location quotient could have been from what it is, by chance alone.

The files behind a diagnosis are exhaustive: every establishment is in them, and there is no sampling error.  The
intervals given here answer another question (the reading of statisticians who speak of a superpopulation): the same
place, with the same advantages, could have had a plant more or a plant less; how much would the quotient have moved?
A quotient of 3 that rests on two plants is an accident where one of 3 that rests on two hundred is a trait.  They say
nothing of the errors of the source itself.

Three ways, from the least to the most that one needs to know:

* `exact_quotients`: from numbers of plants, by formula; the only one that says something of a cell without plant;
* `bootstrap_quotients`: from numbers of plants, by drawing each cell from a Poisson law;
* `bootstrap_quotients_of_plants`: from plants and their employment, by drawing the plants again.  A cell of employees
  is not a count: ten jobs in one plant go together, so that drawing *jobs* would find everything certain.

Ranks, and anything else that is computed from a whole table, come from `tandem.analytics.resampling`.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, gammaincinv

from tandem.analytics.arrays import FloatArray, IntArray, as_numbers, ratio, sum_by
from tandem.analytics.establishments import employment_by_cell, plants_in_cells
from tandem.analytics.resampling import check_counts, check_draws
from tandem.analytics.specialisation import location_quotient

# Figures drawn at a time: it bounds the memory, some 60 MB whatever the size of the country.
AT_A_TIME = 2**20

IntervalMethod = Literal["percentile", "basic"]


class Intervals(NamedTuple):
    """Quotients and the intervals around them.

    Attributes
    ----------
    estimate : ndarray of float, shape (n_areas, n_sectors)
        The quotient, as `tandem.analytics.specialisation.location_quotient` gives it.
    low, high : ndarray of float, same shape
        Ends of the interval.
    """

    estimate: FloatArray
    low: FloatArray
    high: FloatArray


def exact_quotients(
    counts: npt.ArrayLike,
    reference: npt.ArrayLike,
    *,
    level: float = 0.95,
    method: Literal["binomial", "poisson"] = "binomial",
) -> Intervals:
    """Give the exact interval of each quotient of numbers of plants.

    The quotient is also ``(n_ls / R_s) / x_l``: the share of the sector's plants that the area has, over the share
    ``x_l = N_l / R`` of all plants that it has.  Each plant of the sector is a dart that falls in the area with some
    probability, of which x_l would be the value without specialisation (Guimarães, Figueiredo and Woodward, 2009).
    Taking x_l as known:

    * ``binomial``: ``n_ls`` of ``R_s`` darts, the interval of Clopper and Pearson (1934);
    * ``poisson``: ``n_ls`` events where ``R_s x_l`` were expected, the interval of Garwood (1936).  A little wider, and
      the one to use when the reference does not count the area's plants.

    Parameters
    ----------
    counts : array_like, shape (n_areas, n_sectors)
        Number of plants by area and sector, not negative; NaN where missing.
    reference : array_like, shape (n_sectors,) or (n_areas, n_sectors)
        Numbers of plants of the reference: one for all the areas, or each area's own (its region).
    level : float
        Probability, in (0, 1), with which such an interval holds the true quotient, at least.
    method : "binomial" or "poisson"
        See above.

    Returns
    -------
    Intervals
        No unit.  NaN where the quotient is.  Without any plant the interval goes from 0 to the largest quotient that
        leaves a cell empty often enough.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or negative figure, a level out of (0, 1), a method of another name, or,
        for the binomial one, a reference smaller than the area.
    """
    check_draws(level=level)
    estimate = location_quotient(counts, reference)
    table, whole = _known_on_both_sides(counts, reference)
    known = ~np.isnan(estimate)
    of_area = ratio(table.sum(axis=1, keepdims=True), whole.sum(axis=1, keepdims=True))
    n, trials = table[known], whole[known]
    tail = (1.0 - level) / 2
    low, high = np.zeros(n.size), np.ones(n.size)
    some = n > 0
    if method == "binomial":
        _check_reference_holds(table, whole)
        room = n < trials
        low[some] = betaincinv(n[some], trials[some] - n[some] + 1, tail)
        high[room] = betaincinv(n[room] + 1, trials[room] - n[room], 1 - tail)
    elif method == "poisson":
        low[some] = gammaincinv(n[some], tail) / trials[some]
        high = gammaincinv(n + 1, 1 - tail) / trials
    else:
        raise ValueError(f"method: expected binomial or poisson, got {method}")
    found = _without_ends(estimate)
    found.low[known] = low / np.broadcast_to(of_area, table.shape)[known]
    found.high[known] = high / np.broadcast_to(of_area, table.shape)[known]
    return found


def bootstrap_quotients(
    counts: npt.ArrayLike,
    reference: npt.ArrayLike,
    random: np.random.Generator,
    *,
    draws: int = 500,
    level: float = 0.95,
    method: IntervalMethod = "percentile",
) -> Intervals:
    """Give the bootstrap interval of each quotient of numbers of plants.

    Each cell is drawn from a Poisson law whose mean is its count, and the rest of the reference from another, so that
    an area that has most of the country's plants of a sector moves the country with it (parametric bootstrap: Efron and
    Tibshirani, 1993).  The areas are drawn one after the other: memory does not grow with their number.

    Parameters
    ----------
    counts : array_like, shape (n_areas, n_sectors)
        Number of plants by area and sector, not negative; NaN where missing.
    reference : array_like, shape (n_sectors,) or (n_areas, n_sectors)
        Numbers of plants of the reference, which holds the area.
    random : numpy.random.Generator
        Where the draws come from: the same seed gives the same intervals.
    draws : int
        Number of draws, at least 2: 200 for a first look, 1,000 for two stable digits.
    level : float
        Probability, in (0, 1), that the interval is meant to have.
    method : "percentile" or "basic"
        Ends at the quantiles q of the draws (definition 7 of Hyndman and Fan, 1996), or at twice the estimate less the
        quantiles (never below 0), which corrects for a bias.

    Returns
    -------
    Intervals
        No unit.  NaN where the quotient is, and where the area has no plant of the sector: nothing but nothing is drawn
        from it, and `exact_quotients` answers there.  With fewer than ten plants the interval holds the truth a little
        less often than its level says, where the exact one holds it more often.  Draws that leave the whole sector or
        the whole area without plants are left out.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or negative figure, a reference smaller than the area, fewer than 2 draws,
        a level out of (0, 1) or a method of another name.
    """
    check_draws(draws, level)
    _check_method(method)
    found = _without_ends(location_quotient(counts, reference))
    table, whole = _known_on_both_sides(counts, reference)
    _check_reference_holds(table, whole)
    check_counts(whole)
    rest = np.maximum(whole - table, 0.0)
    for rows in _slices(table.shape, draws):
        area, sector = np.nonzero(table[rows] > 0)
        own_mean, rest_mean = table[rows][area, sector], rest[rows][area, sector]
        own = random.poisson(own_mean[:, np.newaxis], (area.size, draws))
        elsewhere = random.poisson(rest_mean[:, np.newaxis], (area.size, draws))
        # The sectors that the area does not have count in the reference's total only, and are drawn as one.
        others = np.where(table[rows] > 0, 0.0, rest[rows]).sum(axis=1, keepdims=True)
        others = random.poisson(others, (others.shape[0], draws))
        quotients = _drawn_quotients(own, elsewhere, others, area)
        _write_ends(found, (area + rows.start, sector), quotients, level, method)
    return found


def bootstrap_quotients_of_plants(
    area: npt.ArrayLike,
    sector: npt.ArrayLike,
    size: npt.ArrayLike,
    n_areas: int,
    reference: npt.ArrayLike,
    random: np.random.Generator,
    *,
    reference_squares: npt.ArrayLike | None = None,
    draws: int = 500,
    level: float = 0.95,
    method: IntervalMethod = "percentile",
) -> Intervals:
    """Give the bootstrap interval of each quotient of employment, by drawing the plants again.

    In each draw every plant counts a number of times drawn from a Poisson law of mean 1 (the bootstrap of Efron, 1979,
    with the number of plants itself left to chance): the spread of a cell is that of its plants, large when few of them
    make its employment.

    Parameters
    ----------
    area, sector : array_like of int, shape (n_plants,)
        Area and sector of each plant.
    size : array_like, shape (n_plants,)
        Its employment, not negative; a plant whose size is missing (NaN) is left out.
    n_areas : int
        Number of areas.
    reference : array_like, shape (n_sectors,)
        Employment of the reference, which holds the areas; NaN where missing.
    random : numpy.random.Generator
        Where the draws come from: the same seed gives the same intervals.
    reference_squares : array_like, shape (n_sectors,), optional
        Sum of the squares of the sizes of all the reference's plants (`establishments.plant_table` has it).  When
        given, the employment of the rest of the reference is drawn too, from a gamma law of its mean and variance;
        otherwise it is taken as it is, and the interval is too short for an area that has a large part of a sector.
    draws, level, method
        As in `bootstrap_quotients`.

    Returns
    -------
    Intervals
        No unit, shape (n_areas, n_sectors).  NaN where the quotient is, and where the area has no employment in the
        sector.

    Raises
    ------
    ValueError
        Vectors of different lengths, a number out of range, an infinite or negative figure, a reference smaller than an
        area, fewer than 2 draws, a level out of (0, 1) or a method of another name.
    """
    check_draws(draws, level)
    _check_method(method)
    whole = as_numbers(reference, "reference", ndim=(1,), signed=False)
    shape = (n_areas, whole.size)
    cells, sizes = plants_in_cells(area, sector, size, *shape)
    table = employment_by_cell(cells, sizes, *shape)
    found = _without_ends(location_quotient(table, whole))
    table, whole = _known_on_both_sides(table, whole)
    _check_reference_holds(table, whole)
    rest = np.maximum(whole - table, 0.0)
    spread = None
    if reference_squares is not None:
        squares = as_numbers(reference_squares, "reference_squares", ndim=(1,), rows=shape[1], signed=False)
        own_squares = employment_by_cell(cells, sizes**2, *shape)
        spread = np.maximum(np.nan_to_num(squares) - own_squares, 0.0)

    order = np.argsort(cells, kind="stable")
    cells, sizes = cells[order], sizes[order]
    for rows in _slices(shape, draws):
        present = np.flatnonzero(table[rows].ravel() > 0) + rows.start * shape[1]
        where, sector_of = np.divmod(present, max(shape[1], 1))
        mine = slice(*np.searchsorted(cells, (rows.start * shape[1], rows.stop * shape[1])))
        line = np.searchsorted(present, cells[mine])
        counted = np.isin(cells[mine], present)
        own = _drawn_employment(line[counted], sizes[mine][counted], present.size, draws, random)
        elsewhere = rest[where, sector_of][:, np.newaxis]
        if spread is not None:
            elsewhere = _drawn_rest(elsewhere, spread[where, sector_of][:, np.newaxis], draws, random)
        others = np.where(table[rows] > 0, 0.0, rest[rows]).sum(axis=1, keepdims=True)
        quotients = _drawn_quotients(own, elsewhere, others, where - rows.start)
        _write_ends(found, (where, sector_of), quotients, level, method)
    return found


def _check_method(method: str) -> None:
    if method not in ("percentile", "basic"):
        raise ValueError(f"method: expected percentile or basic, got {method}")


def _without_ends(estimate: FloatArray) -> Intervals:
    return Intervals(estimate, np.full(estimate.shape, np.nan), np.full(estimate.shape, np.nan))


def _known_on_both_sides(counts: npt.ArrayLike, reference: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return both tables in one shape, 0 in the cells that are missing on either side."""
    table = np.asarray(counts, dtype=np.float64)
    whole = np.broadcast_to(np.asarray(reference, dtype=np.float64), table.shape)
    missing = np.isnan(table) | np.isnan(whole)
    return np.where(missing, 0.0, table), np.where(missing, 0.0, whole)


def _check_reference_holds(table: FloatArray, whole: FloatArray) -> None:
    """Refuse a reference that is smaller than an area, but for the rounding of a sum."""
    if (table > whole * (1 + 1e-9)).any():
        raise ValueError("reference: expected at least what each area has, in every sector")


def _slices(shape: tuple[int, int], draws: int) -> Iterator[slice]:
    """Yield the rows of a table by parts whose draws fit in memory."""
    rows = max(1, AT_A_TIME // max(draws * shape[1], 1))
    for start in range(0, shape[0], rows):
        yield slice(start, min(start + rows, shape[0]))


def _drawn_employment(
    line: IntArray, sizes: FloatArray, n_lines: int, draws: int, random: np.random.Generator
) -> FloatArray:
    """Return the employment of each cell in each draw, shape (n_lines, draws): each plant counts Poisson(1) times."""
    drawn = np.empty((draws, n_lines))
    for draw in drawn:
        draw[:] = sum_by(line, random.poisson(1.0, line.size) * sizes, n_lines)
    return np.ascontiguousarray(drawn.T)


def _drawn_rest(mean: FloatArray, variance: FloatArray, draws: int, random: np.random.Generator) -> FloatArray:
    """Return gamma draws of this mean and variance, shape (n_cells, draws); the mean itself where it does not vary."""
    varies = (variance > 0) & (mean > 0)
    shape = np.where(varies, ratio(mean**2, variance), 1.0)
    drawn = random.gamma(shape, size=(mean.shape[0], draws)) * ratio(mean, shape)
    return np.where(varies, drawn, mean)


def _drawn_quotients(
    own: npt.NDArray[np.number], elsewhere: npt.NDArray[np.number], others: npt.NDArray[np.number], area: IntArray
) -> FloatArray:
    """Return the quotient of each cell in each draw, NaN where the area or the sector was not drawn at all.

    Parameters
    ----------
    own, elsewhere : ndarray, shape (n_cells, n_draws)
        The cell and the rest of its sector; the cells of an area follow each other.
    others : ndarray, shape (n_areas, n_draws)
        All the reference in the sectors that the area does not have.
    area : ndarray of int, shape (n_cells,)
    """
    sector_total = own + elsewhere
    if not area.size:
        return np.empty(own.shape)
    first = np.flatnonzero(np.diff(area, prepend=-1))
    area_total = np.add.reduceat(own, first, axis=0)
    whole_total = np.add.reduceat(sector_total, first, axis=0) + others[area[first]]
    weight = ratio(whole_total, area_total)
    return ratio(own, sector_total) * np.repeat(weight, np.diff(first, append=area.size), axis=0)


def _write_ends(
    found: Intervals, cells: tuple[IntArray, IntArray], quotients: FloatArray, level: float, method: IntervalMethod
) -> None:
    """Write the ends of the intervals of some cells, from their drawn quotients, shape (n_cells, n_draws)."""
    quotients.sort(axis=1)  # NaN last
    drawn = quotients.shape[1] - np.isnan(quotients).sum(axis=1)
    tail = (1.0 - level) / 2
    low, high = _quantile(quotients, drawn, tail), _quantile(quotients, drawn, 1.0 - tail)
    if method == "basic":
        estimate = found.estimate[cells]
        low, high = np.maximum(2 * estimate - high, 0.0), np.maximum(2 * estimate - low, 0.0)
    found.low[cells], found.high[cells] = low, high


def _quantile(ordered: FloatArray, drawn: IntArray, probability: float) -> FloatArray:
    """Return the quantile of the first `drawn` figures of each row, between two of them; NaN where there is none."""
    position = probability * np.maximum(drawn - 1, 0)
    below = np.floor(position).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(drawn - 1, 0))
    row = np.arange(drawn.size)
    return ordered[row, below] + (position - below) * (ordered[row, above] - ordered[row, below])
