"""The two registers, and which rules speak in each chapter."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.typography import no_break
from tandem.steering.narrative import facts
from tandem.steering.narrative.sentence import ChapterSentences, Figures, Sentence
from tandem.steering.summary import summary_of

SALIENT = 4
"""Sentences that the short register adds to the five of the summary: more would not be read in a minute."""

SUMMARY: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("people", ("population", "population-growth"), "toujours ; « stable » à moins de 0,05 % par an"),
    ("industry", ("industry-share", "industry-jobs"), "toujours"),
    ("sectors", ("industry-employees", "leading-quotient"), "quotient d’au moins 1,1 pour 100 salariés ou plus"),
    (
        "employment",
        ("employees-change", "structural-effect", "local-effect"),
        "toujours ; « stable » sous 0,05 %",
    ),
    (
        "people",
        ("unemployment", "brownfields", "industrial-brownfields"),
        "toujours ; « proche » sous 0,25 point",
    ),
)
"""Chapter, figures and rule of each sentence of the summary, in its order."""

RULES: Mapping[str, Sequence[facts.Fact]] = {
    "people": (facts.income, facts.standing("population-growth"), facts.standing("unemployment")),
    "employment": (facts.peak, facts.standing("employees-change"), facts.standing("private-employees-growth")),
    "industry": (
        facts.standing("industry-establishment-size"),
        facts.large_plants,
    ),
    "sectors": (facts.few_sectors, facts.standing("specialisation"), facts.standing("leading-quotient")),
    "classes": (
        facts.class_specialisations,
        facts.class_moves,
        facts.long_local_effect,
        facts.responses,
        facts.hidden,
    ),
    "potential": (facts.opportunities,),
    "recruitment": (facts.tension,),
    "land": (facts.standing("industrial-brownfields"),),
}


class Described(Protocol):
    """A chapter's name."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> Any: ...


class HasFigures(Protocol):
    """A chapter of a diagnosis, as far as this module reads it."""

    @property
    def chapter(self) -> Described: ...
    @property
    def figures(self) -> Iterable[Figure]: ...


def for_the_pair(chapters: Sequence[HasFigures], name: str) -> tuple[Sentence, ...]:
    """Return the page for the pair: the five sentences of the summary, then the most salient facts.

    Parameters
    ----------
    chapters
        The chapters of a diagnosis.
    name
        Of the territory.
    """
    figures = _by_code(chapters)
    found = [sentence for rules in RULES.values() for sentence in _said(rules, figures) if sentence.weight >= 1]
    told = {code for _chapter, codes, _rule in SUMMARY for code in codes}
    fresh = [each for each in found if not told.issuperset(each.figures)]
    return (*_summary(chapters, name), *sorted(fresh, key=lambda each: -each.weight)[:SALIENT])


def in_full(chapters: Sequence[HasFigures], name: str) -> tuple[ChapterSentences, ...]:
    """Return all that the rules say, chapter by chapter; a chapter about which they say nothing is left out."""
    figures = _by_code(chapters)
    summary = list(zip(SUMMARY, _summary(chapters, name), strict=True))
    found = []
    for each in chapters:
        opening = [sentence for (chapter, _codes, _rule), sentence in summary if chapter == each.chapter.id]
        said = (*opening, *_said(RULES.get(each.chapter.id, ()), figures))
        if said:
            found.append(ChapterSentences(each.chapter.id, each.chapter.title, said))
    return tuple(found)


def _by_code(chapters: Iterable[HasFigures]) -> Figures:
    return {figure.definition.id: figure for chapter in chapters for figure in chapter.figures}


def _summary(chapters: Iterable[HasFigures], name: str) -> list[Sentence]:
    return [
        Sentence(text, codes, _(rule))
        for text, (_chapter, codes, rule) in zip(summary_of(chapters, name), SUMMARY, strict=True)
    ]


def _said(rules: Iterable[facts.Fact], figures: Figures) -> list[Sentence]:
    said = [rule(figures) for rule in rules]
    return [Sentence(no_break(each.text), each.figures, each.rule, each.weight) for each in said if each is not None]
