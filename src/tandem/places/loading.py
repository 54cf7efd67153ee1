"""From reference tables to rows: which table fills which model, and how its columns are read."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.db import connection, models

from tandem.core import bulk
from tandem.places.models import (
    Commune,
    CommuneCode,
    Contiguity,
    Contour,
    Department,
    EmploymentZone,
    Intermunicipality,
    Region,
    ZonedCommune,
    Zoning,
)
from tandem.places.rules import fold
from tandem.places.validity import span

Tables = Mapping[str, pa.Table]
Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the rows of one model are made.

    Parameters
    ----------
    sources
        Reference tables that it reads; a change in one of them is a reason to load again.
    columns, key
        As `tandem.core.bulk.upsert` takes them.
    rows
        Makes the rows from the tables.
    dated
        Rows that the tables no longer list end on the day of their geography instead of being deleted.
    """

    model: type[models.Model]
    sources: tuple[str, ...]
    columns: tuple[str, ...]
    key: tuple[str, ...]
    rows: Callable[[Tables], Rows]
    dated: bool = False


def load(recipe: Recipe, tables: Tables, geography: dt.date) -> bulk.Counts:
    """Load one model; `geography` is the first day of the year of the official codes."""
    if not recipe.dated:
        return bulk.upsert(recipe.model, recipe.columns, recipe.rows(tables), recipe.key, delete_absent=True)
    rows = list(recipe.rows(tables))
    counts = bulk.upsert(recipe.model, recipe.columns, rows, recipe.key)
    ended = _end_absent(recipe.model, [row[0] for row in rows], geography)
    return bulk.Counts(counts.inserted, counts.updated + ended, counts.unchanged, counts.deleted)


def _end_absent(model: type[models.Model], listed: list[str], day: dt.date) -> int:
    """End the validity of what the new vintage no longer lists: other records may still name it."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET validity = daterange(lower(validity), %s)'  # noqa: S608 - names of our own models
            f' WHERE upper_inf(validity) AND "{key}" <> ALL(%s)',
            [day, listed],
        )
        return cursor.rowcount


def _columns(table: pa.Table, *names: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _oldest(tables: Tables, area: str) -> dict[str, dt.date]:
    """Oldest attestation of the communes of each area."""
    oldest: dict[str, dt.date] = {}
    for code, day in _columns(tables["communes"], area, "attested_from"):
        if code is not None:
            oldest[code] = min(day, oldest.get(code, day))
    return oldest


def _regions(tables: Tables) -> Rows:
    attested = _oldest(tables, "region")
    for code, name, zone in _columns(tables["regions"], "code", "name", "zone"):
        yield code, name, zone, span(attested.get(code))


def _departments(tables: Tables) -> Rows:
    attested = _oldest(tables, "department")
    for code, name, region, zone in _columns(tables["departments"], "code", "name", "region", "zone"):
        yield code, name, region, zone, span(attested.get(code))


def _employment_zones(tables: Tables) -> Rows:
    attested = _oldest(tables, "employment_zone")
    for code, name in _columns(tables["employment_zones"], "code", "name"):
        yield code, name, span(attested.get(code))


def _intermunicipalities(tables: Tables) -> Rows:
    names = ("siren", "name", "kind", "population", "attested_from", "attested_until")
    for siren, name, kind, population, since, until in _columns(tables["intermunicipalities"], *names):
        yield siren, name, fold(name), kind, population, span(since, until)


def _communes(tables: Tables) -> Rows:
    names = (
        "code", "name", "department", "region", "epci", "ept", "employment_zone", "population", "lon", "lat",
        "attested_from",
    )  # fmt: skip
    for code, name, *others, since in _columns(tables["communes"], *names):
        yield code, name, fold(name), *others, span(since)


def _commune_codes(tables: Tables) -> Rows:
    return _columns(tables["commune_codes"], "old_code", "code", "origin")


def _contiguity(tables: Tables) -> Rows:
    return _columns(tables["contiguity"], "epci_a", "epci_b", "border")


def _contours(tables: Tables) -> Rows:
    for kind, name in _CONTOURS.items():
        for code, geometry in _columns(tables[name], "code", "geometry"):
            yield kind, code, geometry


def _zonings(tables: Tables) -> Rows:
    names = ("zoning", "name", "kind", "vintage", "producer", "source", "note", "valid_from", "valid_until")
    for *texts, note, since, until in _columns(tables["zoning_catalogue"], *names):
        yield *texts, note or "", span(since, until)


def _zoned_communes(tables: Tables) -> Rows:
    catalogue = _columns(tables["zoning_catalogue"], "zoning", "valid_from", "valid_until")
    validity = {zoning: (since, until) for zoning, since, until in catalogue}
    names = ("zoning", "commune", "status", "detail", "since")
    for zoning, commune, status, detail, since in _columns(tables["zonings"], *names):
        opened, closed = validity[zoning]
        yield zoning, commune, status, detail or "", span(since or opened, closed)


_CONTOURS = {
    Contour.Kind.INTERMUNICIPALITY.value: "contours_intermunicipalities",
    Contour.Kind.DEPARTMENT.value: "contours_departments",
    Contour.Kind.REGION.value: "contours_regions",
}

RECIPES = (
    Recipe(Region, ("regions", "communes"), ("code", "name", "zone", "validity"), ("code",), _regions, dated=True),
    Recipe(
        Department,
        ("departments", "communes"),
        ("code", "name", "region", "zone", "validity"),
        ("code",),
        _departments,
        dated=True,
    ),
    Recipe(
        EmploymentZone,
        ("employment_zones", "communes"),
        ("code", "name", "validity"),
        ("code",),
        _employment_zones,
        dated=True,
    ),
    Recipe(
        Intermunicipality,
        ("intermunicipalities",),
        ("siren", "name", "search_name", "kind", "population", "validity"),
        ("siren",),
        _intermunicipalities,
        dated=True,
    ),
    Recipe(
        Commune,
        ("communes",),
        (
            "code",
            "name",
            "search_name",
            "department",
            "region",
            "epci",
            "ept",
            "employment_zone",
            "population",
            "longitude",
            "latitude",
            "validity",
        ),
        ("code",),
        _communes,
        dated=True,
    ),
    Recipe(CommuneCode, ("commune_codes",), ("old_code", "commune", "origin"), ("old_code",), _commune_codes),
    Recipe(Contiguity, ("contiguity",), ("first", "second", "border"), ("first", "second"), _contiguity),
    Recipe(Contour, tuple(_CONTOURS.values()), ("kind", "code", "geometry"), ("kind", "code"), _contours),
    Recipe(
        Zoning,
        ("zoning_catalogue",),
        ("code", "name", "kind", "vintage", "producer", "source", "note", "validity"),
        ("code",),
        _zonings,
    ),
    Recipe(
        ZonedCommune,
        ("zonings", "zoning_catalogue"),
        ("zoning", "commune", "status", "detail", "validity"),
        ("zoning", "commune"),
        _zoned_communes,
    ),
)
