"""One way to give rows: ``--format`` on every verb that has some."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tandem.core.files import write_whole
from tandem.core.tables import Table
from tandem.core.typography import number

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "markdown")


def format_option(default: str = "table", also: tuple[str, ...] = ()) -> Callable[[Any], Any]:
    return click.option(
        "--format",
        "form",
        type=click.Choice((*FORMATS, *also)),
        default=default,
        show_default=True,
        help="Forme de la sortie.",
    )


def emit(table: Table, form: str, output: Path | None = None) -> None:
    """Write the table in the form asked for, on standard output or in a file."""
    writers = {
        "csv": table.as_csv,
        "json": lambda: table.as_json() + "\n",
        "jsonl": table.as_json_lines,
        "tsv": lambda: _as_tsv(table),
        "markdown": lambda: _as_markdown(table),
        "table": lambda: _as_text(table),
    }
    write(writers[form](), output)


class ReaderGone(Exception):  # noqa: N818 - nothing went wrong: `tandem territories | head`
    """Who read our standard output wants no more of it."""


def write(text: str, output: Path | None = None) -> None:
    """Write a text on standard output, or whole into a file."""
    if output is None:
        try:
            click.echo(text, nl=False)
        except BrokenPipeError as error:  # click would take it for a failure
            raise ReaderGone from error
    else:
        write_whole(output, text.encode())
        click.echo(f"Écrit : {output}", err=True)


def _as_tsv(table: Table) -> str:
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(csv.reader(io.StringIO(table.as_csv())))
    return out.getvalue()


def _shown(table: Table) -> list[list[str]]:
    return [
        ["—" if cell is None else number(cell, column.decimals) if column.numeric and _is_number(cell) else str(cell)
         for column, cell in zip(table.columns, cells, strict=True)]
        for cells in table.cells()
    ]  # fmt: skip


def _is_number(cell: object) -> bool:
    """A cell of a numeric column may hold a word: « secret », « n.d. »."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _as_markdown(table: Table) -> str:
    heads = [str(column.label) for column in table.columns]
    rules = ["---:" if column.numeric else "---" for column in table.columns]
    rows = [[cell.replace("|", "\\|") for cell in row] for row in _shown(table)]
    return "".join("| " + " | ".join(row) + " |\n" for row in (heads, rules, *rows))


def _as_text(table: Table) -> str:
    from rich.console import Console
    from rich.table import Table as RichTable

    grid = RichTable(title=str(table.title) or None, title_justify="left", show_edge=False, pad_edge=False)
    for column in table.columns:
        grid.add_column(str(column.label), justify="right" if column.numeric else "left", overflow="fold")
    rows = _shown(table)
    for row in rows:
        grid.add_row(*row)
    out = io.StringIO()
    Console(file=out, width=max(80, shutil.get_terminal_size((120, 24)).columns), highlight=False).print(grid)
    return out.getvalue()
