"""Write what is kept, what is refused, and the codes that the numbers stand for."""

import codecs
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tandem import reference
from tandem.datasets import codes
from tandem.datasets.corrections import ADDED, CORRECTS_FILE, CORRECTS_LINE
from tandem.datasets.judging import published
from tandem.datasets.kind import Kind
from tandem.datasets.readings import Choice, Coded, Number, hides, quoted
from tandem.datasets.report import Coverage
from tandem.datasets.staging import StagedSource

LISTED = 100_000
"""Refused rows that are written out; all are counted."""

NAMED = 0.5
"""Share of a zone's private employees that the communes with a row must hold for a file to be about it."""


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of the store, and what became of those that shared a key.

    Parameters
    ----------
    rows
        In the store.
    merged, discarded
        Rows that shared the key of another; those of them that were left out rather than added up.
    secret
        Cells that the producer hides.
    periods
        First and last year.
    columns
        Of the store.
    """

    rows: int
    merged: int
    secret: int
    periods: tuple[int, int] | None
    columns: tuple[str, ...]
    discarded: int = 0


def write_rows(
    kind: Kind, connection: duckdb.DuckDBPyConnection, target: Path | None, year: int | None = None
) -> Written:
    """Write the rows kept, one per key, sorted by it; only count them without a `target`.

    Rows that share a key without being the same row (two communes that merged) are added up when the kind says which
    fields add up; a hidden or missing addend makes the sum hidden or missing.  A number that does not add up (a median)
    is then missing, a text is that of the first row.

    Parameters
    ----------
    year
        That of rows that do not say theirs.
    """
    if year is not None and "year" in kind.fields and not kind.fields["year"].required:
        connection.execute("UPDATE judged SET year = ? WHERE year IS NULL", [year])
    connection.execute(f"CREATE OR REPLACE TEMP TABLE final AS {_query(kind)}")
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
        periods = (int(first), int(last)) if first is not None else None
    return Written(rows, kept - rows, secret, periods, columns, 0 if kind.sums else kept - rows)


def _query(kind: Kind) -> str:
    """One row per key: what adds up is added up, a number that does not is missing where the rows differ."""
    columns = list(kind.key)
    for name, field in kind.fields.items():
        if name in kind.key:
            continue
        if name in kind.sums:
            merged = f"CASE WHEN count({name}) = count(*) THEN sum({name}) END"
        elif isinstance(field.reading, Number):
            merged = f"CASE WHEN count({name}) = count(*) AND min({name}) = max({name}) THEN min({name}) END"
        else:
            merged = f"arg_min_null({name}, (rank, line))"
        columns.append(f"{merged} AS {name}")
        if hides(field.reading):
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
    used = {name: each.reading.table for name, each in kind.explained.items() if isinstance(each.reading, Coded)}
    for name in sorted(set(used.values())):
        pq.write_table(pa.table({"code": codes.nomenclature(name)}), folder / f"{name}.codes.parquet")
    return used


def choices(kind: Kind) -> Mapping[str, Mapping[str, int]]:
    """Return what the small numbers of the kind's columns stand for: column → text → number."""
    return {name: dict(each.reading.codes) for name, each in kind.explained.items() if isinstance(each.reading, Choice)}


def write_refused(connection: duckdb.DuckDBPyConnection, staged: Sequence[StagedSource], target: Path) -> None:
    """Write the rows refused as they were, after where they come from and why: to correct and to import again.

    A spreadsheet opens it; the first `LISTED` are written: nobody corrects more by hand. Of the columns that it adds,
    only the two that say which row is corrected are read again. A row of a file of corrections is written under the row
    that it was to correct. A line that could not be cut into cells is written whole in ``tandem_valeur``, its cells
    left empty.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    for each in staged:
        names.update({plain: told for plain, told in published(each).items() if plain not in ADDED})
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE column_names AS SELECT unnest($1) AS plain, unnest($2) AS published",
        [list(names), list(names.values())],
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE refused_rows AS SELECT own, place, file, line, string_agg(DISTINCT concat_ws("
        "'\u202f: ', coalesce(published, nullif(field, '')), reason), '\u202f; ') AS why, "
        "string_agg(DISTINCT value, '\u202f; ') AS value FROM refusals "
        "LEFT JOIN column_names ON plain = field GROUP BY own, place, file, line"
    )
    parts = " UNION ALL ".join(_refused_rows(each, list(names)) for each in staged)
    headers = ", ".join(f"{plain} AS {_identifier(told)}" for plain, told in _distinct_headers(names).items())
    rows = target.with_suffix(".partial")
    connection.execute(
        f"COPY (SELECT concat('sha256-', file) AS {CORRECTS_FILE}, line AS {CORRECTS_LINE}, why AS tandem_raison, "
        f"value AS tandem_valeur, {headers} FROM ({parts}) ORDER BY file, line LIMIT {LISTED}) "
        f"TO {quoted(str(rows))} (FORMAT csv, HEADER, DELIMITER ';')"
    )
    with rows.open("rb") as written, target.open("wb") as file:
        file.write(codecs.BOM_UTF8)  # without it a spreadsheet takes the file for another encoding
        shutil.copyfileobj(written, file)
    rows.unlink()


def _refused_rows(staged: StagedSource, names: Sequence[str]) -> str:
    """The refused rows of a file with their cells, in the columns of all the files."""
    known = staged.source.plain_columns
    cells = ", ".join(f'file_rows."{name}"' if name in known else f'NULL AS "{name}"' for name in names)
    return (
        f"SELECT refused_rows.file, refused_rows.line, why, value, {cells} FROM refused_rows "
        f"LEFT JOIN ({staged.source.query}) AS file_rows ON refused_rows.place = file_rows.line "
        f"WHERE own = {quoted(staged.source.short)}"
    )


def _distinct_headers(names: Mapping[str, str]) -> dict[str, str]:
    """Give each column a header that no other has, whatever the capitals: the engine holds the two for one."""
    used = {each.casefold() for each in ADDED}
    headers: dict[str, str] = {}
    for plain, told in names.items():
        header = told if told and told.casefold() not in used else plain
        used.add(header.casefold())
        headers[f'"{plain}"'] = header
    return headers


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def coverage_of(kind: Kind, connection: duckdb.DuckDBPyConnection) -> Coverage | None:
    """Say which part of the country the rows kept are about; None for a file that is not by commune."""
    field = kind.fields.get("commune")
    if field is None or not isinstance(field.reading, Coded) or not (kind.large or "commune" in kind.key):
        return None
    found = connection.execute("SELECT DISTINCT commune FROM final WHERE commune IS NOT NULL").fetchall()
    if not found:
        return None
    numbers = [row[0] for row in found]
    present = codes.nomenclature("commune").take(pa.array(numbers, pa.int64()))
    communes = reference.load("communes").select(["code", "employment_zone"])
    employees = reference.load("private_employees").select(["commune", "y2022"])
    known = communes.join(employees, "code", right_keys="commune", join_type="inner")
    total, inside = _by_zone(known), _by_zone(known.filter(pc.is_in(known["code"], present.combine_chunks())))
    covered = sorted(zone for zone, count in inside.items() if count and count >= NAMED * total[zone])
    zones_of = pc.count_distinct(communes["employment_zone"]).as_py()
    return Coverage(communes=len(numbers), of=communes.num_rows, zones=tuple(covered), zones_of=zones_of)


def _by_zone(communes: pa.Table) -> dict[str, int]:
    """Private employees by employment zone."""
    found = communes.group_by("employment_zone").aggregate([("y2022", "sum")])
    return {row["employment_zone"]: row["y2022_sum"] or 0 for row in found.to_pylist() if row["employment_zone"]}
