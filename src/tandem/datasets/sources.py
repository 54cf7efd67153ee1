"""Open what a person downloads, as rows of text with their line numbers.

Encoding, separator, compression and sheet are found in the file itself. Nothing of the content is interpreted here.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tandem.datasets import archives, texts
from tandem.datasets.errors import UnreadableFileError
from tandem.datasets.kind import plain
from tandem.datasets.readings import quoted

__all__ = ["Source", "UnreadableFileError", "digest", "distinct", "open_source"]

OWN = ("line",)
"""Names that the rows of a source have beside the file's columns."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file given to the import.

    Parameters
    ----------
    name
        As the person knows it.
    sha256, size
        Of the file as given.
    columns
        Its columns, as published.
    query
        SQL of its rows: ``line``, as a spreadsheet numbers them (the header is 1), then a column of text per column of
        the file, under its `plain` name.
    scan
        The same without ``line``, which costs a pass in order over a large file, nor the lines that are no rows.
    rejects
        True for a CSV, whose rows of another shape are listed by ``reject_errors`` after it was read.
    blanks
        Numbers of blank lines that ``line`` leaves out.
    nested
        Columns, in `plain` form, whose cells are no single value (a list in a Parquet file) → what they are.
    again
        For a file whose lines do not all end alike: the same, read from a copy where they do.
    """

    name: str
    sha256: str
    size: int
    columns: tuple[str, ...]
    query: str
    scan: str
    rejects: bool = False
    blanks: tuple[int, ...] = ()
    nested: Mapping[str, str] = field(default_factory=dict)
    again: Callable[[], "Source"] | None = None

    @property
    def plain_columns(self) -> tuple[str, ...]:
        return distinct(self.columns)

    @property
    def short(self) -> str:
        """A name for what is made from the file: the start of its digest."""
        return self.sha256[:16]


def distinct(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the plain name of each column; an empty or repeated one is numbered by its place."""
    names: list[str] = []
    for place, column in enumerate(columns, start=1):
        name = plain(column) or f"colonne_{place}"
        while name in names or name in OWN:
            name = f"{name}_{place}"
        names.append(name)
    return tuple(names)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_source(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    workspace: Path,
    sheet: str | None = None,
    fits: texts.Fits = lambda columns: False,
) -> Source:
    """Open a file for `connection`, unpacking into `workspace` what the engine cannot read in place.

    Parameters
    ----------
    sheet
        Name of the sheet of a workbook, or of the table of an archive; by default the one that fits, or the largest.
    fits
        Whether columns, as published, are those expected: it finds the header of a file that has a title above it.

    Raises
    ------
    UnreadableFileError
        No such file, an empty one, one that may not be read, a truncated archive, something that is no table.
    """
    if path.is_dir():
        raise UnreadableFileError(f"{path} est un dossier.", "Donner le fichier qu’il contient.")
    try:
        size = path.stat().st_size
        if size == 0:
            raise UnreadableFileError(f"{path.name} est vide.", "Le télécharger à nouveau.")
        sha256 = digest(path)
        with path.open("rb") as file:
            start = file.read(4)
    except FileNotFoundError:
        raise UnreadableFileError(f"{path} : aucun fichier à cette adresse.", "Vérifier le chemin.") from None
    except PermissionError:
        raise UnreadableFileError(f"{path} ne peut pas être lu : ses droits l’interdisent.", "Les changer.") from None
    given = _Given(path, _plainly_named(path, workspace, sha256), sha256, size)
    if start.startswith(b"PK") and not archives.is_workbook(path):
        given = replace(given, content=archives.unzipped(path, workspace, sha256[:16], sheet))
        sheet = None
    elif start.startswith(b"\x1f\x8b"):
        given = replace(given, content=archives.gunzipped(path, workspace, sha256[:16]))
    return _open(given, connection, workspace, sheet, fits)


def _plainly_named(path: Path, workspace: Path, sha256: str) -> Path:
    """Return the file under a name that the engine does not take for that of several: « base [1].csv »."""
    if not any(character in str(path) for character in "*?["):
        return path
    link = workspace / f"{sha256[:16]}.link"
    link.unlink(missing_ok=True)
    link.symlink_to(path.resolve())
    return link


@dataclass(frozen=True, slots=True)
class _Given:
    """The file that a person gives, and the table in it, which it may have to be unpacked."""

    path: Path
    content: Path
    sha256: str
    size: int


def _open(
    given: _Given, connection: duckdb.DuckDBPyConnection, workspace: Path, sheet: str | None, fits: texts.Fits
) -> Source:
    with given.content.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PAR1"):
        return _parquet(given)
    if start.startswith(b"%PDF"):
        raise UnreadableFileError(f"{given.path.name} est un PDF, pas un tableau.", texts.AS_PUBLISHED)
    if start.startswith(b"\xd0\xcf\x11\xe0") or (start.startswith(b"PK") and archives.is_workbook(given.content)):
        return _workbook(given, connection, sheet, fits)
    name = given.sha256[:16] if given.content == given.path else given.content.stem
    layout = texts.lay_out(given.content, given.path, workspace, name, fits)
    copy = workspace / f"{name}.lines.csv"

    def again() -> Source:
        return _csv(replace(layout, path=texts.same_line_ends(layout.path, copy)), given)

    return again() if copy.exists() else replace(_csv(layout, given), again=again)


# -- Parquet -----------------------------------------------------------------------------------------------------------


def _parquet(given: _Given) -> Source:
    try:
        schema = pq.read_schema(given.content)
    except (OSError, ValueError, NotImplementedError):
        raise archives.damaged(given.path) from None
    names = tuple(schema.names)
    if not names:
        raise UnreadableFileError(f"{given.path.name} n’a aucune colonne.", "Le télécharger à nouveau.")
    plain_names = distinct(names)
    nested = {new: said for new, column in zip(plain_names, schema, strict=True) if (said := _nested(column.type))}
    # By place: a producer's file can have two columns of one name, or one without a name.
    places = [f"c{place}" for place in range(len(names))]
    cells = ", ".join(
        f'{_text_of(place, column.type, new in nested)} AS "{new}"'
        for place, new, column in zip(places, plain_names, schema, strict=True)
    )
    file = f"read_parquet({quoted(str(given.content))}, file_row_number = true) AS given({', '.join([*places, 'n'])})"
    return Source(
        name=given.path.name,
        sha256=given.sha256,
        size=given.size,
        columns=names,
        query=f"SELECT n + 2 AS line, {cells} FROM {file}",
        scan=f"SELECT {cells} FROM {file}",
        nested=nested,
    )


def _nested(kind: pa.DataType) -> str:
    """Say what the cells of a type are when they are no single value."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return "des listes"
    if pa.types.is_struct(kind) or pa.types.is_map(kind) or pa.types.is_union(kind):
        return "des objets"
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return "des données binaires"
    return ""


def _text_of(column: str, kind: pa.DataType, nested: bool) -> str:
    """SQL of a cell as a CSV would write it: a whole number without decimals."""
    if nested:
        return "NULL::VARCHAR"
    if pa.types.is_floating(kind):
        whole = f"{column} = floor({column}) AND abs({column}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    return f"CAST({column} AS VARCHAR)"


# -- CSV ---------------------------------------------------------------------------------------------------------------


def _csv(layout: texts.Layout, given: _Given) -> Source:
    names = distinct(layout.columns)
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)

    def rows(failing: str) -> str:
        return (
            f"read_csv({quoted(str(layout.path))}, delim = {quoted(layout.separator)}, quote = '\"', escape = '\"', "
            f"header = false, skip = {layout.skip}, auto_detect = false, columns = {{{types}}}, "
            # What is ragged cannot be read by two threads at once where a cell runs over several lines.
            f"null_padding = {json.dumps(layout.ragged)}, parallel = {json.dumps(not layout.ragged)}, {failing}, "
            "max_line_size = 16777216)"
        )

    cells = ", ".join(f'"{name}"' for name in names)
    return Source(
        name=given.path.name,
        sha256=given.sha256,
        size=given.size,
        columns=layout.columns,
        query=f"SELECT row_number() OVER () + {layout.skip} AS line, {cells} "
        f"FROM {rows('store_rejects = true, rejects_limit = 0')}",
        scan=f"SELECT {cells} FROM {rows('ignore_errors = true')}",
        rejects=True,
        blanks=layout.blanks,
    )


# -- workbooks ---------------------------------------------------------------------------------------------------------


def _workbook(given: _Given, connection: duckdb.DuckDBPyConnection, sheet: str | None, fits: texts.Fits) -> Source:
    from tandem.datasets.workbooks import first_table

    columns, table = first_table(given.content, given.path.name, sheet, fits)
    name = f"workbook_{given.sha256[:16]}"
    connection.register("workbook_given", table)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM workbook_given")
    connection.unregister("workbook_given")
    cells = ", ".join(f'"{each}"' for each in distinct(columns))
    return Source(
        name=given.path.name,
        sha256=given.sha256,
        size=given.size,
        columns=tuple(columns),
        query=f"SELECT line, {cells} FROM {name}",
        scan=f"SELECT {cells} FROM {name}",
    )
