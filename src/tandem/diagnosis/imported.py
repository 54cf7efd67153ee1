"""The official files that this installation has in service, as the diagnosis reads and cites them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from tandem import reference
from tandem.core.figures import FigureDefinition
from tandem.core.typography import joined, number
from tandem.datasets import kinds
from tandem.datasets.store import Dataset, Store

NAMED = 3
"""How many zones a sentence names before it counts the others."""


def store() -> Store:
    """Return the store of this installation, beside its database and not in it."""
    return Store(settings.TANDEM_HOME / "data")


def find(kind: str) -> Dataset | None:
    """Return the latest dataset of a kind in service; None when there is none."""
    return store().find(kind)


def cited(definition: FigureDefinition, dataset: Dataset) -> FigureDefinition:
    """Return a definition that says of which vintage the dataset is that its figure is made from."""
    sources = (
        replace(each, vintage=dataset.vintage) if each.table == dataset.kind else each for each in definition.sources
    )
    return replace(definition, sources=tuple(sources))


def not_imported(kind: str) -> str:
    """Say that a figure waits for a file, and which."""
    described = kinds.get(kind)
    return _("le fichier « %(title)s » (%(producer)s) n’est pas encore importé ici") % {
        "title": described.title,
        "producer": described.producer,
    }


def covers(dataset: Dataset) -> str:
    """Say which part of the country a dataset covers: « seulement la zone d’emploi de Rouen »; empty for all of it."""
    coverage: Mapping[str, Any] | None = dataset.manifest["coverage"]
    if coverage is None or len(coverage["zones"]) >= 0.95 * coverage["zones_of"]:
        return ""
    if not coverage["zones"]:
        return _("seulement %(communes)s communes") % {"communes": number(coverage["communes"])}
    names = dict(zip(*(reference.load("employment_zones")[each].to_pylist() for each in ("code", "name")), strict=True))
    zones = [names.get(code, code) for code in coverage["zones"]]
    if len(zones) == 1:
        return _("seulement la zone d’emploi de %(zone)s") % {"zone": zones[0]}
    if len(zones) <= NAMED:
        return _("seulement les zones d’emploi de %(zones)s") % {"zones": joined(zones)}
    return _("seulement %(count)s zones d’emploi sur %(all)s") % {"count": len(zones), "all": coverage["zones_of"]}


def does_not_cover(dataset: Dataset) -> str:
    """Say why a territory, or a part of it, has no figure from a dataset in service."""
    covered = covers(dataset)
    if not covered:
        return _("aucune donnée dans le fichier de %(producer)s") % {"producer": dataset.manifest["producer"]}
    return _("le fichier importé couvre %(covered)s") % {"covered": covered}
