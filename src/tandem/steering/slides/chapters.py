"""The slides of the chapters: a finding, a chart, two to four sentences."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from tandem.core.figures import Availability, Figure
from tandem.core.typography import no_break
from tandem.diagnosis.edition import Edition
from tandem.steering.against import finding, rank_in_words
from tandem.steering.narrative import ChapterSentences, Sentence, leads_of
from tandem.steering.pictures import leading_sectors
from tandem.steering.slides import drawings, titles
from tandem.steering.slides.content import Slide
from tandem.steering.words import place_of, with_unit, written

SAID = 4
"""Sentences beside a chart."""

Said = Mapping[str, Sequence[str]]
"""Sentences by chapter."""
Figures = Mapping[str, Figure]
"""Figures by code."""


def chapter_slides(edition: Edition, figures: Figures, said: Said) -> list[Slide]:
    """Return the slides of the chapters that have something to draw, in the order of the diagnosis."""
    made = (
        _employment(edition, figures, said),
        _industry(edition, figures, said),
        _fabric(figures, said),
        _specialisations(edition, figures, said),
        _trajectory(edition, figures, said),
        _classes(edition, figures, said),
        _potential(figures, said),
    )
    return [each for each in made if each is not None]


def said_by_chapter(chapters: Iterable[ChapterSentences]) -> dict[str, list[str]]:
    return {each.id: _apart(each.sentences) for each in chapters}


def _apart(sentences: Iterable[Sentence]) -> list[str]:
    """Return the sentences without those whose figures an earlier one has already told."""
    told: set[str] = set()
    found = []
    for each in sentences:
        if not told.issuperset(each.figures):
            found.append(each.text)
        told.update(each.figures)
    return found


def sentences_of(said: Said, chapter: str, figures: Sequence[Figure]) -> tuple[str, ...]:
    """The sentences of a chapter, then what its figures say of themselves when it has fewer than two."""
    sentences = list(said.get(chapter, ()))[:SAID]
    for figure in figures:
        if len(sentences) >= 2:
            break
        text = finding(figure)
        if text:
            sentences.append(no_break(f"{figure.definition.label} : {text[:1].lower()}{text[1:]}."))
    return tuple(sentences)


def notes_of(figures: Iterable[Figure]) -> str:
    """Method and source of what a slide shows, for who presents it."""
    parts = []
    for figure in figures:
        lines = [
            f"{figure.definition.label} : {written(figure)}",
            f"{_('Définition')} : {figure.definition.definition}",
            f"{_('Méthode')} : {figure.definition.method}",
            f"{_('Source')} : {figure.source} ({figure.vintage})",
        ]
        if figure.reason:
            lines.append(f"{_('Remarque')} : {figure.reason}")
        if figure.url:
            lines.append(figure.url)
        parts.append("\n".join(lines))
    return no_break("\n\n".join(parts))


def _employment(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("private-employees")
    chart = None if figure is None else drawings.over_time(figure, edition.name)
    if figure is None or chart is None:
        return None
    shown = [figures[code] for code in ("private-employees", "employees-change") if code in figures]
    return Slide(
        titles.employment(figures), sentences_of(said, "employment", shown), chart, notes=notes_of(shown), rank=2
    )


def _industry(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("industry-share")
    if figure is None or figure.value is None:
        return None
    shown = [figures[code] for code in ("industry-share", "industry-jobs", "large-establishments") if code in figures]
    untold = [each for each in shown if each.definition.id == "large-establishments"]
    return Slide(
        titles.industry(figures),
        sentences_of(said, "industry", untold),
        drawings.beside(figure, edition.name),
        notes=notes_of(shown),
        rank=1,
    )


def _fabric(figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("industry-employers")
    if figure is None or figure.value is None or not figure.details:
        return None
    shown = [figures[code] for code in ("industry-employers", "industry-births") if code in figures]
    return Slide(
        titles.fabric(figure.value),
        sentences_of(said, "fabric", shown),
        drawings.sizes(figure),
        notes=notes_of(shown),
        rank=5,
    )


def _specialisations(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("industry-employees")
    rows = [] if figure is None else leading_sectors(figure)
    if figure is None or not rows:
        return None
    shown = [figures[code] for code in ("leading-quotient", "specialisation") if code in figures]
    return Slide(
        titles.specialisation(rows),
        sentences_of(said, "sectors", shown),
        drawings.quotients(rows, edition.name),
        notes=notes_of([figure, *shown]),
    )


def _trajectory(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    shown = [figures[code] for code in drawings.PARTS if code in figures]
    chart = drawings.parts(shown, edition.name, edition.region.name)
    if chart is None:
        return None
    change, structural, local = shown
    return Slide(
        titles.trajectory(structural.value or 0.0, local.value or 0.0),
        (_pace(change), _effect(structural), _effect(local)),
        chart,
        notes=notes_of(shown),
        rank=3 if "classes" in said else 0,
    )


def _pace(change: Figure) -> str:
    there = change.compared_with("country")
    if there is None:
        return str(change.definition.definition)
    text = _("Au rythme de la France, il aurait fait %(there)s ; il a fait %(mine)s.")
    return no_break(text % {"there": with_unit(there, change), "mine": written(change)})


def _effect(figure: Figure) -> str:
    """An effect, its value, what it means, its rank."""
    definition = str(figure.definition.definition).removesuffix(_(" Estimation."))
    text = f"{figure.definition.label} ({written(figure)}) : {definition[:1].lower()}{definition[1:]}"
    place = place_of(figure)
    rank = rank_in_words(figure) if place is not None and place.near_an_end else ""
    return no_break(f"{text.rstrip('.')}. {rank[:1].upper()}{rank[1:]}.") if rank else no_break(text)


def _classes(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("class-industry-employees")
    chart = None if figure is None else drawings.over_time(figure, edition.name)
    if figure is None or chart is None:
        return None
    known = [(period, value) for period, value in figure.series if value is not None]
    change = 100 * (known[-1][1] / known[0][1] - 1) if known[0][1] else None
    sentences = list(said.get("classes", ()))[: SAID - 1]
    if figure.reason:
        sentences.append(str(figure.reason)[:1].upper() + str(figure.reason)[1:] + ".")
    whole = figure.availability is not Availability.PARTIAL
    title = titles.classes(change, known[0][0], known[-1][0], whole=whole)
    return Slide(title, tuple(sentences), chart, notes=notes_of([figure]), rank=4)


def _potential(figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("opportunities")
    if figure is None or figure.value is None or not figure.details:
        return None
    caution = _("Ce que le calcul situe est à vérifier sur place : il classe des structures, non des projets.")
    return Slide(
        titles.potential(len(leads_of(figures)), int(figure.value), len(figure.details)),
        (*list(said.get("potential", ()))[: SAID - 1], no_break(caution)),
        drawings.cloud(figure),
        notes=notes_of([figure]),
    )
