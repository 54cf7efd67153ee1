"""Find a table in a text file: its encoding, the line that names its columns, its separator.

Nothing of the content is interpreted here.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tandem.datasets.errors import UnreadableFileError

SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 1 << 20
CHUNK = 1 << 22
GLANCE = 1 << 18
"""Bytes looked at together when nothing is made of them: few enough to stay in the processor's cache."""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PREFACE = 20
"""Lines above the header that some producers leave: a title, a source, a blank line."""

COUNTED = 1 << 30
"""Largest file whose blank lines are looked for: beyond it the number of a line leaves them out."""

AS_PUBLISHED = "Importer le fichier tel que son producteur le publie : CSV, CSV compressé, Parquet ou classeur."
Fits = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a text file as a table.

    Parameters
    ----------
    path
        The file in UTF-8: the one given, or a copy.
    columns, separator
        As the header has them.
    skip
        Lines up to the header, itself included.
    ragged
        True when the header ends with unnamed columns, which rows may leave out.
    blanks
        Numbers of the blank lines between rows, which the engine passes over without counting them.
    """

    path: Path
    columns: tuple[str, ...]
    separator: str
    skip: int
    ragged: bool
    blanks: tuple[int, ...]


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read what is not UTF-8 as Windows's own encoding, byte by byte: a file can be in both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("tandem-windows", _as_windows)


def lay_out(content: Path, given: Path, workspace: Path, name: str, fits: Fits) -> Layout:
    """Return how to read a text file.

    Parameters
    ----------
    content, given
        The file, and the one that the person gave (it may have been compressed).
    name
        Of the copies made in `workspace`.
    fits
        Whether columns are those expected: it finds the header below a preface.

    Raises
    ------
    UnreadableFileError
        Empty, a web page, not a text, or a text without columns.
    """
    text = _in_utf8(content, given, workspace, name)
    with text.open("rb") as file:
        start = file.read(SAMPLE).removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    if not start.strip("\ufeff \t\r\n\0"):
        raise UnreadableFileError(f"{given.name} est vide.", "Le télécharger à nouveau.")
    _refuse_other_texts(start, given)
    columns, separator, skip = _header(start, given, fits)
    ragged = len(columns) > 1 and not columns[-1].strip()
    return Layout(text, tuple(columns), separator, skip, ragged, _blank_lines(text, separator, skip))


def _refuse_other_texts(start: str, given: Path) -> None:
    """Name what is saved in the place of a table: an error page, the answer of a service."""
    head = start.lstrip("\ufeff \t\r\n")[:200].casefold()
    if head.startswith(("<!doctype", "<html", "<?xml", "<head", "<body")):
        raise UnreadableFileError(
            f"{given.name} est une page web, pas un fichier de données : le site a répondu une page d’erreur.",
            "Le télécharger à nouveau.",
        )
    if re.match(r'[\[{]\s*["{\[]', head):
        raise UnreadableFileError(f"{given.name} est en JSON, pas en tableau.", AS_PUBLISHED)


def _header(start: str, given: Path, fits: Fits) -> tuple[list[str], str, int]:
    """Return the columns, the separator, and how many lines to pass over.

    The separator is the one that cuts the line into most pieces; the header is the first line that fits, or the first.
    """
    read = {each: _first_lines(start, each) for each in SEPARATORS}
    longest = max(len(lines) for lines in read.values())
    for place in range(longest):
        for separator in sorted(SEPARATORS, key=lambda each: -len(_at(read[each], place)[0])):
            cells, skip = _at(read[separator], place)
            if len(cells) > 1 and fits(cells):
                return cells, separator, skip
    separator = max(SEPARATORS, key=lambda each: len(_at(read[each], 0)[0]))
    cells, skip = _at(read[separator], 0)
    if len(cells) < 2 or not any(character.isalpha() for character in "".join(cells)):
        raise UnreadableFileError(
            f"{given.name} n’est pas un tableau : sa première ligne ne nomme pas de colonnes.", AS_PUBLISHED
        )
    return cells, separator, skip


def _at(lines: Sequence[tuple[list[str], int]], place: int) -> tuple[list[str], int]:
    return lines[place] if place < len(lines) else ([], 0)


def _first_lines(start: str, separator: str) -> list[tuple[list[str], int]]:
    """Cut the first lines that are not blank into cells, each with its number."""
    reader = csv.reader(re.split(r"(?<=\n)|(?<=\r)(?!\n)", start), delimiter=separator)
    lines: list[tuple[list[str], int]] = []
    try:
        for number, cells in enumerate(reader, start=1):  # the engine counts rows too: a cell over two lines is one
            if any(cell.strip() for cell in cells):
                lines.append((cells, number))
            if len(lines) > PREFACE:
                break
    except csv.Error:  # a cell larger than the module reads: a quote that is never closed
        pass
    return lines


def _in_utf8(content: Path, given: Path, workspace: Path, name: str) -> Path:
    """Return a file in UTF-8 with the same text; what is not in UTF-8 is taken for Windows's own encoding."""
    with content.open("rb") as file:
        start = file.read(SAMPLE)
    if start.startswith(UTF_16):
        return _converted(content, given, workspace / f"{name}.utf8.csv", "utf-16")
    if b"\0" in start:
        raise UnreadableFileError(f"{given.name} n’est pas un tableau de texte.", AS_PUBLISHED)
    if _is_utf8(content):
        return content
    return _converted(content, given, workspace / f"{name}.utf8.csv", "utf-8", "tandem-windows")


def _is_utf8(content: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    begun = False  # whether a piece ended in the middle of a character
    try:
        with content.open("rb") as file:
            while piece := file.read(GLANCE):
                if begun or not piece.isascii():  # most pieces are ASCII, which is seen four times faster than decoded
                    decoder.decode(piece)
                    begun = bool(decoder.getstate()[0])
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(path: Path, encoding: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)


def _converted(content: Path, given: Path, target: Path, encoding: str, errors: str = "strict") -> Path:
    if not target.exists():
        partial = target.with_suffix(".partial")
        try:
            with partial.open("w", encoding="utf-8", errors="replace", newline="") as out:
                for piece in _decoded(content, encoding, errors):
                    out.write(piece)
        except UnicodeDecodeError:
            raise UnreadableFileError(f"{given.name} est tronqué ou abîmé.", "Le télécharger à nouveau.") from None
        partial.replace(target)
    return target


def same_line_ends(text: Path, target: Path) -> Path:
    """Copy a text so that every line ends alike: the engine stops where they change in the middle of a file."""
    if not target.exists():
        partial = target.with_suffix(".partial")
        with (
            text.open(encoding="utf-8", errors="replace", newline=None) as lines,
            partial.open("w", encoding="utf-8", newline="\n") as out,
        ):
            while piece := lines.read(CHUNK):
                out.write(piece)
        partial.replace(target)
    return target


def _blank_lines(text: Path, separator: str, skip: int) -> tuple[int, ...]:
    """Number the blank lines between rows, as a spreadsheet does: a cell over several lines is one row."""
    if text.stat().st_size > COUNTED or not _has_blank_lines(text):
        return ()
    found: list[int] = []
    with text.open(encoding="utf-8", errors="replace", newline="") as lines:
        reader = csv.reader(lines, delimiter=separator)
        try:
            for number, cells in enumerate(reader, start=1):
                if not cells and number > skip:
                    found.append(number)
        except csv.Error:
            return ()
    return tuple(found)


def _has_blank_lines(text: Path) -> bool:
    tail = b""
    with text.open("rb") as file:
        while piece := file.read(GLANCE):
            if _has_blank_line(tail + piece):
                return True
            tail = piece[-2:]
    return False


def _has_blank_line(piece: bytes) -> bool:
    if b"\r" in piece:
        return re.search(rb"\n\r?\n|\r\r", piece) is not None
    # Two ends of line that follow each other, from an even place or an odd one: ten times faster than a search.
    pairs = (
        np.frombuffer(piece, "<u2", (len(piece) - first) // 2, first) for first in (0, 1) if len(piece) > first + 1
    )
    return any(bool((each == 0x0A0A).any()) for each in pairs)
