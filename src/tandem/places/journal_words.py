"""What the journal's entries about the official geography say."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from tandem.core.journal.timeline import Told, names, says
from tandem.core.typography import counted
from tandem.places.models import Department, Region


@names("region")
def _regions(keys: Collection[str]) -> dict[str, str]:
    return dict(Region.objects.filter(code__in=keys).values_list("code", "name"))


@names("department")
def _departments(keys: Collection[str]) -> dict[str, str]:
    return dict(Department.objects.filter(code__in=keys).values_list("code", "name"))


@says("places.reference_loaded")
def _loaded(told: Told) -> str:
    tables = counted(len(told.data["tables"]), _("table"))
    rows = sum(told.data["rows"].values())
    if not rows:  # tables that stay in their files
        return _("a chargé la géographie officielle : %(tables)s") % {"tables": tables}
    return _("a chargé la géographie officielle : %(tables)s, %(rows)s") % {
        "tables": tables, "rows": counted(rows, _("ligne écrite"), _("lignes écrites"))}  # fmt: skip
