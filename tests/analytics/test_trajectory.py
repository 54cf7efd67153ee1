import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tandem.analytics.trajectory import (
    annual_growth,
    change,
    dynamic_shift_share,
    esteban_marquillas,
    growth,
    shift_share,
)

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


def test_all_is_local_in_a_country_that_had_nothing():
    result = shift_share([[0.0]], [[8.0]], [0.0], [8.0])
    assert [part.item() for part in result] == [0.0, 0.0, 8.0, 8.0]


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


def test_esteban_marquillas_hand_worked():
    # 140 jobs with the country's structure (400, 400, 200 of 1,000) are 56, 56 and 28; growths beyond the country's are
    # 30 % - 20 % and -5 % - 5 %.
    result = esteban_marquillas(
        before=[[100.0, 40.0, 0.0]],
        after=[[130.0, 38.0, 7.0]],
        reference_before=[400.0, 400.0, 200.0],
        reference_after=[480.0, 420.0, 200.0],
    )
    np.testing.assert_allclose(result.homothetic, [[56.0, 56.0, 28.0]])
    np.testing.assert_allclose(result.competitive, [[5.6, -5.6, 7.0]])
    np.testing.assert_allclose(result.allocation, [[4.4, 1.6, 0.0]])
    np.testing.assert_allclose(result.by_area().competitive, [7.0])
    np.testing.assert_allclose(result.by_area().classic.local, [13.0])


def test_the_homothetic_employment_is_over_the_sectors_that_are_compared():
    result = esteban_marquillas(
        [[100.0, 40.0, 60.0]], [[100.0, 40.0, NAN]], [400.0, 100.0, 500.0], [400.0, 100.0, 500.0]
    )
    np.testing.assert_allclose(result.homothetic, [[112.0, 28.0, NAN]])


@given(tables(missing=True), tables(missing=True), tables(missing=True, shape=(5,)), tables(missing=True, shape=(5,)))
def test_competitive_and_allocation_parts_make_the_local_one(before, after, reference_before, reference_after):
    result = esteban_marquillas(before, after, reference_before, reference_after)
    classic = shift_share(before, after, reference_before, reference_after)
    for part, expected in zip(result.classic, classic, strict=True):
        np.testing.assert_array_equal(part, expected)
    np.testing.assert_allclose(result.competitive + result.allocation, classic.local, rtol=1e-9, atol=1e-6)
    with_rate = ~np.isnan(classic.local) & (before > 0)
    for area, sector in np.argwhere(with_rate):
        growth_here = after[area, sector] / before[area, sector] - 1
        growth_there = reference_after[sector] / reference_before[sector] - 1
        homothetic = result.homothetic[area, sector]
        competitive = homothetic * (growth_here - growth_there)
        allocation = (before[area, sector] - homothetic) * (growth_here - growth_there)
        np.testing.assert_allclose(result.competitive[area, sector], competitive, rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(result.allocation[area, sector], allocation, rtol=1e-9, atol=1e-6)
    new = ~np.isnan(classic.local) & (before == 0)
    np.testing.assert_array_equal(result.competitive[new], classic.local[new])
    shared = ~np.isnan(classic.local) & ~np.isnan(reference_before)
    np.testing.assert_array_equal(~np.isnan(result.homothetic), shared)
    np.testing.assert_allclose(np.nansum(result.homothetic, axis=1), np.where(shared, before, 0.0).sum(axis=1))


@given(tables(low=1), tables())
def test_an_area_with_the_structure_of_the_country_has_no_allocation_part(before, after):
    country = before[0] * 7
    result = esteban_marquillas(before, after, country, country * 1.1)
    np.testing.assert_allclose(result.homothetic[0], before[0])
    np.testing.assert_allclose(result.allocation[0], 0.0, atol=1e-6)


def test_dynamic_shift_share_hand_worked():
    # The second sector of the country doubles each year, the first stands still; the area follows its sectors exactly.
    employment = [[[90.0, 10.0]], [[90.0, 20.0]], [[90.0, 40.0]]]
    result = dynamic_shift_share(employment, [[100.0, 100.0], [100.0, 200.0], [100.0, 400.0]])
    np.testing.assert_allclose(result.yearly.national[:, 0], [[45.0, 5.0], [60.0, 40 / 3]])
    np.testing.assert_allclose(result.yearly.local, np.zeros((2, 1, 2)), atol=1e-12)
    np.testing.assert_allclose(result.total.national, [[105.0, 5.0 + 40 / 3]])
    np.testing.assert_allclose(result.total.change, [[0.0, 30.0]])
    # Weighed by the first year's structure alone, less would be the country's.
    assert shift_share(employment[0], employment[2], [100.0, 100.0], [100.0, 400.0]).national.sum() != pytest.approx(
        result.total.national.sum()
    )


def test_two_years_are_the_classic_method():
    before, after = [[10.0, 20.0], [30.0, 0.0]], [[12.0, 25.0], [20.0, 2.0]]
    first, last = [100.0, 50.0], [90.0, 70.0]
    result = dynamic_shift_share([before, after], [first, last])
    for total, yearly, expected in zip(*result, shift_share(before, after, first, last), strict=True):
        np.testing.assert_array_equal(total, expected)
        np.testing.assert_array_equal(yearly, expected[np.newaxis])


@given(tables(missing=True, shape=(4, 3, 2)), tables(missing=True, shape=(4, 2)))
def test_the_yearly_parts_make_the_change_over_all_years(employment, reference):
    total, yearly = dynamic_shift_share(employment, reference)
    np.testing.assert_allclose(total.national + total.structural + total.local, total.change, atol=1e-6)
    known = ~np.isnan(total.change)
    np.testing.assert_allclose(total.change[known], (employment[-1] - employment[0])[known])
    np.testing.assert_array_equal(known, ~np.isnan(yearly.change).any(axis=0))
    for year in range(3):
        alone = shift_share(employment[year], employment[year + 1], reference[year], reference[year + 1])
        for part, expected in zip(yearly, alone, strict=True):
            np.testing.assert_array_equal(part[year], expected)


def test_each_area_may_have_its_own_reference_every_year():
    random = np.random.default_rng(3)
    employment, regions = random.integers(1, 99, (3, 4, 5)) + 0.0, random.integers(100, 999, (3, 4, 5)) + 0.0
    together = dynamic_shift_share(employment, regions)
    alone = dynamic_shift_share(employment[:, [2]], regions[:, 2])
    np.testing.assert_array_equal(alone.total.local[0], together.total.local[2])


def test_years_are_checked():
    with pytest.raises(ValueError, match="employment: expected at least 2 years, got 1"):
        dynamic_shift_share([[[1.0]]], [[1.0]])
    with pytest.raises(ValueError, match=r"reference: expected shape \(2, 3\) or \(2, 4, 3\), got \(3, 2\)"):
        dynamic_shift_share(np.ones((2, 4, 3)), np.ones((3, 2)))


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
