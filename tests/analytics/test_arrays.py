import numpy as np
import pytest

from tandem.analytics.arrays import as_indices, as_numbers, each_group, ratio, sum_by, sum_known


def test_none_is_a_missing_figure():
    assert np.isnan(as_numbers([1, None, 3], "values")).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        ([[[1.0]]], {}, r"jobs: expected 1 or 2 dimension\(s\), got 3"),
        ([1.0, 2.0], {"rows": 3}, "jobs: expected 3 rows, got 2"),
        ([1.0, np.inf], {}, "jobs: infinite"),
        ([1.0, -1.0], {"signed": False}, "jobs: negative"),
    ],
)
def test_wrong_figures_are_named(values, options, message):
    with pytest.raises(ValueError, match=message):
        as_numbers(values, "jobs", **options)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[0]], "zone: expected 1 dimension, got 2"),
        ([0.0, 1.0], "zone: expected whole numbers, got float64"),
        ([True, False], "zone: expected whole numbers, got bool"),
        ([0, 3], r"zone: expected numbers in \[0, 3\), got 0 to 3"),
        ([-1, 2], r"zone: expected numbers in \[0, 3\), got -1 to 2"),
    ],
)
def test_wrong_indices_are_named(values, message):
    with pytest.raises(ValueError, match=message):
        as_indices(values, "zone", stop=3)


def test_no_index_at_all_is_accepted():
    assert as_indices([], "zone", stop=0).dtype == np.intp


def test_a_ratio_to_nothing_is_missing():
    np.testing.assert_array_equal(
        ratio([1.0, 0.0, 3.0, np.nan], [0.0, 2.0, np.nan, 1.0]), [np.nan, 0.0, np.nan, np.nan]
    )


def test_a_sum_of_nothing_known_is_missing():
    table = np.array([[1.0, np.nan, 2.0], [np.nan, np.nan, np.nan], [0.0, 0.0, 0.0]])
    np.testing.assert_array_equal(sum_known(table), [3.0, np.nan, 0.0])
    assert sum_known(table, keepdims=True).shape == (3, 1)


def test_groups_share_out_all_the_rows():
    assert [rows.tolist() for rows in each_group(["b", "a", "b"], 3)] == [[1], [0, 2]]
    assert [rows.tolist() for rows in each_group(None, 3)] == [[0, 1, 2]]
    with pytest.raises(ValueError, match="group: expected 3 labels"):
        list(each_group(["a"], 3))


def test_a_sum_by_number_has_a_place_for_each():
    assert sum_by(np.array([0, 2, 0]), [1, 5, 2], 4).tolist() == [3.0, 0.0, 5.0, 0.0]
    empty = sum_by(np.array([], dtype=np.intp), [], 2)
    assert (empty.tolist(), empty.dtype) == ([0.0, 0.0], np.float64)


def test_a_sum_of_what_is_known_is_missing_only_when_nothing_is():
    table = np.array([[1.0, 2.0], [1.0, np.nan], [np.nan, np.nan]])
    np.testing.assert_array_equal(sum_known(table), [3.0, 1.0, np.nan])
    np.testing.assert_array_equal(sum_known(table[:1], keepdims=True), [[3.0]])
    assert np.isnan(sum_known(np.empty((2, 0)))).all()
