"""Write what is kept, what is refused, and the codes that the numbers stand for."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tandem import reference
from tandem.datasets import codes
from tandem.datasets.kind import Kind
from tandem.datasets.readings import Coded, Number, quoted
from tandem.datasets.report import Coverage
from tandem.datasets.sources import Source
from tandem.datasets.staging import CORRECTS_FILE, CORRECTS_LINE, StagedSource

ZONE_COVERED = 0.5
"""A zone is covered when at least this share of its communes has a row: the smallest communes have none anywhere."""


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of the store, and what became of those that shared a key."""

    rows: int
    merged: int
    secret: int
    periods: tuple[int, int] | None
    columns: tuple[str, ...]


def write_rows(kind: Kind, connection: duckdb.DuckDBPyConnection, target: Path | None) -> Written:
    """Write the rows kept, one per key, sorted by it; only count them without a `target`.

    Rows that share a key without being the same row (two communes that merged) are added up when the kind says which
    fields add up; a hidden addend hides the sum.
    """
    connection.execute(f"CREATE OR REPLACE TABLE final AS {_query(kind)}")
    kept, rows = (
        int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]) for table in ("kept", "final")
    )
    if target is not None:
        order = ", ".join(kind.key)
        connection.execute(
            f"COPY (SELECT * FROM final ORDER BY {order}) TO {quoted(str(target))} "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 1000000)"
        )
    columns = tuple(row[0] for row in connection.execute("DESCRIBE final").fetchall())
    secret = sum(
        int(connection.execute(f"SELECT count(*) FROM final WHERE {name}").fetchall()[0][0])
        for name in columns
        if name.endswith("_secret")
    )
    periods = None
    if "year" in columns and rows:
        first, last = connection.execute("SELECT min(year), max(year) FROM final").fetchall()[0]
        periods = (int(first), int(last))
    return Written(rows, kept - rows, secret, periods, columns)


def _query(kind: Kind) -> str:
    columns = list(kind.key)
    for name, field in kind.fields.items():
        if name in kind.key:
            continue
        hidden = isinstance(field.reading, Number) and bool(field.reading.secret)
        if name not in kind.sums:
            columns.append(f"arg_min({name}, (rank, line)) AS {name}")
        elif hidden:
            columns.append(f"CASE WHEN NOT bool_or({name}_secret) THEN sum({name}) END AS {name}")
        else:
            columns.append(f"sum({name}) AS {name}")
        if hidden:
            columns.append(f"bool_or({name}_secret) AS {name}_secret")
    key = ", ".join(kind.key)
    inner = f"SELECT {', '.join(columns)} FROM kept GROUP BY {key}"
    shown = [each.split(" AS ")[-1] for each in columns]
    types = {name: field.reading.type for name, field in kind.fields.items()}
    typed = [f"CAST({name} AS {types[name]}) AS {name}" if name in types else name for name in shown]
    derived = [f"{sql} AS {name}" for name, sql in kind.derived.items()]
    return f"SELECT {', '.join([*typed, *derived])} FROM ({inner})"


def write_codes(kind: Kind, folder: Path) -> Mapping[str, str]:
    """Write the code lists that the kind's columns use; return column → list."""
    used = {name: each.reading.table for name, each in kind.fields.items() if isinstance(each.reading, Coded)}
    for name in set(used.values()):
        pq.write_table(pa.table({"code": codes.nomenclature(name)}), folder / f"{name}.codes.parquet")
    return used


def write_refused(connection: duckdb.DuckDBPyConnection, staged: Sequence[StagedSource], target: Path) -> None:
    """Write the rows refused as they were, after where they come from and why: to correct and to import again.

    A spreadsheet opens it. Of the columns that it adds, only the two that say which row is corrected are read again.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";")
        for source in (each.source for each in staged):
            reasons = connection.execute(
                "SELECT place, line, string_agg(concat_ws(' : ', nullif(field, ''), reason), ' ; '), "
                "string_agg(value, ' ; ') FROM refusals WHERE file = ? GROUP BY place, line ORDER BY line",
                [source.sha256[:16]],
            ).fetchall()
            if not reasons:
                continue
            out.writerow([CORRECTS_FILE, CORRECTS_LINE, "tandem_raison", "tandem_valeur", *_published(source)])
            cells = _cells(connection, source, [place for place, *_rest in reasons if place is not None])
            blank = [""] * len(source.columns)
            for place, line, why, value in reasons:
                out.writerow([source.sha256[:16], line, why, value, *cells.get(place, blank)])


def _published(source: Source) -> list[str]:
    return [column.replace("\ufeff", "") for column in source.columns]


def _cells(connection: duckdb.DuckDBPyConnection, source: Source, places: Sequence[int]) -> dict[int, list[str]]:
    """The rows of a file, as it has them, by their place."""
    wanted = pa.table({"place": pa.array(sorted(set(places)), pa.int64())})
    connection.register("wanted_places", wanted)
    rows = connection.execute(
        f"SELECT file_rows.* FROM ({source.query}) AS file_rows JOIN wanted_places ON place = line"
    ).fetchall()
    connection.unregister("wanted_places")
    return {row[0]: ["" if cell is None else cell for cell in row[1:]] for row in rows}


def coverage_of(kind: Kind, connection: duckdb.DuckDBPyConnection) -> Coverage | None:
    """Say which part of the country the rows kept are about; None for a file that is not by commune."""
    field = kind.fields.get("commune")
    if field is None or not isinstance(field.reading, Coded) or "commune" not in kind.key:
        return None
    numbers = [row[0] for row in connection.execute("SELECT DISTINCT commune FROM final").fetchall()]
    present = codes.nomenclature("commune").take(pa.array(numbers, pa.int64()))
    communes = reference.load("communes").select(["code", "employment_zone"])
    zones = communes.group_by("employment_zone").aggregate([("code", "count")]).to_pylist()
    inside = communes.filter(pc.is_in(communes["code"], present.combine_chunks()))
    found = {row["employment_zone"]: row["code_count"] for row in
             inside.group_by("employment_zone").aggregate([("code", "count")]).to_pylist()}  # fmt: skip
    sizes = {row["employment_zone"]: row["code_count"] for row in zones if row["employment_zone"]}
    covered = tuple(sorted(zone for zone, size in sizes.items() if found.get(zone, 0) >= ZONE_COVERED * size))
    return Coverage(communes=len(numbers), of=communes.num_rows, zones=covered, zones_of=len(sizes))
