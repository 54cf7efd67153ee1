"""What the use cases of committees begin with."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.rights import may
from tandem.committees.models import Item, Meeting
from tandem.committees.rules import State
from tandem.committees.sitting import Sitting, may_run, place_for, sitting_of
from tandem.core.errors import TandemError


class ChangedMeanwhileError(TandemError):
    """Somebody changed the object since the page was shown; `current` is what it has become."""

    def __init__(self, current: Item | Meeting) -> None:
        super().__init__(
            _("Quelqu’un l’a modifié depuis que vous avez ouvert cette page : rien n’a été écrasé."),
            _("Comparer les deux textes, puis enregistrer de nouveau."),
        )
        self.current = current


def locked(meeting: Meeting | int) -> Meeting:
    """Take a meeting for this transaction: who votes, decides or closes takes turns."""
    key = meeting if isinstance(meeting, int) else meeting.pk
    return Meeting.objects.select_for_update(of=("self",)).select_related("committee").get(pk=key)


def locked_item(item: Item | int) -> Item:
    """Take the meeting of an item, then read the item as it is now."""
    key = item if isinstance(item, int) else item.pk
    meeting = locked(Item.objects.values_list("meeting", flat=True).get(pk=key))
    found = Item.objects.select_for_update(of=("self",)).get(pk=key)
    found.meeting = meeting
    return found


def in_state(meeting: Meeting, *states: State) -> None:
    """Go on only in one of these states.

    Raises
    ------
    TandemError
        Saying in which state the meeting is.
    """
    if meeting.stage not in states:
        raise TandemError(_("Cette séance est « %s » : cela ne s’y fait pas.") % meeting.get_state_display())


def refuse_unless_prepares(by: By, meeting: Meeting) -> None:
    place = place_for(by.acting, meeting.committee, meeting.day)
    refuse_unless(may(by.acting, "committees.prepare", place, programme.current()))


def refuse_unless_runs(by: By, meeting: Meeting) -> Sitting:
    """Go on for who prepares or presides; return who sits today."""
    sitting = sitting_of(meeting.committee, day_of_sitting(meeting))
    refuse_unless(may_run(by.acting, meeting.committee, sitting, meeting.day))
    return sitting


def day_of_sitting(meeting: Meeting, now: dt.datetime | None = None) -> dt.date:
    """Return the day on which to read who sits: that of the opening, where the meeting is; its own day before."""
    return meeting.day_at(meeting.opened_at) if meeting.opened_at else meeting.day


def now() -> dt.datetime:
    return timezone.now()
