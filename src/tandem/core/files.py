"""Files that are there whole or not at all."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under its name only once it is whole; another process sees the old file or the new one.

    A link is followed. What is no file (``/dev/stdout``, a pipe) is written into, never replaced.

    Raises
    ------
    OSError
        The disk is full or the folder refuses; the file is then as it was.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(content)
        scratch.chmod(0o644)
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
