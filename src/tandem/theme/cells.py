"""How a value is written in a page: formatted, or what is missing and why."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tandem.core import typography
from tandem.core.figures import Availability, Figure
from tandem.core.tables import SECRET, Table


@dataclass(frozen=True, slots=True)
class Missing:
    """A table's cell without a value: why, in the reader's words, and whether secrecy is the reason."""

    reason: Any = ""
    secret: bool = False

    def __str__(self) -> str:
        return _("secret statistique") if self.secret else _("non disponible")


def written(value: Any, decimals: int | None = None, unit: str = "", *, signed: bool = False) -> str:
    """Format a number with its unit, close to it; any other value is turned into text. `signed`: gains have their sign.

    A unit that is a word starts a new word group, so an ordinary space keeps narrow columns breakable.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    text = (typography.signed if signed else typography.number)(value, decimals)
    return f"{text}{typography.NNBSP}{unit}" if unit else text


def unit_for(figure: Figure) -> str:
    """Return the unit's words as the value takes them."""
    unit = figure.definition.unit
    return str(unit.singular if figure.value is None or abs(figure.value) < 2 else unit.plural)


def missing_in(figure: Figure) -> Missing:
    return Missing(figure.reason, secret=figure.availability is Availability.SECRET)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: its words, its unit, and when it sorts, where its link leads and how it is sorted now."""

    label: str
    unit: str
    numeric: bool
    href: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A cell ready for the page: its HTML, and whether it aligns as a number."""

    html: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready for the page; `head` is None in a table whose rows have no heading."""

    head: Written | None
    cells: list[Written]


def rows_of(table: Table, row_headers: bool, say_missing: Callable[[Missing], str]) -> list[Row]:
    """Write every cell here rather than in the template, where a long table takes twice as long.

    None becomes « non disponible », a secret cell says so with a look of its own, text is escaped, safe HTML is kept;
    `say_missing` writes what is missing and why.
    """
    numeric = [column.numeric for column in table.columns]
    decimals = [column.decimals for column in table.columns]
    rows = []
    for values in table.cells():
        cells = [
            Written(_html(value, places, say_missing), is_number)
            for value, is_number, places in zip(values, numeric, decimals, strict=True)
        ]
        rows.append(Row(cells[0], cells[1:]) if row_headers and cells else Row(None, cells))
    return rows


def _html(value: Any, decimals: int | None, say_missing: Callable[[Missing], str]) -> str:
    if isinstance(value, SafeString):
        return value
    if value is None:
        return say_missing(Missing())
    if isinstance(value, Missing):
        return say_missing(value)
    if value == SECRET:
        return format_html('<span class="td-secret">{}</span>', SECRET)
    return conditional_escape(written(value, decimals))
