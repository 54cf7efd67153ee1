"""The words of the programme, of its geography and of its figures, each with an address: ``/glossaire/#zone-d-emploi``.

A template gives a word its tip by ``{% load glossary %}{% term "zone-d-emploi" %}``.
"""

from functools import cache

from django.utils.translation import gettext as _

from tandem.core.errors import NotFoundError, nearest
from tandem.public_site.content.glossary.geography import GEOGRAPHY
from tandem.public_site.content.glossary.methods import METHODS
from tandem.public_site.content.glossary.programme import PROGRAMME
from tandem.public_site.content.glossary.statistics import SOURCES, STATISTICS
from tandem.public_site.content.glossary.types import Section, Term
from tandem.public_site.content.glossary.zonings import ZONINGS

__all__ = ["SECTIONS", "Section", "Term", "term"]

SECTIONS = (PROGRAMME, GEOGRAPHY, ZONINGS, STATISTICS, SOURCES, METHODS)


@cache
def _terms() -> dict[str, Term]:
    return {term.id: term for section in SECTIONS for term in section.terms}


def term(anchor: str) -> Term:
    """Return the entry that has this anchor.

    Raises
    ------
    NotFoundError
        With the nearest anchors.
    """
    try:
        return _terms()[anchor]
    except KeyError:
        close = ", ".join(nearest(anchor, _terms()))
        raise NotFoundError(
            _("Le glossaire n’a pas d’entrée « %(anchor)s ».") % {"anchor": anchor},
            _("Entrées proches : %s.") % close if close else "",
        ) from None
