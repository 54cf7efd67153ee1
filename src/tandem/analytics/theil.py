"""Theil's index: how special the structure of an area is, how special the map of a sector is, and at which level.

Both readings compare two distributions: the sectors of an area with those of the country (specialisation), the areas of
a sector with those of all sectors (location).  They are the two sides of one table (Cutrini, 2009), and unlike
Krugman's or Herfindahl's indices they split exactly into what differs *between* groups and what differs *within* them:
are the plants of a sector concentrated because they are all in one region, or because in every region they are in the
same few areas?
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import BoolArray, FloatArray, as_numbers, ratio, sum_known
from tandem.analytics.specialisation import shares_like_for_like


class TheilDecomposition(NamedTuple):
    """The index of each sector's location, split by level: ``total = between + within``.

    Attributes
    ----------
    total : ndarray of float, shape (n_sectors,), or () once overall
        How far the sector's distribution over areas is from that of the reference.
    between : ndarray of float, same shape
        What of it is the sector's distribution over groups.
    within : ndarray of float, same shape
        What of it is its distribution over the areas of each group: the sum of `within_by_group`.
    within_by_group : ndarray of float, shape (n_groups, n_sectors), or (n_groups,) once overall
        What each group adds to `within`: the group's own index times the share of the sector that it holds.
    groups : ndarray, shape (n_groups,)
        The distinct labels, in order.
    weights : ndarray of float, shape (n_sectors,)
        Share of each sector in the employment that is known.
    """

    total: FloatArray
    between: FloatArray
    within: FloatArray
    within_by_group: FloatArray
    groups: npt.NDArray[np.generic]
    weights: FloatArray

    def overall(self) -> "TheilDecomposition":
        """Return the index of all the sectors together: ``T = sum_s (E_s / E) T_s`` over the sectors that have one.

        When the reference is the employment of all the sectors, it is also ``sum_l (E_l / E) T_l`` with the
        specialisation of areas: the same number, seen from the other side of the table.
        """
        weights = np.where(np.isnan(self.total), np.nan, self.weights)
        weights = ratio(weights, sum_known(weights, keepdims=True))
        total, between, within, by_group = (sum_known(part * weights) for part in self[:4])
        return TheilDecomposition(total, between, within, by_group, self.groups, self.weights)


def theil_specialisation(employment: npt.ArrayLike, reference: npt.ArrayLike) -> FloatArray:
    """Measure how special the area's structure is compared with the reference's (Theil, 1967).

    ``T_l = sum_s s_ls ln(s_ls / s_s)`` with ``s_ls = e_ls / E_l``, ``s_s = E_s / E`` and ``0 ln 0 = 0``: the mean of
    the logarithm of the location quotient, weighted by the area's own jobs.

    Parameters
    ----------
    employment : array_like, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing.
    reference : array_like, shape (n_sectors,) or (n_areas, n_sectors)
        Employment of the reference: one for all the areas, or each area's own (its region).

    Returns
    -------
    ndarray of float, shape (n_areas,)
        In natural logarithms (nats), from 0 for the same structure to ``ln(E / E_s)`` for an area whose only sector is
        s; over the sectors known on both sides.  NaN for an area without employment, and for one with a sector that the
        reference has none of: it would be infinitely special, and the reference does not hold it.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure.
    """
    shares, expected = shares_like_for_like(employment, reference)
    index = sum_known(_terms(shares, expected))
    return np.where(_outside(shares, expected), np.nan, np.maximum(index, 0.0))


def theil_location(
    employment: npt.ArrayLike, reference: npt.ArrayLike, group: npt.ArrayLike | None = None
) -> TheilDecomposition:
    """Measure how special the map of each sector is, between groups of areas and within them (Cutrini, 2009).

    With ``s_sl = e_ls / E_s`` the share of the sector that the area holds, ``x_l`` its share of the reference, and S, X
    the same for a group g of areas::

        total   = sum_l s_sl ln(s_sl / x_l)
        between = sum_g S_sg ln(S_sg / X_g)
        within  = sum_g S_sg sum_{l in g} (s_sl / S_sg) ln((s_sl / S_sg) / (x_l / X_g))

    Parameters
    ----------
    employment : array_like, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing.  The areas must share out the country, each
        place in one area only.
    reference : array_like, shape (n_areas,)
        What the areas weigh, to which each sector is compared: their employment in all sectors, their surface, one for
        equal areas.  NaN where missing.
    group : array_like, shape (n_areas,), optional
        Label of the group (department, region) of each area.  When not given, the areas are one group and nothing is
        between.

    Returns
    -------
    TheilDecomposition
        In natural logarithms (nats), none negative.  An area whose figure is missing in a sector is left out of the
        reference too for that sector.  NaN for a sector without employment, and for one present in an area that weighs
        nothing.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure, or not one label per area.
    """
    table = as_numbers(employment, "employment", ndim=(2,), signed=False)
    whole = as_numbers(reference, "reference", ndim=(1,), rows=table.shape[0], signed=False)
    labels = np.zeros(table.shape[0], dtype=np.intp) if group is None else np.asarray(group)
    if labels.shape != (table.shape[0],):
        raise ValueError(f"group: expected {table.shape[0]} labels, got shape {labels.shape}")
    groups, number = np.unique(labels, return_inverse=True)
    in_group = (number[:, np.newaxis] == np.arange(groups.size)).astype(np.float64)

    shares, expected = shares_like_for_like(table.T, whole)
    defined = ~(_outside(shares, expected) | np.isnan(shares).all(axis=1))
    terms = np.nan_to_num(_terms(shares, expected))
    terms_between = _terms(np.nan_to_num(shares) @ in_group, np.nan_to_num(expected) @ in_group)
    # What a group's areas add beyond the group as a whole; no group is less special than its parts, but for rounding.
    within_by_group = np.maximum(terms @ in_group - terms_between, 0.0)
    parts = (terms.sum(axis=1), terms_between.sum(axis=1), within_by_group.sum(axis=1))
    total, between, within = (np.where(defined, np.maximum(part, 0.0), np.nan) for part in parts)
    return TheilDecomposition(
        total=total,
        between=between,
        within=within,
        within_by_group=np.where(defined, within_by_group.T, np.nan),
        groups=groups,
        weights=_sector_weights(table),
    )


def _terms(shares: FloatArray, expected: FloatArray) -> FloatArray:
    """Return ``s ln(s / x)``, 0 where s is 0; NaN where either is missing, and without meaning where x alone is 0."""
    quotient = shares / np.where(expected == 0, 1.0, expected)
    # The logarithm of next to nothing is finite, and nothing times it is nothing.
    return np.asarray(shares * np.log(np.maximum(quotient, np.finfo(np.float64).tiny)))


def _outside(shares: FloatArray, expected: FloatArray) -> BoolArray:
    """Return which rows have something where the reference has nothing."""
    return np.asarray(((shares > 0) & ~(expected > 0)).any(axis=-1))


def _sector_weights(table: FloatArray) -> FloatArray:
    by_sector = sum_known(table.T)
    return ratio(by_sector, sum_known(by_sector, keepdims=True))
