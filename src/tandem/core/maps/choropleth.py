"""Colour by a value: classes of equal number, and the legend that says their edges."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tandem.core.charts.palette import MISSING, sequence
from tandem.core.charts.scale import present
from tandem.core.errors import NothingToDrawError

MISSING_CLASS = "map-missing"


@dataclass(frozen=True, slots=True)
class Classes:
    """Values in classes.

    Parameters
    ----------
    edges
        Lowest and highest value present in each class, from the lowest class.
    of
        Number of the class of each code, from 0; None where there is no value.
    """

    edges: tuple[tuple[float, float], ...]
    of: Mapping[str, int | None]

    @property
    def css(self) -> dict[str, str]:
        """CSS class by code: ``map-q1`` (lowest) … ``map-q5``, ``map-missing``."""
        return {code: MISSING_CLASS if number is None else f"map-q{number + 1}" for code, number in self.of.items()}

    @property
    def colours(self) -> dict[str, str]:
        """Colour by CSS class."""
        steps = sequence(len(self.edges))
        return {f"map-q{i + 1}": colour for i, colour in enumerate(steps)} | {MISSING_CLASS: MISSING}


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A line of the legend: the CSS class, its colour, its words, how many areas it has."""

    css_class: str
    colour: str
    text: str
    count: int


def quantiles(values: Mapping[str, float | None], count: int = 5) -> Classes:
    """Return `count` classes with as many values each, as near as ties allow; equal values share a class.

    Raises
    ------
    ValueError
        Without any value.
    """
    ordered = sorted(present(values.values()))
    if not ordered:
        raise NothingToDrawError("a coloured map needs at least one value")
    starts = [0]
    for i in range(1, count):
        at = round(i * len(ordered) / count)
        # A tie across the cut goes wholly to the nearer side.
        low, high = at, at
        while 0 < low < len(ordered) and ordered[low] == ordered[low - 1]:
            low -= 1
        while 0 < high < len(ordered) and ordered[high] == ordered[high - 1]:
            high += 1
        at = low if at - low <= high - at and low > starts[-1] else high
        if starts[-1] < at < len(ordered):
            starts.append(at)
    ends = [*starts[1:], len(ordered)]
    edges = tuple((ordered[a], ordered[b - 1]) for a, b in zip(starts, ends, strict=True))
    of = {code: _number(value, edges) for code, value in values.items()}
    return Classes(edges, of)


def _number(value: float | None, edges: tuple[tuple[float, float], ...]) -> int | None:
    if not present([value]) or value is None:
        return None
    return next(i for i, (_, high) in enumerate(edges) if value <= high)


def legend(classes: Classes, write: Callable[[float, float], str], missing: str) -> tuple[LegendItem, ...]:
    """Return the legend's lines, lowest class first; the last one, `missing`, only when some area has no value.

    Parameters
    ----------
    write
        Says the edges of a class: lowest and highest value in it.
    """
    colours = classes.colours
    items = [
        LegendItem(
            f"map-q{i + 1}", colours[f"map-q{i + 1}"], write(low, high), sum(n == i for n in classes.of.values())
        )
        for i, (low, high) in enumerate(classes.edges)
    ]
    absent = sum(n is None for n in classes.of.values())
    return (*items, LegendItem(MISSING_CLASS, MISSING, missing, absent)) if absent else tuple(items)
