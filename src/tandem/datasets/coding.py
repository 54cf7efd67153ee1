"""Read a file of tens of millions of rows: coded in one pass, judged row by row only where something is wrong.

The first pass keeps of each row its small numbers and whether anything in it is amiss.  Only if there is such a row (or
a line that is no row, or a row given twice) is the file read again, for these alone: they go through
`tandem.datasets.staging` and `tandem.datasets.judging` as those of any other kind, so that reasons, counts and
corrections are the same.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np

from tandem.core.typography import counted
from tandem.datasets.errors import RefusedFileError
from tandem.datasets.judging import Judging, Staged
from tandem.datasets.kind import Field, Form, Kind, Large
from tandem.datasets.readings import Coded, Text, hides, quoted
from tandem.datasets.report import Refusal
from tandem.datasets.sources import Source
from tandem.datasets.staging import CORRECTS_FILE, UNREADABLE, StagedSource, Staging, cell_of, unreadable
from tandem.datasets.writing import Written

LISTED = 100_000
"""Refused rows that are written out, the first of each file; all are counted."""

TWICE = 1_000_000
"""Rows given twice beyond which a file is no stock, but several of them end to end."""

CLEAN, MOVED, ASIDE, AMISS = range(4)
"""What the first pass says of a row: kept; kept, its code being another year's; left out by the kind's rule; to be
judged for what could not be read."""

SLICE = 10_000_000
"""Rows whose numbers are compared at a time: 80 MB of them."""


class Coding:
    """Reads large files of one kind into the database of a run, as `Staging` does the others.

    After `result`, the view ``kept`` has the rows that go to the store.
    """

    def __init__(self, kind: Kind, connection: duckdb.DuckDBPyConnection) -> None:
        assert kind.large is not None
        assert not any(hides(each.reading) for each in kind.fields.values()), "a large file has no secret cell"
        self.kind, self.large, self.connection = kind, kind.large, connection
        self.staging = Staging(kind, connection)
        # The engine takes a CSV for a few rows, and would hold all of it in memory to look the code list up in it.
        connection.execute("SET disabled_optimizers = 'build_side_probe_side'")
        used = " ".join([*kind.large.stored.values(), kind.large.identity, *(form.vintage for form in kind.forms)])
        self.needed = [name for name in kind.fields if re.search(rf"\b{name}\b", used)]
        self.staged: list[StagedSource] = []
        for name in self._lists():
            also = self.large.spellings.get(name)
            more = f" UNION SELECT {also.format(text='text')}, code, moved FROM {name}_codes" if also else ""
            connection.execute(f"CREATE OR REPLACE TABLE {name}_known AS SELECT * FROM {name}_codes{more}")

    def _lists(self) -> list[str]:
        readings = [each.reading for each in self.kind.fields.values()]
        return sorted({each.lookup for each in readings if isinstance(each, Coded)})

    # -- the first pass ------------------------------------------------------------------------------------------------

    def read(self, source: Source, form: Form) -> StagedSource:
        """Code a file, unless an interrupted run of the same import did; a file of corrections is staged whole.

        Cells are read as they are; one that cannot be is looked at later, more closely.  Only when there are many (a
        file padded with blanks) is the file coded again, each cell cleaned first, which takes twice the time.
        """
        if CORRECTS_FILE in source.plain_columns:
            return self.staging.read(source, form)
        rows, notes = f"coded_{source.short}", f"notes_{source.short}"
        done = self.connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name IN (?, ?)", [rows, notes]
        ).fetchone()
        if done == (2,):
            return StagedSource(source, form, rows, notes, resumed=True)
        self.connection.execute(f"DROP TABLE IF EXISTS {notes}")
        try:
            self._code(source, form, rows, notes)
        except UNREADABLE as error:
            self.staging.forget_rejects()
            if source.again is not None and isinstance(error, duckdb.InvalidInputException):
                return self.read(source.again(), form)
            raise unreadable(source.name, error) from error
        finally:
            self.connection.execute("SET preserve_insertion_order = true")
        return StagedSource(source, form, rows, notes)

    def _code(self, source: Source, form: Form, rows: str, notes: str) -> None:
        """Fill the table of coded rows, then that of notes, which says that the first is whole.

        Not in one transaction: the engine would hold in memory all that it has not committed yet.
        """
        self.connection.execute("SET preserve_insertion_order = false")
        clean = False
        self.connection.execute(f"CREATE OR REPLACE TABLE {rows} AS {self._query(source, form)}")
        if self._count(f"{rows} WHERE verdict = {AMISS}") > LISTED:
            clean = True
            self.staging.forget_rejects()
            self.connection.execute(f"CREATE OR REPLACE TABLE {rows} AS {self._query(source, form, clean)}")
        lines = "(SELECT count(*) FROM reject_errors)" if source.rejects else "0"
        self.connection.execute(f"CREATE OR REPLACE TABLE {notes} AS SELECT {lines} AS lines, {clean} AS clean")
        self.staging.forget_rejects()

    def _query(self, source: Source, form: Form, clean: bool = False, also: str = "") -> str:
        """SQL of each row of a file: its fields, and a `verdict`.

        Parameters
        ----------
        clean
            Whether each cell is cleaned before it is read.
        also
            Further columns.
        """
        rows = f"({form.reshape(source.plain_columns, 'file_rows')})" if form.reshape else "file_rows"
        given = self._given(source, form, rows)
        cells = ", ".join(
            (cell_of(name, form.blank) if isinstance(each.reading, Text) else f'"{name}"') + f" AS {each.name}_cell"
            for each, name in given.items()
        )
        coded = {each: each.reading for each in given if isinstance(each.reading, Coded)}
        plain = [each for each in given if each not in coded]
        values = [
            f"CAST({each.reading.value(f'{each.name}_cell')} AS {each.reading.type}) AS {each.name}" for each in plain
        ]
        raw = [f"{each.name}_cell" for each in given]
        some = ", ".join(f"nullif({cell}, '')" for cell in raw)
        joins = " ".join(
            f"LEFT JOIN {reading.lookup}_known AS {each.name}_list ON {each.name}_list.text = "
            + (reading.spelled(f"{each.name}_cell") if clean else f"{each.name}_cell")
            for each, reading in coded.items()
        )
        numbers = [f"CAST({each.name}_list.code AS {reading.type}) AS {each.name}" for each, reading in coded.items()]
        moved = " OR ".join(f"coalesce({each.name}_list.moved, false)" for each in coded) or "false"
        aside = f"NOT coalesce({form.where}, false)" if form.where else "false"
        amiss = " OR ".join(["unread", *(_amiss(each) for each in coded)])
        verdict = f"CASE WHEN {aside} THEN {ASIDE} WHEN {amiss} THEN {AMISS} WHEN moved THEN {MOVED} ELSE {CLEAN} END"
        # Values are read before codes are looked up: what comes out of a look-up is slower to read.
        return (
            f"WITH file_rows AS ({trimmed(source, form) if clean else source.query}), "
            f"cells AS (SELECT line, {cells} FROM {rows}), "
            f"found AS (SELECT {', '.join(['line', *values, *raw])} FROM cells WHERE coalesce({some}) IS NOT NULL), "
            f"judged AS (SELECT *, {' OR '.join(_amiss(each) for each in plain) or 'false'} AS unread FROM found), "
            f"coded AS (SELECT {', '.join(['judged.*', *numbers])}, {moved} AS moved FROM judged {joins}) "
            f"SELECT {also}{', '.join(each.name for each in given if each.name in self.needed)}, "
            f"CAST({verdict} AS TINYINT) AS verdict FROM coded"
        )

    def _given(self, source: Source, form: Form, rows: str) -> dict[Field, str]:
        """The fields that a file has, and the column of each."""
        columns: Sequence[str] = source.plain_columns
        if form.reshape:
            described = self.connection.execute(
                f"DESCRIBE WITH file_rows AS ({source.query}) SELECT * FROM {rows}"
            ).fetchall()
            columns = [row[0] for row in described]
        return {each: name for each in form.fields if (name := each.found_in(columns)) is not None}

    # -- what is amiss -------------------------------------------------------------------------------------------------

    def result(self, staged: Sequence[StagedSource]) -> Staged:
        """Judge what is amiss, set the rest beside it in ``kept``, and count."""
        coded = [each for each in staged if each.rows.startswith("coded_")]
        self._find_repeated(staged)
        self.staged = [self._amiss_rows(each) if each in coded else each for each in staged]
        found = Judging(self.kind, self.connection, self.staged).result()
        once = f"({self.large.identity}) NOT IN (FROM repeated)" if self._count("repeated") else "true"
        clean = [
            f"SELECT {self._fields(each)}, verdict = {MOVED} AS moved FROM {each.rows} "
            f"WHERE verdict < {ASIDE} AND {once}"
            for each in coded
        ]
        judged = f"SELECT {', '.join(self.needed)}, moved FROM judged WHERE nth = 1"
        self.connection.execute(f"CREATE OR REPLACE VIEW kept AS {' UNION ALL '.join([*clean, judged])}")
        return self._counts(found, coded, staged)

    def _fields(self, staged: StagedSource) -> str:
        """The fields of a coded file, missing ones included."""
        given = {row[0] for row in self.connection.execute(f"DESCRIBE {staged.rows}").fetchall()}
        return ", ".join(
            name if name in given else f"CAST(NULL AS {self.kind.fields[name].reading.type}) AS {name}"
            for name in self.needed
        )

    def _find_repeated(self, staged: Sequence[StagedSource]) -> None:
        """List in ``repeated`` the numbers that name more than one row.

        They are compared by slices, sorted in memory: on forty million rows, five times faster than grouping them.
        """
        usable = " UNION ALL ".join(
            f"SELECT {self.large.identity} AS number FROM {each.rows} "
            f"WHERE {f'verdict < {ASIDE}' if each.rows.startswith('coded_') else 'len(faults) = 0'}"
            for each in staged
        )
        self.connection.execute("CREATE OR REPLACE TABLE repeated (number BIGINT)")
        slices = 1 + self._count(f"({usable})") // SLICE
        for place in range(slices):
            cut = f" WHERE number % {slices} = {place}" if slices > 1 else ""
            numbers = self.connection.execute(f"SELECT number FROM ({usable}){cut}").fetchnumpy()["number"]
            numbers = np.sort(np.ma.getdata(numbers))
            twice = np.unique(numbers[1:][numbers[1:] == numbers[:-1]])
            if len(twice) > TWICE:
                raise RefusedFileError(
                    f"Plus de {counted(len(twice), 'ligne')} sont là deux fois : le fichier est fait de plusieurs "
                    "fichiers mis bout à bout.",
                    f"N’en donner qu’un, tel que son producteur le publie : {self.kind.page}",
                )
            self.connection.execute("INSERT INTO repeated SELECT unnest($1)", [twice.tolist()])

    def _amiss_rows(self, staged: StagedSource) -> StagedSource:
        """Stage the rows of a file that have something amiss, and them alone, as those of any other file."""
        source, name = staged.source, staged.source.short
        twice = f"({self.large.identity}) IN (FROM repeated)" if self._count("repeated") else "false"
        wrong = self._count(f"{staged.rows} WHERE verdict = {AMISS}") + self._count(f"{staged.rejects} WHERE lines > 0")
        if not wrong and twice == "false":
            empty = replace(source, query=f"SELECT * FROM ({source.query}) LIMIT 0", rejects=False)
            return self.staging.read(empty, staged.form)
        clean = bool(self._count(f"{staged.rejects} WHERE clean"))
        self.connection.execute(
            f"CREATE OR REPLACE TABLE lines_{name} AS SELECT line, twice AND verdict < {ASIDE} AS twice FROM ("
            f"{self._query(source, staged.form, clean, f'line, {twice} AS twice, ')}) "
            f"WHERE verdict = {AMISS} OR (twice AND verdict < {ASIDE}) ORDER BY line"
        )  # the lines that are no rows are kept from this reading: the next one stops where nothing more is wanted
        wanted = (
            f"SELECT line FROM lines_{name} WHERE twice UNION ALL "
            f"(SELECT line FROM lines_{name} WHERE NOT twice ORDER BY line LIMIT {LISTED})"
        )
        self.connection.execute(f"CREATE OR REPLACE TABLE listed_{name} AS {_at(staged, wanted)} ORDER BY line")
        return self.staging.read(replace(source, query=f"SELECT * FROM listed_{name}"), staged.form)

    # -- counts --------------------------------------------------------------------------------------------------------

    def _counts(self, found: Staged, coded: Sequence[StagedSource], staged: Sequence[StagedSource]) -> Staged:
        read = sum(self._count(each.rows if each in coded else f"(SELECT DISTINCT place FROM {each.rows})")
                   for each in staged)  # fmt: skip
        read += sum(self._count(each.rejects) for each in self.staged)
        aside = dict(found.aside)
        for each in coded:
            if count := self._count(f"{each.rows} WHERE verdict = {ASIDE}"):
                aside[each.form.aside] = aside.get(each.form.aside, 0) + count
        refusals, unlisted = found.refusals, 0
        for each in coded:
            wrong = self._count(f"{each.rows} WHERE verdict = {AMISS}")
            if wrong > LISTED:
                unlisted += wrong - LISTED
                refusals = self._recounted(refusals, each)
        return replace(
            found,
            read=read,
            refused=found.refused + unlisted,
            refusals=refusals,
            aside=aside,
            moved=self._count("kept WHERE moved"),
            kept=self._count("kept"),
        )

    def _recounted(self, refusals: Sequence[Refusal], staged: StagedSource) -> tuple[Refusal, ...]:
        """Add to the reasons how many rows of a file have them beyond those that are listed."""
        name = staged.source.short
        unlisted = _at(staged, f"SELECT line FROM lines_{name} WHERE NOT twice ORDER BY line OFFSET {LISTED}")
        query = self.staging.query(replace(staged.source, query=unlisted), staged.form)
        more = self.connection.execute(
            f"SELECT fault.field, fault.reason, count(*), min(line), arg_min(fault.value, line) FROM ("
            f"SELECT line, unnest(faults) AS fault FROM ({query})) GROUP BY ALL"
        ).fetchall()
        self.staging.forget_rejects()
        columns = dict(zip(staged.source.plain_columns, staged.source.columns, strict=True))
        counts = {(each.column, each.reason): each for each in refusals}
        for column, reason, rows, line, value in more:
            key = (columns.get(column, column) or "—", reason)
            known = counts.get(key)
            counts[key] = (
                Refusal(*key, int(rows), int(line), value)
                if known is None
                else replace(known, rows=known.rows + int(rows))
            )
        return tuple(sorted(counts.values(), key=lambda each: (-each.rows, each.reason, each.column)))

    def _count(self, what: str) -> int:
        return int(self.connection.execute(f"SELECT count(*) FROM {what}").fetchall()[0][0])


def _at(staged: StagedSource, lines: str) -> str:
    """SQL of the rows of a file at some lines, in every column, cleaned."""
    rows = trimmed(staged.source, staged.form)
    return f"SELECT file_rows.* FROM ({rows}) AS file_rows JOIN ({lines}) AS wanted ON wanted.line = file_rows.line"


def trimmed(source: Source, form: Form) -> str:
    """SQL of the rows of a file, each cell without the blanks around it."""
    cells = ", ".join(f'{cell_of(name, form.blank)} AS "{name}"' for name in source.plain_columns)
    return f"SELECT line, {cells} FROM ({source.query})"


def _amiss(field: Field) -> str:
    """SQL of whether a cell was not read, or is missing where there must be one."""
    if isinstance(field.reading, Text):
        absent = f"{field.name} IS NULL" if field.required else "false"
        return f"coalesce(length({field.name}) > {field.reading.longest}, {absent})"
    return f"{field.name} IS NULL" + ("" if field.required else f" AND coalesce({field.name}_cell <> '', false)")


def write_large(large: Large, connection: duckdb.DuckDBPyConnection, target: Path | None) -> Written:
    """Write the rows kept, sorted; only count them without a `target`."""
    columns = ", ".join(f"{sql} AS {name}" for name, sql in large.stored.items())
    connection.execute(f"CREATE OR REPLACE VIEW final AS SELECT {columns} FROM kept")
    if target is not None:
        connection.execute(
            f"COPY (SELECT {columns} FROM kept ORDER BY {', '.join(large.order)}) TO {quoted(str(target))} "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 1000000)"
        )
    rows = int(connection.execute("SELECT count(*) FROM kept").fetchall()[0][0])
    return Written(rows, 0, 0, None, tuple(large.stored))
