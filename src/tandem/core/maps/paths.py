"""From rings of coordinates to short path strings: whole numbers, relative, without what would not be seen."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.core.maps.frame import Box, Canvas
from tandem.core.maps.projection import Points

Geometry = Mapping[str, Any] | str
Ring = NDArray[np.int64]


def rings_of(geometry: Geometry) -> list[Points]:
    """Return the closed rings, in degrees, of a GeoJSON Polygon or MultiPolygon, given as a mapping or as text.

    Raises
    ------
    ValueError
        For another kind of geometry, or text that is not JSON.
    """
    shape: Mapping[str, Any] = json.loads(geometry) if isinstance(geometry, str) else geometry
    kind = shape.get("type")
    if kind == "Polygon":
        polygons = [shape["coordinates"]]
    elif kind == "MultiPolygon":
        polygons = shape["coordinates"]
    else:
        raise ValueError(f"a map draws polygons, not {kind!r}")
    rings = [np.asarray(ring, dtype=np.float64)[:, :2] for polygon in polygons for ring in polygon if len(ring) >= 4]
    if not rings:
        raise ValueError("a geometry without any ring")
    return rings


def place(geometry: Geometry, canvas: Canvas) -> list[Points]:
    """Return the rings on the canvas, each in the frame that holds its first point; those in no frame are left out."""
    placed: list[Points] = []
    by_frame: dict[int, list[Points]] = {}
    for ring in rings_of(geometry):
        frame = canvas.frame_of(float(ring[0, 0]), float(ring[0, 1]))
        if frame is not None:
            by_frame.setdefault(canvas.frames.index(frame), []).append(ring)
    for number, rings in by_frame.items():
        flat = canvas.frames[number].to_canvas(np.concatenate(rings))
        placed += np.split(flat, np.cumsum([len(ring) for ring in rings])[:-1])
    return placed


def rounded(ring: Points) -> Ring:
    """Return the ring on whole numbers, open (the first point is not repeated), repeated points dropped."""
    whole = np.rint(ring).astype(np.int64)
    return whole[np.any(whole != np.roll(whole, 1, axis=0), axis=1)]


def straightened(ring: Ring) -> Ring:
    """Return the ring without the points that lie on a straight line or at the end of a spur.

    Only exact alignment counts, so that two neighbours still share their border.
    """
    while len(ring) >= 3:
        before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
        bends = before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]
        if bends.all():
            break
        ring = ring[bends]
        ring = ring[np.any(ring != np.roll(ring, 1, axis=0), axis=1)] if len(ring) else ring
    return ring if len(ring) >= 3 else ring[:0]


def area(ring: Points | Ring) -> float:
    """Return the area that the ring encloses, without sign."""
    x, y = ring[:, 0].astype(float), ring[:, 1].astype(float)
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def visible(rings: Sequence[Points], least: float = 1.0) -> list[Ring]:
    """Return the rounded rings that enclose at least `least` square units; the largest is always kept.

    One that rounding has flattened to nothing becomes a diamond of two units, so that no area disappears.
    """
    if not rings:
        return []
    kept = [ring for ring in (straightened(rounded(ring)) for ring in rings) if len(ring) and area(ring) >= least]
    if kept:
        return kept
    x, y = np.rint(max(rings, key=area).mean(axis=0)).astype(np.int64)
    return [np.array([(x - 1, y), (x, y - 1), (x + 1, y), (x, y + 1)])]


def path(rings: Iterable[Ring], *, closed: bool = True) -> str:
    """Return the SVG path of rings (or open lines): ``m12 34 5-6 7 8z``, each number relative to the point before."""
    parts: list[str] = []
    at = (0, 0)
    for ring in rings:
        points = ring.tolist()
        parts.append("m" + _joined(_steps(points, at)) + ("z" if closed else ""))
        at = tuple(points[0]) if closed else tuple(points[-1])
    return "".join(parts)


def _steps(points: list[list[int]], at: tuple[int, ...]) -> Iterator[int]:
    x, y = at
    for px, py in points:
        yield px - x
        yield py - y
        x, y = px, py


def _joined(numbers: Iterable[int]) -> str:
    text = "".join(str(n) if n < 0 else f" {n}" for n in numbers)
    return text.removeprefix(" ")


def shared_lines(groups: Iterable[Sequence[Ring]]) -> list[Ring]:
    """Return the lines along which two areas meet, each drawn once: borders without the coast.

    Parameters
    ----------
    groups
        The rounded rings (not straightened) of each area.
    """
    edges: list[NDArray[np.int64]] = []
    for rings in groups:
        for ring in rings:
            if len(ring) >= 3:
                edges.append(np.concatenate((ring, np.roll(ring, -1, axis=0)), axis=1))
    if not edges:
        return []
    both = np.concatenate(edges)
    swap = (both[:, 0] > both[:, 2]) | ((both[:, 0] == both[:, 2]) & (both[:, 1] > both[:, 3]))
    both[swap] = both[swap][:, [2, 3, 0, 1]]
    unique, counts = np.unique(both, axis=0, return_counts=True)
    return [np.array(line) for line in _chained(unique[counts > 1].tolist())]


def _chained(edges: list[list[int]]) -> Iterator[list[tuple[int, int]]]:
    """Join edges end to end, starting at the ends and crossings, then round the loops that are left."""
    neighbours: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for ax, ay, bx, by in edges:
        neighbours.setdefault((ax, ay), []).append((bx, by))
        neighbours.setdefault((bx, by), []).append((ax, ay))
    knots = [point for point, others in neighbours.items() if len(others) != 2]
    for start in [*knots, *neighbours]:
        while neighbours[start]:
            line = [start]
            while neighbours[line[-1]]:
                here = line[-1]
                there = neighbours[here].pop()
                neighbours[there].remove(here)
                line.append(there)
                if len(neighbours[there]) != 1 or there == start:
                    break
            yield _without_aligned(line)


def _without_aligned(line: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = line[:1]
    for here, after in zip(line[1:], [*line[2:], None], strict=True):
        before = kept[-1]
        if after is None or (here[0] - before[0]) * (after[1] - here[1]) != (here[1] - before[1]) * (
            after[0] - here[0]
        ):
            kept.append(here)
    return kept


def clipped(ring: Points, box: Box) -> Points:
    """Return the part of a closed ring inside a box (left, top, width, height), after Sutherland and Hodgman (1974)."""
    left, top, width, height = box
    points = ring[:-1] if len(ring) > 1 and np.array_equal(ring[0], ring[-1]) else ring
    for axis, limit, sign in ((0, left, 1), (0, left + width, -1), (1, top, 1), (1, top + height, -1)):
        if not len(points):
            break
        after = np.roll(points, -1, axis=0)
        here_in, after_in = sign * (points[:, axis] - limit) >= 0, sign * (after[:, axis] - limit) >= 0
        out: list[Points] = []
        for i in np.flatnonzero(here_in | after_in):
            if here_in[i]:
                out.append(points[i])
            if here_in[i] != after_in[i]:
                share = (limit - points[i, axis]) / (after[i, axis] - points[i, axis])
                out.append(points[i] + share * (after[i] - points[i]))
        points = np.array(out) if out else points[:0]
    return points
