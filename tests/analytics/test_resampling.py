import numpy as np
import pytest

from tandem.analytics.resampling import rank_intervals, resample_counts, resample_plants
from tandem.analytics.specialisation import location_quotient

NAN = np.nan


def seeded():
    return np.random.default_rng(2018)


def test_drawn_counts_keep_the_mean_and_the_gaps():
    counts = np.array([[0.0, 4.0, NAN], [100.0, 9.0, 1.0]])
    tables = np.array(list(resample_counts(counts, 4_000, seeded())))
    assert tables.shape == (4_000, 2, 3)
    assert np.isnan(tables[:, 0, 2]).all()
    assert (tables[:, 0, 0] == 0).all()
    np.testing.assert_allclose(tables.mean(axis=0)[1], counts[1], rtol=0.1)
    np.testing.assert_allclose(tables.var(axis=0)[1], counts[1], rtol=0.15)


def test_drawn_plants_keep_the_mean_and_vary_by_the_squares_of_sizes():
    area, sector, size = [0, 0, 1, 1], [0, 0, 1, 1], [30.0, 40.0, 50.0, NAN]
    tables = np.array(list(resample_plants(area, sector, size, 2, 2, 8_000, seeded())))
    np.testing.assert_allclose(tables.mean(axis=0), [[70.0, 0.0], [0.0, 50.0]], rtol=0.05)
    np.testing.assert_allclose(tables.var(axis=0), [[2_500.0, 0.0], [0.0, 2_500.0]], rtol=0.1)


def test_wrong_input_is_refused_before_the_first_draw():
    with pytest.raises(ValueError, match="draws: expected at least 2"):
        resample_counts([[1.0]], 1, seeded())
    with pytest.raises(ValueError, match="counts: negative"):
        resample_counts([[-1.0]], 2, seeded())
    with pytest.raises(ValueError, match="expected as many of each"):
        resample_plants([0], [0], [1.0, 2.0], 1, 1, 2, seeded())


def test_ranks_hand_worked():
    replicates = [[3.0, 2.0, 1.0], [3.0, 1.0, 2.0], [3.0, 2.0, 1.0], [2.0, 3.0, 1.0]]
    result = rank_intervals([9.0, 8.0, 7.0], replicates, level=0.99)
    assert result.ranks.tolist() == [1, 2, 3]
    assert (result.low.tolist(), result.high.tolist()) == ([1, 1, 2], [2, 3, 3])
    np.testing.assert_array_equal(result.held, [0.75, 0.5, 0.75])
    middle = rank_intervals([9.0, 8.0, 7.0], replicates, level=0.4)
    assert (middle.low.tolist(), middle.high.tolist()) == ([1, 2, 3], [1, 2, 3])


def test_an_area_without_figure_is_not_ranked_and_a_draw_without_figure_not_counted():
    replicates = [[NAN, 1.0, NAN], [NAN, 2.0, NAN], [5.0, 1.0, NAN], [NAN, 1.0, NAN]]
    result = rank_intervals([1.0, 2.0, NAN], replicates)
    assert result.ranks.tolist() == [2, 1, 0]
    assert (result.low.tolist(), result.high.tolist()) == ([1, 1, 0], [1, 2, 0])
    np.testing.assert_array_equal(result.held, [0.0, 0.75, NAN])


def test_areas_keep_to_their_group_and_the_lowest_may_be_first():
    values, group = [1.0, 2.0, 3.0, 4.0], ["new", "old", "new", "old"]
    result = rank_intervals(values, [values, values], descending=False, group=group)
    assert result.ranks.tolist() == result.low.tolist() == result.high.tolist() == [1, 1, 2, 2]


def test_a_far_better_area_holds_its_rank_and_near_ones_exchange_theirs():
    plants = np.array([[400.0, 600.0], [100.0, 900.0], [101.0, 899.0], [102.0, 898.0]])
    country = plants.sum(axis=0)
    tables = resample_counts(plants, 400, seeded())
    result = rank_intervals(
        location_quotient(plants, country)[:, 0], (location_quotient(table, country)[:, 0] for table in tables)
    )
    assert result.held[0] == 1.0
    assert (result.low[1:].tolist(), result.high[1:].tolist()) == ([2, 2, 2], [4, 4, 4])
    assert (result.held[1:] < 0.6).all()


def test_replicates_are_checked():
    with pytest.raises(ValueError, match="replicates: expected 2 figures in each, got 1"):
        rank_intervals([1.0, 2.0], [[1.0]])
    with pytest.raises(ValueError, match="draws: expected at least 2, got 1"):
        rank_intervals([1.0, 2.0], [[1.0, 2.0]])
    with pytest.raises(ValueError, match="level: expected a probability"):
        rank_intervals([1.0], [[1.0], [1.0]], level=0.0)
