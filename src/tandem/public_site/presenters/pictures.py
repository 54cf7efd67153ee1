"""A picture as a page shows it: its finding, its words, its table, its files. The drawing itself is asked for later."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.tables import Column, Table
from tandem.public_site.presenters import addresses, drawing
from tandem.public_site.presenters.addresses import Pages
from tandem.steering import against
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
    more
        Where the rest of the table is, when only its first rows are on the page.
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
    more: str = ""


def drawn(figure: Figure, there: Pages, kind: str, *, file: bool = True, **words_of_it: Any) -> Picture:
    """Return the picture that the address of a figure draws as `kind`; `file`: its lines go with it."""
    code = figure.definition.id
    svg = there.figure(code, "svg") if kind == "rang" else there.figure(code, "svg", dessin=kind)
    return Picture(
        src=svg,
        narrow=addresses.adding(svg, largeur="etroite"),
        svg=svg,
        csv=there.figure(code, "csv") if file else "",
        kind=kind,
        **words_of_it,
    )


def place(figure: Figure, there: Pages, title: str = "") -> Picture | None:
    """The strip among all territories; None without a value (the page then says why)."""
    if figure.value is None or figure.rank is None:
        return None
    return drawn(
        figure,
        there,
        "rang",
        title=title or against.finding(figure),
        subtitle=_("Chaque point est un territoire du programme."),
        alt=drawing.place_alt(figure),
        table=comparison_table(figure),
    )


def band(standing: Picture) -> Picture:
    """The same strip, low enough for a row among others; its file stays the whole one."""
    low = addresses.adding(standing.src, dessin="bande")
    return replace(standing, src=low, narrow=addresses.adding(low, largeur="etroite"), kind="bande")


def evolution(figure: Figure, there: Pages, *, named: bool = False) -> Picture | None:
    """The line over time; None for a figure without at least two points. `named`: its title says what it is about."""
    if sum(value is not None for _period, value in figure.series) < 2:
        return None
    sizes = against.is_total(figure.definition)
    title = _evolution_title(figure)
    if named:
        title = _("%(label)s : %(title)s") % {"label": figure.definition.label, "title": title[:1].lower() + title[1:]}
    return drawn(
        figure,
        there,
        "evolution",
        file=False,
        title=title,
        subtitle=_("Base 100 : %(first)s") % {"first": quarter(figure.series[0][0])}
        if sizes
        else _("%(label)s, en %(unit)s") % {"label": figure.definition.label, "unit": figure.definition.unit.plural},
        alt=drawing.evolution_alt(figure),
        table=series_table(figure),
    )


def _evolution_title(figure: Figure) -> str:
    known = [(period, value) for period, value in figure.series if value is not None]
    (first, before), (last, after) = known[0], known[-1]
    values = {"first": quarter(first), "last": quarter(last)}
    if against.is_total(figure.definition):
        growth = 100 * (after / before - 1) if before else 0.0
        return _("%(growth)s de %(first)s à %(last)s") % {"growth": against.change(growth, "%", 1), **values}
    return _("De %(before)s à %(after)s, du %(first)s au %(last)s") % {
        "before": drawing.with_unit(before, figure),
        "after": drawing.with_unit(after, figure),
        **values,
    }


def quotients(figure: Figure, there: Pages) -> Picture | None:
    rows = drawing.industrial(figure)
    if not rows:
        return None
    strong = [row for row in rows if row["quotient"] >= SPECIALISED and row["after"] >= EMPLOYEES_FLOOR]
    title = (
        _("Plus présents ici qu’en France : %(sectors)s")
        % {"sectors": ", ".join(row["label"].lower() for row in strong[:2])}
        if strong
        else _("Aucun secteur industriel n’est nettement plus présent qu’en France")
    )
    return drawn(
        figure,
        there,
        "quotients",
        title=title,
        subtitle=_("Quotient de localisation des secteurs industriels, fin 2024 ; 1 : la part nationale"),
        alt=drawing.quotients_alt(figure),
        table=sector_table(figure),
    )


def comparison_table(figure: Figure) -> Table:
    unit = figure.definition.unit
    columns = (
        Column("where", _("Où"), value=lambda row: row[0]),
        Column("value", _("Valeur"), value=lambda row: row[1], unit=unit.plural, decimals=unit.decimals),
        Column("words", _("Par rapport au territoire"), value=lambda row: row[2] or "—"),
    )
    rows = [(figure.scope.name, figure.value, "")]
    rows += [(against.label_of(c), c.value, against.in_words(figure, c)) for c in figure.comparisons]
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
