"""Figures as rows: whole for files, short for reading."""

from functools import partial
from typing import Any

from tandem.core.figures.figure import Figure
from tandem.core.tables import Column, Table
from tandem.core.typography import number

RECORD_COLUMNS = (
    Column("id", "id"),
    Column("label", "label"),
    Column("value", "value", decimals=1),
    Column("unit", "unit"),
    Column("availability", "availability"),
    Column("reason", "reason"),
    Column("scope", "scope", value=lambda record: record["scope"]["code"]),
    Column("as_of", "as_of"),
    Column("rank", "rank", decimals=0),
    Column("ranked", "ranked", decimals=0),
    Column("unranked", "unranked", decimals=0),
    Column("region", "region", value=lambda record: _of_kind(record, "region"), decimals=1),
    Column("france", "france", value=lambda record: _of_kind(record, "country"), decimals=1),
    Column("peers", "peers", value=lambda record: _of_kind(record, "peers"), decimals=1),
    Column("declared", "declared", decimals=0),
    Column("declared_source", "declared_source"),
    Column("source", "source"),
    Column("vintage", "vintage"),
    Column("licence", "licence"),
    Column("definition", "definition"),
    Column("method", "method"),
    Column("lines", "lines", decimals=0),
    Column("url", "url"),
)


def _of_kind(record: dict[str, Any], kind: str) -> float | None:
    return next((c["value"] for c in record["comparisons"] if c["kind"] == kind), None)


def table_of(figures: list[Figure], title: Any = "") -> Table:
    """The figures as rows of one table: the CSV of a diagnosis, of the programme, of a report."""
    return Table(title, RECORD_COLUMNS, [figure.as_dict() for figure in figures])


def table_to_read(figures: list[Figure], title: Any = "") -> Table:
    """The figures as a person reads them on a screen: value with its unit, rank, comparisons."""
    columns = (
        Column("label", "Chiffre", value=lambda figure: str(figure.definition.label)),
        Column("value", "Valeur", value=_value),
        Column("rank", "Rang", value=lambda figure: f"{figure.rank} / {figure.ranked}" if figure.rank else None),
        *(
            Column(kind, label, value=partial(_elsewhere, kind))
            for kind, label in (("region", "Région"), ("country", "France"), ("peers", "Semblables"))
        ),
        Column(
            "declared", "Annoncé", value=lambda figure: number(figure.declared[0].value) if figure.declared else None
        ),
    )
    return Table(title, [column for column in columns if any(column.read(each) for each in figures)], figures)


def _value(figure: Figure) -> str:
    if figure.value is None:
        return str(figure.reason)
    unit = figure.definition.unit
    return f"{number(figure.value, unit.decimals)} {unit.singular if abs(figure.value) < 2 else unit.plural}".rstrip()


def _elsewhere(kind: str, figure: Figure) -> str | None:
    value = figure.compared_with(kind)
    return None if value is None else number(value, figure.definition.unit.decimals)
