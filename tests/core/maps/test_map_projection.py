"""Lambert 93 against IGN's own constants, and the frames of the canvas."""

import math

import numpy as np
import pytest

from tandem.core.maps import FRANCE, LAMBERT_93, LambertConformalConic


def lambert(longitude: float, latitude: float) -> tuple[float, float]:
    east, north = LAMBERT_93(np.array([(longitude, latitude)]))[0]
    return float(east), float(north)


def test_the_origin_has_the_coordinates_given_to_it() -> None:
    assert lambert(3, 46.5) == pytest.approx((700_000, 6_600_000), abs=1e-3)


def test_constants_are_those_that_ign_publishes() -> None:
    """IGN, NT/G 71 and the circular on RGF93: n = 0.7256077650, C = 11 754 255.426 m, pole at Y = 12 655 612.050 m."""
    x_pole, y_pole = lambert(3, 90)
    assert (x_pole, y_pole) == pytest.approx((700_000, 12_655_612.050), abs=2e-3)
    # On the equator the isometric latitude is zero, so the distance to the pole is C.
    assert y_pole - lambert(3, 0)[1] == pytest.approx(11_754_255.426, abs=2e-3)
    east, north = lambert(4, 0)
    assert math.degrees(math.atan2(east - x_pole, y_pole - north)) == pytest.approx(0.7256077650, abs=1e-9)


def test_a_parallel_taken_as_standard_keeps_its_length() -> None:
    """On 44° N a degree of longitude is as long on the plane as on the ellipsoid."""
    flattening = 1 / 298.257222101
    e2 = flattening * (2 - flattening)
    phi = math.radians(44)
    true = math.radians(1e-3) * 6_378_137 * math.cos(phi) / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    (ax, ay), (bx, by) = lambert(5, 44), lambert(5.001, 44)
    assert math.hypot(bx - ax, by - ay) == pytest.approx(true, rel=1e-7)


def test_paris_lies_where_maps_put_it() -> None:
    """Point zero of the roads of France, on the square before Notre-Dame."""
    assert lambert(2.3488, 48.8534) == pytest.approx((652_217, 6_861_681), abs=5)


def test_angles_are_kept() -> None:
    step = 1e-5
    here, east, north = (np.array(lambert(*p)) for p in ((7, 45), (7 + step, 45), (7, 45 + step)))
    assert float(np.dot(east - here, north - here)) == pytest.approx(0, abs=1e-3)


def test_another_country_is_another_projection() -> None:
    """Snyder (1987), page 296, on the Clarke ellipsoid, gives 1 894 410.9 and 1 564 649.5; GRS 80 lies within 300 m."""
    snyder = LambertConformalConic(longitude=-96, latitude=23, south=33, north=45)
    assert snyder(np.array([(-75.0, 35.0)]))[0] == pytest.approx((1_894_410.9, 1_564_649.5), abs=300)


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (2.35, 48.85, "metropole"),
        (9.4, 42.7, "metropole"),
        (-61.5, 16.2, "971"),
        (-61.0, 14.6, "972"),
        (-52.3, 4.9, "973"),
        (55.5, -21.1, "974"),
        (45.15, -12.8, "976"),
    ],
)
def test_every_part_of_the_country_has_its_frame(longitude: float, latitude: float, code: str) -> None:
    frame = FRANCE.frame_of(longitude, latitude)
    assert frame is not None
    assert frame.code == code
    x, y = frame.to_canvas(np.array([(longitude, latitude)]))[0]
    left, top, width, height = frame.box
    assert left <= x <= left + width
    assert top <= y <= top + height


def test_the_open_sea_has_none() -> None:
    assert FRANCE.frame_of(-30, 40) is None


def test_frames_do_not_overlap() -> None:
    boxes = [frame.box for frame in FRANCE.frames]
    for i, (ax, ay, aw, ah) in enumerate(boxes):
        assert ax + aw <= FRANCE.width
        assert ay + ah <= FRANCE.height
        for bx, by, bw, bh in boxes[i + 1 :]:
            assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay
