"""What one does with the official geography: load it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from tandem import reference
from tandem.core import bulk, journal
from tandem.places import loading, reference_tables

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are over, and how many there are."""


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def load_places(*, actor: str, progress: Progress = silent, directory: Path | None = None) -> dict[str, bulk.Counts]:
    """Bring the official geography in line with the tables that ship with the package.

    Every shipped table is checked first, those that stay in their file too. A model whose tables the database already
    holds is skipped. All or nothing; two loads at once take turns. Journalled as ``places.reference_loaded`` when
    something was written.

    Parameters
    ----------
    actor
        Who asks, for the journal.
    progress
        Told of each step.
    directory
        Folder of the tables and their manifest; the shipped one by default.

    Returns
    -------
    dict
        What was done to each model that was loaded, by the model's label; empty when all was up to date.

    Raises
    ------
    tandem.reference.ReferenceTableError
        A shipped table is not the one that the manifest describes.
    tandem.core.bulk.LoadError
        The database refused the rows or could not finish.
    """
    manifest = reference.manifest(directory)["tables"]
    names = sorted(manifest)
    total = len(names) + len(loading.RECIPES)
    tables = {}
    for done, name in enumerate(names):
        progress(_("Vérification des tables de référence"), done, total)
        tables[name] = reference.load(name, directory)
    geography = dt.date(int(manifest["communes"]["cog"][:4]), 1, 1)
    loaded: dict[str, bulk.Counts] = {}
    with bulk.whole_load(reference_tables.LOCK):
        described = reference_tables.register(directory)
        stale = reference_tables.stale({source for recipe in loading.RECIPES for source in recipe.sources})
        for done, recipe in enumerate(loading.RECIPES, start=len(names)):
            progress(_("Chargement : %s") % recipe.model._meta.verbose_name_plural, done, total)
            if stale.intersection(recipe.sources):
                loaded[recipe.model._meta.label] = loading.load(recipe, tables, geography)
        reference_tables.mark_loaded(stale)
        if loaded or described:
            journal.record(
                "places.reference_loaded",
                actor=actor,
                tables={name: manifest[name]["sha256"] for name in sorted({*stale, *described} & set(names))},
                rows={label: counts.inserted + counts.updated for label, counts in loaded.items()},
                deleted={label: counts.deleted for label, counts in loaded.items() if counts.deleted},
            )
    progress(_("Géographie officielle à jour"), total, total)
    return loaded
