"""The folder in which an import works: its own, found again after an interruption, gone once it has succeeded."""

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tandem.datasets.errors import DatasetError

KEPT_FOR = 7 * 24 * 3600
"""Seconds after which what an interrupted import had read is no longer worth its place."""


class ImportUnderWayError(DatasetError):
    """The same import is running elsewhere."""


@contextmanager
def workspace(root: Path, kind: str, paths: Sequence[Path], version: object, *, keep: bool) -> Iterator[Path]:
    """Give the folder of the import of these files; keep it when the import is stopped, refused, or one to `keep`.

    Parameters
    ----------
    version
        What else the folder depends on: what was read by another version of the importer is not taken up again.

    Raises
    ------
    ImportUnderWayError
        Another process imports the same files now.
    """
    digest = hashlib.sha256(f"{version}".encode())
    for path in paths:
        found = path.stat() if path.exists() else None
        digest.update(f"{path.resolve()} {found and found.st_size} {found and found.st_mtime_ns}".encode())
    folder = root / "work" / f"{kind}-{digest.hexdigest()[:16]}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder.parent, folder)
    with _locked(folder.with_suffix(".lock")) as held:
        if not held:
            raise ImportUnderWayError(
                "Un import des mêmes fichiers est déjà en cours.", "Attendre qu’il finisse, puis : tandem data list"
            )
        folder.mkdir(exist_ok=True)
        yield folder
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Hold a lock file, or say that another does.  It goes with its holder, however that one ends."""
    while True:
        with path.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            with suppress(FileNotFoundError):
                # One that its holder removed between the two lines above locks nothing any more.
                if os.fstat(lock.fileno()).st_ino == path.stat().st_ino:
                    try:
                        yield True
                    finally:
                        path.unlink(missing_ok=True)
                    return


def _sweep(parent: Path, own: Path) -> None:
    """Remove what imports that were never taken up again have left."""
    limit = time.time() - KEPT_FOR
    for folder in parent.iterdir():
        if folder == own or not folder.is_dir() or folder.stat().st_mtime >= limit:
            continue
        with _locked(folder.with_suffix(".lock")) as held:
            if held:
                shutil.rmtree(folder, ignore_errors=True)
