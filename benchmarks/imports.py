"""Sirene's stock into the store, against DuckDB's own reading of the same columns of the same file.

On the synthetic country of `benchmarks.country`, made once in ``TANDEM_BENCH_HOME`` (the temporary folder when not
given); ``TANDEM_BENCH_ROWS`` sets its size, a quarter of which is also read as CSV. Three lines for each form:

* *read*: DuckDB reads every value of the columns that the import reads, and keeps nothing;
* *read and kept*: it writes them as they are into a table of its own, on the same disk with the same memory;
* *import*: from the file to the dataset in service: checksum, every cell checked, codes of today, what is repeated
  looked for, sorted, written, its own checksum. Its limit is twice the second line.

Each is a process of its own, taken in turn. The machine may be shared: processor time stands beside wall time.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from benchmarks import country

ROWS = int(os.environ.get("TANDEM_BENCH_ROWS", country.ROWS))
HOME = Path(os.environ.get("TANDEM_BENCH_HOME") or Path(tempfile.gettempdir()) / "tandem-bench")
RUNS = 2
MEMORY = "1500MB"
BYTES_PER_ROW = 250  # file, its CSV, the engine's tables, the store
COLUMNS = (
    "siret", "statutDiffusionEtablissement", "dateCreationEtablissement", "trancheEffectifsEtablissement",
    "codeCommuneEtablissement", "dateDebut", "etatAdministratifEtablissement", "activitePrincipaleEtablissement",
    "nomenclatureActivitePrincipaleEtablissement",
)  # fmt: skip


# -- what is measured, each in a process of its own --------------------------------------------------------------------


def duckdb_read(path: Path, folder: Path, *, keep: bool) -> dict[str, Any]:
    import duckdb

    with duckdb.connect(str(folder / "peer.duckdb")) as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
        rows = f"read_parquet('{path}')" if path.suffix == ".parquet" else f"read_csv('{path}', all_varchar = true)"
        if keep:
            connection.execute(f"CREATE TABLE kept AS SELECT {', '.join(COLUMNS)} FROM {rows}")
            return {"rows": connection.execute("SELECT count(*) FROM kept").fetchone()[0]}
        values = ", ".join(f"max(strlen({name}))" for name in COLUMNS)
        return {"rows": connection.execute(f"SELECT count(*), {values} FROM {rows}").fetchone()[0]}


def tandem_import(path: Path, folder: Path) -> dict[str, Any]:
    from tandem.datasets.importing import import_files
    from tandem.datasets.store import Store

    store = Store(folder / "data")
    report = import_files("sirene", [path], store, vintage="2025-12")
    return {
        "rows": report.read,
        "kept": report.kept,
        "aside": sum(report.aside.values()),
        "refused": report.refused,
        "stored": str(store.get("sirene").path),
    }


TASKS = {
    "read": lambda path, folder: duckdb_read(path, folder, keep=False),
    "read and kept": lambda path, folder: duckdb_read(path, folder, keep=True),
    "import": tandem_import,
}


def task(name: str, path: str, folder: str) -> None:
    import tandem.datasets.importing  # noqa: F401 - the time to import modules is not what is measured

    wall, cpu = time.perf_counter(), time.process_time()
    result = TASKS[name](Path(path), Path(folder))
    result["wall"], result["cpu"] = time.perf_counter() - wall, time.process_time() - cpu
    result["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    result["bytes"] = sum(each.stat().st_size for each in Path(folder).rglob("*") if each.is_file())
    print(json.dumps(result))


# -- the comparison ----------------------------------------------------------------------------------------------------


def run(name: str, path: Path, keep: Path | None = None) -> dict[str, Any]:
    """Run a task in a new process and a folder of its own, which is removed unless it is to `keep`."""
    folder = keep or Path(tempfile.mkdtemp(dir=HOME))
    try:
        command = [sys.executable, "-m", "benchmarks.imports", name, str(path), str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{name}: {done.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def check(path: Path, rows: int) -> None:
    """Refuse to time an import whose store does not hold what the file says."""
    import duckdb

    with tempfile.TemporaryDirectory(dir=HOME) as folder:
        found = run("import", path, Path(folder))
        file = f"read_parquet('{path}')" if path.suffix == ".parquet" else f"read_csv('{path}', all_varchar = true)"
        place = "coalesce(codeCommuneEtablissement, '') <> ''"
        expected = duckdb.sql(
            f"SELECT count(*) FILTER ({place}), count(*) FILTER ({place} AND etatAdministratifEtablissement = 'F'), "
            f"count(*) FILTER ({place} AND statutDiffusionEtablissement = 'P'), sum(left(dateCreationEtablissement, 4)"
            f"::INT) FILTER ({place}), sum(left(siret, 9)::BIGINT) FILTER ({place} AND statutDiffusionEtablissement = "
            f"'O'), count(*) FILTER ({place} AND trancheEffectifsEtablissement = '21'), count(activitePrincipale"
            f"Etablissement) FILTER ({place} AND nomenclatureActivitePrincipaleEtablissement = 'NAFRev2') FROM {file}"
        ).fetchall()[0]
        stored = duckdb.sql(
            "SELECT count(*), count(closed), count(*) FILTER (partial), sum(created), sum(siren), "
            f"count(*) FILTER (band = 7), count(*) FILTER (class >= 0) FROM '{found['stored']}'"
        ).fetchall()[0]
    if stored != expected or found["rows"] != rows or found["kept"] + found["aside"] + found["refused"] != rows:
        raise SystemExit(f"the store does not hold what the file says: {stored}, {expected}, {found}")


def compare(label: str, path: Path, rows: int) -> None:
    print(f"\n{rows:,} establishments, {label}: {path.stat().st_size / 1e6:,.0f} MB", flush=True)
    check(path, rows)
    spent: dict[str, list[dict[str, Any]]] = {name: [] for name in TASKS}
    for _ in range(RUNS):
        for name in TASKS:
            spent[name].append(run(name, path))
    wall = {name: min(each["wall"] for each in runs) for name, runs in spent.items()}
    cpu = {name: min(each["cpu"] for each in runs) for name, runs in spent.items()}
    for name, runs in spent.items():
        peak, size = max(each["peak"] for each in runs), max(each["bytes"] for each in runs)
        print(f"{name:<16} {wall[name]:7.1f} s, CPU {cpu[name]:6.1f} s, {peak:.2f} GB, {size / 1e6:,.0f} MB on disk")
    for other in ("read and kept", "read"):
        ratio, used = wall["import"] / wall[other], cpu["import"] / cpu[other]
        print(f"import / {other:<14} {ratio:6.2f} x (CPU {used:.2f} x)", flush=True)


def stock(rows: int) -> Path:
    """Return the stock of a country of that size, made if it is not there."""
    path = HOME / f"country-{country.SEED}-{rows}" / f"{country.STOCK}.parquet"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        country.write_establishments(path, rows)
    return path


def as_csv(parquet: Path, rows: int) -> Path:
    """Return the first rows of a stock as the CSV that Insee's archive holds."""
    path = parquet.with_name(f"{country.STOCK}-{rows}.csv")
    if not path.exists():
        packed = path.with_suffix(".zip")
        country.write_csv(parquet, packed, rows)
        with zipfile.ZipFile(packed) as archive, archive.open(f"{packed.stem}.csv") as source, path.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 22)
    return path


def main() -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    rows = ROWS
    while rows > 1_000_000 and shutil.disk_usage(HOME).free < BYTES_PER_ROW * rows:
        rows //= 2
    if rows < ROWS:
        print(f"not enough room in {HOME} for {ROWS:,} rows")
    parquet = stock(rows)
    compare("Parquet", parquet, rows)
    compare("CSV", as_csv(parquet, rows // 4), rows // 4)


if __name__ == "__main__":
    task(*sys.argv[1:]) if len(sys.argv) > 1 else main()
