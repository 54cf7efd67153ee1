"""Copies of the shipped reference tables, changed as a later edition or a damaged disk would change them."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tandem.reference.reader import SHIPPED


def copy_of_the_tables(folder: Path, **changes: Callable[[pa.Table], pa.Table]) -> Path:
    """Copy the tables to `folder` and change those named; the manifest agrees with what was changed."""
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, change in changes.items():
        path = folder / "tables" / f"{name}.parquet"
        table = change(pq.ParquetFile(path).read())
        pq.write_table(table, path)
        entry = manifest["tables"][name]
        entry["rows"] = table.num_rows
        entry["bytes"] = path.stat().st_size
        entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def with_rows(change: Callable[[list[dict]], list[dict]]) -> Callable[[pa.Table], pa.Table]:
    """Change a table as a list of rows."""
    return lambda table: pa.Table.from_pylist(change(table.to_pylist()), schema=table.schema)


def setting(found: dict, **values: object) -> Callable[[pa.Table], pa.Table]:
    """Give values to the columns of the rows that hold what `found` says."""

    def change(rows: list[dict]) -> list[dict]:
        return [row | values if found.items() <= row.items() else row for row in rows]

    return with_rows(change)


def without(**found: object) -> Callable[[pa.Table], pa.Table]:
    """Take out the rows that hold these values."""
    return with_rows(lambda rows: [row for row in rows if not found.items() <= row.items()])
