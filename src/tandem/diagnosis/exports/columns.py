"""The columns of figures in a workbook: the keys of the CSV, under the headings that a person reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Figure, FigureDefinition, Nature
from tandem.core.tables import Column, Table
from tandem.diagnosis.comparison import Row
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.exports.sheets import ADDRESS, Style
from tandem.diagnosis.exports.wording import AVAILABILITIES, MEANINGLESS, NOT_AVAILABLE, elsewhere, value_or_word

OWN_DECIMALS = ("value", "region", "france", "peers")
"""Columns whose decimals are those of the row's own unit."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure under its chapter."""

    chapter: str
    figure: Figure


def lines_of(edition: Edition) -> list[Line]:
    return [Line(str(each.chapter.title), figure) for each in edition.chapters for figure in each.figures]


def figures_table(edition: Edition) -> Table:
    """Return the figures of a diagnosis, one a row, with all that a reader may ask of each."""
    columns = (
        _text("chapter", _("Chapitre"), lambda line: line.chapter),
        _text("label", _("Chiffre"), lambda line: line.figure.definition.label),
        _number("value", _("Valeur"), lambda line: value_or_word(line.figure)),
        _text("unit", _("Unité"), lambda line: line.figure.definition.unit.plural),
        _text("availability", _("Disponibilité"), lambda line: AVAILABILITIES[line.figure.availability]),
        _text("reason", _("Raison"), lambda line: line.figure.reason),
        _number("rank", _("Rang"), _rank),
        _number("ranked", _("Territoires classés"), _ranked),
        _number("region", edition.region.name, partial(_elsewhere, "region")),
        _number("france", _("France"), partial(_elsewhere, "country")),
        _number("peers", _("Territoires semblables"), partial(_elsewhere, "peers")),
        _text("definition", _("Définition"), lambda line: line.figure.definition.definition),
        _text("method", _("Méthode"), lambda line: line.figure.definition.method),
        _text("source", _("Source"), lambda line: line.figure.source),
        _text("vintage", _("Millésime"), lambda line: line.figure.vintage),
        _text("licence", _("Licence"), lambda line: line.figure.licence),
        _text("id", _("Code du chiffre"), lambda line: line.figure.definition.id),
        *([_text(ADDRESS, _("Adresse"), lambda line: line.figure.url)] if any(f.url for f in edition.figures) else []),
    )
    title = _("%(title)s : les chiffres") % {"title": edition.title}
    return Table(title, columns, lines_of(edition))


def figure_style(line: Line, column: Column) -> Style:
    """Show a figure with the decimals of its own unit, and its sign where it is a change."""
    return style_of(line.figure.definition) if column.key in OWN_DECIMALS else Style()


def style_of(definition: FigureDefinition) -> Style:
    return Style(definition.unit.decimals, definition.nature is Nature.CHANGE)


def comparison_table(editions: Sequence[Edition], rows: Sequence[Row]) -> Table:
    """Return the comparison, one row a figure, a column per territory, France, and how far apart they are."""
    columns = (
        _text("label", _("Chiffre"), lambda row: row.indicator.definition.label),
        _text("unit", _("Unité"), lambda row: row.indicator.definition.unit.plural),
        *(
            _number(each.code, each.name, partial(_cell, place), decimals=1)
            for place, each in enumerate(editions)
        ),
        _number("france", _("France"), _france),
        _text("words", _("Écart"), lambda row: row.words or str(MEANINGLESS)),
        _number("gap", _("Écart, en écarts-types"), _gap),
        _text("reasons", _("Raisons"), partial(_reasons, editions)),
        _text("definition", _("Définition"), lambda row: row.indicator.definition.definition),
        _text("id", _("Code du chiffre"), lambda row: row.indicator.id),
    )  # fmt: skip
    title = _("Comparaison : %(names)s") % {"names": ", ".join(each.name for each in editions)}
    return Table(title, columns, rows)


def row_style(row: Row, column: Column) -> Style:
    return Style(1) if column.key == "gap" else style_of(row.indicator.definition)


def _text(key: str, label: Any, value: Any) -> Column:
    return Column(key, label, value=lambda row: str(value(row)))


def _number(key: str, label: Any, value: Any, decimals: int = 0) -> Column:
    return Column(key, label, value=value, decimals=decimals)


def _rank(line: Line) -> int | str:
    return str(MEANINGLESS) if line.figure.rank is None else line.figure.rank


def _ranked(line: Line) -> int | str:
    return str(MEANINGLESS) if not line.figure.ranked else line.figure.ranked


def _elsewhere(kind: str, line: Line) -> float | str:
    return elsewhere(line.figure, kind)


def _cell(place: int, row: Row) -> float | str:
    figure = row.figures[place]
    return str(NOT_AVAILABLE) if figure is None else value_or_word(figure)


def _france(row: Row) -> float | str:
    return str(MEANINGLESS) if row.france is None else row.france


def _gap(row: Row) -> float | str:
    return str(MEANINGLESS) if row.gap is None else round(row.gap, 3)


def _reasons(editions: Sequence[Edition], row: Row) -> str:
    said = []
    for edition, figure in zip(editions, row.figures, strict=True):
        if figure is None:
            said.append(_("%(name)s : non calculé") % {"name": edition.name})
        elif figure.reason:
            said.append(f"{edition.name} : {figure.reason}")
    return " ; ".join(said)
