"""Read every row of the files into one table, each with what is wrong in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from tandem.datasets import codes
from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import Coded, Number, quoted
from tandem.datasets.report import Refusal
from tandem.datasets.sources import Source, UnreadableFileError

CORRECTS_FILE, CORRECTS_LINE = "tandem_fichier", "tandem_ligne"
"""Columns that the file of refused rows adds, by which a corrected row takes the place of the one refused."""

SHAPES = {
    "TOO MANY COLUMNS": "plus de cellules que de colonnes",
    "MISSING COLUMNS": "moins de cellules que de colonnes",
    "UNQUOTED VALUE": "guillemet jamais refermé",
    "LINE SIZE OVER MAXIMUM": "ligne démesurée : guillemet jamais refermé",
    "INVALID ENCODING": "caractères illisibles",
}


@dataclass(frozen=True, slots=True)
class StagedSource:
    """A file read: the table of its rows, and that of the lines that are no rows of it."""

    source: Source
    form: Form
    rows: str
    rejects: str


@dataclass(frozen=True, slots=True)
class Staged:
    """What was read, over all the files."""

    read: int
    refused: int
    refusals: tuple[Refusal, ...]
    aside: Mapping[str, int]
    moved: int


class Staging:
    """Reads files of one kind into the database of a run.

    After `result`, the view ``staged`` has the rows of all the files and the view ``kept`` those that go to the store.
    """

    def __init__(self, kind: Kind, connection: duckdb.DuckDBPyConnection) -> None:
        self.kind = kind
        self.connection = connection
        lists = {each.reading.table for each in kind.fields.values() if isinstance(each.reading, Coded)}
        codes.register(connection, sorted(lists))

    def read(self, source: Source, form: Form) -> StagedSource:
        """Read a file, unless an interrupted run of the same import did."""
        rows, rejects = f"rows_{source.sha256[:16]}", f"rejects_{source.sha256[:16]}"
        done = self.connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name IN (?, ?)", [rows, rejects]
        ).fetchone()
        if done != (2,):
            try:
                self.connection.execute("BEGIN")
                self.connection.execute(f"CREATE OR REPLACE TABLE {rows} AS {self._query(source, form)}")
                self._keep_rejects(source, rows, rejects)
                self.connection.execute("COMMIT")
            except (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException) as error:
                self.connection.execute("ROLLBACK")
                raise UnreadableFileError(
                    f"{source.name} ne se lit pas jusqu’au bout : {str(error).splitlines()[0]}",
                    "Le télécharger à nouveau.",
                ) from error
        return StagedSource(source, form, rows, rejects)

    # -- one file ------------------------------------------------------------------------------------------------------

    def _query(self, source: Source, form: Form) -> str:
        columns = source.plain_columns
        if form.reshape is None:
            found = [(each, each.found_in(columns)) for each in form.fields]
            rows = "file_rows"
        else:
            found = [(each, each.names[0]) for each in form.fields]
            rows = f"({form.reshape(columns, 'file_rows')})"
        present = [(each, name) for each, name in found if name is not None]
        cells = ", ".join(f"nullif(trim(\"{name}\"), '') AS {each.name}_cell" for each, name in present)
        corrects = {CORRECTS_FILE, CORRECTS_LINE} <= set(columns)
        kept = f", {CORRECTS_FILE}, TRY_CAST({CORRECTS_LINE} AS BIGINT) AS {CORRECTS_LINE}" if corrects else (
            f", NULL::VARCHAR AS {CORRECTS_FILE}, NULL::BIGINT AS {CORRECTS_LINE}"
        )  # fmt: skip
        fields = [each for each, _name in present]
        return (
            f"WITH file_rows AS ({source.query}), cells AS (SELECT line, {cells}{kept} FROM {rows}) "
            f"SELECT {quoted(source.sha256[:16])} AS file, line AS place, line, {CORRECTS_FILE}, {CORRECTS_LINE}, "
            f"{self._values(fields)}, {self._spelled(fields)} AS spelled, {self._moved(fields)} AS moved, "
            f"{self._faults(fields)} AS faults FROM cells {self._joins(fields)}"
        )

    def _values(self, fields: Sequence[Field]) -> str:
        """Every field of the kind, so that the tables of all the forms have the same columns."""
        known = {each.name for each in fields}
        values = []
        for name, each in self.kind.fields.items():
            value = self._value(each) if name in known else "NULL"
            values.append(f"CAST({value} AS {each.reading.type}) AS {name}")
            if isinstance(each.reading, Number) and each.reading.secret:
                values.append(f"{each.reading.hidden(f'{name}_cell') if name in known else 'false'} AS {name}_secret")
        return ", ".join(values)

    def _value(self, field: Field) -> str:
        if isinstance(field.reading, Coded):
            return f"{field.name}_list.code"
        return field.reading.value(f"{field.name}_cell")

    def _joins(self, fields: Sequence[Field]) -> str:
        return " ".join(
            f"LEFT JOIN {each.reading.table}_codes AS {each.name}_list "
            f"ON {each.name}_list.text = {each.reading.spelled(f'{each.name}_cell')}"
            for each in fields
            if isinstance(each.reading, Coded)
        )

    def _spelled(self, fields: Sequence[Field]) -> str:
        """The key as the file writes it: two rows that share a key and its spelling are one row given twice."""
        cells = [f"coalesce({each.name}_cell, '')" for each in fields if each.name in self.kind.key]
        return f"hash(concat_ws('\x1f', {', '.join(cells)}))"

    def _moved(self, fields: Sequence[Field]) -> str:
        moved = [f"coalesce({each.name}_list.moved, false)" for each in fields if isinstance(each.reading, Coded)]
        return " OR ".join(moved) or "false"

    def _faults(self, fields: Sequence[Field]) -> str:
        found = []
        for each in fields:
            cell = f"{each.name}_cell"
            if isinstance(each.reading, Coded):
                wrong = f"CASE WHEN {each.name}_list.code IS NULL THEN {quoted(each.reading.unknown)} END"
            else:
                wrong = each.reading.fault(cell)
            empty = "'cellule vide'" if each.required else "NULL"
            reason = f"CASE WHEN {cell} IS NULL THEN {empty} ELSE {wrong} END"
            found.append(f"{{'field': {quoted(each.name)}, 'reason': {reason}, 'value': {cell}}}")
        return f"list_filter([{', '.join(found)}], lambda each: each.reason IS NOT NULL)"

    def _keep_rejects(self, source: Source, rows: str, rejects: str) -> None:
        """Keep the lines that the reader of CSV could not cut into cells, and give the others their true number."""
        self.connection.execute(
            f"CREATE OR REPLACE TABLE {rejects} (line BIGINT, value VARCHAR, reason VARCHAR, place BIGINT)"
        )
        if not source.rejects:
            return
        reasons = " ".join(f"WHEN {quoted(kind)} THEN {quoted(said)}" for kind, said in SHAPES.items())
        self.connection.execute(
            f"INSERT INTO {rejects} SELECT line, value, reason, row_number() OVER (ORDER BY line) FROM ("
            "SELECT line, min(left(csv_line, 500)) AS value, "
            f"min(CASE error_type {reasons} ELSE 'ligne illisible' END) AS reason FROM reject_errors GROUP BY line)"
        )
        self.connection.execute("DROP TABLE reject_errors")
        self.connection.execute("DROP TABLE reject_scans")
        self.connection.execute(
            f"UPDATE {rows} SET line = line + (SELECT count(*) FROM {rejects} AS before "
            f"WHERE before.line - before.place < {rows}.line) WHERE EXISTS (SELECT 1 FROM {rejects})"
        )

    # -- all of them ---------------------------------------------------------------------------------------------------

    def result(self, staged: Sequence[StagedSource]) -> Staged:
        """Set the files side by side, and count."""
        unions = " UNION ALL ".join(
            f"SELECT *, {place} AS rank, {self._aside(each.form)} AS aside FROM {each.rows}"
            for place, each in enumerate(staged)
        )
        key = ", ".join(self.kind.key)
        self.connection.execute(
            "CREATE OR REPLACE TABLE judged AS WITH every AS (" + unions + "), "
            "standing AS (SELECT every.* FROM every WHERE NOT EXISTS (SELECT 1 FROM every AS other "
            f"WHERE other.{CORRECTS_FILE} = every.file AND other.{CORRECTS_LINE} = every.line "
            "AND other.rank > every.rank)) "
            "SELECT *, CASE WHEN len(faults) = 0 AND NOT aside THEN "
            f"first_value(line) OVER (PARTITION BY {key}, spelled, len(faults) = 0, aside ORDER BY rank, line) "
            f"END AS first_line, CASE WHEN len(faults) = 0 AND NOT aside THEN row_number() OVER "
            f"(PARTITION BY {key}, spelled, len(faults) = 0, aside ORDER BY rank, line) END AS nth FROM standing"
        )
        self.connection.execute("CREATE OR REPLACE VIEW kept AS SELECT * FROM judged WHERE nth = 1")
        self.connection.execute(f"CREATE OR REPLACE TABLE refusals AS {self._refusals(staged)}")
        return self._counts(staged)

    def _aside(self, form: Form) -> str:
        return f"NOT coalesce({form.where}, false)" if form.where else "false"

    def _refusals(self, staged: Sequence[StagedSource]) -> str:
        """Each fault of each row refused: its own, the row given twice, the line that is no row."""
        wrong = (
            "SELECT file, place, line, fault.field AS field, fault.reason AS reason, fault.value AS value "
            "FROM (SELECT file, place, line, unnest(faults) AS fault FROM judged WHERE NOT aside)"
        )
        twice = (
            "SELECT file, place, line, '' AS field, concat('répète la ligne ', first_line) AS reason, NULL AS value "
            "FROM judged WHERE nth > 1"
        )
        shapes = [
            f"SELECT {quoted(each.source.sha256[:16])} AS file, NULL AS place, line, '' AS field, reason, value "
            f"FROM {each.rejects} AS rejects WHERE NOT EXISTS (SELECT 1 FROM judged WHERE "
            f"{CORRECTS_FILE} = {quoted(each.source.sha256[:16])} AND {CORRECTS_LINE} = rejects.line)"
            for each in staged
        ]
        return " UNION ALL ".join([wrong, twice, *shapes])

    def _counts(self, staged: Sequence[StagedSource]) -> Staged:
        execute = self.connection.execute
        read = sum(
            int(execute(f"SELECT count(DISTINCT place) FROM {each.rows}").fetchall()[0][0])
            + int(execute(f"SELECT count(*) FROM {each.rejects}").fetchall()[0][0])
            for each in staged
        )
        refused = int(execute("SELECT count(*) FROM (SELECT DISTINCT file, line FROM refusals)").fetchall()[0][0])
        reasons = execute(
            "SELECT field, CASE WHEN reason LIKE 'répète la ligne %' THEN 'répète une ligne d’avant' ELSE reason END "
            "AS said, count(*), arg_min(line, (file, line)), arg_min(value, (file, line)) FROM refusals "
            "GROUP BY ALL ORDER BY count(*) DESC, said, field"
        ).fetchall()
        aside: dict[str, int] = {}
        for place, each in enumerate(staged):
            count = execute("SELECT count(*) FROM judged WHERE aside AND rank = ?", [place]).fetchall()[0][0]
            if count:
                aside[each.form.aside] = aside.get(each.form.aside, 0) + int(count)
        moved = int(execute("SELECT count(*) FROM kept WHERE moved").fetchall()[0][0])
        refusals = tuple(
            Refusal(self._column(field, staged), said, int(rows), int(line), value)
            for field, said, rows, line, value in reasons
        )
        return Staged(read, refused, refusals, aside, moved)

    def _column(self, field: str, staged: Sequence[StagedSource]) -> str:
        """Name a column as the person's file does."""
        for each in staged:
            columns = dict(zip(each.source.plain_columns, each.source.columns, strict=True))
            for known in each.form.fields:
                if known.name == field:
                    found = known.found_in(each.source.plain_columns)
                    return columns[found].replace("\ufeff", "") if found else known.names[0]
        return "—"
