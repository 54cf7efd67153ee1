"""The records behind the programme's figures: one table each, read only when somebody opens them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Availability
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.models import AVAILABILITIES
from tandem.steering import addresses
from tandem.steering.snapshot import Snapshot
from tandem.territories.models import Member, Perimeter, PerimeterCommune


def _title(what: str, snapshot: Snapshot) -> str:
    return _("%(what)s au %(date)s") % {"what": what, "date": date_long(snapshot.date)}


def _region(perimeter: Perimeter) -> str:
    return perimeter.territory.region.name


def territories(snapshot: Snapshot) -> Table:
    """One row per territory."""
    date = snapshot.date
    columns = (
        Column("code", _("Code"), lambda row: row.territory_id),
        Column("name", _("Territoire"), lambda row: row.territory.name),
        Column("region", _("Région"), _region),
        Column("phase", _("Phase"), lambda row: row.phase_id),
        Column("list", _("Liste")),
        Column("members", _("Membres"), decimals=0),
        Column("communes", _("Communes"), decimals=0),
        Column("population", _("Habitants"), decimals=0),
        Column("url", _("Adresse"), lambda row: addresses.territory(row.territory_id, date)),
    )
    return Table(_title(_("Territoires"), snapshot), columns, snapshot.perimeters, note=_sources(snapshot))


def by_region(snapshot: Snapshot) -> dict[str, list[Perimeter]]:
    """Return the perimeters by region code, in the order of the regions' names."""
    found: dict[str, list[Perimeter]] = {}
    for perimeter in snapshot.perimeters:
        found.setdefault(perimeter.territory.region_id, []).append(perimeter)
    return found


def regions(snapshot: Snapshot) -> Table:
    """One row per region."""
    rows = [
        {
            "code": code,
            "name": _region(perimeters[0]),
            "territories": len(perimeters),
            "communes": sum(each.communes for each in perimeters),
            "population": sum(each.population or 0 for each in perimeters),
        }
        for code, perimeters in by_region(snapshot).items()
    ]
    columns = (
        Column("code", _("Code")),
        Column("name", _("Région")),
        Column("territories", _("Territoires"), decimals=0),
        Column("communes", _("Communes"), decimals=0),
        Column("population", _("Habitants"), decimals=0),
    )
    return Table(_title(_("Régions"), snapshot), columns, rows, note=_sources(snapshot))


def _members(snapshot: Snapshot) -> Iterable[Member]:
    return (
        Member.objects.filter(perimeter__in=[each.pk for each in snapshot.perimeters])
        .select_related("perimeter__territory")
        .order_by("perimeter__territory_id", "code")
    )


def members(snapshot: Snapshot) -> Table:
    """One row per member of a territory."""
    columns = (
        Column("territory", _("Code du territoire"), lambda row: row.perimeter.territory_id),
        Column("territory_name", _("Territoire"), lambda row: row.perimeter.territory.name),
        Column("kind", _("Nature"), lambda row: str(row.get_kind_display())),
        Column("code", _("Code")),
        Column("name", _("Membre")),
        Column("complete", _("En entier"), lambda row: _("oui") if row.complete else _("non")),
        Column("communes", _("Communes dans le territoire"), decimals=0),
        Column("communes_total", _("Communes en tout"), decimals=0),
    )
    return Table(_title(_("Membres des territoires"), snapshot), columns, list(_members(snapshot)), _sources(snapshot))


def intermunicipalities(snapshot: Snapshot) -> Table:
    """One row per intermunicipality, whatever the number of territories that it belongs to."""
    rows: dict[str, dict[str, Any]] = {}
    for member in _members(snapshot):
        if member.kind == Member.Kind.COMMUNE:
            continue
        row = rows.setdefault(
            member.code,
            {"code": member.code, "name": member.name, "kind": str(member.get_kind_display()), "territories": []},
        )
        row["territories"].append(member.perimeter.territory_id)
    columns = (
        Column("code", _("SIREN")),
        Column("name", _("Intercommunalité")),
        Column("kind", _("Nature")),
        Column("territories", _("Territoires"), lambda row: ", ".join(row["territories"])),
    )
    ordered = sorted(rows.values(), key=lambda row: row["code"])
    return Table(_title(_("Intercommunalités des territoires"), snapshot), columns, ordered, _sources(snapshot))


def communes(snapshot: Snapshot) -> Table:
    """One row per commune of a territory."""
    rows = (
        PerimeterCommune.objects.filter(perimeter__in=[each.pk for each in snapshot.perimeters])
        .order_by("commune_id", "perimeter__territory_id")
        .values(
            "commune_id",
            "commune__name",
            "commune__population",
            "perimeter__territory_id",
            "perimeter__territory__name",
        )
    )
    columns = (
        Column("commune", _("Code"), lambda row: row["commune_id"]),
        Column("name", _("Commune"), lambda row: row["commune__name"]),
        Column("population", _("Habitants"), lambda row: row["commune__population"], decimals=0),
        Column("territory", _("Code du territoire"), lambda row: row["perimeter__territory_id"]),
        Column("territory_name", _("Territoire"), lambda row: row["perimeter__territory__name"]),
    )
    return Table(_title(_("Communes des territoires"), snapshot), columns, list(rows), _sources(snapshot))


def indicator(snapshot: Snapshot, code: str) -> Table:
    """One row per territory: its value of an indicator, or why it has none."""
    definition = INDICATORS[code].definition
    states = dict(AVAILABILITIES)
    rows = [
        {
            "code": territory,
            "name": snapshot.by_code[territory].territory.name,
            "region": _region(snapshot.by_code[territory]),
            "value": found.value,
            "availability": str(states[found.availability.value]),
            "reason": "" if found.availability in (Availability.VALUE, Availability.ESTIMATE)
            else str(INDICATORS[code].missing),
            "url": addresses.territory_figure(territory, code, snapshot.date),
        }
        for territory, found in snapshot.of(code).items()
    ]  # fmt: skip
    columns = (
        Column("code", _("Code")),
        Column("name", _("Territoire")),
        Column("region", _("Région")),
        Column("value", definition.label, unit=definition.unit.plural, decimals=definition.unit.decimals),
        Column("availability", _("Disponibilité")),
        Column("reason", _("Raison")),
        Column("url", _("Adresse")),
    )
    return Table(_title(str(definition.label), snapshot), columns, rows, note=definition.method)


def _sources(snapshot: Snapshot) -> str:
    return " ; ".join(dict.fromkeys(perimeter.source for perimeter in snapshot.perimeters))
