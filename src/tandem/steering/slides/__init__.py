"""A diagnosis as slides that people edit: titles that say what is found, native charts, the page's sentences."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tandem.core.typography import date_long, joined
from tandem.diagnosis.comparison import Row
from tandem.diagnosis.edition import Edition
from tandem.programme import current
from tandem.steering.slides import comparison, diagnosis
from tandem.steering.slides.content import kept
from tandem.steering.slides.deck import Deck

__all__ = ["pptx_of", "pptx_of_comparison"]


def pptx_of(edition: Edition) -> bytes:
    """Return a diagnosis as a presentation of at most twelve slides; the same diagnosis gives the same bytes."""
    programme = current()
    foot = _("%(title)s · état au %(date)s") % {"title": edition.title, "date": date_long(edition.date)}
    deck = Deck(edition.title, programme.organisation.name, edition.date, foot)
    subtitle = (
        _("Diagnostic industriel · état au %(date)s") % {"date": date_long(edition.date)},
        _("%(region)s · %(programme)s") % {"region": edition.region.name, "programme": programme.name},
    )
    deck.add_title(edition.name, subtitle, edition.source)
    for slide in kept(diagnosis.slides_of(edition), diagnosis.MOST - 1):
        deck.add(slide)
    return deck.save()


def pptx_of_comparison(editions: Sequence[Edition], rows: Sequence[Row]) -> bytes:
    """Return a comparison of territories as a presentation."""
    programme = current()
    date = max(each.date for each in editions)
    title = _("Comparaison de %(names)s") % {"names": joined(each.name for each in editions)}
    foot = _("%(title)s · état au %(date)s") % {"title": title, "date": date_long(date)}
    deck = Deck(title, programme.organisation.name, date, foot)
    subtitle = (_("État au %(date)s") % {"date": date_long(date)}, programme.name)
    deck.add_title(title, subtitle)
    for slide in comparison.slides_of(editions, rows):
        deck.add(slide)
    return deck.save()
