"""The steering report as a page: the same `Report` as the document, its pictures asked for by their addresses."""

import datetime as dt
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core import charts
from tandem.core.figures import Availability, Comparison, Figure
from tandem.core.tables import Column, Table
from tandem.core.typography import counted, date_long, date_short, percent, signed, significant
from tandem.diagnosis.queries import FRANCE
from tandem.public_site.answers import AsOf
from tandem.public_site.presenters import addresses, drawing, stats
from tandem.public_site.presenters.datasets import link
from tandem.public_site.presenters.pictures import Picture
from tandem.public_site.reads import PublishedList
from tandem.steering.report import Evolution, Finding, Milestone, PillarPage, RegionRows, Report
from tandem.steering.words import with_unit, written
from tandem.theme.cells import Missing


@dataclass(frozen=True, slots=True)
class FindingCard:
    """What an indicator says of the territories, with its picture and both ends."""

    finding: Finding
    sentences: tuple[str, ...]
    picture: Picture


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the report on a pillar, or on what concerns all of them."""

    id: str
    title: str
    text: str
    cards: tuple[FindingCard, ...]
    gap: str


def context(report: Report, at: AsOf, lists: Sequence[PublishedList]) -> dict[str, Any]:
    """Return what the template shows of a report."""
    chapters = [_chapter(report.base, at), *(_chapter(page, at) for page in report.pillars)]
    return {
        "report": report,
        "at": at,
        "dates": as_of_options(lists, at),
        "chosen": at.date.isoformat() if at.asked else "",
        "key_figures": [stats.of(figure, _note(figure)) for figure in report.key_figures],
        "map": _map(report, at),
        "figures": figure_table(report.figures),
        "announced": announced_table(report.announced),
        "history": history_table(report),
        "chapters": chapters,
        "evolution": [_drawn(each) for each in report.evolution],
        "regions": [(region, region_table(region)) for region in report.regions],
        "sources": source_table(report),
        "pdf": reverse("public_site:report_pdf") + at.query,
        "contents": _contents(report, chapters),
    }


def _contents(report: Report, chapters: list[Chapter]) -> list[dict[str, str]]:
    parts = [
        ("essentiel", _("L’essentiel")),
        ("carte", _("Les territoires sur la carte")),
        ("annonces", _("Annoncé et calculé")),
    ]
    parts += [(chapter.id, chapter.title) for chapter in chapters]
    if report.evolution:
        parts.append(("evolution", _("Depuis dix ans")))
    parts += [("regions", _("Région par région")), ("sources", _("Méthode et sources"))]
    return [{"href": f"#{anchor}", "label": label} for anchor, label in parts]


def as_of_options(lists: Sequence[PublishedList], at: AsOf) -> list[tuple[str, str]]:
    """Return the dates one may ask for: today, the first day of each earlier list, and the day that was asked for."""
    options = [("", _("Aujourd’hui"))]
    options += [
        (
            each.valid_from.isoformat(),
            _("%(date)s (%(count)s)")
            % {"date": date_long(each.valid_from), "count": counted(each.territories, _("territoire"))},
        )
        for each in lists
    ]
    if at.asked and at.date.isoformat() not in {value for value, _label in options}:
        options.append((at.date.isoformat(), date_long(at.date)))
    return options


def _note(figure: Figure) -> str:
    """Say how sure the figure is, and how France stands; the day is the page's."""
    sure = _("estimation") if figure.availability is Availability.ESTIMATE else ""
    return stats.compared_with_france(figure, sure)


# -- what the diagnoses say -------------------------------------------------------------------------------------------


def _chapter(page: PillarPage, at: AsOf) -> Chapter:
    cards = tuple(_card(finding, at) for finding in page.findings)
    if page.pillar is None:
        return Chapter(
            "industrie", _("L’industrie et l’emploi"), _("Ce qui concerne tous les axes du programme."), cards, page.gap
        )
    return Chapter(f"axe-{page.pillar.code}", page.pillar.name, page.pillar.description, cards, page.gap)


def _card(finding: Finding, at: AsOf) -> FindingCard:
    definition = finding.indicator.definition
    country = [] if finding.country is None else [Comparison(FRANCE, finding.country)]
    svg = addresses.of_indicator(definition.id, at, "svg")
    picture = Picture(
        title=finding.sentences[0],
        subtitle=_("Chaque point est un territoire."),
        alt=drawing.spread_alt(definition, finding.values, country),
        src=svg,
        narrow=addresses.adding(svg, largeur="etroite"),
        table=_ends(finding),
        csv=addresses.of_indicator(definition.id, at, "csv"),
        svg=svg,
    )
    return FindingCard(finding, finding.sentences[1:], picture)


def _ends(finding: Finding) -> Table:
    rows = [(_("Les plus hauts"), each) for each in finding.highest] + [
        (_("Les plus bas"), each) for each in finding.lowest
    ]
    columns = (
        Column("name", _("Territoire"), value=lambda row: link(row[1].url, row[1].name)),
        Column("region", _("Région"), value=lambda row: row[1].region),
        Column("end", _("Place"), value=lambda row: row[0]),
        Column("value", _("Valeur"), value=lambda row: row[1].written),
    )
    label = finding.indicator.definition.label
    return Table(_("%(label)s : les plus hauts et les plus bas") % {"label": label}, columns, rows)


# -- pictures ----------------------------------------------------------------------------------------------------------


def _map(report: Report, at: AsOf) -> Picture | None:
    code = "industry-share"
    known = {name: value for name, value in report.map_values.items() if value is not None}
    if not known:
        return None
    svg = addresses.adding(addresses.of_indicator(code, at, "svg"), dessin="carte")
    alt = _(
        "Carte de France des territoires, colorés du plus clair au plus foncé selon la part de l’industrie dans "
        "l’emploi, de "
        "%(low)s à %(high)s. Les valeurs sont dans les listes par région."
    ) % {"low": percent(min(known.values())), "high": percent(max(known.values()))}
    rows = [row for region in report.regions for row in region.rows]
    columns = (
        Column("name", _("Territoire"), value=lambda row: link(row.url, row.name)),
        Column("industry_share", _("Industrie"), unit=_("% des emplois"), decimals=1),
    )
    return Picture(
        title=_("L’industrie pèse de %(low)s à %(high)s des emplois selon le territoire")
        % {"low": percent(min(known.values())), "high": percent(max(known.values()))},
        subtitle=_("Part des emplois au recensement de 2022 ; périmètres au %s") % date_long(report.date),
        alt=alt,
        src=svg,
        narrow=svg,
        table=Table(_("Part de l’industrie dans l’emploi"), columns, rows),
        csv=addresses.of_indicator(code, at, "csv"),
        svg=svg,
    )


def _drawn(evolution: Evolution) -> Picture:
    """The territories together and France; this chart has no address of its own, so it travels in the page."""
    label, start = str(evolution.indicator.definition.label), evolution.territories[0][0]
    alt = _("%(label)s, indice 100 en %(start)s. %(sentence)s") % {
        "label": label,
        "start": start,
        "sentence": evolution.sentence,
    }
    series = [
        charts.Series(_("France"), evolution.country, charts.Role.COUNTRY),
        charts.Series(_("Territoires"), evolution.territories, charts.Role.THIS),
    ]
    wide, narrow = (
        _in_page(charts.line(series, alt=alt, measure=charts.Measure(decimals=1), reference=100, width=width))
        for width in (charts.WIDE, charts.NARROW)
    )
    france = dict(evolution.country)
    columns = (
        Column("period", _("Année"), value=lambda row: row[0]),
        Column("territories", _("Territoires d’industrie"), value=lambda row: row[1], decimals=1),
        Column("country", _("France"), value=lambda row: france.get(row[0]), decimals=1),
    )
    subtitle = _("%(label)s, indice 100 en %(start)s") % {"label": label, "start": start}
    return Picture(
        title=evolution.sentence,
        subtitle=subtitle,
        alt=alt,
        src=wide,
        narrow=narrow,
        table=Table(subtitle, columns, evolution.territories),
        svg=wide,
    )


def _in_page(chart: charts.Chart) -> str:
    return f"data:image/svg+xml;base64,{b64encode(chart.svg().encode()).decode()}"


# -- tables ------------------------------------------------------------------------------------------------------------


def figure_table(figures: Sequence[Figure]) -> Table:
    """The figures that the records give, each beside what was announced last."""
    columns = (
        Column("label", _("Chiffre"), value=lambda row: link(row.url, row.definition.label)),
        Column("value", _("Calculé"), value=written),
        Column("declared", _("Annoncé"), value=_announced),
        Column("gap", _("Écart"), value=_gap),
        Column("source", _("Source de l’annonce"), value=_announced_source),
    )
    return Table(_("Chiffres du programme : calculés et annoncés"), columns, figures)


def announced_table(figures: Sequence[Figure]) -> Table:
    """What was only announced: the records do not hold it yet, and the note says why."""
    columns = (
        Column("label", _("Chiffre"), value=lambda row: link(row.url, row.definition.label)),
        Column("declared", _("Annoncé"), value=_announced),
        Column("source", _("Source de l’annonce"), value=_announced_source),
        Column("note", _("À savoir"), value=lambda row: row.declared[0].note or "—"),
    )
    why = " ; ".join(dict.fromkeys(str(figure.reason) for figure in figures))
    note = _("Aucun n’est calculé : %(why)s.") % {"why": why}
    return Table(_("Chiffres seulement annoncés"), columns, figures, note)


def _announced(figure: Figure) -> str:
    if not figure.declared:
        return "—"
    first = figure.declared[0]
    euros = str(figure.definition.unit.plural) == "€"
    text = significant(first.value, 3, "€") if euros else with_unit(first.value, figure)
    return text if first.qualifier in ("", "exact") else f"{first.qualifier} {text}"


def _gap(figure: Figure) -> str:
    """Say what the records give beyond what was announced."""
    if figure.value is None or not figure.declared:
        return "—"
    return _apart(figure.value - figure.declared[0].value)


def _apart(gap: float) -> str:
    return signed(gap) if gap else _("aucun")


def _announced_source(figure: Figure) -> str:
    if not figure.declared:
        return "—"
    first = figure.declared[0]
    return f"{first.source} ({date_short(first.as_of)})"


def history_table(report: Report) -> Table:
    columns = (
        Column("date", _("Date"), value=lambda row: date_long(row.date)),
        Column("announced", _("Territoires annoncés"), value=lambda row: row.announced.value, decimals=0),
        Column("computed", _("Territoires calculés"), value=lambda row: row.computed or _before_lists(), decimals=0),
        Column("gap", _("Écart"), value=_milestone_gap),
        Column("source", _("Source de l’annonce"), value=lambda row: row.announced.source),
    )
    return Table(_("Le nombre de territoires, tel qu’annoncé et tel que calculé"), columns, report.history)


def _milestone_gap(row: Milestone) -> str:
    return "—" if row.computed is None else _apart(row.computed - row.announced.value)


def _before_lists() -> Missing:
    return Missing(_("Avant la première liste chargée, celle d’octobre 2020."))


def region_table(region: RegionRows) -> Table:
    columns = (
        Column("name", _("Territoire"), value=lambda row: link(row.url, row.name)),
        Column("members", _("Membres"), decimals=0),
        Column("communes", _("Communes"), decimals=0),
        Column("population", _("Habitants"), decimals=0),
        Column("industry_share", _("Industrie"), unit=_("% des emplois"), decimals=1),
        Column("employees_change", _("Salariés du privé 2019-2024"), unit="%", decimals=1),
    )
    return Table(_("Territoires : %(region)s") % {"region": region.name}, columns, region.rows)


def source_table(report: Report) -> Table:
    columns = (
        Column(
            "title", _("Table"), value=lambda row: link(reverse("public_site:data_table", args=[row.table]), row.title)
        ),
        Column("producer", _("Producteur")),
        Column("vintage", _("Millésime")),
        Column("licence", _("Licence")),
    )
    return Table(_("Sources du rapport"), columns, report.sources)


def file_name(date: dt.date) -> str:
    return f"rapport-{date.isoformat()}.pdf"
