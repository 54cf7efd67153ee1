"""Say of every row that was read whether it is kept, and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from tandem.datasets.corrections import CORRECTS_FILE, CORRECTS_LINE
from tandem.datasets.kind import Form, Kind
from tandem.datasets.readings import NAF_2025, quoted, said
from tandem.datasets.report import Refusal

if TYPE_CHECKING:
    from tandem.datasets.staging import StagedSource

CITIES = "arrondissements de Paris, Lyon et Marseille, déjà comptés dans leur ville"


@dataclass(frozen=True, slots=True)
class Staged:
    """What was read, over all the files.

    Parameters
    ----------
    read, refused
        Rows.
    refusals
        Reasons, the most frequent first.
    aside
        Rows that the kind leaves out: what they are → how many.
    moved, unplaced, mended
        Rows kept whose code was another year's; whose place could not be found; cells put right.
    foreign
        A code of another nomenclature, which the whole file is then in.
    kept
        Rows that go to the store.
    """

    read: int
    refused: int
    refusals: tuple[Refusal, ...]
    aside: Mapping[str, int]
    moved: int
    unplaced: int = 0
    mended: int = 0
    foreign: str = ""
    kept: int = 0


class Judging:
    """Sets the rows of all the files side by side, in the table ``judged`` of a run's database.

    The view ``kept`` has those that go to the store, the table ``refusals`` one row per fault.
    """

    def __init__(self, kind: Kind, connection: duckdb.DuckDBPyConnection, staged: Sequence["StagedSource"]) -> None:
        self.kind = kind
        self.connection = connection
        self.staged = staged

    def result(self) -> Staged:
        """Judge every row, and count."""
        unions = " UNION ALL ".join(
            f"SELECT *, {place} AS rank, {self._aside(each.form)} AS aside, {self._twice_counted(each)} AS counted "
            f"FROM {each.rows}"
            for place, each in enumerate(self.staged)
        )
        key = ", ".join(self.kind.key)
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE judged AS WITH every AS ({unions}), standing AS ({self._standing()}), "
            "placed AS (SELECT * EXCLUDE (aside, counted), aside OR counted AS aside, counted FROM standing) "
            "SELECT *, CASE WHEN len(faults) = 0 AND NOT aside THEN "
            f"first_value(line) OVER (PARTITION BY {key}, spelled, len(faults) = 0, aside ORDER BY rank, line) "
            f"END AS first_line, CASE WHEN len(faults) = 0 AND NOT aside THEN row_number() OVER "
            f"(PARTITION BY {key}, spelled, len(faults) = 0, aside ORDER BY rank, line) END AS nth FROM placed"
        )
        self.connection.execute("CREATE OR REPLACE VIEW kept AS SELECT * FROM judged WHERE nth = 1")
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE refusals AS {self._refusals()}")
        return self._counts()

    def _aside(self, form: Form) -> str:
        return f"NOT coalesce({form.where}, false)" if form.where else "false"

    def _twice_counted(self, staged: "StagedSource") -> str:
        """SQL of whether a row is a district of a city that the same file counts as a whole."""
        if not staged.form.cities_counted:
            return "false"
        return f"district AND commune IN (SELECT commune FROM {staged.rows} WHERE NOT district)"

    def _standing(self) -> str:
        """The rows, without those that a later file corrects."""
        given = " UNION ALL ".join(
            f"SELECT {CORRECTS_FILE} AS file, {CORRECTS_LINE} AS line, {place} AS rank FROM {each.rows} "
            f"WHERE {CORRECTS_FILE} IS NOT NULL"
            for place, each in enumerate(self.staged)
        )
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE corrections AS "
            f"SELECT file, line, max(rank) AS rank FROM ({given}) GROUP BY ALL"
        )
        if not self._count("corrections"):
            return "FROM every"
        return (
            "SELECT every.* FROM every LEFT JOIN corrections "
            f"ON corrections.file = coalesce(every.{CORRECTS_FILE}, every.file) "
            f"AND corrections.line = coalesce(every.{CORRECTS_LINE}, every.line) "
            "WHERE every.rank >= coalesce(corrections.rank, every.rank)"
        )

    def _refusals(self) -> str:
        """Each fault of each row refused: its own, the row given twice, the line that is no row.

        ``file`` and ``line`` are those of the row that a correction takes the place of.
        """
        origin = f"coalesce({CORRECTS_FILE}, file) AS file, coalesce({CORRECTS_LINE}, line) AS line"
        wrong = (
            "SELECT own, place, file, line, fault.field AS field, fault.reason AS reason, fault.value AS value FROM ("
            f"SELECT file AS own, place, {origin}, unnest(faults) AS fault FROM judged WHERE NOT aside)"
        )
        same = " AND ".join(f"first.{name} IS NOT DISTINCT FROM row.{name}" for name in self.kind.key)
        others = [name for name in self.kind.fields if name not in self.kind.key]
        unlike = " OR ".join(f"first.{name} IS DISTINCT FROM row.{name}" for name in others) or "false"
        row_origin = origin.replace(f"{CORRECTS_FILE}, file", f"row.{CORRECTS_FILE}, row.file").replace(
            f"{CORRECTS_LINE}, line", f"row.{CORRECTS_LINE}, row.line"
        )
        twice = (
            f"SELECT row.file AS own, row.place, {row_origin}, '' AS field, CASE WHEN {unlike} "
            "THEN concat('même clé que la ligne ', row.first_line, ', avec d’autres valeurs') "
            "ELSE concat('répète la ligne ', row.first_line) END AS reason, NULL AS value "
            "FROM judged AS row JOIN judged AS first "
            f"ON first.nth = 1 AND first.spelled = row.spelled AND {same} WHERE row.nth > 1"
        )
        shapes = [
            f"SELECT {quoted(each.source.short)} AS own, NULL AS place, {quoted(each.source.short)} AS file, line, "
            f"'' AS field, reason, value FROM {each.rejects} AS rejects WHERE NOT EXISTS (SELECT 1 FROM corrections "
            f"WHERE corrections.file = {quoted(each.source.short)} AND corrections.line = rejects.line)"
            for each in self.staged
        ]
        return " UNION ALL ".join([wrong, twice, *shapes])

    def _counts(self) -> Staged:
        read = sum(self._lines(each) + self._count(each.rejects) for each in self.staged)
        refused = self._count("(SELECT DISTINCT file, line FROM refusals)")
        reasons = self.connection.execute(
            "SELECT field, CASE WHEN reason LIKE 'répète la ligne %' AND reason NOT LIKE '%en-tête' "
            "THEN 'répète une ligne d’avant' WHEN reason LIKE 'même clé %' THEN "
            "'même clé qu’une ligne d’avant, avec d’autres valeurs' ELSE reason END AS told, "
            "count(DISTINCT (file, line)), arg_min(line, (own, line)), arg_min(value, (own, line)) FROM refusals "
            "GROUP BY field, told ORDER BY count(DISTINCT (file, line)) DESC, told, field"
        ).fetchall()
        aside: dict[str, int] = {}
        for place, each in enumerate(self.staged):
            for what, condition in ((each.form.aside, "NOT counted"), (CITIES, "counted")):
                count = self._count(f"judged WHERE aside AND {condition} AND rank = {place}")
                if count:
                    aside[what] = aside.get(what, 0) + count
        mended = self.connection.execute("SELECT coalesce(sum(mended), 0) FROM kept").fetchall()[0][0]
        foreign = self.connection.execute(
            f"SELECT min(value) FROM refusals WHERE reason = {said(NAF_2025)}"
        ).fetchall()[0][0]
        return Staged(
            read=read,
            refused=refused,
            refusals=tuple(
                Refusal(self._column(name), told, int(rows), int(line), value)
                for name, told, rows, line, value in reasons
            ),
            aside=aside,
            moved=self._count("kept WHERE moved"),
            unplaced=self._count("kept WHERE unplaced"),
            mended=int(mended),
            foreign=foreign or "",
            kept=self._count("kept"),
        )

    def _lines(self, staged: "StagedSource") -> int:
        """How many rows a file has, also those that a reshaping gives none for."""
        return self._count(staged.rows if staged.form.reshape is None else f"({staged.source.scan})")

    def _count(self, what: str) -> int:
        return int(self.connection.execute(f"SELECT count(*) FROM {what}").fetchall()[0][0])

    def _column(self, name: str) -> str:
        """Name a column as the person's file does."""
        return next((found for each in self.staged if (found := published(each).get(name))), name) or "—"


def published(staged: "StagedSource") -> dict[str, str]:
    """Return the columns of a file: plain name → as published."""
    names = (column.replace("\ufeff", "").strip() for column in staged.source.columns)
    return dict(zip(staged.source.plain_columns, names, strict=True))
