"""Up to five territories side by side, one row a figure, the differences that matter first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.typography import number
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.queries import ChapterFigures
from tandem.public_site.answers import AsOf, with_query
from tandem.public_site.presenters import addresses
from tandem.public_site.presenters.words import is_total
from tandem.steering.words import ordinal
from tandem.territories.models import Perimeter

MOST = 5
STRONG, CLEAR = 2.0, 1.0
"""Gap between the highest and the lowest, in standard deviations over all territories."""


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
    by_territory = [{f.definition.id: f for chapter in each for f in chapter.figures} for each in found]
    made = [_row(code, [figures.get(code) for figures in by_territory], spreads.get(code), at) for code in INDICATORS]
    order = list(INDICATORS)
    ranked = sorted(
        zip(order, made, strict=True), key=lambda pair: (pair[1].gap is None, -(pair[1].gap or 0), order.index(pair[0]))
    )
    return [row for _code, row in ranked]


def _row(code: str, figures: Sequence[Figure | None], spread: float | None, at: AsOf) -> CompareRow:
    definition = INDICATORS[code].definition
    known = [f.value for f in figures if f is not None and f.value is not None]
    apart = len(known) > 1 and max(known) != min(known)
    gap = (max(known) - min(known)) / spread if apart and spread and INDICATORS[code].ranked else None
    cells = tuple(_cell(f, max(known) if apart else None, min(known) if apart else None, at) for f in figures)
    country = next((f.compared_with("country") for f in figures if f is not None), None)
    france = "" if country is None or is_total(definition) else number(country, definition.unit.decimals)
    return CompareRow(
        label=str(definition.label),
        href=addresses.of_indicator(code, at),
        unit=str(definition.unit.plural),
        cells=cells,
        france=france,
        gap=gap if len(known) > 1 else None,
        words=_words(gap, len(known)),
    )


def _cell(figure: Figure | None, high: float | None, low: float | None, at: AsOf) -> Cell:
    if figure is None:
        return Cell(None, "")
    figure = addresses.with_address(figure, at)
    rank = _("%(rank)s sur %(all)s") % {"rank": ordinal(figure.rank), "all": figure.ranked} if figure.rank else ""
    known = figure.value is not None
    return Cell(figure, rank, known and figure.value == high, known and figure.value == low)


def _words(gap: float | None, known: int) -> str:
    if gap is None:
        return "" if known > 1 else _("une seule valeur")
    if gap >= STRONG:
        return _("écart fort")
    if gap >= CLEAR:
        return _("écart net")
    return _("proches")


def options(rows_of_list: Sequence[Any], chosen: Sequence[str]) -> list[tuple[str, str]]:
    left = [(row.code, f"{row.name} ({row.region})") for row in rows_of_list if row.code not in chosen]
    return [("", _("Choisir un territoire…")), *left]
