import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tandem.analytics.similarity import nearest

NAN = np.nan


def tables(n_areas=7, n_features=3):
    feature = st.integers(-50, 50).map(float)
    return hnp.arrays(np.float64, (n_areas, n_features), elements=st.one_of(feature, feature, st.just(NAN)))


def test_hand_worked_table():
    # Median 2 and median absolute deviation 1 in the first column; the second says nothing.
    result = nearest([[0.0, 7.0], [1.0, 7.0], [2.0, 7.0], [3.0, 7.0], [30.0, 7.0]], k=2)
    assert result.indices.tolist() == [[1, 2], [0, 2], [1, 3], [2, 1], [3, 2]]
    step = 1 / 1.4826
    np.testing.assert_allclose(result.distances[0], np.array([1, 2]) * step / np.sqrt(2))
    np.testing.assert_allclose(result.contributions[0], [[step**2 / 2, 0.0], [4 * step**2 / 2, 0.0]])


def test_a_spread_is_found_when_most_areas_have_the_same_figure():
    # No median absolute deviation: the interquartile range is 1; then none either: the standard deviation.
    by_range = nearest(np.array([[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]]).T, k=8)
    assert by_range.distances[0, 4] == pytest.approx(1 / 0.7413)
    figures = np.array([[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0]]).T
    assert nearest(figures, k=7).distances[0, 6] == pytest.approx(5 / np.std(figures))


def test_an_area_of_which_little_is_known_is_no_neighbour_of_one_that_is_well_known():
    table = [[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0], [0.0, 0.0, NAN, NAN], [3.0, 3.0, 3.0, 3.0]]
    assert nearest(table, k=1).indices[0, 0] == 2
    strict = nearest(table, k=3, minimum_of_own=0.8)
    assert strict.indices[0].tolist() == [1, 3, -1]
    assert strict.indices[2].tolist() == [0, 1, 3]  # the other way round, all that is known of it is shared
    with pytest.raises(ValueError, match="minimum_of_own"):
        nearest(table, k=1, minimum_of_own=1.5)


def test_a_missing_feature_is_left_out_and_the_rest_stands_for_it():
    complete = nearest([[0.0], [1.0], [2.0], [3.0]], k=1)
    result = nearest([[0.0, NAN], [1.0, 5.0], [2.0, 9.0], [3.0, 5.0]], k=1)
    assert result.indices[0, 0] == complete.indices[0, 0] == 1
    assert result.distances[0, 0] == complete.distances[0, 0]
    assert np.isnan(result.contributions[0, 0]).tolist() == [False, True]


def test_areas_that_share_too_little_are_not_compared():
    features = [[1.0, NAN, NAN], [1.0, 2.0, 3.0], [5.0, 2.0, 4.0]]
    strict = nearest(features, k=2)
    assert strict.indices.tolist() == [[-1, -1], [2, -1], [1, -1]]
    assert np.isnan(strict.distances[0]).all()
    assert np.isnan(strict.contributions[0]).all()
    assert nearest(features, k=1, minimum_shared=0.3).indices[0, 0] == 1


def test_areas_keep_to_their_group():
    result = nearest([[1.0], [1.1], [1.2], [1.15]], k=2, group=["old", "new", "old", "new"])
    assert result.indices.tolist() == [[2, -1], [3, -1], [0, -1], [1, -1]]


def test_other_groups_have_no_say_in_the_distances():
    features = np.array([[1.0, 2.0], [4.0, 1.0], [2.0, 2.5]])
    alone = nearest(features, k=2)
    result = nearest(np.vstack([features, features * 100]), k=2, group=[1, 1, 1, 2, 2, 2])
    np.testing.assert_array_equal(result.indices[:3], alone.indices)
    np.testing.assert_array_equal(result.distances[:3], alone.distances)


def test_a_weight_of_zero_silences_a_feature():
    features = np.array([[0.0, 9.0], [1.0, 1.0], [3.0, 9.0], [7.0, 2.0]])
    silenced, alone = nearest(features, k=3, weights=[1.0, 0.0]), nearest(features[:, :1], k=3)
    np.testing.assert_array_equal(silenced.indices, alone.indices)
    np.testing.assert_allclose(silenced.distances, alone.distances)


def test_equal_distances_keep_the_order_of_the_rows():
    assert nearest([[2.0], [1.0], [3.0], [2.0]], k=3).indices[0].tolist() == [3, 1, 2]
    twins = np.tile([[0.0], [1.0]], (50, 1))
    assert nearest(twins, k=49).indices[0].tolist() == list(range(2, 100, 2))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"k": 0}, "k: expected at least 1"),
        ({"weights": [1.0]}, "weights: expected 2 rows"),
        ({"weights": [0.0, 0.0]}, "weights: expected numbers"),
        ({"weights": [1.0, NAN]}, "weights: expected numbers"),
        ({"weights": [2.0, -1.0]}, "weights: expected numbers"),
        ({"group": [1]}, "group: expected 2 labels"),
        ({"minimum_shared": 0.0}, "minimum_shared: expected a share"),
    ],
)
def test_wrong_questions_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        nearest([[1.0, 2.0], [3.0, 4.0]], **{"k": 1} | options)


@given(tables(), hnp.arrays(np.float64, 3, elements=st.sampled_from([0.5, 1.0, 2.0])))
def test_contributions_add_up_to_the_squared_distance(features, weights):
    result = nearest(features, k=6, weights=weights)
    np.testing.assert_allclose(
        np.nansum(result.contributions, axis=2)[result.indices >= 0], result.distances[result.indices >= 0] ** 2
    )


@given(tables())
def test_neighbours_are_others_nearest_first_and_see_each_other(features):
    result = nearest(features, k=6)
    seen = {}
    for area, (found, distances) in enumerate(zip(result.indices, result.distances, strict=True)):
        known = found >= 0
        np.testing.assert_array_equal(known, ~np.isnan(distances))
        assert area not in found
        assert len(set(found[known])) == known.sum()
        assert np.all(np.diff(distances[known]) >= 0)
        seen |= {(area, other): distance for other, distance in zip(found[known], distances[known], strict=True)}
    assert all(seen[other, area] == pytest.approx(distance) for (area, other), distance in seen.items())


@given(tables())
def test_it_agrees_with_a_plain_loop(features):
    result = nearest(features, k=6, minimum_shared=0.01)
    scores = np.full(features.shape, NAN)
    for column in range(features.shape[1]):
        figures = features[:, column][~np.isnan(features[:, column])]
        if figures.size:
            centre = np.median(figures)
            spread = (
                1.4826 * np.median(np.abs(figures - centre))
                or 0.7413 * np.subtract(*np.quantile(figures, [0.75, 0.25]))
                or np.std(figures)
                or 1.0
            )
            scores[:, column] = (features[:, column] - centre) / spread
    for area in range(7):
        gaps = {other: scores[area] - scores[other] for other in range(7) if other != area}
        expected = [np.sqrt(np.nanmean(gap**2)) for gap in gaps.values() if not np.isnan(gap).all()]
        found = result.distances[area]
        np.testing.assert_allclose(found[~np.isnan(found)], sorted(expected), atol=1e-9)


@given(tables(), st.permutations(range(7)))
def test_the_order_of_areas_does_not_matter(features, order):
    np.testing.assert_allclose(nearest(features[order], k=6).distances, nearest(features, k=6).distances[order])


@given(tables(), st.sampled_from([0.5, 4.0, 1024.0]))
def test_the_unit_of_a_feature_does_not_matter(features, factor):
    in_other_units = features * [factor, 1.0, 1.0] + [0.0, 8.0, 0.0]
    np.testing.assert_allclose(nearest(in_other_units, k=6).distances, nearest(features, k=6).distances, atol=1e-9)
