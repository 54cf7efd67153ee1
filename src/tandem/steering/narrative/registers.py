"""The two registers, and which rules speak in each chapter."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext_lazy

from tandem.core.figures import Figure
from tandem.core.typography import no_break
from tandem.steering.narrative import classes, facts
from tandem.steering.narrative.sentence import ChapterSentences, Figures, Sentence, value_of
from tandem.steering.summary import summary_of

SALIENT = 4
"""Sentences that the short register adds to the five of the summary, each of another chapter: more would not be read in
a minute."""

SUMMARY: tuple[tuple[str, tuple[str, ...], Any], ...] = (
    (
        "people",
        ("population", "population-growth"),
        gettext_lazy("toujours ; « stable » et « au même rythme » à moins de 0,1 point par an"),
    ),
    (
        "industry",
        ("industry-share", "industry-jobs"),
        gettext_lazy("toujours ; le rang, dans le premier ou le dernier quart de la liste"),
    ),
    (
        "sectors",
        ("industry-employees", "leading-quotient"),
        gettext_lazy("toujours ; « spécialisation » à partir de 1,1 fois la part nationale et de 100 salariés"),
    ),
    (
        "employment",
        ("employees-change", "structural-effect", "local-effect"),
        gettext_lazy(
            "toujours ; « stable » et « à peu près comme en France » à moins de 0,5 point en cinq ans ; un effet, à "
            "partir de 0,1 point"
        ),
    ),
    (
        "people",
        ("unemployment", "brownfields", "industrial-brownfields"),
        gettext_lazy("toujours ; « proche » à moins de 0,25 point"),
    ),
)
"""Chapter, figures and rule of each sentence of the summary, in its order."""

INSTEAD = ("industry-share", "industry-employees", "private-employees")
"""Figures of the sentence on the weight of industry where its share in employment is not published."""

RULES: Mapping[str, Sequence[facts.Fact]] = {
    "people": (facts.income, facts.standing("population-growth"), facts.standing("unemployment")),
    "employment": (facts.peak, facts.standing("employees-change"), facts.standing("private-employees-growth")),
    "industry": (
        facts.standing("industry-establishment-size"),
        facts.large_plants,
    ),
    "sectors": (facts.few_sectors, facts.structure, facts.leading),
    "classes": (
        classes.specialisations,
        classes.moves,
        classes.long_local_effect,
        classes.responses,
        classes.hidden,
    ),
    "potential": (facts.opportunities,),
    "recruitment": (facts.tension,),
    "land": (facts.many_brownfields,),
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
    told = {code for _chapter, codes, _rule in SUMMARY for code in codes}
    found = []
    for rules in RULES.values():
        fresh = [each for each in _said(rules, figures) if each.weight >= 1 and not told.issuperset(each.figures)]
        found += sorted(fresh, key=lambda each: -each.weight)[:1]
    return (*_summary(chapters, name), *sorted(found, key=lambda each: -each.weight)[:SALIENT])


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
    chapters = tuple(chapters)
    overseas = value_of(_by_code(chapters), "industry-share") is None
    return [
        Sentence(text, INSTEAD if overseas and chapter == "industry" else codes, str(rule))
        for text, (chapter, codes, rule) in zip(summary_of(chapters, name), SUMMARY, strict=True)
    ]


def _said(rules: Iterable[facts.Fact], figures: Figures) -> list[Sentence]:
    said = [rule(figures) for rule in rules]
    return [Sentence(no_break(each.text), each.figures, each.rule, each.weight) for each in said if each is not None]
