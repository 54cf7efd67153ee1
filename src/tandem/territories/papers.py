"""Where signed copies are kept: by their digest, under the installation's home. The one door to them."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from tandem.core.errors import NotFoundError
from tandem.core.files import write_whole


def keep(content: bytes) -> str:
    """Keep a file and return its SHA-256; one that is there already is not written twice."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    return digest


def read(digest: str) -> bytes:
    """Return a file that was kept.

    Raises
    ------
    NotFoundError
        It is no longer there, or is no longer what was kept.
    """
    path = _path(digest)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotFoundError(_("Ce fichier n’est plus là tel qu’il a été joint."), _("Le joindre à nouveau."))
    return content


def _path(digest: str) -> Path:
    return settings.TANDEM_HOME / "documents" / "signed" / digest[:2] / digest
