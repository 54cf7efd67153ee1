"""Meetings, members and decisions in words."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.committees.models import Decision, FollowUp, Meeting
from tandem.committees.rules import Member, State, Voice
from tandem.core.typography import date_long
from tandem.workspace.views.committees.forms import ZONES

ASKED = ("follow_ups__mandate__person", "follow_ups__mandate__organisation", "follow_ups__organisation")
"""What a decision's follow-ups are shown with."""
STATE_KINDS = {State.PLANNED: "info", State.CALLED: "new", State.OPEN: "warning", State.CLOSED: "",
               State.APPROVED: "success", State.CANCELLED: "error"}  # fmt: skip
OUTCOME_KINDS = {"adopted": "success", "conditions": "success", "rejected": "error", "deferred": "warning"}
VOICE_NAMES = {Voice.CHAIR: gettext_lazy("Préside"), Voice.VOTING: gettext_lazy("Vote"),
               Voice.CONSULTED: gettext_lazy("Est entendu")}  # fmt: skip


def hour(meeting: Meeting, moment: dt.datetime) -> str:
    """A moment by the clock of a meeting; the zone is told when it is not that of Paris."""
    local = moment.astimezone(ZoneInfo(meeting.time_zone))
    told = f"{local.hour}\u202fh\u202f{local.minute:02d}"
    if meeting.time_zone == "Europe/Paris":
        return told
    where = dict(ZONES).get(meeting.time_zone, meeting.time_zone)
    return _("%(hour)s, heure locale (%(where)s)") % {"hour": told, "where": where}


def when(meeting: Meeting) -> str:
    return _("%(day)s à %(hour)s") % {"day": date_long(meeting.day), "hour": hour(meeting, meeting.starts_at)}


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting among others."""

    meeting: Meeting
    when: str
    where: str
    kind: str
    href: str


def line(meeting: Meeting) -> MeetingLine:
    return MeetingLine(meeting, when(meeting), meeting.place or _("en visioconférence"), STATE_KINDS[meeting.stage],
                       reverse("workspace:meeting", args=[meeting.pk]))  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision among others; without its words for whom a conflict of interest sets aside."""

    decision: Decision
    title: str
    day: str
    kind: str
    href: str
    follow_ups: list["FollowUpLine"]


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """Something to do."""

    follow_up: FollowUp
    who: str
    due: str
    late: bool
    done: str


def follow_up(row: FollowUp, date: dt.date) -> FollowUpLine:
    who = row.organisation.name if row.organisation else named(row.mandate)
    done = date_long(row.done_on) if row.done_on else ""
    return FollowUpLine(row, who, date_long(row.due), row.done_on is None and row.due < date, done)


def decision(row: Decision, date: dt.date, closed: bool = False) -> DecisionLine:
    title = _("Fermée par un conflit d’intérêts") if closed else row.item.title
    return DecisionLine(
        row, title, date_long(row.on), OUTCOME_KINDS[row.outcome],
        "" if closed else reverse("workspace:decision", args=[row.pk]),
        [] if closed else [follow_up(each, date) for each in row.follow_ups.all()],
    )  # fmt: skip


def named(mandate: Mandate) -> str:
    person = _("une personne effacée") if mandate.person.erased_at else mandate.person.full_name
    return _("%(person)s, %(organisation)s") % {"person": person, "organisation": mandate.organisation.name}


def role_name(member: Member) -> str:
    return next((role.name for role in programme.current().roles if role.code == member.role), member.role)
