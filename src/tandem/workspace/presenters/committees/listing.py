"""The committees that somebody may read, those where they sit first; meetings to come; what is still to do."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from tandem import programme
from tandem.accounts.rights import Acting
from tandem.committees.models import Committee, FollowUp, Meeting, Seat
from tandem.committees.rules import voices
from tandem.committees.sitting import places
from tandem.workspace.presenters.committees import words

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A committee, and as what one sits there."""

    committee: Committee
    voice: str
    href: str
    next: words.MeetingLine | None


def shown(acting: Acting, date: dt.date) -> dict[str, Any]:
    """Return the lists of the page (a fixed number of queries)."""
    held = {kind.code: kind for kind in programme.current().committees}
    rows = [each for each in Committee.objects.as_of(date) if each.kind in held]
    where = places(rows)
    seats = dict(Seat.objects.as_of(date).filter(mandate=acting.mandate).values_list("committee", "voice"))
    role = next((each for each in programme.current().roles if each.code == acting.role), None)
    prepares = role is not None and "committees.prepare" in role.may
    mine = [
        each for each in rows
        if each.pk in seats
        or (where[each.pk].within(acting.scope) and (prepares or acting.role in voices(each.rule)))
    ]  # fmt: skip
    coming = list(
        Meeting.objects.filter(committee__in=mine).to_come().select_related("committee")[:SHOWN]
    )  # fmt: skip
    first: dict[int, words.MeetingLine] = {}
    for each in coming:
        first.setdefault(each.committee_id, words.line(each))
    lines = [
        Line(each, _voice(acting, each, seats), reverse("workspace:committee", args=[each.pk]), first.get(each.pk))
        for each in mine
    ]
    todo = FollowUp.objects.filter(
        Q(mandate=acting.mandate) | Q(organisation=acting.organisation), done_on__isnull=True
    ).exclude(decision__item__interests__person=acting.person)
    todo = todo.select_related("decision__committee", "mandate__person", "mandate__organisation", "organisation")
    return {
        "sitting": [each for each in lines if each.voice],
        "others": [each for each in lines if not each.voice],
        "coming": [words.line(each) for each in coming],
        "todo": [words.follow_up(each, date) for each in todo],
        "prepares": prepares,
    }


def _voice(acting: Acting, committee: Committee, seats: dict[int, str]) -> str:
    given = seats.get(committee.pk) or voices(committee.rule).get(acting.role)
    return "" if given is None else str(words.VOICE_NAMES[words.Voice(given)])
