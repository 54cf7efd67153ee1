"""Sums by area straight into an array are those of the general path; what has no place is left out or refused."""

import numpy as np
import pyarrow as pa
import pytest
from tests.analytics.relational import samples
from tests.analytics.relational.samples import plain_cells

from tandem.analytics.relational import area_sums, band_sizes, cells

AREA_OF = np.array([*np.arange(50) // 10, *[-1] * 10])  # the first five areas of samples.membership


@pytest.fixture(scope="module")
def opened(engine):
    return cells.in_business(engine.table(samples.establishments()))


@pytest.mark.parametrize("measure", ["establishments", "half_units", "unsized"])
def test_sums_by_area_and_class_are_those_of_pandas(engine, opened, measure):
    rows = samples.establishments().to_pandas().query("closed.isna() and commune < 50 and `class` >= 0")
    expected = plain_cells(rows.assign(area=rows["commune"] // 10), ["area", "class"])
    table = expected.pivot(index="area", columns="class", values=measure).reindex(columns=range(24)).fillna(0)
    found = area_sums(engine, opened, band_sizes(), AREA_OF, 5, 24, measure=measure)
    np.testing.assert_array_equal(found, table)
    assert found.dtype == np.int64


def test_sums_of_a_table_without_rows_are_zero(engine, opened):
    nothing = opened.filter(opened["commune"] < 0)
    np.testing.assert_array_equal(area_sums(engine, nothing, band_sizes(), AREA_OF, 5, 24), np.zeros((5, 24)))


def test_what_is_out_of_range_is_refused(engine, opened):
    with pytest.raises(ValueError, match=r"commune: expected numbers in \[0, 59\)"):
        area_sums(engine, opened, band_sizes(), AREA_OF[:59], 5, 24)
    with pytest.raises(ValueError, match=r"class: expected numbers in \[-1, 23\)"):
        area_sums(engine, opened, band_sizes(), AREA_OF, 5, 23)
    with pytest.raises(ValueError, match=r"place_area: expected numbers in \[-1, 4\)"):
        area_sums(engine, opened, band_sizes(), AREA_OF, 4, 24)


def test_a_place_that_is_not_known_is_refused(engine):
    rows = pa.table(
        {"commune": pa.array([None], pa.int32()), "class": pa.array([1], pa.int16()), "band": pa.array([3], pa.int8())}
    )
    with pytest.raises(ValueError, match="a commune or a class is null"):
        area_sums(engine, engine.table(rows), band_sizes(), AREA_OF, 5, 24)
