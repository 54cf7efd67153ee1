"""A figure of a territory as the pages show it: value, place, comparisons in words, pictures, sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from tandem.core.figures import Availability, Figure
from tandem.core.tables import Table
from tandem.core.typography import no_break
from tandem.datasets import kinds
from tandem.diagnosis.catalogue import INDICATORS, Chapter, Indicator
from tandem.diagnosis.queries import ChapterFigures
from tandem.public_site.presenters import addresses, classes, details, effects, pictures, quadrant, stats
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.presenters.details import Names
from tandem.public_site.presenters.pictures import Picture
from tandem.public_site.presenters.stats import Stat
from tandem.steering import against
from tandem.steering.narrative import Sentence, for_the_pair, in_full

KEY_FIGURES = ("population", "industry-share", "industry-jobs", "private-employees", "unemployment", "median-income")
PICTURED = (classes.FIGURE, quadrant.FIGURE, "industry-employees")
"""Figures whose table goes with a picture of their chapter."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    text: str
    vintage: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """A figure and what surrounds it on the territory's page.

    Parameters
    ----------
    note
        Why its value is incomplete; empty where the chapter says it once for several.
    more
        Where the rest of its table is, when only the first rows are shown.
    """

    figure: Figure
    finding: str
    caution: str
    note: str
    compared: tuple[against.Compared, ...]
    place: Picture | None
    evolution: Picture | None
    sources: tuple[SourceLine, ...]
    csv: str
    table: Table | None = None
    rows: int = 0
    more: str = ""

    @property
    def id(self) -> str:
        return self.figure.definition.id

    @property
    def band(self) -> Picture | None:
        return pictures.band(self.place) if self.place else None


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Figures that one official file would fill, said once for all of them.

    Parameters
    ----------
    reason
        Why there is no value: the file is not imported, or it does not reach here.
    producer, page, sheet
        Of the file: who publishes it, its official page, its sheet on this site.
    fills
        What it brings.
    """

    figures: tuple[Link, ...]
    reason: str
    producer: str
    page: str
    sheet: str
    fills: str


@dataclass(frozen=True, slots=True)
class ChapterCards:
    """A chapter: what the rules say of it, its pictures, its figures, and what it waits for.

    Parameters
    ----------
    remarks
        What several of its figures lack, said once.
    """

    chapter: Chapter
    said: tuple[Sentence, ...]
    cards: tuple[Card, ...]
    pictures: tuple[Picture, ...]
    waiting: tuple[Waiting, ...] = ()
    remarks: tuple[str, ...] = ()
    quarters: tuple[quadrant.Quarter, ...] = ()

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


def card(figure: Figure, there: Pages, *, told: Sequence[str] = ()) -> Card:
    """Return a figure as the pages show it; `told` are the reasons that are said elsewhere."""
    figure = addresses.with_address(figure, there)
    tabled = details.has_table(figure) and not _pictured(figure)
    rows = len(figure.details) if tabled else 0
    return Card(
        figure=figure,
        finding=against.finding(figure),
        caution=against.caution(figure),
        note=" ".join(sentence(each) for each in _to_note(figure) if each not in told),
        compared=tuple(against.compared(figure)),
        place=pictures.place(figure, there),
        evolution=pictures.evolution(figure, there),
        sources=source_lines(figure),
        csv=there.figure(figure.definition.id, "csv"),
        table=details.table(figure, limit=details.FEW) if tabled else None,
        rows=rows,
        more=there.figure(figure.definition.id) + "#lignes" if rows > details.FEW else "",
    )


def _pictured(figure: Figure) -> bool:
    """Whether a picture of its chapter has its table; the classes of which no quotient may be told have none."""
    code = figure.definition.id
    return code in PICTURED and (code != classes.FIGURE or bool(classes.shown(figure)))


def _to_note(figure: Figure) -> tuple[str, ...]:
    """What a figure lacks, or is compared with, that is said beside its value: a few missing hamlets are not."""
    told = figure.availability is Availability.PARTIAL or bool(INDICATORS[figure.definition.id].imported)
    return figure.reasons if told and figure.value is not None else ()


def sentence(text: object) -> str:
    """A reason as a sentence of its own."""
    words_of_it = no_break(str(text))
    return f"{words_of_it[:1].upper()}{words_of_it[1:]}." if words_of_it else ""


def source_lines(figure: Figure) -> tuple[SourceLine, ...]:
    return tuple(
        SourceLine(f"{s.producer}, {s.title}", s.vintage, reverse("public_site:data_table", args=[s.table]))
        for s in figure.definition.sources
    )


def chapters(found: Sequence[ChapterFigures], there: Pages, names: Names, name: str) -> list[ChapterCards]:
    """Return the chapters of a diagnosis; nothing before it is computed.

    Parameters
    ----------
    names
        The territories that its details name by their code.
    name
        Of the territory.
    """
    if not any(each.figures for each in found):
        return []
    figures = {figure.definition.id: figure for chapter in found for figure in chapter.figures}
    told = {each.text for each in for_the_pair(found, name)}
    said = {each.id: tuple(s for s in each.sentences if s.text not in told) for each in in_full(found, name)}
    return [_chapter(each, figures, there, names, said.get(each.chapter.id, ())) for each in found]


def _chapter(
    each: ChapterFigures, figures: Mapping[str, Figure], there: Pages, names: Names, said: tuple[Sentence, ...]
) -> ChapterCards:
    waiting = [figure for figure in each.figures if waits(figure)]
    shown = [figure for figure in each.figures if not waits(figure)]
    remarks = _remarks(shown)
    quarters = quadrant.quarters(figures[quadrant.FIGURE], names) if each.chapter.id == "potential" else ()
    return ChapterCards(
        each.chapter,
        said,
        tuple(card(figure, there, told=remarks) for figure in shown),
        tuple(_pictures(each.chapter.id, figures, there, names)),
        tuple(_waiting(waiting, there)),
        tuple(map(sentence, remarks)),
        tuple(quarters),
    )


def waits(figure: Figure) -> bool:
    """Whether a figure has no value for want of an official file that says something of here."""
    return figure.availability is Availability.NOT_AVAILABLE and bool(INDICATORS[figure.definition.id].imported)


def _waiting(figures: Sequence[Figure], there: Pages) -> list[Waiting]:
    """Group the figures by the file that would fill them."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((INDICATORS[figure.definition.id].imported, str(figure.reason)), []).append(figure)
    return [
        _of_file(kind, reason, [Link(str(each.definition.label), there.figure(each.definition.id)) for each in group])
        for (kind, reason), group in groups.items()
    ]


def awaited(indicator: Indicator, reason: str) -> Waiting:
    """Return the file that an indicator waits for in every territory."""
    return _of_file(indicator.imported, reason, [])


def _of_file(kind: str, reason: str, figures: Sequence[Link]) -> Waiting:
    described = kinds.get(kind)
    return Waiting(
        figures=tuple(figures),
        reason=sentence(reason),
        producer=described.producer,
        page=described.page,
        sheet=reverse("public_site:data_table", args=[kind]),
        fills=described.fills,
    )


def _remarks(figures: Sequence[Figure]) -> list[str]:
    """What several figures lack, or are compared with, alike."""
    reasons = [reason for each in figures for reason in _to_note(each)]
    return [reason for reason in dict.fromkeys(reasons) if reasons.count(reason) > 1]


def _pictures(chapter: str, figures: Mapping[str, Figure], there: Pages, names: Names) -> list[Picture]:
    """The pictures that belong to a whole chapter, in reading order."""
    found: list[Picture | None] = []
    if chapter == "sectors":
        found = [
            pictures.quotients(figures["industry-employees"], there),
            effects.picture("employees-change", figures, there),
        ]
    if chapter == "classes":
        found = [
            pictures.evolution(figures[classes.FIGURE], there, named=True),
            effects.picture("class-change", figures, there),
            classes.picture(figures[classes.FIGURE], there),
        ]
    if chapter == "potential":
        found = [quadrant.picture(figures[quadrant.FIGURE], there, names)]
    return [picture for picture in found if picture is not None]


def key_figures(found: Sequence[ChapterFigures], there: Pages) -> list[Stat]:
    figures = {figure.definition.id: figure for chapter in found for figure in chapter.figures}
    return [
        stats.of(addresses.with_address(figures[code], there), against.finding(figures[code]))
        for code in KEY_FIGURES
        if code in figures
    ]
