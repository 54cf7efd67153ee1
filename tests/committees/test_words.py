"""What the journal says of committees, who is told, what waits for whom, and how objects are found."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.utils import timezone

from tandem import committees
from tandem.accounts import objects, tasks
from tandem.accounts.acting import acting_under
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.committees import demo
from tandem.committees.models import Decision, Interest, Meeting
from tandem.committees.rules import Ballot, Outcome, Voice
from tandem.committees.usecases import agenda, calling, deciding, following, holding, minutes
from tandem.core.clock import today
from tandem.core.journal.notices import audience_of
from tandem.core.journal.timeline import timeline, worded
from tandem.core.models import JournalEntry
from tests.committees.conftest import OYONNAX, Room, mandate
from tests.workspace.conftest import people, signed_in_as  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def week(room: Room) -> Meeting:
    """Everything that may happen to a meeting, once."""
    by, president, prefect = (room.by[name] for name in ("region-instructor", "region-president", "prefect-of-region"))
    meeting = room.planned()
    calling.change_meeting(by, meeting, version=1, starts_at=meeting.starts_at, time_zone="Europe/Paris",
                           place="Ailleurs (fictif)", video="", minutes_long=60)  # fmt: skip
    first, second, third = (room.item(meeting, title=title) for title in ("Un", "Deux", "Trois"))
    calling.call_meeting(by, meeting, reason="pour les tests")
    agenda.edit_item(by, first, version=1, title="Un", question="?", proposal="!", documents="")
    agenda.move_item(by, second, up=True)
    agenda.remove_item(by, third, reason="à revoir")
    agenda.declare_interest(prefect, second, person=prefect.mandate.person, ground="x")
    lead = mandate("elected-lead", "intermunicipality", OYONNAX)
    calling.give_seat(by, meeting.committee, lead, voice=Voice.CONSULTED, first=today(), reason="invité")
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(by, meeting)
    deciding.cast_vote(president, first, ballot=Ballot.FOR)
    deciding.record_consensus(president, first)
    made = deciding.decide(president, first, outcome=Outcome.ADOPTED, text="Oui.")
    holding.close_meeting(by, meeting)
    written = minutes.draft_minutes(by, meeting)
    minutes.edit_minutes(by, meeting, version=written.version, text="Relevé.")
    minutes.edit_minutes(by, meeting, version=written.version + 1, text="Relevé.", ready=True)
    asked = following.add_follow_up(by, made, what="Écrire", due=made.on, mandate=president.mandate)
    following.mark_done(president, asked, on=today(), note="Écrit.")
    later = room.opened(days=30)
    minutes.approve_minutes(president, meeting, at=later)
    calling.cancel_meeting(by, room.called(days=40), reason="neige")
    return meeting


def test_every_code_recorded_has_its_words_and_they_name_no_code(room):
    week(room)
    entries = list(JournalEntry.objects.filter(code__startswith="committees.").order_by("sequence"))
    recorded = {entry.code for entry in entries}
    source = Path(committees.__file__).parent.rglob("*.py")
    written = {code for path in source if path.parent.name != "migrations"
               for code in re.findall(r'"(committees\.[a-z_]+)"', path.read_text())
               if not code.endswith((".read", ".prepare", ".decide"))}  # fmt: skip
    assert written <= worded()
    assert written - recorded == {"committees.demo_made", "committees.agreement_approved"}
    for line in timeline(entries):
        assert "acte «" not in line.sentence
        assert not re.search(r"\b(meeting|item|decision|mandate|followup|person):", line.sentence), line.sentence
        assert re.findall(r"« | [:;?!](?=\s)|\w'\w", line.sentence) == []
    told = " ".join(line.sentence for line in timeline(entries))
    assert "a prononcé la décision" in told
    assert "Deux" not in told  # an item is named by its rank: a conflict of interest may close it to who reads


def entry(code: str) -> JournalEntry:
    return JournalEntry.objects.filter(code=f"committees.{code}").order_by("sequence").first()


def test_members_are_told_once_called_and_not_before(room):
    week(room)
    everybody = {by.mandate.person_id for by in room.by.values()}
    assert everybody <= {to.person for to in audience_of(entry("meeting_called"))}
    assert audience_of(entry("meeting_changed")) == []  # it was not called yet
    assert {to.person for to in audience_of(entry("minutes_ready"))} >= everybody
    assert audience_of(entry("item_added")) == []


def test_who_is_set_aside_is_not_told_of_the_item(room):
    meeting = room.called()
    item, prefect = meeting.items.get(), room.by["prefect-of-region"]
    agenda.declare_interest(prefect, item, person=prefect.mandate.person, ground="x")
    agenda.edit_item(room.by["region-instructor"], item, version=1, title="U", question="?", proposal="!", documents="")
    told = {to.person for to in audience_of(entry("item_edited"))}
    assert prefect.mandate.person_id not in told
    assert room.by["region-president"].mandate.person_id in told


def test_who_leads_the_territory_is_told_what_was_decided_of_it_and_why(room):
    lead = room.join("elected-lead", "intermunicipality", OYONNAX)
    room.join("stranger", "intermunicipality", Scope(ScopeKind.TERRITORY, "ti-8401"))
    meeting = room.opened()
    deciding.record_consensus(room.by["region-president"], meeting.items.get())
    deciding.decide(room.by["region-president"], meeting.items.get(), outcome=Outcome.ADOPTED, text="Oui.")
    told = {to.person: to.why for to in audience_of(entry("decided"))}
    assert "territoire" in told[lead.mandate.person_id]
    assert room.by["stranger"].mandate.person_id not in told


def waiting(by) -> list[str]:
    return [task.what for task in tasks.waiting_for(by.acting, today())
            if "/comites/" in task.href]  # fmt: skip


def test_what_waits_follows_the_life_of_a_meeting(room):
    secretary, president = room.by["region-instructor"], room.by["region-president"]
    meeting = room.called(days=20)
    assert any(what.startswith("Préparer la séance du") for what in waiting(secretary))
    assert waiting(president) == []
    room.item(meeting, title="Second")
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(secretary, meeting)
    assert waiting(president) == ["Se prononcer sur 2\u202fpoints"]
    agenda.declare_interest(president, meeting.items.last(), person=president.mandate.person, ground="x")
    assert waiting(president) == ["Se prononcer sur 1\u202fpoint"]
    deciding.cast_vote(president, meeting.items.first(), ballot=Ballot.FOR)
    assert waiting(president) == []
    holding.close_meeting(secretary, meeting)
    assert any(what.startswith("Rédiger le relevé") for what in waiting(secretary))
    written = minutes.draft_minutes(secretary, meeting)
    minutes.edit_minutes(secretary, meeting, version=written.version, text="Relevé.", ready=True)
    assert any(what.startswith("Approuver le relevé") for what in waiting(president))


def test_what_a_decision_asks_waits_for_who_is_asked_until_it_is_done(room):
    meeting = room.opened()
    deciding.record_consensus(room.by["region-president"], meeting.items.get())
    made = deciding.decide(room.by["region-president"], meeting.items.get(), outcome=Outcome.ADOPTED, text="Oui.")
    operator = room.by["operator-correspondent"]
    asked = following.add_follow_up(room.by["region-instructor"], made, what="Étudier", due=made.on,
                                    organisation=operator.mandate.organisation)  # fmt: skip
    assert waiting(operator) == ["Étudier"]
    following.mark_done(operator, asked, on=today(), note="Fait.")
    assert waiting(operator) == []


def test_tasks_of_committees_ask_one_query_each(room, django_assert_max_num_queries):
    week(room)
    from tandem.committees.tasks import _follow, _prepare, _pronounce

    for source in (_prepare, _pronounce, _follow):
        with django_assert_max_num_queries(1):
            list(source(room.by["region-president"].acting, today()))


def test_a_decision_lies_with_its_committee_and_with_its_object(room):
    meeting = room.opened()
    deciding.record_consensus(room.by["region-president"], meeting.items.get())
    made = deciding.decide(room.by["region-president"], meeting.items.get(), outcome=Outcome.ADOPTED, text="Oui.")
    reference = f"decision:{made.pk}"
    lead = acting_under(mandate("elected-lead", "intermunicipality", OYONNAX), second_factor=False)
    other = acting_under(
        mandate("elected-lead", "intermunicipality", Scope(ScopeKind.TERRITORY, "ti-8401"), "autre"),
        second_factor=False,
    )
    assert set(objects.readable(lead, [reference, f"meeting:{meeting.pk}"])) == {reference}
    assert objects.readable(other, [reference]) == {}
    president = room.by["region-president"].acting
    wanted = [reference, f"meeting:{meeting.pk}", f"committee:{meeting.committee_id}", "meeting:0", "decision:x"]
    assert set(objects.readable(president, wanted)) == set(wanted[:3])
    assert meeting.items.get().title not in objects.find([reference])[reference].name


def test_the_demo_is_made_once(people):  # noqa: F811
    made = [demo.prepare("84", "ti-8413", "ti-8401", timezone.now(), actor="tests") for _ in range(2)]
    assert made == [4, 0]
    assert Decision.objects.count() == 2
    assert not Interest.objects.exists()
    assert JournalEntry.objects.filter(code="committees.demo_made").count() == 1
    assert all(each.starts_at <= timezone.now() + dt.timedelta(days=30) for each in Meeting.objects.all())
