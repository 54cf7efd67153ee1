import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.analytics.dependency import largest_shares, largest_shares_from_bands

NAN = np.nan
# Bands of the directory: none, 1 to 2, 3 to 9, 10 to 49, and 50 or more.
LOWER, UPPER = [0, 1, 3, 10, 50], [0, 2, 9, 49, NAN]


def test_hand_worked():
    result = largest_shares([0, 0, 0, 0, 1, 1, -1], [50.0, 30.0, 10.0, 10.0, 7.0, 0.0, 999.0], n_areas=3)
    np.testing.assert_allclose(result.shares, [[0.5, 0.9], [1.0, 1.0], [NAN, NAN]])
    np.testing.assert_array_equal(result.employment, [100.0, 7.0, NAN])
    assert result.units.tolist() == [4, 1, 0]


def test_a_plant_of_unknown_size_is_left_out_and_counted():
    result = largest_shares([0, 0, 0, 1], [6.0, NAN, 2.0, NAN], n_areas=2, top=(1,))
    np.testing.assert_array_equal(result.shares, [[0.75], [NAN]])
    assert result.missing.tolist() == [1, 1]
    np.testing.assert_array_equal(result.employment, [8.0, NAN])


def test_the_plants_of_one_legal_unit_count_as_one_in_their_area():
    area, size, unit = [0, 0, 0, 1], [40.0, 40.0, 50.0, 10.0], ["factory", "factory", "shop", "factory"]
    np.testing.assert_allclose(largest_shares(area, size, 2, top=(1,)).shares, [[50 / 130], [1.0]])
    by_unit = largest_shares(area, size, 2, top=(1,), unit=unit)
    np.testing.assert_allclose(by_unit.shares, [[80 / 130], [1.0]])
    assert by_unit.units.tolist() == [2, 1]


def test_an_area_with_too_few_units_has_no_share():
    result = largest_shares([0, 0, 1, 1, 1], [5.0, 5.0, 1.0, 1.0, 0.0], n_areas=2, minimum_units=2)
    assert np.isnan(result.shares).tolist() == [[False, False], [False, False]]
    assert np.isnan(largest_shares([0, 0], [5.0, 0.0], n_areas=1, minimum_units=2).shares).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"top": ()}, "top: expected numbers from 1"),
        ({"top": (0,)}, "top: expected numbers from 1"),
        ({"minimum_units": 0}, "minimum_units: expected at least 1"),
        ({"unit": [1]}, "unit: expected 2 labels"),
        ({"size": [1.0]}, "size: expected 2 rows, got 1"),
        ({"size": [1.0, -1.0]}, "size: negative"),
        ({"area": [0, 5]}, r"area: expected numbers in \[-1, 1\)"),
    ],
)
def test_wrong_questions_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        largest_shares(**{"area": [0, 0], "size": [1.0, 2.0], "n_areas": 1} | options)


plants = st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 50) | st.none(), st.integers(0, 4)), max_size=25)


@given(plants, st.booleans())
def test_it_agrees_with_a_plain_loop(plants, by_unit):
    area, size, unit = (list(each) for each in zip(*plants, strict=True)) if plants else ([], [], [])
    result = largest_shares(area, np.array(size, dtype=float), 4, top=(1, 2, 3), unit=unit if by_unit else None)
    for place in range(4):
        mine = [(u, s) for a, s, u in plants if a == place and s is not None]
        if by_unit:
            mine = [(u, sum(s for v, s in mine if v == u)) for u in sorted({u for u, _ in mine})]
        sizes = sorted((s for _, s in mine), reverse=True)
        assert result.units[place] == sum(s > 0 for s in sizes)
        assert result.missing[place] == sum(a == place and s is None for a, s, _ in plants)
        for column, n in enumerate((1, 2, 3)):
            expected = sum(sizes[:n]) / sum(sizes) if sum(sizes) else NAN
            np.testing.assert_allclose(result.shares[place, column], expected)


def test_bands_hand_worked():
    # One of 50 or more, one of 10 to 49 and one of 1 to 2; then one of 3 to 9 alone, and one that is not known.
    result = largest_shares_from_bands([0, 0, 0, 1, 1], [4, 3, 1, 2, -1], LOWER, UPPER, n_areas=3, top=(1, 2))
    np.testing.assert_allclose(result.shares, [[50 / 81, 79.5 / 81], [1.0, 1.0], [NAN, NAN]])
    np.testing.assert_allclose(result.low, [[50 / 101, 60 / 62], [1.0, 1.0], [NAN, NAN]])
    np.testing.assert_allclose(result.high, [[1.0, 1.0], [1.0, 1.0], [NAN, NAN]])
    assert (result.units.tolist(), result.missing.tolist()) == ([3, 1, 0], [0, 1, 0])


def test_bands_are_in_order():
    for lower, upper in (([1, 3], [4, 9]), ([3, 1], [9, 2]), ([1, 10], [NAN, 49]), ([5], [4])):
        with pytest.raises(ValueError, match="expected bands from the smallest to the largest"):
            largest_shares_from_bands([0], [0], lower, upper, n_areas=1)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.integers(1, 3))
def test_the_true_share_lies_between_the_bounds(bands, n):
    lower, upper = [0, 1, 3, 10], [0, 2, 9, 12]
    result = largest_shares_from_bands([0] * len(bands), bands, lower, upper, 1, top=(n,))
    ends = [sorted({lower[band], (lower[band] + upper[band]) // 2, upper[band]}) for band in bands]
    for sizes in itertools.product(*ends):
        if sum(sizes) == 0:
            assert np.isnan(result.shares).all()
            continue
        share = sum(sorted(sizes, reverse=True)[:n]) / sum(sizes)
        assert result.low[0, 0] - 1e-12 <= share <= result.high[0, 0] + 1e-12
    if not np.isnan(result.shares).any():
        assert result.low[0, 0] <= result.shares[0, 0] + 1e-12 <= result.high[0, 0] + 2e-12
