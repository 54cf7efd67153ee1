"""What the journal's entries about documents say."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from tandem.core.journal.timeline import Told, names, says
from tandem.documents.models import Document, Visibility


@names("document")
def _documents(keys: Collection[str]) -> dict[str, str]:
    """Titles; that of a document which stays within an organisation, or was withdrawn, is not told."""
    found = Document.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    hidden = {Visibility.INTERNAL}
    return {
        str(each.pk): _("un document interne")
        if each.visibility in hidden
        else _("un document retiré depuis")
        if each.withdrawn_at
        else _("« %s »") % each.title
        for each in found
    }


def _named(told: Told) -> str:
    return told.name("document", told.data["document"])


@says("documents.added")
def _added(told: Told) -> str:
    return _("a joint %s") % _named(told)


@says("documents.version_added")
def _version(told: Told) -> str:
    return _("a joint la version %(version)s de %(document)s") % {
        "version": told.data["version"], "document": _named(told)}  # fmt: skip


@says("documents.withdrawn")
def _withdrawn(told: Told) -> str:
    return _("a retiré %s") % _named(told)


@says("documents.scanned")
def _scanned(told: Told) -> str:
    return _("a fait analyser %s par l’antivirus : rien trouvé") % _named(told)


@says("documents.refused")
def _refused(told: Told) -> str:
    return _("a mis à l’écart %s, refusé par l’antivirus") % _named(told)
