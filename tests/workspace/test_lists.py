"""Lists of the workspace: few queries, and as many for three times the rows."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Organisation, Person
from tandem.comments.models import Comment
from tandem.committees.models import Committee
from tandem.core import journal
from tandem.core.clock import today
from tandem.notifications.models import Notice
from tandem.places.models import Region
from tandem.search.indexing import reindex
from tandem.territories import demo as governance
from tandem.territories.models import Agreement, Candidacy, Phase, Post, Territory

LISTS = {
    "territories": "ti-", "people": "Fictive", "organisations": "Zéphyr", "invitations": "@exemple.fr",
    "candidacies": "Vallée fictive", "committees": "Comité fictif", "notices": "À lire", "journal": "Fictive",
    "search": "Zéphyr",
}  # fmt: skip
"""Each list, with words that each of its rows holds."""
MOST = 10
FEW, MANY = 4, 12
SOME = DateRange(dt.date(2026, 1, 1))


@pytest.fixture
def grow(people) -> Callable[[int, int], None]:
    """Make the rows of every list, from one number to another."""
    governance.prepare(actor="tests")
    scopes = [("territory", "ti-8413"), ("region", "84"), ("department", "01"), ("nation", "")]
    me, region = people["delegate"], Region.objects.get(pk="84")

    def make(first: int, last: int) -> None:
        codes = list(Territory.objects.as_of(today()).order_by("pk").values_list("pk", flat=True)[first:last])
        for n in range(first, last):
            kind, code = scopes[n % len(scopes)]
            its = Organisation.objects.create(name=f"Usine Zéphyr {n}", kind="company", region=region)
            person = Person.objects.create(email=f"p{n}@exemple.fr", first_name="P", last_name=f"Fictive {n}")
            terms = {"organisation": its, "role": "industrial-lead"}
            Mandate.objects.create(person=person, scope_kind=kind, scope_code=code, validity=SOME, ground="x", **terms)
            Mandate.objects.create(person=person, scope_kind="territory", scope_code=codes[n - first], validity=SOME,
                                   ground="x", **terms)  # fmt: skip
            Invitation.objects.create(email=f"i{n}@exemple.fr", scope_kind=kind, scope_code=code, invited_by=me,
                                      created_at=timezone.now(), expires_at=timezone.now(), validity=SOME,
                                      ground="x", **terms)  # fmt: skip
            Comment.objects.create(about="territory:ti-8413", text=f"Zéphyr {n}", person=person, organisation=its)
            JoiningRequest.objects.create(person=person, organisation=its, asked_at=timezone.now())
            Candidacy.objects.create(name=f"Vallée fictive {n}", phase=Phase.objects.get(pk="2023-2027"), region=region,
                                     lead=its, filed_on=today(), members=["200066876"])  # fmt: skip
            Committee.objects.create(name=f"Comité fictif {n}", kind="local", scope_kind="territory",
                                     scope_code=codes[n - first], validity=SOME)  # fmt: skip
            Post.objects.create(territory_id=codes[n - first], employer=its, rate=8000, cap=1, working_time=100,
                                validity=DateRange(SOME.lower, dt.date(2028, 1, 1)))  # fmt: skip
            Agreement.objects.create(territory_id=codes[n - first], kind="contract", title=f"Contrat {n}",
                                     drafted_on=today())  # fmt: skip
            journal.record("signing_in.signed_out", actor=f"person:{person.reference}",
                           subject=f"person:{person.reference}")  # fmt: skip
            Notice.objects.create(person=me, kind="mention", what=f"À lire {n}", why="x", once=uuid.uuid4().hex,
                                  at=timezone.now(), pace="none")  # fmt: skip
        reindex()

    return make


def asked(client: Client, name: str) -> tuple[int, int]:
    """How many queries a list takes, and how many of its rows it shows."""
    address = reverse(f"workspace:{name}", query={"q": "Zéphyr"} if name == "search" else None)
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(seen), answer.content.decode().count(LISTS[name])


def test_a_list_asks_as_many_queries_for_three_times_the_rows(signed_in_as, grow):
    client = signed_in_as("delegate")
    grow(0, FEW)
    before = {name: asked(client, name) for name in LISTS}
    grow(FEW, MANY)
    after = {name: asked(client, name) for name in LISTS}
    assert {name: queries for name, (queries, _rows) in after.items()} == {
        name: queries for name, (queries, _rows) in before.items()
    }
    assert {name: queries for name, (queries, _rows) in after.items() if queries > MOST} == {}
    more = {name for name in LISTS if after[name][1] > before[name][1]}
    assert more == LISTS.keys() - {"territories"}, before | after
    assert after["territories"][1] > 100
