"""A sentence of a diagnosis and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tandem.core.figures import Figure

Figures = Mapping[str, Figure]

HEAVIEST = 3.0
"""A fact three times beyond its threshold is plain: a quotient of 45 must not crowd the others out."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Parameters
    ----------
    text
        What it says.
    figures
        The indicators that it speaks of: a reader opens them.
    rule
        When it is said, its threshold included, in a reader's words.
    weight
        How far beyond its threshold the fact is, as a multiple of it, at most `HEAVIEST`: the most salient go to the
        short register. 0 keeps a sentence in the full one.
    """

    text: str
    figures: tuple[str, ...]
    rule: str
    weight: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", min(self.weight, HEAVIEST))


@dataclass(frozen=True, slots=True)
class ChapterSentences:
    """The sentences of a chapter."""

    id: str
    title: Any
    sentences: tuple[Sentence, ...]


def value_of(figures: Figures, code: str) -> float | None:
    figure = figures.get(code)
    return None if figure is None else figure.value


def country_of(figures: Figures, code: str) -> float | None:
    figure = figures.get(code)
    return None if figure is None else figure.compared_with("country")


def details_of(figures: Figures, code: str) -> tuple[dict[str, Any], ...]:
    figure = figures.get(code)
    return () if figure is None else figure.details
