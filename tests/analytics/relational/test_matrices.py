"""Long tables become arrays without a figure lost, doubled, or put in another cell."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from tests.analytics.relational import samples
from tests.analytics.relational.samples import plain_cells

from tandem.analytics.relational import dense, sparse

CELLS = plain_cells(samples.establishments().to_pandas(), ["commune", "class"])
TABLE = pa.Table.from_pandas(CELLS, preserve_index=False)
KEYS = ("commune", "class")


def test_a_dense_array_holds_each_figure_in_its_cell():
    found = dense(TABLE, "half_units", keys=KEYS, divisor=2)
    expected = CELLS.pivot(index="commune", columns="class", values="half_units").fillna(0) / 2
    np.testing.assert_array_equal(found.values, expected)
    assert list(found.rows) == list(expected.index)
    assert list(found.columns) == list(expected.columns)


def test_a_sparse_array_is_the_same_table():
    found = sparse(TABLE, "half_units", divisor=2)
    np.testing.assert_array_equal(found.values.toarray(), dense(TABLE, "half_units", keys=KEYS, divisor=2).values)
    assert found.values.nnz == len(CELLS)


def test_the_axes_can_be_given_with_codes_that_nothing_has():
    table = pa.table({"area": ["b", "a", "b"], "class": [10, 10, 30], "jobs": [1, 2, 3]})
    found = dense(table, "jobs", rows=["c", "b", "a"], columns=[30, 20, 10])
    np.testing.assert_array_equal(found.values, [[0, 0, 0], [3, 0, 1], [0, 0, 2]])
    assert list(found.rows) == ["c", "b", "a"]


def test_a_secret_figure_is_missing_and_an_absent_row_is_zero():
    table = pa.table({"area": [1, 2], "class": [1, 2], "jobs": pa.array([None, 4], pa.int64())})
    np.testing.assert_array_equal(dense(table, "jobs").values, [[np.nan, 0], [0, 4]])
    assert np.isnan(sparse(table, "jobs", keys=("area", "class")).values.toarray()[0, 0])


def test_an_empty_table_is_an_array_of_zeros():
    table = pa.table(
        {"area": pa.array([], pa.int32()), "class": pa.array([], pa.int16()), "jobs": pa.array([], pa.int64())}
    )
    assert dense(table, "jobs").values.shape == (0, 0)
    np.testing.assert_array_equal(dense(table, "jobs", rows=[1, 2], columns=[5]).values, [[0], [0]])


@pytest.mark.parametrize("make", [dense, sparse])
def test_what_cannot_be_placed_is_refused(make):
    table = pa.table({"area": [1, 1], "class": [2, 3], "jobs": [1, 1]})
    keys = ("area", "class")
    with pytest.raises(ValueError, match="class: 3 is not among the codes given"):
        make(table, "jobs", keys=keys, columns=[2, 4])
    with pytest.raises(ValueError, match="class: a code is given twice"):
        make(table, "jobs", keys=keys, columns=[2, 3, 3])
    with pytest.raises(ValueError, match="area and class: a cell has two rows"):
        make(pa.table({"area": [1, 1], "class": [2, 2], "jobs": [1, 1]}), "jobs", keys=keys)
    with pytest.raises(ValueError, match="area: expected no null"):
        make(pa.table({"area": [1, None], "class": [2, 2], "jobs": [1, 1]}), "jobs", keys=keys)


@pytest.mark.parametrize("half_units", [-1, None])
def test_a_size_below_zero_or_null_is_refused(half_units):
    from tandem.analytics.relational.sizes import half_units_by_band

    sizes = pa.table({"band": pa.array([2], pa.int8()), "half_units": pa.array([half_units], pa.int32())})
    with pytest.raises(ValueError, match="sizes: expected half-units not below zero, and no null"):
        half_units_by_band(sizes)


def test_sizes_are_the_middles_of_the_official_bands():
    from tandem.analytics.relational import BANDS, band_sizes

    sizes = dict(zip(BANDS, (half / 2 for half in band_sizes()["half_units"].to_pylist()), strict=True))
    assert {code: sizes[code] for code in ("NN", "00", "01", "02", "03", "11", "12")} == {
        "NN": 0, "00": 0, "01": 1.5, "02": 4, "03": 7.5, "11": 14.5, "12": 34.5,
    }  # fmt: skip
    assert sizes["52"] == (5000 + 9999) / 2
    assert sizes["53"] == 10_000
    assert pd.Series(sizes).is_monotonic_increasing
