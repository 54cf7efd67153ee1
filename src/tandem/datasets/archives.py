"""Unpack what a producer compresses, within what the disk can hold."""

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, cast

from tandem.core.typography import joined, significant
from tandem.datasets.errors import UnreadableFileError

CHUNK = 1 << 22
TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".parquet")
BESIDE = ("meta", "metadata", "varmod", "dictionnaire", "lisezmoi", "readme")
"""Words by which producers name what they put beside the data: the dictionary of variables, a note."""

SPARE = 1 << 30
"""Room that unpacking leaves on the disk."""

SUSPECT = 1 << 30
RATIO = 300
"""Beyond `SUSPECT` bytes, a file that unpacks to more than `RATIO` times its size is no table: the most repetitive
official file is compressed eighty times."""

WORKBOOK = 1 << 30
"""Largest workbook, unpacked: it is read into memory."""


def is_workbook(path: Path) -> bool:
    """Whether an archive is a workbook, which is one too.

    Raises
    ------
    UnreadableFileError
        The archive is truncated, or unpacks to more than memory should hold.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            found = "[Content_Types].xml" in names or "mimetype" in names
            if found and sum(each.file_size for each in archive.infolist()) > WORKBOOK:
                raise UnreadableFileError(
                    f"{path.name} est un classeur trop volumineux pour être lu.", "L’enregistrer en CSV (UTF-8)."
                )
            return found
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, UnicodeDecodeError):
        raise damaged(path) from None


def unzipped(path: Path, workspace: Path, name: str, member: str | None) -> Path:
    """Unpack the table of an archive, once.

    Parameters
    ----------
    name
        Of the unpacked file.
    member
        Which table, when the archive has several.

    Raises
    ------
    UnreadableFileError
        No table or several in it, encrypted, truncated, or too large for the disk.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entry = _table(path, archive.infolist(), member)
            if entry.flag_bits & 1:
                raise UnreadableFileError(f"{path.name} est protégé par un mot de passe.", "L’extraire d’abord.")
            _check_room(path, entry.file_size, workspace)
            target = workspace / f"{name}-{entry.CRC:08x}{Path(entry.filename).suffix.casefold()}"
            return _once(path, target, lambda: archive.open(entry))
    except (zipfile.BadZipFile, EOFError, zlib.error, ValueError, NotImplementedError, UnicodeDecodeError):
        raise damaged(path) from None


def _table(path: Path, entries: Sequence[zipfile.ZipInfo], member: str | None) -> zipfile.ZipInfo:
    files = [each for each in entries if not each.is_dir() and "__MACOSX" not in each.filename]
    if member:
        named = [each for each in files if member in (each.filename, Path(each.filename).name)]
        if len(named) == 1:
            return named[0]
    tables = [each for each in files if Path(each.filename).suffix.casefold() in TABLES]
    data = [each for each in tables if not any(word in Path(each.filename).name.casefold() for word in BESIDE)]
    if len(data) == 1 and not member:
        return data[0]
    inside = joined(each.filename for each in files[:12]) or "rien"
    if member:
        raise UnreadableFileError(f"{path.name} ne contient pas « {member} ».", f"Il contient : {inside}.")
    raise UnreadableFileError(
        f"{path.name} devrait contenir un tableau et un seul ; il contient : {inside}.",
        "Dire lequel importer (--sheet NOM), ou l’extraire et importer celui-là.",
    )


def gunzipped(path: Path, workspace: Path, name: str) -> Path:
    """Unpack a compressed file, once.

    Raises
    ------
    UnreadableFileError
        Truncated, damaged, or too large for the disk.
    """
    try:
        return _once(path, workspace / f"{name}.csv", lambda: cast(IO[bytes], gzip.open(path)))
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise damaged(path) from None


def _once(path: Path, target: Path, opened: Callable[[], IO[bytes]]) -> Path:
    """Unpack into `target` unless an earlier run did; a file half-written is never taken for one."""
    if target.exists():
        return target
    partial = target.with_suffix(".partial")
    size, packed_size = 0, path.stat().st_size
    with opened() as packed, partial.open("wb") as out:
        while piece := packed.read(CHUNK):
            size += len(piece)
            if size > SUSPECT and size > RATIO * packed_size:
                out.truncate(0)
                raise UnreadableFileError(
                    f"{path.name} se décompresse en un fichier démesuré : ce n’est pas un fichier de données.",
                    "Le télécharger à nouveau à son adresse officielle.",
                )
            _check_room(path, len(piece), target.parent)
            out.write(piece)
    partial.replace(target)
    return target


def _check_room(path: Path, needed: int, folder: Path) -> None:
    """Stop before the disk is full: a full disk stops whatever else writes to it."""
    free = shutil.disk_usage(folder).free - SPARE
    if needed > free:
        raise UnreadableFileError(
            f"{path.name} est trop volumineux pour la place qui reste sur le disque "
            f"({significant(max(free, 0) / 1e9)} Go utilisables).",
            "Libérer de la place, ou placer les données ailleurs (variable TANDEM_HOME).",
        )


def damaged(path: Path) -> UnreadableFileError:
    return UnreadableFileError(f"{path.name} est tronqué ou abîmé.", "Le télécharger à nouveau.")
