"""Where files lie: by the digest of their content, outside the database and out of the web server's reach.

A file is written whole under another name, then takes its own in one move: a crash leaves nothing half written. The
same content is kept once.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from tandem.core.errors import TandemError
from tandem.core.typography import octets


def root() -> Path:
    return Path(settings.TANDEM_HOME) / "documents"


def path_of(digest: str) -> Path:
    return root() / digest[:2] / digest


def received(pieces: Iterable[bytes], limit: int) -> tuple[Path, str, int]:
    """Write what comes in beside its final place; return where, its digest and its size.

    Raises
    ------
    TandemError
        It is larger than `limit`: nothing is left of it, and the rest is not read.
    """
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(prefix="arrival-", dir=root())
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > limit:
                    raise TandemError(too_large(limit))
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name), digest.hexdigest(), size


def too_large(limit: int) -> str:
    return _("Ce fichier dépasse la taille acceptée, %s.") % octets(limit)


def keep(arrival: Path, digest: str) -> Path:
    """Give an arrived file its final place."""
    place = path_of(digest)
    place.parent.mkdir(exist_ok=True, mode=0o700)
    arrival.replace(place)
    return place
