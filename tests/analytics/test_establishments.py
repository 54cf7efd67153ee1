import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.analytics.establishments import plant_table

NAN = np.nan


def test_hand_worked():
    table = plant_table([0, 0, 1, 1, 1], [0, 0, 0, 1, 1], [30.0, 10.0, 60.0, NAN, 0.0], n_areas=2, n_sectors=3)
    np.testing.assert_array_equal(table.employment, [[40.0, 0.0, 0.0], [60.0, 0.0, 0.0]])
    np.testing.assert_allclose(table.plant_herfindahl, [0.09 + 0.01 + 0.36, NAN, NAN])
    np.testing.assert_array_equal(table.squares, [4_600.0, 0.0, 0.0])
    assert (table.plants.tolist(), table.missing.tolist()) == ([3, 0, 0], [0, 1, 0])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"area": [0]}, "expected as many of each, got 1, 2 and 2"),
        ({"area": [0, 2]}, r"area: expected numbers in \[0, 2\)"),
        ({"sector": [0, 3]}, r"sector: expected numbers in \[0, 3\)"),
        ({"size": [1.0, -2.0]}, "size: negative"),
        ({"size": [1.0, np.inf]}, "size: infinite"),
    ],
)
def test_wrong_plants_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        plant_table(**{"area": [0, 1], "sector": [0, 1], "size": [1.0, 2.0], "n_areas": 2, "n_sectors": 3} | options)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 99) | st.none()), max_size=30))
def test_it_agrees_with_a_plain_loop(plants):
    area, sector, size = (list(each) for each in zip(*plants, strict=True)) if plants else ([], [], [])
    table = plant_table(area, sector, np.array(size, dtype=float), 3, 4)
    for kind in range(4):
        sizes = [s for _, k, s in plants if k == kind and s is not None]
        expected = sum((s / sum(sizes)) ** 2 for s in sizes) if sum(sizes) else NAN
        np.testing.assert_allclose(table.plant_herfindahl[kind], expected)
        assert table.plants[kind] == sum(s > 0 for s in sizes)
        assert table.missing[kind] == sum(k == kind and s is None for _, k, s in plants)
        for place in range(3):
            assert table.employment[place, kind] == sum(s or 0 for a, k, s in plants if (a, k) == (place, kind))
