"""Read the table of a workbook as text, with the line numbers that its reader sees."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from tandem.core.typography import joined
from tandem.datasets.errors import UnreadableFileError
from tandem.datasets.sources import distinct
from tandem.datasets.texts import PREFACE, Fits

ENOUGH = 3
"""Cells that a line needs to be taken for a header: producers put a title and notes above their tables."""

Grid = list[list[object]]


class Header(NamedTuple):
    """Where a table starts."""

    sheet: str
    line: int


def first_table(
    path: Path, name: str, sheet: str | None, fits: Fits = lambda columns: False
) -> tuple[list[str], pa.Table]:
    """Return the columns of a sheet and its rows: ``line`` and a column of text per column.

    Parameters
    ----------
    path, name
        The workbook, and what the person calls it.
    sheet
        By default the first that has the columns expected, else the one with most rows: the notes and the glossary
        beside it are shorter.
    fits
        Whether columns are those expected. Insee names its columns twice, in words and then in codes.

    Raises
    ------
    UnreadableFileError
        A workbook that cannot be opened, an unknown sheet, or no table in it.
    """
    grids = _grids(path, name, sheet)
    header = next((each for each in _headers(grids, 2) if fits(_names(grids[each.sheet][each.line]))), None)
    if header is None:
        longest = max(grids, key=lambda name: len(grids[name]), default="")
        header = next((each for each in _headers(grids, ENOUGH) if each.sheet == longest), None)
    if header is None:
        raise UnreadableFileError(f"{name} ne contient aucun tableau.", "Choisir une feuille : --sheet NOM.")
    grid = grids[header.sheet]
    columns = _names(grid[header.line])
    rows = [(line, row) for line, row in enumerate(grid) if line > header.line and any(map(_filled, row))]
    table = {"line": pa.array([line + 1 for line, _row in rows], pa.int64())}
    for place, column in enumerate(distinct(columns)):
        table[column] = pa.array([_text(row[place]) if place < len(row) else None for _line, row in rows], pa.string())
    return columns, pa.table(table)


def _grids(path: Path, told: str, sheet: str | None) -> dict[str, Grid]:
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        known = workbook.sheet_names
        if sheet and sheet not in known:
            raise UnreadableFileError(
                f"{told} n’a pas de feuille « {sheet} ».", f"Feuilles : {joined(known) or 'aucune'}."
            )
        names = [sheet] if sheet else known
        return {name: [list(row) for row in workbook.get_sheet_by_name(name).to_python(False)] for name in names}
    except (CalamineError, ValueError, OverflowError):
        raise UnreadableFileError(f"{told} est un classeur illisible.", "Le télécharger à nouveau.") from None


def _headers(grids: dict[str, Grid], enough: int) -> Iterator[Header]:
    """Give the lines that could name columns: the first ones with enough cells, sheet by sheet."""
    for sheet, grid in grids.items():
        for line, row in enumerate(grid[: PREFACE + 1]):
            if sum(_filled(cell) for cell in row) >= enough:
                yield Header(sheet, line)


def _names(row: list[object]) -> list[str]:
    return [_text(cell) or "" for cell in row]


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _text(cell: object) -> str | None:
    """Write a cell as a CSV would: a whole number without decimals, a date as AAAA-MM-JJ."""
    if not _filled(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    return str(cell)
