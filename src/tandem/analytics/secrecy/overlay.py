"""Territories set on regions that they do not share out, and that they sometimes cross."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tandem.analytics.arrays import IntArray
from tandem.analytics.secrecy.hierarchy import Hierarchy, Total


class Overlay(NamedTuple):
    """The hierarchy of an overlay, and where each place goes in it.

    Attributes
    ----------
    hierarchy : Hierarchy
        Named ``"part T / R"``, ``"territory T"``, ``"remainder R"``, ``"region R"`` and the country's name.
    leaf : ndarray of int, shape (n_places,)
        Number of the leaf (not of the node) of each place, to sum figures by place.
    """

    hierarchy: Hierarchy
    leaf: IntArray


def overlay(
    territory: Sequence[str | None],
    region: Sequence[str],
    *,
    country: str = "country",
    print_remainders: bool = True,
) -> Overlay:
    """Return the accounts of a country in regions, some of whose places make up territories.

    Three facts make the accounts add up:

    * territories leave places out: each region gets a *remainder*, since anybody who has the region's total and its
      territories finds it by subtraction;
    * a territory may cross the border of its region: it is then the sum of one *part* per region, parts that nobody
      publishes but that the totals of the regions contain;
    * a territory that lies in one region is simply part of it.

    Parameters
    ----------
    territory : sequence of str or None
        Territory of each place (commune), None outside of any.
    region : sequence of str
        Region of each place.
    country : str
        Name of the total.
    print_remainders : bool
        Whether remainders are published.  When they are not, they hide without cost; that they *are* found when
        nothing else is hidden in the region does no harm, unless they are secret themselves.

    Raises
    ------
    ValueError
        Not as many territories as regions.
    """
    if len(territory) != len(region):
        raise ValueError(f"territory: expected {len(region)} territories, one for each region, got {len(territory)}")
    spread: dict[str, set[str]] = {}
    for name, where in zip(territory, region, strict=True):
        if name is not None:
            spread.setdefault(name, set()).add(where)
    kinds = [
        f"remainder {where}"
        if name is None
        else f"part {name} / {where}"
        if len(spread[name]) > 1
        else f"territory {name}"
        for name, where in zip(territory, region, strict=True)
    ]
    found = dict(zip(kinds, zip(territory, region, strict=True), strict=True))
    leaves = {kind: (name, where) for kind, (name, where) in sorted(found.items())}
    number = {kind: rank for rank, kind in enumerate(leaves)}
    names = list(leaves)
    totals: list[Total] = []
    for name in sorted(name for name, regions in spread.items() if len(regions) > 1):
        totals.append((len(names), tuple(rank for rank, each in enumerate(leaves.values()) if each[0] == name)))
        names.append(f"territory {name}")
    regions = range(len(names), len(names) + len(set(region)))
    for where in sorted(set(region)):
        totals.append((len(names), tuple(rank for rank, each in enumerate(leaves.values()) if each[1] == where)))
        names.append(f"region {where}")
    if regions:
        totals.append((len(names), tuple(regions)))
        names.append(country)
    unprinted = frozenset(
        rank
        for kind, rank in number.items()
        if kind.startswith("part ") or (kind.startswith("remainder ") and not print_remainders)
    )
    hierarchy = Hierarchy(tuple(names), tuple(totals), unprinted)
    return Overlay(hierarchy, np.array([number[kind] for kind in kinds], dtype=np.intp))
