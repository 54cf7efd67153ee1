"""Read every row of the files into one table, each with what is wrong in it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import duckdb

from tandem.datasets import codes, mending
from tandem.datasets.corrections import CORRECTS_FILE, CORRECTS_LINE
from tandem.datasets.errors import DatasetError, UnreadableFileError
from tandem.datasets.judging import Judging, Staged
from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import Coded, Text, hides, quoted, said
from tandem.datasets.sources import Source

__all__ = ["CORRECTS_FILE", "Staged", "StagedSource", "Staging"]

SHAPES = {
    "TOO MANY COLUMNS": "plus de cellules que de colonnes",
    "MISSING COLUMNS": "moins de cellules que de colonnes",
    "UNQUOTED VALUE": "guillemet mal placé ou jamais refermé",
    "LINE SIZE OVER MAXIMUM": "ligne démesurée : guillemet jamais refermé",
    "INVALID ENCODING": "caractères illisibles",
}

BLANK = "chr(9) || chr(10) || chr(13) || ' ' || chr(160) || chr(8239) || chr(65279)"
"""SQL of the characters that surround a value without being part of it."""

UNREADABLE = (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException, duckdb.OutOfRangeException)


class FullDiskError(DatasetError):
    """The disk has no room for what an import writes."""


@dataclass(frozen=True, slots=True)
class StagedSource:
    """A file read: the table of its rows, and that of the lines that are no rows of it.

    Parameters
    ----------
    source, form
        The file, and the form in which it is.
    rows, rejects
        Names of the two tables.
    resumed
        True when an interrupted run had read it.
    """

    source: Source
    form: Form
    rows: str
    rejects: str
    resumed: bool = False


class Staging:
    """Reads files of one kind into the database of a run.

    After `result`, the view ``staged`` has the rows of all the files and the view ``kept`` those that go to the store.
    """

    def __init__(self, kind: Kind, connection: duckdb.DuckDBPyConnection) -> None:
        self.kind = kind
        self.connection = connection
        readings = [each.reading for form in kind.forms for each in form.fields]
        codes.register(connection, sorted({each.lookup for each in readings if isinstance(each, Coded)}))
        if any(isinstance(each, Text) and each.mended for each in readings):
            mending.register(connection)

    def read(self, source: Source, form: Form) -> StagedSource:
        """Read a file, unless an interrupted run of the same import did."""
        rows, rejects = f"rows_{source.short}", f"rejects_{source.short}"
        done = self.connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name IN (?, ?)", [rows, rejects]
        ).fetchall()
        if done == [(2,)]:
            return StagedSource(source, form, rows, rejects, resumed=True)
        try:
            self.connection.execute("BEGIN")
            # The lists of codes are the small side of every join: the engine cannot tell before it has read the file.
            self.connection.execute("SET disabled_optimizers = 'build_side_probe_side'")
            self.connection.execute(f"CREATE OR REPLACE TABLE {rows} AS {self.query(source, form)}")
            self._keep_rejects(source, rows, rejects)
            self.connection.execute("COMMIT")
        except UNREADABLE as error:
            with suppress(duckdb.Error):  # none is under way when it is the COMMIT that failed
                self.connection.execute("ROLLBACK")
            if source.again is not None and isinstance(error, duckdb.InvalidInputException):
                self.forget_rejects()
                return self.read(source.again(), form)
            raise unreadable(source.name, error) from error
        finally:
            self.connection.execute("RESET disabled_optimizers")
        return StagedSource(source, form, rows, rejects)

    # -- one file ------------------------------------------------------------------------------------------------------

    def query(self, source: Source, form: Form) -> str:
        """SQL of the rows of a file: the values of the kind's fields, and the ``faults`` of each."""
        columns = source.plain_columns
        corrects = {CORRECTS_FILE, CORRECTS_LINE} <= set(columns)
        file_rows = f"WITH file_rows AS {'' if corrects else 'NOT '}MATERIALIZED ({_without_blanks(source)})"
        if form.reshape is None:
            found = {each: each.found_in(columns) for each in form.fields}
            given, rows = columns, "file_rows"
        else:
            rows = f"({form.reshape(columns, 'file_rows')})"
            described = self.connection.execute(f"DESCRIBE {file_rows} SELECT * FROM {rows}").fetchall()
            given = tuple(row[0] for row in described)
            found = {each: each.names[0] if each.names[0] in given else None for each in form.fields}
        present = {each: name for each, name in found.items() if name is not None}
        cells = ", ".join(f"{cell_of(name, form.blank)} AS {each.name}_cell" for each, name in present.items())
        told = {
            each: f"{name}_column" if f"{name}_column" in given and form.reshape else quoted(name)
            for each, name in present.items()
        }
        traces = ", ".join(f"{column} AS {each.name}_column" for each, column in told.items())
        repeats = "false" if form.reshape else _repeats_header(source, list(present.values()))
        corrections = (
            f"SELECT line AS at, regexp_extract({CORRECTS_FILE}, '([0-9a-f]{{16}})\\s*$', 1) AS {CORRECTS_FILE}, "
            f"TRY_CAST(trim({CORRECTS_LINE}) AS BIGINT) AS {CORRECTS_LINE} FROM file_rows "
            f"WHERE nullif(trim({CORRECTS_FILE}), '') IS NOT NULL"
            if corrects
            else f"SELECT NULL::BIGINT AS at, NULL::VARCHAR AS {CORRECTS_FILE}, NULL::BIGINT AS {CORRECTS_LINE}"
        )
        correct = f"LEFT JOIN ({corrections}) AS corrections ON corrections.at = cells.line" if corrects else (
            f"CROSS JOIN ({corrections}) AS corrections"
        )  # fmt: skip
        fields = list(present)
        return (
            f"{file_rows}, "
            f"cells AS NOT MATERIALIZED (SELECT line, {repeats} AS repeats, {cells}, {traces} FROM {rows}) "
            f"SELECT {quoted(source.short)} AS file, line AS place, line, {CORRECTS_FILE}, {CORRECTS_LINE}, "
            f"{self._values(fields)}, {self._spelled(fields)} AS spelled, {self._any(fields, 'moved')} AS moved, "
            f"{self._unplaced(fields)} AS unplaced, {self._mended(fields)} AS mended, "
            f"{self._district(fields)} AS district, {self._faults(fields)} AS faults "
            f"FROM cells {correct} {self._joins(fields)}"
        )

    def _values(self, fields: Sequence[Field]) -> str:
        """Every field of the kind, so that the tables of all the forms have the same columns."""
        known = {each.name: each for each in fields}
        values = []
        for name, each in self.kind.fields.items():
            value = self._value(known[name]) if name in known else "NULL"
            values.append(f"CAST({value} AS {each.reading.type}) AS {name}")
            if hides(each.reading):
                reading = known[name].reading if name in known else None
                hidden = reading.hidden(f"{name}_cell") if reading is not None and hides(reading) else "false"
                values.append(f"{hidden} AS {name}_secret")
        return ", ".join(values)

    def _value(self, field: Field) -> str:
        if isinstance(field.reading, Coded):
            return f"{field.name}_list.code"
        return field.reading.value(f"{field.name}_cell")

    def _joins(self, fields: Sequence[Field]) -> str:
        return " ".join(
            f"LEFT JOIN {each.reading.lookup}_codes AS {each.name}_list "
            f"ON {each.name}_list.text = {each.reading.spelled(f'{each.name}_cell')}"
            for each in fields
            if isinstance(each.reading, Coded)
        )

    def _spelled(self, fields: Sequence[Field]) -> str:
        """The key as the file writes it: two rows that share a key and its spelling are one row given twice."""
        cells = []
        for each in fields:
            if each.name in self.kind.key:
                cell = f"{each.name}_cell"
                cells.append(f"coalesce({each.reading.spelled(cell) if isinstance(each.reading, Coded) else cell}, '')")
        return f"hash(concat_ws('\x1f', {', '.join(cells)}))"

    def _any(self, fields: Sequence[Field], column: str) -> str:
        found = [f"coalesce({each.name}_list.{column}, false)" for each in fields if isinstance(each.reading, Coded)]
        return " OR ".join(found) or "false"

    def _unplaced(self, fields: Sequence[Field]) -> str:
        lost = [
            f"({each.name}_cell IS NOT NULL AND {each.name}_list.code IS NULL)"
            for each in fields
            if isinstance(each.reading, Coded) and each.reading.unplaced
        ]
        return " OR ".join(lost) or "false"

    def _mended(self, fields: Sequence[Field]) -> str:
        """How many cells were put right."""
        counts = [
            f"CAST(mended({each.name}_cell) IS DISTINCT FROM {each.name}_cell AS TINYINT)"
            for each in fields
            if isinstance(each.reading, Text) and each.reading.mended
        ]
        return " + ".join(counts) or "0"

    def _district(self, fields: Sequence[Field]) -> str:
        """Whether the commune given is a district of Paris, Lyon or Marseille."""
        commune = next((each for each in fields if each.name == "commune" and isinstance(each.reading, Coded)), None)
        if commune is None or not any(form.cities_counted for form in self.kind.forms):
            return "false"
        return "coalesce(regexp_full_match(commune_cell, '751[012]\\d|132[01]\\d|6938\\d'), false)"

    def _faults(self, fields: Sequence[Field]) -> str:
        found = []
        for each in fields:
            cell = f"{each.name}_cell"
            if isinstance(each.reading, Coded):
                wrong = each.reading.fault_of(cell, f"{each.name}_list.code")
            else:
                wrong = each.reading.fault(cell)
            empty = "'cellule vide'" if each.required else "NULL"
            reason = f"CASE WHEN {cell} IS NULL THEN {empty} ELSE {wrong} END"
            found.append(f"{{'field': {each.name}_column, 'reason': {reason}, 'value': {cell}}}")
        faults = f"list_filter([{', '.join(found)}], lambda each: each.reason IS NOT NULL)"
        again = "[{'field': '', 'reason': 'répète la ligne d’en-tête', 'value': NULL::VARCHAR}]"
        return f"CASE WHEN repeats THEN {again} ELSE {faults} END"

    # -- lines that are no rows ----------------------------------------------------------------------------------------

    def _keep_rejects(self, source: Source, rows: str, rejects: str) -> None:
        """Keep the lines that the reader of CSV could not cut into cells, and give the others their true number."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {rejects} (line BIGINT, value VARCHAR, reason VARCHAR)")
        if not source.rejects:
            return
        reasons = " ".join(f"WHEN {quoted(kind)} THEN {said(reason)}" for kind, reason in SHAPES.items())
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE no_rows AS SELECT line, "
            "min(left(ltrim(csv_line, chr(10) || chr(13)), 20000)) AS value, "
            f"min(CASE error_type {reasons} ELSE 'ligne illisible' END) AS reason FROM reject_errors GROUP BY line"
        )
        self.forget_rejects()
        self.connection.execute(f"INSERT INTO {rejects} FROM no_rows WHERE trim(value, {BLANK}) <> ''")
        if source.blanks:
            blanks = ", ".join(f"({line}, NULL, NULL)" for line in source.blanks)
            self.connection.execute(f"INSERT INTO no_rows VALUES {blanks}")
        # Before row n of the engine come the lines that are no rows and that n of its rows had not reached.
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE gaps AS SELECT edge, max(place) AS place FROM (SELECT place, line - place AS "
            "edge FROM (SELECT line, row_number() OVER (ORDER BY line) AS place FROM no_rows)) GROUP BY edge"
        )
        if self.connection.execute("SELECT count(*) FROM gaps").fetchall() != [(0,)]:
            self.connection.execute(
                f"UPDATE {rows} SET line = {rows}.line + found.place FROM (SELECT DISTINCT asked.line, gaps.place "
                f"FROM (SELECT DISTINCT line FROM {rows}) AS asked ASOF JOIN gaps ON gaps.edge < asked.line) AS found "
                f"WHERE found.line = {rows}.line"
            )
        self.connection.execute("DROP TABLE no_rows")
        self.connection.execute("DROP TABLE gaps")

    def forget_rejects(self) -> None:
        """Let the next file's lines that are no rows be the only ones listed."""
        self.connection.execute("DROP TABLE IF EXISTS reject_errors")
        self.connection.execute("DROP TABLE IF EXISTS reject_scans")

    # -- all of them ---------------------------------------------------------------------------------------------------

    def result(self, staged: Sequence[StagedSource]) -> Staged:
        """Set the files side by side, and count."""
        return Judging(self.kind, self.connection, staged).result()


def unreadable(name: str, error: duckdb.Error) -> DatasetError:
    """Say in a person's words why the engine stopped."""
    if disk_is_full(error):
        return FullDiskError(
            f"Plus assez de place sur le disque pour importer {name}.", "En libérer, puis lancer le même import."
        )
    return UnreadableFileError(
        f"{name} ne se lit pas jusqu’au bout : il est tronqué, abîmé, ou n’est pas un tableau.",
        "Le télécharger à nouveau.",
    )


def disk_is_full(error: duckdb.Error) -> bool:
    told = str(error).casefold()
    return any(
        words in told for words in ("no space left", "not enough disk space", "could not write", "failed to write")
    )


def cell_of(name: str, blank: Sequence[str]) -> str:
    """SQL of a cell without what surrounds it; NULL when it is empty, or holds what the producer writes for it."""
    trimmed = f'trim("{name}", {BLANK})'
    empty = ", ".join(quoted(each) for each in ("", *blank))
    return f"CASE WHEN {trimmed} NOT IN ({empty}) THEN {trimmed} END"


def _without_blanks(source: Source) -> str:
    """The rows of a file without those that have separators only: a spreadsheet leaves some at the end."""
    if not source.rejects:
        return source.query
    some = ", ".join(f"nullif(trim(\"{name}\", {BLANK}), '')" for name in source.plain_columns)
    return f"SELECT * FROM ({source.query}) WHERE coalesce({some}) IS NOT NULL"


def _repeats_header(source: Source, names: Sequence[str]) -> str:
    """SQL of whether a row is the header again: files put end to end have it in the middle."""
    published: Mapping[str, str] = dict(zip(source.plain_columns, source.columns, strict=True))
    return " AND ".join(
        f'coalesce(trim("{name}", {BLANK}) = {quoted(published[name].strip())}, false)' for name in names
    )
