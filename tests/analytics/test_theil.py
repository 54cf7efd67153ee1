import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tandem.analytics.theil import theil_location, theil_specialisation

NAN = np.nan
EMPLOYMENT = np.array([[60.0, 20.0, 20.0], [20.0, 60.0, 120.0]])
FRANCE = EMPLOYMENT.sum(axis=0)  # 80, 80, 140 of 300


def tables(*, missing=False, low=0, shape=(6, 4)):
    jobs = st.integers(low, 5_000).map(float)
    return hnp.arrays(np.float64, shape, elements=jobs | st.just(NAN) if missing else jobs)


def groups(n_areas=6):
    return st.lists(st.sampled_from(["Bretagne", "Corse", "Normandie"]), min_size=n_areas, max_size=n_areas)


def theil(shares, expected):
    """The index of two lists of shares, as one writes it on paper."""
    return sum(share * math.log(share / other) for share, other in zip(shares, expected, strict=True) if share > 0)


def test_specialisation_hand_worked():
    expected = [
        0.6 * math.log(0.6 / (80 / 300)) + 0.2 * math.log(0.2 / (80 / 300)) + 0.2 * math.log(0.2 / (140 / 300)),
        0.1 * math.log(0.1 / (80 / 300)) + 0.3 * math.log(0.3 / (80 / 300)) + 0.6 * math.log(0.6 / (140 / 300)),
    ]
    np.testing.assert_allclose(theil_specialisation(EMPLOYMENT, FRANCE), expected)


def test_the_same_structure_is_zero_and_a_single_sector_its_rarity():
    np.testing.assert_allclose(
        theil_specialisation([FRANCE / 10, [0.0, 7.0, 0.0]], FRANCE), [0.0, math.log(300 / 80)], atol=1e-15
    )


def test_a_secret_sector_is_left_out_on_both_sides():
    np.testing.assert_array_equal(
        theil_specialisation([[60.0, 20.0, NAN]], FRANCE), theil_specialisation([[60.0, 20.0]], FRANCE[:2])
    )
    np.testing.assert_array_equal(
        theil_specialisation(EMPLOYMENT, [80.0, NAN, 140.0]),
        theil_specialisation(EMPLOYMENT[:, [0, 2]], [80.0, 140.0]),
    )


def test_what_cannot_be_compared_has_no_index():
    table = [[0.0, 0.0], [NAN, NAN], [3.0, 5.0]]
    assert np.isnan(theil_specialisation(table, [10.0, 0.0])).all()
    assert np.isnan(theil_specialisation(table, [0.0, 0.0])).all()
    result = theil_location([[1.0, 0.0], [2.0, 0.0]], [0.0, 5.0])
    assert np.isnan(result.total).tolist() == [True, True]
    assert np.isnan(result.within_by_group).tolist() == [[True, True]]


def test_location_hand_worked():
    # A sector of 100 jobs, 80 of them in the first region; the areas are of equal weight, two by region.
    result = theil_location([[80.0], [0.0], [10.0], [10.0]], [1.0, 1.0, 1.0, 1.0], ["A", "A", "B", "B"])
    between = 0.8 * math.log(0.8 / 0.5) + 0.2 * math.log(0.2 / 0.5)
    np.testing.assert_allclose(result.between, [between])
    np.testing.assert_allclose(result.within_by_group, [[0.8 * math.log(2)], [0.0]], atol=1e-15)
    np.testing.assert_allclose(result.within, [0.8 * math.log(2)])
    np.testing.assert_allclose(result.total, [0.8 * math.log(0.8 / 0.25) + 2 * 0.1 * math.log(0.1 / 0.25)])
    assert result.groups.tolist() == ["A", "B"]


def test_without_groups_nothing_is_between():
    result = theil_location(EMPLOYMENT, EMPLOYMENT.sum(axis=1))
    np.testing.assert_allclose(result.between, 0.0, atol=1e-15)
    np.testing.assert_allclose(result.within, result.total)


def test_an_area_that_is_secret_in_a_sector_is_left_out_of_the_reference_of_that_sector():
    secret = np.array([[60.0, 20.0], [20.0, NAN], [30.0, 10.0]])
    result = theil_location(secret, [10.0, 20.0, 30.0], [1, 1, 2])
    alone = theil_location(secret[[0, 2], 1:], [10.0, 30.0], [1, 2])
    for part, expected in zip(result[:4], alone[:4], strict=True):
        np.testing.assert_array_equal(part[..., 1], expected[..., 0])


def test_labels_and_shapes_are_checked():
    with pytest.raises(ValueError, match=r"group: expected 2 labels, got shape \(3,\)"):
        theil_location(EMPLOYMENT, [1.0, 1.0], [1, 1, 2])
    with pytest.raises(ValueError, match="reference: expected 2 rows, got 3"):
        theil_location(EMPLOYMENT, FRANCE)
    with pytest.raises(ValueError, match=r"reference: expected shape \(3,\) or \(2, 3\), got \(2,\)"):
        theil_specialisation(EMPLOYMENT, [1.0, 2.0])


@given(tables(missing=True), tables(low=1, shape=(6,)), groups())
def test_location_agrees_with_the_definition_and_splits_exactly(employment, reference, group):
    result = theil_location(employment, reference, group)
    np.testing.assert_allclose(result.between + result.within, result.total, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(result.within_by_group.sum(axis=0), result.within, rtol=1e-12, atol=1e-15)
    group = np.array(group)
    for sector in range(employment.shape[1]):
        known = ~np.isnan(employment[:, sector])
        jobs, weights, names = employment[known, sector], reference[known], group[known]
        if jobs.sum() == 0:
            assert np.isnan([result.total[sector], result.between[sector], result.within[sector]]).all()
            continue
        shares, expected = jobs / jobs.sum(), weights / weights.sum()
        np.testing.assert_allclose(result.total[sector], theil(shares, expected), atol=1e-12)
        by_group = [(shares[names == name], expected[names == name]) for name in result.groups]
        between = theil([own.sum() for own, _ in by_group], [other.sum() for _, other in by_group])
        np.testing.assert_allclose(result.between[sector], between, atol=1e-12)
        for row, (own, other) in enumerate(by_group):
            within = own.sum() * theil(own / own.sum(), other / other.sum()) if own.sum() else 0.0
            np.testing.assert_allclose(result.within_by_group[row, sector], within, atol=1e-12)


@given(tables(missing=True), tables(shape=(4,)))
def test_specialisation_agrees_with_the_definition(employment, reference):
    result = theil_specialisation(employment, reference)
    for area, jobs in enumerate(employment):
        known = ~np.isnan(jobs)
        own, other = jobs[known], reference[known]
        if own.sum() == 0 or other[own > 0].min() == 0:
            assert np.isnan(result[area])
        else:
            np.testing.assert_allclose(result[area], theil(own / own.sum(), other / other.sum()), atol=1e-12)


@given(tables(), groups())
def test_overall_location_is_overall_specialisation(employment, group):
    by_area, by_sector = employment.sum(axis=1), employment.sum(axis=0)
    if by_area.sum() == 0:
        return
    overall = theil_location(employment, by_area, group).overall()
    specialisation = theil_specialisation(employment, by_sector)
    seen_from_areas = np.nansum(specialisation * by_area) / by_area.sum()
    np.testing.assert_allclose(overall.total, seen_from_areas, atol=1e-12)
    np.testing.assert_allclose(overall.between + overall.within, overall.total, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(overall.within_by_group.sum(), overall.within, atol=1e-12)


def test_overall_is_over_the_sectors_that_have_an_index():
    # The second sector is present in an area that weighs nothing.
    result = theil_location([[3.0, 1.0], [1.0, 2.0], [0.0, 5.0]], [1.0, 1.0, 0.0], [1, 2, 2])
    assert np.isnan(result.total).tolist() == [False, True]
    overall = result.overall()
    assert overall.total == result.total[0]
    np.testing.assert_array_equal(overall.within_by_group, result.within_by_group[:, 0])


@given(tables(missing=True), tables(low=1, shape=(6,)), groups(), st.permutations(range(6)))
def test_the_order_of_areas_does_not_matter(employment, reference, group, order):
    expected = theil_location(employment, reference, group)
    shuffled = theil_location(employment[order], reference[order], [group[area] for area in order])
    for part, other in zip(shuffled[:4], expected[:4], strict=True):
        np.testing.assert_allclose(part, other, atol=1e-12)


@given(tables(missing=True), tables(low=1, shape=(6,)), groups())
def test_no_part_is_negative(employment, reference, group):
    for part in theil_location(employment, reference, group)[:4]:
        assert np.all(np.isnan(part) | (part >= 0))
