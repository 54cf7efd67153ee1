"""The expressions give what the functions over arrays give: two independent writings of one formula."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from tests.analytics.relational import samples
from tests.analytics.relational.samples import frame

from tandem.analytics import specialisation, trajectory
from tandem.analytics.relational import band_sizes, cells, indicators
from tandem.analytics.relational.matrices import dense

VALUE = "half_units"


class Country:
    """The same tables on both sides: expressions, and arrays of the same order."""

    def __init__(self, engine) -> None:
        everyone, sizes, membership = (
            engine.table(table) for table in (samples.establishments(), band_sizes(), samples.membership())
        )
        self.engine = engine
        self.areas, self.wholes, self.arrays, self.references = [], [], [], []
        for year in (2004, 2014):
            communes = cells.cells(cells.in_business(everyone, year), sizes)
            area, whole = cells.by_area(communes, membership), cells.whole(communes)
            self.areas.append(area)
            self.wholes.append(whole)
            codes = np.arange(-1, 24)
            self.arrays.append(dense(engine.to_arrow(area), VALUE, columns=codes))
            reference = engine.to_arrow(whole).to_pandas().set_index("class")[VALUE]
            self.references.append(reference.reindex(codes).fillna(0).to_numpy(dtype=float))

    def matrix(self, table: pd.DataFrame, column: str) -> np.ndarray:
        """The column as an array, NaN where the long table has no row."""
        array = self.arrays[0]
        return (
            table.pivot(index="area", columns="class", values=column)
            .reindex(index=array.rows, columns=array.columns)
            .to_numpy(dtype=float)
        )


@pytest.fixture(scope="module")
def country(engine) -> Country:
    return Country(engine)


def test_location_quotients(country):
    found = frame(country.engine, indicators.location_quotients(country.areas[1], country.wholes[1]))
    expected = specialisation.location_quotient(country.arrays[1].values, country.references[1])
    listed = country.matrix(found, "quotient")
    assert np.isfinite(listed).any()
    np.testing.assert_allclose(listed, np.where(np.isnan(listed), np.nan, expected), rtol=1e-13)
    assert (expected[np.isnan(listed)] == 0).all()


def test_quotients_weighted_by_the_shares_of_the_reference_sum_to_one(country):
    found = frame(country.engine, indicators.location_quotients(country.areas[1], country.wholes[1]))
    sums = (found["quotient"] * found["reference_share"]).groupby(found["area"]).sum()
    np.testing.assert_allclose(sums, 1, rtol=1e-12)


def test_presence_asks_for_a_quotient_and_for_enough(country):
    quotients = indicators.location_quotients(country.areas[1], country.wholes[1])
    floor = int(np.median(country.arrays[1].values))
    found = frame(country.engine, indicators.presence(quotients, floor=floor))
    expected = (found["quotient"] >= 1) & (found[VALUE] >= floor)
    assert (found["present"] == expected).all()
    assert 0 < expected.sum() < (found["quotient"] >= 1).sum()


def test_concentration(country):
    quotients = indicators.location_quotients(country.areas[1], country.wholes[1])
    found = frame(country.engine, indicators.concentration(quotients))
    table = country.arrays[1].values
    assert list(found["area"]) == list(country.arrays[1].rows)
    assert list(found[VALUE]) == list(table.sum(axis=1))
    assert list(found["classes"]) == list((table > 0).sum(axis=1))
    for name, expected in (
        ("herfindahl", specialisation.herfindahl(table)),
        ("equivalent", specialisation.equivalent_sectors(table)),
        ("krugman", specialisation.krugman_index(table, country.references[1])),
    ):
        np.testing.assert_allclose(found[name], expected, rtol=1e-12, err_msg=name)


def test_shift_share(country):
    found = frame(country.engine, indicators.shift_share(*country.areas, *country.wholes))
    expected = trajectory.shift_share(
        country.arrays[0].values, country.arrays[1].values, country.references[0], country.references[1]
    )
    for name in ("change", "national", "structural", "local"):
        listed = country.matrix(found, name)
        np.testing.assert_allclose(
            listed, np.where(np.isnan(listed), np.nan, getattr(expected, name)), rtol=1e-11, atol=1e-9, err_msg=name
        )
    assert (
        len(found)
        == ((country.arrays[0].values > 0) | (country.arrays[1].values > 0)).sum()
        + ((found["before"] == 0) & (found["after"] == 0)).sum()
    )
    parts = found["national"] + found["structural"] + found["local"]
    np.testing.assert_allclose(parts, found["change"], atol=1e-9)


def long(engine, rows: list[tuple[int, int, int | None]]):
    area, cls, value = zip(*rows, strict=True)
    return engine.table(
        pa.table(
            {
                "area": pa.array(area, pa.int32()),
                "class": pa.array(cls, pa.int16()),
                "jobs": pa.array(value, pa.int64()),
            }
        )
    )


def reference(engine, figures: dict[int, int]):
    return engine.table(
        pa.table({"class": pa.array(figures, pa.int16()), "jobs": pa.array(figures.values(), pa.int64())})
    )


def test_a_class_that_appears_is_local_growth_and_one_unknown_to_the_reference_has_no_parts(engine):
    before, after = long(engine, [(1, 1, 10), (1, 3, 5)]), long(engine, [(1, 1, 10), (1, 2, 4), (1, 3, 5)])
    found = frame(
        engine,
        indicators.shift_share(before, after, reference(engine, {1: 100}), reference(engine, {1: 110, 2: 40}), "jobs"),
    ).set_index("class")
    assert (found.loc[2, "national"], found.loc[2, "structural"], found.loc[2, "local"]) == (0, 0, 4)
    assert found.loc[3, ["national", "structural", "local"]].isna().all()
    assert found.loc[3, "change"] == 0


def test_an_area_without_employment_has_neither_quotients_nor_indices(engine):
    quotients = indicators.location_quotients(
        long(engine, [(1, 1, 0), (2, 1, 3)]), reference(engine, {1: 9, 2: 1}), "jobs"
    )
    assert np.isnan(frame(engine, quotients)["quotient"][0])
    found = frame(engine, indicators.concentration(quotients, "jobs"))
    assert found.loc[0, ["herfindahl", "krugman", "equivalent"]].isna().all()
    assert list(found["classes"]) == [0, 1]
    present = frame(engine, indicators.presence(quotients, "jobs"))["present"]
    assert list(present) == [False, True]


def test_a_secret_figure_makes_the_shares_of_its_area_unknown_not_smaller(engine):
    areas = long(engine, [(1, 1, 5), (1, 2, None), (2, 1, 5), (2, 2, 5)])
    found = frame(engine, indicators.location_quotients(areas, reference(engine, {1: 9, 2: 1}), "jobs"))
    secret = found[found["area"] == 1]
    assert secret["quotient"].isna().all()
    assert found[found["area"] == 2]["quotient"].notna().all()


def test_figures_that_are_not_whole_numbers_are_refused(engine):
    areas = engine.table(pa.table({"area": [1], "class": [1], "jobs": [1.5]}))
    with pytest.raises(ValueError, match="jobs: expected whole numbers, got float64"):
        indicators.location_quotients(areas, reference(engine, {1: 1}), "jobs")
    with pytest.raises(ValueError, match="jobs: expected whole numbers, got float64"):
        indicators.shift_share(areas, areas, reference(engine, {1: 1}), reference(engine, {1: 1}), "jobs")


def test_a_reference_by_place_is_refused(engine):
    areas = long(engine, [(1, 1, 5)])
    with pytest.raises(ValueError, match="reference: expected figures by class alone, got area, class"):
        indicators.location_quotients(areas, areas, "jobs")
