"""The page of one indicator over all territories, and the index of all indicators."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core.figures import Availability, FigureDefinition
from tandem.core.tables import Column, Table
from tandem.core.typography import counted, date_long, joined
from tandem.diagnosis.catalogue import Chapter, Indicator
from tandem.diagnosis.models import IndicatorValue
from tandem.diagnosis.official_files import in_service
from tandem.diagnosis.results import LEAST_RANKED
from tandem.places.rules import fold
from tandem.public_site import atlas
from tandem.public_site.answers import AsOf, cached, data_version
from tandem.public_site.presenters import addresses, cards, choropleth, drawing, figure_page, identity, stats
from tandem.public_site.presenters.cards import SourceLine
from tandem.public_site.presenters.pictures import Picture
from tandem.public_site.presenters.stats import Stat
from tandem.public_site.reads import PublishedList, Spread, period
from tandem.theme.cells import Missing


@dataclass(frozen=True, slots=True)
class IndexRow:
    indicator: Indicator
    href: str
    france: str
    waits: bool


@dataclass(frozen=True, slots=True)
class IndexChapter:
    chapter: Chapter
    rows: tuple[IndexRow, ...]


def chapters(found: Sequence[Chapter], country: Mapping[str, IndicatorValue], at: AsOf) -> list[IndexChapter]:
    return [
        IndexChapter(
            each,
            tuple(
                IndexRow(
                    i,
                    addresses.of_indicator(i.id, at),
                    _written(i.definition, _value(country.get(i.id))),
                    bool(i.imported) and in_service.find(i.imported) is None,
                )
                for i in each.indicators
            ),
        )
        for each in found
    ]


def contents(found: Sequence[Chapter]) -> list[identity.Item]:
    return [
        identity.Item("#programme", _("Le programme")),
        *(identity.Item(f"#{each.id}", str(each.title)) for each in found),
    ]


def _value(row: IndicatorValue | None) -> float | None:
    return row.value if row is not None else None


def _written(definition: FigureDefinition, value: float | None) -> str:
    return "" if value is None else drawing.measure_of(definition).text(value, full=True)


def context(wanted: Indicator, spread: Spread, at: AsOf, build: Callable[[str], str]) -> dict[str, Any]:
    definition = wanted.definition
    if wanted.imported:
        definition = in_service.cited(definition, in_service.of_tables(each.table for each in definition.sources))
    version = data_version()
    having = sum(value is not None for value in spread.values.values())
    known, enough = having > 0, having >= LEAST_RANKED
    href = reverse("public_site:indicator", args=[wanted.id])
    heavy: dict[str, Any] = {"map": None, "table": ""}
    if known:
        key = (version, wanted.id, spread.list.code, at.query)
        heavy = cached("indicator", key, lambda: _heavy(wanted, spread, at))
    return heavy | {
        "indicator": wanted,
        "missing": cards.sentence(why_missing(wanted)),
        "waiting": cards.awaited(wanted, why_missing(wanted)) if wanted.imported and not known else None,
        "definition": definition,
        "at": at,
        "list": spread.list,
        "list_period": period(spread.list.valid_from, spread.list.valid_until),
        "france": spread.country.value if spread.country else None,
        "figures": _stats(definition, spread) if enough else [],
        "few": _few(spread) if known and not enough else "",
        "strip": _strip(definition, spread, at) if enough else None,
        "regions": region_table(wanted, spread),
        "history": history_table(wanted, spread),
        "sources": tuple(
            SourceLine(f"{s.producer}, {s.title}", s.vintage, reverse("public_site:data_table", args=[s.table]))
            for s in definition.sources
        ),
        "licences": sorted({s.licence for s in definition.sources}),
        "csv": addresses.of_indicator(wanted.id, at, "csv"),
        "json": addresses.of_indicator(wanted.id, at, "json"),
        "map_svg": addresses.adding(addresses.of_indicator(wanted.id, at, "svg"), dessin="carte"),
        "citation": figure_page.citation(
            _as_cited(wanted, spread), str(spread.list.name), build(href + f"?date={at.date.isoformat()}")
        ),
    }


def _few(spread: Spread) -> str:
    """Say that too few territories have a value for their spread to mean something, and which have one."""
    named = joined(row.diagnosis.perimeter.territory.name for row in spread.rows if row.value is not None)
    return _("Peu de territoires ont une valeur : %(named)s.") % {"named": named}


def why_missing(wanted: Indicator) -> str:
    """Say why a territory may have no value: what the catalogue says, or what the file in service covers."""
    if not wanted.imported:
        return str(wanted.missing)
    dataset = in_service.find(wanted.imported)
    return in_service.not_imported(wanted.imported) if dataset is None else in_service.does_not_cover(dataset)


def _heavy(wanted: Indicator, spread: Spread, at: AsOf) -> dict[str, Any]:
    """The map and the table of all territories, made once while the data do not change."""
    names = {row.area_code: row.diagnosis.perimeter.territory.name for row in spread.rows}
    model = atlas.model(spread.list.code, data_version())
    table = render_to_string("public_site/parts/table.html", {"table": page_table(wanted, spread, at)})
    coloured = choropleth.coloured(wanted.definition, model, names, spread.values, spread.values, at)
    return {"map": coloured, "table": table}


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation reads of a figure."""

    definition: FigureDefinition
    source: str
    vintage: str


def _as_cited(wanted: Indicator, spread: Spread) -> Any:
    sources = wanted.definition.sources
    return Cited(
        wanted.definition,
        " ; ".join(f"{s.producer}, {s.title}" for s in sources),
        " ; ".join(dict.fromkeys(s.vintage for s in sources)),
    )


def _summary(spread: Spread) -> list[tuple[str, float | None, str]]:
    """Return label, value, note: the lowest, the median, the highest, France."""
    known = [row for row in spread.rows if row.value is not None]
    lowest, highest = min(known, key=lambda row: row.value), max(known, key=lambda row: row.value)
    return [
        (_("Le plus haut"), highest.value, highest.diagnosis.perimeter.territory.name),
        (_("Médiane"), statistics.median(row.value for row in known), counted(len(known), _("territoire"))),
        (_("Le plus bas"), lowest.value, lowest.diagnosis.perimeter.territory.name),
        (_("France"), spread.country.value if spread.country else None, _("pays entier")),
    ]


def _stats(definition: FigureDefinition, spread: Spread) -> list[Stat]:
    return [
        Stat(label, *stats.split(value, definition), note)
        for label, value, note in _summary(spread)
        if value is not None
    ]


def _strip(definition: FigureDefinition, spread: Spread, at: AsOf) -> Picture:
    svg = addresses.of_indicator(definition.id, at, "svg")
    return Picture(
        title=_("Comment les territoires se répartissent"),
        subtitle=_("Chaque point est un territoire, %(date)s") % {"date": list_words(spread.list)},
        alt=drawing.spread_alt(definition, spread.values, spread.references),
        src=svg,
        narrow=addresses.adding(svg, largeur="etroite"),
        table=summary_table(definition, spread),
        svg=svg,
    )


def list_words(each: PublishedList) -> str:
    return f"{each.name[:1].lower()}{each.name[1:]}"


def summary_table(definition: FigureDefinition, spread: Spread) -> Table:
    unit = definition.unit
    columns = (
        Column("what", _("Repère"), value=lambda row: row[0]),
        Column("value", _("Valeur"), unit=unit.plural, decimals=unit.decimals, value=lambda row: row[1]),
        Column("who", _("Territoire"), value=lambda row: row[2]),
    )
    return Table(str(definition.label), columns, _summary(spread))


def page_table(wanted: Indicator, spread: Spread, at: AsOf) -> Table:
    """Every territory, ranked, with links."""
    unit = wanted.definition.unit

    def link(row: IndicatorValue) -> str:
        territory = row.diagnosis.perimeter.territory
        return identity.link(territory.name, addresses.of_figure(row.area_code, wanted.id, at), territory.region.name)

    def value(row: IndicatorValue) -> Any:
        secret = row.availability == Availability.SECRET
        # A file of one zone leaves nearly everybody without a value: the page says why once.
        reason = row.remark or ("" if wanted.imported else wanted.missing)
        return Missing(reason, secret=secret) if row.value is None else row.value

    columns = [
        Column("territory", _("Territoire"), value=link),
        Column("value", wanted.definition.label, unit=unit.plural, decimals=unit.decimals, value=value),
    ]
    if wanted.ranked:
        columns.append(Column("rank", _("Rang"), decimals=0, value=lambda row: "" if row.rank is None else row.rank))
    rows = sorted(spread.rows, key=lambda row: row.value is None)  # without ranks, those that have a value come first
    return Table(f"{wanted.definition.label}, {list_words(spread.list)}", columns, rows)


def region_table(wanted: Indicator, spread: Spread) -> Table:
    """The regions that have territories, and France; no row where the indicator compares with neither."""
    unit = wanted.definition.unit
    names = {t.region_id: t.region.name for t in (row.diagnosis.perimeter.territory for row in spread.rows)}
    rows = [
        (name, _value(spread.regions[code]))
        for code, name in sorted(names.items(), key=lambda pair: fold(pair[1]))
        if code in spread.regions
    ]
    if spread.country is not None:
        rows.append((_("France"), _value(spread.country)))
    columns = (
        Column("region", _("Région"), value=lambda row: row[0]),
        Column("value", _("Valeur"), unit=unit.plural, decimals=unit.decimals, value=lambda row: row[1]),
    )
    return Table(f"{wanted.definition.label} : {_('régions et France')}", columns, rows)


def history_table(wanted: Indicator, spread: Spread) -> Table:
    """The same indicator over the territories of each list: perimeters change, the data are the same."""
    unit = wanted.definition.unit

    def median(each: PublishedList) -> float | None:
        found = spread.others.get(each.code)
        return statistics.median(found) if found else None

    columns = (
        Column("list", _("Liste"), value=lambda each: each.name),
        Column("since", _("En vigueur"), value=lambda each: period(each.valid_from, each.valid_until)),
        Column("territories", _("Territoires"), decimals=0),
        Column("known", _("Avec une valeur"), decimals=0, value=lambda each: len(spread.others.get(each.code, ()))),
        Column("median", _("Médiane"), unit=unit.plural, decimals=unit.decimals, value=median),
    )
    note = _("Mêmes données, périmètres de chaque liste : l’écart vient du choix des territoires, pas du temps.")
    return Table(_("Le même chiffre sur chaque liste"), columns, list(reversed(spread.lists)), note)


def file_table(wanted: Indicator, spread: Spread) -> Table:
    columns = (
        Column("code", "code", value=lambda row: row.area_code),
        Column("name", "name", value=lambda row: row.diagnosis.perimeter.territory.name),
        Column("region", "region", value=lambda row: row.diagnosis.perimeter.territory.region_id),
        Column("list", "list", value=lambda row: spread.list.code),
        Column("value", "value", decimals=wanted.definition.unit.decimals),
        Column("unit", "unit", value=lambda row: wanted.definition.unit.code),
        Column("availability", "availability"),
        Column("rank", "rank", decimals=0),
        Column("ranked", "ranked", decimals=0),
    )
    return Table(str(wanted.definition.label), columns, spread.rows)


def as_dict(wanted: Indicator, spread: Spread) -> dict[str, Any]:
    definition = wanted.definition
    return {
        "id": wanted.id,
        "label": str(definition.label),
        "definition": str(definition.definition),
        "method": str(definition.method),
        "unit": definition.unit.code,
        "list": spread.list.code,
        "sources": [{"table": s.table, "title": s.title, "producer": s.producer, "vintage": s.vintage,
                     "licence": s.licence} for s in definition.sources],
        "country": _value(spread.country),
        "regions": {code: row.value for code, row in sorted(spread.regions.items())},
        "territories": file_table(wanted, spread).records(),
    }  # fmt: skip


def draw(wanted: Indicator, spread: Spread, width: int) -> str:
    return drawing.among_all(wanted.definition, spread.values, spread.references, width).svg()


def draw_map(wanted: Indicator, spread: Spread) -> str:
    definition = wanted.definition
    alt = drawing.spread_alt(definition, spread.values, spread.references)
    heading = f"{definition.label} ({definition.unit.plural}), {date_long(spread.list.valid_from)}"
    return choropleth.picture(definition, atlas.model(spread.list.code, data_version()), spread.values, alt, heading)
