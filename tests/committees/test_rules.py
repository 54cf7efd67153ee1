"""Who sits, who may deliberate, what a vote says: tables, and what must hold whatever the votes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem import programme
from tandem.committees import rules
from tandem.committees.rules import Ballot, Composition, Held, Member, Outcome, Presence, State, Voice
from tandem.programme import CommitteeKind, Decides

DAY = dt.date(2026, 11, 24)
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NAMES: dict[str, str] = {}
FOR, AGAINST, ABSTAINS = Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAINS


def kind(**more) -> CommitteeKind:
    said = {
        "code": "c", "name": "C", "level": "region", "chairs": ("president", "prefect"), "voting": ("mayor",),
        "consulted": ("operator",), "quorum": 50, "present": (), "decides": Decides.CONSENSUS, "agree": (),
        "notice_days": 15, "matters": (),
    } | more  # fmt: skip
    return CommitteeKind(**said)


def held(mandate: int, role: str, first: str = "2026-01-01", last: str | None = None, **more) -> Held:
    return Held(mandate, more.pop("person", mandate), role, dt.date.fromisoformat(first),
                dt.date.fromisoformat(last) if last else None, **more)  # fmt: skip


def members(**by_role: int) -> Composition:
    return rules.composition(kind(), [held(mandate, role) for role, mandate in by_role.items()], DAY)


# Who sits


def test_mandates_in_force_sit_as_their_role_says_those_who_preside_first():
    found = rules.composition(
        kind(), [held(1, "operator"), held(2, "mayor"), held(3, "prefect"), held(4, "member")], DAY
    )
    assert [(each.mandate, each.voice) for each in found.members] == [
        (3, Voice.CHAIR), (2, Voice.VOTING), (1, Voice.CONSULTED)]  # fmt: skip
    assert found.vacant == ("president",)
    assert [each.mandate for each in found.voting] == [3, 2]


@pytest.mark.parametrize(
    ("first", "last", "sits"),
    [
        ("2026-11-24", None, True),
        ("2026-11-25", None, False),
        ("2026-01-01", "2026-11-24", True),
        ("2026-01-01", "2026-11-23", False),
    ],
)
def test_a_mandate_sits_from_its_first_day_to_its_last(first, last, sits):
    assert bool(rules.composition(kind(), [held(1, "mayor", first, last)], DAY).members) is sits


def test_who_stands_in_does_not_make_a_second_member():
    found = rules.composition(kind(), [held(1, "mayor"), held(2, "mayor", stands_in_for=1)], DAY)
    assert [(each.mandate, each.stand_ins) for each in found.members] == [(1, (2,))]
    assert found.member(2) == found.member(1) is not None


def test_who_stands_in_for_a_mandate_that_has_ended_does_not_vanish():
    found = rules.composition(kind(), [held(1, "mayor", last="2026-11-01"), held(2, "mayor", stands_in_for=1)], DAY)
    assert [each.mandate for each in found.members] == [2]


def test_a_seat_by_name_wins_over_the_role_and_needs_none():
    found = rules.composition(kind(), [held(1, "member"), held(2, "operator")], DAY, {1: Voice.VOTING, 2: Voice.CHAIR})
    assert [(each.mandate, each.voice) for each in found.members] == [(2, Voice.CHAIR), (1, Voice.VOTING)]


# Quorum


@pytest.mark.parametrize(
    ("share", "present", "reached"),
    [
        (50, {1, 2}, True),
        (50, {1}, False),
        (34, {1, 2}, True),
        (33, {1}, True),
        (100, {1, 2}, False),
        (100, {1, 2, 3}, True),
        (50, set(), False),
        (0, set(), False),
        (50, {4}, False),
    ],
)
def test_the_quorum_is_a_share_of_those_who_vote_rounded_up(share, present, reached):
    sitting = members(president=1, prefect=2, mayor=3, operator=4)
    found = rules.quorum(kind(quorum=share), sitting, present, NAMES)
    assert found.reached is reached
    assert found.of == 3


def test_a_named_role_must_be_there_and_the_reason_says_which():
    sitting = members(president=1, prefect=2, mayor=3)
    found = rules.quorum(kind(present=("prefect",)), sitting, {1, 3}, {"prefect": "Préfet"})
    assert [reason for reason in found.reasons if "Préfet" in reason]
    assert rules.quorum(kind(present=("prefect",)), sitting, {1, 2}, NAMES).reached


def test_nobody_who_presides_is_no_quorum():
    found = rules.quorum(kind(quorum=30), members(president=1, prefect=2, mayor=3), {3}, NAMES)
    assert found.reasons == ("personne ne préside",)


def test_who_is_set_aside_counts_neither_there_nor_expected_and_is_not_missed():
    sitting = members(president=1, prefect=2, mayor=3)
    found = rules.quorum(kind(quorum=100, present=("prefect",)), sitting, {1, 3}, NAMES, aside={2})
    assert (found.present, found.of, found.reached) == (2, 2, True)
    assert rules.quorum(kind(quorum=100), sitting, {1, 2, 3}, NAMES, aside={1, 2, 3}).reached is False


# Votes

ROLES = {1: "president", 2: "prefect", 3: "mayor"}


@pytest.mark.parametrize(
    ("decides", "ballots", "adopts"),
    [
        (Decides.CONSENSUS, {1: FOR, 2: FOR, 3: FOR}, True),
        (Decides.CONSENSUS, {1: FOR, 2: ABSTAINS, 3: FOR}, True),
        (Decides.CONSENSUS, {1: FOR, 2: AGAINST, 3: FOR}, False),
        (Decides.CONSENSUS, {1: FOR, 2: FOR}, False),
        (Decides.CONSENSUS, {1: ABSTAINS, 2: ABSTAINS, 3: ABSTAINS}, False),
        (Decides.CONSENSUS, {}, False),
        (Decides.MAJORITY, {1: FOR, 2: FOR, 3: AGAINST}, True),
        (Decides.MAJORITY, {1: FOR, 2: AGAINST}, False),
        (Decides.MAJORITY, {1: FOR, 2: ABSTAINS, 3: ABSTAINS}, True),
        (Decides.MAJORITY, {}, False),
        (Decides.AGREEMENT, {1: FOR, 2: FOR}, True),
        (Decides.AGREEMENT, {1: FOR, 2: FOR, 3: AGAINST}, True),
        (Decides.AGREEMENT, {1: FOR, 3: FOR}, False),
        (Decides.AGREEMENT, {1: FOR, 2: ABSTAINS, 3: FOR}, False),
    ],
)
def test_a_vote_adopts_by_the_rule_of_the_committee(decides, ballots, adopts):
    agree = ("president", "prefect") if decides is Decides.AGREEMENT else ()
    found = rules.tally(kind(decides=decides, agree=agree), ballots, ROLES, {1, 2, 3}, NAMES)
    assert found.adopts is adopts
    assert bool(found.reasons) is not adopts


def test_the_agreement_of_who_is_set_aside_is_not_asked_for():
    rule = kind(decides=Decides.AGREEMENT, agree=("president", "prefect"))
    assert not rules.tally(rule, {1: FOR}, ROLES, {1}, NAMES).adopts
    assert rules.tally(rule, {1: FOR}, ROLES, {1}, NAMES, aside_roles={"prefect"}).adopts


@given(st.dictionaries(st.integers(1, 6), st.sampled_from(Ballot)), st.sampled_from(Decides))
def test_whatever_the_votes_one_opposition_breaks_a_consensus_and_all_for_adopts(ballots, decides):
    roles = {1: "president", 2: "prefect"} | dict.fromkeys(range(3, 7), "mayor")
    rule = kind(decides=decides, agree=("president",) if decides is Decides.AGREEMENT else ())
    found = rules.tally(rule, ballots, roles, set(ballots), NAMES)
    assert found.cast == len(ballots)
    if decides is Decides.CONSENSUS and AGAINST in ballots.values():
        assert not found.adopts
    if 1 in ballots and set(ballots.values()) == {FOR}:
        assert found.adopts
    if FOR not in ballots.values():
        assert not found.adopts


@given(st.dictionaries(st.integers(1, 6), st.sampled_from(Ballot), min_size=1))
def test_one_more_voice_for_never_turns_an_adoption_down(ballots):
    roles = dict.fromkeys(range(1, 8), "mayor")
    for decides in (Decides.CONSENSUS, Decides.MAJORITY):
        rule = kind(decides=decides)
        if rules.tally(rule, ballots, roles, set(ballots), NAMES).adopts:
            assert rules.tally(rule, ballots | {7: FOR}, roles, {*ballots, 7}, NAMES).adopts


REACHED = rules.Quorum(2, 2, 1, ())
MISSED = rules.Quorum(0, 2, 1, ("personne",))
YES, NO, SILENT = rules.Tally(2, 0, 0, 0, ()), rules.Tally(0, 2, 0, 0, ("non",)), rules.Tally(0, 0, 0, 2, ("muets",))


@pytest.mark.parametrize(
    ("outcome", "votes", "quorum", "possible"),
    [
        (Outcome.ADOPTED, YES, REACHED, True),
        (Outcome.ADOPTED_WITH_CONDITIONS, YES, REACHED, True),
        (Outcome.ADOPTED, NO, REACHED, False),
        (Outcome.ADOPTED, SILENT, REACHED, False),
        (Outcome.REJECTED, NO, REACHED, True),
        (Outcome.REJECTED, YES, REACHED, False),
        (Outcome.REJECTED, SILENT, REACHED, False),
        (Outcome.ADOPTED, YES, MISSED, False),
        (Outcome.REJECTED, NO, MISSED, False),
        (Outcome.DEFERRED, SILENT, MISSED, True),
        (Outcome.DEFERRED, YES, REACHED, True),
    ],
)
def test_an_outcome_is_pronounced_only_as_the_votes_say_it(outcome, votes, quorum, possible):
    assert (rules.contradiction(outcome, votes, quorum) == "") is possible


# Receiving a vote

MEMBER = Member(1, 10, "mayor", Voice.VOTING, (2,))
THERE = Presence(1)


@pytest.mark.parametrize(
    ("cast_by", "member", "presence", "aside", "refused"),
    [
        (held(1, "mayor"), MEMBER, THERE, False, ""),
        (held(1, "mayor", last="2026-11-23"), MEMBER, THERE, False, "a pris fin le 23 novembre 2026"),
        (held(1, "mayor", last="2026-11-24"), MEMBER, THERE, False, ""),
        (held(1, "mayor", first="2026-11-25"), MEMBER, THERE, False, "pas commencé"),
        (held(1, "mayor"), None, None, False, "ne siège pas"),
        (held(1, "operator"), Member(1, 10, "operator", Voice.CONSULTED), THERE, False, "ne vote pas"),
        (held(1, "mayor"), MEMBER, THERE, True, "conflit d’intérêts"),
        (held(1, "mayor"), MEMBER, None, False, "pas noté présent"),
        (held(1, "mayor"), MEMBER, Presence(1, arrived=NOON + HOUR), False, "pas noté présent"),
        (held(1, "mayor"), MEMBER, Presence(1, left=NOON - HOUR), False, "pas noté présent"),
        (held(1, "mayor"), MEMBER, Presence(1, stand_in=2), False, "représenté"),
        (held(2, "mayor"), MEMBER, Presence(1, stand_in=2), False, ""),
        (held(2, "mayor"), MEMBER, THERE, False, "titulaire est présent"),
    ],
)
def test_a_vote_is_received_of_who_is_there_in_force_and_not_set_aside(cast_by, member, presence, aside, refused):
    found = rules.refusal_to_vote(cast_by, member, presence, at=NOON, day=DAY, aside=aside)
    assert refused in found
    assert bool(found) is bool(refused)


# The life of a meeting


def test_a_meeting_goes_only_forward_and_may_be_cancelled_until_it_opens():
    moves = {(now, then) for now in State for then in State if rules.may_become(now, then)}
    assert moves == {
        (State.PLANNED, State.CALLED), (State.CALLED, State.OPEN), (State.OPEN, State.CLOSED),
        (State.CLOSED, State.APPROVED), (State.PLANNED, State.CANCELLED), (State.CALLED, State.CANCELLED),
    }  # fmt: skip


@pytest.mark.parametrize(("days", "short"), [(14, True), (15, False), (16, False), (0, True)])
def test_a_notice_is_short_under_the_days_that_the_programme_asks(days, short):
    found = rules.notice(DAY, DAY + dt.timedelta(days=days), 15)
    assert (found.days, found.short) == (days, short)


def test_interests_close_the_items_of_that_person_only():
    assert rules.closed_to(7, [(1, 7), (2, 8), (3, 7)]) == {1, 3}


@given(st.permutations(range(5)), st.integers(0, 4), st.booleans())
def test_moving_an_item_keeps_them_all_and_moving_it_back_undoes_it(order, moved, up):
    after = rules.reordered(list(order), moved, up)
    assert sorted(after) == sorted(order)
    if after != list(order):
        assert rules.reordered(after, moved, not up) == list(order)


def test_the_shipped_committees_name_matters_whose_effects_exist():
    from tandem.committees.checks import effects_of_matters_exist

    assert effects_of_matters_exist() == []
    assert {each.effect for each in programme.current().matters} > {"territory.label", "territory.renew"}
