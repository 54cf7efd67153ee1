"""A map as plain values, for a template to write or for `render` to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tandem.core.charts.text import width_of, wrap
from tandem.core.errors import NothingToDrawError
from tandem.core.maps.frame import Box, Canvas, Frame
from tandem.core.maps.paths import (
    Geometry,
    area,
    clipped,
    path,
    place,
    rings_of,
    rounded,
    shared_lines,
    straightened,
    visible,
)
from tandem.core.maps.projection import LocalProjection, Points


@dataclass(frozen=True, slots=True)
class Area:
    """What the caller wants drawn: its GeoJSON geometry (mapping or text, WGS 84) and its words."""

    code: str
    name: str
    geometry: Geometry
    css_class: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class MapShape:
    """An area drawn; `title` is what a screen reader and a pointer are told, the name by default."""

    code: str
    name: str
    path: str
    css_class: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class MapFrame:
    """An inset's border and label."""

    code: str
    label: str
    x: float
    y: float
    width: float
    height: float

    @property
    def label_x(self) -> float:
        return self.x + self.width / 2

    @property
    def label_y(self) -> float:
        return self.y + self.height + 30


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A name on the map: its lines, centred on `x`, the first one's base at `y`."""

    code: str
    x: float
    y: float
    lines: tuple[str, ...]
    size: float

    @property
    def placed(self) -> tuple[tuple[float, str], ...]:
        """Each line with its own base."""
        return tuple((round(self.y + i * self.size * 1.1, 1), line) for i, line in enumerate(self.lines))


@dataclass(frozen=True, slots=True)
class MapModel:
    """A whole map.

    Parameters
    ----------
    width, height
        Of the view box.
    frames
        Insets, always all of them.
    shapes
        In the order given: the order of the keyboard.
    backdrop
        Paths drawn under everything: the country.
    borders
        One path of the lines between the areas of the backdrop, drawn above the shapes.
    labels
        Names written on the map.
    unplaced
        Codes of the areas that no frame holds: the caller lists them beside the map.
    """

    width: int
    height: int
    frames: tuple[MapFrame, ...]
    shapes: tuple[MapShape, ...]
    backdrop: tuple[str, ...] = ()
    borders: str = ""
    labels: tuple[MapLabel, ...] = ()
    unplaced: tuple[str, ...] = ()

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    def coloured(self, classes: Mapping[str, str], titles: Mapping[str, str] | None = None) -> "MapModel":
        """Return the same map with other classes (and titles) by code: the geometry is built once, kept, recoloured."""
        words = titles or {}
        shapes = tuple(
            replace(s, css_class=classes.get(s.code, s.css_class), title=words.get(s.code, s.title))
            for s in self.shapes
        )
        return replace(self, shapes=shapes)


def build(areas: Sequence[Area], canvas: Canvas, *, backdrop: Sequence[Geometry] = ()) -> MapModel:
    """Return the map of `areas` on the frames of `canvas`, over `backdrop`.

    Raises
    ------
    ValueError
        Without areas, or with a geometry that is not made of polygons.
    """
    if not areas:
        raise NothingToDrawError("a map needs at least one area")
    shapes, unplaced = [], []
    for item in areas:
        rings = visible(place(item.geometry, canvas))
        if rings:
            shapes.append(_shape(item, path(rings)))
        else:
            unplaced.append(item.code)
    around = [place(geometry, canvas) for geometry in backdrop]
    whole = [[rounded(ring) for ring in rings] for rings in around]
    grounds = [path(visible(rings)) for rings in around if rings]
    borders = path(shared_lines(whole), closed=False)
    frames = tuple(MapFrame(f.code, f.label, *f.box) for f in canvas.frames if f.inset)
    return MapModel(canvas.width, canvas.height, frames, tuple(shapes), tuple(grounds), borders, (), tuple(unplaced))


def fit(
    areas: Sequence[Area],
    *,
    backdrop: Sequence[Geometry] = (),
    width: int = 1000,
    text_size: float = 26,
    margin: float = 0.08,
) -> MapModel:
    """Return the map that shows `areas` as large as can be, north up, with their names where there is room.

    Parameters
    ----------
    backdrop
        What surrounds them, cut at the edge of the picture.
    width
        Of the view box; the height follows the shape, between half the width and as much.
    text_size
        Of the names, in units of the view box: 26 reads well at 640 pixels, 38 on a phone.
    margin
        Empty part left around, of the larger side.

    Raises
    ------
    ValueError
        Without areas.
    """
    if not areas:
        raise NothingToDrawError("a map needs at least one area")
    flat = np.concatenate([ring for item in areas for ring in rings_of(item.geometry)])
    (west, south), (east, north) = flat.min(axis=0), flat.max(axis=0)
    projection = LocalProjection(float(west + east) / 2, float(south + north) / 2)
    plane = projection(np.array([(west, south), (east, north)]))
    across, up = (plane[1] - plane[0]).tolist()
    pad = margin * max(across, up, 1.0)
    ratio = (up + 2 * pad) / (across + 2 * pad)
    height = round(width * min(1.0, max(0.5, ratio)))
    extent = (plane[0, 0] - pad, plane[0, 1] - pad, plane[1, 0] + pad, plane[1, 1] + pad)
    frame = Frame("fit", "", (-180, -90, 180, 90), (0, 0, width, height), projection, extent)
    canvas = Canvas(width, height, (frame,))

    placed = [place(item.geometry, canvas) for item in areas]
    shapes = tuple(_shape(item, path(visible(rings))) for item, rings in zip(areas, placed, strict=True))
    around: Box = (-4, -4, width + 8, height + 8)
    cut = [[clipped(ring, around) for ring in place(geometry, canvas)] for geometry in backdrop]
    whole = [[rounded(ring) for ring in rings if len(ring) >= 3] for rings in cut]
    kept = [[r for ring in rings if len(r := straightened(ring))] for rings in whole]
    borders = path(shared_lines(whole), closed=False)
    grounds = tuple(path(rings) for rings in kept if rings)
    labels = _labels(areas, placed, width, height, text_size)
    return MapModel(width, height, (), shapes, grounds, borders, labels)


def _shape(item: Area, drawn: str) -> MapShape:
    return MapShape(item.code, item.name, drawn, item.css_class, item.href, item.title or item.name)


# Where a name is tried when its place is taken, in sizes of its letters.
_NUDGES = ((0, 0), (-1, 0), (1, 0), (0, -0.8), (0, 0.8), (-1.5, -0.8), (1.5, -0.8), (-1.5, 0.8), (1.5, 0.8))


def _labels(
    areas: Sequence[Area], placed: Sequence[Sequence[Points]], width: float, height: float, size: float
) -> tuple[MapLabel, ...]:
    """Write the names from the largest area to the smallest, leaving out those that would cover another."""
    taken: list[Box] = []
    labels: list[MapLabel] = []
    largest = [(max(rings, key=area), item) for rings, item in zip(placed, areas, strict=True)]
    for ring, item in sorted(largest, key=lambda pair: (-area(pair[0]), pair[1].code)):
        x, y, room = _middle(ring)
        longest = max(width_of(word, size) for word in item.name.split()) + 1
        lines = wrap(item.name, size, max(room * 0.95, size * 6, longest), lines=3)
        wide = max(width_of(text, size) for text in lines)
        tall = size * 1.1 * len(lines)
        if wide > room * 1.6 + size * 3:
            continue
        for dx, dy in _NUDGES:
            cx = min(max(x + dx * size, wide / 2 + 4), width - wide / 2 - 4)
            cy = min(max(y + dy * size, tall / 2 + 4), height - tall / 2 - 4)
            box = (cx - wide / 2, cy - tall / 2, wide, tall)
            if not any(_meet(box, other) for other in taken):
                taken.append(box)
                labels.append(MapLabel(item.code, round(cx, 1), round(box[1] + size * 0.85, 1), tuple(lines), size))
                break
    return tuple(labels)


def _middle(ring: Points) -> tuple[float, float, float]:
    """Return a point well inside the ring, and how wide the ring is there: the best of a few horizontal lines."""
    closed = np.vstack((ring, ring[:1]))
    ay, by, ax, bx = closed[:-1, 1], closed[1:, 1], closed[:-1, 0], closed[1:, 0]
    low, high = float(ring[:, 1].min()), float(ring[:, 1].max())
    best = (float(ring[:, 0].mean()), (low + high) / 2, 0.0)
    score = -1.0
    for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82):
        y = low + share * (high - low) + 1e-6
        crossing = (ay > y) != (by > y)
        xs = np.sort(ax[crossing] + (y - ay[crossing]) / (by[crossing] - ay[crossing]) * (bx[crossing] - ax[crossing]))
        for left, right in zip(xs[::2].tolist(), xs[1::2].tolist(), strict=False):
            worth = (right - left) * (1 - abs(share - 0.5))
            if worth > score:
                score, best = worth, ((left + right) / 2, y, right - left)
    return best


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] + 6 and b[0] < a[0] + a[2] + 6 and a[1] < b[1] + b[3] + 2 and b[1] < a[1] + a[3] + 2
