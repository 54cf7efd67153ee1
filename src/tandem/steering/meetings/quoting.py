"""Three figures that may be quoted, three decisions asked: chosen by rules that a reader can follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem import programme
from tandem.committees.record import Point
from tandem.core.figures import Figure
from tandem.core.typography import date_long
from tandem.steering.booklet import Booklet
from tandem.steering.words import written

THREE = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that holds a figure, with where it comes from and of which day it is."""

    text: str
    source: str


def decisions_asked(points: Iterable[Point]) -> list[Point]:
    """Return three points at most: those whose decision acts on its object first, then in the order of the agenda."""
    effects = {each.code: bool(each.effect) for each in programme.current().matters}
    return sorted(points, key=lambda each: (not effects.get(each.item.matter, False), each.number))[:THREE]


def quotes_of(booklets: Iterable[Booklet]) -> list[Quote]:
    """Return three sentences at most on the territories of the agenda: the most salient facts, one for each territory
    in turn; then their key figures. A figure is quoted once for a territory.

    The facts are those of the rules of `tandem.steering.narrative`, by how far they go beyond their thresholds.
    """
    ranked = [list(_of(each)) for each in booklets]
    found: list[Quote] = []
    while len(found) < THREE and any(ranked):
        for quotes in ranked:
            if quotes and len(found) < THREE:
                found.append(quotes.pop(0))
    return found


def _of(booklet: Booklet) -> Iterable[Quote]:
    figures = {each.definition.id: each for each in booklet.edition.figures}
    told: set[str] = set()
    for sentence in sorted((each for each in booklet.pair if each.weight >= 1), key=lambda each: -each.weight):
        known = [figures[code] for code in sentence.figures if code in figures]
        if known and not told.intersection(sentence.figures):
            told.update(sentence.figures)
            yield Quote(_("%(name)s : %(text)s") % {"name": booklet.name, "text": sentence.text}, source_of(known))
    for figure in booklet.key_figures:
        if figure.value is not None and figure.definition.id not in told:
            label = _lower(str(figure.definition.label))
            told = {"name": booklet.name, "label": label, "value": written(figure)}
            text = _("%(name)s, %(label)s : %(value)s.") % told
            yield Quote(text, source_of([figure]))


def source_of(figures: Iterable[Figure]) -> str:
    """The sources of figures, with their vintages and the day that the perimeter is read at."""
    sources: Mapping[str, None] = {}
    day = ""
    for figure in figures:
        day = date_long(figure.as_of)
        sources = {**sources, **{f"{each.producer}, {each.title} ({each.vintage})": None
                                 for each in figure.definition.sources}}  # fmt: skip
    return _("%(sources)s ; périmètre au %(day)s") % {"sources": " ; ".join(sources), "day": day}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
