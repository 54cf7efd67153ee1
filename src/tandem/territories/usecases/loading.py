"""What one does with the programme's territories: load them."""

from pathlib import Path

from django.utils.translation import gettext as _

from tandem import programme, reference
from tandem.core import bulk, journal
from tandem.core.errors import TandemError
from tandem.places import reference_tables
from tandem.places.usecases import Progress, silent
from tandem.territories import lives, loading
from tandem.territories.models import (
    LifeStep,
    Member,
    Perimeter,
    PerimeterCommune,
    PerimeterContour,
    Phase,
    Succession,
    Territory,
)

NEEDED = ("communes", "intermunicipalities", "regions")

# Parents first: a row is given the keys of its parents.
STEPS = (
    (Territory, loading.load_territories),
    (Perimeter, loading.load_perimeters),
    (Member, loading.load_members),
    (PerimeterCommune, loading.load_communes),
    (PerimeterContour, loading.load_contours),
)


def load_territories(
    *, actor: str, progress: Progress = silent, directory: Path | None = None
) -> dict[str, bulk.Counts]:
    """Bring phases, territories and perimeters in line with the programme file and the tables that ship with it.

    Tables that the database already holds are skipped; what perimeters count, who succeeds whom and what step each
    took is computed again each time, because the geography may have changed, and written where it differs. What
    committees decided (labels, departures) stays as they decided it. All or nothing; two loads at once
    take turns. Journalled as ``territories.perimeters_loaded`` when something was written.

    Parameters
    ----------
    actor, progress, directory
        As in `tandem.places.usecases.load_places`, which must have run before.

    Returns
    -------
    dict
        What was done to each model where something was written, by its label; empty when all was up to date.

    Raises
    ------
    ConfigurationError
        The programme file is wrong, or does not describe the phases and lists of the tables.
    tandem.reference.ReferenceTableError
        A shipped table is not the one that the manifest describes.
    tandem.core.bulk.LoadError
        The database refused the rows (a commune in two territories at once) or could not finish.
    """
    described = programme.current()
    manifest = reference.manifest(directory)["tables"]
    tables = {name: reference.load(name, directory) for name in loading.TABLES}
    loading.check_programme(described, tables)
    total = len(STEPS) + 1
    loaded: dict[str, bulk.Counts] = {}
    with bulk.whole_load(reference_tables.LOCK):
        if reference_tables.stale(NEEDED):
            raise TandemError(
                _("La géographie officielle n’est pas à jour dans la base."),
                _("La charger avant les territoires : tandem demo le fait."),
            )
        loaded[Phase._meta.label] = loading.load_phases(described)
        stale = reference_tables.stale(loading.TABLES)
        for done, (model, load) in enumerate(STEPS):
            progress(_("Chargement : %s") % model._meta.verbose_name_plural, done, total)
            if stale:
                loaded[model._meta.label] = load(tables)
        progress(_("Calcul des effectifs et des successions"), len(STEPS), total)
        lives.end_again_what_left()
        counted, loaded[Succession._meta.label] = loading.compute_counts(), loading.compute_successions()
        loaded[LifeStep._meta.label] = lives.compute_steps()
        reference_tables.mark_loaded(stale)
        written = {label: counts for label, counts in loaded.items() if counts.changed}
        if written or counted:
            journal.record(
                "territories.perimeters_loaded",
                actor=actor,
                subject=described.code,
                tables={name: manifest[name]["sha256"] for name in sorted(stale)},
                rows={label: counts.inserted + counts.updated for label, counts in written.items()},
                deleted={label: counts.deleted for label, counts in written.items() if counts.deleted},
                counts_updated=counted,
            )
    progress(_("Territoires à jour"), total, total)
    return written
