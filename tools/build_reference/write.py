"""From data frames to checked Parquet files and their manifest."""

import datetime as dt
import hashlib
import io
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tools.build_reference.sources import check

TYPES = {
    "string": pa.string(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "date32[day]": pa.date32(),
}
DESCRIPTION = ("title", "description", "source", "producer", "vintage", "cog", "licence", "origin")


def read_catalogue() -> dict[str, Any]:
    """What each table says of itself: its texts, its key and its columns."""
    with Path(__file__).with_name("catalogue.toml").open("rb") as file:
        return tomllib.load(file)


def write(frames: Mapping[str, pd.DataFrame], target: Path) -> dict[str, Any]:
    """Write `tables/NAME.parquet` and `manifest.json` under `target`.

    Raises
    ------
    SourceError
        If a table differs from its description, has a duplicate key, or cites a code that no table holds.
    """
    catalogue = read_catalogue()
    check(set(frames) == set(catalogue), f"tables and catalogue differ: {sorted(set(frames) ^ set(catalogue))}")
    tables = {name: _table(name, frames[name], catalogue[name]) for name in sorted(frames)}
    _check_references(tables, catalogue)
    folder = target / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "tables": {name: _write(table, folder / f"{name}.parquet", catalogue[name]) for name, table in tables.items()}
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (target / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def _table(name: str, frame: pd.DataFrame, description: Mapping[str, Any]) -> pa.Table:
    """Order columns and rows as described, and give each column its type; a missing value is null."""
    columns = description["columns"]
    names = [column["name"] for column in columns]
    check(set(frame.columns) == set(names), f"{name}: columns and catalogue differ: {set(frame.columns) ^ set(names)}")
    frame = frame[names].sort_values(description["key"]).reset_index(drop=True)
    check(not frame.duplicated(description["key"]).any(), f"{name}: duplicate key")
    check(not frame[description["key"]].isna().any(axis=None), f"{name}: missing key")
    arrays = [_array(frame[column["name"]], TYPES[column["type"]]) for column in columns]
    return pa.Table.from_arrays(arrays, names=names)


def _array(values: pd.Series, kind: pa.DataType) -> pa.Array:
    plain: list[Any] = [None if pd.isna(value) else value for value in values]
    if kind == pa.int64():
        check(all(value is None or value == int(value) for value in plain), f"{values.name}: not whole numbers")
        plain = [None if value is None else int(value) for value in plain]
    elif kind == pa.date32():
        plain = [value.date() if isinstance(value, dt.datetime) else value for value in plain]
    return pa.array(plain, type=kind)


def _check_references(tables: Mapping[str, pa.Table], catalogue: Mapping[str, Any]) -> None:
    for name, description in catalogue.items():
        for column in description["columns"]:
            if "references" in column:
                target, target_column = column["references"].split(".")
                unknown = set(tables[name][column["name"]].to_pylist()) - set(tables[target][target_column].to_pylist())
                unknown.discard(None)
                check(not unknown, f"{name}.{column['name']}: not in {target}: {sorted(unknown)[:10]}")


def _write(table: pa.Table, path: Path, description: Mapping[str, Any]) -> dict[str, Any]:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", compression_level=19, store_schema=False)
    content = buffer.getvalue()
    path.write_bytes(content)
    return {
        **{field: description[field] for field in DESCRIPTION},
        "key": description["key"],
        "columns": [{"unit": None, **column} for column in description["columns"]],
        "rows": table.num_rows,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }
