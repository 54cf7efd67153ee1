"""The folder in which an import works: its own, found again after an interruption, gone once it has succeeded."""

import fcntl
import hashlib
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tandem.core.errors import TandemError

KEPT_FOR = 7 * 24 * 3600
"""Seconds after which what an interrupted import had read is no longer worth its place."""


class ImportUnderWayError(TandemError):
    """The same import is running elsewhere."""


@contextmanager
def workspace(root: Path, kind: str, paths: Sequence[Path], version: int, *, keep: bool) -> Iterator[Path]:
    """Give the folder of the import of these files; keep it when the import is stopped, refused, or one to `keep`.

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
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder.parent, folder)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ImportUnderWayError(
                "Un import des mêmes fichiers est déjà en cours.", "Attendre qu’il finisse, puis : tandem data list"
            ) from None
        yield folder
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path, own: Path) -> None:
    limit = time.time() - KEPT_FOR
    for folder in parent.iterdir():
        if folder != own and folder.is_dir() and folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)
