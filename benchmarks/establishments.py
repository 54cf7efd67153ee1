"""Forty million establishments to counts by commune and class, and to the diagnosis of every intermunicipality.

On the synthetic country of `benchmarks.country`, made once in ``TANDEM_BENCH_HOME`` (the temporary folder when not
given); ``TANDEM_BENCH_ROWS`` sets its size. Each task is run in processes of its own, several times if it is quick,
imports left out; its peak memory is that of a whole process which has done it once. Processes alternate; a line has the
best and the median wall time, and the least processor time: the machine may be shared.

The coded store is laid out as `tandem.datasets` writes it: whole numbers, open establishments first, sorted by commune
then class. Beside it stand its counts: open establishments by commune, class and size band, made once when the stock
is imported. What is read from rows and what is read from counts is never mixed on a line.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import country
from benchmarks.establishment_tasks import Files
from tandem.analytics.relational import BANDS, NOT_STATED, cells, open_engine

ROWS = int(os.environ.get("TANDEM_BENCH_ROWS", country.ROWS))
HOME = Path(os.environ.get("TANDEM_BENCH_HOME") or Path(tempfile.gettempdir()) / "tandem-bench")
GROWTH = (ROWS // 4, ROWS // 2, ROWS, 2 * ROWS)
SPARK_ROWS = ROWS // 8
BYTES_PER_ROW = 20  # as published and coded


class Spent(NamedTuple):
    walls: Sequence[float]
    cpu: float
    peak: float
    results: Sequence[object]

    @property
    def best(self) -> float:
        return min(self.walls)

    def __str__(self) -> str:
        return (
            f"best {self.best:6.3f} s, median {median(self.walls):6.3f} s, CPU {self.cpu:6.2f} s, "
            f"{self.peak:.2f} GB ({len(self.walls)} runs)"
        )


def made(rows: int) -> Files:
    """Return the files of a country of that size, made if they are not there."""
    folder = HOME / f"country-{country.SEED}-{rows}"
    files = Files(*(str(folder / f"{name}.parquet") for name in (country.STOCK, "coded", "counts", "membership")))
    if not Path(files.stock).exists():
        folder.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        country.write_establishments(Path(files.stock), rows)
        print(f"{rows:,} establishments drawn in {time.perf_counter() - start:.1f} s", flush=True)
    if not Path(files.counts).exists():
        start = time.perf_counter()
        code(files)
        print(f"{rows:,} establishments coded in {time.perf_counter() - start:.1f} s", flush=True)
    return files


def code(files: Files) -> None:
    """Write the coded store of a stock, and its counts."""
    land = country.draw_country()
    with open_engine("duckdb") as engine:
        connection = engine.backend.con
        lists = {
            "communes": (land.communes, pa.int32()),
            "classes": (land.classes, pa.int16()),
            "bands": (BANDS, pa.int8()),
        }
        for name, (codes, kind) in lists.items():
            connection.register(name, pa.table({"text": pa.array(codes), "code": pa.array(range(len(codes)), kind)}))
        connection.execute(
            f"""COPY (
                SELECT communes.code AS commune, coalesce(classes.code, -1)::SMALLINT AS class,
                       coalesce(bands.code, {NOT_STATED})::TINYINT AS band,
                       left(dateCreationEtablissement, 4)::SMALLINT AS created,
                       CASE WHEN etatAdministratifEtablissement = 'F' THEN left(dateDebut, 4)::SMALLINT END AS closed
                FROM '{files.stock}'
                JOIN communes ON communes.text = codeCommuneEtablissement
                LEFT JOIN classes ON classes.text = activitePrincipaleEtablissement
                    AND nomenclatureActivitePrincipaleEtablissement = 'NAFRev2'
                LEFT JOIN bands ON bands.text = trancheEffectifsEtablissement
                ORDER BY closed IS NOT NULL, commune, class
            ) TO '{files.coded}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 1000000)"""
        )
        counts = cells.size_bands(cells.in_business(engine.read(files.coded)), ("commune", "class"))
        ordered = engine.to_arrow(counts.order_by("commune", "class", "band"))
    area = pa.table(
        {"commune": pa.array(range(len(land.communes)), pa.int32()), "area": pa.array(land.area, pa.int32())}
    )
    pq.write_table(area, files.membership)
    pq.write_table(ordered, files.counts, compression="zstd", row_group_size=1_000_000)


def measure(folder: Path, files: Files, rounds: int, *names: str) -> dict[str, Spent]:
    """Run each task in turn, `rounds` times over, each time in a new process."""
    found: dict[str, list[dict]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            command = [sys.executable, "-m", "benchmarks.establishment_tasks", name, str(folder), *files]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"{name}: {done.stderr[-2000:]}")
            found[name].append(json.loads(done.stdout.splitlines()[-1]))
    return {
        name: Spent(
            [seconds for run in runs for seconds in run["seconds"]],
            min(run["cpu"] for run in runs),
            max(run["peak"] for run in runs),
            [run["result"] for run in runs],
        )
        for name, runs in found.items()
    }


def same_counts(spent: dict[str, Spent]) -> None:
    """Refuse to compare the times of tasks that do not give the same cells."""
    results = {json.dumps(result): name for name, each in spent.items() for result in each.results if result}
    if len(results) != 1:
        raise SystemExit(f"the tasks do not agree: {results}")


def same_diagnosis(ours: str, theirs: str) -> None:
    """Hold our diagnosis against the peer's, but for the conventions of ECI and density, which are undone."""
    one, other = np.load(ours), np.load(theirs)
    close = {"rtol": 1e-9, "atol": 1e-9}
    for name in ("total", "herfindahl", "equivalent", "krugman", "quotients"):
        np.testing.assert_allclose(np.nan_to_num(one[name]), np.nan_to_num(other[name]), **close, err_msg=name)
    cells_ = one["quotients"].size
    np.testing.assert_allclose(one["eci"] * np.sqrt(cells_ / (cells_ - 1)), other["eci"], rtol=1e-8, atol=1e-8)


def line(label: str, spent: Spent, *against: tuple[str, float]) -> None:
    ratios = "".join(f"   {spent.best / limit:.1f} x {name}" for name, limit in against)
    print(f"{label:<52} {spent}{ratios}", flush=True)


def main() -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        files = made(ROWS)
        published(Path(folder), files)
        decode = coded(Path(folder), files)
        diagnosis(Path(folder), files, decode)
        growth(Path(folder))
        spark(Path(folder))


def published(folder: Path, files: Files) -> None:
    print(f"\n{ROWS:,} establishments as published -> commune x class", flush=True)
    spent = measure(folder, files, 3, "limit_published", "ours_published", "polars_published")
    spent |= measure(folder, files, 2, "pandas_published")
    same_counts(spent)
    limit = ("limit", spent["limit_published"].best)
    line("limit: decode four columns", spent["limit_published"])
    line("Tandem (Ibis on DuckDB)", spent["ours_published"], limit)
    line("Polars", spent["polars_published"], limit, ("Tandem", spent["ours_published"].best))
    line("pandas", spent["pandas_published"], limit, ("Tandem", spent["ours_published"].best))


def coded(folder: Path, files: Files) -> float:
    print(f"\n{ROWS:,} establishments, coded store -> commune x class", flush=True)
    spent = measure(
        folder, files, 3,
        "limit_coded", "ungrouped", "limit_counts", "ours_coded_sorted", "ours_counts", "ours_coded_ibis",
        "polars_coded",
    )  # fmt: skip
    spent |= measure(folder, files, 2, "pandas_coded")
    same_counts(spent)
    decode = spent["limit_coded"].best
    limit, ours = ("limit", decode), ("Tandem from rows", spent["ours_coded_sorted"].best)
    line("limit: decode three columns of the rows", spent["limit_coded"])
    line("the same query in DuckDB without its groups", spent["ungrouped"], limit)
    line("Tandem from rows, sorted (sorted_cells)", spent["ours_coded_sorted"], limit)
    line("Tandem from rows, any order (Ibis on DuckDB)", spent["ours_coded_ibis"], limit)
    line("Polars from rows", spent["polars_coded"], limit, ours)
    line("pandas from rows", spent["pandas_coded"], limit, ours)
    line("limit: decode the counts kept at import", spent["limit_counts"])
    line("Tandem from the counts", spent["ours_counts"], limit, ("limit of counts", spent["limit_counts"].best))
    return decode


def diagnosis(folder: Path, files: Files, decode: float) -> None:
    print(f"\n{ROWS:,} establishments, coded store -> diagnosis of all intermunicipalities", flush=True)
    spent = measure(folder, files, 3, "limit_algebra", "ours_diagnosis_rows", "ours_diagnosis_counts")
    spent |= measure(folder, files, 2, "pandas_diagnosis")
    for name in ("ours_diagnosis_rows", "ours_diagnosis_counts"):
        same_diagnosis(str(spent[name].results[0]), str(spent["pandas_diagnosis"].results[0]))
    limit = ("limit", decode + spent["limit_algebra"].best)
    line("limit: decode the rows, linear algebra", spent["limit_algebra"])
    print(f"{'':52} together {limit[1]:.3f} s")
    line("Tandem from the counts kept at import", spent["ours_diagnosis_counts"], limit)
    line("Tandem from rows", spent["ours_diagnosis_rows"], limit)
    line("pandas + ecomplexity", spent["pandas_diagnosis"], limit, ("Tandem", spent["ours_diagnosis_counts"].best))


def growth(folder: Path) -> None:
    print("\ngrowth", flush=True)
    for rows in GROWTH:
        if (
            not (HOME / f"country-{country.SEED}-{rows}").exists()
            and shutil.disk_usage(HOME).free < 3 * BYTES_PER_ROW * rows
        ):
            print(f"{rows:,}: not enough room in {HOME}")
            continue
        files = made(rows)
        names = {
            "as published": "ours_published", "coded rows": "ours_coded_sorted",
            "diagnosis, counts": "ours_diagnosis_counts", "diagnosis, rows": "ours_diagnosis_rows",
        }  # fmt: skip
        spent = measure(folder, files, 2, *names.values())
        parts = (
            f"{label} {median(spent[name].walls):.2f} s {spent[name].peak:.2f} GB" for label, name in names.items()
        )
        print(f"{rows:>12,}   {'   '.join(parts)}", flush=True)


def spark(folder: Path) -> None:
    print(
        f"\n{SPARK_ROWS:,} establishments: the same expressions on DuckDB and on Spark, local-cluster, two workers",
        flush=True,
    )
    spent = measure(folder, made(SPARK_ROWS), 1, "spark_agrees")["spark_agrees"]
    for name, value in spent.results[0].items():
        print(f"{name:<52} {value}")


if __name__ == "__main__":
    main()
