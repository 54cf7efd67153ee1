"""What committees, seats, meetings, items and follow-ups have been. Votes and decisions are never changed."""

from django.utils.translation import gettext_lazy as _

from tandem.committees.models.committees import Committee, Seat
from tandem.committees.models.decisions import FollowUp
from tandem.committees.models.meetings import Item, Meeting
from tandem.core.history import State, states_of


class CommitteeState(states_of(Committee)):
    class Meta(State.Meta):
        verbose_name = _("état d’un comité")
        verbose_name_plural = _("états des comités")


class SeatState(states_of(Seat)):
    class Meta(State.Meta):
        verbose_name = _("état d’un siège")
        verbose_name_plural = _("états des sièges")


class MeetingState(states_of(Meeting)):
    class Meta(State.Meta):
        verbose_name = _("état d’une séance")
        verbose_name_plural = _("états des séances")


class ItemState(states_of(Item)):
    class Meta(State.Meta):
        verbose_name = _("état d’un point")
        verbose_name_plural = _("états des points")


class FollowUpState(states_of(FollowUp)):
    class Meta(State.Meta):
        verbose_name = _("état d’une suite à donner")
        verbose_name_plural = _("états des suites à donner")
