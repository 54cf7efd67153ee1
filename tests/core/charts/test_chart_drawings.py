"""Every chart: well formed, still, small, French, with the numbers it was given; and nothing drawn from nothing."""

import json
import random
import re
import time
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tandem.core.charts import (
    LOCAL,
    NARROW,
    NATIONAL,
    STRUCTURAL,
    WIDE,
    Bar,
    Change,
    Chart,
    Corners,
    DotRow,
    Interval,
    Measure,
    Part,
    Quotient,
    Reference,
    Role,
    Series,
    Spot,
    arrows,
    bars,
    contributions,
    dots,
    intervals,
    line,
    poster,
    quadrant,
    quotients,
    strip,
    svg,
)
from tandem.core.charts.palette import LESS, THIS

SVG = "{http://www.w3.org/2000/svg}"
PERCENT = Measure("%", 1)


def many(count: int = 183) -> dict[str, float | None]:
    rng = random.Random(7)
    return {f"t{i}": rng.lognormvariate(2.8, 0.4) for i in range(count)}


def a_strip(width: int = WIDE) -> Chart:
    values = many() | {"t5": None, "t6": None, "here": 1234.5}
    return strip(
        values,
        "here",
        alt="Ici & là : 1 234,5 %",
        measure=PERCENT,
        name="Lacq-Pau-Tarbes",
        references=[Reference(Role.COUNTRY, "France", 12.2), Reference(Role.REGION, "Région", None)],
        missing_text=lambda n: f"{n} secrets",
        log=True,
        width=width,
    )


def a_line(width: int = WIDE) -> Chart:
    here = [
        ("2021-T1", 8.0),
        ("2021-T2", None),
        ("2021-T3", 7.5),
        ("2021-T4", None),
        ("2022-T1", 7.0),
        ("2022-T2", 7.2),
    ]
    return line(
        [Series("Ici", here), Series("France", [(d, 8.1) for d, _ in here], Role.COUNTRY)],
        alt="Le chômage",
        measure=PERCENT,
        width=width,
    )


CORNERS = Corners("loin et rare", "proche et rare : d’abord", "loin et commun", "proche et commun")
SPOTS = [
    Spot("Pharmacie", 0.66, 1.6),
    Spot("Produits informatiques, électroniques et optiques", 0.57, 0.33),
    Spot("Agroalimentaire", 0.62, -1.29),
    Spot("Extraction", 0.58, -0.9),
]


def a_quadrant(width: int = WIDE, spots: list[Spot] = SPOTS) -> Chart:
    return quadrant(
        spots, CORNERS, alt="Quatre quarts", split=(0.61, 0.1), across="plus proche", upwards="plus rare", width=width
    )


CHARTS: dict[str, Callable[[int], Chart]] = {
    "strip": a_strip,
    "line": a_line,
    "dots": lambda width: dots(
        [
            DotRow("Part de l’industrie", {Role.THIS: 24.5, Role.REGION: 13.0, Role.COUNTRY: 12.2, Role.PEERS: 27.0}),
            DotRow("Chômage", {Role.THIS: None, Role.COUNTRY: 7.4}, note="secret"),
        ],
        {Role.THIS: "Lacq", Role.REGION: "Région", Role.COUNTRY: "France", Role.PEERS: "Semblables"},
        alt="Comparaison",
        measure=PERCENT,
        width=width,
    ),
    "bars": lambda width: bars(
        [Bar("Chimie", 4210.0, 1100.0), Bar("Aéronautique", 6120.0, 1800.0), Bar("Pharmacie", None, note="secret")],
        alt="Secteurs",
        measure=Measure("salariés"),
        this="Ici",
        reference="France",
        width=width,
    ),
    "quotients": lambda width: quotients(
        [
            Quotient("Chimie", 5.31, 4210, 4.9, 5.8, "4 210 emplois"),
            Quotient("Textile", 0.0, 0),
            Quotient("Bois", 0.5, 90),
            Quotient("Pharmacie", None),
        ],
        alt="Spécialisations",
        centre="part de l’État d'ici",
        width=width,
    ),
    "intervals": lambda width: intervals(
        [
            Interval("Chimie", 5.3, 3.1, 9.0),
            Interval("Boulangerie et boulangerie-pâtisserie, dont le nom est long", 0.96, 0.93, 1.03),
            Interval("Réparation", 0.45, 0.0, 0.8),
            Interval("Bois", 1.4),
            Interval("Textile", None, note="secret"),
        ],
        alt="Quotients et leurs intervalles",
        centre="comme l'ensemble",
        width=width,
    ),
    "quadrant": a_quadrant,
    "arrows": lambda width: arrows(
        [Change("Ici", 21.2, 24.5), Change("France", 13.4, 12.2), Change("Là", None, 3.0, "non disponible")],
        alt="Évolution",
        measure=PERCENT,
        before="2013",
        after="2024",
        width=width,
    ),
    "contributions": lambda width: contributions(
        [Part("Nationale", 1210, NATIONAL), Part("Structure", -820, STRUCTURAL), Part("Locale", -905, LOCAL)],
        "Évolution",
        alt="Ce qui a fait l’évolution",
        measure=Measure("emplois", 0, True),
        width=width,
    ),
}


def texts(picture: str) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_small_still_named_picture(name: str, width: int) -> None:
    chart = CHARTS[name](width)
    picture = svg(chart)
    root = ElementTree.fromstring(picture)

    assert root.get("role") == "img"
    assert root.get("aria-label") == chart.alt
    assert root.get("viewBox") == f"0 0 {width} {chart.height}"
    assert len(picture.encode()) < 25_000
    # A strict content policy accepts it, several stand in one page, nothing is fetched.
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|\sid=|href|url\(|data:", picture)
    assert picture.count("http") == 1
    # Coordinates carry one decimal.
    assert not re.search(r"\d\.\d{3}", picture)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", CHARTS)
def test_letters_keep_their_size_and_stay_inside(name: str, width: int) -> None:
    from tandem.core.charts.text import width_of

    root = ElementTree.fromstring(svg(CHARTS[name](width)))
    for group in [root, *root.iter(f"{SVG}g")]:
        for node in group.findall(f"{SVG}text"):
            written = "".join(node.itertext())
            bold = group.get("font-weight") == "bold"
            assert float(group.get("font-size", root.get("font-size", "0"))) >= 13
            x, wide = float(node.get("x", "0")), width_of(written, 13, bold=bold)
            left = x - wide * {"middle": 0.5, "end": 1.0}.get(group.get("text-anchor", "start"), 0.0)
            # Marianne's measures are taken on the wide side: a few pixels of error are no overflow.
            assert left > -6, written
            assert left + wide < width + 6, written


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_values_give_the_same_bytes(name: str) -> None:
    from tandem.core.charts.render import _drawn

    first = svg(CHARTS[name](WIDE))
    _drawn.cache_clear()
    assert svg(CHARTS[name](WIDE)) == first


def test_a_strip_draws_each_value_once_and_counts_the_others() -> None:
    chart = a_strip()
    picture = svg(chart)
    circles = list(ElementTree.fromstring(picture).iter(f"{SVG}circle"))
    assert len(circles) == 181 + 1
    assert chart.missing == 2
    assert "2 secrets" in texts(picture)


def test_a_strip_keeps_the_numbers_that_it_was_given() -> None:
    values = many() | {"t5": None}
    chart = strip(values, "t1", alt="x", measure=PERCENT)
    drawn = {row["key"]: row["x"] for each in chart.spec["layer"] for row in each["data"]["values"] if "key" in row}
    assert drawn == {key: value for key, value in values.items() if value is not None}


def test_a_strip_writes_its_value_and_its_references_in_french() -> None:
    written = texts(svg(a_strip()))
    assert "Lacq-Pau-Tarbes 1\u202f234,5\u202f%" in written
    assert "France 12,2\u202f%" in written
    assert "1\u202f000\u202f%" in written  # a tick, written by the engine's locale


def test_a_strip_without_this_value_still_shows_the_others() -> None:
    picture = svg(strip({"here": None, "a": 1.0, "b": 2.0}, "here", alt="x", measure=PERCENT))
    assert len(list(ElementTree.fromstring(picture).iter(f"{SVG}circle"))) == 2


def test_labels_of_a_strip_do_not_overlap_when_values_are_close() -> None:
    from tandem.core.charts.text import width_of

    values = many() | {"here": 13.0}
    marks = [Reference(role, str(role), 13.0 + i / 50) for i, role in enumerate(Role) if role is not Role.THIS]
    picture = svg(strip(values, "here", alt="x", measure=PERCENT, name="Ici", references=marks))
    boxes = []
    for group in ElementTree.fromstring(picture).iter(f"{SVG}g"):
        for node in group.findall(f"{SVG}text"):
            written = "".join(node.itertext())
            if written.startswith(("Ici", "region", "country", "peers")):
                x, y, wide = float(node.get("x", "")), float(node.get("y", "")), width_of(written, 13)
                boxes.append((x - wide if group.get("text-anchor") == "end" else x, y, wide))
    assert len(boxes) == 4
    for i, (ax, ay, aw) in enumerate(boxes):
        for bx, by, bw in boxes[i + 1 :]:
            assert abs(ay - by) > 12 or ax + aw <= bx or bx + bw <= ax


def test_a_missing_quarter_leaves_a_gap_and_a_lonely_one_a_dot() -> None:
    chart = a_line()
    pieces = {
        row["piece"]
        for each in chart.spec["layer"]
        if each["mark"].get("type") == "line"
        for row in each["data"]["values"]
        if row.get("value") and row["value"] != 8.1
    }
    assert len(pieces) == 1  # 2022-T1 to 2022-T2; the two others stand alone
    here = {
        row["date"]
        for each in chart.spec["layer"]
        if each["mark"].get("type") == "circle"
        for row in each["data"]["values"]
        if row["value"] != 8.1
    }
    assert here == {"2021-T1", "2021-T3", "2022-T2"}
    assert chart.missing == 2


def test_a_line_names_each_series_and_its_last_value() -> None:
    written = texts(svg(a_line()))
    assert "Ici 7,2\u202f%" in written
    assert "France 8,1\u202f%" in written
    assert "2021" in written
    assert "2022" in written


def test_end_labels_of_lines_that_meet_are_set_apart() -> None:
    series = [Series(f"Série {i}", [("2020", 10.0), ("2021", 12.0 + i / 100)], Role.REGION) for i in range(4)]
    root = ElementTree.fromstring(svg(line(series, alt="x", measure=PERCENT)))
    heights = sorted(float(t.get("y", "")) for t in root.iter(f"{SVG}text") if "Série" in "".join(t.itertext()))
    assert len(heights) == 4
    assert all(b - a >= 15 for a, b in pairwise(heights))


def test_bars_are_sorted_and_say_why_one_is_missing() -> None:
    chart = CHARTS["bars"](WIDE)
    rows = next(each for each in chart.spec["layer"] if each["mark"].get("type") == "rect")["data"]["values"]
    assert [row["label"] for row in rows] == ["Aéronautique", "Chimie"]
    assert [row["x"] for row in rows] == [6120.0, 4210.0]
    assert {"6\u202f120", "4\u202f210", "secret"} <= set(texts(svg(chart)))
    assert chart.missing == 1


def test_quotients_keep_their_value_even_beyond_the_scale() -> None:
    chart = quotients([Quotient("a", 400.0), Quotient("b", 0.0)], alt="x")
    rows = [row for each in chart.spec["layer"] if each["mark"].get("type") == "rect" for row in each["data"]["values"]]
    assert {row["label"]: row["quotient"] for row in rows} == {"a": 400.0, "b": 0.0}
    assert {"400,00", "0,00"} <= set(texts(svg(chart)))


def drawn(chart: Chart, mark: str) -> list[tuple[str, dict[str, object]]]:
    """The rows of the marks of a kind, each with the colour of its outline."""
    return [
        (each["mark"].get("stroke", each["mark"]["color"]), row)
        for each in chart.spec["layer"]
        if each["mark"].get("type") == mark
        for row in each["data"]["values"]
        if "label" in row
    ]


def test_an_interval_takes_its_side_only_when_it_does_not_hold_one() -> None:
    assert [Interval("", 1.2, low, high).side for low, high in ((1.01, 2), (0.5, 0.99), (0.9, 1.1))] == [1, -1, 0]
    assert Interval("", 3.0).side == 0  # without an interval nothing is sure
    chart = CHARTS["intervals"](WIDE)
    colours = {row["label"]: colour for colour, row in drawn(chart, "point")}
    assert len({colours["Chimie"], colours["Réparation"], colours["Bois"]}) == 3


def test_a_hidden_quotient_is_named_and_said_secret() -> None:
    chart = CHARTS["intervals"](WIDE)
    assert chart.missing == 1
    assert {"Textile", "secret"} <= set(texts(svg(chart)))
    assert "Textile" not in {row["label"] for _colour, row in drawn(chart, "point")}


def test_whiskers_stay_inside_the_picture_however_wide() -> None:
    chart = intervals([Interval("a", 50.0, 0.0, 900.0), Interval("b", 0.0, 0.0, 0.01)], alt="x")
    low, high = next(e for e in chart.spec["layer"])["encoding"]["x"]["scale"]["domain"]
    assert low > 0
    for each in chart.spec["layer"]:
        for row in each["data"]["values"]:
            assert all(low <= row[key] <= high for key in ("x", "x2") if key in row)
    assert {"50,0", "0,0"} <= set(texts(svg(chart)))


def test_the_wanted_quarter_is_top_right_and_its_points_are_dark() -> None:
    chart = a_quadrant()
    by_colour: dict[str, set[object]] = {}
    for colour, row in drawn(chart, "circle"):
        by_colour.setdefault(colour, set()).add(row["label"])
    assert by_colour == {THIS: {"Pharmacie"}, LESS: {spot.label for spot in SPOTS[1:]}}
    points = {row["label"]: row for _colour, row in drawn(chart, "circle")}
    assert points["Pharmacie"]["x"] > points["Extraction"]["x"]
    assert points["Pharmacie"]["y"] < points["Extraction"]["y"]


def test_a_quadrant_names_its_points_and_its_quarters() -> None:
    written = texts(svg(a_quadrant()))
    assert {"Pharmacie", "Agroalimentaire", "Extraction"} <= set(written)
    for words in ("loin et rare", "loin et commun", "proche et commun", "↑ plus rare", "plus proche →"):
        assert words in written


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_names_of_a_quadrant_cover_neither_each_other_nor_a_dot(width: int) -> None:
    from tandem.core.charts.text import width_of

    rng = random.Random(3)
    spots = [Spot(f"Secteur numéro {i}", rng.random(), rng.random()) for i in range(25)]
    chart = quadrant(spots, CORNERS, alt="x", split=(0.5, 0.5), across="x", upwards="y", named=25, width=width)
    boxes = []
    for each in chart.spec["layer"]:
        mark = each["mark"]
        if mark["type"] == "text" and mark.get("stroke") is None:
            for row in each["data"]["values"]:
                if row["text"].startswith(("Secteur", "numéro")):
                    wide = width_of(row["text"], 13, bold=mark.get("fontWeight") == "bold")
                    left = row["x"] - {"left": 0.0, "center": wide / 2, "right": wide}[mark["align"]]
                    boxes.append((left, row["y"] - 7, left + wide, row["y"] + 7))
    dots_drawn = [row for _colour, row in drawn(chart, "circle")]
    assert len(boxes) > 5
    assert chart.missing > 0
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= width
        for other in boxes[i + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
        for dot in dots_drawn:
            assert not (left < dot["x"] < right and top < dot["y"] < bottom)


def test_parts_add_up_to_the_total_written() -> None:
    written = texts(svg(CHARTS["contributions"](WIDE)))
    assert {"+1\u202f210", "−820", "−905", "−515"} <= set(written)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: strip({"a": None}, "a", alt="x", measure=PERCENT),
        lambda: strip({"a": float("nan")}, "a", alt="x", measure=PERCENT),
        lambda: strip({"a": 1.0}, "b", alt="x", measure=PERCENT),
        lambda: dots([DotRow("a", {Role.THIS: None})], {Role.THIS: "Ici"}, alt="x", measure=PERCENT),
        lambda: line([Series("a", [("2020", None)])], alt="x", measure=PERCENT),
        lambda: line([], alt="x", measure=PERCENT),
        lambda: bars([Bar("a", None)], alt="x", measure=PERCENT),
        lambda: quotients([Quotient("a", None)], alt="x"),
        lambda: quotients([Quotient("a", -1.0)], alt="x"),
        lambda: intervals([Interval("a", None)], alt="x"),
        lambda: intervals([Interval("a", 1.0, -0.5, 2.0)], alt="x"),
        lambda: a_quadrant(spots=[]),
        lambda: a_quadrant(spots=[Spot("a", float("nan"), 1.0)]),
        lambda: arrows([Change("a", 1.0, None)], alt="x", measure=PERCENT),
        lambda: contributions([], "total", alt="x", measure=PERCENT),
        lambda: contributions([Part("a", float("nan"), LOCAL)], "total", alt="x", measure=PERCENT),
        lambda: bars([Bar("a", 1.0)], alt=" ", measure=PERCENT),
    ],
)
def test_nothing_is_drawn_from_nothing(draw: Callable[[], Chart]) -> None:
    with pytest.raises(ValueError, match=r"\w{3}"):
        draw()


def test_what_no_file_can_hold_is_left_out_of_every_text() -> None:
    """The drawing library ends the process on a control character."""
    written = svg(bars([Bar("a\x08\ufffe b", 1.0)], alt="x\x01y", measure=PERCENT))
    assert "a b" in "".join(texts(written))
    assert 'aria-label="xy"' in written


@pytest.mark.parametrize("value", [0.0, 5.0, -5.0])
def test_a_single_value_is_drawn(value: float) -> None:
    assert "<circle" in svg(strip({"a": value}, "a", alt="x", measure=PERCENT))
    assert "<circle" in svg(line([Series("a", [("2020", value)])], alt="x", measure=PERCENT))
    assert texts(svg(bars([Bar("a", value)], alt="x", measure=PERCENT)))


def test_hostile_names_stay_text() -> None:
    name = "</text><script>alert('1')</script> & \"x\" \\'"
    picture = svg(bars([Bar(name, 1.0)], alt=name, measure=PERCENT))
    assert "<script" not in picture
    assert ElementTree.fromstring(picture).get("aria-label") == name
    centred = svg(quotients([Quotient("a", 2.0)], alt="x", centre="l'É\\tat"))
    assert "l'É\\tat" in texts(centred)


def test_a_spec_is_plain_json() -> None:
    for make in CHARTS.values():
        spec = make(WIDE).spec
        assert json.loads(json.dumps(spec)) == spec


def test_a_poster_carries_title_source_and_the_whole_picture() -> None:
    chart = CHARTS["bars"](WIDE)
    words = {"title": "La chimie & l’aéronautique", "subtitle": "Salariés, 2024", "source": "Source : Urssaf"}
    document = poster(svg(chart), **words, alt=chart.alt)
    root = ElementTree.fromstring(document)
    assert root.findtext(f"{SVG}title") == "La chimie & l’aéronautique"
    assert root.findtext(f"{SVG}desc") == chart.alt
    assert {"La chimie & l’aéronautique", "Source : Urssaf", "6\u202f120"} <= set(texts(document))
    inner = root.find(f"{SVG}svg")
    assert inner is not None
    assert float(inner.get("y", "")) + chart.height < float(root.get("height", ""))


@pytest.mark.slow
def test_a_chart_takes_less_than_a_tenth_of_a_second() -> None:
    svg(a_strip())
    start = time.perf_counter()
    for i in range(5):
        svg(strip(many() | {"here": 10.0 + i}, "here", alt="x", measure=PERCENT))
    assert (time.perf_counter() - start) / 5 < 0.1
