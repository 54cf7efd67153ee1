"""A figure of a territory as the pages show it: value, place, comparisons in words, pictures, sources."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from tandem.core.figures import Figure
from tandem.core.tables import Table
from tandem.diagnosis.catalogue import Chapter
from tandem.diagnosis.queries import ChapterFigures
from tandem.public_site.answers import AsOf
from tandem.public_site.presenters import addresses, pictures, stats, words
from tandem.public_site.presenters.pictures import Picture
from tandem.public_site.presenters.stats import Stat

KEY_FIGURES = ("population", "industry-share", "industry-jobs", "private-employees", "unemployment", "median-income")


@dataclass(frozen=True, slots=True)
class SourceLine:
    text: str
    vintage: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """A figure and what surrounds it on the territory's page."""

    figure: Figure
    finding: str
    caution: str
    compared: tuple[words.Compared, ...]
    place: Picture | None
    evolution: Picture | None
    sources: tuple[SourceLine, ...]
    csv: str
    table: Table | None = None

    @property
    def id(self) -> str:
        return self.figure.definition.id

    @property
    def band(self) -> Picture | None:
        return pictures.band(self.place) if self.place else None


@dataclass(frozen=True, slots=True)
class ChapterCards:
    chapter: Chapter
    cards: tuple[Card, ...]
    pictures: tuple[Picture, ...]

    @property
    def href(self) -> str:
        return f"#{self.chapter.id}"

    @property
    def label(self) -> str:
        return str(self.chapter.title)

    @property
    def sources(self) -> tuple[SourceLine, ...]:
        """Each source once, however many figures come from it."""
        return tuple(dict.fromkeys(source for card in self.cards for source in card.sources))


def card(figure: Figure, at: AsOf) -> Card:
    figure = addresses.with_address(figure, at)
    return Card(
        figure=figure,
        finding=words.finding(figure),
        caution=words.caution(figure),
        compared=tuple(words.compared(figure)),
        place=pictures.place(figure, at),
        evolution=pictures.evolution(figure, at),
        sources=source_lines(figure),
        csv=addresses.of_figure(figure.scope.code, figure.definition.id, at, "csv"),
        table=pictures.zoning_table(figure) if figure.definition.id == "schemes" and figure.details else None,
    )


def source_lines(figure: Figure) -> tuple[SourceLine, ...]:
    return tuple(
        SourceLine(f"{s.producer}, {s.title}", s.vintage, reverse("public_site:data_table", args=[s.table]))
        for s in figure.definition.sources
    )


def chapters(found: Sequence[ChapterFigures], at: AsOf) -> list[ChapterCards]:
    """Return the chapters that have figures, each with the pictures that belong to the whole chapter."""
    figures = {figure.definition.id: figure for chapter in found for figure in chapter.figures}
    return [
        ChapterCards(
            each.chapter, tuple(card(figure, at) for figure in each.figures), tuple(_of_chapter(each, figures, at))
        )
        for each in found
        if each.figures
    ]


def _of_chapter(each: ChapterFigures, figures: dict[str, Figure], at: AsOf) -> list[Picture]:
    if each.chapter.id != "sectors":
        return []
    found = [pictures.quotients(figures["industry-employees"], at), pictures.effects(figures, at)]
    return [picture for picture in found if picture is not None]


def key_figures(found: Sequence[ChapterFigures], at: AsOf) -> list[Stat]:
    figures = {figure.definition.id: figure for chapter in found for figure in chapter.figures}
    return [
        stats.of(addresses.with_address(figures[code], at), words.finding(figures[code]))
        for code in KEY_FIGURES
        if code in figures
    ]
