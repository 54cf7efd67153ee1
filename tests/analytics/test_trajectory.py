import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tandem.analytics.trajectory import annual_growth, change, growth, shift_share

NAN = np.nan


def tables(*, missing=False, low=0, shape=(4, 5)):
    jobs = st.integers(low, 5_000).map(float)
    return hnp.arrays(np.float64, shape, elements=jobs | st.just(NAN) if missing else jobs)


def test_shift_share_hand_worked():
    # The country grows by 10 % (1,000 to 1,100): its first sector by 20 %, its second by 5 %, its third not at all.
    result = shift_share(
        before=[[100.0, 40.0, 0.0]],
        after=[[130.0, 38.0, 7.0]],
        reference_before=[400.0, 400.0, 200.0],
        reference_after=[480.0, 420.0, 200.0],
    )
    np.testing.assert_allclose(result.national, [[10.0, 4.0, 0.0]])
    np.testing.assert_allclose(result.structural, [[10.0, -2.0, 0.0]])
    np.testing.assert_allclose(result.local, [[10.0, -4.0, 7.0]])
    np.testing.assert_allclose(result.change, [[30.0, -2.0, 7.0]])
    np.testing.assert_allclose(result.by_area(), [[14.0], [8.0], [13.0], [35.0]])


def test_a_missing_cell_is_missing_in_every_part_and_left_out_of_the_sums():
    result = shift_share([[100.0, NAN], [0.0, 5.0]], [[130.0, 3.0], [NAN, 5.0]], [400.0, 400.0], [480.0, 400.0])
    for part in result:
        assert np.isnan(part).tolist() == [[False, True], [True, False]]
    assert result.by_area().change.tolist() == [30.0, 0.0]


def test_an_area_of_which_nothing_is_known_has_no_sum():
    assert np.isnan(shift_share([[NAN]], [[1.0]], [1.0], [1.0]).by_area()).all()


def test_a_sector_new_to_the_country_is_local_where_it_appears():
    result = shift_share([[100.0, 0.0]], [[100.0, 8.0]], [100.0, 0.0], [100.0, 8.0])
    assert (result.national[0, 1], result.structural[0, 1], result.local[0, 1]) == (0.0, 0.0, 8.0)


def test_a_sector_without_growth_rate_in_the_reference_cannot_be_split():
    result = shift_share([[100.0, 3.0, 3.0]], [[100.0, 8.0, 8.0]], [100.0, 0.0, NAN], [100.0, 8.0, 9.0])
    assert np.isnan(result.change).tolist() == [[False, True, True]]


def test_the_growth_of_the_whole_is_over_sectors_known_at_both_dates():
    result = shift_share([[10.0, 10.0]], [[10.0, 10.0]], [100.0, 900.0], [150.0, NAN])
    assert result.national[0, 0] == 5.0


def test_each_area_may_have_its_own_reference():
    before, after = np.array([[10.0, 20.0], [30.0, 0.0]]), np.array([[12.0, 25.0], [20.0, 2.0]])
    first, last = np.array([[100.0, 50.0], [80.0, 10.0]]), np.array([[90.0, 70.0], [85.0, 20.0]])
    together = shift_share(before, after, first, last)
    for row in range(2):
        alone = shift_share(before[[row]], after[[row]], first[row], last[row])
        for part, whole in zip(alone, together, strict=True):
            np.testing.assert_array_equal(part[0], whole[row])


def test_shapes_are_checked():
    with pytest.raises(ValueError, match=r"after: expected shape \(1, 2\), got \(1, 1\)"):
        shift_share([[1.0, 2.0]], [[1.0]], [1.0, 2.0], [1.0, 2.0])
    with pytest.raises(ValueError, match=r"expected shape \(2,\) or \(1, 2\) for both, got \(2,\) and \(1, 2\)"):
        shift_share([[1.0, 2.0]], [[1.0, 2.0]], [1.0, 2.0], [[1.0, 2.0]])


@given(tables(missing=True), tables(missing=True), tables(missing=True, shape=(5,)), tables(missing=True, shape=(5,)))
def test_the_three_parts_make_the_change(before, after, reference_before, reference_after):
    result = shift_share(before, after, reference_before, reference_after)
    np.testing.assert_allclose(result.national + result.structural + result.local, result.change, atol=1e-6)
    known = ~np.isnan(result.change)
    np.testing.assert_array_equal(result.change[known], (after - before)[known])
    new = known & (before == 0)
    np.testing.assert_array_equal(result.local[new], result.change[new])
    by_area = result.by_area()
    np.testing.assert_allclose(by_area.national + by_area.structural + by_area.local, by_area.change, atol=1e-6)


@given(tables(low=1), tables())
def test_what_is_local_cancels_out_over_the_country(before, after):
    result = shift_share(before, after, before.sum(axis=0), after.sum(axis=0))
    np.testing.assert_allclose(result.local.sum(axis=0), 0.0, atol=1e-6)
    np.testing.assert_allclose(result.structural.sum(), 0.0, atol=1e-6)
    np.testing.assert_allclose(result.national.sum(), after.sum() - before.sum(), atol=1e-6)


@given(tables(missing=True), tables(), st.permutations(range(4)), st.permutations(range(5)))
def test_the_order_of_areas_and_sectors_does_not_matter(before, after, areas, sectors):
    first, last = np.nansum(before, axis=0), after.sum(axis=0)
    cells = np.ix_(areas, sectors)
    shuffled = shift_share(before[cells], after[cells], first[sectors], last[sectors])
    for part, expected in zip(shuffled, shift_share(before, after, first, last), strict=True):
        np.testing.assert_allclose(part, expected[cells], atol=1e-6)


def test_change_and_growth_of_what_is_missing_or_starts_from_nothing():
    before, after = [100.0, 0.0, NAN, 50.0], [110.0, 5.0, 3.0, 0.0]
    np.testing.assert_array_equal(change(before, after), [10.0, 5.0, NAN, -50.0])
    np.testing.assert_allclose(growth(before, after), [0.1, NAN, NAN, -1.0])
    np.testing.assert_allclose(annual_growth(before, after, 1), [0.1, NAN, NAN, -1.0])


def test_annual_growth_hand_worked():
    np.testing.assert_allclose(annual_growth([100.0], [121.0], 2), [0.1])
    assert np.isnan(annual_growth([100.0], [-1.0], 2)).all()


@pytest.mark.parametrize("years", [0, -1, NAN, np.inf])
def test_annual_growth_needs_time(years):
    with pytest.raises(ValueError, match="years: expected a number above zero"):
        annual_growth([1.0], [2.0], years)


@given(tables(low=1, shape=(6,)), st.floats(-0.5, 0.5), st.integers(1, 30))
def test_annual_growth_finds_the_rate_back(before, rate, years):
    np.testing.assert_allclose(annual_growth(before, before * (1 + rate) ** years, years), rate, atol=1e-9)
