"""From geometries to pictures: closed paths, no area lost, insets always there, shared borders drawn once."""

import gzip
import json
import re
import time
from itertools import combinations, pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from tandem.core.charts.text import width_of
from tandem.core.maps import (
    FRANCE,
    MISSING_CLASS,
    Area,
    MapModel,
    build,
    fit,
    inline,
    legend,
    quantiles,
    render,
)
from tandem.core.maps.paths import clipped, path, rounded, shared_lines, straightened, visible
from tandem.reference import load

SVG = "{http://www.w3.org/2000/svg}"


def square(west: float, south: float, size: float = 1.0) -> dict[str, object]:
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def points_of(drawn: str) -> list[list[tuple[int, int]]]:
    """Read a relative path back: the points of each subpath."""
    at = np.array((0, 0))
    subpaths = []
    for piece in re.findall(r"m([^mz]+)z?", drawn):
        steps = np.array([int(n) for n in re.findall(r"-?\d+", piece)]).reshape(-1, 2)
        points = at + steps.cumsum(axis=0)
        at = points[0]
        subpaths.append([(int(x), int(y)) for x, y in points])
    return subpaths


@pytest.fixture(scope="module")
def france() -> MapModel:
    rows = [row for row in load("contours_territories").to_pylist() if row["list"] == "2024-07"]
    regions = load("contours_regions").to_pylist()
    areas = [Area(r["code"], f"Territoire {r['code']}", r["geometry"], href=f"/t/{r['code']}/") for r in rows]
    return build(areas, FRANCE, backdrop=[r["geometry"] for r in regions])


def test_every_area_is_drawn_with_closed_paths(france: MapModel) -> None:
    assert len(france.shapes) == 183
    assert france.unplaced == ()
    assert len(france.backdrop) == 18
    for shape in france.shapes:
        assert re.fullmatch(r"(m-?\d+[ -]\d+([ -]\d+)+z)+", shape.path)
        assert all(len(points) >= 3 for points in points_of(shape.path))


def test_everything_lies_on_the_canvas(france: MapModel) -> None:
    for shape in france.shapes:
        for points in points_of(shape.path):
            assert all(0 <= x <= france.width and 0 <= y <= france.height for x, y in points)


def test_insets_are_there_with_their_names_even_when_empty() -> None:
    model = build([Area("a", "A", square(2, 47))], FRANCE)
    assert [frame.label for frame in model.frames] == ["Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"]
    assert all(name in inline(model, "Carte") for name in ("Guadeloupe", "La Réunion"))


def test_the_country_in_a_page_is_light(france: MapModel) -> None:
    assert len(gzip.compress(inline(france, "Carte").encode())) < 40_000


@pytest.mark.slow
def test_the_country_is_built_in_less_than_three_tenths_of_a_second() -> None:
    rows = [row for row in load("contours_territories").to_pylist() if row["list"] == "2024-07"]
    areas = [Area(r["code"], r["code"], r["geometry"]) for r in rows]
    regions = [r["geometry"] for r in load("contours_regions").to_pylist()]
    start = time.perf_counter()
    build(areas, FRANCE, backdrop=regions)
    assert time.perf_counter() - start < 0.3


def test_in_a_page_every_shape_is_a_link_that_says_its_name(france: MapModel) -> None:
    root = ElementTree.fromstring(inline(france, "Les territoires d’industrie"))
    links = list(root.iter(f"{SVG}a"))
    assert len(links) == 183
    assert {link.findtext(f"{SVG}title") for link in links} == {shape.title for shape in france.shapes}
    assert all(re.fullmatch(r"/t/[\w-]+/", link.get("href", "")) for link in links)
    assert root.get("role") == "group"
    assert root.get("aria-label") == "Les territoires d’industrie"


def test_a_shape_without_address_is_named_but_no_link() -> None:
    root = ElementTree.fromstring(inline(build([Area("a", "L’Île & C°", square(2, 47))], FRANCE), "x"))
    assert root.find(f".//{SVG}a") is None
    assert root.find(f".//{SVG}g[@aria-label='L’Île & C°']") is not None


def test_pictures_hold_nothing_that_a_strict_policy_refuses(france: MapModel) -> None:
    hostile = build([Area("a", "<script>", square(2, 47), href='/"onload="x', title="</title><script>")], FRANCE)
    for picture in (
        inline(france, "x"),
        render(france, {}, alt="x"),
        inline(hostile, "x"),
        render(hostile, {}, alt="x"),
    ):
        ElementTree.fromstring(picture)
        assert not re.search(r"<script|<style|\sstyle=|\sid=|url\(", picture)
        assert picture.count("http") == 1


def test_two_neighbours_share_their_border_to_the_unit() -> None:
    model = build([Area("a", "A", square(2, 46)), Area("b", "B", square(3, 46))], FRANCE)
    (one,), (other,) = (points_of(shape.path) for shape in model.shapes)
    assert len(set(one) & set(other)) == 2


def test_rings_under_a_pixel_are_dropped_but_no_area_is_lost() -> None:
    big, dust = square(2, 47), square(4, 47, 0.001)
    both = {"type": "MultiPolygon", "coordinates": [big["coordinates"], dust["coordinates"]]}
    model = build([Area("both", "B", both), Area("dust", "D", json.dumps(dust))], FRANCE)
    assert len(points_of(model.shapes[0].path)) == 1
    assert len(points_of(model.shapes[1].path)) == 1
    assert len(points_of(model.shapes[1].path)[0]) == 4


def test_what_lies_in_no_frame_is_named_not_forgotten() -> None:
    model = build([Area("sea", "Mer", square(-30, 40)), Area("a", "A", square(2, 47))], FRANCE)
    assert model.unplaced == ("sea",)
    assert [shape.code for shape in model.shapes] == ["a"]


@pytest.mark.parametrize(
    "geometry", [{"type": "Point", "coordinates": [2, 47]}, {"type": "MultiPolygon", "coordinates": []}]
)
def test_what_is_no_polygon_is_refused(geometry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"polygons|ring"):
        build([Area("a", "A", geometry)], FRANCE)


def test_a_map_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one area"):
        build([], FRANCE)
    with pytest.raises(ValueError, match="at least one area"):
        fit([])


def test_aligned_points_and_spurs_go() -> None:
    ring = np.array([(0, 0), (5, 0), (10, 0), (10, 10), (10, 15), (10, 10), (0, 10)])
    assert straightened(ring).tolist() == [[0, 0], [10, 0], [10, 10], [0, 10]]


def test_a_flattened_ring_leaves_no_path() -> None:
    assert len(straightened(rounded(np.array([(0.1, 0.1), (9.2, 0.2), (20.0, 0.3), (0.1, 0.1)])))) == 0
    assert len(visible([np.array([(0.1, 0.1), (9.2, 0.2), (20.0, 0.3), (0.1, 0.1)])])) == 1


def test_shared_borders_are_drawn_once_without_the_coast() -> None:
    left = [np.array([(0, 0), (5, 0), (5, 5), (5, 10), (0, 10)])]
    right = [np.array([(5, 0), (10, 0), (10, 10), (5, 10), (5, 5)])]
    (border,) = shared_lines([left, right])
    assert sorted(border.tolist()) == [[5, 0], [5, 10]]
    assert shared_lines([left]) == []


def test_regions_borders_join_into_few_lines(france: MapModel) -> None:
    assert 20 <= france.borders.count("m") <= 60
    assert "z" not in france.borders


def test_paths_are_relative_and_short() -> None:
    rings = [np.array([(1, 1), (3, 1), (3, 3)]), np.array([(10, 10), (12, 10), (12, 8)])]
    assert path(rings) == "m1 1 2 0 0 2zm9 9 2 0 0-2z"
    assert points_of(path(rings)) == [[(1, 1), (3, 1), (3, 3)], [(10, 10), (12, 10), (12, 8)]]


def test_a_ring_is_cut_at_the_edge_of_the_box() -> None:
    cut = clipped(np.array([(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0), (-5.0, -5.0)]), (0, 0, 10, 10))
    assert {(float(x), float(y)) for x, y in cut} == {(0, 0), (5, 0), (5, 5), (0, 5)}
    assert len(clipped(np.array([(20.0, 20.0), (21.0, 20.0), (21.0, 21.0)]), (0, 0, 10, 10))) == 0


def test_fit_fills_the_picture_north_up_with_names() -> None:
    areas = [Area("s", "Sud", square(2, 46)), Area("n", "Nord", square(2, 47))]
    model = fit(areas, backdrop=[square(0, 44, 6)])
    ys = {s.code: [y for ring in points_of(s.path) for _, y in ring] for s in model.shapes}
    assert max(ys["n"]) == min(ys["s"])
    assert min(ys["n"]) < model.height * 0.15
    assert {label.code: label.lines for label in model.labels} == {"s": ("Sud",), "n": ("Nord",)}
    # The surroundings are cut at the edge, not carried whole.
    assert all(-5 <= x <= model.width + 5 for ring in points_of(model.backdrop[0]) for x, _ in ring)


def test_names_never_cover_each_other() -> None:
    areas = [Area(f"{i}", f"Agglomération {i}", square(2 + i % 8, 46 - i // 8)) for i in range(40)]
    model = fit(areas)
    boxes = [
        (label.x, label.y, max(width_of(text, label.size) for text in label.lines), 1.1 * label.size * len(label.lines))
        for label in model.labels
    ]
    assert len(model.shapes) == 40
    assert 8 <= len(boxes) < 40
    for (ax, ay, aw, ah), (bx, by, bw, bh) in combinations(boxes, 2):
        assert abs(ax - bx) >= (aw + bw) / 2 or ay + ah <= by or by + bh <= ay


# -- colours


def test_quantiles_have_as_many_areas_each() -> None:
    values: dict[str, float | None] = {f"a{i}": float(i) for i in range(100)} | {"none": None}
    classes = quantiles(values)
    assert [sum(n == i for n in classes.of.values()) for i in range(5)] == [20] * 5
    assert classes.of["none"] is None
    assert classes.css["none"] == MISSING_CLASS
    assert classes.css["a0"] == "map-q1"
    assert classes.css["a99"] == "map-q5"


def test_equal_values_share_a_class() -> None:
    values: dict[str, float | None] = {f"z{i}": 0.0 for i in range(70)} | {f"a{i}": 1.0 + i for i in range(30)}
    classes = quantiles(values)
    assert {classes.of[f"z{i}"] for i in range(70)} == {0}
    assert classes.edges[0] == (0.0, 0.0)
    assert all(high < low for (_, high), (low, _) in pairwise(classes.edges))
    assert len(classes.colours) == len(classes.edges) + 1


def test_one_value_makes_one_class_and_none_is_refused() -> None:
    assert quantiles({"a": 3.0, "b": 3.0}).edges == ((3.0, 3.0),)
    with pytest.raises(ValueError, match="at least one value"):
        quantiles({"a": None})


def test_the_legend_counts_every_area_and_says_what_is_missing() -> None:
    classes = quantiles({f"a{i}": float(i) for i in range(10)} | {"x": None})
    items = legend(classes, lambda low, high: f"{low:.0f} à {high:.0f}", "non disponible")
    assert [item.text for item in items] == ["0 à 1", "2 à 3", "4 à 5", "6 à 7", "8 à 9", "non disponible"]
    assert sum(item.count for item in items) == 11


def test_a_map_is_recoloured_without_being_built_again(france: MapModel) -> None:
    code = france.shapes[0].code
    other = france.coloured({code: "map-q5"}, {code: "A : 12 %"})
    assert other.shapes[0].css_class == "map-q5"
    assert other.shapes[0].title == "A : 12 %"
    assert other.shapes[1] is not None
    assert other.shapes[0].path is france.shapes[0].path
    assert france.shapes[0].css_class == ""


def test_a_file_carries_colours_legend_and_heading(france: MapModel) -> None:
    values = {shape.code: float(i) for i, shape in enumerate(france.shapes)}
    classes = quantiles(values)
    items = legend(classes, lambda low, high: f"{low:.0f} à {high:.0f}", "non disponible")
    picture = render(france.coloured(classes.css), classes.colours, alt="Carte", legend=items, heading="Part, 2022")
    root = ElementTree.fromstring(picture)
    written = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert "Part, 2022" in written
    assert all(item.text in written for item in items)
    assert sum(len(group.findall(f"{SVG}path")) for group in root.findall(f"{SVG}g")) == 183 + 18
    assert all(f'fill="{colour}"' in picture for name, colour in classes.colours.items() if name != MISSING_CLASS)
    assert root.get("aria-label") == "Carte"
