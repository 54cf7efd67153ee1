"""A meeting held: presences and quorum, conflicts of interest, votes, decisions and their effects, minutes."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.utils import DatabaseError

from tandem.accounts.acting import By, RefusedError
from tandem.accounts.models import Mandate
from tandem.committees import effects
from tandem.committees.models import Decision, Vote
from tandem.committees.record import record_of
from tandem.committees.rules import Ballot, Outcome, State
from tandem.committees.usecases import agenda, deciding, following, holding, minutes
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry
from tandem.territories.models import LifeStep
from tests.committees.conftest import REGION, mandate

pytestmark = pytest.mark.django_db


def vote(room, item, *names: str, ballot: Ballot = Ballot.FOR) -> None:
    for name in names:
        deciding.cast_vote(room.by[name], item, ballot=ballot)


def adopt(room, meeting, by: str = "region-president", **more) -> Decision:
    item = meeting.items.filter(removed=False, decision__isnull=True).first()
    vote(room, item, "region-president", "prefect-of-region")
    return deciding.decide(room.by[by], item, **{"outcome": Outcome.ADOPTED, "text": "Adopté."} | more)


# Opening


def test_opening_counts_the_quorum_and_keeps_it(room):
    meeting = room.opened()
    assert (meeting.state, meeting.deliberates) == (State.OPEN, True)
    assert meeting.quorum == {"present": 2, "of": 2, "needed": 1, "reasons": []}


def test_without_a_quorum_it_opens_for_consultation_only_and_decides_nothing_but_to_defer(room):
    with pytest.raises(TandemError, match="quorum"):
        room.opened("region-president")
    meeting = room.called()
    room.clock.now = meeting.starts_at
    room.attend(meeting, "region-president")
    holding.open_meeting(room.by["region-instructor"], meeting, consult_only=True)
    meeting.refresh_from_db()
    item = meeting.items.get()
    assert meeting.deliberates is False
    with pytest.raises(TandemError, match="consultative"):
        vote(room, item, "region-president")
    with pytest.raises(TandemError, match="reporté"):
        deciding.decide(room.by["region-president"], item, outcome=Outcome.ADOPTED, text="Adopté.")
    assert deciding.decide(room.by["region-president"], item, outcome=Outcome.DEFERRED, text="Reporté.").number == 1


def test_a_meeting_does_not_open_before_its_day(room):
    meeting = room.called()
    room.attend(meeting)
    with pytest.raises(TandemError, match="n’est pas d’aujourd’hui"):
        holding.open_meeting(room.by["region-instructor"], meeting)


def test_presences_are_noted_by_who_prepares_or_presides_of_who_sits(room):
    meeting = room.called()
    holding.note_attendance(room.by["region-president"], meeting, room.by["prefect-of-region"].mandate, state="present")
    with pytest.raises(RefusedError):
        room.attend(meeting, "region-president", by="operator-correspondent")
    stranger = mandate("elected-lead", "intermunicipality", REGION, "passant")
    with pytest.raises(TandemError, match="ne siège pas"):
        holding.note_attendance(room.by["region-instructor"], meeting, stranger, state="present")


def test_a_member_is_represented_by_who_stands_in_for_them_and_by_nobody_else(room):
    meeting = room.called()
    prefect = room.by["prefect-of-region"].mandate
    stand_in = room.join("secretaire-general", "prefecture-region", REGION)
    by = room.by["region-instructor"]
    with pytest.raises(TandemError, match="supplée"):
        holding.note_attendance(by, meeting, prefect, state="represented", stand_in=stand_in.mandate)
    Mandate.objects.filter(pk=stand_in.mandate.pk).update(role="prefect-of-region", stands_in_for=prefect)
    stand_in.mandate.refresh_from_db()
    room.attend(meeting, "region-president")
    holding.note_attendance(by, meeting, prefect, state="represented", stand_in=stand_in.mandate)
    room.clock.now = meeting.starts_at
    assert holding.open_meeting(by, meeting).reached
    item = meeting.items.get()
    with pytest.raises(TandemError, match="suppléant qui vote"):
        vote(room, item, "prefect-of-region")
    vote(room, item, "secretaire-general", "region-president")
    assert set(Vote.objects.values_list("mandate", "cast_by")) == {
        (prefect.pk, stand_in.mandate.pk), (room.by["region-president"].mandate.pk,) * 2}  # fmt: skip


# Votes


def test_a_member_votes_once_with_a_second_factor_and_only_if_the_role_votes(room):
    item = room.opened().items.get()
    with pytest.raises(RefusedError, match="second facteur"):
        deciding.cast_vote(By(room.by["region-president"].mandate), item, ballot=Ballot.FOR)
    vote(room, item, "region-president")
    with pytest.raises(TandemError, match="déjà prononcé"):
        vote(room, item, "region-president", ballot=Ballot.AGAINST)
    with pytest.raises(RefusedError):
        vote(room, item, "operator-correspondent")
    assert Vote.objects.get().ballot == Ballot.FOR


def test_the_database_changes_no_vote_and_no_decision(room):
    meeting = room.opened()
    adopt(room, meeting)
    for row in (Vote.objects.first(), Decision.objects.get()):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.update(text="Autre chose")


def test_a_mandate_that_ends_during_the_meeting_what_it_cast_stands_and_it_casts_no_more(room):
    meeting = room.called()
    second = room.item(meeting, title="Second point")
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(room.by["region-instructor"], meeting)
    first = meeting.items.first()
    vote(room, first, "prefect-of-region", "region-president")
    held = room.by["prefect-of-region"].mandate
    Mandate.objects.filter(pk=held.pk).update(validity=DateRange(held.validity.lower, meeting.day + dt.timedelta(1)))
    room.clock.now += dt.timedelta(days=1)  # a meeting that goes on past midnight
    told = "Ce mandat a pris fin le .*: il ne vote plus. Ce qu’il a voté avant reste."
    with pytest.raises(TandemError, match=told):
        vote(room, second, "prefect-of-region")
    assert first.votes.count() == 2
    assert (
        deciding.decide(room.by["region-president"], first, outcome=Outcome.ADOPTED, text="Adopté.").tally["for"] == 2
    )


def test_the_consensus_of_the_room_is_recorded_for_each_member_there_by_who_presides(room):
    item = room.opened().items.get()
    prefect = room.by["prefect-of-region"].mandate.pk
    with pytest.raises(RefusedError):
        deciding.record_consensus(room.by["region-instructor"], item)
    found = deciding.record_consensus(room.by["region-president"], item, opposed={prefect})
    assert (found.in_favour, found.against, found.adopts) == (1, 1, False)
    with pytest.raises(TandemError, match="pas de consensus"):
        deciding.decide(room.by["region-president"], item, outcome=Outcome.ADOPTED, text="Adopté.")
    assert deciding.decide(room.by["region-president"], item, outcome=Outcome.REJECTED, text="Rejeté.").effect == ""


# Conflicts of interest


def test_who_steps_aside_does_not_find_the_item_vote_decide_or_count(room):
    meeting = room.called()
    item = meeting.items.get()
    prefect = room.by["prefect-of-region"]
    agenda.declare_interest(prefect, item, person=prefect.mandate.person, ground="parent du porteur (fictif)")
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(room.by["region-instructor"], meeting)
    point = record_of(meeting, prefect.mandate.person_id).points[0]
    assert (point.closed, point.about, point.votes) == (True, None, ())
    assert not record_of(meeting, room.by["region-president"].mandate.person_id).points[0].closed
    with pytest.raises(TandemError, match="conflit d’intérêts"):
        vote(room, item, "prefect-of-region")
    vote(room, item, "region-president")
    with pytest.raises(TandemError, match="vous écarte"):
        deciding.decide(prefect, item, outcome=Outcome.ADOPTED, text="Adopté.")
    made = deciding.decide(room.by["region-president"], item, outcome=Outcome.ADOPTED, text="Adopté.")
    assert made.tally == {"for": 1, "against": 0, "abstained": 0, "aside": 1}


def test_only_who_presides_declares_the_interest_of_somebody_else_and_nobody_after_a_vote(room):
    item = room.opened().items.get()
    person = room.by["prefect-of-region"].mandate.person
    with pytest.raises(TandemError, match="seule la présidence"):
        agenda.declare_interest(room.by["region-instructor"], item, person=person, ground="x")
    vote(room, item, "prefect-of-region")
    with pytest.raises(TandemError, match="déjà prononcée"):
        agenda.declare_interest(room.by["region-president"], item, person=person, ground="x")


def test_the_ground_of_an_interest_and_the_name_are_not_in_the_journal(room):
    item = room.called().items.get()
    person = room.by["prefect-of-region"].mandate.person
    agenda.declare_interest(room.by["prefect-of-region"], item, person=person, ground="secret de famille")
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert entry.code == "committees.interest_declared"
    assert "famille" not in f"{entry.data}{entry.reason}"
    assert entry.data["person"] == str(person.reference)


# Decisions


def test_only_who_presides_pronounces_and_once(room):
    meeting = room.opened()
    item = meeting.items.get()
    vote(room, item, "region-president", "prefect-of-region")
    with pytest.raises(RefusedError):
        deciding.decide(room.by["region-instructor"], item, outcome=Outcome.ADOPTED, text="x")
    deciding.decide(room.by["prefect-of-region"], item, outcome=Outcome.ADOPTED, text="Adopté.")
    with pytest.raises(TandemError, match="déjà décidé"):
        deciding.decide(room.by["region-president"], item, outcome=Outcome.DEFERRED, text="x")
    with pytest.raises(TandemError, match="déjà décidé"):
        vote(room, item, "region-president")


def test_decisions_are_numbered_by_committee_and_year(room):
    meeting = room.called()
    room.item(meeting, title="Second")
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(room.by["region-instructor"], meeting)
    year = meeting.day.year
    assert [adopt(room, meeting).reference, adopt(room, meeting).reference] == [f"{year}-01", f"{year}-02"]
    columns = 'outcome, text, conditions, parameters, "on", tally, effect'
    again = (
        f"INSERT INTO committees_decision (committee_id, year, number, item_id, {columns}) "
        f"SELECT committee_id, year, number, item_id + 1000, {columns} FROM committees_decision LIMIT 1"
    )
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute(again)


def test_conditions_are_told_of_a_conditional_adoption_and_of_it_alone(room):
    meeting = room.opened()
    with pytest.raises(TandemError, match="conditions"):
        adopt(room, meeting, outcome=Outcome.ADOPTED_WITH_CONDITIONS)
    item = meeting.items.get()
    made = deciding.decide(room.by["region-president"], item, outcome=Outcome.ADOPTED_WITH_CONDITIONS, text="Adopté.",
                           conditions="Avant mars.")  # fmt: skip
    assert made.conditions == "Avant mars."


@pytest.fixture
def acted(monkeypatch):
    """An effect of the tests on territories, in place of that of a matter."""
    done: list[tuple] = []

    def run(author, key, decision, parameters):
        if decision.text == "Refusé par l’objet.":
            raise TandemError("cet objet ne le permet pas.")
        done.append((key, decision.number))

    monkeypatch.setitem(effects._effects, "territory.renew", effects.Effect("territory.renew", "territory", "x", run))
    return done


def test_a_decision_acts_on_its_object_in_the_same_transaction(room, acted):
    meeting = room.planned()
    room.item(meeting, matter="renewal")
    from tandem.committees.usecases import calling

    calling.call_meeting(room.by["region-instructor"], meeting)
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(room.by["region-instructor"], meeting)
    with pytest.raises(TandemError, match=r"La décision n’est pas prise.: cet objet ne le permet pas."):
        adopt(room, meeting, text="Refusé par l’objet.")
    assert not Decision.objects.exists()
    assert acted == []
    item = meeting.items.get()
    made = deciding.decide(room.by["region-president"], item, outcome=Outcome.ADOPTED, text="Renouvelé.")
    assert acted == [("ti-8413", 1)]
    assert made.effect == "territory.renew"
    assert JournalEntry.objects.order_by("-sequence").first().subject == f"decision:{made.pk}"


def test_a_rejection_does_nothing_to_its_object(room, acted):
    meeting = room.called()
    meeting.items.update(matter="renewal")
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(room.by["region-instructor"], meeting)
    item = meeting.items.get()
    vote(room, item, "region-president", "prefect-of-region", ballot=Ballot.AGAINST)
    deciding.decide(room.by["region-president"], item, outcome=Outcome.REJECTED, text="Non.")
    assert acted == []


def test_a_renewal_is_a_step_of_the_life_of_the_territory_that_names_the_decision(room):
    meeting = room.called()
    meeting.items.update(matter="renewal")
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(room.by["region-instructor"], meeting)
    made = adopt(room, meeting)
    step = LifeStep.objects.filter(territory="ti-8413").order_by("-on", "-pk").first()
    assert (step.step, step.decision, step.on) == ("renewed", f"decision:{made.pk}", made.on)


def test_leaving_the_programme_takes_its_reason_from_the_decision_and_a_second_time_is_refused_with_it(room):
    meeting = room.called()
    room.item(meeting, matter="leaving", title="Encore")
    meeting.items.update(matter="leaving")
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(room.by["region-instructor"], meeting)
    adopt(room, meeting, text="Sortie à la demande du territoire fictif.")
    with pytest.raises(TandemError, match="La décision n’est pas prise"):
        adopt(room, meeting, text="Encore.")
    assert Decision.objects.count() == 1
    assert LifeStep.objects.filter(territory="ti-8413", step="left").count() == 1


def test_an_effect_that_does_not_exist_refuses_the_decision(room, monkeypatch):
    monkeypatch.delitem(effects._effects, "territory.renew")
    meeting = room.called()
    meeting.items.update(matter="renewal")
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(room.by["region-instructor"], meeting)
    with pytest.raises(TandemError, match="n’existe pas"):
        adopt(room, meeting)


# Minutes and follow-up


def closed(room):
    meeting = room.opened()
    made = adopt(room, meeting)
    holding.close_meeting(room.by["region-instructor"], meeting)
    meeting.refresh_from_db()
    return meeting, made


def test_minutes_are_made_from_the_record_edited_submitted_and_approved_at_the_next_meeting(room):
    meeting, made = closed(room)
    by = room.by["region-instructor"]
    found = minutes.draft_minutes(by, meeting)
    for told in (
        "Prefect-Of-Region Fictif",
        "Le quorum est atteint",
        "1. Point fictif",
        made.reference,
        "pour",
        "levée",
    ):
        assert told in found.minutes
    with pytest.raises(TandemError, match="déjà commencé"):
        minutes.draft_minutes(by, meeting)
    following_one = room.opened(days=30)
    with pytest.raises(TandemError, match="pas encore été soumis"):
        minutes.approve_minutes(room.by["region-president"], meeting, at=following_one)
    minutes.edit_minutes(by, meeting, version=found.version, text="Relevé corrigé.", ready=True)
    with pytest.raises(TandemError, match="présidence"):
        minutes.approve_minutes(by, meeting, at=following_one)
    with pytest.raises(TandemError):
        minutes.approve_minutes(room.by["region-president"], following_one, at=meeting)
    done = minutes.approve_minutes(room.by["region-president"], meeting, at=following_one)
    assert (done.state, done.approved_in_id) == (State.APPROVED, following_one.pk)
    with pytest.raises(TandemError, match="relevé approuvé"):
        minutes.edit_minutes(by, done, version=done.version, text="Trop tard.")


def test_a_follow_up_is_asked_of_one_and_done_by_them_or_by_who_prepares(room):
    _meeting, made = closed(room)
    operator = room.by["operator-correspondent"]
    by = room.by["region-instructor"]
    due = made.on + dt.timedelta(days=30)
    with pytest.raises(RefusedError):
        following.add_follow_up(operator, made, what="x", due=due, mandate=operator.mandate)
    with pytest.raises(TandemError, match="par un mandat ou par une organisation"):
        following.add_follow_up(by, made, what="x", due=due)
    with pytest.raises(TandemError, match="ne précède pas"):
        following.add_follow_up(by, made, what="x", due=made.on - dt.timedelta(1), mandate=operator.mandate)
    asked = following.add_follow_up(
        by, made, what="Étudier l’offre", due=due, organisation=operator.mandate.organisation
    )
    with pytest.raises(TandemError, match="pas encore venu"):
        following.mark_done(operator, asked, on=today() + dt.timedelta(1), note="fait")
    done = following.mark_done(operator, asked, on=today(), note="Offre remise.")
    assert done.done_on == today()
    with pytest.raises(TandemError, match="déjà fait"):
        following.mark_done(by, asked, on=today(), note="encore")
