"""What the journal's entries about diagnoses and the official files they read say."""

from django.utils.translation import gettext as _

from tandem.core.journal.timeline import Told, says
from tandem.core.typography import counted, joined
from tandem.datasets.kinds import KINDS


@says("diagnosis.computed")
def _computed(told: Told) -> str:
    text = _("a calculé %(diagnoses)s de %(indicators)s") % {
        "diagnoses": counted(told.data["diagnoses"], _("diagnostic")),
        "indicators": counted(told.data["indicators"], _("indicateur")),
    }
    lost = told.data.get("lost")
    if not lost:
        return text
    return _("%(text)s, sans %(files)s, qui n’étaient plus en service") % {
        "text": text, "files": joined(f"« {title} »" for title in lost)}  # fmt: skip


@says("data.imported")
def _imported(told: Told) -> str:
    data = told.data
    return _("a mis en service « %(file)s », %(vintage)s : %(rows)s, %(refused)s") % {
        "file": _title(data["kind"]),
        "vintage": " ".join(filter(None, (data["vintage"], data["part"]))),
        "rows": counted(data["rows"], _("ligne gardée"), _("lignes gardées")),
        "refused": counted(data["refused"], _("refusée")),
    }


@says("data.withdrawn")
def _withdrawn(told: Told) -> str:
    return _("a retiré du service « %(file)s », %(vintage)s") % {
        "file": _title(told.data["kind"]), "vintage": told.data["vintage"]}  # fmt: skip


def _title(kind: str) -> str:
    return str(KINDS[kind].title) if kind in KINDS else kind
