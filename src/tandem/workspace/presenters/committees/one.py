"""One committee as of a day: who sits and who is missing, its meetings, its decisions and what they asked."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.rights import Acting, may
from tandem.committees import rules
from tandem.committees.models import Committee, Interest
from tandem.committees.rules import Member
from tandem.committees.sitting import Sitting, place_for, sitting_of
from tandem.core.clock import today
from tandem.core.typography import counted, date_long, joined, percent
from tandem.programme import CommitteeKind, Decides
from tandem.workspace.presenters.committees import words

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Seat:
    """A member: as what, who, for whom."""

    role: str
    who: str
    voice: str
    stand_ins: list[str]


def shown(committee: Committee, acting: Acting, person: int, date: dt.date) -> dict[str, Any]:
    """Return what the page of a committee shows (a fixed number of queries)."""
    sitting = sitting_of(committee, date)
    closed = set(
        Interest.objects.filter(person=person, item__meeting__committee=committee).values_list("item", flat=True)
    )
    decided = (
        committee.decisions.filter(on__lte=date)
        .select_related("item")
        .prefetch_related(
            "follow_ups__mandate__person", "follow_ups__mandate__organisation", "follow_ups__organisation"
        )
    )
    place = place_for(acting, committee, date)
    now = today()
    return {
        "committee": committee,
        "date": date,
        "day": date_long(date),
        "as_of_another_day": date != now,
        "seats": [_seat(sitting, each) for each in sitting.members],
        "vacant": rules.missing_roles(sitting.composition.vacant, programme.current().roles),
        "rule": rule(committee.rule),
        "coming": [words.line(each) for each in _with(committee, committee.meetings.to_come())],
        "held": [words.line(each) for each in _with(committee, committee.meetings.held()[:SHOWN])],
        "decisions": [words.decision(each, date, each.item_id in closed) for each in decided[:SHOWN]],
        "prepares": bool(may(acting, "committees.prepare", place, programme.current())),
        "plan_key": f"{committee.kind}@{committee.scope}",
    }


def _with(committee: Committee, meetings: Any) -> Any:
    for each in meetings:
        each.committee = committee
        yield each


def _seat(sitting: Sitting, member: Member) -> Seat:
    return Seat(
        words.role_name(member), words.named(sitting.mandates[member.mandate]), str(words.VOICE_NAMES[member.voice]),
        [words.named(sitting.mandates[each]) for each in member.stand_ins],
    )  # fmt: skip


def rule(kind: CommitteeKind) -> list[str]:
    """The rule of a kind of committees, one sentence for each thing."""
    names = {role.code: role.name for role in programme.current().roles}
    how = {
        Decides.CONSENSUS: _("Il décide par consensus : personne ne s’oppose, et chacun s’est prononcé."),
        Decides.MAJORITY: _("Il décide à la majorité : plus de voix pour que de voix contre."),
        Decides.AGREEMENT: _("Il décide si chacun donne son accord : %s.")
        % joined(f"« {names.get(role, role)} »" for role in kind.agree),
    }[kind.decides]
    told = [
        how,
        _("Quorum : %s des membres qui votent, et quelqu’un qui préside.") % percent(kind.quorum, 0),
        _("Convocation : %s avant la séance.") % counted(kind.notice_days, _("jour")),
    ]
    if kind.present:
        told.insert(2, _("Sans %s, il ne délibère pas.") % joined(
            (f"« {names.get(role, role)} »" for role in kind.present), _("ou")))  # fmt: skip
    return told
