"""Up to five territories side by side, one row a figure, the differences that matter first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.typography import number
from tandem.diagnosis.comparison import MOST, Row, caveats, compared
from tandem.diagnosis.projects import Project
from tandem.diagnosis.queries import ChapterFigures, figures_of
from tandem.public_site import project
from tandem.public_site.answers import AsOf, with_query
from tandem.public_site.presenters import addresses
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.presenters.cards import Link
from tandem.public_site.presenters.files import File
from tandem.public_site.project import Asked
from tandem.steering.words import ordinal
from tandem.territories.models import Perimeter

__all__ = ["MOST", "address", "options", "rows", "sides"]


@dataclass(frozen=True, slots=True)
class Side:
    """A territory, or a territory to be, in its column.

    Parameters
    ----------
    there
        Where its pages are.
    remove
        Address of the comparison without it.
    found
        Its diagnosis.
    """

    name: str
    there: Pages
    region: str
    remove: str
    found: Sequence[ChapterFigures]


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


def sides(perimeters: Sequence[Perimeter], made: Project | None, wanted: Asked, at: AsOf) -> list[Side]:
    """Return the columns: the territories in the order asked for, then the one to be."""
    codes = [each.territory_id for each in perimeters]
    said = project.query_of(wanted.name, made.communes) if made else ()
    found = [
        Side(
            each.territory.name,
            addresses.pages_of(each.territory_id, at),
            each.territory.region.name,
            address([code for code in codes if code != each.territory_id], at, said),
            figures_of(each),
        )
        for each in perimeters
    ]
    if made is not None:
        region = _("%(region)s, en projet") % {"region": made.region.name}
        there = project.pages_of(made, wanted.name)
        found.append(Side(made.name, there, region, address(codes, at), project.figures_of(made)))
    return found


def address(codes: Sequence[str], at: AsOf, said: Sequence[tuple[str, str]] = ()) -> str:
    """Return the address of a comparison; `said`: the parameters of a territory to be."""
    day = [("date", at.date.isoformat())] if at.asked else []
    return with_query(reverse("public_site:compare"), [*(("t", code) for code in codes), *said, *day])


def files(codes: Sequence[str], at: AsOf, said: Sequence[tuple[str, str]]) -> list[File]:
    query = address(codes, at, said).partition("?")[2]
    labels = {"xlsx": _("La comparaison, à reprendre"), "pptx": _("La comparaison, en diapositives")}
    return [
        File(label, f"{reverse(f'public_site:compare_{form}')}?{query}", form.upper()) for form, label in labels.items()
    ]


def rows(
    found: Sequence[Side], spreads: Mapping[str, float], at: AsOf
) -> tuple[list[CompareRow], list[Link], tuple[str, ...]]:
    """Return one row per figure that one of them has, the widest gaps first; the figures that none has; the caveats."""
    made = compared([each.found for each in found], spreads)
    there = [each.there for each in found]
    absent = [
        Link(str(row.indicator.definition.label), addresses.of_indicator(row.indicator.id, at))
        for row in made
        if not row.known
    ]
    said = caveats([each.name for each in found], made)
    return [_row(each, there, at) for each in made if each.known], absent, said


def _row(row: Row, there: Sequence[Pages], at: AsOf) -> CompareRow:
    definition = row.indicator.definition
    return CompareRow(
        label=str(definition.label),
        href=addresses.of_indicator(row.indicator.id, at),
        unit=str(definition.unit.plural),
        cells=tuple(_cell(figure, row, pages) for figure, pages in zip(row.figures, there, strict=True)),
        france="" if row.france is None else number(row.france, definition.unit.decimals),
        gap=row.gap,
        words=row.words,
    )


def _cell(figure: Figure | None, row: Row, there: Pages) -> Cell:
    if figure is None:
        return Cell(None, "")
    figure = addresses.with_address(figure, there)
    rank = _("%(rank)s sur %(all)s") % {"rank": ordinal(figure.rank), "all": figure.ranked} if figure.rank else ""
    known = figure.value is not None
    return Cell(figure, rank, known and figure.value == row.highest, known and figure.value == row.lowest)


def options(rows_of_list: Sequence[Any], chosen: Sequence[str]) -> list[tuple[str, str]]:
    left = [(row.code, f"{row.name} ({row.region})") for row in rows_of_list if row.code not in chosen]
    return [("", _("Choisir un territoire…")), *left]
