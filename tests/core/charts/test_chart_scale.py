"""Graduations, swarms and line breaks."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.core.charts.measure import Measure
from tandem.core.charts.scale import linear, logarithmic, swarm
from tandem.core.charts.text import width_of, wrap

some_values = st.lists(st.floats(-1e6, 1e6).map(lambda v: round(v, 3)), min_size=1, max_size=30)


@given(some_values)
def test_a_linear_scale_holds_every_value_and_few_ticks(values: list[float]) -> None:
    scale = linear(values, 0, 600)
    assert scale.low <= min(values)
    assert scale.high >= max(values)
    assert 2 <= len(scale.ticks) <= 9
    assert all(-1e-6 <= scale(v) <= 600 + 1e-6 for v in values)


def test_bars_start_at_zero_even_when_all_values_are_alike() -> None:
    assert linear([40.0, 40.0], 0, 100, zero=True).low == 0
    assert linear([0.0, 0.0], 0, 100, zero=True).high > 0


def test_a_logarithmic_scale_refuses_zero() -> None:
    with pytest.raises(ValueError, match="above zero"):
        logarithmic([0.0, 10.0], 0, 100)


def test_a_logarithmic_scale_gives_equal_room_to_equal_ratios() -> None:
    scale = logarithmic([1.0, 10_000.0], 0, 400)
    assert [round(scale(v), 6) for v in (1, 10, 100, 1000)] == [0, 100, 200, 300]


def test_dots_of_a_swarm_do_not_hide_each_other() -> None:
    positions = [(i * 7919 % 300) / 1.0 for i in range(120)]
    offsets = swarm(positions, 3, 1000, keep_clear=150, clear_radius=7)
    dots = list(zip(positions, offsets, strict=True))
    assert all((ax - bx) ** 2 + (ay - by) ** 2 >= 36 - 1e-3 for (ax, ay), (bx, by) in combinations(dots, 2))
    assert all((x - 150) ** 2 + y**2 >= 100 - 1e-3 for x, y in dots)


def test_a_swarm_keeps_within_its_limit() -> None:
    assert max(abs(y) for y in swarm([10.0] * 200, 3, 40)) == pytest.approx(40)


def test_words_break_at_spaces_and_after_hyphens() -> None:
    lines = wrap("Provence-Alpes-Côte d’Azur", 13, 110)
    assert "".join(line if line.endswith("-") else line + " " for line in lines).strip() == "Provence-Alpes-Côte d’Azur"
    assert all(width_of(line, 13) <= 110 for line in lines)
    assert len(lines) == 2


def test_a_text_too_long_ends_with_an_ellipsis() -> None:
    (line,) = wrap("Fabrication de denrées alimentaires", 13, 100, lines=1)
    assert line.endswith("…")
    assert width_of(line, 13) <= 100


@pytest.mark.parametrize(
    ("measure", "value", "text"),
    [
        (Measure("%", 1), 12.45, "12,5\u202f%"),
        (Measure("emplois"), 12345.0, "12\u202f345"),
        (Measure("%", 1, signed=True), 3.0, "+3,0\u202f%"),
        (Measure("%", 1, signed=True), -0.04, "0,0\u202f%"),
        (Measure(decimals=2), -1234.5, "−1\u202f234,50"),
    ],
)
def test_numbers_are_written_in_french(measure: Measure, value: float, text: str) -> None:
    assert measure.text(value) == text


def test_a_long_unit_is_written_when_asked_for() -> None:
    assert Measure("emplois").text(1240, full=True) == "1\u202f240\u202femplois"
