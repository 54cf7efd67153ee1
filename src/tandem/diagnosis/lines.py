"""The records behind a figure: read from the reference tables, for the communes of one perimeter."""

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from tandem import reference
from tandem.core.tables import Column, Table
from tandem.diagnosis.catalogue import Indicator
from tandem.diagnosis.measures.schemes import WHOLE_COUNTRY
from tandem.diagnosis.subject import Subject


def behind(indicator: Indicator, subject: Subject) -> Table:
    """Return the records that an indicator of a subject is computed from.

    Each row is a record of the source, untouched; an empty cell is secret or absent, as the producer left it.
    """
    codes = list(subject.communes())
    title = _("%(label)s : enregistrements, %(name)s") % {
        "label": indicator.definition.label,
        "name": subject.scope.name,
    }
    columns, rows = _READERS[indicator.grain](indicator, subject, codes)
    return Table(title, columns, rows, note=indicator.definition.method)


def of_details(
    indicator: Indicator,
    columns: Sequence[Column],
    subject: Subject,
    details: Sequence[dict[str, Any]],
    remark: str = "",
) -> Table:
    """Return the details of a figure as its records, for one whose details are all that may be read of a source.

    `remark`: what is said of these details in particular; it goes under the table with the method.
    """
    title = _("%(label)s : détail, %(name)s") % {"label": indicator.definition.label, "name": subject.scope.name}
    note = f"{remark[:1].upper()}{remark[1:]}. {indicator.definition.method}" if remark else indicator.definition.method
    return Table(title, columns, details, note=note)


Reading = tuple[Sequence[Column], list[dict[str, Any]]]


def _by_commune(indicator: Indicator, subject: Subject, codes: list[str]) -> Reading:
    communes = _rows("communes", "code", codes).select(["code", "name"])
    if indicator.id == "schemes":
        return _schemes(communes, codes)
    names = dict(zip(communes["code"].to_pylist(), communes["name"].to_pylist(), strict=True))
    cells: dict[str, dict[str, Any]] = {code: {"code": code, "name": names.get(code, "")} for code in codes}
    for table, column in indicator.columns:
        for row in _rows(table, "commune", codes).select(["commune", column]).to_pylist():
            cells[row["commune"]][column] = row[column]
    columns = [Column("code", _("Code")), Column("name", _("Commune")), *_data_columns(indicator)]
    return columns, [{**{c.key: None for c in columns}, **row} for row in cells.values()]


def _schemes(communes: pa.Table, codes: list[str]) -> Reading:
    names = dict(zip(communes["code"].to_pylist(), communes["name"].to_pylist(), strict=True))
    labels = {row["zoning"]: row for row in reference.load("zoning_catalogue").to_pylist()}
    columns = [
        Column("zoning", _("Sigle")),
        Column("zoning_name", _("Dispositif")),
        Column("code", _("Code")),
        Column("name", _("Commune")),
        Column("status", _("Classement")),
        Column("since", _("Depuis")),
        Column("vintage", _("Millésime")),
    ]
    found = _rows("zonings", "commune", codes).to_pylist()
    rows = [
        {
            "zoning": row["zoning"],
            "zoning_name": labels[row["zoning"]]["name"],
            "code": row["commune"],
            "name": names.get(row["commune"], ""),
            "status": row["status"],
            "since": row["since"].isoformat() if row["since"] else None,
            "vintage": labels[row["zoning"]]["vintage"],
        }
        for row in found
    ]
    return columns, sorted(rows, key=lambda row: (row["zoning"], row["code"]))


def _by_intermunicipality(indicator: Indicator, subject: Subject, codes: list[str]) -> Reading:
    communes = _rows("communes", "code", codes).select(["code", "epci", "ept"]).to_pylist()
    counts: dict[str, int] = {}
    for row in communes:
        for code in (row["ept"], row["epci"], row["code"]):
            if code and code in _epci_codes():
                counts[code] = counts.get(code, 0) + 1
                break
    columns = [
        Column("siren", _("Code")),
        Column("name", _("Intercommunalité")),
        Column("communes", _("Communes du territoire"), decimals=0),
        *_data_columns(indicator),
    ]
    wanted = ["siren", "name", *dict.fromkeys(column for _table, column in indicator.columns)]
    rows = _rows("epci_jobs", "siren", list(counts)).select(wanted).to_pylist()
    return columns, [{**row, "communes": counts[row["siren"]]} for row in rows]


def _epci_codes() -> set[str]:
    return set(reference.load("epci_jobs")["siren"].to_pylist())


def _by_zone(indicator: Indicator, subject: Subject, codes: list[str]) -> Reading:
    zones = sorted({z for z in _rows("communes", "code", codes)["employment_zone"].to_pylist() if z})
    names = dict(zip(*(reference.load("employment_zones")[name].to_pylist() for name in ("code", "name")), strict=True))
    table = indicator.columns[0][0]
    source = _rows(table, "zone", zones)
    keys = [name for name in ("a38", "quarter") if name in source.column_names]
    labels = dict(zip(*(reference.load("sectors")[name].to_pylist() for name in ("a38", "label")), strict=True))
    columns = [Column("zone", _("Code")), Column("zone_name", _("Zone d’emploi"))]
    if "a38" in keys:
        columns += [Column("a38", _("Secteur")), Column("sector", _("Intitulé"))]
    if "quarter" in keys:
        columns.append(Column("quarter", _("Trimestre")))
    columns += _data_columns(indicator)
    rows = source.select(["zone", *keys, *(column for _table, column in indicator.columns)]).to_pylist()
    for row in rows:
        row["zone_name"] = names.get(row["zone"], "")
        if "a38" in keys:
            row["sector"] = labels.get(row["a38"], "")
    return columns, rows


def _by_region(indicator: Indicator, subject: Subject, codes: list[str]) -> Reading:
    columns = [Column("fap", _("Famille professionnelle")), Column("label", _("Métier")), Column("listed", _("Liste"))]
    region = subject.region
    found = {
        row["fap"]: {**row, "listed": _("toute la France") if row["region"] == WHOLE_COUNTRY else region.name}
        for row in _rows("shortage_occupations", "region", [region.code, WHOLE_COUNTRY]).to_pylist()
    }
    return columns, sorted(found.values(), key=lambda row: row["fap"])


def _data_columns(indicator: Indicator) -> list[Column]:
    """Columns of the source, under the label and unit that its manifest gives them."""
    tables = reference.manifest()["tables"]
    found = []
    for table, name in indicator.columns:
        described = next(column for column in tables[table]["columns"] if column["name"] == name)
        whole = described["type"].startswith(("int", "uint"))
        found.append(Column(name, described["label"], unit=described["unit"] or "", decimals=0 if whole else 1))
    return found


def _rows(table: str, key: str, codes: Sequence[str]) -> pa.Table:
    source = reference.load(table)
    return source.filter(pc.is_in(source[key], value_set=pa.array(codes, pa.string())))


_READERS: dict[str, Callable[[Indicator, Subject, list[str]], Reading]] = {
    "commune": _by_commune,
    "intermunicipality": _by_intermunicipality,
    "zone": _by_zone,
    "region": _by_region,
}
