"""What the page of a territory to be reads: departments, their intermunicipalities, their outlines."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from tandem import reference
from tandem.core.typography import counted
from tandem.places.models import Contiguity, Contour
from tandem.places.rules import fold

MOST = 100
"""Intermunicipalities of other departments that a map shows beside those of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """An intermunicipality to choose."""

    siren: str
    name: str
    population: int | None

    @property
    def inhabitants(self) -> str:
        return "" if self.population is None else counted(self.population, "habitant")


@dataclass(frozen=True, slots=True)
class _Directory:
    """Departments and intermunicipalities of today, read once: they ship with the program and do not change."""

    departments: tuple[tuple[str, str], ...]
    groups: Mapping[str, Group]
    of_department: Mapping[str, frozenset[str]]


@cache
def _directory() -> _Directory:
    columns = ("department", "epci", "ept")
    held: dict[str, set[str]] = {}
    for row in reference.load("communes").select(columns).to_pylist():
        held.setdefault(row["department"], set()).update({row["epci"], row["ept"]} - {None})
    found = reference.load("intermunicipalities").to_pylist()
    in_force = {code for codes in held.values() for code in codes}
    names = {row["code"]: row["name"] for row in reference.load("departments").to_pylist()}
    return _Directory(
        departments=tuple((code, names[code]) for code in sorted(held) if held[code]),
        groups={
            row["siren"]: Group(row["siren"], row["name"], row["population"])
            for row in sorted(found, key=lambda row: fold(row["name"]))
            if row["siren"] in in_force
        },
        of_department={code: frozenset(codes) for code, codes in held.items()},
    )


def departments() -> list[tuple[str, str]]:
    """Return the departments that have intermunicipalities, by code: code and name."""
    return list(_directory().departments)


def groups_of(department: str, also: Collection[str] = ()) -> tuple[list[Group], list[Group]]:
    """Return the intermunicipalities with a commune in a department, and those of `also` that have none there, both in
    alphabetical order."""
    known = _directory()
    here = known.of_department.get(department, frozenset())
    return (
        [group for siren, group in known.groups.items() if siren in here],
        [group for siren, group in known.groups.items() if siren in also and siren not in here],
    )


def around(department: str, also: Collection[str] = ()) -> str:
    """Return the outlines of a department's intermunicipalities, of those that touch them and of `also`, as GeoJSON
    (two queries)."""
    known = _directory()
    here = known.of_department.get(department, frozenset())
    touching = Contiguity.objects.filter(Q(first__in=here) | Q(second__in=here)).values_list("first_id", "second_id")
    wanted = here | {code for pair in touching for code in pair} | set(also)
    groups = {siren: group for siren, group in known.groups.items() if siren in wanted}
    outlines = Contour.objects.filter(
        Q(kind=Contour.Kind.INTERMUNICIPALITY, code__in=groups) | Q(kind=Contour.Kind.DEPARTMENT, code=department)
    ).order_by("kind", "code")
    features, ground = [], []
    for kind, code, geometry in outlines.values_list("kind", "code", "geometry"):
        if kind == Contour.Kind.DEPARTMENT:
            ground.append(geometry)
            continue
        group = groups[code]
        properties = {
            "siren": code,
            "name": group.name,
            "said": f"{group.name}, {group.inhabitants}",
            "here": code in here,
        }
        features.append(
            f'{{"type":"Feature","properties":{json.dumps(properties, ensure_ascii=False)},"geometry":{geometry}}}'
        )
    return (
        f'{{"type":"FeatureCollection","ground":{{"type":"GeometryCollection","geometries":[{",".join(ground)}]}},'
        f'"features":[{",".join(features)}]}}\n'
    )


def outlines(groups: Collection[str], departments: Collection[str]) -> tuple[dict[str, str], list[str]]:
    """Return the outlines of intermunicipalities by SIREN, and those of departments (one query)."""
    rows = Contour.objects.filter(
        Q(kind=Contour.Kind.INTERMUNICIPALITY, code__in=list(groups))
        | Q(kind=Contour.Kind.DEPARTMENT, code__in=list(departments))
    ).order_by("kind", "code")
    found = list(rows.values_list("kind", "code", "geometry"))
    return (
        {code: geometry for kind, code, geometry in found if kind == Contour.Kind.INTERMUNICIPALITY},
        [geometry for kind, _code, geometry in found if kind == Contour.Kind.DEPARTMENT],
    )
