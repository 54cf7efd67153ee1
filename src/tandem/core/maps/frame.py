"""A canvas is made of frames: each shows one part of the world, in its own projection, at its own place."""

from dataclasses import dataclass, field

import numpy as np

from tandem.core.maps.projection import LAMBERT_93, LocalProjection, Points, Projection

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """One part of the world on the canvas.

    Parameters
    ----------
    code, label
        Its code; the name written under it (an inset's).
    bounds
        West, south, east, north in degrees: what lies there is drawn here.
    box
        Left, top, width, height on the canvas.
    projection
        From degrees to metres.
    extent
        Left, bottom, right, top in metres that fill the box; by default the projected bounds.
    inset
        Drawn with its border and label, even when nothing is in it.
    """

    code: str
    label: str
    bounds: Box
    box: Box
    projection: Projection
    extent: Box | None = None
    inset: bool = False

    def holds(self, longitude: float, latitude: float) -> bool:
        west, south, east, north = self.bounds
        return west <= longitude <= east and south <= latitude <= north

    def to_canvas(self, points: Points) -> Points:
        """Return positions on the canvas (x right, y down) of points in degrees; the shape keeps its proportions."""
        left, bottom, right, top = self.extent or self._projected_bounds()
        x, y, width, height = self.box
        scale = min(width / (right - left), height / (top - bottom))
        plane = self.projection(points)
        return np.column_stack(
            (
                x + width / 2 + (plane[:, 0] - (left + right) / 2) * scale,
                y + height / 2 - (plane[:, 1] - (bottom + top) / 2) * scale,
            )
        )

    def _projected_bounds(self) -> Box:
        west, south, east, north = self.bounds
        lon, lat = np.linspace(west, east, 9), np.linspace(south, north, 9)
        edge = np.array([(a, b) for a in lon for b in (south, north)] + [(a, b) for a in (west, east) for b in lat])
        plane = self.projection(edge)
        (left, bottom), (right, top) = plane.min(axis=0), plane.max(axis=0)
        return float(left), float(bottom), float(right), float(top)


@dataclass(frozen=True)
class Canvas:
    """The whole picture: its size in units of the view box, its frames."""

    width: int
    height: int
    frames: tuple[Frame, ...] = field(default=())

    def frame_of(self, longitude: float, latitude: float) -> Frame | None:
        return next((frame for frame in self.frames if frame.holds(longitude, latitude)), None)


def inset(code: str, label: str, bounds: Box, box: Box) -> Frame:
    """Return a labelled frame in a local projection: an outlying part, drawn at its own scale."""
    west, south, east, north = bounds
    return Frame(code, label, bounds, box, LocalProjection((west + east) / 2, (south + north) / 2), inset=True)


# France: the mainland in Lambert 93, the five overseas departments under it, always there. Another country is another
# constant. One unit is 1.15 km on the mainland.
FRANCE = Canvas(
    1000,
    1130,
    (
        Frame(
            "metropole", "", (-6, 41, 10, 52), (0, 0, 1000, 935), LAMBERT_93, (95_000, 6_040_000, 1_247_000, 7_115_000)
        ),
        inset("971", "Guadeloupe", (-61.85, 15.8, -60.98, 16.55), (4, 955, 184, 130)),
        inset("972", "Martinique", (-61.27, 14.36, -60.77, 14.91), (206, 955, 184, 130)),
        inset("973", "Guyane", (-54.7, 2.05, -51.55, 5.85), (408, 955, 184, 130)),
        inset("974", "La Réunion", (55.17, -21.43, 55.88, -20.83), (610, 955, 184, 130)),
        inset("976", "Mayotte", (44.98, -13.04, 45.34, -12.6), (812, 955, 184, 130)),
    ),
)
