"""Vote, record a consensus, pronounce a decision, which acts on its object in the same transaction."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Mandate
from tandem.accounts.rights import may
from tandem.committees import effects, rules
from tandem.committees.models import Committee, Decision, Interest, Item, Vote
from tandem.committees.rules import Ballot, Outcome, Quorum, State, Tally
from tandem.committees.sitting import Sitting, held, place_for, presences, presides, quorum_of, role_names, sitting_of
from tandem.committees.usecases.turns import day_of_sitting, in_state, locked_item, now
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.saving import save


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands: who sits, who is set aside, whether one may deliberate on it, what the votes say."""

    sitting: Sitting
    aside: frozenset[int]
    quorum: Quorum
    tally: Tally


def standing_of(item: Item, moment: dt.datetime | None = None) -> Standing:
    """Read where an item stands at a moment (a fixed number of queries)."""
    meeting, moment = item.meeting, moment or now()
    committee = meeting.committee
    sitting = sitting_of(committee, day_of_sitting(meeting))
    aside = frozenset(Interest.objects.filter(item=item).values_list("person", flat=True))
    there = presences(meeting.attendances.all())
    deliberates = quorum_of(committee, sitting, there.values(), moment, aside)
    today = meeting.day_at(moment)
    expected = [
        each.mandate
        for each in sitting.composition.voting
        if each.person not in aside and each.mandate in there and there[each.mandate].there(moment)
        and _stands(sitting, there[each.mandate].stand_in or each.mandate, today, aside)
    ]  # fmt: skip
    votes = list(item.votes.all())
    ballots = {each.mandate_id: Ballot(each.ballot) for each in votes}
    roles = {each.mandate: each.role for each in sitting.members}
    aside_roles = {each.role for each in sitting.composition.voting if each.person in aside}
    counted = rules.tally(committee.rule, ballots, roles, expected, role_names(), aside_roles)
    return Standing(sitting, aside, deliberates, counted)


def _stands(sitting: Sitting, mandate: int, today: dt.date, aside: Collection[int]) -> bool:
    """Whether a mandate of who votes is still in force, and is not set aside: otherwise no vote is awaited of it."""
    found = sitting.mandates[mandate]
    return held(found).in_force(today) and found.person_id not in aside


@transaction.atomic
def cast_vote(by: By, item: Item, *, ballot: Ballot, for_member: Mandate | None = None) -> Vote:
    """Vote on an item: for oneself, or for whom one stands in for. Once, for good.

    Raises
    ------
    RefusedError
        The role does not take part in decisions, or the session has no second factor.
    TandemError
        The meeting is not open or cannot deliberate, the item is decided, or this member does not vote on it: the
        mandate has ended meanwhile, is set aside, is not there, has voted.
    """
    found = _deliberated(by, item)
    meeting, moment = found.meeting, now()
    sitting = sitting_of(meeting.committee, day_of_sitting(meeting))
    member = sitting.composition.member((for_member or by.mandate).pk)
    _receive(found, sitting, member, by.mandate, ballot, by.mandate, moment)
    vote = found.votes.get(mandate=member.mandate)
    journal.record("committees.vote_cast", actor=by.author, subject=f"meeting:{meeting.pk}", item=found.pk,
                   mandate=member.mandate, ballot=ballot.value)  # fmt: skip
    return vote


def _receive(found: Item, sitting: Sitting, member: rules.Member | None, cast_by: Mandate, ballot: Ballot,
             recorded_by: Mandate, moment: dt.datetime) -> None:  # fmt: skip
    meeting = found.meeting
    aside = set(Interest.objects.filter(item=found).values_list("person", flat=True))
    there = presences(meeting.attendances.all())
    # Read again: what ended since the page was shown votes no more.
    fresh = Mandate.objects.get(pk=cast_by.pk)
    refused = rules.refusal_to_vote(
        held(fresh), member, there.get(member.mandate) if member else None, at=moment, day=meeting.day_at(moment),
        aside=fresh.person_id in aside or (member is not None and member.person in aside),
    )  # fmt: skip
    if refused:
        raise TandemError(refused)
    if found.votes.filter(mandate=member.mandate).exists():
        raise TandemError(_("Ce membre s’est déjà prononcé sur ce point."))
    save(Vote(item=found, mandate_id=member.mandate, ballot=ballot, cast_by=recorded_by, cast_at=moment))


@transaction.atomic
def record_consensus(by: By, item: Item, *, opposed: Collection[int] = ()) -> Tally:
    """Record what the room said, for all members there who have not voted: agreed, but for those who opposed.

    Parameters
    ----------
    opposed
        Mandates of the members who oppose.

    Raises
    ------
    TandemError
        The one who acts does not preside, or somebody opposed is not there.
    """
    found = _deliberated(by, item)
    meeting, moment = found.meeting, now()
    standing = standing_of(found, moment)
    if not presides(by.acting, standing.sitting):
        raise TandemError(_("Seule la présidence constate le consensus."))
    there = presences(meeting.attendances.all())
    voted = set(found.votes.values_list("mandate", flat=True))
    waited = [each for each in standing.sitting.composition.voting if each.mandate not in voted
              and each.person not in standing.aside and each.mandate in there]  # fmt: skip
    unknown = set(opposed) - {each.mandate for each in waited}
    if unknown:
        raise TandemError(_("Une opposition vient de quelqu’un qui n’est pas là, ou s’est déjà prononcé."))
    recorded = []
    for each in waited:
        caster = standing.sitting.mandates[there[each.mandate].stand_in or each.mandate]
        if not there[each.mandate].there(moment) or not _stands(standing.sitting, caster.pk, meeting.day_at(moment),
                                                               standing.aside):  # fmt: skip
            continue
        ballot = Ballot.AGAINST if each.mandate in opposed else Ballot.FOR
        _receive(found, standing.sitting, each, caster, ballot, by.mandate, moment)
        recorded.append(each.mandate)
    if not recorded:
        raise TandemError(_("Tous les membres présents se sont déjà prononcés."))
    journal.record("committees.consensus_recorded", actor=by.author, subject=f"meeting:{meeting.pk}", item=found.pk,
                   members=recorded, opposed=sorted(opposed))  # fmt: skip
    return standing_of(found, moment).tally


def _deliberated(by: By, item: Item) -> Item:
    """Take an item on which one may vote now."""
    found = locked_item(item)
    meeting = found.meeting
    place = place_for(by.acting, meeting.committee, meeting.day)
    refuse_unless(may(by.acting, "committees.decide", place, programme.current()))
    in_state(meeting, State.OPEN)
    if not meeting.deliberates:
        raise TandemError(_("Cette séance est consultative, faute de quorum à l’ouverture : on n’y vote pas."))
    if found.removed or Decision.objects.filter(item=found).exists():
        raise TandemError(_("Ce point est déjà décidé, ou retiré de l’ordre du jour."))
    return found


@transaction.atomic
def decide(by: By, item: Item, *, outcome: Outcome, text: str, conditions: str = "") -> Decision:
    """Pronounce what comes of an item: who presides does. An adopted one acts on its object, or is not taken.

    Raises
    ------
    RefusedError
        The role does not take part in decisions, or the session has no second factor.
    TandemError
        The one who acts does not preside or is set aside; the votes do not say that; somebody decided first; the object
        refuses the effect.
    """
    found = locked_item(item)
    meeting, moment = found.meeting, now()
    place = place_for(by.acting, meeting.committee, meeting.day)
    refuse_unless(may(by.acting, "committees.decide", place, programme.current()))
    in_state(meeting, State.OPEN)
    standing = standing_of(found, moment)
    _check(by, found, standing, outcome, text)
    matter = next((each for each in programme.current().matters if each.code == found.matter), None)
    committee = Committee.objects.select_for_update().get(pk=meeting.committee_id)
    year = meeting.day_at(moment).year
    taken = committee.decisions.filter(year=year).order_by("-number").values_list("number", flat=True).first()
    counted = standing.tally
    made = Decision(
        committee=committee, year=year, number=(taken or 0) + 1, item=found, outcome=outcome, text=text.strip(),
        conditions=conditions.strip(), on=meeting.day_at(moment), parameters=found.parameters,
        effect=matter.effect if matter and outcome.adopts else "",
        tally={"for": counted.in_favour, "against": counted.against, "abstained": counted.abstained,
               "aside": len(standing.aside)},
    )  # fmt: skip
    save(made)
    if made.effect:
        effects.apply(made, by.author)
    journal.record("committees.decided", actor=by.author, subject=f"decision:{made.pk}", meeting=meeting.pk,
                   item=found.pk, about=found.about, outcome=outcome.value, effect=made.effect,
                   tally=made.tally)  # fmt: skip
    return made


def _check(by: By, item: Item, standing: Standing, outcome: Outcome, text: str) -> None:
    if not presides(by.acting, standing.sitting):
        raise TandemError(_("Seule la présidence prononce une décision."))
    if by.mandate.person_id in standing.aside:
        raise TandemError(
            _("Un conflit d’intérêts vous écarte de ce point."),
            _("C’est à l’autre présidence, ou à un suppléant, de prononcer la décision."),
        )
    if item.removed or Decision.objects.filter(item=item).exists():
        raise TandemError(_("Ce point est déjà décidé, ou retiré de l’ordre du jour."))
    if not item.meeting.deliberates and outcome is not Outcome.DEFERRED:
        raise TandemError(_("Cette séance est consultative : un point ne peut qu’y être reporté."))
    refused = rules.contradiction(outcome, standing.tally, standing.quorum)
    if refused:
        raise TandemError(refused)
    if not text.strip():
        raise TandemError(_("Écrire la décision en une phrase."))
