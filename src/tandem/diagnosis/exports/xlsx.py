"""A diagnosis, or several side by side, as a workbook."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from tandem import __version__, reference
from tandem.core.charts.palette import Role
from tandem.core.figures import Figure
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long, joined
from tandem.diagnosis.comparison import Row
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.exports.columns import comparison_table, figure_style, figures_table, row_style, style_of
from tandem.diagnosis.exports.details import dated, detailed, lacks_of
from tandem.diagnosis.exports.sheets import Book, LineChart, Sheet, Style, printed
from tandem.diagnosis.exports.wording import reading_advice
from tandem.programme import current

README = "Lisez-moi"
PRINTED_FIGURES = 11
"""Columns of the figures that hold on paper; definitions and sources follow on the screen."""
_ROLES = {"territory": Role.THIS, "region": Role.REGION, "country": Role.COUNTRY}


def xlsx_of(edition: Edition) -> bytes:
    """Return a diagnosis as a workbook; the same diagnosis gives the same bytes.

    Sheets: what it is and how to read it, the figures, the perimeter, the details of the figures that have some, the
    figures over time, what is missing, the sources.
    """
    book = Book(edition.title, current().organisation.name, edition.date)
    tab, _name = book.tab(README)
    for sheet in _sheets(edition):
        book.add(sheet)
    _readme(book, tab, edition.title, _identity(edition), _contents(edition))
    return book.close()


def xlsx_of_comparison(editions: Sequence[Edition], rows: Sequence[Row]) -> bytes:
    """Return a comparison as a workbook: all in one sheet, then the figures of each territory in its own."""
    names = joined(each.name for each in editions)
    title = _("Comparaison de %(names)s") % {"names": names}
    date = max(each.date for each in editions)
    book = Book(title, current().organisation.name, date)
    tab, _name = book.tab(README)
    compared = comparison_table(editions, rows)
    book.add(Sheet(_("Comparaison"), compared, style=row_style, printed=len(editions) + 4, clipped=True))
    contents = [
        (_("Comparaison"), _("un chiffre par ligne, un territoire par colonne ; les plus grands écarts d’abord"))
    ]
    for each in editions:
        book.add(_figures(each, each.name))
        contents.append((each.name, _("ses chiffres, avec définitions, méthodes et sources")))
    sources = {source.title: source for each in editions for source in each.sources}
    book.add(_sources(title, [sources[key] for key in sorted(sources)]))
    contents.append((_("Sources"), _("chaque source, son millésime et sa licence")))
    identity = [
        (_("Territoires"), " ; ".join(f"{each.name} ({each.code})" for each in editions)),
        (_("État au"), date_long(date)),
        (
            _("Écart"),
            _(
                "« fort » au-delà de deux écarts-types de l’ensemble des territoires de la liste, « net » au-delà "
                "d’un. La colonne France est sans objet pour les effectifs, qui ne se comparent pas à un pays."
            ),
        ),
        *_made_by(editions[0].licence),
    ]
    _readme(book, tab, title, identity, contents)
    return book.close()


def _sheets(edition: Edition) -> list[Sheet]:
    figures = edition.figures
    return [
        _figures(edition, _("Chiffres")),
        Sheet(_("Périmètre"), _perimeter(edition), frozen=2),
        Sheet(_("Communes"), _communes(edition), frozen=2),
        *(
            Sheet(str(figure.definition.label), _titled(table, edition), frozen=2)
            for figure, table in detailed(edition)
        ),
        *(_series(edition, figure, table) for figure, table in dated(figures)),
        Sheet(_("Ce qui manque"), _lacks(edition)),
        _sources(edition.title, edition.sources),
    ]


def _figures(edition: Edition, name: str) -> Sheet:
    return Sheet(name, figures_table(edition), frozen=2, style=figure_style, printed=PRINTED_FIGURES, clipped=True)


def _titled(table: Table, edition: Edition) -> Table:
    title = _("%(label)s, %(name)s, état au %(date)s") % {
        "label": table.title,
        "name": edition.name,
        "date": date_long(edition.date),
    }
    return Table(title, table.columns, table.rows, table.note)


def _perimeter(edition: Edition) -> Table:
    columns = (
        Column("code", _("Code")),
        Column("name", _("Nom")),
        Column("kind", _("Nature")),
        Column("communes", _("Communes dans le territoire"), decimals=0),
        Column("total", _("Communes en tout"), decimals=0),
    )
    return Table(_("%(title)s : le périmètre") % {"title": edition.title}, columns, edition.parts, edition.source)


def _communes(edition: Edition) -> Table:
    table = reference.load("communes")
    names = dict(zip(table["code"].to_pylist(), table["name"].to_pylist(), strict=True))
    columns = (Column("code", _("Code")), Column("name", _("Commune")))
    rows = [{"code": code, "name": names.get(code)} for code in edition.communes()]
    return Table(_("%(title)s : les communes") % {"title": edition.title}, columns, rows)


def _lacks(edition: Edition) -> Table:
    columns = (
        Column("chapter", _("Chapitre")),
        Column("figures", _("Chiffres"), value=lambda lack: " ; ".join(lack.figures) or _("à venir")),
        Column("reason", _("Pourquoi, et ce qui le donnerait")),
    )
    return Table(_("%(title)s : ce qui manque") % {"title": edition.title}, columns, lacks_of(edition))


def _sources(title: str, sources: Sequence[Any]) -> Sheet:
    columns = (
        Column("title", _("Source")),
        Column("producer", _("Producteur")),
        Column("vintage", _("Millésime")),
        Column("licence", _("Licence")),
        Column("table", _("Table")),
    )
    return Sheet(_("Sources"), Table(_("%(title)s : les sources") % {"title": title}, columns, sources))


def _series(edition: Edition, figure: Figure, table: Table) -> Sheet:
    """A figure over time and its chart: the index where there is one, since sizes do not share an axis."""
    label = str(figure.definition.label)
    indexed = any(column.key.endswith("_index") for column in table.columns)
    drawn = [
        (place, _ROLES[column.key.removesuffix("_index")])
        for place, column in enumerate(table.columns)
        if column.key != "period" and column.key.endswith("_index") == indexed
    ]
    style = style_of(figure.definition)
    return Sheet(
        _("Évol. %(label)s") % {"label": label},
        _titled(table, edition),
        style=lambda _row, column: Style(column.decimals or 0) if column.key.endswith("_index") else style,
        chart=LineChart(
            title=_("%(label)s, indice 100 au début") % {"label": label} if indexed else label,
            alt=_("Courbe : %(label)s, d’après le tableau de cette feuille.") % {"label": label},
            columns=tuple(drawn),
        ),
    )


def _identity(edition: Edition) -> list[tuple[str, str]]:
    return [
        (_("Territoire"), edition.name),
        *edition.facts,
        (_("État au"), date_long(edition.date)),
        (_("Origine du périmètre"), edition.source),
        *_made_by(edition.licence),
        *([(_("Empreinte"), edition.snapshot)] if edition.snapshot else []),
    ]


def _made_by(licence: str) -> list[tuple[str, str]]:
    return [
        (_("Licence des données"), licence),
        (_("Fait par"), _("Tandem %(version)s, d’après les seules sources citées") % {"version": __version__}),
    ]


def _contents(edition: Edition) -> list[tuple[str, str]]:
    figures = edition.figures
    return [
        (_("Chiffres"), _("un chiffre par ligne : valeur, rang, comparaisons, définition, méthode, source")),
        (_("Périmètre"), _("intercommunalités et communes par lesquelles le territoire est formé")),
        (_("Communes"), _("ses communes, dans le code officiel géographique en vigueur")),
        *((str(figure.definition.label), _("détail du chiffre")) for figure, _table in detailed(edition)),
        *(
            (_("Évol. %(label)s") % {"label": figure.definition.label}, _("évolution du chiffre"))
            for figure, _table in dated(figures)
        ),
        (_("Ce qui manque"), _("ce que le diagnostic ne dit pas, et le fichier qui le dirait")),
        (_("Sources"), _("chaque source, son millésime et sa licence")),
    ]


def _readme(
    book: Book,
    tab: Worksheet,
    title: str,
    identity: Sequence[tuple[str, str]],
    contents: Sequence[tuple[str, str]],
) -> None:
    """Write the first sheet: two columns, read from top to bottom."""
    tab.set_column(0, 0, 32)
    tab.set_column(1, 1, 110)
    strong, plain = book.format(bold=True, text_wrap=True), book.format(text_wrap=True)
    head = book.format(bold=True, font_size=12, font_color=Role.THIS.colour)
    tab.write_string(0, 0, title, book.format(bold=True, font_size=16, font_color=Role.THIS.colour))
    row = 2
    for heading, lines in (
        (_("Ce qu’est ce classeur"), identity),
        (_("Comment le lire"), reading_advice()),
    ):
        tab.write_string(row, 0, heading, head)
        for label, text in lines:
            row += 1
            tab.write_string(row, 0, label, strong)
            tab.write_string(row, 1, text, plain)
        row += 2
    tab.write_string(row, 0, _("Les feuilles"), head)
    for wished, text in contents:
        row += 1
        name = book.names[wished]
        quoted = name.replace("'", "''")
        tab.write_url(row, 0, f"internal:'{quoted}'!A1", book.link, name)
        tab.write_string(row, 1, text, plain)
    printed(tab, title)
