"""What a territory could become: the sectors near those that it has, what they are worth, and who near it does them.

Sectors are near when the employment zones that have one have the other. With the shipped tables, sectors are those of
the A38 nomenclature and a territory's are brought from its employment zones; with the Urssaf's file of the whole
country, they are the 732 classes, counted in the intermunicipalities and in the territory itself.
"""

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
from tandem.analytics.specialisation import location_quotient
from tandem.diagnosis.measures import sectors
from tandem.diagnosis.measures.classes import KIND, UNITS, classes
from tandem.diagnosis.measures.inputs import Inputs, Measure, index_of, once

FLOOR = 100.0
"""Employees below which a sector of an employment zone or of a territory does not count as present."""
CLASS_FLOOR = 10.0
"""The same for a class of an intermunicipality, whose 732 classes are twenty times smaller than the 38 sectors."""
NEARLY = 0.8
"""Location quotient from which a sector is no longer one to enter: the territory has it, if less than elsewhere."""
BOUND = ("BZ", "CD", "DZ", "EZ")
"""Sectors that follow a deposit, a refinery or a network, and that nearness does not bring: never an opportunity."""
RESEARCH = "MB"
"""The sector outside industry that is given as a reason: research and development."""
WHY, WHO, NEARBY = 3, 3, 20
"""How many near sectors, and how many territories among the twenty nearest, are named beside an opportunity."""
LISTED = 20
EARTH = 6371.0


class Potential(NamedTuple):
    """The product space of the country, and where each area stands in it."""

    space: "Space"
    presence: BoolArray
    quotients: FloatArray
    proximity: FloatArray
    density: FloatArray
    complexity: Complexity
    eci: FloatArray
    outlook: FloatArray
    gain: FloatArray
    entries: Opportunities


class Space(NamedTuple):
    """Employees by place and by area, in the same sectors: `enterable` may be settled, `telling` are reasons to."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    enterable: BoolArray
    telling: BoolArray
    places: FloatArray
    areas: FloatArray
    floor: float


@once
def potential(inputs: Inputs) -> Potential:
    """Compute the product space once for the measures that read it."""
    space = _by_class(inputs) or _by_sector(inputs)
    whole = np.nansum(space.places, axis=0)
    having = presence(space.places, whole, floor=space.floor)
    found = complexity(having)
    near = proximity(having)
    own = np.array(presence(space.areas, whole, floor=space.floor), dtype=np.bool_)
    own[inputs.n_territories :] = False  # a region or the country is no place where a company settles
    quotients = location_quotient(space.areas, whole)
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
        space,
        own,
        quotients,
        near,
        np.asarray(density, dtype=np.float64),
        found,
        eci,
        np.where(known, coi, np.nan),
        cog,
        _entries(own | ~(quotients < NEARLY), np.asarray(density, dtype=np.float64), found.pci, cog, space.enterable),
    )


def _entries(
    settled: BoolArray, density: FloatArray, pci: FloatArray, gain: FloatArray, enterable: BoolArray
) -> Opportunities:
    """Sort the industrial sectors among themselves: beside the services of large cities, none of them is complex.

    All the sectors take part in what is near and in what is complex; the quadrants of the others are left empty.
    `settled` are those that an area has, nearly has, or of which nothing is known there.
    """
    among = opportunities(settled[:, enterable], density[:, enterable], pci[enterable], gain[:, enterable])
    quadrant = np.zeros(settled.shape, dtype=np.int8)
    quadrant[:, enterable] = among.quadrant
    return among._replace(quadrant=quadrant, gain=gain)


def _by_sector(inputs: Inputs) -> Space:
    table = sectors.sectors(inputs)
    described = {row["a38"]: row for row in inputs.load("sectors").to_pylist()}
    return Space(
        table.codes,
        tuple(described[code]["label"] for code in table.codes),
        *_roles([described[code] for code in table.codes]),
        inputs.zone_grid("sector_employees", f"y{sectors.LAST}", "a38", table.codes),
        table.after,
        FLOOR,
    )


def _by_class(inputs: Inputs) -> Space | None:
    """The classes of the intermunicipalities; None unless the file of the whole country is imported."""
    dataset = inputs.imported(KIND)
    if dataset is None or len(dataset.manifest["coverage"]["zones"]) < 0.95 * dataset.manifest["coverage"]["zones_of"]:
        return None
    table = classes(inputs)
    assert table is not None, "the file is imported"
    found = table.cells
    described = {row["ape"]: row for row in inputs.load("activity_classes").to_pylist()}
    # Whether a class of one or two establishments is a speciality would tell its employees: it is not known.
    few = (found.establishments[-1] > 0) & (found.establishments[-1] < UNITS)
    return Space(
        found.classes,
        tuple(described[code]["label"] for code in found.classes),
        *_roles([described[code] for code in found.classes]),
        _by_intermunicipality(inputs, found.last_by_place),
        np.where(few, np.nan, found.employees[-1]),
        CLASS_FLOOR,
    )


def _roles(described: list[dict[str, Any]]) -> tuple[BoolArray, BoolArray]:
    """Say which sectors may be entered, and which are given as reasons for it."""
    industry = np.array([row["industry"] for row in described])
    of_sector = np.array([row["a38"] for row in described])
    return industry & ~np.isin(of_sector, BOUND), industry | (of_sector == RESEARCH)


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
    return Measure(
        np.where(known, wanted.sum(axis=1), np.nan),
        estimate=True,
        details=lambda area: _rows(inputs, found, near[area], area) if known[area] else [],
    )


def _rows(inputs: Inputs, found: Potential, nearby: IntArray, area: int) -> list[dict[str, Any]]:
    """The industrial sectors that an area could enter, those that would bring most first."""
    space, entries = found.space, found.entries
    candidates = np.flatnonzero(entries.quadrant[area] != Quadrant.NONE)
    order = sorted(candidates, key=lambda i: (entries.quadrant[area, i], -found.gain[area, i], space.codes[i]))[:LISTED]
    reasons = contributions(found.presence[[area]] & space.telling, found.proximity, 0, order, WHY)
    # A territory just above the floor may be below it next year: who is named does it for good.
    settled = found.presence & (np.nan_to_num(space.areas) >= 2 * space.floor)
    return [
        {
            "sector": space.codes[i],
            "label": space.labels[i],
            "quadrant": Quadrant(int(entries.quadrant[area, i])).name.lower(),
            "density": round(float(found.density[area, i]), 4),
            "complexity": round(float(found.complexity.pci[i]), 4),
            "gain": round(float(found.gain[area, i]), 4),
            "employees": round(float(space.areas[area, i])),
            "quotient": round(float(found.quotients[area, i]), 2),
            "because": [space.labels[t] for t in because.sectors],
            "held_by": [inputs.perimeters[n].code for n in holders(settled, nearby, int(i))[:WHO]],
        }
        for i, because in zip(order, reasons, strict=True)
    ]


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
