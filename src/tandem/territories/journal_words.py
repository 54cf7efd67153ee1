"""What the journal's entries about the programme's territories say."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from tandem.core.journal.timeline import Told, names, says
from tandem.core.typography import counted
from tandem.territories.models import Territory


@names("territory")
def _territories(keys: Collection[str]) -> dict[str, str]:
    return dict(Territory.objects.filter(code__in=keys).values_list("code", "name"))


@says("territories.perimeters_loaded")
def _loaded(told: Told) -> str:
    written = sum(told.data["rows"].values()) + sum(told.data["deleted"].values())
    return _("a chargé les territoires du programme et leurs périmètres : %(rows)s") % {
        "rows": counted(written, _("ligne changée"), _("lignes changées"))}  # fmt: skip
