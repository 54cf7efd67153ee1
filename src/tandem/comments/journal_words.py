"""What the journal's entries about comments say: that there was one, never what it said."""

from django.utils.translation import gettext as _

from tandem.core.journal.timeline import Told, says


@says("comments.written")
def _written(told: Told) -> str:
    if told.data["internal"]:
        return _("a commenté %s, pour son organisation") % told.subject
    return _("a commenté %s") % told.subject


@says("comments.corrected")
def _corrected(told: Told) -> str:
    return _("a corrigé un commentaire sur %s") % told.subject


@says("comments.withdrawn")
def _withdrawn(told: Told) -> str:
    return _("a retiré un commentaire sur %s") % told.subject
