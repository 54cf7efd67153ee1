"""What the journal's entries about the programme's territories say."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from tandem.core.journal.timeline import Told, names, says
from tandem.core.typography import counted
from tandem.territories.journal_words_of_acts import day, numbers
from tandem.territories.models import Candidacy, Territory


@names("territory")
def _territories(keys: Collection[str]) -> dict[str, str]:
    return dict(Territory.objects.filter(code__in=keys).values_list("code", "name"))


@says("territories.perimeters_loaded")
def _loaded(told: Told) -> str:
    written = sum(told.data["rows"].values()) + sum(told.data["deleted"].values())
    return _("a chargé les territoires du programme et leurs périmètres : %(rows)s") % {
        "rows": counted(written, _("ligne changée"), _("lignes changées"))}  # fmt: skip


@names("candidacy")
def _candidacies(keys: Collection[str]) -> dict[str, str]:
    found = Candidacy.objects.filter(pk__in=numbers(keys)).values_list("pk", "name")
    return {str(pk): _("candidature « %s »") % name for pk, name in found}


@says("territories.candidacy_filed")
def _candidacy_filed(told: Told) -> str:
    return _("a déposé la %(candidacy)s le %(day)s, avec %(members)s") % {
        "candidacy": told.subject,
        "day": day(told.data["on"]),
        "members": counted(len(told.data["members"]), _("membre")),
    }


@says("territories.candidacy_withdrawn")
def _candidacy_withdrawn(told: Told) -> str:
    return _("a retiré la %s") % told.subject


@says("territories.labelled")
def _labelled(told: Told) -> str:
    return _("a labellisé « %(territory)s » à partir du %(day)s (%(communes)s)") % {
        "territory": told.subject,
        "day": day(told.data["on"]),
        "communes": counted(told.data["communes"], _("commune")),
    }


@says("territories.renewed")
def _renewed(told: Told) -> str:
    return _("a renouvelé « %(territory)s » à partir du %(day)s") % {
        "territory": told.subject, "day": day(told.data["on"])}  # fmt: skip


@says("territories.left")
def _left(told: Told) -> str:
    return _("a fait sortir « %(territory)s » du programme à partir du %(day)s") % {
        "territory": told.subject, "day": day(told.data["on"])}  # fmt: skip
