"""What benchmarks/establishments.py measures, each in a process of its own: `python -m benchmarks.establishment_tasks`.

Every task reads files and gives figures that do not depend on the order or the names of cells, so that results can be
compared: how many cells, establishments and half-units, and the sums of their squares and products.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tandem.analytics.relational import BANDS, band_sizes

COMMUNE, CLASS = "codeCommuneEtablissement", "activitePrincipaleEtablissement"
BAND, STATE = "trancheEffectifsEtablissement", "etatAdministratifEtablissement"
SIZES = dict(zip(BANDS, band_sizes()["half_units"].to_pylist(), strict=True))
N_CLASSES = 732


class Files(NamedTuple):
    """Where the establishments of one size are: as published, and coded; and the areas of their communes."""

    stock: str
    coded: str
    membership: str


def summary(establishments, half_units, unsized) -> dict[str, int]:
    n, h, u = (np.asarray(column, dtype=np.int64) for column in (establishments, half_units, unsized))
    return {
        "cells": n.size,
        "establishments": int(n.sum()),
        "half_units": int(h.sum()),
        "unsized": int(u.sum()),
        "n2": int((n * n).sum()),
        "h2": int((h * h).sum()),
        "nh": int((n * h).sum()),
    }


def of_arrow(table: pa.Table) -> dict[str, int]:
    return summary(*(table[name].to_numpy() for name in ("establishments", "half_units", "unsized")))


def duckdb_connection():
    import duckdb

    connection = duckdb.connect()
    connection.register("sizes_given", band_sizes())
    connection.execute("CREATE TABLE sizes AS FROM sizes_given")
    return connection


def engine_of(name: str = "duckdb", **options):
    from tandem.analytics.relational import open_engine

    return open_engine(name, **options)


# As published: text columns -------------------------------------------------------------------------------------------


def limit_published(files: Files) -> Callable[[], object]:
    connection = duckdb_connection()
    query = f"SELECT max({COMMUNE}), max({CLASS}), max({BAND}) FROM '{files.stock}' WHERE {STATE} = 'A'"
    return lambda: connection.execute(query).fetchall()


def ours_published(files: Files) -> Callable[[], pa.Table]:
    from tandem.analytics.relational import cells

    engine = engine_of()
    sizes = engine.table(pa.table({"band": pa.array(SIZES), "half_units": pa.array(SIZES.values(), pa.int32())}))

    def run() -> pa.Table:
        stock = engine.read(files.stock)
        opened = stock.filter((stock[STATE] == "A") & stock[COMMUNE].notnull()).rename(band=BAND)
        return engine.to_arrow(cells.cells(opened, sizes, (COMMUNE, CLASS)))

    return run


def pandas_published(files: Files) -> Callable[[], pa.Table]:
    import pandas as pd

    def run() -> pa.Table:
        rows = pd.read_parquet(files.stock, columns=[COMMUNE, CLASS, BAND, STATE])
        rows = rows[(rows[STATE] == "A") & rows[COMMUNE].notna()]
        half_units = rows[BAND].map(SIZES)
        rows = rows[[COMMUNE, CLASS]].assign(
            establishments=1, half_units=half_units.fillna(0).astype("int64"), unsized=half_units.isna().astype("int8")
        )
        return pa.Table.from_pandas(
            rows.groupby([COMMUNE, CLASS], dropna=False, sort=False).sum(), preserve_index=False
        )

    return run


def polars_published(files: Files) -> Callable[[], pa.Table]:
    import polars as pl

    half_units = pl.col(BAND).replace_strict(SIZES, return_dtype=pl.Int32, default=None)
    query = (
        pl.scan_parquet(files.stock)
        .filter((pl.col(STATE) == "A") & pl.col(COMMUNE).is_not_null())
        .group_by(COMMUNE, CLASS)
        .agg(
            establishments=pl.len(),
            half_units=half_units.cast(pl.Int64).sum(),
            unsized=half_units.is_null().sum(),
        )
    )
    return lambda: query.collect().to_arrow()


# The coded store ------------------------------------------------------------------------------------------------------


def limit_coded(files: Files) -> Callable[[], object]:
    connection = duckdb_connection()
    query = f"SELECT sum(commune), sum(class), sum(band) FROM '{files.coded}' WHERE closed IS NULL"
    return lambda: connection.execute(query).fetchall()


def ungrouped(files: Files) -> Callable[[], object]:
    connection = duckdb_connection()
    query = (
        "SELECT max(commune), max(class), count(*), sum(half_units), count(*) FILTER (half_units IS NULL) "
        f"FROM '{files.coded}' LEFT JOIN sizes USING (band) WHERE closed IS NULL"
    )
    return lambda: connection.execute(query).fetchall()


def ours_coded_ibis(files: Files) -> Callable[[], pa.Table]:
    from tandem.analytics.relational import cells

    engine = engine_of()
    sizes = engine.table(band_sizes())
    return lambda: engine.to_arrow(cells.cells(cells.in_business(engine.read(files.coded)), sizes))


def ours_coded_sorted(files: Files) -> Callable[[], pa.Table]:
    from tandem.analytics.relational import sorted_cells

    sizes = band_sizes()
    return lambda: sorted_cells(Path(files.coded), sizes)


def pandas_coded(files: Files) -> Callable[[], pa.Table]:
    import pandas as pd

    sizes = band_sizes().to_pandas().set_index("band")["half_units"]

    def run() -> pa.Table:
        rows = pd.read_parquet(files.coded, columns=["commune", "class", "band", "closed"])
        rows = rows[rows["closed"].isna()]
        half_units = rows["band"].map(sizes)
        rows = rows[["commune", "class"]].assign(
            establishments=1, half_units=half_units.fillna(0).astype("int64"), unsized=half_units.isna().astype("int8")
        )
        return pa.Table.from_pandas(rows.groupby(["commune", "class"], sort=False).sum(), preserve_index=False)

    return run


def polars_coded(files: Files) -> Callable[[], pa.Table]:
    import polars as pl

    sizes = pl.from_arrow(band_sizes()).lazy()
    query = (
        pl.scan_parquet(files.coded)
        .filter(pl.col("closed").is_null())
        .join(sizes, on="band", how="left")
        .group_by("commune", "class")
        .agg(
            establishments=pl.len(),
            half_units=pl.col("half_units").cast(pl.Int64).sum(),
            unsized=pl.col("half_units").is_null().sum(),
        )
    )
    return lambda: query.collect().to_arrow()


# The diagnosis of all intermunicipalities -----------------------------------------------------------------------------


class Diagnosed(NamedTuple):
    total: np.ndarray
    herfindahl: np.ndarray
    equivalent: np.ndarray
    krugman: np.ndarray
    eci: np.ndarray
    quotients: np.ndarray
    density: np.ndarray


def ours_diagnosis(files: Files) -> Callable[[], Diagnosed]:
    from tandem.analytics.complexity import complexity_profile
    from tandem.analytics.specialisation import equivalent_sectors, herfindahl, krugman_index

    jobs_of = _jobs(files)

    def run() -> Diagnosed:
        jobs = jobs_of()
        profile = complexity_profile(jobs)
        return Diagnosed(
            jobs.sum(axis=1), herfindahl(jobs), equivalent_sectors(jobs), krugman_index(jobs, jobs.sum(axis=0)),
            profile.complexity.eci, profile.quotients, profile.density,
        )  # fmt: skip

    return run


def _jobs(files: Files) -> Callable[[], np.ndarray]:
    """Return what reads the jobs by intermunicipality and class."""
    from tandem.analytics.relational import area_sums, cells

    engine = engine_of()
    area = pq.read_table(files.membership)["area"].to_numpy()
    n_areas = int(area.max()) + 1

    def run() -> np.ndarray:
        opened = cells.in_business(engine.read(files.coded))
        return area_sums(engine, opened, band_sizes(), area, n_areas, N_CLASSES) / 2

    return run


def pandas_diagnosis(files: Files) -> Callable[[], Diagnosed]:
    """The same as an analyst writes it: pandas for the counts and the indices, ecomplexity for the rest."""
    import pandas as pd

    from benchmarks.peer_complexity import run_ecomplexity

    sizes = band_sizes().to_pandas().set_index("band")["half_units"]

    def run() -> Diagnosed:
        rows = pd.read_parquet(files.coded, columns=["commune", "class", "band", "closed"])
        rows = rows[rows["closed"].isna() & (rows["class"] >= 0)]
        area = pd.read_parquet(files.membership).query("area >= 0").set_index("commune")["area"]
        rows = rows.assign(jobs=rows["band"].map(sizes).fillna(0) / 2, area=rows["commune"].map(area))
        frame = rows.groupby(["area", "class"])["jobs"].sum().reset_index()
        frame = frame[frame["jobs"] > 0].rename(columns={"class": "sector"}).assign(year=0)
        found = run_ecomplexity(frame.astype({"area": "int64", "sector": "int64"}))
        wide = frame.pivot(index="area", columns="sector", values="jobs").reindex(columns=range(N_CLASSES)).fillna(0)
        share, whole = wide.div(wide.sum(axis=1), axis=0), wide.sum() / wide.sum().sum()
        index = (share**2).sum(axis=1)
        found = found.sort_values(["area", "sector"])
        shape = found["area"].nunique(), found["sector"].nunique()
        return Diagnosed(
            wide.sum(axis=1).to_numpy(), index.to_numpy(), (1 / index).to_numpy(),
            (share - whole).abs().sum(axis=1).to_numpy(),
            found["eci"].to_numpy().reshape(shape)[:, 0],
            found["rca"].to_numpy().reshape(shape), found["density"].to_numpy().reshape(shape),
        )  # fmt: skip

    return run


def limit_algebra(files: Files) -> Callable[[], object]:
    from benchmarks.peer_complexity import LinearAlgebra
    from tandem.analytics.complexity import complexity_profile

    profile = complexity_profile(_jobs(files)())
    return LinearAlgebra(profile.presence, profile.proximity, np.float64).run


# Two workers ----------------------------------------------------------------------------------------------------------


def _indices(files: Files, engine) -> dict[str, pa.Table]:
    from tandem.analytics.relational import cells, indicators

    opened = cells.in_business(engine.read(files.coded))
    links = pq.read_table(files.membership)
    membership = engine.table(links.filter(pa.compute.greater_equal(links["area"], 0)))
    communes = cells.cells(opened, engine.table(band_sizes()))
    quotients = indicators.location_quotients(cells.by_area(communes, membership), cells.whole(communes))
    return {"quotients": quotients, "concentration": indicators.concentration(quotients)}


def spark_agrees(files: Files) -> Callable[[], dict[str, object]]:
    """The same expressions on DuckDB and on Spark with two workers, compared; seconds of each."""
    spark = engine_of("spark", master="local-cluster[2,1,2048]")

    def run() -> dict[str, object]:
        seconds: dict[str, object] = {}
        found = {}
        for engine in (engine_of(), spark):
            for name, expression in _indices(files, engine).items():
                start = time.perf_counter()
                table = engine.to_arrow(expression)
                seconds[f"{engine.name} {name}"] = round(time.perf_counter() - start, 2)
                keys = [(key, "ascending") for key in ("area", "class") if key in table.column_names]
                found[engine.name, name] = table.sort_by(keys).to_pandas()
        worst = 0.0
        for name in ("quotients", "concentration"):
            one, other = found["duckdb", name], found["spark", name]
            for column in one:
                a, b = one[column].to_numpy(dtype=float), other[column].to_numpy(dtype=float)
                np.testing.assert_allclose(b, a, rtol=1e-12, atol=0, err_msg=f"{name}, {column}")
                worst = max(worst, float(np.nanmax(np.abs(b / np.where(a == 0, np.nan, a) - 1), initial=0)))
        workers = spark.session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1  # the driver is one of them
        spark.close()
        return {
            "workers": workers,
            "rows": len(found["duckdb", "quotients"]),
            "largest relative difference": worst,
        } | seconds

    return run


def peak() -> float:
    """Return the most memory that this process has had, in GB: its own, not that of the process which started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Run one task, several times if it is quick, and print what each run took, the peak memory and the result."""
    name, folder, *files = sys.argv[1:]
    task = globals()[name](Files(*files))
    walls: list[float] = []
    cpus: list[float] = []
    while len(walls) < 5 and sum(walls) < 2:
        start, cpu = time.perf_counter(), time.process_time()
        result = task()
        walls.append(time.perf_counter() - start)
        cpus.append(time.process_time() - cpu)
        if len(walls) == 1:
            highest = peak()
    if isinstance(result, pa.Table):
        result = of_arrow(result)
    elif isinstance(result, Diagnosed):
        path = os.path.join(folder, f"{name}.npz")  # noqa: PTH118
        np.savez(path, **result._asdict())
        result = path
    elif not isinstance(result, dict):
        result = None
    print(json.dumps({"seconds": walls, "cpu": min(cpus), "peak": highest, "result": result}))


if __name__ == "__main__":
    main()
