"""A list of columns, written once: the page, the CSV, the JSON and the command line show the same table.

Plain Python: rows are whatever the columns know how to read.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

SECRET = "secret"  # noqa: S105 - statistical secrecy, not a password
"""What a cell says when secrecy hides its value: on a page, in a file, in a workbook; never 0, never blank."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    key
        Name in CSV and JSON; stable, English, snake case.
    label
        Heading that a person reads.
    value
        Reads the cell from a row; by default the row's item or attribute called `key`.
    unit
        Unit of a numeric column, shown beside its heading.
    decimals
        How many decimals a person sees; None for a text column. Files always carry the full value.
    """

    key: str
    label: Any
    value: Callable[[Any], Any] | None = None
    unit: Any = ""
    decimals: int | None = None

    @property
    def numeric(self) -> bool:
        return self.decimals is not None

    def read(self, row: Any) -> Any:
        if self.value is not None:
            return self.value(row)
        return row[self.key] if isinstance(row, dict) else getattr(row, self.key)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and the rows under them.

    Parameters
    ----------
    title
        Caption: what the table holds, where and when.
    columns, rows
        The rows are read once per export; give a sequence when the table is shown more than once.
    note
        Source and reading advice, shown under the table.
    """

    title: Any
    columns: Sequence[Column]
    rows: Iterable[Any] = field(default_factory=tuple)
    note: Any = ""

    def cells(self) -> Iterator[list[Any]]:
        for row in self.rows:
            yield [column.read(row) for column in self.columns]

    def records(self) -> list[dict[str, Any]]:
        return [dict(zip((column.key for column in self.columns), cells, strict=True)) for cells in self.cells()]

    def as_csv(self) -> str:
        """Comma-separated, header of keys, empty cell for None; text that a spreadsheet would run is quoted.

        A cell that begins with ``=``, ``+``, ``-`` or ``@`` gets an apostrophe in front, as OWASP advises against CSV
        injection; numbers keep their sign.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(column.key for column in self.columns)
        for cells in self.cells():
            writer.writerow(_harmless(cell) for cell in cells)
        return out.getvalue()

    def as_json(self) -> str:
        return json.dumps(self.records(), ensure_ascii=False, indent=1, default=str)

    def as_json_lines(self) -> str:
        return "".join(json.dumps(record, ensure_ascii=False, default=str) + "\n" for record in self.records())


def _harmless(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return json.dumps(cell, ensure_ascii=False)
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n"):
        return "'" + cell
    return cell
