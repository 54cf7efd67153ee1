"""What the page of a territory to be reads: departments, their intermunicipalities, their outlines."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from tandem.core.typography import counted
from tandem.places.models import Contiguity, Contour, Department, Intermunicipality

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


def departments() -> list[tuple[str, str]]:
    """Return the departments that have communes, by code: code and name (one query)."""
    rows = Department.objects.in_force().filter(communes__epci__isnull=False).distinct().order_by("code")
    return list(rows.values_list("code", "name"))


def groups_of(department: str, also: Collection[str] = ()) -> tuple[list[Group], list[Group]]:
    """Return the intermunicipalities with a commune in a department, and those of `also` that have none there
    (one query)."""
    there = Q(communes__department=department) | Q(communes_of_ept__department=department)
    rows = Intermunicipality.objects.in_force().filter(there | Q(pk__in=list(also)))
    here = set(Intermunicipality.objects.filter(there).values_list("pk", flat=True)) if department else set()
    found = [Group(*row) for row in rows.distinct().order_by("search_name").values_list("siren", "name", "population")]
    return [each for each in found if each.siren in here], [each for each in found if each.siren not in here]


def around(department: str, also: Collection[str] = ()) -> str:
    """Return the outlines of a department's intermunicipalities, of those that touch them and of `also`, as GeoJSON."""
    here = set(
        Intermunicipality.objects.in_force().filter(communes__department=department).values_list("pk", flat=True)
    )
    touching = Contiguity.objects.filter(Q(first__in=here) | Q(second__in=here)).values_list("first_id", "second_id")
    wanted = here | {code for pair in touching for code in pair} | set(also)
    groups = {
        each.siren: each
        for each in (
            Group(*row)
            for row in Intermunicipality.objects.in_force()
            .filter(pk__in=wanted)
            .values_list("siren", "name", "population")
        )
    }
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
