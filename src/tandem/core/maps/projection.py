"""From longitude and latitude to a plane.

Conformal conic projection with two standard parallels: IGN, "Projection cartographique conique conforme de Lambert",
NTG 71 (algorithms 1, 3, 19, 54); the same as Snyder, "Map projections: a working manual" (1987), eq. 15-1 to 15-11.
"""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

GRS80_AXIS = 6_378_137.0
GRS80_FLATTENING = 1 / 298.257222101


class Projection(Protocol):
    """Turns an (n, 2) array of longitudes and latitudes in degrees into metres east and north."""

    def __call__(self, points: Points) -> Points: ...


@dataclass(frozen=True)
class LambertConformalConic:
    """Lambert's conformal conic projection on the ellipsoid GRS 80.

    Parameters
    ----------
    longitude, latitude
        Origin, in degrees.
    south, north
        Standard parallels, in degrees.
    x0, y0
        Coordinates given to the origin, in metres.
    """

    longitude: float
    latitude: float
    south: float
    north: float
    x0: float = 0.0
    y0: float = 0.0

    def __call__(self, points: Points) -> Points:
        e = math.sqrt(GRS80_FLATTENING * (2 - GRS80_FLATTENING))
        phi1, phi2 = math.radians(self.south), math.radians(self.north)
        t1, t2, t0 = (float(_t(np.array(phi), e)) for phi in (phi1, phi2, math.radians(self.latitude)))
        m1, m2 = (math.cos(phi) / math.sqrt(1 - (e * math.sin(phi)) ** 2) for phi in (phi1, phi2))
        n = math.log(m1 / m2) / math.log(t1 / t2)
        factor = GRS80_AXIS * m1 / (n * t1**n)
        rho = factor * _t(np.radians(points[:, 1]), e) ** n
        theta = n * np.radians(points[:, 0] - self.longitude)
        return np.column_stack((self.x0 + rho * np.sin(theta), self.y0 + factor * t0**n - rho * np.cos(theta)))


def _t(phi: NDArray[np.float64], e: float) -> NDArray[np.float64]:
    """Exponential of minus the isometric latitude (Snyder 15-9)."""
    s = e * np.sin(phi)
    return np.asarray(np.tan(np.pi / 4 - phi / 2) / ((1 - s) / (1 + s)) ** (e / 2))


@dataclass(frozen=True)
class LocalProjection:
    """Equirectangular projection true at its centre, north up: enough for what spans a degree or four."""

    longitude: float
    latitude: float

    def __call__(self, points: Points) -> Points:
        scale = math.radians(1) * GRS80_AXIS
        shrink = math.cos(math.radians(self.latitude))
        return np.column_stack(
            ((points[:, 0] - self.longitude) * scale * shrink, (points[:, 1] - self.latitude) * scale)
        )


LAMBERT_93 = LambertConformalConic(longitude=3, latitude=46.5, south=44, north=49, x0=700_000, y0=6_600_000)
