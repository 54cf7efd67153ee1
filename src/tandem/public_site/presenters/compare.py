"""Up to five territories side by side, one row a figure, the differences that matter first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.typography import number
from tandem.diagnosis.comparison import MOST, Row, compared
from tandem.diagnosis.queries import ChapterFigures
from tandem.public_site.answers import AsOf, with_query
from tandem.public_site.presenters import addresses
from tandem.steering.words import ordinal
from tandem.territories.models import Perimeter

__all__ = ["MOST", "address", "heads", "options", "rows"]


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    href: str
    region: str
    phase: str
    remove: str


@dataclass(frozen=True, slots=True)
class Cell:
    figure: Figure | None
    rank: str
    highest: bool = False
    lowest: bool = False


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One figure: its cells in the order of the heads, France's value, how far apart the territories are."""

    label: str
    href: str
    unit: str
    cells: tuple[Cell, ...]
    france: str
    gap: float | None
    words: str


def heads(perimeters: Sequence[Perimeter], at: AsOf) -> list[Head]:
    codes = [each.territory_id for each in perimeters]
    return [
        Head(
            each.territory.name,
            addresses.of_territory(each.territory_id, at),
            each.territory.region.name,
            each.territory.phase_id,
            address([code for code in codes if code != each.territory_id], at),
        )
        for each in perimeters
    ]


def address(codes: Sequence[str], at: AsOf) -> str:
    day = [("date", at.date.isoformat())] if at.asked else []
    return with_query(reverse("public_site:compare"), [*(("t", code) for code in codes), *day])


def rows(found: Sequence[Sequence[ChapterFigures]], spreads: Mapping[str, float | None], at: AsOf) -> list[CompareRow]:
    """Return one row per indicator, the widest gaps first; figures that cannot be ranked come last."""
    return [_row(each, at) for each in compared(found, spreads)]


def _row(row: Row, at: AsOf) -> CompareRow:
    definition = row.indicator.definition
    return CompareRow(
        label=str(definition.label),
        href=addresses.of_indicator(row.indicator.id, at),
        unit=str(definition.unit.plural),
        cells=tuple(_cell(figure, row, at) for figure in row.figures),
        france="" if row.france is None else number(row.france, definition.unit.decimals),
        gap=row.gap,
        words=row.words,
    )


def _cell(figure: Figure | None, row: Row, at: AsOf) -> Cell:
    if figure is None:
        return Cell(None, "")
    figure = addresses.with_address(figure, addresses.pages_of(figure.scope.code, at))
    rank = _("%(rank)s sur %(all)s") % {"rank": ordinal(figure.rank), "all": figure.ranked} if figure.rank else ""
    known = figure.value is not None
    return Cell(figure, rank, known and figure.value == row.highest, known and figure.value == row.lowest)


def options(rows_of_list: Sequence[Any], chosen: Sequence[str]) -> list[tuple[str, str]]:
    left = [(row.code, f"{row.name} ({row.region})") for row in rows_of_list if row.code not in chosen]
    return [("", _("Choisir un territoire…")), *left]
