import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tandem.analytics.specialisation import (
    equivalent_sectors,
    herfindahl,
    krugman_index,
    location_quotient,
    normalised_herfindahl,
)

NAN = np.nan
EMPLOYMENT = np.array([[60.0, 20.0, 20.0], [20.0, 60.0, 120.0]])
FRANCE = EMPLOYMENT.sum(axis=0)  # 80, 80, 140 of 300


def tables(*, missing=False, n_areas=4, n_sectors=5):
    jobs = st.integers(0, 5_000).map(float)
    return hnp.arrays(np.float64, (n_areas, n_sectors), elements=jobs | st.just(NAN) if missing else jobs)


def test_location_quotient_hand_worked():
    expected = [[0.6 / (80 / 300), 0.2 / (80 / 300), 0.2 / (140 / 300)], [0.1 / (80 / 300), 0.3 / (80 / 300), 9 / 7]]
    np.testing.assert_allclose(location_quotient(EMPLOYMENT, FRANCE), expected)


def test_krugman_index_hand_worked():
    # 0.6 - 4/15, 0.2 - 4/15, 0.2 - 7/15 and 0.1 - 4/15, 0.3 - 4/15, 0.6 - 7/15
    np.testing.assert_allclose(krugman_index(EMPLOYMENT, FRANCE), [2 / 3, 1 / 3])


def test_herfindahl_hand_worked():
    np.testing.assert_allclose(herfindahl(EMPLOYMENT), [0.44, 0.46])
    np.testing.assert_allclose(equivalent_sectors(EMPLOYMENT), [1 / 0.44, 1 / 0.46])


def test_the_normalised_index_goes_from_equal_sectors_to_a_single_one():
    table = [[10.0, 10.0, 10.0, 10.0], [7.0, 0.0, 0.0, 0.0], [60.0, 20.0, 20.0, NAN]]
    np.testing.assert_allclose(normalised_herfindahl(table), [0.0, 1.0, (0.44 - 1 / 3) / (2 / 3)], atol=1e-15)


def test_an_area_of_which_a_single_sector_is_known_has_no_normalised_index():
    assert np.isnan(normalised_herfindahl([[5.0, NAN], [0.0, 0.0], [NAN, NAN]])).all()
    assert np.isnan(normalised_herfindahl([[5.0]])).all()


def test_no_common_sector_is_a_krugman_index_of_two():
    np.testing.assert_array_equal(krugman_index([[1.0, 0.0]], [0.0, 1.0]), [2.0])


def test_a_secret_sector_is_left_out_on_both_sides():
    secret = np.array([[60.0, 20.0, NAN]])
    np.testing.assert_array_equal(
        location_quotient(secret, FRANCE), np.append(location_quotient(secret[:, :2], FRANCE[:2]), [[NAN]], axis=1)
    )
    np.testing.assert_array_equal(krugman_index(secret, FRANCE), krugman_index(secret[:, :2], FRANCE[:2]))
    np.testing.assert_array_equal(herfindahl(secret), herfindahl(secret[:, :2]))


def test_a_sector_that_the_reference_misses_is_missing():
    quotients = location_quotient(EMPLOYMENT, [80.0, NAN, 0.0])
    assert np.isnan(quotients).tolist() == [[False, True, True], [False, True, True]]
    np.testing.assert_allclose(quotients[:, 0], [60 / 80, 20 / 140])
    np.testing.assert_allclose(krugman_index(EMPLOYMENT, [80.0, NAN, 0.0]), [2 * 20 / 80, 2 * 120 / 140])


def test_an_area_without_employment_has_no_index():
    for nothing in ([[0.0, 0.0, 0.0]], [[NAN, NAN, NAN]], [[0.0, NAN, NAN]]):
        assert np.isnan(location_quotient(nothing, FRANCE)).all()
        assert np.isnan(krugman_index(nothing, FRANCE)).all()
        assert np.isnan(herfindahl(nothing)).all()
        assert np.isnan(equivalent_sectors(nothing)).all()


def test_each_area_may_have_its_own_reference():
    regions = np.array([[100.0, 50.0, 50.0], [90.0, 90.0, 200.0]])
    for index in (location_quotient, krugman_index):
        alone = [index(EMPLOYMENT[[row]], regions[row])[0] for row in range(2)]
        np.testing.assert_array_equal(index(EMPLOYMENT, regions), alone)


def test_shapes_and_signs_are_checked():
    with pytest.raises(ValueError, match=r"reference: expected shape \(3,\) or \(2, 3\), got \(2,\)"):
        location_quotient(EMPLOYMENT, [1.0, 2.0])
    with pytest.raises(ValueError, match="employment: negative"):
        krugman_index([[-1.0, 2.0]], [1.0, 2.0])
    with pytest.raises(ValueError, match=r"employment: expected 2 dimension\(s\), got 1"):
        herfindahl([1.0, 2.0])


@given(tables())
def test_quotients_average_to_one_over_sectors_and_over_areas(employment):
    reference = employment.sum(axis=0)
    if reference.sum() == 0:
        return
    quotients = location_quotient(employment, reference)
    with_jobs, present = employment.sum(axis=1) > 0, reference > 0
    quotients = quotients[np.ix_(with_jobs, present)]
    sector_shares = reference[present] / reference.sum()
    area_shares = employment[with_jobs].sum(axis=1) / reference.sum()
    np.testing.assert_allclose(quotients @ sector_shares, 1.0)
    np.testing.assert_allclose(area_shares @ quotients, 1.0)


@given(tables(missing=True), tables(n_areas=1).map(lambda table: table[0] + 1))
def test_quotients_average_to_one_over_the_sectors_known(employment, reference):
    quotients = location_quotient(employment, reference)
    for row in range(employment.shape[0]):
        known = ~np.isnan(employment[row])
        if np.nansum(employment[row]) > 0:
            np.testing.assert_allclose(quotients[row, known] @ reference[known] / reference[known].sum(), 1.0)


@given(tables(missing=True), tables(missing=True, n_areas=1))
def test_indices_keep_within_their_bounds(employment, reference):
    distance = krugman_index(employment, reference[0])
    assert np.all(np.isnan(distance) | ((distance >= 0) & (distance <= 2 + 1e-12)))
    concentration = herfindahl(employment)
    sectors = np.maximum((~np.isnan(employment)).sum(axis=1), 1)
    some = ~np.isnan(concentration)
    assert np.all(concentration[some] >= 1 / sectors[some] - 1e-12)
    assert np.all(concentration[some] <= 1 + 1e-12)
    np.testing.assert_array_equal(some, np.nansum(employment, axis=1) > 0)
    normalised = normalised_herfindahl(employment)
    assert np.all(np.isnan(normalised) | ((normalised >= -1e-12) & (normalised <= 1 + 1e-12)))
    np.testing.assert_array_equal(~np.isnan(normalised), some & (sectors > 1))


@given(tables(missing=True), tables(n_areas=1), st.permutations(range(4)), st.permutations(range(5)))
def test_the_order_of_areas_and_sectors_does_not_matter(employment, reference, areas, sectors):
    shuffled = employment[np.ix_(areas, sectors)]
    np.testing.assert_allclose(
        location_quotient(shuffled, reference[0, sectors]),
        location_quotient(employment, reference[0])[np.ix_(areas, sectors)],
    )
    np.testing.assert_allclose(
        krugman_index(shuffled, reference[0, sectors]), krugman_index(employment, reference[0])[areas]
    )
    np.testing.assert_allclose(herfindahl(shuffled), herfindahl(employment)[areas])


@given(tables(missing=True), tables(n_areas=1), st.sampled_from([0.5, 2.0, 1024.0]))
def test_the_unit_does_not_matter(employment, reference, factor):
    np.testing.assert_allclose(
        location_quotient(employment * factor, reference[0]), location_quotient(employment, reference[0])
    )
    np.testing.assert_allclose(
        krugman_index(employment * factor, reference[0]), krugman_index(employment, reference[0])
    )
    np.testing.assert_allclose(equivalent_sectors(employment * factor), equivalent_sectors(employment))
