"""Read the table of a workbook as text, with the line numbers that its reader sees."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from tandem.datasets.sources import UnreadableFileError, distinct

ENOUGH = 3
"""Cells that a line needs to be taken for a header: producers put a title and notes above their tables."""


def first_table(path: Path, sheet: str | None) -> tuple[list[str], pa.Table]:
    """Return the columns of a sheet and its rows: ``line`` and a column of text per column.

    Parameters
    ----------
    sheet
        By default the sheet with most rows: the notes and the glossary beside it are shorter.

    Raises
    ------
    UnreadableFileError
        A workbook that cannot be opened, an unknown sheet, or no table in it.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = [sheet] if sheet else workbook.sheet_names
        grids = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except CalamineError as error:
        if sheet and "not found" in str(error).casefold():
            raise UnreadableFileError(
                f"{path.name} n’a pas de feuille « {sheet} ».", f"Feuilles : {', '.join(workbook.sheet_names)}."
            ) from None
        raise UnreadableFileError(f"{path.name} est un classeur illisible.", "Le télécharger à nouveau.") from None
    grid = max(grids.values(), key=len, default=[])
    header = next((line for line, row in enumerate(grid) if sum(_filled(cell) for cell in row) >= ENOUGH), None)
    if header is None:
        raise UnreadableFileError(f"{path.name} ne contient aucun tableau.", "Choisir une feuille : --sheet NOM.")
    columns = [_text(cell) or "" for cell in grid[header]]
    rows = [(line, row) for line, row in enumerate(grid[header + 1 :], start=header + 2) if any(map(_filled, row))]
    table = {"line": pa.array([line for line, _row in rows], pa.int64())}
    for place, name in enumerate(distinct(columns)):
        table[name] = pa.array([_text(row[place]) for _line, row in rows], pa.string())
    return columns, pa.table(table)


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
