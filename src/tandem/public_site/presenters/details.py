"""The table of a figure: its details, in the columns that the catalogue gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.tables import SECRET, Column, Table
from tandem.diagnosis.catalogue import INDICATORS

FEW = 12
"""Rows of a long table that a page of many figures shows; the figure's own page has them all."""

Names = Mapping[str, tuple[str, str]]
"""Territories by code: name and address."""


def has_table(figure: Figure) -> bool:
    return bool(figure.details and INDICATORS[figure.definition.id].table)


def table(figure: Figure, names: Names | None = None, limit: int | None = None) -> Table:
    """Return the details of a figure as people read them.

    Parameters
    ----------
    names
        The territories that the rows name by their code.
    limit
        Only so many rows, the first.
    """
    rows = figure.details if limit is None else figure.details[:limit]
    columns = [_shown(column, figure.details, names or {}) for column in INDICATORS[figure.definition.id].table]
    title = _("%(label)s, %(name)s") % {"label": figure.definition.label, "name": figure.scope.name}
    return Table(title, columns, rows, note=secrecy_note(figure.details))


def secrecy_note(rows: Sequence[Any]) -> str | SafeString:
    """Say where the rule of a secret cell is; empty when no cell is."""
    if not any(isinstance(row, Mapping) and row.get("secret") for row in rows):
        return ""
    return format_html(
        _('« {word} » : <a href="{href}">secret statistique</a>, ni zéro ni vide.'),
        word=SECRET,
        href=reverse("public_site:data") + "#secret",
    )


def read_by_people(table: Table, names: Names) -> Table:
    """Return a table of lines with its territories as links and its dates said."""
    rows = list(table.rows)
    return replace(table, columns=[_shown(column, rows, names) for column in table.columns], rows=rows)


def _shown(column: Column, rows: Sequence[Mapping[str, Any]], names: Names) -> Column:
    if column.key == "held_by":
        return replace(column, value=lambda row: links(row["held_by"], names))
    return replace(column, label=_dated(column, rows))


def _dated(column: Column, rows: Sequence[Any]) -> Any:
    """A column that speaks of the first or the last date says which it is."""
    year = {"before": "first_year", "after": "last_year"}.get(column.key)
    if year is None or not rows or not isinstance(rows[0], dict) or year not in rows[0]:
        return column.label
    return _("Salariés fin %(year)s") % {"year": rows[0][year]}


def links(codes: Sequence[str], names: Names) -> SafeString | str:
    """Return the territories as links in a sentence; a code that no list has is left as it is."""
    if not codes:
        return _("aucun")
    return format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((names[code][1], names[code][0]) if code in names else ("", code) for code in codes),
    )
