"""What one does with one's own notices: read them, choose how they come."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts.models import Person
from tandem.core.errors import TandemError
from tandem.notifications.kinds import offered
from tandem.notifications.models import Notice, Pace, Preference, Visit


def read(person: Person, key: int) -> Notice | None:
    """Mark one's own notice as read, and return it; None for another's, or none."""
    notice = Notice.objects.of(person).filter(pk=key).first()
    if notice is not None and notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def read_all(person: Person, up_to: int) -> int:
    """Mark as read one's own notices up to the last one that the page showed; later ones stay unread."""
    return Notice.objects.filter(person=person, pk__lte=up_to).unread().update(read_at=timezone.now())


@transaction.atomic
def choose(person: Person, paces: Mapping[str, str]) -> None:
    """Keep when each kind of notice goes by e-mail; what goes in the page does not change.

    Raises
    ------
    TandemError
        A kind or a pace that there is not.
    """
    known = {kind.code for kind in offered()}
    if paces.keys() - known or set(paces.values()) - set(Pace.values):
        raise TandemError(_("Choisir pour chaque nature d’avis : tout de suite, une fois par jour, ou jamais."))
    Preference.objects.bulk_create(
        [Preference(person=person, kind=kind, pace=pace) for kind, pace in paces.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["pace"],
    )


def visited(person: Person) -> Visit:
    """Note that somebody opens their home; return their visits (two queries at most)."""
    now = timezone.now()
    visit, made = Visit.objects.get_or_create(person=person, defaults={"latest": now})
    if not made and visit.seen(now):
        visit.save(update_fields=["latest", "before"])
    return visit
