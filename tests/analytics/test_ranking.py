import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tandem.analytics.ranking import quantile_classes, rank

NAN = np.nan


def columns(size=9):
    return hnp.arrays(np.float64, size, elements=st.integers(-4, 4).map(float) | st.just(NAN))


def test_equal_figures_share_a_rank_and_the_next_one_counts_them():
    result = rank([10.0, 30.0, NAN, 20.0, 20.0])
    assert result.ranks.tolist() == [4, 1, 0, 2, 2]
    assert result.ranked.tolist() == [4, 4, 4, 4, 4]


def test_the_lowest_may_be_first():
    assert rank([10.0, 30.0, NAN, 20.0, 20.0], descending=False).ranks.tolist() == [1, 4, 0, 2, 2]


def test_areas_are_ranked_within_their_group():
    result = rank([5.0, 9.0, 7.0, NAN, 1.0], group=["a", "b", "a", "b", "a"])
    assert result.ranks.tolist() == [2, 1, 1, 0, 3]
    assert result.ranked.tolist() == [3, 1, 3, 1, 3]


def test_nothing_to_rank():
    result = rank([NAN, NAN])
    assert (result.ranks.tolist(), result.ranked.tolist()) == ([0, 0], [0, 0])
    assert rank([]).ranks.size == 0


@given(columns(), st.booleans(), hnp.arrays(np.intp, 9, elements=st.integers(0, 2)))
def test_a_rank_is_one_more_than_the_number_of_better_areas(values, descending, group):
    result = rank(values, descending=descending, group=group)
    for area, value in enumerate(values):
        others = values[group == group[area]]
        better = (others > value) if descending else (others < value)
        assert result.ranks[area] == (0 if np.isnan(value) else 1 + better.sum())
        assert result.ranked[area] == (~np.isnan(others)).sum()


@given(columns(), st.permutations(range(9)))
def test_the_order_of_areas_does_not_matter(values, order):
    np.testing.assert_array_equal(rank(values[order]).ranks, rank(values).ranks[order])
    classes, shuffled = quantile_classes(values), quantile_classes(values[order])
    np.testing.assert_array_equal(shuffled.edges, classes.edges)
    np.testing.assert_array_equal(shuffled.indices, classes.indices[order])


def test_classes_hold_the_same_number_of_areas():
    result = quantile_classes([7.0, 1.0, 3.0, NAN, 9.0, 5.0, 2.0, 4.0, 6.0, 8.0, 10.0], classes=5)
    assert result.edges.tolist() == [1, 2, 4, 6, 8, 10]
    assert result.indices.tolist() == [3, 0, 1, -1, 4, 2, 0, 1, 2, 3, 4]


@pytest.mark.parametrize("size", range(1, 60))
def test_class_sizes_differ_by_one_at_most(size):
    sizes = np.bincount(quantile_classes(np.arange(size), classes=7).indices)
    assert sizes.size == min(size, 7)
    assert np.ptp(sizes) <= 1


def test_equal_figures_are_never_parted():
    result = quantile_classes([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0], classes=4)
    assert result.edges.tolist() == [0, 0, 2]
    assert result.indices.tolist() == [0, 0, 0, 0, 0, 0, 1, 1]


def test_one_figure_for_all_is_one_class():
    result = quantile_classes([3.0, 3.0, NAN])
    assert (result.edges.tolist(), result.indices.tolist()) == ([3, 3], [0, 0, -1])


def test_no_figure_is_no_class():
    result = quantile_classes([NAN, NAN])
    assert (result.edges.size, result.indices.tolist()) == (0, [-1, -1])


@pytest.mark.parametrize(("values", "classes", "message"), [([1.0], 0, "classes: expected"), ([[1.0]], 2, "values: ")])
def test_wrong_questions_are_refused(values, classes, message):
    with pytest.raises(ValueError, match=message):
        quantile_classes(values, classes)


@given(columns(), st.integers(1, 8))
def test_every_figure_lies_in_its_class_and_no_class_is_empty(values, classes):
    edges, indices = quantile_classes(values, classes)
    known = ~np.isnan(values)
    np.testing.assert_array_equal(indices >= 0, known)
    assert edges.size <= classes + 1
    assert set(indices[known]) == set(range(max(edges.size - 1, 0)))
    for value, index in zip(values[known], indices[known], strict=True):
        assert value <= edges[index + 1]
        assert value > edges[index] or (index == 0 and value == edges[0])
