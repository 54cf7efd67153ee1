"""Where the names of points go so that none covers another; a name without room is left out."""

import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from tandem.steering.slides.content import Point

PLOT = (6.0, 3.6)
"""Size of the plot of a chart of points, in inches: near enough to tell which names would meet."""
LETTER, LINE, GAP = 0.072, 0.17, 0.1
WRAPPED = 20
"""Characters after which a name takes a second line."""


class Place(StrEnum):
    """Of a name, seen from its point."""

    ABOVE = "above"
    BELOW = "below"
    RIGHT = "right"
    LEFT = "left"


class _Box(NamedTuple):
    left: float
    low: float
    right: float
    high: float

    def meets(self, other: "_Box") -> bool:
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high


def label_places(points: Sequence[Point]) -> dict[Point, Place]:
    """Return where to write the names of the points that want one; the first points are served first."""
    xs, ys = _scaled([point.x for point in points], PLOT[0]), _scaled([point.y for point in points], PLOT[1])
    taken = [_Box(x - GAP / 2, y - GAP / 2, x + GAP / 2, y + GAP / 2) for x, y in zip(xs, ys, strict=True)]
    places: dict[Point, Place] = {}
    for point, x, y in zip(points, xs, ys, strict=True):
        if not point.labelled:
            continue
        for place, box in _boxes(point.name, x, y):
            if not any(box.meets(other) for other in taken):
                places[point] = place
                taken.append(box)
                break
    return places


def span(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis: a little beyond the values, on a round number."""
    low, high = min(values), max(values)
    edge = 0.08 * (high - low) or 0.1
    step = 10.0 ** math.floor(math.log10(high - low + 2 * edge)) / 2
    return round(step * math.floor((low - edge) / step), 6), round(step * math.ceil((high + edge) / step), 6)


def _scaled(values: Sequence[float], length: float) -> list[float]:
    if not values:
        return []
    low, high = span(values)
    return [length * (value - low) / (high - low) for value in values]


def _boxes(name: str, x: float, y: float) -> Iterator[tuple[Place, _Box]]:
    lines = 1 + (len(name) > WRAPPED)
    width, height = LETTER * min(len(name), WRAPPED), LINE * lines
    yield Place.ABOVE, _Box(x - width / 2, y + GAP, x + width / 2, y + GAP + height)
    yield Place.BELOW, _Box(x - width / 2, y - GAP - height, x + width / 2, y - GAP)
    if x + GAP + width <= PLOT[0]:
        yield Place.RIGHT, _Box(x + GAP, y - height / 2, x + GAP + width, y + height / 2)
    if x - GAP - width >= 0:
        yield Place.LEFT, _Box(x - GAP - width, y - height / 2, x - GAP, y + height / 2)
