"""What a slide holds, as plain values: rules compose it, `deck` draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tandem.core.tables import Table


class Kind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    COLUMNS = "columns"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Line:
    """A series of a chart: None leaves a gap.

    Parameters
    ----------
    colours
        One for each value, where they are not all of the series' own.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    dashed: bool = False
    colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over categories that people can edit.

    Parameters
    ----------
    title
        What is measured and in what unit; what it says is the slide's title.
    alt
        What it shows, for who does not see it.
    decimals, suffix, signed
        How its values are written.
    """

    kind: Kind
    title: str
    alt: str
    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    decimals: int = 0
    suffix: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a cloud; its name is written beside it when `labelled`."""

    name: str
    x: float
    y: float
    labelled: bool = True


@dataclass(frozen=True, slots=True)
class Cloud:
    """Points of one kind."""

    name: str
    colour: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Scatter:
    """A chart of points in a plane."""

    title: str
    alt: str
    x_title: str
    y_title: str
    clouds: tuple[Cloud, ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide.

    Parameters
    ----------
    title
        What it says, in a sentence.
    sentences
        Two to seven; a slide with a chart has few.
    table
        Shown as texts; its note is not.
    notes
        For who speaks: method and sources.
    rank
        Which slides are left out first when there are too many: the highest ranks.
    """

    title: str
    sentences: tuple[str, ...] = ()
    chart: Chart | Scatter | None = None
    table: Table | None = None
    notes: str = ""
    rank: int = 0


def kept(slides: Sequence[Slide], most: int) -> list[Slide]:
    """Return at most so many slides in their order, without those of the highest ranks."""
    extra = sorted(slides, key=lambda each: -each.rank)[: max(0, len(slides) - most)]
    return [each for each in slides if not any(each is one for one in extra)]
