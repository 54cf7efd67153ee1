"""A picture as a page shows it: its finding, its words, its table, its files. The drawing itself is asked for later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.tables import Column, Table
from tandem.public_site.answers import AsOf
from tandem.public_site.presenters import addresses, drawing, words
from tandem.steering.summary import EMPLOYEES_FLOOR, SPECIALISED
from tandem.steering.words import quarter


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, in two widths, and all that goes with it.

    Parameters
    ----------
    title
        The finding.
    subtitle
        Unit, scope, date.
    alt
        What it shows, for who does not see it.
    src, narrow
        Addresses of the drawing for a wide and a narrow screen.
    table
        The numbers drawn.
    csv, svg
        Files to take away.
    kind
        What drawing it is: its height is kept for it while it loads.
    """

    title: str
    subtitle: str
    alt: str
    src: str
    narrow: str
    table: Table
    csv: str = ""
    svg: str = ""
    source: str = ""
    kind: str = "rang"


def place(figure: Figure, at: AsOf, title: str = "") -> Picture | None:
    """The strip among all territories; None without a value (the page then says why)."""
    if figure.value is None or figure.rank is None:
        return None
    svg = addresses.of_figure(figure.scope.code, figure.definition.id, at, "svg")
    return Picture(
        title=title or words.finding(figure),
        subtitle=_("Chaque point est un territoire du programme."),
        alt=drawing.place_alt(figure),
        src=svg,
        narrow=addresses.adding(svg, largeur="etroite"),
        table=comparison_table(figure),
        svg=svg,
        csv=addresses.of_figure(figure.scope.code, figure.definition.id, at, "csv"),
    )


def band(standing: Picture) -> Picture:
    """The same strip, low enough for a row among others; its file stays the whole one."""
    low = addresses.adding(standing.src, dessin="bande")
    return replace(standing, src=low, narrow=addresses.adding(low, largeur="etroite"), kind="bande")


def evolution(figure: Figure, at: AsOf) -> Picture | None:
    """The line over time; None for a figure without at least two points."""
    if sum(value is not None for _period, value in figure.series) < 2:
        return None
    svg = _drawn_as(figure, at, "evolution")
    sizes = words.is_total(figure.definition)
    first = quarter(figure.series[0][0])
    return Picture(
        title=_evolution_title(figure),
        subtitle=_("Base 100 : %(first)s") % {"first": first}
        if sizes
        else _("%(label)s, en %(unit)s") % {"label": figure.definition.label, "unit": figure.definition.unit.plural},
        alt=drawing.evolution_alt(figure),
        src=svg,
        narrow=addresses.adding(svg, largeur="etroite"),
        table=series_table(figure),
        svg=svg,
        kind="evolution",
    )


def _evolution_title(figure: Figure) -> str:
    known = [(period, value) for period, value in figure.series if value is not None]
    (first, before), (last, after) = known[0], known[-1]
    values = {"first": quarter(first), "last": quarter(last)}
    if words.is_total(figure.definition):
        growth = 100 * (after / before - 1) if before else 0.0
        return _("%(growth)s de %(first)s à %(last)s") % {"growth": words.change(growth, "%", 1), **values}
    return _("De %(before)s à %(after)s, du %(first)s au %(last)s") % {
        "before": drawing.with_unit(before, figure),
        "after": drawing.with_unit(after, figure),
        **values,
    }


def quotients(figure: Figure, at: AsOf) -> Picture | None:
    rows = drawing.industrial(figure)
    if not rows:
        return None
    svg = _drawn_as(figure, at, "quotients")
    strong = [row for row in rows if row["quotient"] >= SPECIALISED and row["after"] >= EMPLOYEES_FLOOR]
    title = (
        _("Plus présents ici qu’en France : %(sectors)s")
        % {"sectors": ", ".join(row["label"].lower() for row in strong[:2])}
        if strong
        else _("Aucun secteur industriel n’est nettement plus présent qu’en France")
    )
    return Picture(
        title=title,
        subtitle=_("Quotient de localisation des secteurs industriels, fin 2024 ; 1 : la part nationale"),
        alt=drawing.quotients_alt(figure),
        src=svg,
        narrow=addresses.adding(svg, largeur="etroite"),
        table=sector_table(figure),
        svg=svg,
        kind="quotients",
        csv=addresses.of_figure(figure.scope.code, figure.definition.id, at, "csv"),
    )


def effects(figures: Mapping[str, Figure], at: AsOf) -> Picture | None:
    parts = [figures.get(code) for code in drawing.EFFECTS]
    if any(part is None or part.value is None for part in parts):
        return None
    figure = figures["employees-change"]
    svg = _drawn_as(figure, at, "effets")
    local = figures["local-effect"].value or 0.0
    title = (
        _("Le territoire a fait mieux que ses secteurs ne le laissaient attendre")
        if local > 0
        else _("Le territoire a fait moins bien que ses secteurs ne le laissaient attendre")
    )
    return Picture(
        title=title,
        subtitle=_("Évolution des salariés du privé de 2019 à 2024, en % de 2019, et ce qui la compose"),
        alt=drawing.effects_alt(figures),
        src=svg,
        narrow=addresses.adding(svg, largeur="etroite"),
        table=effects_table(figures),
        svg=svg,
        kind="effets",
    )


def _drawn_as(figure: Figure, at: AsOf, kind: str) -> str:
    svg = addresses.of_figure(figure.scope.code, figure.definition.id, at, "svg")
    return addresses.adding(svg, dessin=kind)


def comparison_table(figure: Figure) -> Table:
    unit = figure.definition.unit
    columns = (
        Column("where", _("Où"), value=lambda row: row[0]),
        Column("value", _("Valeur"), value=lambda row: row[1], unit=unit.plural, decimals=unit.decimals),
        Column("words", _("Par rapport au territoire"), value=lambda row: row[2] or "—"),
    )
    rows = [(figure.scope.name, figure.value, "")]
    rows += [(words.label_of(c), c.value, words.in_words(figure, c)) for c in figure.comparisons]
    return Table(f"{figure.definition.label}, {figure.scope.name}", columns, rows)


def series_table(figure: Figure) -> Table:
    unit = figure.definition.unit
    others = {c.scope.name: dict(c.series) for c in figure.comparisons if c.series}
    columns = [
        Column("period", _("Période"), value=lambda row: quarter(row[0])),
        Column("value", figure.scope.name, value=lambda row: row[1], unit=unit.plural, decimals=unit.decimals),
        *(
            Column(name, name, value=lambda row, known=known: known.get(row[0]), decimals=unit.decimals)
            for name, known in others.items()
        ),
    ]
    return Table(f"{figure.definition.label}, {figure.scope.name}", columns, list(figure.series))


def sector_table(figure: Figure) -> Table:
    """Every sector, the most specific first, those that secrecy hides at the end and said so."""
    from tandem.theme.cells import Missing

    def known(key: str) -> Any:
        reason = _("aucun salarié déclaré dans les zones d’emploi du territoire, ou donnée non diffusée")
        return lambda row: Missing(reason) if row[key] is None else row[key]

    columns = (
        Column("label", _("Secteur")),
        Column("industry", _("Industrie"), value=lambda row: _("oui") if row["industry"] else _("non")),
        Column("before", _("Salariés 2019"), decimals=0, value=known("before")),
        Column("after", _("Salariés 2024"), decimals=0, value=known("after")),
        Column("share", _("Part"), unit="%", decimals=1, value=known("share")),
        Column("quotient", _("Quotient de localisation"), decimals=2, value=known("quotient")),
    )
    rows = sorted(figure.details, key=lambda row: (row["quotient"] is None, -(row["quotient"] or 0)))
    note = _(
        "Salariés privés (Urssaf) des zones d’emploi, répartis selon les emplois des communes : une estimation. "
        "Quotient : part du secteur ici ÷ part en France."
    )
    return Table(_("Secteurs : %(name)s") % {"name": figure.scope.name}, columns, rows, note)


def effects_table(figures: Mapping[str, Figure]) -> Table:
    change, structural, local = (figures[code].value or 0.0 for code in drawing.EFFECTS)
    rows = (
        (_("Croissance nationale"), change - structural - local),
        (_("Effet de structure"), structural),
        (_("Effet local"), local),
        (_("Évolution 2019-2024"), change),
    )
    columns = (
        Column("part", _("Composante"), value=lambda row: row[0]),
        Column("value", _("Part"), unit=_("% des salariés de 2019"), decimals=2, value=lambda row: row[1]),
    )
    name = figures["employees-change"].scope.name
    return Table(_("Évolution des salariés du privé, %(name)s") % {"name": name}, columns, rows)


def zoning_table(figure: Figure) -> Table:
    columns = (
        Column("name", _("Zonage ou dispositif")),
        Column("kind", _("Nature")),
        Column("communes", _("Communes du territoire"), decimals=0),
        Column("population_share", _("Part des habitants"), unit="%", decimals=1),
        Column("vintage", _("Millésime")),
    )
    title = _("Zonages et dispositifs présents, %(name)s") % {"name": figure.scope.name}
    return Table(title, columns, figure.details)


def sources(figures: Iterable[Figure]) -> str:
    return " ; ".join(dict.fromkeys(figure.source for figure in figures))
