"""Bring figures known by place (communes) or by zone (employment zones) to areas (territories, regions, France)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray, as_indices, as_numbers, ratio


@dataclass(frozen=True, eq=False)
class Membership:
    """Which places make up which areas, as a list of (area, place) links.

    Areas may overlap, leave places out, and be empty: territories, regions and France fit in one membership.

    Attributes
    ----------
    area, place : ndarray of int, shape (n_links,)
        Link i says that place ``place[i]`` is in area ``area[i]``.
    n_areas, n_places : int
        Areas are numbered from 0 to ``n_areas - 1``, places likewise.
    weight : ndarray of float, shape (n_links,), optional
        Part of the place that counts in the area, above zero (1 when not given).

    Raises
    ------
    ValueError
        Vectors of different lengths, a number out of range, the same link twice, or a weight that is missing, infinite,
        zero or negative (a link without weight is no link).
    """

    area: IntArray
    place: IntArray
    n_areas: int
    n_places: int
    weight: FloatArray | None = None

    def __post_init__(self) -> None:
        area = as_indices(self.area, "area", stop=self.n_areas)
        place = as_indices(self.place, "place", stop=self.n_places)
        if area.size != place.size:
            raise ValueError(f"area and place: expected as many of each, got {area.size} and {place.size}")
        if np.unique(area * self.n_places + place).size != area.size:
            raise ValueError("area and place: the same place is listed twice in an area, it would count twice")
        weight = None
        if self.weight is not None:
            weight = as_numbers(self.weight, "weight", ndim=(1,), rows=area.size).copy()
            if not (weight > 0).all():
                raise ValueError("weight: expected numbers above zero")
        for name, array in (("area", area), ("place", place), ("weight", weight)):
            if array is not None:
                array.flags.writeable = False
            object.__setattr__(self, name, array)

    @classmethod
    def partition(cls, area_of_place: npt.ArrayLike, n_areas: int) -> "Membership":
        """Return the membership in which each place is in one area at most (communes in their region).

        Parameters
        ----------
        area_of_place : array_like of int, shape (n_places,)
            Area of each place, -1 for a place that is in none.
        n_areas : int
            Number of areas.
        """
        area = as_indices(area_of_place, "area_of_place", start=-1, stop=n_areas)
        place = np.flatnonzero(area >= 0)
        return cls(area[place], place, n_areas, area.size)

    @classmethod
    def stack(cls, memberships: "Sequence[Membership]") -> "Membership":
        """Return one membership with the areas of all of `memberships`, in their order, over the same places.

        Raises
        ------
        ValueError
            No membership, or memberships over different numbers of places.
        """
        sizes = {membership.n_places for membership in memberships}
        if len(sizes) != 1:
            raise ValueError(f"memberships: expected one number of places, got {sorted(sizes)}")
        firsts = np.cumsum([0, *(membership.n_areas for membership in memberships)])
        weighted = any(membership.weight is not None for membership in memberships)
        return cls(
            area=np.concatenate([first + each.area for first, each in zip(firsts, memberships, strict=False)]),
            place=np.concatenate([each.place for each in memberships]),
            n_areas=int(firsts[-1]),
            n_places=sizes.pop(),
            weight=np.concatenate([each.link_weight for each in memberships]) if weighted else None,
        )

    @cached_property
    def matrix(self) -> csr_array:
        """The links as a sparse matrix, shape (n_areas, n_places): times figures by place, it gives sums by area."""
        return csr_array((self.link_weight, (self.area, self.place)), shape=(self.n_areas, self.n_places))

    @property
    def link_weight(self) -> FloatArray:
        """Weight of each link, shape (n_links,)."""
        return np.ones(self.area.size) if self.weight is None else self.weight


class Aggregate(NamedTuple):
    """A figure brought from places to areas, and how much of it rests on what is known.

    Attributes
    ----------
    values : ndarray of float, shape (n_areas,) or (n_areas, n_columns)
        The figure of each area, NaN where nothing is known.
    missing : ndarray of int, same shape
        Number of its places whose figure is missing.
    places : ndarray of int, same shape
        Number of its places that were to count.
    """

    values: FloatArray
    missing: IntArray
    places: IntArray

    @property
    def absent(self) -> BoolArray:
        """Where there is no figure ("not available")."""
        return np.isnan(self.values)

    @property
    def partial(self) -> BoolArray:
        """Where there is a figure, but one or more places are missing from it."""
        return ~self.absent & (self.missing > 0)


class Apportioned(NamedTuple):
    """Figures of zones brought to areas, and the part of each area about which the zones say nothing.

    Attributes
    ----------
    values : ndarray of float, shape (n_areas,) or (n_areas, n_columns)
        The figure of each area, NaN where nothing is known.
    missing_share : ndarray of float, same shape
        Share of the area's weight that lies in zones whose figure is missing, from 0 to 1; NaN for an area without
        weight.
    """

    values: FloatArray
    missing_share: FloatArray


def total(membership: Membership, values: npt.ArrayLike) -> Aggregate:
    """Sum the figures of each area's places: ``T_a = sum_p m_ap x_p`` over the places whose figure is known.

    Parameters
    ----------
    membership : Membership
        Places of each area; ``m_ap`` is the weight of the link.
    values : array_like, shape (n_places,) or (n_places, n_columns)
        Figures by place, in any unit that adds up (jobs, inhabitants, m²); NaN where missing.

    Returns
    -------
    Aggregate
        Sums in the unit of `values`.  The sum is NaN, never 0, for an area with no place or none that is known.

    Raises
    ------
    ValueError
        Not one row per place, or an infinite figure.
    """
    figures = as_numbers(values, "values", rows=membership.n_places)
    missing = np.isnan(figures)
    places = _count(membership, np.ones_like(missing))
    missing_places = _count(membership, missing)
    sums = _sum(membership, np.where(missing, 0.0, figures))
    return Aggregate(np.where(missing_places < places, sums, np.nan), missing_places, places)


def weighted_mean(membership: Membership, values: npt.ArrayLike, weights: npt.ArrayLike) -> Aggregate:
    """Average the figures of each area's places: ``M_a = sum_p m_ap w_p x_p / sum_p m_ap w_p``.

    Both sums run over the places whose figure and weight are known.  A place of weight zero has no part in the mean and
    is counted neither in `places` nor in `missing`.

    Parameters
    ----------
    membership : Membership
        Places of each area; ``m_ap`` is the weight of the link.
    values : array_like, shape (n_places,) or (n_places, n_columns)
        Figures by place (rates, incomes); NaN where missing.
    weights : array_like, shape (n_places,)
        What each place weighs (inhabitants, jobs), not negative; NaN where missing.

    Returns
    -------
    Aggregate
        Means in the unit of `values`, NaN for an area without a place that is known and weighs something.

    Raises
    ------
    ValueError
        Not one row per place, an infinite figure, or a negative weight.

    Notes
    -----
    The mean of medians is not the median of the whole: a caller that averages median incomes has to say so.
    """
    figures = as_numbers(values, "values", rows=membership.n_places)
    weighing = as_numbers(weights, "weights", ndim=(1,), rows=membership.n_places, signed=False)
    weighing = np.broadcast_to(_as_column(weighing, figures.ndim), figures.shape)
    counted = weighing != 0
    missing = counted & (np.isnan(figures) | np.isnan(weighing))
    known = counted & ~missing
    mean = ratio(
        _sum(membership, np.where(known, weighing * figures, 0.0)), _sum(membership, np.where(known, weighing, 0.0))
    )
    return Aggregate(mean, _count(membership, missing), _count(membership, counted))


def apportion(
    membership: Membership, zone_of_place: npt.ArrayLike, weights: npt.ArrayLike, zone_values: npt.ArrayLike
) -> Apportioned:
    """Share the figures of zones among areas by what the areas weigh in each zone.

    ``V_as = sum_z (W_az / W_z) v_zs``, where ``W_az = sum_{p in z} m_ap w_p`` is what area a weighs in zone z and
    ``W_z = sum_{p in z} w_p`` what the whole zone weighs (simple areal weighting: Goodchild and Lam, 1980, with a
    weight in place of the surface).  The assumption is that each part of a zone has the structure of the zone.

    A zone figure that is missing contributes nothing and is reported in `missing_share`; so is the weight of places
    without zone.  A place whose weight is missing takes no part, its zone is shared among its other places:
    ``total(membership, weights)`` tells which areas have such places.

    Parameters
    ----------
    membership : Membership
        Places of each area; ``m_ap`` is the weight of the link.
    zone_of_place : array_like of int, shape (n_places,)
        Zone of each place, -1 for none.
    weights : array_like, shape (n_places,)
        What each place weighs (jobs), not negative; NaN where missing.
    zone_values : array_like, shape (n_zones,) or (n_zones, n_columns)
        Figures by zone, in any unit that adds up; NaN where missing or secret.

    Returns
    -------
    Apportioned
        Figures in the unit of `zone_values`.  Where the areas partition the places, they add up to the zones' total,
        apart from zones without any weight, which nobody can receive.

    Raises
    ------
    ValueError
        Not one row per place, a zone number out of range, an infinite figure, or a negative weight.
    """
    figures = as_numbers(zone_values, "zone_values")
    n_zones = figures.shape[0]
    zone = as_indices(zone_of_place, "zone_of_place", start=-1, stop=n_zones)
    if zone.size != membership.n_places:
        raise ValueError(f"zone_of_place: expected {membership.n_places} zones, got {zone.size}")
    weighing = as_numbers(weights, "weights", ndim=(1,), rows=membership.n_places, signed=False)
    weighing = np.where(np.isnan(weighing), 0.0, weighing)

    # Places without zone get one more zone, about which nothing is known.
    figures = np.concatenate([figures, np.full((1, *figures.shape[1:]), np.nan)])
    zone = np.where(zone < 0, n_zones, zone)
    n_zones += 1

    zone_weight = np.bincount(zone, weights=weighing, minlength=n_zones)
    area_zone = np.bincount(
        membership.area * n_zones + zone[membership.place],
        weights=membership.link_weight * weighing[membership.place],
        minlength=membership.n_areas * n_zones,
    ).reshape(membership.n_areas, n_zones)

    missing = np.isnan(figures)
    missing_weight = area_zone @ missing.astype(np.float64)
    known_weight = area_zone @ (~missing).astype(np.float64)
    shares = area_zone / np.where(zone_weight > 0, zone_weight, 1.0)
    received = shares @ np.where(missing, 0.0, figures)
    return Apportioned(
        values=np.where(known_weight > 0, received, np.nan),
        missing_share=ratio(missing_weight, known_weight + missing_weight),
    )


def _sum(membership: Membership, values: FloatArray) -> FloatArray:
    """Sum complete figures by place (n_places, ...) over each area (n_areas, ...)."""
    by_link = values[membership.place]
    if membership.weight is not None:
        by_link = by_link * _as_column(membership.weight, by_link.ndim)
    return _sum_links(membership, by_link)


def _count(membership: Membership, flags: BoolArray) -> IntArray:
    """Count the flagged places of each area; a place counts for one whatever its weight."""
    return _sum_links(membership, flags[membership.place].astype(np.float64)).astype(np.intp)


def _sum_links(membership: Membership, by_link: FloatArray) -> FloatArray:
    if by_link.ndim == 1:
        return np.bincount(membership.area, weights=by_link, minlength=membership.n_areas).astype(np.float64)
    n_columns = by_link.shape[1]
    cell = membership.area[:, np.newaxis] * n_columns + np.arange(n_columns)
    sums = np.bincount(cell.ravel(), weights=by_link.ravel(), minlength=membership.n_areas * n_columns)
    return sums.reshape(membership.n_areas, n_columns).astype(np.float64)


def _as_column(vector: FloatArray, ndim: int) -> FloatArray:
    """Return `vector` so that it multiplies the rows of an array of `ndim` dimensions."""
    return vector if ndim == 1 else vector[:, np.newaxis]
