"""What could it become: a scatter cut in four by two lines, the wanted corner tinted, as many names as have room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tandem.core.charts import palette
from tandem.core.charts.chart import SMALL, WIDE, Chart, Spec, at_x, at_y, compose, layer, words
from tandem.core.charts.scale import Scale, present
from tandem.core.charts.text import width_of, wrap
from tandem.core.errors import NothingToDrawError

_LINE = 16.0
_AXIS = 26.0
_DOT = 6.0
_EDGE = 10.0
_TOP = 22.0
_NAME_WIDTHS = (200.0, 130.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """One point; those that come first are named first, while there is room."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Corners:
    """What each quarter of the picture is called, in a few words."""

    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str


class Box(NamedTuple):
    """A rectangle, in pixels from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def quadrant(
    spots: Sequence[Spot],
    corners: Corners,
    *,
    alt: str,
    split: tuple[float, float],
    across: str,
    upwards: str,
    named: int = 14,
    width: int = WIDE,
    height: int = 420,
) -> Chart:
    """Return a scatter in four quarters, the top right one tinted: that is where one looks.

    Parameters
    ----------
    split
        Where the two lines stand: their x and their y.
    across, upwards
        What grows to the right, and upwards.
    named
        At most so many points are named; a name that would cover another name or a dot is left to the table.

    Raises
    ------
    ValueError
        Without a point, or with one that has no finite place.
    """
    if not spots or len(present(v for spot in spots for v in (spot.x, spot.y))) != 2 * len(spots):
        raise NothingToDrawError("a quadrant needs points that all have a place")
    low_x, high_x = _range([spot.x for spot in spots], split[0])
    low_y, high_y = _range([spot.y for spot in spots], split[1])
    bottom = height - _AXIS - _TOP
    xs = Scale(low_x, high_x, _EDGE, width - _EDGE, ())
    titles, above, below = _titles(corners, xs(split[0]), width, bottom)
    # The four names have a band of their own, above and under every point.
    ys = Scale(low_y, high_y, bottom - below - _EDGE, above + _EDGE, ())
    middle = (xs(split[0]), ys(split[1]))
    y, x = at_y(bottom), at_x(Scale(0, width, 0, width, ()))
    places = [(spot, xs(spot.x), ys(spot.y)) for spot in spots]
    taken = [Box(px - _DOT, py - _DOT, px + _DOT, py + _DOT) for _spot, px, py in places]
    layers: list[Spec | None] = [
        layer(
            [{"x": middle[0], "x2": width - 1, "y": 1, "y2": middle[1]}],
            {"type": "rect", "color": palette.WANTED, "opacity": 1},
            x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"},
        ),
        layer(
            [{"x": 1, "x2": width - 1, "y": 1, "y2": bottom}],
            {"type": "rect", "filled": False, "stroke": palette.GRID, "strokeWidth": 1, "opacity": 1},
            x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"},
        ),
        layer(
            [
                {"x": middle[0], "x2": middle[0], "y": 1, "y2": bottom},
                {"x": 1, "x2": width - 1, "y": middle[1], "y2": middle[1]},
            ],
            {"type": "rule", "color": palette.AXIS, "strokeDash": [4, 3]},
            x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"},
        ),
    ]  # fmt: skip
    for align in ("left", "right"):
        texts = [{"text": text, "x": at, "y": top} for text, at, top, side in titles if side == align]
        layers += words(texts, palette.SOFT_INK, x, y, align=align)
    for wanted in (False, True):
        colour = palette.THIS if wanted else palette.LESS
        inside = [
            {"label": spot.label, "density": spot.x, "value": spot.y, "x": px, "y": py}
            for spot, px, py in places
            if _wanted(spot, split) is wanted
        ]
        dot = {"type": "circle", "color": colour, "opacity": 1, "size": 90 if wanted else 60}
        layers.append(layer(inside, dot, x=x, y=y))
    left = 0
    for spot, px, py in places[:named]:
        name = _named(spot.label, px, py, taken, Box(2, above, width - 2, bottom - below))
        if name is None:
            left += 1
            continue
        lines, box, align = name
        taken.append(box)
        at = {"left": box.left, "right": box.right, "center": (box.left + box.right) / 2}[align]
        texts = [{"text": line, "x": at, "y": box.top + _LINE * (i + 0.5)} for i, line in enumerate(lines)]
        colour = palette.THIS if _wanted(spot, split) else palette.INK
        layers += words(texts, colour, x, y, align=align, bold=_wanted(spot, split), halo=True)
    layers += words([{"text": across + " →", "x": width - 2, "y": bottom + 16}], palette.SOFT_INK, x, y, align="right")
    layers += words([{"text": "↑ " + upwards, "x": 2, "y": -_TOP / 2}], palette.SOFT_INK, x, y)
    return compose(layers, alt, width, height, top=_TOP, bottom=_AXIS, missing=left)


def _wanted(spot: Spot, split: tuple[float, float]) -> bool:
    return spot.x > split[0] and spot.y > split[1]


def _range(values: Sequence[float], split: float) -> tuple[float, float]:
    """The ends of an axis: every value and the line inside, and a third of the picture at least on each side."""
    reach = max(*(abs(value - split) for value in values), 1e-9)
    below = max(split - min(values), 0.5 * reach)
    above = max(max(values) - split, 0.5 * reach)
    return split - 1.12 * below, split + 1.12 * above


def _titles(
    corners: Corners, middle: float, width: float, bottom: float
) -> tuple[list[tuple[str, float, float, str]], float, float]:
    """The four names, each in its outer corner (text, x, y, alignment), and the heights of the bands that they take."""
    found: list[tuple[str, float, float, str]] = []
    bands = {False: 0.0, True: 0.0}
    for text, right, below in (
        (corners.top_left, False, False),
        (corners.top_right, True, False),
        (corners.bottom_left, False, True),
        (corners.bottom_right, True, True),
    ):
        lines = wrap(text, SMALL, (width - middle if right else middle) - 16, lines=3)
        tall = _LINE * len(lines)
        first = bottom - 6 - tall if below else 6.0
        edge, align = (width - 8.0, "right") if right else (8.0, "left")
        found += [(line, edge, first + _LINE * (i + 0.5), align) for i, line in enumerate(lines)]
        bands[below] = max(bands[below], tall + 8)
    return found, bands[False], bands[True]


def _named(label: str, px: float, py: float, taken: Sequence[Box], frame: Box) -> tuple[list[str], Box, str] | None:
    """Where a name has room around its dot: its lines, its box, its alignment; None when it has none."""
    away = _DOT + 4
    own = Box(px - _DOT, py - _DOT, px + _DOT, py + _DOT)
    others = [box for box in taken if box != own]
    for room in _NAME_WIDTHS:
        lines = wrap(label, SMALL, room, bold=True, lines=3)
        wide, tall = max(width_of(line, SMALL, bold=True) for line in lines), _LINE * len(lines)
        for left, top, align in (
            (px + away, py - tall / 2, "left"),
            (px - away - wide, py - tall / 2, "right"),
            (px - wide / 2, py - away - tall, "center"),
            (px - wide / 2, py + away, "center"),
            (min(max(px - wide / 2, frame.left), frame.right - wide), py - away - tall, "left"),
            (min(max(px - wide / 2, frame.left), frame.right - wide), py + away, "left"),
        ):
            box = Box(left, top, left + wide, top + tall)
            if frame.holds(box) and not any(box.meets(other) for other in others):
                return lines, box, align
    return None
