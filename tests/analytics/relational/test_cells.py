"""Each expression gives what the same steps give in plain pandas."""

import pandas as pd
import pyarrow as pa
import pytest
from tests.analytics.relational import samples
from tests.analytics.relational.samples import frame, plain_cells

from tandem.analytics.relational import band_sizes, cells

ROWS = samples.establishments().to_pandas()
OPEN = ROWS[ROWS["closed"].isna()]


@pytest.fixture(scope="module")
def tables(engine):
    return (
        engine.table(samples.establishments()),
        engine.table(band_sizes()),
        engine.table(samples.membership()),
    )


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found[list(expected)], expected, check_dtype=False)


def test_cells_count_establishments_and_their_employment(engine, tables):
    everyone, sizes, _ = tables
    same(frame(engine, cells.cells(cells.in_business(everyone), sizes)), plain_cells(OPEN, ["commune", "class"]))


def test_an_establishment_without_size_is_counted_apart(engine, tables):
    everyone, sizes, _ = tables
    found = frame(engine, cells.cells(everyone, sizes))
    assert found["unsized"].sum() == (ROWS["band"].isna() | (ROWS["band"] == -1)).sum() > 0
    assert found["establishments"].sum() == len(ROWS)


def test_employment_is_whole_numbers_of_half_units(engine, tables):
    everyone, sizes, _ = tables
    found = engine.to_arrow(cells.cells(everyone, sizes))
    assert [found.schema.field(name).type for name in ("establishments", "half_units", "unsized")] == [pa.int64()] * 3


def test_a_place_in_two_areas_counts_in_both_and_one_in_none_is_left_out(engine, tables):
    everyone, sizes, membership = tables
    found = frame(engine, cells.by_area(cells.cells(everyone, sizes), membership))
    joined = ROWS.merge(samples.membership().to_pandas(), on="commune")
    same(found, plain_cells(joined, ["area", "class"]))
    first, again = (found[found["area"] == area].drop(columns="area").reset_index(drop=True) for area in (0, 9))
    pd.testing.assert_frame_equal(first, again)
    outside = frame(engine, cells.outside(cells.cells(everyone, sizes), membership))
    same(outside, plain_cells(ROWS[ROWS["commune"] >= 50], ["class"]))


def test_a_link_given_twice_counts_once(engine, tables):
    everyone, sizes, membership = tables
    twice = engine.table(pa.concat_tables([samples.membership(), samples.membership()]))
    table = cells.cells(everyone, sizes)
    same(frame(engine, cells.by_area(table, twice)), frame(engine, cells.by_area(table, membership)))


def test_classes_are_brought_to_sectors(engine, tables):
    everyone, sizes, _ = tables
    sectors = {number: "industry" if number < 10 else "services" for number in range(-1, 24)}
    nomenclature = engine.table(
        pa.table({"class": pa.array(sectors, pa.int16()), "sector": pa.array(sectors.values())})
    )
    found = frame(engine, cells.by_sector(cells.cells(everyone, sizes), nomenclature))
    expected = plain_cells(ROWS.assign(sector=ROWS["class"].map(sectors)), ["commune", "sector"])
    same(found, expected)


def test_size_bands_keep_those_without_size(engine, tables):
    everyone, _, _ = tables
    found = frame(engine, cells.size_bands(everyone))
    expected = ROWS.groupby(["commune", "band"], dropna=False).size().rename("establishments").reset_index()
    same(found, expected.sort_values(["commune", "band"], na_position="first").reset_index(drop=True))


def test_births_and_deaths_by_year(engine, tables):
    everyone, _, membership = tables
    found = frame(engine, cells.by_area(cells.births_deaths(everyone), membership))
    joined = ROWS.merge(samples.membership().to_pandas(), on="commune")
    births = joined.groupby(["area", "created"]).size().rename_axis(["area", "year"])
    deaths = joined.groupby(["area", "closed"]).size().rename_axis(["area", "year"])
    expected = pd.DataFrame({"births": births, "deaths": deaths}).fillna(0).reset_index()
    same(found, expected.sort_values(["area", "year"]).reset_index(drop=True))


def test_what_was_open_at_the_end_of_a_year(engine, tables):
    everyone, sizes, _ = tables
    then = ROWS[~(ROWS["created"] > 2005) & ~(ROWS["closed"] <= 2005)]
    same(frame(engine, cells.cells(cells.in_business(everyone, 2005), sizes)), plain_cells(then, ["commune", "class"]))


def test_a_secret_figure_makes_the_sums_that_it_enters_unknown(engine):
    figures = engine.table(
        pa.table(
            {
                "commune": pa.array([0, 1, 10, 11], pa.int32()),
                "class": pa.array([1, 1, 1, 2], pa.int16()),
                "employees": pa.array([5, None, 7, 8], pa.int64()),
            }
        )
    )
    found = frame(engine, cells.by_area(figures, engine.table(samples.membership())))
    known = {(row["area"], row["class"]): row["employees"] for row in found.to_dict("records")}
    assert pd.isna(known[0, 1])
    assert (known[1, 1], known[1, 2]) == (7, 8)


def test_areas_have_no_whole(engine, tables):
    everyone, sizes, membership = tables
    table = cells.by_area(cells.cells(everyone, sizes), membership)
    with pytest.raises(ValueError, match="expected figures by commune, got area, class"):
        cells.whole(table)
