"""What a territory could become: the sectors near those that it has, what they are worth, and who near it does them.

Sectors are near when the employment zones that have one have the other. With the shipped tables, sectors are those of
the A38 nomenclature and a territory's are brought from its employment zones; with the Urssaf's file of the whole
country, they are the 732 classes, counted in the intermunicipalities and in the territory itself.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow.compute as pc

from tandem.analytics.aggregation import Membership, weighted_mean
from tandem.analytics.arrays import BoolArray, FloatArray, IntArray
from tandem.analytics.complexity import (
    Complexity,
    Opportunities,
    Quadrant,
    complexity,
    contributions,
    holders,
    opportunities,
    outlook,
    presence,
    proximity,
    relatedness_density,
)
from tandem.diagnosis.measures import sectors
from tandem.diagnosis.measures.cells import cells
from tandem.diagnosis.measures.classes import KIND
from tandem.diagnosis.measures.inputs import Inputs, Measure, index_of

FLOOR = 100.0
"""Employees below which a sector of an employment zone or of a territory does not count as present."""
CLASS_FLOOR = 10.0
"""The same for a class of an intermunicipality, whose 732 classes are twenty times smaller than the 38 sectors."""
WHY, WHO, NEARBY = 3, 3, 20
"""How many near sectors, and how many territories among the twenty nearest, are named beside an opportunity."""
EARTH = 6371.0


class Potential(NamedTuple):
    """The product space of the country, and where each area stands in it."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    industry: BoolArray
    presence: BoolArray
    proximity: FloatArray
    density: FloatArray
    complexity: Complexity
    eci: FloatArray
    outlook: FloatArray
    gain: FloatArray
    entries: Opportunities


class Space(NamedTuple):
    """Employees by place and by area, in the same sectors."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    industry: BoolArray
    places: FloatArray
    areas: FloatArray
    floor: float


@lru_cache(maxsize=4)
def potential(inputs: Inputs) -> Potential:
    """Compute the product space once for the measures that read it."""
    space = _by_class(inputs) or _by_sector(inputs)
    whole = np.nansum(space.places, axis=0)
    having = presence(space.places, whole, floor=space.floor)
    found = complexity(having)
    near = proximity(having)
    own = np.array(presence(space.areas, whole, floor=space.floor), dtype=np.bool_)
    own[inputs.n_territories :] = False  # a region or the country is no place where a company settles
    density = relatedness_density(own, near)
    ahead = outlook(np.vstack([having, own]), near, found.pci, ubiquity=having.sum(axis=0))
    cog = np.asarray(ahead.cog[len(having) :], dtype=np.float64)
    # In the unit of the places: an area's index does not depend on which other areas are measured with it.
    of_places, of_areas = ahead.coi[: len(having)], ahead.coi[len(having) :]
    coi = (of_areas - np.nanmean(of_places)) / np.nanstd(of_places)
    known = np.asarray(own.any(axis=1))
    pci = np.nan_to_num(found.pci)
    eci = np.where(known, (own @ pci) / np.where(known, own.sum(axis=1), 1), np.nan)
    return Potential(
        space.codes,
        space.labels,
        space.industry,
        own,
        near,
        np.asarray(density, dtype=np.float64),
        found,
        eci,
        np.where(known, coi, np.nan),
        cog,
        _entries(own, np.asarray(density, dtype=np.float64), found.pci, cog, space.industry),
    )


def _entries(
    own: BoolArray, density: FloatArray, pci: FloatArray, gain: FloatArray, industry: BoolArray
) -> Opportunities:
    """Sort the industrial sectors among themselves: beside the services of large cities, none of them is complex.

    All the sectors take part in what is near and in what is complex; the quadrants of the others are left empty.
    """
    among = opportunities(own[:, industry], density[:, industry], pci[industry], gain[:, industry])
    quadrant = np.zeros(own.shape, dtype=np.int8)
    quadrant[:, industry] = among.quadrant
    return among._replace(quadrant=quadrant, gain=gain)


def _by_sector(inputs: Inputs) -> Space:
    table = sectors.sectors(inputs)
    described = {row["a38"]: row for row in inputs.load("sectors").to_pylist()}
    return Space(
        table.codes,
        tuple(described[code]["label"] for code in table.codes),
        np.array([described[code]["industry"] for code in table.codes]),
        inputs.zone_grid("sector_employees", f"y{sectors.LAST}", "a38", table.codes),
        table.after,
        FLOOR,
    )


def _by_class(inputs: Inputs) -> Space | None:
    """The classes of the intermunicipalities; None unless the file of the whole country is imported."""
    dataset = inputs.imported(KIND)
    if dataset is None or len(dataset.manifest["coverage"]["zones"]) < 0.95 * dataset.manifest["coverage"]["zones_of"]:
        return None
    found = cells(inputs, dataset)
    described = {row["ape"]: row for row in inputs.load("activity_classes").to_pylist()}
    return Space(
        found.classes,
        tuple(described[code]["label"] for code in found.classes),
        np.array([described[code]["industry"] for code in found.classes]),
        _by_intermunicipality(inputs, found.last_by_place),
        found.employees[-1],
        CLASS_FLOOR,
    )


def _by_intermunicipality(inputs: Inputs, by_commune: Any) -> FloatArray:
    epci = inputs.communes["epci"]
    known = pc.unique(epci.drop_null())
    membership = Membership.partition(index_of(epci, known), len(known))
    return np.asarray((membership.matrix @ by_commune).toarray(), dtype=np.float64)


def complexity_index(inputs: Inputs) -> Measure:
    """Mean complexity of the sectors in which the territory is specialised."""
    return Measure(potential(inputs).eci, estimate=True)


def outlook_index(inputs: Inputs) -> Measure:
    """How near the territory is to complex sectors that it does not have."""
    return Measure(potential(inputs).outlook, estimate=True)


def near_opportunities(inputs: Inputs) -> Measure:
    """Number of industrial sectors that the territory does not have, near and complex; with the row of each sector."""
    found = potential(inputs)
    wanted = found.entries.quadrant == Quadrant.NEAR_COMPLEX
    known = np.asarray(found.presence.any(axis=1))
    near = _nearby(inputs)
    details = [_rows(inputs, found, near, area) if known[area] else [] for area in range(inputs.n_areas)]
    return Measure(np.where(known, wanted.sum(axis=1), np.nan), estimate=True, details=details)


def _rows(inputs: Inputs, found: Potential, near: IntArray, area: int) -> list[dict[str, Any]]:
    """The industrial sectors that an area does not have, those that would bring most first."""
    candidates = np.flatnonzero(found.entries.quadrant[area] != Quadrant.NONE)
    order = sorted(candidates, key=lambda i: (found.entries.quadrant[area, i], -found.gain[area, i], found.codes[i]))
    rows = []
    for i in order:
        because = contributions(found.presence, found.proximity, area, int(i), WHY)
        doing = holders(found.presence, near[area], int(i))[:WHO]
        rows.append(
            {
                "sector": found.codes[i],
                "label": found.labels[i],
                "quadrant": Quadrant(int(found.entries.quadrant[area, i])).name.lower(),
                "density": round(float(found.density[area, i]), 4),
                "complexity": round(float(found.complexity.pci[i]), 4),
                "gain": round(float(found.gain[area, i]), 4),
                "because": [found.labels[t] for t in because.sectors],
                "held_by": [inputs.perimeters[n].code for n in doing],
            }
        )
    return rows


def _nearby(inputs: Inputs) -> IntArray:
    """The territories of the same list nearest to each territory, by the distance of their inhabitants' centres."""
    where = np.column_stack([weighted_mean(inputs.membership, inputs.column(each), inputs.population).values for each in
                             ("lon", "lat")])[: inputs.n_territories]  # fmt: skip
    lists = np.array(inputs.list_of)
    near = np.full((inputs.n_areas, NEARBY), -1, dtype=np.intp)
    for name in np.unique(lists):
        rows = np.flatnonzero(lists == name)
        distance = _distances(where[rows])
        np.fill_diagonal(distance, np.nan)
        order = np.argsort(distance, axis=1, kind="stable")[:, :NEARBY]
        reached = ~np.isnan(np.take_along_axis(distance, order, axis=1))
        near[rows[:, np.newaxis], np.arange(order.shape[1])] = np.where(reached, rows[order], -1)
    return near


def _distances(where: FloatArray) -> FloatArray:
    """Great-circle distances in km (haversine), shape (n, n); NaN from or to a place without coordinates."""
    lon, lat = np.radians(where).T
    half = (
        np.sin((lat[:, np.newaxis] - lat) / 2) ** 2
        + np.cos(lat[:, np.newaxis]) * np.cos(lat) * np.sin((lon[:, np.newaxis] - lon) / 2) ** 2
    )
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(half)), dtype=np.float64)
