import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tandem.analytics.aggregation import Membership, apportion, total, weighted_mean

NAN = np.nan


def some_figures(shape, *, low=0, missing=True):
    """Tables of whole numbers, some of them missing."""
    number = st.integers(low, 10_000).map(float)
    return hnp.arrays(np.float64, shape, elements=st.one_of(number, st.just(NAN)) if missing else number)


@st.composite
def memberships(draw, n_places=6, n_areas=4):
    """Areas that overlap, leave places out, or are empty."""
    inside = draw(hnp.arrays(np.bool_, (n_areas, n_places)))
    area, place = np.nonzero(inside)
    weight = draw(st.none() | hnp.arrays(np.float64, area.shape, elements=st.sampled_from([0.25, 0.5, 1.0])))
    return Membership(area, place, n_areas, n_places, weight)


class TestMembership:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"area": [0, 1], "place": [0]}, "as many of each, got 2 and 1"),
            ({"area": [0, 2], "place": [0, 1]}, r"area: expected numbers in \[0, 2\)"),
            ({"area": [0, 1], "place": [0, -1]}, r"place: expected numbers in \[0, 3\)"),
            ({"area": [0, 1, 0], "place": [2, 0, 2]}, "listed twice"),
            ({"area": [0, 1], "place": [0, 1], "weight": [1.0]}, "weight: expected 2 rows"),
            ({"area": [0, 1], "place": [0, 1], "weight": [1.0, 0.0]}, "weight: expected numbers above zero"),
            ({"area": [0, 1], "place": [0, 1], "weight": [1.0, NAN]}, "weight: expected numbers above zero"),
        ],
    )
    def test_links_that_make_no_sense_are_refused(self, options, message):
        with pytest.raises(ValueError, match=message):
            Membership(n_areas=2, n_places=3, **options)

    def test_it_keeps_its_own_copy_that_nobody_can_change(self):
        area = np.array([0, 1])
        membership = Membership(area, np.array([0, 1]), 2, 2)
        area[0] = 1
        assert membership.area.tolist() == [0, 1]
        with pytest.raises(ValueError, match="read-only"):
            membership.area[0] = 1

    def test_a_partition_leaves_out_the_places_without_area(self):
        membership = Membership.partition([1, -1, 0, 1], n_areas=2)
        assert (membership.area.tolist(), membership.place.tolist()) == ([1, 0, 1], [0, 2, 3])
        assert (membership.n_areas, membership.n_places) == (2, 4)

    def test_a_stack_numbers_the_areas_one_after_the_other(self):
        regions = Membership.partition([0, 0, 1], n_areas=2)
        half_a_place = Membership([0], [2], 1, 3, weight=[0.5])
        stacked = Membership.stack([regions, half_a_place])
        np.testing.assert_array_equal(total(stacked, [1.0, 2.0, 4.0]).values, [3.0, 4.0, 2.0])

    def test_a_stack_over_different_places_is_refused(self):
        with pytest.raises(ValueError, match=r"one number of places, got \[2, 3\]"):
            Membership.stack([Membership.partition([0, 0], 1), Membership.partition([0, 0, 0], 1)])
        with pytest.raises(ValueError, match=r"one number of places, got \[\]"):
            Membership.stack([])


class TestTotal:
    membership = Membership(area=[0, 0, 1, 1, 2], place=[0, 1, 1, 2, 2], n_areas=4, n_places=3)

    def test_hand_worked_table(self):
        result = total(self.membership, [10.0, 5.0, NAN])
        np.testing.assert_array_equal(result.values, [15.0, 5.0, NAN, NAN])
        assert result.missing.tolist() == [0, 1, 1, 0]
        assert result.places.tolist() == [2, 2, 1, 0]
        assert result.partial.tolist() == [False, True, False, False]
        assert result.absent.tolist() == [False, False, True, True]

    def test_a_zero_that_is_known_stays_zero(self):
        result = total(self.membership, [0.0, 0.0, 0.0])
        np.testing.assert_array_equal(result.values, [0.0, 0.0, 0.0, NAN])

    def test_each_column_has_its_own_gaps(self):
        result = total(self.membership, [[10.0, NAN], [5.0, NAN], [NAN, 1.0]])
        np.testing.assert_array_equal(result.values, [[15.0, NAN], [5.0, 1.0], [NAN, 1.0], [NAN, NAN]])
        np.testing.assert_array_equal(result.missing, [[0, 2], [1, 1], [1, 0], [0, 0]])

    def test_a_part_of_a_place_counts_in_part_but_is_one_place(self):
        result = total(Membership([0, 0], [0, 1], 1, 2, weight=[0.5, 1.0]), [10.0, 3.0])
        assert (result.values.tolist(), result.places.tolist()) == ([8.0], [2])

    def test_the_number_of_rows_is_checked(self):
        with pytest.raises(ValueError, match="values: expected 3 rows, got 2"):
            total(self.membership, [1.0, 2.0])

    @given(memberships(), some_figures((6, 3), low=-10_000))
    def test_it_agrees_with_a_plain_loop(self, membership, values):
        result = total(membership, values)
        for area in range(membership.n_areas):
            links = np.flatnonzero(membership.area == area)
            for column in range(values.shape[1]):
                figures = values[membership.place[links], column]
                known = ~np.isnan(figures)
                expected = sum(figures[known] * membership.link_weight[links][known]) if known.any() else NAN
                np.testing.assert_allclose(result.values[area, column], expected)
                assert result.missing[area, column] == (~known).sum()
                assert result.places[area, column] == links.size

    @given(memberships(), some_figures((6,)), st.permutations(range(6)))
    def test_the_order_of_places_does_not_matter(self, membership, values, order):
        where = np.argsort(order)
        shuffled = Membership(membership.area, where[membership.place], 4, 6, membership.weight)
        np.testing.assert_allclose(total(shuffled, values[order]).values, total(membership, values).values)


class TestWeightedMean:
    def test_hand_worked_table(self):
        membership = Membership.partition([0, 0, 1, 1, 2, 2], n_areas=4)
        result = weighted_mean(
            membership, [20_000.0, 30_000.0, 25_000.0, NAN, NAN, 40_000.0], [300.0, 100.0, 50.0, 50.0, 10.0, NAN]
        )
        np.testing.assert_array_equal(result.values, [22_500.0, 25_000.0, NAN, NAN])
        assert result.missing.tolist() == [0, 1, 2, 0]
        assert result.places.tolist() == [2, 2, 2, 0]
        assert result.partial.tolist() == [False, True, False, False]

    def test_a_place_without_inhabitants_is_not_asked_for(self):
        result = weighted_mean(Membership.partition([0, 0], n_areas=1), [NAN, 20_000.0], [0.0, 10.0])
        assert (result.values.tolist(), result.missing.tolist(), result.places.tolist()) == ([20_000.0], [0], [1])

    def test_negative_weights_are_refused(self):
        with pytest.raises(ValueError, match="weights: negative"):
            weighted_mean(Membership.partition([0], n_areas=1), [1.0], [-1.0])

    @given(memberships(), some_figures((6, 2)), some_figures((6,)))
    def test_it_agrees_with_numpy(self, membership, values, weights):
        result = weighted_mean(membership, values, weights)
        for area in range(membership.n_areas):
            links = membership.area == area
            weighing = weights[membership.place[links]] * membership.link_weight[links]
            for column in range(2):
                figures = values[membership.place[links], column]
                known = ~np.isnan(figures * weighing) & (weighing > 0)
                expected = np.average(figures[known], weights=weighing[known]) if known.any() else NAN
                np.testing.assert_allclose(result.values[area, column], expected)

    @given(memberships(), some_figures((6,)), some_figures((6,)))
    def test_a_mean_lies_between_the_figures(self, membership, values, weights):
        means = weighted_mean(membership, values, weights).values
        known = means[~np.isnan(means)]
        assert np.all(known >= np.nanmin(values, initial=np.inf) - 1e-9)
        assert np.all(known <= np.nanmax(values, initial=-np.inf) + 1e-9)


class TestApportion:
    # Zone 0 has places 0 and 1, zone 1 places 2 and 3; area 0 has places 0 to 2, area 1 place 3.
    membership = Membership.partition([0, 0, 0, 1], n_areas=2)
    zones = (0, 0, 1, 1)
    jobs = (60.0, 40.0, 25.0, 75.0)

    def test_hand_worked_table(self):
        result = apportion(self.membership, self.zones, self.jobs, [[200.0, 8.0], [400.0, 4.0]])
        np.testing.assert_array_equal(result.values, [[300.0, 9.0], [300.0, 3.0]])
        np.testing.assert_array_equal(result.missing_share, np.zeros((2, 2)))

    def test_a_secret_cell_contributes_nothing_and_is_reported(self):
        result = apportion(self.membership, self.zones, self.jobs, [[200.0, 8.0], [NAN, 4.0]])
        np.testing.assert_array_equal(result.values, [[200.0, 9.0], [NAN, 3.0]])
        np.testing.assert_array_equal(result.missing_share, [[0.2, 0.0], [1.0, 0.0]])

    def test_one_column_may_be_a_vector(self):
        result = apportion(self.membership, self.zones, self.jobs, [200.0, 400.0])
        np.testing.assert_array_equal(result.values, [300.0, 300.0])

    def test_a_place_without_zone_is_reported_as_missing(self):
        result = apportion(self.membership, (0, 0, -1, 1), self.jobs, [200.0, 400.0])
        np.testing.assert_array_equal(result.values, [200.0, 400.0])
        np.testing.assert_array_equal(result.missing_share, [0.2, 0.0])

    def test_a_place_whose_weight_is_missing_takes_no_part(self):
        result = apportion(self.membership, self.zones, (60.0, 40.0, NAN, 75.0), [200.0, 400.0])
        np.testing.assert_array_equal(result.values, [200.0, 400.0])
        np.testing.assert_array_equal(result.missing_share, [0.0, 0.0])

    def test_an_area_without_weight_receives_nothing_known(self):
        result = apportion(self.membership, self.zones, (60.0, 40.0, 25.0, 0.0), [200.0, 400.0])
        np.testing.assert_array_equal(result.values, [600.0, NAN])
        np.testing.assert_array_equal(result.missing_share, [0.0, NAN])

    def test_input_is_checked(self):
        with pytest.raises(ValueError, match=r"zone_of_place: expected numbers in \[-1, 1\), got 0 to 1"):
            apportion(self.membership, self.zones, self.jobs, [200.0])
        with pytest.raises(ValueError, match="zone_of_place: expected 4 zones, got 3"):
            apportion(self.membership, [0, 0, 0], self.jobs, [200.0])
        with pytest.raises(ValueError, match="weights: expected 4 rows, got 3"):
            apportion(self.membership, self.zones, [1.0, 1.0, 1.0], [200.0, 400.0])

    @given(
        hnp.arrays(np.intp, 8, elements=st.integers(0, 2)),
        hnp.arrays(np.intp, 8, elements=st.integers(0, 3)),
        some_figures((8,)),
        some_figures((4, 3)),
    )
    def test_a_partition_of_the_country_shares_out_all_of_each_zone(self, area, zone, jobs, values):
        received = apportion(Membership.partition(area, n_areas=3), zone, jobs, values).values
        weighs = np.array([np.nansum(jobs[zone == each]) > 0 for each in range(4)])
        np.testing.assert_allclose(np.nansum(received, axis=0), np.nansum(values[weighs], axis=0))

    @given(memberships(), hnp.arrays(np.intp, 6, elements=st.integers(-1, 2)), some_figures((6,)), some_figures((3, 2)))
    def test_it_agrees_with_a_plain_loop(self, membership, zone, jobs, values):
        result = apportion(membership, zone, jobs, values)
        jobs = np.nan_to_num(jobs)
        for area in range(membership.n_areas):
            for column in range(2):
                received = known = missing = 0.0
                for link in np.flatnonzero(membership.area == area):
                    place = membership.place[link]
                    weight = jobs[place] * membership.link_weight[link]
                    value = values[zone[place], column] if zone[place] >= 0 else NAN
                    if np.isnan(value):
                        missing += weight
                    elif weight > 0:
                        known += weight
                        received += value * weight / jobs[zone == zone[place]].sum()
                np.testing.assert_allclose(result.values[area, column], received if known else NAN)
                share = missing / (known + missing) if known + missing else NAN
                np.testing.assert_allclose(result.missing_share[area, column], share)

    @given(memberships(), hnp.arrays(np.intp, 6, elements=st.integers(-1, 2)), some_figures((6,)), some_figures((3, 2)))
    def test_the_missing_share_is_a_share(self, membership, zone, jobs, values):
        result = apportion(membership, zone, jobs, values)
        share = result.missing_share
        assert np.all(np.isnan(share) | ((share >= 0) & (share <= 1)))
        np.testing.assert_array_equal(np.isnan(result.values), np.isnan(share) | (share == 1))


def test_the_whole_country_in_one_pass_agrees_with_area_by_area_sums():
    random = np.random.default_rng(2018)
    n_places, n_areas = 34_969, 480
    area_of_place = random.integers(-1, n_areas, n_places)
    territories = Membership.partition(area_of_place, n_areas)
    france = Membership.partition(np.zeros(n_places, dtype=int), 1)
    employees = random.integers(0, 500, (n_places, 11)).astype(float)
    employees[random.random(employees.shape) < 0.3] = NAN

    result = total(Membership.stack([territories, france]), employees)

    by_hand = [np.nansum(employees[area_of_place == area], axis=0) for area in range(n_areas)]
    np.testing.assert_array_equal(result.values, [*by_hand, np.nansum(employees, axis=0)])
    np.testing.assert_array_equal(result.missing[-1], np.isnan(employees).sum(axis=0))
