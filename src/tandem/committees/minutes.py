"""The draft of the minutes, in plain text, from the record: a secretary edits it from there."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tandem.accounts.models import Mandate
from tandem.committees.models import Meeting
from tandem.committees.record import Point, Record, Seated, record_of
from tandem.core.typography import counted, date_long, joined, no_break, number


def draft(meeting: Meeting) -> str:
    """Return the minutes that the record says: who was there, the quorum, each item and what was decided."""
    record = record_of(meeting)
    parts = [_opening(record), _present(record), _quorum(meeting)]
    parts += [_point(point) for point in record.points]
    parts.append(_("La séance est levée à %s.") % _hour(meeting, meeting.closed_at) if meeting.closed_at else "")
    return no_break("\n\n".join(each for each in parts if each))


def _opening(record: Record) -> str:
    meeting = record.meeting
    chairs = [_named(each) for each in record.seated if each.presides and _there(each)]
    return _("%(committee)s : séance du %(day)s à %(hour)s, %(where)s, présidée par %(chairs)s.") % {
        "committee": meeting.committee.name,
        "day": date_long(meeting.day),
        "hour": _hour(meeting, meeting.opened_at or meeting.starts_at),
        "where": meeting.place or _("en visioconférence"),
        "chairs": joined(chairs) or _("personne"),
    }


def _present(record: Record) -> str:
    lines = []
    for label, wanted in ((_("Présents ou représentés"), True), (_("Absents"), False)):
        named = [_named(each) for each in record.seated if _there(each) is wanted]
        if named:
            lines.append(f"{label} : " + " ; ".join(named) + ".")
    return "\n".join(lines)


def _quorum(meeting: Meeting) -> str:
    kept = meeting.quorum
    if meeting.deliberates is None:
        return ""
    if meeting.deliberates:
        return _("Le quorum est atteint : %(there)s sur %(of)s ayant voix délibérative.") % {
            "there": counted(kept["present"], _("membre")), "of": number(kept["of"])}  # fmt: skip
    return _("Le quorum n’est pas atteint (%s) : la séance est consultative.") % joined(kept["reasons"])


def _point(point: Point) -> str:
    lines = [f"{point.number}. {point.item.title}", _("Question : %s") % point.item.question]
    if point.interests:
        lines.append(_("Ne prend pas part à ce point, pour conflit d’intérêts : %s.") % joined(
            each.person.full_name for each in point.interests))  # fmt: skip
    if point.votes:
        told = [f"{_name(each.mandate)} {each.get_ballot_display()}" for each in point.votes]
        lines.append(_("Se sont prononcés : %s.") % " ; ".join(told))
    if point.decision is None:
        lines.append(_("Ce point n’a pas été examiné."))
        return "\n".join(lines)
    lines.append(_("Décision %(reference)s, %(outcome)s : %(text)s") % {
        "reference": point.decision.reference, "outcome": point.decision.get_outcome_display(),
        "text": point.decision.text})  # fmt: skip
    if point.decision.conditions:
        lines.append(_("Conditions : %s") % point.decision.conditions)
    return "\n".join(lines)


def _there(seated: Seated) -> bool:
    return seated.attendance is not None and seated.attendance.state != "absent"


def _name(mandate: Mandate) -> str:
    return f"{mandate.person.full_name} ({mandate.organisation.name})"


def _named(seated: Seated) -> str:
    told = _name(seated.mandate)
    if seated.attendance is not None and seated.attendance.stand_in is not None:
        return _("%(member)s, représenté par %(stand_in)s") % {
            "member": told, "stand_in": seated.attendance.stand_in.person.full_name}  # fmt: skip
    return told


def _hour(meeting: Meeting, moment: dt.datetime) -> str:
    local = moment.astimezone(ZoneInfo(meeting.time_zone))
    return f"{local.hour}\u202fh\u202f{local.minute:02d}"
