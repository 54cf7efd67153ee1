"""Where an area stands among the others: its rank, and its class on a map."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray, IntArray, as_numbers, each_group


class Ranking(NamedTuple):
    """The rank of each area and the number of areas that it is ranked among.

    Attributes
    ----------
    ranks : ndarray of int, shape (n_areas,)
        From 1; 0 for an area without figure, which is not ranked.
    ranked : ndarray of int, shape (n_areas,)
        Number of areas of its group that have a figure.
    """

    ranks: IntArray
    ranked: IntArray


class QuantileClasses(NamedTuple):
    """The classes of a map and the class of each area.

    Attributes
    ----------
    edges : ndarray of float, shape (n_classes + 1,)
        Class c goes from ``edges[c]``, left out (but for the first class), to ``edges[c + 1]``, included.  Empty when
        no figure is known.
    indices : ndarray of int, shape (n_areas,)
        Class of each area, from 0; -1 for an area without figure.
    """

    edges: FloatArray
    indices: IntArray


def rank(values: npt.ArrayLike, descending: bool = True, group: npt.ArrayLike | None = None) -> Ranking:
    """Rank areas as in a competition: equal figures share a rank, and the next rank counts them all ("1224").

    ``rank_i = 1 + number of areas of the same group with a better figure``.  Only figures equal to the last bit are
    equal: a caller that shows rounded figures ranks the rounded ones.

    Parameters
    ----------
    values : array_like, shape (n_areas,)
        The figure, in any unit; NaN where missing.
    descending : bool
        Whether the highest figure is first (otherwise the lowest).
    group : array_like, shape (n_areas,), optional
        Labels (the list of a territory): areas are ranked within their group.

    Returns
    -------
    Ranking

    Raises
    ------
    ValueError
        Not a vector, an infinite figure, or not one label per area.
    """
    figures = as_numbers(values, "values", ndim=(1,))
    ranks = np.zeros(figures.size, dtype=np.intp)
    ranked = np.zeros(figures.size, dtype=np.intp)
    for rows in each_group(group, figures.size):
        known = rows[~np.isnan(figures[rows])]
        merit = figures[known] if descending else -figures[known]
        better = known.size - np.searchsorted(np.sort(merit), merit, side="right")
        ranks[known] = 1 + better
        ranked[rows] = known.size
    return Ranking(ranks, ranked)


def quantile_classes(values: npt.ArrayLike, classes: int = 5) -> QuantileClasses:
    """Cut areas into classes of about the same number of areas.

    The inner edges are the quantiles i/classes, taken among the observed figures (Hyndman and Fan, 1996, definition 1),
    so that no class is empty.  Equal figures are never parted: where many areas have the same figure, quantiles
    coincide and there are fewer classes than asked.

    Parameters
    ----------
    values : array_like, shape (n_areas,)
        The figure, in any unit; NaN where missing.
    classes : int
        Number of classes wanted, at least 1.

    Returns
    -------
    QuantileClasses

    Raises
    ------
    ValueError
        Not a vector, an infinite figure, or less than one class.
    """
    if classes < 1:
        raise ValueError(f"classes: expected at least 1, got {classes}")
    figures = as_numbers(values, "values", ndim=(1,))
    known = ~np.isnan(figures)
    indices = np.full(figures.size, -1, dtype=np.intp)
    if not known.any():
        return QuantileClasses(np.empty(0), indices)
    observed = np.sort(figures[known])
    lowest, highest = observed[0], observed[-1]
    # Position ceil(n i / classes) of the ordered figures, in whole numbers so that no rounding error shifts it by one.
    cuts = np.unique(observed[(observed.size * np.arange(1, classes) - 1) // classes])
    inner = cuts[cuts < highest]
    indices[known] = np.searchsorted(inner, figures[known], side="left")
    return QuantileClasses(np.concatenate([[lowest], inner, [highest]]), indices)
