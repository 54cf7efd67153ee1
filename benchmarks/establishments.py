"""Forty million establishments to counts by commune and class, and to the diagnosis of every intermunicipality.

On the synthetic country of `benchmarks.country`, made once in ``TANDEM_BENCH_HOME`` (the temporary folder when not
given); ``TANDEM_BENCH_ROWS`` sets its size. Each task is run in processes of its own, several times if it is quick,
imports left out; its peak memory is that of a whole process which has done it once. Processes alternate; a line has the
best and the median wall time, and the least processor time: the machine may be shared.

The coded store is laid out as `tandem.datasets` writes it: whole numbers, open establishments first, sorted by commune
then class. Nothing is counted in advance: every line but the limits starts from all the rows.
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
from tandem.analytics.relational import BANDS, NOT_STATED, open_engine

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
    def median(self) -> float:
        return median(self.walls)

    def __str__(self) -> str:
        return (
            f"best {min(self.walls):6.3f} s, median {self.median:6.3f} s, CPU {self.cpu:6.2f} s, "
            f"{self.peak:.2f} GB ({len(self.walls)} runs)"
        )


def made(rows: int) -> Files:
    """Return the files of a country of that size, made if they are not there."""
    folder = HOME / f"country-{country.SEED}-{rows}"
    files = Files(*(str(folder / f"{name}.parquet") for name in (country.STOCK, "coded", "membership")))
    if not Path(files.stock).exists():
        folder.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        country.write_establishments(Path(files.stock), rows)
        print(f"{rows:,} establishments drawn in {time.perf_counter() - start:.1f} s", flush=True)
    if not Path(files.coded).exists():
        start = time.perf_counter()
        code(files)
        print(f"{rows:,} establishments coded in {time.perf_counter() - start:.1f} s", flush=True)
    return files


def code(files: Files) -> None:
    """Write the coded store of a stock, and the areas of its communes."""
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
    area = pa.table(
        {"commune": pa.array(range(len(land.communes)), pa.int32()), "area": pa.array(land.area, pa.int32())}
    )
    pq.write_table(area, files.membership)


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


class Against(NamedTuple):
    """What a line is compared with: wall and processor time, which say the same on a machine that nobody shares."""

    name: str
    median: float
    cpu: float

    @classmethod
    def of(cls, name: str, *parts: Spent) -> "Against":
        return cls(name, sum(part.median for part in parts), sum(part.cpu for part in parts))


def line(label: str, spent: Spent, *against: Against) -> None:
    ratios = "".join(f"   {spent.median / a.median:.1f} x {a.name} (CPU {spent.cpu / a.cpu:.1f} x)" for a in against)
    print(f"{label:<46} {spent}{ratios}", flush=True)


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
    limit, ours = Against.of("limit", spent["limit_published"]), Against.of("Tandem", spent["ours_published"])
    line("limit: decode four columns", spent["limit_published"])
    line("Tandem (Ibis on DuckDB)", spent["ours_published"], limit)
    line("Polars", spent["polars_published"], limit, ours)
    line("pandas", spent["pandas_published"], limit, ours)


def coded(folder: Path, files: Files) -> Spent:
    print(f"\n{ROWS:,} establishments, coded store -> commune x class", flush=True)
    tasks = "limit_coded", "ungrouped", "ours_coded_sorted", "ours_coded_ibis", "polars_coded"
    spent = measure(folder, files, 3, *tasks)
    spent |= measure(folder, files, 2, "pandas_coded")
    same_counts(spent)
    limit, ours = Against.of("limit", spent["limit_coded"]), Against.of("Tandem", spent["ours_coded_sorted"])
    line("limit: decode three columns", spent["limit_coded"])
    line("the same query in DuckDB without its groups", spent["ungrouped"], limit)
    line("Tandem (sorted_cells)", spent["ours_coded_sorted"], limit)
    line("Tandem, rows in any order (Ibis on DuckDB)", spent["ours_coded_ibis"], limit)
    line("Polars", spent["polars_coded"], limit, ours)
    line("pandas", spent["pandas_coded"], limit, ours)
    return spent["limit_coded"]


def diagnosis(folder: Path, files: Files, decode: Spent) -> None:
    print(f"\n{ROWS:,} establishments, coded store -> diagnosis of all intermunicipalities", flush=True)
    spent = measure(folder, files, 3, "limit_algebra", "ours_diagnosis")
    spent |= measure(folder, files, 2, "pandas_diagnosis")
    same_diagnosis(str(spent["ours_diagnosis"].results[0]), str(spent["pandas_diagnosis"].results[0]))
    limit, ours = Against.of("limit", decode, spent["limit_algebra"]), Against.of("Tandem", spent["ours_diagnosis"])
    line("limit: linear algebra", spent["limit_algebra"])
    print(f"{'limit: with the decoding of three columns':<46} median {limit.median:6.3f} s, CPU {limit.cpu:.2f} s")
    line("Tandem", spent["ours_diagnosis"], limit)
    line("pandas + ecomplexity", spent["pandas_diagnosis"], limit, ours)


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
            "diagnosis": "ours_diagnosis",
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
        print(f"{name:<46} {value}")


if __name__ == "__main__":
    main()
