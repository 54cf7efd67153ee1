"""The record of a meeting as documents and pages tell it: read once, in words, closed items left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from tandem.accounts import objects
from tandem.accounts.models import Mandate
from tandem.committees.models import Attendance, Decision, Interest, Item, Meeting, Vote
from tandem.committees.rules import Member, Voice
from tandem.committees.sitting import Sitting, sitting_of
from tandem.committees.usecases.turns import day_of_sitting


@dataclass(frozen=True, slots=True)
class Seated:
    """A member at a meeting: who they are, and whether they were there."""

    member: Member
    mandate: Mandate
    attendance: Attendance | None

    @property
    def votes(self) -> bool:
        return self.member.voice.votes

    @property
    def presides(self) -> bool:
        return self.member.voice is Voice.CHAIR


@dataclass(frozen=True, slots=True)
class Point:
    """An item with what came of it; `number` is its place among those of the agenda."""

    number: int
    item: Item
    about: objects.Found | None
    interests: tuple[Interest, ...]
    votes: tuple[Vote, ...]
    decision: Decision | None
    closed: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A meeting, who was there, its points."""

    meeting: Meeting
    sitting: Sitting
    seated: tuple[Seated, ...]
    points: tuple[Point, ...]

    @property
    def open_points(self) -> tuple[Point, ...]:
        return tuple(each for each in self.points if not each.closed)


def record_of(meeting: Meeting, reader: int | None = None) -> Record:
    """Read the record of a meeting (a fixed number of queries).

    Parameters
    ----------
    reader
        Primary key of who reads it: the items that a conflict of interest closes to them are marked so, and nothing of
        their file is in the record. None for nobody in particular: everything.
    """
    sitting = sitting_of(meeting.committee, day_of_sitting(meeting))
    attendances = {each.mandate_id: each for each in
                   meeting.attendances.select_related("stand_in__person", "stand_in__organisation")}  # fmt: skip
    seated = tuple(
        Seated(each, sitting.mandates[each.mandate], attendances.get(each.mandate)) for each in sitting.members
    )
    items = list(
        meeting.items.filter(removed=False)
        .select_related("decision__committee")
        .prefetch_related("interests__person", "votes__mandate__person", "votes__mandate__organisation")
    )
    closed = {each.pk for each in items if reader and any(one.person_id == reader for one in each.interests.all())}
    found = objects.find({each.about for each in items if each.about and each.pk not in closed})
    return Record(meeting, sitting, seated, tuple(_points(items, found, closed)))


def _points(items: list[Item], found: Mapping[str, objects.Found], closed: set[int]) -> list[Point]:
    return [
        Point(rank, each, None, (), (), None, True)
        if each.pk in closed
        else Point(rank, each, found.get(each.about), tuple(each.interests.all()), tuple(each.votes.all()),
                   getattr(each, "decision", None), False)
        for rank, each in enumerate(items, start=1)
    ]  # fmt: skip
