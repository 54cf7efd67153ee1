from tandem.committees.models.committees import Committee, Seat
from tandem.committees.models.decisions import Decision, FollowUp, Vote
from tandem.committees.models.meetings import Attendance, Interest, Item, Meeting
from tandem.committees.models.states import CommitteeState, FollowUpState, ItemState, MeetingState, SeatState

__all__ = [
    "Attendance",
    "Committee",
    "CommitteeState",
    "Decision",
    "FollowUp",
    "FollowUpState",
    "Interest",
    "Item",
    "ItemState",
    "Meeting",
    "MeetingState",
    "Seat",
    "SeatState",
    "Vote",
]
