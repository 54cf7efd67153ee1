"""Planning, calling, changing and cancelling a meeting; its agenda; seats by name."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.accounts.acting import By, RefusedError
from tandem.accounts.models import Mandate
from tandem.accounts.scopes import NATION, Scope, ScopeKind
from tandem.committees.models import Committee, MeetingState
from tandem.committees.rules import State, Voice
from tandem.committees.sitting import place_for, sitting_of
from tandem.committees.usecases import agenda, calling
from tandem.committees.usecases.turns import ChangedMeanwhileError
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry
from tests.committees.conftest import AIN, OYONNAX, REGION, mandate

pytestmark = pytest.mark.django_db


def codes() -> list[str]:
    found = JournalEntry.objects.filter(code__startswith="committees.").order_by("sequence")
    return [code.removeprefix("committees.") for code in found.values_list("code", flat=True)]


def test_a_committee_is_made_when_it_first_meets_and_only_once(room):
    first, second = room.planned(), room.planned(days=40)
    assert first.committee == second.committee == Committee.objects.get()
    assert first.committee.name.startswith("Comité régional, ")
    assert codes() == ["meeting_planned", "meeting_planned"]


def test_two_committees_of_a_kind_over_a_perimeter_are_refused_by_the_database(room):
    made = room.planned().committee
    with pytest.raises(IntegrityError), transaction.atomic():
        Committee.objects.create(kind=made.kind, scope_kind=made.scope_kind, scope_code=made.scope_code, name="Autre",
                                 validity=DateRange(today(), None))  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "scope"),
    [("regional", NATION), ("none", REGION), ("regional", Scope(ScopeKind.REGION, "00")), ("local", REGION)],
)
def test_a_committee_that_the_programme_does_not_have_there_is_refused(room, clock, kind, scope):
    room.join("delegate", "national-delegation")
    with pytest.raises(TandemError):
        room.planned(kind, scope, by="delegate")
    assert not Committee.objects.exists()


def test_only_who_prepares_committees_within_their_perimeter_plans_one(room):
    room.join("elsewhere", "region", Scope(ScopeKind.REGION, "11"))
    Mandate.objects.filter(pk=room.by["elsewhere"].mandate.pk).update(role="region-instructor")
    room.by["elsewhere"].mandate.refresh_from_db()
    for name in ("elsewhere", "region-president", "operator-correspondent"):
        with pytest.raises(RefusedError):
            room.planned(by=name)


def test_a_meeting_is_somewhere_and_to_come(room, clock):
    with pytest.raises(TandemError, match="lieu ou une adresse"):
        calling.plan_meeting(room.by["region-instructor"], kind="regional", scope=REGION,
                             starts_at=clock.now + dt.timedelta(days=1))  # fmt: skip
    with pytest.raises(TandemError, match="passée"):
        room.planned(days=-1)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "told"),
    [
        (dt.date(2027, 3, 28), dt.time(2, 30), "Europe/Paris", "heure d’été"),
        (dt.date(2027, 3, 28), dt.time(3, 0), "Europe/Paris", ""),
        (dt.date(2026, 12, 1), dt.time(9, 0), "Europe/Atlantis", "n’existe pas"),
    ],
)
def test_an_hour_that_no_clock_shows_is_refused(day, hour, zone, told):
    if told:
        with pytest.raises(TandemError, match=told):
            calling.moment(day, hour, zone)
    else:
        assert calling.moment(day, hour, zone).astimezone(dt.UTC).hour == 1


def test_the_day_of_a_meeting_is_that_of_its_own_clock(room):
    moment = calling.moment(dt.date(2027, 1, 15), dt.time(20), "America/Martinique")
    made = calling.plan_meeting(room.by["region-instructor"], kind="regional", scope=REGION, starts_at=moment,
                                time_zone="America/Martinique", place="Préfecture (fictive)")  # fmt: skip
    assert made.starts_at.astimezone(dt.UTC).date() == dt.date(2027, 1, 16)
    assert made.day == dt.date(2027, 1, 15)


def test_an_empty_agenda_calls_nobody(room):
    with pytest.raises(TandemError, match="vide"):
        calling.call_meeting(room.by["region-instructor"], room.planned())


@pytest.mark.parametrize(("days", "asks"), [(14, True), (15, False)])
def test_a_short_notice_needs_a_reason_which_the_journal_keeps(room, days, asks):
    meeting = room.planned(days=days)
    room.item(meeting)
    by = room.by["region-instructor"]
    if asks:
        with pytest.raises(TandemError, match=r"14.jours avant la séance, le programme en demande 15"):
            calling.call_meeting(by, meeting)
    found = calling.call_meeting(by, meeting, reason="urgence fictive" if asks else "")
    assert found.state == State.CALLED
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert (entry.code, entry.data["notice"], entry.reason) == (
        "committees.meeting_called", days, "urgence fictive" if asks else "")  # fmt: skip


def test_a_call_is_made_once(room):
    meeting = room.called()
    with pytest.raises(TandemError, match="convoquée"):
        calling.call_meeting(room.by["region-instructor"], meeting)


def test_cancelling_says_why_and_stops_all(room):
    meeting = room.called()
    with pytest.raises(TandemError, match="Dire pourquoi"):
        calling.cancel_meeting(room.by["region-instructor"], meeting, reason=" ")
    calling.cancel_meeting(room.by["region-instructor"], meeting, reason="neige")
    with pytest.raises(TandemError, match="annulée"):
        room.item(meeting)


def test_two_who_change_a_meeting_the_second_sees_what_the_first_did(room):
    meeting = room.planned()
    said = {"starts_at": meeting.starts_at, "time_zone": "Europe/Paris", "video": "", "minutes_long": 90}
    calling.change_meeting(room.by["region-instructor"], meeting, version=1, place="Ailleurs (fictif)", **said)
    with pytest.raises(ChangedMeanwhileError) as refused:
        calling.change_meeting(room.by["state-instructor"], meeting, version=1, place="Encore ailleurs", **said)
    assert refused.value.current.place == "Ailleurs (fictif)"


def test_what_a_meeting_was_is_kept(room):
    meeting = room.called()
    states = MeetingState.objects.filter(of=meeting).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["planned", "called"]


# Agenda


def positions(meeting) -> list[tuple[int, str]]:
    return list(meeting.items.filter(removed=False).values_list("position", "title"))


def test_items_are_moved_and_removed_without_two_of_the_same_rank(room):
    meeting, by = room.planned(), room.by["region-instructor"]
    items = [room.item(meeting, title=title) for title in ("Un", "Deux", "Trois")]
    agenda.move_item(by, items[2], up=True)
    assert [title for _position, title in positions(meeting)] == ["Un", "Trois", "Deux"]
    agenda.move_item(by, items[0], up=True)  # first already
    agenda.remove_item(by, items[2], reason="à revoir")
    assert [title for _position, title in positions(meeting)] == ["Un", "Deux"]
    agenda.move_item(by, items[1], up=True)
    assert [title for _position, title in positions(meeting)] == ["Deux", "Un"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"matter": "fund"},
        {"matter": "unknown"},
        {"about": "territory:ti-1101"},
        {"about": "territory:nowhere"},
        {"about": ""},
        {"matter": "label", "about": "territory:ti-8413"},
    ],
)
def test_an_item_is_on_a_matter_and_an_object_of_this_committee(room, wrong):
    meeting = room.planned()
    with pytest.raises(TandemError):
        room.item(meeting, **wrong)
    assert not meeting.items.exists()


def test_two_who_edit_an_item_the_second_loses_nothing_of_the_first(room):
    item = room.item(room.planned())
    said = {"question": "Laquelle ?", "proposal": "Celle-ci.", "documents": ""}
    agenda.edit_item(room.by["region-instructor"], item, version=1, title="Par la Région", **said)
    with pytest.raises(ChangedMeanwhileError) as refused:
        agenda.edit_item(room.by["state-instructor"], item, version=1, title="Par l’État", **said)
    assert refused.value.current.title == "Par la Région"
    agenda.edit_item(room.by["state-instructor"], item, version=2, title="Par l’État", **said)


# Seats and composition


def test_who_sits_follows_from_the_mandates_of_that_day_and_of_no_other(room):
    committee = room.planned().committee
    late = mandate("prefect-of-region", "prefecture-region", REGION, "prefet-suivant", first=dt.date(2027, 1, 1))
    Mandate.objects.filter(pk=room.by["prefect-of-region"].mandate.pk).update(
        validity=DateRange(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    )
    before = sitting_of(committee, dt.date(2026, 12, 31))
    after = sitting_of(committee, dt.date(2027, 1, 1))
    assert room.by["prefect-of-region"].mandate.pk in before.mandates
    assert late.pk not in before.mandates
    assert late.pk in after.mandates
    assert room.by["prefect-of-region"].mandate.pk not in after.mandates
    assert before.composition.vacant == ("delegate",)


def test_a_local_committee_seats_those_whose_perimeter_holds_its_territory(room):
    for role, kind, scope in (
        ("elected-lead", "intermunicipality", OYONNAX), ("industrial-lead", "company", OYONNAX),
        ("project-manager", "intermunicipality", OYONNAX), ("prefect-of-department", "prefecture-department", AIN),
    ):  # fmt: skip
        room.join(role, kind, scope)
    room.join("stranger", "intermunicipality", Scope(ScopeKind.TERRITORY, "ti-8401"))
    Mandate.objects.filter(pk=room.by["stranger"].mandate.pk).update(role="elected-lead")
    committee = room.planned("local", OYONNAX, by="project-manager").committee
    found = sitting_of(committee, today())
    roles = {each.role for each in found.members}
    assert {"elected-lead", "industrial-lead", "prefect-of-department", "region-president"} <= roles
    assert room.by["stranger"].mandate.pk not in found.mandates


def test_a_seat_by_name_opens_the_committee_to_that_mandate_only(room):
    committee = room.planned().committee
    lead = room.join("elected-lead", "intermunicipality", OYONNAX)
    other = room.join("autre", "intermunicipality", OYONNAX)
    with pytest.raises(TandemError, match="Dire pourquoi"):
        calling.give_seat(room.by["region-instructor"], committee, lead.mandate, voice=Voice.VOTING, first=today(),
                          reason="")  # fmt: skip
    calling.give_seat(room.by["region-instructor"], committee, lead.mandate, voice=Voice.VOTING, first=today(),
                      reason="territoire pilote")  # fmt: skip
    assert sitting_of(committee, today()).composition.member(lead.mandate.pk).voice is Voice.VOTING
    assert place_for(lead.acting, committee, today()).within(lead.acting.scope)
    assert not place_for(other.acting, committee, today()).within(other.acting.scope)


def test_a_seat_that_votes_needs_a_role_that_decides(room):
    committee = room.planned().committee
    partner = By(mandate("local-partner", "association", OYONNAX))
    with pytest.raises(TandemError, match="ne permet pas de voter"):
        calling.give_seat(room.by["region-instructor"], committee, partner.mandate, voice=Voice.VOTING, first=today(),
                          reason="x")  # fmt: skip
