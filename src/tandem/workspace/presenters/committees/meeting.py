"""A meeting: its agenda first, then who is there, then what one may do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.accounts.rights import Acting, may
from tandem.committees import rules
from tandem.committees.models import Meeting
from tandem.committees.record import Point, Record, Seated, record_of
from tandem.committees.rules import State, Voice
from tandem.committees.sitting import place_for, presides
from tandem.committees.usecases.turns import now
from tandem.core.typography import counted, joined, number
from tandem.workspace.presenters.committees import words


@dataclass(frozen=True, slots=True)
class Present:
    """A member, whether they are there, and what may be noted of them."""

    mandate: int
    who: str
    role: str
    voice: str
    state: str
    kind: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A point of the agenda as the meeting's page shows it."""

    point: Point
    href: str
    matter: str
    waits: bool
    kind: str
    first: bool
    last: bool


def shown(meeting: Meeting, acting: Acting, person: int) -> dict[str, Any]:
    """Return what the page of a meeting shows (a fixed number of queries)."""
    record = record_of(meeting, person)
    place = place_for(acting, meeting.committee, meeting.day)
    held = programme.current()
    prepares = bool(may(acting, "committees.prepare", place, held))
    chairs = presides(acting, record.sitting)
    member = record.sitting.composition.member(acting.mandate)
    votes = member is not None and member.voice.votes
    stage = meeting.stage
    earlier = meeting.committee.meetings.filter(
        state=State.CLOSED, minutes_ready_at__isnull=False, starts_at__lt=meeting.starts_at
    )
    closed = [point.number for point in record.points if point.closed]
    return {
        "meeting": meeting,
        "object": f"meeting:{meeting.pk}",
        "committee": meeting.committee,
        "when": words.when(meeting),
        "kind": words.STATE_KINDS[stage],
        "length": counted(meeting.minutes_long, _("minute")),
        "lines": _lines(record, acting, votes and stage is State.OPEN and bool(meeting.deliberates)),
        "present": [_present(each, meeting, record.sitting.mandates) for each in record.seated],
        "quorum": _quorum(meeting),
        "notice": _notice(meeting),
        "prepares": prepares,
        "runs": prepares or chairs,
        "chairs": chairs,
        "changes": prepares and stage in (State.PLANNED, State.CALLED, State.OPEN),
        "earlier": [words.line(_of(meeting, each)) for each in earlier] if chairs and stage is State.OPEN else [],
        "closed": closed,
        "minutes": bool(meeting.minutes_ready_at or (prepares and meeting.minutes)) and not closed,
    }


def _of(meeting: Meeting, other: Meeting) -> Meeting:
    other.committee = meeting.committee
    return other


def _lines(record: Record, acting: Acting, votes: bool) -> list[Line]:
    names = {each.code: each.name for each in programme.current().matters}
    count = len(record.points)
    return [
        Line(
            point,
            "" if point.closed else reverse("workspace:item", args=[point.item.pk]),
            "" if point.closed else names.get(point.item.matter, point.item.matter),
            votes and not point.closed and point.decision is None
            and not any(acting.mandate in (each.mandate_id, each.cast_by_id) for each in point.votes),
            words.OUTCOME_KINDS[point.decision.outcome] if point.decision else "",
            rank == 0,
            rank == count - 1,
        )
        for rank, point in enumerate(record.points)
    ]  # fmt: skip


def _present(seated: Seated, meeting: Meeting, mandates: Mapping[int, Mandate]) -> Present:
    row = seated.attendance
    chosen = "" if row is None else row.state if row.stand_in_id is None else f"{row.state}:{row.stand_in_id}"
    told, kind = _("non noté"), ""
    if row is not None:
        told, kind = row.get_state_display(), {"present": "success", "represented": "success"}.get(row.state, "")
        if row.stand_in is not None:
            told = _("représenté par %s") % row.stand_in.person.full_name
        if row.left_at is not None:
            told, kind, chosen = _("parti à %s") % words.hour(meeting, row.left_at), "", "absent"
    options = [("present", _("Présent")), ("absent", _("Absent ou parti"))]
    options += [
        (f"represented:{each}", _("Représenté par %s") % mandates[each].person.full_name)
        for each in seated.member.stand_ins
    ]
    choices = [each for each in options if each[0] != chosen]
    return Present(seated.mandate.pk, words.named(seated.mandate), words.role_name(seated.member),
                   str(words.VOICE_NAMES[Voice(seated.member.voice)]), told, kind, choices)  # fmt: skip


def _quorum(meeting: Meeting) -> str:
    if meeting.deliberates is None:
        return ""
    if meeting.deliberates:
        return _("Quorum atteint à l’ouverture : %(there)s sur %(of)s qui votent.") % {
            "there": counted(meeting.quorum["present"], _("membre")), "of": number(meeting.quorum["of"])}  # fmt: skip
    return _("Séance consultative, faute de quorum : %s. Un point ne peut qu’y être reporté.") % joined(
        meeting.quorum["reasons"]
    )


def _notice(meeting: Meeting) -> str:
    """The warning of a short notice, before the call."""
    if meeting.stage is not State.PLANNED:
        return ""
    given = rules.notice(meeting.day_at(now()), meeting.day, meeting.committee.rule.notice_days)
    if given.days < 0 or not given.short:
        return ""
    return _("Délai trop court : %s. Dites pourquoi convoquer quand même.") % given
