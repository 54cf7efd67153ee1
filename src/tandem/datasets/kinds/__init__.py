"""The official files that the import knows, one module each."""

import hashlib
from functools import cache
from pathlib import Path

from tandem.core.errors import NotFoundError, nearest
from tandem.datasets.kind import Kind
from tandem.datasets.kinds import urssaf

KINDS: dict[str, Kind] = {kind.id: kind for kind in (urssaf.KIND,)}


def get(name: str) -> Kind:
    """Return a kind of file.

    Raises
    ------
    NotFoundError
        No such kind; the hint names the nearest, or all of them.
    """
    try:
        return KINDS[name]
    except KeyError:
        close = nearest(name, KINDS) or sorted(KINDS)
        raise NotFoundError(
            f"« {name} » : Tandem n’importe pas de fichier de ce nom.", f"Fichiers connus : {', '.join(close)}."
        ) from None


@cache
def version(kind: Kind) -> str:
    """Digest of the module that describes a kind: what it reads otherwise, it imports anew."""
    module = next(name for name, value in globals().items() if getattr(value, "KIND", None) is kind)
    return hashlib.sha256((Path(__file__).parent / f"{module}.py").read_bytes()).hexdigest()
