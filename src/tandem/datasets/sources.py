"""Open what a person downloads, as rows of text with their line numbers.

Encoding, separator, compression and sheet are found in the file itself. Nothing of the content is interpreted here.
"""

import codecs
import csv
import gzip
import hashlib
import io
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import duckdb
import pyarrow.parquet as pq

from tandem.core.errors import TandemError
from tandem.datasets.kind import plain
from tandem.datasets.readings import quoted

SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 1 << 20
CHUNK = 1 << 22
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnreadableFileError(TandemError):
    """A file that cannot be opened as a table; the hint says what to do."""


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
        The same without ``line``, which costs a pass in order over a large file.
    rejects
        True for a CSV, whose rows of another shape are listed by ``reject_errors`` after it was read.
    """

    name: str
    sha256: str
    size: int
    columns: tuple[str, ...]
    query: str
    scan: str
    rejects: bool = False

    @property
    def plain_columns(self) -> tuple[str, ...]:
        return distinct(self.columns)


def distinct(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the plain name of each column; an empty or repeated one is numbered by its place."""
    names: list[str] = []
    for place, column in enumerate(columns, start=1):
        name = plain(column) or f"colonne_{place}"
        names.append(name if name not in names else f"{name}_{place}")
    return tuple(names)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_source(path: Path, connection: duckdb.DuckDBPyConnection, workspace: Path, sheet: str | None = None) -> Source:
    """Open a file for `connection`, unpacking into `workspace` what the engine cannot read in place.

    Parameters
    ----------
    sheet
        Name of the sheet of a workbook; by default the first that holds a table.

    Raises
    ------
    UnreadableFileError
        No such file, an empty one, a truncated archive, something that is no table.
    """
    if not path.is_file():
        raise UnreadableFileError(f"{path} : aucun fichier à cette adresse.", "Vérifier le chemin.")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFileError(f"{path.name} est vide.", "Le télécharger à nouveau.")
    sha256 = digest(path)
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PAR1"):
        return _parquet(path, sha256)
    if start.startswith(b"PK"):
        inside = _unpacked(path, workspace, sha256)
        return _workbook(path, sha256, connection, sheet) if inside is None else _csv(inside, path, sha256, workspace)
    if start.startswith(b"\x1f\x8b"):
        return _csv(_gunzipped(path, workspace, sha256), path, sha256, workspace)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(path, sha256, connection, sheet)
    return _csv(path, path, sha256, workspace)


# -- Parquet -----------------------------------------------------------------------------------------------------------


def _parquet(path: Path, sha256: str) -> Source:
    try:
        schema = pq.read_schema(path)
    except (OSError, ValueError):
        raise _damaged(path) from None
    names = tuple(schema.names)
    cells = ", ".join(
        f'CAST("{name.replace(chr(34), chr(34) * 2)}" AS VARCHAR) AS "{new}"'
        for name, new in zip(names, distinct(names), strict=True)
    )
    file = quoted(str(path))
    return Source(
        name=path.name,
        sha256=sha256,
        size=path.stat().st_size,
        columns=names,
        query=f"SELECT file_row_number + 2 AS line, {cells} FROM read_parquet({file}, file_row_number = true)",
        scan=f"SELECT {cells} FROM read_parquet({file})",
    )


# -- archives ----------------------------------------------------------------------------------------------------------


def _unpacked(path: Path, workspace: Path, sha256: str) -> Path | None:
    """Unpack the only table of an archive; None for a workbook, which is an archive too."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [each for each in archive.infolist() if not each.is_dir() and "__MACOSX" not in each.filename]
            if any(each.filename in ("[Content_Types].xml", "mimetype") for each in names):
                return None
            # Insee puts the dictionary of variables beside the data, under the name meta_….
            tables = [each for each in names if not Path(each.filename).name.casefold().startswith("meta")]
            tables = [each for each in tables if Path(each.filename).suffix.casefold() in (".csv", ".txt", ".tsv")]
            if len(tables) != 1:
                inside = ", ".join(each.filename for each in names) or "rien"
                raise UnreadableFileError(
                    f"{path.name} devrait contenir un tableau CSV et un seul ; il contient : {inside}.",
                    "En extraire le fichier voulu et importer celui-là.",
                )
            return _once(workspace / f"{sha256[:16]}.csv", lambda: archive.open(tables[0]))
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError):
        raise _damaged(path) from None


def _gunzipped(path: Path, workspace: Path, sha256: str) -> Path:
    try:
        return _once(workspace / f"{sha256[:16]}.csv", lambda: cast(IO[bytes], gzip.open(path)))
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise _damaged(path) from None


def _once(target: Path, opened: Callable[[], IO[bytes]]) -> Path:
    """Unpack into `target` unless an earlier run did; a file half-written is never taken for one."""
    if not target.exists():
        partial = target.with_suffix(".partial")
        with opened() as packed, partial.open("wb") as out:
            shutil.copyfileobj(packed, out, CHUNK)
        partial.replace(target)
    return target


def _damaged(path: Path) -> UnreadableFileError:
    return UnreadableFileError(f"{path.name} est tronqué ou abîmé.", "Le télécharger à nouveau.")


# -- CSV ---------------------------------------------------------------------------------------------------------------


def _csv(content: Path, given: Path, sha256: str, workspace: Path) -> Source:
    text = _in_utf8(content, given, workspace, sha256)
    with text.open("rb") as file:
        start = file.read(SAMPLE).removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    if not start.strip():
        raise UnreadableFileError(f"{given.name} est vide.", "Le télécharger à nouveau.")
    columns, separator = _header(start, given)
    names = distinct(columns)
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    rows = (
        f"read_csv({quoted(str(text))}, delim = {quoted(separator)}, quote = '\"', escape = '\"', header = false, "
        f"skip = 1, auto_detect = false, columns = {{{types}}}, null_padding = false, store_rejects = true, "
        "rejects_limit = 0, max_line_size = 16777216)"
    )
    cells = ", ".join(f'"{name}"' for name in names)
    return Source(
        name=given.name,
        sha256=sha256,
        size=given.stat().st_size,
        columns=tuple(columns),
        query=f"SELECT row_number() OVER () + 1 AS line, {cells} FROM {rows}",
        scan=f"SELECT {cells} FROM {rows}",
        rejects=True,
    )


def _header(start: str, given: Path) -> tuple[list[str], str]:
    """Return the columns and the separator: the one that cuts the first line into most pieces."""
    found = {each: next(csv.reader(io.StringIO(start), delimiter=each), []) for each in SEPARATORS}
    separator = max(found, key=lambda each: len(found[each]))
    columns = found[separator]
    if len(columns) < 2 or not any(character.isalpha() for character in "".join(columns)):
        raise UnreadableFileError(
            f"{given.name} n’est pas un tableau : sa première ligne ne nomme pas de colonnes.",
            "Importer le fichier tel que son producteur le publie : CSV, CSV compressé, Parquet ou classeur.",
        )
    return columns, separator


def _in_utf8(content: Path, given: Path, workspace: Path, sha256: str) -> Path:
    """Return a file in UTF-8 with the same text; a file that is not in UTF-8 is taken for Windows's own encoding."""
    with content.open("rb") as file:
        start = file.read(2)
    if start in UTF_16:
        return _converted(content, workspace / f"{sha256[:16]}.utf8.csv", "utf-16")
    try:
        for _piece in _decoded(content, "utf-8"):
            pass
        return content
    except UnicodeDecodeError:
        pass
    with content.open("rb") as file:
        if b"\0" in file.read(SAMPLE):
            raise UnreadableFileError(
                f"{given.name} n’est pas un tableau de texte.",
                "Importer le fichier tel que son producteur le publie : CSV, CSV compressé, Parquet ou classeur.",
            )
    return _converted(content, workspace / f"{sha256[:16]}.utf8.csv", "cp1252")


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    # Windows-1252 leaves five bytes without a character: a file with one is read all the same, and the cell shows it.
    decoder = codecs.getincrementaldecoder(encoding)("strict" if encoding.startswith("utf") else "replace")
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)


def _converted(content: Path, target: Path, encoding: str) -> Path:
    if not target.exists():
        partial = target.with_suffix(".partial")
        with partial.open("w", encoding="utf-8", newline="") as out:
            for piece in _decoded(content, encoding):
                out.write(piece)
        partial.replace(target)
    return target


# -- workbooks ---------------------------------------------------------------------------------------------------------


def _workbook(path: Path, sha256: str, connection: duckdb.DuckDBPyConnection, sheet: str | None) -> Source:
    from tandem.datasets.workbooks import first_table

    columns, table = first_table(path, sheet)
    name = f"workbook_{sha256[:16]}"
    connection.register("workbook_given", table)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM workbook_given")
    connection.unregister("workbook_given")
    cells = ", ".join(f'"{each}"' for each in distinct(columns))
    return Source(
        name=path.name,
        sha256=sha256,
        size=path.stat().st_size,
        columns=tuple(columns),
        query=f"SELECT line, {cells} FROM {name}",
        scan=f"SELECT {cells} FROM {name}",
    )
