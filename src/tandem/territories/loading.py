"""From reference tables to the programme's territories, and what the database computes from them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection
from django.utils.translation import gettext as _

from tandem.core import bulk
from tandem.core.errors import ConfigurationError
from tandem.places.rules import fold
from tandem.places.validity import span
from tandem.programme import Programme
from tandem.territories.models import (
    Member,
    Perimeter,
    PerimeterCommune,
    PerimeterContour,
    Phase,
    Succession,
    Territory,
)

TABLES = ("territories", "perimeters", "members", "territory_communes", "contours_territories")

Tables = Mapping[str, pa.Table]
Rows = Iterable[Sequence[Any]]

_COUNTS = """
UPDATE territories_perimeter AS perimeter
SET members = counted.members, communes = counted.communes, population = counted.population
FROM (
    SELECT each.id,
           (SELECT count(*) FROM territories_member WHERE perimeter_id = each.id) AS members,
           count(link.id) AS communes,
           sum(commune.population) AS population
    FROM territories_perimeter AS each
    LEFT JOIN territories_perimetercommune AS link ON link.perimeter_id = each.id
    LEFT JOIN places_commune AS commune ON commune.code = link.commune_id
    GROUP BY each.id
) AS counted
WHERE counted.id = perimeter.id
  AND (perimeter.members, perimeter.communes, perimeter.population)
      IS DISTINCT FROM (counted.members, counted.communes, counted.population)
"""

_SUCCESSIONS = """
SELECT before.id, after.id, count(*), coalesce(sum(commune.population), 0)
FROM territories_perimetercommune AS link
JOIN territories_perimetercommune AS later USING (commune_id)
JOIN territories_perimeter AS before ON before.id = link.perimeter_id
JOIN territories_perimeter AS after ON after.id = later.perimeter_id
JOIN places_commune AS commune ON commune.code = commune_id
WHERE lower(before.validity) < lower(after.validity) AND before.territory_id <> after.territory_id
GROUP BY before.id, after.id
"""


def check_programme(programme: Programme, tables: Tables) -> None:
    """Refuse tables that name a phase or a list which the programme file does not describe.

    Raises
    ------
    ConfigurationError
        With the codes that are missing from the programme file.
    """
    phase_of = dict(_columns(tables["territories"], "code", "phase"))
    known = {each.code: each.phase for each in programme.lists}
    phases = {phase.code for phase in programme.phases}
    faults = [
        _("phase « %s » absente du fichier du programme") % code for code in sorted(set(phase_of.values()) - phases)
    ]
    for territory, code in sorted({(phase_of[territory], code) for territory, code in _lists(tables)}):
        if code not in known:
            faults.append(_("liste « %s » absente du fichier du programme") % code)
        elif known[code] != territory:
            faults.append(
                _("liste « %(list)s » de la phase « %(phase)s » dans les tables de référence")
                % {"list": code, "phase": territory}
            )
    if faults:
        raise ConfigurationError(
            _("Le programme et les tables de référence ne s’accordent pas : %s.") % " ; ".join(faults),
            _("Compléter [[phases]] et [[lists]] dans le fichier du programme."),
        )


def load_phases(programme: Programme) -> bulk.Counts:
    rows = [(phase.code, phase.name, span(phase.valid_from, phase.valid_until)) for phase in programme.phases]
    return bulk.upsert(Phase, ("code", "name", "validity"), rows, ("code",), delete_absent=True)


def load_territories(tables: Tables) -> bulk.Counts:
    columns = ("code", "phase", "name", "search_name", "region", "validity")
    return bulk.upsert(
        Territory, columns, _territories(tables), ("code",), delete_absent=True, spare=_decided("territory")
    )


def load_perimeters(tables: Tables) -> bulk.Counts:
    phase_of = dict(_columns(tables["territories"], "code", "phase"))
    names = ("territory", "list", "name", "observed_on", "source", "valid_from", "valid_until")
    rows = (
        (territory, phase_of[territory], *others, span(since, until))
        for territory, *others, since, until in _columns(tables["perimeters"], *names)
    )
    columns = ("territory", "phase", "list", "name", "observed_on", "source", "validity")
    return bulk.upsert(Perimeter, columns, rows, ("territory", "list"), delete_absent=True, spare=_decided("pk"))


def load_members(tables: Tables) -> bulk.Counts:
    perimeters = _perimeters()
    names = ("territory", "list", "kind", "code", "name", "complete", "communes", "communes_total")
    rows = (
        (
            perimeters[territory, listed][0], kind, code, None if kind == Member.Kind.COMMUNE else code,
            code if kind == Member.Kind.COMMUNE else None, *others,
        )
        for territory, listed, kind, code, *others in _columns(tables["members"], *names)
    )  # fmt: skip
    columns = ("perimeter", "kind", "code", "intermunicipality", "commune", *names[4:])
    return bulk.upsert(Member, columns, rows, ("perimeter", "code"), delete_absent=True, spare=_decided("composition"))


def load_communes(tables: Tables) -> bulk.Counts:
    perimeters = _perimeters()
    members = {
        (perimeter, code): pk for pk, perimeter, code in Member.objects.values_list("id", "perimeter_id", "code")
    }

    def rows() -> Rows:
        names = ("territory", "list", "commune", "member")
        for territory, listed, commune, member in _columns(tables["territory_communes"], *names):
            perimeter, phase, validity = perimeters[territory, listed]
            yield perimeter, phase, commune, members[perimeter, member], validity

    columns = ("perimeter", "phase", "commune", "member", "validity")
    # Rows go in by order of the key: commune first halves the time that the exclusion takes.
    return bulk.upsert(
        PerimeterCommune, columns, rows(), ("commune", "perimeter"), delete_absent=True, spare=_decided("commune_links")
    )


def load_contours(tables: Tables) -> bulk.Counts:
    perimeters = _perimeters()
    rows = (
        (perimeters[territory, listed][0], geometry)
        for territory, listed, geometry in _columns(tables["contours_territories"], "code", "list", "geometry")
    )
    return bulk.upsert(
        PerimeterContour, ("perimeter", "geometry"), rows, ("perimeter",), delete_absent=True, spare=_decided("contour")
    )


def compute_counts() -> int:
    """Write on each perimeter what it counts; return how many perimeters changed."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return cursor.rowcount


def compute_successions() -> bulk.Counts:
    """Write, between every two lists, which communes went from one territory to another."""
    with connection.cursor() as cursor:
        cursor.execute(_SUCCESSIONS)
        rows = cursor.fetchall()
    columns = ("predecessor", "successor", "communes", "population")
    return bulk.upsert(Succession, columns, rows, ("predecessor", "successor"), delete_absent=True)


def _decided(key: str) -> list[Any]:
    """Keys of the rows that a committee's decisions made, which no published list may take away."""
    return list(Perimeter.objects.exclude(decision="").exclude(**{key: None}).order_by().values_list(key, flat=True))


def _columns(table: pa.Table, *names: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _lists(tables: Tables) -> Iterable[tuple[str, str]]:
    return _columns(tables["perimeters"], "territory", "list")


def _territories(tables: Tables) -> Rows:
    first: dict[str, dt.date] = {}
    last: dict[str, dt.date] = {}
    for code, since, until in _columns(tables["perimeters"], "territory", "valid_from", "valid_until"):
        first[code] = min(since, first.get(code, since))
        last[code] = max(until or dt.date.max, last.get(code, dt.date.min))
    for code, phase, name, region in _columns(tables["territories"], "code", "phase", "name", "region"):
        until = None if last[code] == dt.date.max else last[code]
        yield code, phase, name, fold(name), region, span(first[code], until)


def _perimeters() -> dict[tuple[str, str], tuple[int, str, Any]]:
    """Key, phase and validity of each perimeter, by territory and list."""
    rows = Perimeter.objects.values_list("territory_id", "list", "id", "phase_id", "validity")
    return {(territory, listed): (pk, phase, validity) for territory, listed, pk, phase, validity in rows}
