"""The official files that the import knows, one module each."""

import hashlib
from functools import cache
from pathlib import Path

from tandem.core.errors import NotFoundError, nearest
from tandem.datasets.kind import Kind
from tandem.datasets.kinds import (
    bmo,
    cartofriches,
    chomage,
    cog,
    cog_mouvements,
    comparateur,
    filosofi,
    flores,
    irep_emissions,
    irep_etablissements,
    metiers_en_tension,
    recensement,
    sirene,
    sirene_unites,
    tensions,
    territoires_industrie,
    urssaf,
    urssaf_communes,
    urssaf_zones,
    zonages,
)

KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        bmo.KIND,
        cartofriches.KIND,
        chomage.KIND,
        cog.KIND,
        cog_mouvements.KIND,
        comparateur.KIND,
        filosofi.KIND,
        flores.KIND,
        irep_emissions.KIND,
        irep_etablissements.KIND,
        metiers_en_tension.KIND,
        recensement.KIND,
        sirene.KIND,
        sirene_unites.KIND,
        tensions.KIND,
        territoires_industrie.KIND,
        urssaf.KIND,
        urssaf_communes.KIND,
        urssaf_zones.KIND,
        zonages.KIND,
    )
}


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
