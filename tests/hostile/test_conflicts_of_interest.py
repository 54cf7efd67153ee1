"""What is closed to somebody by a conflict of interest is closed at every door."""

import datetime as dt

import pytest

from tandem.accounts import objects
from tandem.accounts.acting import By
from tandem.accounts.readers import readers
from tandem.accounts.tasks import waiting_for
from tandem.comments.usecases import write_comment
from tandem.committees.models import Decision
from tandem.committees.rules import Outcome
from tandem.committees.usecases import agenda, deciding, following
from tandem.core.clock import today
from tandem.core.errors import NotFoundError
from tandem.notifications.following import follow_all
from tandem.notifications.models import Notice
from tandem.search.finding import search
from tandem.search.indexing import reindex
from tests.committees.conftest import OYONNAX, REGION

pytestmark = pytest.mark.django_db
SECRET = "Offre confidentielle du concurrent (fictif)"


@pytest.fixture
def decided(room) -> Decision:
    """Decided while a member in conflict of interest was set aside."""
    room.join("operator-correspondent", "operator", REGION, name="aside")
    meeting = room.opened()
    item = meeting.items.get()
    agenda.declare_interest(room.by["aside"], item, person=room.by["aside"].mandate.person, ground="associé (fictif)")
    deciding.record_consensus(room.by["region-president"], item)
    return deciding.decide(room.by["region-president"], item, outcome=Outcome.ADOPTED, text="Accordé.")


def aside(room) -> By:
    return room.by["aside"]


def test_a_decision_closed_to_somebody_is_no_object_for_them(room, decided):
    reference = f"decision:{decided.pk}"
    assert objects.readable(room.by["operator-correspondent"].acting, [reference])
    assert not objects.readable(aside(room).acting, [reference])


def test_what_is_said_of_a_closed_decision_is_neither_read_nor_found_nor_told(room, decided):
    reference = f"decision:{decided.pk}"
    told = [room.by["operator-correspondent"].mandate.person_id]
    comment = write_comment(room.by["region-president"], reference, SECRET, mentioned=told)
    with pytest.raises(NotFoundError):
        write_comment(aside(room), reference, "je lis")
    follow_all()
    reindex()
    assert not objects.readable(aside(room).acting, [f"comment:{comment.pk}"])
    assert search(aside(room).acting, "confidentielle").total == 0
    assert not Notice.objects.filter(person=aside(room).mandate.person, about=f"comment:{comment.pk}").exists()
    assert Notice.objects.filter(person__in=told, about=f"comment:{comment.pk}").exists()


def test_nobody_mentions_whom_a_decision_is_closed_to(room, decided):
    reference = f"decision:{decided.pk}"
    found = objects.find([reference])[reference]
    keys = readers(reference, found)
    assert room.by["operator-correspondent"].mandate.person_id in keys
    assert aside(room).mandate.person_id not in keys


def test_what_a_closed_decision_asks_is_told_to_no_one_set_aside(room, decided):
    organisation = aside(room).mandate.organisation  # that of the other correspondent too
    following.add_follow_up(room.by["region-instructor"], decided, what=SECRET, due=today() + dt.timedelta(days=90),
                            organisation=organisation)  # fmt: skip
    follow_all()
    told = set(Notice.objects.filter(entry__code="committees.follow_up_asked").values_list("person", flat=True))
    assert told == {room.by["operator-correspondent"].mandate.person_id}
    assert SECRET not in [task.what for task in waiting_for(aside(room).acting, today())]
    assert SECRET in [task.what for task in waiting_for(room.by["operator-correspondent"].acting, today())]


def test_a_perimeter_is_not_enough_to_read_what_is_said_of_a_committee(room):
    """The page of exchanges opens to whom the committee's page does."""
    meeting = room.planned()
    room.join("national-partner", "operator", name="partner")
    room.join("delegate", "national-delegation")
    for reference in (f"meeting:{meeting.pk}", f"committee:{meeting.committee_id}"):
        assert not objects.readable(room.by["partner"].acting, [reference])
        assert objects.readable(room.by["delegate"].acting, [reference])
        assert objects.readable(room.by["region-president"].acting, [reference])


def test_who_follows_a_territory_reads_what_was_decided_of_it(room, decided):
    lead = room.join("local-partner", "company", OYONNAX)
    reference = f"decision:{decided.pk}"
    assert objects.readable(lead.acting, [reference])
