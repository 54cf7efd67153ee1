"""Gathers the static files where the server reads them, only when something changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collected() -> bool:
    """Tell whether the server has static files to give."""
    return (Path(settings.STATIC_ROOT) / ".collected").is_file()


def collect() -> int:
    """Collect, hash and compress the static files; return how many there are, without redoing what stands."""
    root = Path(settings.STATIC_ROOT)
    state = root / ".collected"
    digest, count = _sources()
    if not state.is_file() or state.read_text() != digest:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        state.write_text(digest)
    return count


def _sources() -> tuple[str, int]:
    digest, count = hashlib.sha256(), 0
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path}:{storage.size(path)}:{storage.get_modified_time(path).timestamp()}".encode())
            count += 1
    return digest.hexdigest(), count
