"""The territories that resemble a territory most, and what makes them alike."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray, IntArray, as_numbers, each_group, ratio

# These make the spread of a normal distribution its standard deviation.
MAD_TO_DEVIATION = 1.4826
IQR_TO_DEVIATION = 0.7413


class Neighbours(NamedTuple):
    """The nearest areas of each area, the nearest first.

    Attributes
    ----------
    indices : ndarray of int, shape (n_areas, k)
        Their row numbers; -1 where there are fewer than k.
    distances : ndarray of float, shape (n_areas, k)
        Mean gap (root mean square) in robust standard deviations: at 1, they differ on a feature as two areas of the
        middle of the country would; NaN where there is none.
    contributions : ndarray of float, shape (n_areas, k, n_features)
        What each feature adds to the *squared* distance: they sum to it, and the smallest say in what the two are
        alike; NaN for a feature that one of the two lacks.
    """

    indices: IntArray
    distances: FloatArray
    contributions: FloatArray


def nearest(
    features: npt.ArrayLike,
    k: int,
    weights: npt.ArrayLike | None = None,
    group: npt.ArrayLike | None = None,
    minimum_shared: float = 0.5,
    minimum_of_own: float = 0.0,
) -> Neighbours:
    """Find the `k` areas nearest to each area by a weighted distance over robustly standardised features.

    With ``z_if = (x_if - median_f) / spread_f``, and F the features known for both i and j::

        d_ij² = sum_{f in F} w_f (z_if - z_jf)² / sum_{f in F} w_f

    The spread is 1.4826 times the median absolute deviation (Rousseeuw and Croux, 1993) or, where more than half of the
    areas have the same value, 0.7413 times the interquartile range, or else the standard deviation: an outlier does not
    make all the others look alike.  A feature that is missing for one of the two is left out and the rest stands for it
    (Gower, 1971).  Equal distances keep the order of the rows.

    Parameters
    ----------
    features : array_like, shape (n_areas, n_features)
        Figures to compare, in any units; NaN where missing.  Sizes (population, jobs) are best given as logarithms.
    k : int
        Number of neighbours wanted, at least 1.
    weights : array_like, shape (n_features,), optional
        Importance of each feature, not negative; 1 each when not given.
    group : array_like, shape (n_areas,), optional
        Labels (the list of a territory): areas are standardised and compared within their group only.
    minimum_shared : float
        Two areas are compared only if the features known for both hold at least this share of the weights, so that two
        areas of which little is known do not pass for twins.
    minimum_of_own : float
        A neighbour must also share with an area at least this share of the weights of what is known of *that area*, so
        that one of which little is known is no neighbour of one that is well known; the other way round it may be.

    Returns
    -------
    Neighbours

    Raises
    ------
    ValueError
        `k` below 1, shapes that do not agree, an infinite feature, weights that are missing, negative or all zero, or
        `minimum_shared` out of (0, 1] or `minimum_of_own` out of [0, 1].
    """
    table = as_numbers(features, "features", ndim=(2,))
    n_areas, n_features = table.shape
    if k < 1:
        raise ValueError(f"k: expected at least 1, got {k}")
    if not 0 < minimum_shared <= 1:
        raise ValueError(f"minimum_shared: expected a share in (0, 1], got {minimum_shared}")
    if not 0 <= minimum_of_own <= 1:
        raise ValueError(f"minimum_of_own: expected a share in [0, 1], got {minimum_of_own}")
    importance = np.ones(n_features) if weights is None else as_numbers(weights, "weights", ndim=(1,), rows=n_features)
    if not ((importance >= 0).all() and importance.sum() > 0):
        raise ValueError("weights: expected numbers, none negative and not all zero")

    found = Neighbours(
        indices=np.full((n_areas, k), -1, dtype=np.intp),
        distances=np.full((n_areas, k), np.nan),
        contributions=np.full((n_areas, k, n_features), np.nan),
    )
    for rows in each_group(group, n_areas):
        scores = _robust_scores(table[rows])
        squared = _squared_distances(scores, importance, minimum_shared, minimum_of_own)
        # NaN (not comparable) sorts last; an area is no neighbour of itself.
        np.fill_diagonal(squared, np.nan)
        order = np.argsort(squared, axis=1, kind="stable")[:, :k]
        squared = np.take_along_axis(squared, order, axis=1)

        width = order.shape[1]
        near = ~np.isnan(squared)
        found.indices[rows, :width] = np.where(near, rows[order], -1)
        found.distances[rows, :width] = np.sqrt(squared)
        gaps = importance * (scores[:, np.newaxis, :] - scores[order]) ** 2
        shared = np.sum(importance * ~np.isnan(gaps), axis=-1, keepdims=True)
        found.contributions[rows, :width] = np.where(near[..., np.newaxis], ratio(gaps, shared), np.nan)
    return found


def _robust_scores(table: FloatArray) -> FloatArray:
    """Return each column less its median, over its spread; zero all along for a column that does not vary."""
    scores = np.full(table.shape, np.nan)
    for column in range(table.shape[1]):
        known = ~np.isnan(table[:, column])
        if not known.any():
            continue
        values = table[known, column]
        centred = values - np.median(values)
        low, high = np.quantile(values, [0.25, 0.75])
        spreads = (MAD_TO_DEVIATION * np.median(np.abs(centred)), IQR_TO_DEVIATION * (high - low), np.std(values))
        scores[known, column] = centred / next((spread for spread in spreads if spread > 0), 1.0)
    return scores


def _squared_distances(
    scores: FloatArray, importance: FloatArray, minimum_shared: float, minimum_of_own: float
) -> FloatArray:
    """Return the squared distances of all the pairs, NaN for those that share too little.

    One feature at a time, so that memory stays at n_areas² whatever the number of features.
    """
    n_areas = scores.shape[0]
    squared = np.zeros((n_areas, n_areas))
    shared = np.zeros((n_areas, n_areas))
    for column, weight in zip(scores.T, importance, strict=True):
        gap = column[:, np.newaxis] - column
        known = ~np.isnan(gap)
        squared += np.where(known, weight * gap**2, 0.0)
        shared += weight * known
    own = np.sum(importance * ~np.isnan(scores), axis=1, keepdims=True)
    enough = (shared >= minimum_shared * importance.sum()) & (shared >= minimum_of_own * own)
    return np.where(enough, ratio(squared, shared), np.nan)
