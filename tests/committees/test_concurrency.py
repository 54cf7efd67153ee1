"""Two who do the same at once, on a database where transactions really commit."""

import pytest

from tests.scratch_database import scratch_database

ROOM = """
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from tandem.accounts.acting import By
from tandem.accounts.models import Mandate, Organisation, Person
from tandem.committees.models import *
from tandem.committees.rules import Ballot, Outcome
from tandem.committees.usecases import deciding, holding
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry
from tandem.core import journal

now = timezone.now()

def mandate(role):
    person = Person.objects.create_user(role + "@exemple.fr", first_name=role)
    return Mandate.objects.create(
        person=person, organisation=Organisation.objects.create(kind="region", name=role), role=role,
        scope_kind="nation", scope_code="", validity=DateRange(dt.date(2020, 1, 1), None), ground="tests")

chair = By(mandate("delegate"), second_factor=True)
partner = By(mandate("national-partner"), second_factor=True)
committee = Committee.objects.create(kind="national", scope_kind="nation", name="C",
                                     validity=DateRange(dt.date(2020, 1, 1), None))

def meeting(items):
    made = Meeting.objects.create(committee=committee, starts_at=now, place="Ici", state="open", opened_at=now,
                                  deliberates=True)
    for by in (chair, partner):
        Attendance.objects.create(meeting=made, mandate=by.mandate, state="present")
    return [Item.objects.create(meeting=made, position=rank, matter="orientation", title=str(rank), question="?",
                                proposal="!") for rank in range(1, items + 1)]

def at_once(act, *given):
    def run(each):
        try:
            return act(each)
        except TandemError as error:
            return "refused: " + error.message
        finally:
            connection.close()
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, given))
"""

SAME_ITEM = (
    ROOM
    + """
item, = meeting(1)
deciding.record_consensus(chair, item)
def decide(rank):
    return deciding.decide(chair, Item.objects.get(pk=item.pk), outcome=Outcome.ADOPTED, text=str(rank)).number

found = at_once(decide, *range(8))
print(sorted(map(str, found)).count("1"), sum("déjà décidé" in str(each) for each in found), Decision.objects.count())
print(journal.verify().faults)
"""
)

SAME_VOTE = (
    ROOM
    + """
item, = meeting(1)
found = at_once(lambda ballot: deciding.cast_vote(partner, Item.objects.get(pk=item.pk), ballot=ballot).ballot,
                *[Ballot.FOR, Ballot.AGAINST] * 4)
print(sum("déjà prononcé" in str(each) for each in found), Vote.objects.count(), JournalEntry.objects.count())
"""
)

NUMBERS = (
    ROOM
    + """
items = [meeting(1)[0] for _ in range(16)]
for item in items:
    deciding.record_consensus(chair, item)
found = at_once(lambda key: deciding.decide(chair, Item.objects.get(pk=key), outcome=Outcome.ADOPTED, text="x").number,
                *[item.pk for item in items])
print(sorted(found) == list(range(1, 17)), journal.verify().faults)
"""
)

VOTE_AND_CLOSE = (
    ROOM
    + """
item, = meeting(1)
deciding.record_consensus(chair, item)
found = at_once(lambda act: act(), lambda: deciding.decide(chair, item, outcome=Outcome.ADOPTED, text="x").number,
                lambda: holding.close_meeting(chair, item.meeting).state)
decided = Decision.objects.exists()
print(Meeting.objects.get().state, decided == (1 in found), decided or any("levée" in str(each) for each in found))
"""
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "said"),
    [
        (SAME_ITEM, ["1 7 1", "()"]),
        (SAME_VOTE, ["7 1 1"]),
        (NUMBERS, ["True ()"]),
        (VOTE_AND_CLOSE, ["closed True True"]),
    ],
    ids=["eight close the same item", "the same mandate votes eight times", "sixteen decisions under eight writers",
         "deciding while the meeting closes"],
)  # fmt: skip
def test_at_once_one_goes_through_and_the_others_are_told(code, said):
    with scratch_database("committees") as scratch:
        assert scratch.run(code).splitlines() == said
