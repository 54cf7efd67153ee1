"""Pages of committees: who opens them, what they say, what their forms do and refuse."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tandem.committees import demo
from tandem.committees.models import Decision, Interest, Item, Meeting, Vote
from tandem.committees.rules import State
from tests.workspace.conftest import people, signed_in_as  # noqa: F401 - fixtures
from tests.workspace.test_pages import said

pytestmark = pytest.mark.django_db
WRONG = r"\w'\w|[^\u202f] ?[?!;»](?=\s)|« | :\s"


@pytest.fixture
def held(people) -> dict[str, Meeting]:  # noqa: F811
    """The meetings of the demo, by what they are."""
    demo.prepare("84", "ti-8413", "ti-8401", timezone.now(), actor="tests")
    found = {f"{each.committee.kind} {each.state}": each for each in Meeting.objects.select_related("committee")}
    assert set(found) == {"regional closed", "regional called", "local open", "national called"}
    return found


def page_of(meeting: Meeting, name: str = "meeting") -> str:
    return reverse(f"workspace:{name}", args=[meeting.pk])


def every_page(held: dict[str, Meeting]) -> list[str]:
    called, closed, live = held["regional called"], held["regional closed"], held["local open"]
    return [
        reverse("workspace:committees"), reverse("workspace:meeting_plan"), page_of(called.committee, "committee"),
        *(page_of(each) for each in held.values()), page_of(called, "meeting_change"), page_of(called, "item_add"),
        page_of(closed, "minutes"), page_of(live.items.first(), "item"), page_of(called.items.first(), "item"),
        page_of(called.items.first(), "item_edit"), *(page_of(each, "decision") for each in Decision.objects.all()),
    ]  # fmt: skip


def test_every_page_speaks_french_with_its_typography_under_each_theme(signed_in_as, held, theme):  # noqa: F811
    clients = [signed_in_as(role) for role in ("delegate", "region-instructor", "region-president")]
    seen = 0
    for address in every_page(held):
        for client in clients:
            page = client.get(address)
            if page.status_code == 200:
                seen += 1
                text = said(page)
                assert re.findall(WRONG, text) == [], address
                assert 'style="' not in page.content.decode(), address
    assert seen > 30


def test_a_page_asks_a_fixed_number_of_queries(signed_in_as, held, django_assert_max_num_queries):  # noqa: F811
    client = signed_in_as("region-instructor")
    for address in every_page(held):
        client.get(address)
        with django_assert_max_num_queries(43):
            client.get(address)
    meeting = held["regional called"]
    for rank in range(10):
        Item.objects.create(meeting=meeting, position=10 + rank, matter="territory-review", title=f"Point {rank}",
                            about="territory:ti-8413", question="?", proposal="!")  # fmt: skip
    with django_assert_max_num_queries(43):
        client.get(page_of(meeting))


@pytest.mark.parametrize("role", ["elected-lead", "project-manager"])
def test_the_committee_of_another_perimeter_is_not_found(signed_in_as, held, role):  # noqa: F811
    client = signed_in_as(role)
    called, item = held["regional called"], held["regional called"].items.first()
    for address in (page_of(called), page_of(called.committee, "committee"), page_of(item, "item"),
                    page_of(called, "pack_pdf"), page_of(called, "meeting_calendar")):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.get(page_of(held["local open"])).status_code == 200


def test_who_leads_a_territory_reads_what_a_regional_committee_decided_of_it(signed_in_as, held):  # noqa: F811
    made = Decision.objects.first()
    page = signed_in_as("elected-lead").get(page_of(made, "decision"))
    assert page.status_code == 200
    assert made.text in page.content.decode().replace("&#x27;", "'")
    assert page_of(held["regional closed"]) not in page.content.decode()


def test_a_member_votes_in_one_step_from_the_meeting(signed_in_as, held, people):  # noqa: F811
    client, meeting = signed_in_as("elected-lead"), held["local open"]
    item = meeting.items.first()
    assert "à vous de vous prononcer" in said(client.get(page_of(meeting)))
    answer = client.post(page_of(item, "item"), {"act": "vote", "ballot": "for"}, follow=True)
    assert "Votre voix est enregistrée" in answer.content.decode()
    assert Vote.objects.filter(item=item, mandate__person=people["elected-lead"]).get().ballot == "for"
    again = client.post(page_of(item, "item"), {"act": "vote", "ballot": "against"})
    assert again.status_code == 422
    assert "déjà prononcé" in said(again)


def test_who_presides_records_the_room_and_pronounces(signed_in_as, held):  # noqa: F811
    client, item = signed_in_as("elected-lead"), held["local open"].items.first()
    early = client.post(page_of(item, "item"), {"act": "decide", "outcome": "adopted", "text": "Ma phrase à moi."})
    assert early.status_code == 422
    assert "Ma phrase à moi." in early.content.decode()
    client.post(page_of(item, "item"), {"act": "consensus"})
    done = client.post(page_of(item, "item"), {"act": "decide", "outcome": "adopted", "text": "Inscrite."}, follow=True)
    made = Decision.objects.get(item=item)
    assert f"Décision {made.reference} prononcée" in done.content.decode()


def test_an_item_that_a_conflict_closes_is_found_nowhere(signed_in_as, held, people):  # noqa: F811
    closed, live = held["regional closed"], held["local open"]
    president, lead = signed_in_as("region-president"), signed_in_as("elected-lead")
    item = live.items.first()
    lead.post(page_of(item, "item"), {"act": "interest", "ground": "associé (fictif)"})
    assert Interest.objects.get(item=item).person == people["elected-lead"]
    assert lead.get(page_of(item, "item")).status_code == 404
    assert lead.post(page_of(item, "item"), {"act": "vote", "ballot": "for"}).status_code == 404
    text = said(lead.get(page_of(live)))
    assert item.title not in text
    assert item.question not in text
    assert "Point fermé" in text
    assert item.title in said(president.get(page_of(live)))

    decided = closed.items.first()
    Interest.objects.create(item=decided, person=people["region-president"], ground="x", declared_at=timezone.now(),
                            declared_by=closed.attendances.first().mandate)  # fmt: skip
    assert president.get(page_of(decided.decision, "decision")).status_code == 404
    assert president.get(page_of(closed, "minutes")).status_code == 404
    assert president.get(page_of(closed, "minutes_pdf")).status_code == 404
    listed = said(president.get(page_of(closed.committee, "committee")))
    assert decided.title not in listed
    assert "Fermée par un conflit d’intérêts" in listed


def test_who_prepares_plans_fills_and_calls_a_meeting(signed_in_as, held):  # noqa: F811
    client = signed_in_as("region-instructor")
    form = {"committee": "regional-fund@region:84", "day": "2027-01-20", "hour": "14:30", "minutes_long": "90",
            "time_zone": "Europe/Paris", "place": "Ici (fictif)", "video": ""}  # fmt: skip
    refused = client.post(reverse("workspace:meeting_plan"), form | {"place": "", "day": "le 20"})
    assert refused.status_code == 422
    assert "Écrire une date" in refused.content.decode()
    assert "Donner un lieu" in refused.content.decode()
    assert client.post(reverse("workspace:meeting_plan"), form).status_code == 302
    meeting = Meeting.objects.get(committee__kind="regional-fund")
    assert "L’ordre du jour est vide" in said(client.get(page_of(meeting)))
    client.post(page_of(meeting, "item_add"), {"matter": "fund", "title": "Un projet", "question": "Oui ?",
                                               "proposal": "Oui.", "about": "", "documents": ""})  # fmt: skip
    assert client.post(page_of(meeting), {"act": "call"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == State.CALLED
    assert client.post(page_of(meeting), {"act": "nothing"}).status_code == 422


def test_two_who_edit_an_item_the_second_sees_both_texts(signed_in_as, held):  # noqa: F811
    item = held["regional called"].items.first()
    form = {"title": "Titre de la Région", "question": "A ?", "proposal": "B.", "documents": "", "version": "1"}
    assert signed_in_as("region-instructor").post(page_of(item, "item_edit"), form).status_code == 302
    second = signed_in_as("state-instructor")
    answer = second.post(page_of(item, "item_edit"), form | {"title": "Titre de l’État"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Titre de la Région" in text
    assert "Titre de l’État" in text
    assert 'name="version" value="2"' in text
    second.post(page_of(item, "item_edit"), form | {"title": "Titre de l’État", "version": "2"})
    item.refresh_from_db()
    assert item.title == "Titre de l’État"


def test_without_a_second_factor_nothing_is_decided(client, people, held):  # noqa: F811
    client.force_login(people["elected-lead"])
    item = held["local open"].items.first()
    assert client.post(page_of(item, "item"), {"act": "vote", "ballot": "for"}).status_code == 422
    assert not Vote.objects.filter(item=item).exists()


def test_who_is_asked_says_that_it_is_done(signed_in_as, held):  # noqa: F811
    client = signed_in_as("project-manager")
    text = said(client.get(reverse("workspace:committees")))
    assert "Remettre le compte rendu d’activité" in text
    assert "en retard" in text
    made = Decision.objects.filter(outcome="conditions").get()
    late = made.follow_ups.get(what="Remettre le compte rendu d’activité")
    today = timezone.localdate().isoformat()
    done = client.post(page_of(made, "decision"), {"act": "done", "follow_up": late.pk, "on": today, "note": "Remis."})
    assert done.status_code == 302
    late.refresh_from_db()
    assert late.done_note == "Remis."


def test_the_composition_is_read_as_of_a_day(signed_in_as, held):  # noqa: F811
    client = signed_in_as("region-president")
    address = page_of(held["regional closed"].committee, "committee")
    before = said(client.get(address, {"date": "2025-12-31"}))
    assert "Personne n’y tient de mandat à cette date" in before
    assert "Sièges vacants" in before
    assert client.get(address, {"date": "hier"}).status_code == 422


def test_the_calendar_file_says_when_and_where(signed_in_as, held):  # noqa: F811
    meeting = held["regional called"]
    text = signed_in_as("region-president").get(page_of(meeting, "meeting_calendar")).content.decode()
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "LOCATION:Salle des assemblées (fictive)" in lines
    assert f"DTSTART:{meeting.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" in lines
    assert "STATUS:CONFIRMED" in lines


def test_who_sits_in_the_national_committee_does_not_read_all_those_of_the_country(signed_in_as, held):  # noqa: F811
    client = signed_in_as("national-partner")
    assert client.get(page_of(held["national called"])).status_code == 200
    for kind in ("regional called", "local open"):
        assert client.get(page_of(held[kind])).status_code == 404
        assert client.get(page_of(held[kind].committee, "committee")).status_code == 404
    assert client.get(page_of(Decision.objects.first(), "decision")).status_code == 404
    text = said(client.get(reverse("workspace:committees")))
    assert "Comité de pilotage national" in text
    assert "Comité régional" not in text
