"""Tables drawn again by chance, one after the other, and how firmly the areas hold their ranks through them.

Whatever is computed from a table can be computed from each drawn table, and the spread of the results tells what chance
alone may have done; `tandem.analytics.uncertainty` says how to read it, and has intervals for location quotients, which
need no whole tables.  The rank of areas by their quotient in sector 4, for instance::

    tables = resample_counts(plants, draws=200, random=numpy.random.default_rng(2018))
    rank_intervals(
        location_quotient(plants, country)[:, 4], (location_quotient(table, country)[:, 4] for table in tables)
    )
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray, IntArray, as_numbers, ratio
from tandem.analytics.establishments import employment_by_cell, plants_in_cells
from tandem.analytics.ranking import rank

# Numbers above it are no longer told from the next one.
MOST = 1e15


class RankIntervals(NamedTuple):
    """Ranks and how firmly they are held.

    Attributes
    ----------
    ranks : ndarray of int, shape (n_areas,)
        The rank, from 1; 0 for an area without figure.
    low, high : ndarray of int, shape (n_areas,)
        First and last ranks of the interval, in the draws that rank the area; 0 where none does.
    held : ndarray of float, shape (n_areas,)
        Share of all the draws in which the area has exactly its rank; NaN for an area without figure.
    """

    ranks: IntArray
    low: IntArray
    high: IntArray
    held: FloatArray


def resample_counts(counts: npt.ArrayLike, draws: int, random: np.random.Generator) -> Iterator[FloatArray]:
    """Yield tables of numbers of plants in which each cell is drawn from a Poisson law whose mean is its count.

    Parameters
    ----------
    counts : array_like, shape (n_areas, n_sectors)
        Number of plants by area and sector, not negative; NaN where missing, and in every drawn table.
    draws : int
        Number of tables, at least 2.
    random : numpy.random.Generator
        Where the draws come from: the same seed gives the same tables.

    Raises
    ------
    ValueError
        Not a table, an infinite, negative or absurd figure, fewer than 2 draws.
    """
    check_draws(draws)
    table = as_numbers(counts, "counts", ndim=(2,), signed=False)
    check_counts(table)
    missing = np.isnan(table)
    means = np.where(missing, 0.0, table)
    return (np.where(missing, np.nan, random.poisson(means)) for _ in range(draws))


def resample_plants(
    area: npt.ArrayLike,
    sector: npt.ArrayLike,
    size: npt.ArrayLike,
    n_areas: int,
    n_sectors: int,
    draws: int,
    random: np.random.Generator,
) -> Iterator[FloatArray]:
    """Yield tables of employment in which each plant counts a number of times drawn from a Poisson law of mean 1.

    Parameters
    ----------
    area, sector : array_like of int, shape (n_plants,)
        Area and sector of each plant.
    size : array_like, shape (n_plants,)
        Its employment, not negative; a plant whose size is missing (NaN) is left out.
    n_areas, n_sectors : int
        Numbers of areas and sectors.
    draws : int
        Number of tables, of shape (n_areas, n_sectors); at least 2.
    random : numpy.random.Generator
        Where the draws come from: the same seed gives the same tables.

    Raises
    ------
    ValueError
        Vectors of different lengths, a number out of range, an infinite or negative size, fewer than 2 draws.
    """
    check_draws(draws)
    cells, sizes = plants_in_cells(area, sector, size, n_areas, n_sectors)
    return (
        employment_by_cell(cells, random.poisson(1.0, cells.size) * sizes, n_areas, n_sectors) for _ in range(draws)
    )


def rank_intervals(
    values: npt.ArrayLike,
    replicates: Iterable[npt.ArrayLike],
    *,
    level: float = 0.9,
    descending: bool = True,
    group: npt.ArrayLike | None = None,
) -> RankIntervals:
    """Tell how firmly each area holds its rank, from the same figure in drawn tables.

    The replicates are taken one at a time and only their ranks are kept: 200 draws of 35,000 areas need 28 MB.

    Parameters
    ----------
    values : array_like, shape (n_areas,)
        The figure, in any unit; NaN where missing.
    replicates : iterable of array_like, each of shape (n_areas,)
        The figure in each draw, at least 2 draws.
    level : float
        Probability, in (0, 1), that the interval is meant to have: its ends are the ranks below and above which an area
        is in less than half of the rest of the draws.
    descending, group
        As in `tandem.analytics.ranking.rank`.

    Returns
    -------
    RankIntervals

    Raises
    ------
    ValueError
        Not a vector, a replicate of another shape, an infinite figure, fewer than 2 replicates, a level out of (0, 1).
    """
    check_draws(level=level)
    ranks = rank(values, descending, group).ranks
    drawn_ranks = []
    for replicate in replicates:
        drawn = rank(replicate, descending, group).ranks
        if drawn.shape != ranks.shape:
            raise ValueError(f"replicates: expected {ranks.size} figures in each, got {drawn.size}")
        drawn_ranks.append(drawn.astype(np.int32))
    check_draws(len(drawn_ranks))
    table = np.array(drawn_ranks)
    held = ratio((table == ranks).sum(axis=0), np.where(ranks > 0, len(table), 0))
    # Unranked draws go last, so that the first ones of each column are those that rank the area.
    table[table == 0] = np.iinfo(np.int32).max
    table.sort(axis=0)
    ranked = (table < np.iinfo(np.int32).max).sum(axis=0)
    tail = (1.0 - level) / 2
    low, high = (
        table[np.clip(np.ceil(probability * ranked).astype(np.intp) - 1, 0, None), np.arange(ranks.size)]
        for probability in (tail, 1.0 - tail)
    )
    return RankIntervals(
        ranks=ranks,
        low=np.where(ranked > 0, low, 0).astype(np.intp),
        high=np.where(ranked > 0, high, 0).astype(np.intp),
        held=held,
    )


def check_counts(counts: FloatArray) -> None:
    """Refuse what no number of plants can be, and no Poisson law can be drawn from."""
    if (counts > MOST).any():
        raise ValueError(f"counts: expected numbers of plants, got some above {MOST:g}")


def check_draws(draws: int = 2, level: float = 0.5) -> None:
    """Refuse a number of draws below 2 or a level out of (0, 1)."""
    if draws < 2:
        raise ValueError(f"draws: expected at least 2, got {draws}")
    if not 0 < level < 1:
        raise ValueError(f"level: expected a probability in (0, 1), got {level}")
