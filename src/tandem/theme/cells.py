"""How a value is written in a page: formatted, or what is missing and why."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tandem.core import typography
from tandem.core.figures import Availability, Figure
from tandem.core.tables import Table


@dataclass(frozen=True, slots=True)
class Missing:
    """A table's cell without a value: why, in the reader's words, and whether secrecy is the reason."""

    reason: Any = ""
    secret: bool = False

    def __str__(self) -> str:
        return _("secret statistique") if self.secret else _("non disponible")


def written(value: Any, decimals: int | None = None, unit: str = "") -> str:
    """Format a number with its unit, close to it; any other value is turned into text.

    A unit that is a word starts a new word group, so an ordinary space keeps narrow columns breakable.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    text = typography.number(value, decimals)
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
    """A cell ready for the page; `missing` is None when there is a value."""

    html: str
    numeric: bool
    missing: Missing | None = None


def rows_of(table: Table) -> list[list[Written]]:
    """Write every cell; None becomes « non disponible », text is escaped, safe HTML is kept."""
    numeric = [column.numeric for column in table.columns]
    decimals = [column.decimals for column in table.columns]
    return [
        [_cell(value, is_number, places) for value, is_number, places in zip(cells, numeric, decimals, strict=True)]
        for cells in table.cells()
    ]


def _cell(value: Any, numeric: bool, decimals: int | None) -> Written:
    if isinstance(value, SafeString):
        return Written(value, numeric)
    if value is None:
        value = Missing()
    if isinstance(value, Missing):
        return Written(conditional_escape(str(value)), numeric, value)
    return Written(mark_safe(conditional_escape(written(value, decimals))), numeric)  # noqa: S308 - just escaped
