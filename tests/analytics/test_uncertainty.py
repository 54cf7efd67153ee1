import numpy as np
import pytest
from scipy import stats

from tandem.analytics import uncertainty
from tandem.analytics.establishments import plant_table
from tandem.analytics.specialisation import location_quotient
from tandem.analytics.uncertainty import bootstrap_quotients, bootstrap_quotients_of_plants, exact_quotients

NAN = np.nan
COUNTS = np.array([[2.0, 30.0, 0.0, 200.0], [40.0, 5.0, 12.0, 0.0]])
FRANCE = np.array([60.0, 4_000.0, 900.0, 9_000.0])


def seeded(seed=2018):
    return np.random.default_rng(seed)


def plants_of(counts, sizes=1.0):
    area, sector = np.nonzero(counts)
    repeat = counts[area, sector].astype(int)
    return np.repeat(area, repeat), np.repeat(sector, repeat), np.full(repeat.sum(), sizes)


class TestExact:
    def test_hand_worked_binomial(self):
        # Two of the sector's 60 plants in an area that has 232 of 13,960.
        result = exact_quotients(COUNTS, FRANCE)
        interval = stats.binomtest(2, 60).proportion_ci(0.95, "exact")
        share = 232 / 13_960
        np.testing.assert_allclose(result.estimate[0, 0], (2 / 60) / share)
        np.testing.assert_allclose([result.low[0, 0], result.high[0, 0]], np.array(interval) / share)

    def test_hand_worked_poisson(self):
        # The classical limits of a count of 2 are 0.2422 and 7.2247; of none, 0 and 3.6889.
        result = exact_quotients(COUNTS, FRANCE, method="poisson")
        expected = np.array([60, 900]) * 232 / 13_960
        np.testing.assert_allclose(result.low[0, [0, 2]], [0.2422 / expected[0], 0.0], rtol=1e-4)
        np.testing.assert_allclose(result.high[0, [0, 2]], np.array([7.2247, 3.6889]) / expected, rtol=1e-4)

    def test_all_the_plants_of_a_sector_leave_no_room_above(self):
        result = exact_quotients([[5.0, 5.0]], [5.0, 95.0])
        assert result.high[0, 0] == result.estimate[0, 0] == 10.0
        assert 0 < result.low[0, 0] < 10.0

    def test_a_missing_sector_is_left_out_on_both_sides(self):
        secret = np.where(COUNTS == 30, NAN, COUNTS)
        result = exact_quotients(secret[:1], FRANCE)
        alone = exact_quotients(COUNTS[:1, [0, 2, 3]], FRANCE[[0, 2, 3]])
        for part, expected in zip(result, alone, strict=True):
            np.testing.assert_array_equal(part[0, [0, 2, 3]], expected[0])
            assert np.isnan(part[0, 1])

    def test_the_level_is_kept(self):
        counts, reference, truth = drawn_cells()
        result = exact_quotients(counts, reference, level=0.9)
        assert 0.9 <= np.mean((result.low[:, 0] <= truth) & (truth <= result.high[:, 0])) <= 0.98


def drawn_cells(cells=3_000):
    """Cells of a sector with 6 plants here and 60 elsewhere on average, beside large ones: (counts, reference, LQ)."""
    random = seeded(7)
    here, elsewhere = np.array([6.0, 400.0, 700.0]), np.array([60.0, 20_000.0, 40_000.0])
    counts = random.poisson(here, (cells, 3)).astype(float)
    reference = counts + random.poisson(elsewhere, (cells, 3))
    whole = here + elsewhere
    return counts, reference, (6 / here.sum()) / (whole[0] / whole.sum())


class TestBootstrapOfCounts:
    def test_the_same_seed_gives_the_same_intervals(self):
        first, again = (bootstrap_quotients(COUNTS, FRANCE, seeded()) for _ in range(2))
        for part, expected in zip(first, again, strict=True):
            np.testing.assert_array_equal(part, expected)
        other = bootstrap_quotients(COUNTS, FRANCE, seeded(1))
        assert not np.array_equal(first.low, other.low, equal_nan=True)

    @pytest.mark.parametrize("method", ["percentile", "basic"])
    def test_about_as_many_intervals_hold_the_truth_as_they_should(self, method):
        counts, reference, truth = drawn_cells()
        result = bootstrap_quotients(counts, reference, seeded(), draws=300, level=0.9, method=method)
        held = (result.low[:, 0] <= truth) & (truth <= result.high[:, 0])
        # A cell of six plants on average: less than promised, and not by much.
        assert 0.78 <= held.mean() <= 0.95

    def test_quantiles_are_those_of_the_draws(self):
        # A large cell is nearly normal: its interval is that of the delta method.
        counts, reference = np.array([[400.0, 90_000.0]]), np.array([4_000.0, 9_000_000.0])
        result = bootstrap_quotients(counts, reference, seeded(), draws=20_000, level=0.9)
        spread = 1.6449 * np.sqrt(1 / 400 - 1 / 4_000)
        log_ends = np.log([result.low[0, 0], result.high[0, 0]]) - np.log(result.estimate[0, 0])
        np.testing.assert_allclose(log_ends, [-spread, spread], rtol=0.05)

    def test_the_sectors_that_the_area_does_not_have_count_in_the_country(self):
        counts, reference = np.array([[400.0, 0.0, 90_000.0]]), np.array([4_000.0, 9_000_000.0, 9_000_000.0])
        result = bootstrap_quotients(counts, reference, seeded())
        middle = (result.low + result.high)[:, [0, 2]] / 2
        np.testing.assert_allclose(middle, result.estimate[:, [0, 2]], rtol=0.02)

    def test_the_basic_interval_mirrors_the_other_about_the_estimate(self):
        percentile = bootstrap_quotients(COUNTS, FRANCE, seeded())
        basic = bootstrap_quotients(COUNTS, FRANCE, seeded(), method="basic")
        np.testing.assert_allclose(basic.low, np.maximum(2 * basic.estimate - percentile.high, 0.0))
        np.testing.assert_allclose(basic.high, np.maximum(2 * basic.estimate - percentile.low, 0.0))

    def test_few_plants_are_less_certain_than_many(self):
        result = bootstrap_quotients([[3.0, 300.0, 300.0]], [60.0, 6_000.0, 9_000.0], seeded())
        width = (result.high - result.low) / result.estimate
        assert width[0, 0] > 5 * width[0, 1]

    def test_an_empty_cell_has_no_interval_and_an_unknown_one_no_quotient(self):
        counts = np.array([[0.0, 5.0, NAN, 9.0], [0.0, 0.0, 0.0, 0.0]])
        result = bootstrap_quotients(counts, FRANCE, seeded())
        np.testing.assert_array_equal(result.estimate, location_quotient(counts, FRANCE))
        assert (
            np.isnan(result.low).tolist() == np.isnan(result.high).tolist() == [[True, False, True, False], [True] * 4]
        )

    def test_areas_taken_a_few_at_a_time_have_the_same_intervals_but_for_chance(self, monkeypatch):
        counts = seeded(3).integers(50, 500, (7, 5)).astype(float)
        together = bootstrap_quotients(counts, counts.sum(axis=0), seeded(), draws=2_000)
        monkeypatch.setattr(uncertainty, "AT_A_TIME", 1)
        alone = bootstrap_quotients(counts, counts.sum(axis=0), seeded(), draws=2_000)
        for part, expected in zip(alone, together, strict=True):
            np.testing.assert_allclose(part, expected, rtol=0.05)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"draws": 1}, "draws: expected at least 2"),
            ({"level": 1.0}, "level: expected a probability"),
            ({"method": "bca"}, "method: expected percentile or basic"),
            ({"reference": [1.0, 1.0, 1.0, 1.0]}, "reference: expected at least what each area has"),
            ({"counts": [[-1.0, 0.0, 0.0, 0.0]]}, "employment: negative"),
        ],
    )
    def test_wrong_questions_are_refused(self, options, message):
        with pytest.raises(ValueError, match=message):
            bootstrap_quotients(**{"counts": COUNTS, "reference": FRANCE, "random": seeded()} | options)


class TestBootstrapOfPlants:
    def test_equal_plants_are_counts(self):
        # With the rest of the reference drawn in both.
        result = bootstrap_quotients_of_plants(
            *plants_of(COUNTS), 2, FRANCE, seeded(), reference_squares=FRANCE, draws=4_000
        )
        counts = bootstrap_quotients(COUNTS, FRANCE, seeded(), draws=4_000)
        np.testing.assert_allclose(result.estimate, counts.estimate)
        many = COUNTS > 10
        np.testing.assert_allclose(result.low[many], counts.low[many], rtol=0.08)
        np.testing.assert_allclose(result.high[many], counts.high[many], rtol=0.08)

    def test_jobs_in_one_plant_are_less_certain_than_as_many_in_many(self):
        sizes = [*[1.0] * 100, 100.0, *[1.0] * 5_000]
        sector = [*[0] * 100, 1, *[2] * 5_000]
        result = bootstrap_quotients_of_plants(np.zeros(5_101, dtype=int), sector, sizes, 1, [9_000.0] * 3, seeded())
        width = result.high - result.low
        np.testing.assert_allclose(result.estimate[0, 0], result.estimate[0, 1])
        assert width[0, 1] > 4 * width[0, 0]

    def test_a_reference_that_is_drawn_makes_a_rare_sector_less_certain(self):
        plants = plants_of(np.array([[10.0, 900.0]]), 20.0)
        fixed = bootstrap_quotients_of_plants(*plants, 1, [400.0, 90_000.0], seeded(), draws=4_000)
        drawn = bootstrap_quotients_of_plants(
            *plants, 1, [400.0, 90_000.0], seeded(), reference_squares=[8_000.0, 1_800_000.0], draws=4_000
        )
        # Ten plants here and ten elsewhere: the variance of the logarithm goes from 1/40 to 1/20.
        widths = [np.log(each.high / each.low)[0, 0] for each in (fixed, drawn)]
        assert widths[1] / widths[0] == pytest.approx(np.sqrt(2), rel=0.1)

    def test_plants_of_unknown_size_and_sectors_without_reference_are_left_out(self):
        area, sector, size = [0, 0, 0, 0], [0, 0, 1, 2], [5.0, NAN, 5.0, 5.0]
        result = bootstrap_quotients_of_plants(area, sector, size, 1, [50.0, 50.0, NAN], seeded())
        np.testing.assert_allclose(result.estimate, [[1.0, 1.0, NAN]])
        assert np.isnan(result.low).tolist() == [[False, False, True]]

    def test_areas_taken_a_few_at_a_time_have_the_same_intervals_but_for_chance(self, monkeypatch):
        random = seeded(5)
        plants = random.integers(0, 4, 3_000), random.integers(0, 3, 3_000), np.ceil(random.exponential(20, 3_000))
        squares = plant_table(*plants, 4, 3).squares
        whole = np.bincount(plants[1], weights=plants[2], minlength=3)
        options = {"reference_squares": squares, "draws": 2_000}
        together = bootstrap_quotients_of_plants(*plants, 4, whole, seeded(), **options)
        monkeypatch.setattr(uncertainty, "AT_A_TIME", 1)
        alone = bootstrap_quotients_of_plants(*plants, 4, whole, seeded(), **options)
        for part, expected in zip(alone, together, strict=True):
            np.testing.assert_allclose(part, expected, rtol=0.03)

    def test_wrong_questions_are_refused(self):
        with pytest.raises(ValueError, match="reference: expected at least what each area has"):
            bootstrap_quotients_of_plants([0], [0], [9.0], 1, [5.0], seeded())
        with pytest.raises(ValueError, match="expected as many of each, got 2, 1 and 1"):
            bootstrap_quotients_of_plants([0, 0], [0], [9.0], 1, [50.0], seeded())
        with pytest.raises(ValueError, match="reference_squares: expected 1 rows"):
            bootstrap_quotients_of_plants([0], [0], [9.0], 1, [50.0], seeded(), reference_squares=[1.0, 2.0])
