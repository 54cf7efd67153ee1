"""Sums by area straight from the rows are those of the general path, and what has no place is refused or left out."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analytics.relational import samples
from tests.analytics.relational.samples import plain_cells

from tandem.analytics.relational import area_sums, band_sizes

AREA_OF = np.array([*np.arange(50) // 10, *[-1] * 10])  # the first five areas of samples.membership
MEASURES = ["establishments", "half_units", "unsized"]


@pytest.fixture
def path(tmp_path):
    pq.write_table(samples.establishments(), tmp_path / "e.parquet", row_group_size=700)
    return tmp_path / "e.parquet"


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("threads", [1, 3])
def test_sums_by_area_and_class_are_those_of_pandas(path, measure, threads):
    rows = samples.establishments().to_pandas().query("closed.isna() and commune < 50 and `class` >= 0")
    expected = plain_cells(rows.assign(area=rows["commune"] // 10), ["area", "class"])
    table = expected.pivot(index="area", columns="class", values=measure).reindex(columns=range(24)).fillna(0)
    found = area_sums(path, band_sizes(), AREA_OF, 5, 24, measure=measure, threads=threads)
    np.testing.assert_array_equal(found, table)
    assert found.dtype == np.int64


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 2), st.integers(-1, 15), st.booleans()), max_size=40),
    st.lists(st.integers(-1, 2), min_size=4, max_size=4),
    st.integers(1, 7),
)
def test_any_order_of_rows_gives_the_same_sums(tmp_path_factory, rows, area_of, group):
    commune, cls, band, is_open = zip(*rows, strict=True) if rows else ((), (), (), ())
    table = pa.table(
        {
            "commune": pa.array(commune, pa.int32()),
            "class": pa.array(cls, pa.int16()),
            "band": pa.array(band, pa.int8()),
            "closed": pa.array([None if opened else 2020 for opened in is_open], pa.int16()),
        }
    )
    path = tmp_path_factory.mktemp("scan") / "e.parquet"
    pq.write_table(table, path, row_group_size=group)
    expected = np.zeros((3, 3), dtype=np.int64)
    for place, column, size, opened in rows:
        if opened and area_of[place] >= 0 and column >= 0:
            expected[area_of[place], column] += samples.SIZES.get(size, 0)
    np.testing.assert_array_equal(area_sums(path, band_sizes(), area_of, 3, 3), expected)


def test_what_is_out_of_range_is_refused(path):
    with pytest.raises(ValueError, match=r"commune: expected numbers in \[0, 59\)"):
        area_sums(path, band_sizes(), AREA_OF[:59], 5, 24)
    with pytest.raises(ValueError, match=r"class: expected numbers in \[-1, 23\)"):
        area_sums(path, band_sizes(), AREA_OF, 5, 23)
    with pytest.raises(ValueError, match=r"place_area: expected numbers in \[-1, 4\)"):
        area_sums(path, band_sizes(), AREA_OF, 4, 24)


def test_a_missing_column_is_named(path):
    pq.write_table(samples.establishments().drop_columns("band"), path)
    with pytest.raises(ValueError, match="no column band"):
        area_sums(path, band_sizes(), AREA_OF, 5, 24)
