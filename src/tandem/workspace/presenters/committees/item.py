"""An item: what is asked, what is proposed, where the votes stand, what was decided before on the same object."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts import objects
from tandem.accounts.rights import Acting, may
from tandem.committees.effects import effect
from tandem.committees.models import Decision, Item
from tandem.committees.models.decisions import BALLOTS, OUTCOMES
from tandem.committees.rules import Outcome, State, contradiction
from tandem.committees.sitting import held, place_for, presences, presides
from tandem.committees.usecases.deciding import Standing, standing_of
from tandem.committees.usecases.turns import now
from tandem.core.typography import counted, joined
from tandem.workspace.presenters.committees import words


@dataclass(frozen=True, slots=True)
class Voter:
    """A voting member: what they said, or why they do not vote."""

    mandate: int
    who: str
    ballot: str
    there: bool


def shown(item: Item, acting: Acting, person: int) -> dict[str, Any]:
    """Return what the page of an item shows (a fixed number of queries)."""
    meeting = item.meeting
    committee = meeting.committee
    standing = standing_of(item)
    place = place_for(acting, committee, meeting.day)
    decision = Decision.objects.filter(item=item).first()
    matter = next((each for each in programme.current().matters if each.code == item.matter), None)
    acts = effect(matter.effect) if matter and matter.effect else None
    found = objects.find([item.about]).get(item.about) if item.about else None
    live = meeting.stage is State.OPEN and decision is None and not item.removed
    chairs = presides(acting, standing.sitting)
    decides = bool(may(acting, "committees.decide", place, programme.current()))
    voters = _voters(item, standing)
    member = standing.sitting.composition.member(acting.mandate)
    own = next((each for each in voters if member and each.mandate == member.mandate), None)
    prepares = bool(may(acting, "committees.prepare", place, programme.current()))
    changeable = meeting.stage in (State.PLANNED, State.CALLED, State.OPEN) and decision is None and not item.removed
    return {
        "item": item,
        "object": f"item:{item.pk}",
        "meeting": meeting,
        "committee": committee,
        "when": words.when(meeting),
        "matter": matter.name if matter else item.matter,
        "about": found,
        "about_kind": objects.kind_of(item.about).label if item.about and objects.kind_of(item.about) else "",
        "effect": acts.label if acts else "",
        "documents": [each for each in item.documents.splitlines() if each.strip()],
        "interests": [each.person.full_name for each in item.interests.select_related("person")],
        "voters": voters,
        "tally": tally(standing),
        "verdict": _verdict(standing),
        "decision": words.decision(decision, meeting.day) if decision else None,
        "earlier": earlier(item, person),
        "votes": live and bool(meeting.deliberates) and decides and own is not None and own.there and not own.ballot,
        "voted": own.ballot if own else "",
        "consensus": live and bool(meeting.deliberates) and decides and chairs
        and any(each.there and not each.ballot for each in voters),
        "decides": live and decides and chairs,
        "waits": live and not (decides and chairs),
        "outcomes": _outcomes(item, standing),
        "ballots": BALLOTS,
        "interest": changeable,
        "chairs": chairs,
        "others": [(str(each.person.pk), words.named(each)) for each in standing.sitting.mandates.values()],
        "edits": changeable and prepares,
    }  # fmt: skip


def _voters(item: Item, standing: Standing) -> list[Voter]:
    votes = {each.mandate_id: each.get_ballot_display() for each in item.votes.all()}
    there, moment = presences(item.meeting.attendances.all()), now()
    today = item.meeting.day_at(moment)
    found = []
    for each in standing.sitting.composition.voting:
        mandate = standing.sitting.mandates[each.mandate]
        seat = there.get(each.mandate)
        caster = standing.sitting.mandates[seat.stand_in] if seat and seat.stand_in else mandate
        aside = each.person in standing.aside or caster.person_id in standing.aside
        present = seat is not None and seat.there(moment) and held(caster).in_force(today) and not aside
        found.append(Voter(each.mandate, words.named(mandate), str(votes.get(each.mandate, "")), present))
    return found


def tally(standing: Standing) -> str:
    counted_votes = standing.tally
    if not counted_votes.cast:
        return ""
    told = [
        _("%s pour") % counted_votes.in_favour,
        _("%s contre") % counted_votes.against,
        counted(counted_votes.abstained, _("abstention")),
    ]
    return joined(told)


def _verdict(standing: Standing) -> str:
    """What the committee's rule says of the votes so far."""
    if not standing.quorum.reached:
        return _("Le comité ne peut pas délibérer sur ce point : %s.") % joined(standing.quorum.reasons)
    if standing.tally.adopts:
        return _("Selon la règle du comité, la proposition est adoptée.")
    return _("La proposition n’est pas adoptée : %s.") % joined(standing.tally.reasons)


def _outcomes(item: Item, standing: Standing) -> list[tuple[str, str]]:
    """The outcomes that the votes allow."""
    possible = [("", _("Choisir"))]
    for code, label in OUTCOMES:
        consult = not item.meeting.deliberates and code != Outcome.DEFERRED.value
        if not consult and not contradiction(Outcome(code), standing.tally, standing.quorum):
            possible.append((code, str(label)))
    return possible


def earlier(item: Item, person: int) -> list[words.DecisionLine]:
    """Decisions on the same object before this item, but those closed to who reads (two queries)."""
    if not item.about:
        return []
    rows = (
        Decision.objects.filter(item__about=item.about, on__lte=item.meeting.day)
        .exclude(item=item)
        .exclude(item__interests__person=person)
        .select_related("item", "committee")
        .prefetch_related(*words.ASKED)
        .order_by("-on", "-pk")
    )  # fmt: skip
    return [words.decision(each, item.meeting.day) for each in rows[:10]]
