import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tandem.analytics.resilience import resilience, response
from tandem.analytics.trajectory import shift_share

NAN = np.nan


def tables(*, missing=False, low=0, shape=(4, 3)):
    jobs = st.integers(low, 5_000).map(float)
    return hnp.arrays(np.float64, shape, elements=jobs | st.just(NAN) if missing else jobs)


def test_hand_worked_contraction():
    # The country loses 10 %: an area that loses 5 % resists by one half, one that loses 20 % is hit twice as hard.
    result = response([[100.0], [200.0], [50.0]], [[95.0], [160.0], [50.0]], [1_000.0], [900.0])
    np.testing.assert_allclose(result.gap, [0.5, -1.0, 1.0])
    np.testing.assert_allclose(result.change, [-5.0, -40.0, 0.0])
    np.testing.assert_allclose(result.expected, [-10.0, -20.0, -5.0])


def test_what_is_expected_may_take_account_of_the_sectors():
    # Cars lose 20 %, the rest nothing, the country 10 %: an area of cars that loses 20 % did as its sector did.
    before, after, country = [[100.0, 0.0], [50.0, 50.0]], [[80.0, 0.0], [45.0, 50.0]], [500.0, 500.0]
    whole = response(before, after, country, [400.0, 500.0])
    by_sector = response(before, after, country, [400.0, 500.0], by_sector=True)
    np.testing.assert_allclose(whole.gap, [-1.0, 0.5])
    np.testing.assert_allclose(by_sector.gap, [0.0, 0.5], atol=1e-12)
    np.testing.assert_allclose(by_sector.expected, [-20.0, -10.0])


def test_a_change_too_small_to_be_one_gives_no_gap():
    result = response([[1_000.0]], [[990.0]], [10_000.0], [9_995.0])
    assert np.isnan(result.gap).all()
    np.testing.assert_allclose(result.expected, [-0.5])
    np.testing.assert_allclose(response([[1_000.0]], [[990.0]], [10_000.0], [9_995.0], least_rate=1e-4).gap, [-19.0])
    assert np.isnan(response([[1_000.0]], [[990.0]], [10_000.0], [10_000.0], least_rate=1e-9).gap).all()


def test_a_missing_sector_is_left_out_of_area_and_country():
    before, after = [[100.0, NAN]], [[95.0, 7.0]]
    result = response(before, after, [1_000.0, 500.0], [900.0, 900.0])
    alone = response([[100.0]], [[95.0]], [1_000.0], [900.0])
    for part, expected in zip(result, alone, strict=True):
        np.testing.assert_array_equal(part, expected)


@pytest.mark.parametrize("by_sector", [False, True])
def test_a_sector_that_the_country_did_not_have_is_left_out(by_sector):
    result = response([[100.0, 50.0]], [[95.0, 10.0]], [1_000.0, 0.0], [900.0, 30.0], by_sector=by_sector)
    np.testing.assert_allclose([part.item() for part in result], [0.5, -5.0, -10.0])


def test_an_area_that_had_nothing_has_no_response():
    for nothing in ([[0.0, 0.0]], [[NAN, NAN]], [[0.0, NAN]]):
        assert np.isnan(response(nothing, [[5.0, 5.0]], [10.0, 10.0], [9.0, 9.0])).all()


def test_two_windows():
    employment = np.array([[[100.0]], [[95.0]], [[97.0]], [[110.0]]])
    country = np.array([[1_000.0], [900.0], [910.0], [1_001.0]])
    result = resilience(employment, country, shock=(0, 1), recovery=(2, 3))
    np.testing.assert_allclose(result.resistance.gap, [0.5])
    np.testing.assert_allclose(result.recovery.gap, [(13 / 97 - 0.1) / 0.1])


@pytest.mark.parametrize("windows", [((0, 0), (1, 2)), ((0, 2), (1, 2)), ((0, 1), (1, 3)), ((-1, 1), (1, 2))])
def test_windows_are_in_order(windows):
    with pytest.raises(ValueError, match="expected two windows in order within 3 dates"):
        resilience(np.ones((3, 2, 2)), np.ones((3, 2)), *windows)


@pytest.mark.parametrize("least_rate", [0.0, 1.0, -0.1, NAN])
def test_the_least_rate_is_a_share(least_rate):
    with pytest.raises(ValueError, match="least_rate: expected a share"):
        response([[1.0]], [[1.0]], [1.0], [1.0], least_rate=least_rate)


@given(tables(low=1), tables(), tables(low=1, shape=(3,)), tables(shape=(3,)))
def test_what_is_expected_is_what_shift_share_calls_national_and_structural(before, after, first, last):
    parts = shift_share(before, after, first, last).by_area()
    whole = response(before, after, first, last)
    by_sector = response(before, after, first, last, by_sector=True)
    np.testing.assert_allclose(whole.expected, parts.national, atol=1e-6)
    np.testing.assert_allclose(by_sector.expected, parts.national + parts.structural, atol=1e-6)
    np.testing.assert_allclose(by_sector.change - by_sector.expected, parts.local, atol=1e-6)
    rate, own_rates = last.sum() / first.sum() - 1, after.sum(axis=1) / before.sum(axis=1) - 1
    if abs(rate) > 0.0011:
        np.testing.assert_allclose(whole.gap, (own_rates - rate) / abs(rate), rtol=1e-6, atol=1e-6)
    elif abs(rate) < 0.0009:
        assert np.isnan(whole.gap).all()


@given(tables(missing=True), tables(missing=True), tables(missing=True, shape=(3,)), tables(missing=True, shape=(3,)))
def test_it_agrees_with_a_plain_loop(before, after, first, last):
    result = response(before, after, first, last, by_sector=True)
    for area in range(4):
        had = expected = gained = 0.0
        for sector in range(3):
            figures = (before[area, sector], after[area, sector], first[sector], last[sector])
            if np.isnan(figures).any() or (figures[2] == 0 and figures[0] > 0):
                continue
            had += figures[0]
            gained += figures[1] - figures[0]
            expected += figures[0] * (figures[3] / figures[2] - 1) if figures[0] else 0.0
        if had == 0:
            assert np.isnan([part[area] for part in result]).all()
            continue
        np.testing.assert_allclose([result.change[area], result.expected[area]], [gained, expected], atol=1e-6)
        if abs(expected) > 0.0011 * had:
            np.testing.assert_allclose(result.gap[area], (gained - expected) / abs(expected), atol=1e-6)
