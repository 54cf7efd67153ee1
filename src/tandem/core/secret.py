"""A local installation's secret key: drawn once, kept in its home, readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path


def local_secret(home: Path) -> str:
    """Return the home's secret key, drawing it at the first call (two processes at once agree on one)."""
    path = home / "secret_key"
    home.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = home / f".secret_key.{os.getpid()}"
        draft.write_text("local-" + secrets.token_urlsafe(48))
        draft.chmod(0o600)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # atomic, and the first one wins
        draft.unlink()
    return path.read_text()
