"""The official files that this installation has in service, as the diagnosis reads and cites them."""

from collections.abc import Iterable, Mapping
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


def of_tables(tables: Iterable[str]) -> dict[str, Dataset | None]:
    """Return the datasets of the kinds among some names of sources; None for a kind that has none."""
    return {kind: find(kind) for kind in tables if kind in kinds.KINDS}


def cited(definition: FigureDefinition, datasets: Mapping[str, Dataset | None]) -> FigureDefinition:
    """Return a definition that says of which vintage are the files that its figure is made from.

    A file that is not in service is only cited when no other is: then the figure waits for it.
    """
    found, waiting = [], []
    for each in definition.sources:
        if each.table not in kinds.KINDS:
            found.append(each)
        elif (dataset := datasets.get(each.table)) is not None:
            found.append(replace(each, vintage=dataset.vintage))
        else:
            waiting.append(each)
    return replace(definition, sources=tuple(found if found and not _waits(definition, datasets) else waiting + found))


def _waits(definition: FigureDefinition, datasets: Mapping[str, Dataset | None]) -> bool:
    """Whether the first file that a figure is made from, without which it has no value, is not in service."""
    first = next((each.table for each in definition.sources if each.table in kinds.KINDS), None)
    return first is not None and datasets.get(first) is None


def not_imported(kind: str) -> str:
    """Say that a figure waits for a file, and which."""
    described = kinds.get(kind)
    return _("le fichier « %(title)s » (%(producer)s) n’est pas encore importé ici") % {
        "title": described.title,
        "producer": described.producer,
    }


def covers(dataset: Dataset) -> str:
    """Say which part of the country a dataset covers: « seulement 217 communes de la zone… »; empty for all of it."""
    coverage: Mapping[str, Any] | None = dataset.manifest["coverage"]
    if coverage is None or len(coverage["zones"]) >= 0.95 * coverage["zones_of"]:
        return ""
    if not coverage["zones"]:
        return _("seulement %(communes)s communes") % {"communes": number(coverage["communes"])}
    names = dict(zip(*(reference.load("employment_zones")[each].to_pylist() for each in ("code", "name")), strict=True))
    zones = [names.get(code, code) for code in coverage["zones"]]
    if len(zones) == 1:
        return _("seulement %(communes)s communes de la zone d’emploi de %(zone)s") % {
            "communes": number(coverage["communes"]),
            "zone": zones[0],
        }
    if len(zones) <= NAMED:
        return _("seulement les zones d’emploi de %(zones)s") % {"zones": joined(zones)}
    return _("seulement %(count)s zones d’emploi sur %(all)s") % {"count": len(zones), "all": coverage["zones_of"]}


def whole_of(dataset: Dataset | None) -> str:
    """Say what a comparison with all that a dataset covers is with: « la France », « 217 communes de la zone… »."""
    covered = covers(dataset) if dataset is not None else ""
    return covered.removeprefix(_("seulement ")) or _("la France")


def does_not_cover(dataset: Dataset) -> str:
    """Say why a territory, or a part of it, has no figure from a dataset in service."""
    covered = covers(dataset)
    if not covered:
        return _("aucune donnée ici dans le fichier importé (%(producer)s)") % {
            "producer": dataset.manifest["producer"]
        }
    return _("le fichier importé couvre %(covered)s") % {"covered": covered}
