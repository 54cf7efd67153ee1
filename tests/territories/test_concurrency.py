"""Two who do the same at once in a territory, on connections of their own that really commit."""

import pytest

from tests.scratch_database import scratch_database

ROOM = """
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from tandem.accounts.acting import By
from tandem.accounts.models import Invitation, Mandate, Organisation, Person
from tandem.accounts.scopes import NATION, Scope, ScopeKind
from tandem.accounts.usecases import accept_invitation, grant_mandate, invite, renew_link
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry
from tandem.places.models import Commune, Region
from tandem.places.usecases import load_places
from tandem.territories.models import *
from tandem.territories.usecases import agreements, life, load_territories, posts, reports
from tandem.territories.usecases.candidacies import file_candidacy

load_places(actor="tests")
load_territories(actor="tests")
HERE, FIRST = Scope(ScopeKind.TERRITORY, "ti-8413"), dt.date(2026, 1, 1)
EPCI = Organisation.objects.create(kind="intermunicipality", name="Intercommunalité fictive")

def person(name):
    return Person.objects.create_user(name + "@exemple.fr", first_name=name)

def by(role, name, scope=HERE, organisation=EPCI):
    return By(Mandate.objects.create(
        person=person(name), organisation=organisation, role=role, scope_kind=scope.kind, scope_code=scope.code,
        validity=DateRange(FIRST, None), ground="tests"), second_factor=True)

chief = by("delegate", "chief", NATION, Organisation.objects.create(kind="national-delegation", name="D"))
territory = Territory.objects.get(pk="ti-8413")

def at_once(act, *given):
    together = Barrier(len(given))
    def run(each):
        try:
            together.wait(20)
            return act(each)
        except TandemError as error:
            return "refused: " + error.message
        finally:
            connection.close()
    with ThreadPoolExecutor(len(given)) as pool:
        return list(pool.map(run, given))

def told(found, words):
    refused = [each for each in found if str(each).startswith("refused: ")]
    assert all(words in each for each in refused), refused
    return f"{len(found) - len(refused)} {len(refused)}"
"""

CODE = (
    ROOM
    + """
# Two holders of one post.
post = posts.open_post(chief, territory=territory, employer=EPCI, rate=8000, cap=10**7, first=FIRST,
                       last=dt.date(2027, 12, 31))
managers = [by("project-manager", f"m{rank}") for rank in range(6)]
found = at_once(lambda each: posts.hold_post(chief, post, mandate=each.mandate, first=FIRST), *managers)
print("holdings", told(found, "déjà tenu"), Holding.objects.count())

# Two reports for the same days, then accepted twice.
said = dict(first_day=FIRST, last_day=dt.date(2026, 3, 31), done="x", planned="", hurdles="", companies_met=0,
            actions_followed=0, invoiced=10**6)
found = at_once(lambda each: reports.write_report(each, post=post, **said), *managers)
print("reports", told(found, "déjà une partie"), ActivityReport.objects.count())
report = reports.submit_report(managers[0], ActivityReport.objects.get())
found = at_once(lambda _each: reports.accept_report(chief, report), *range(4))
print("accepted", told(found, "déjà accepté"), ActivityReport.objects.get().due)

# Two signatures.
party = dict(organisation=EPCI, capacity="public", signatory="X", quality="y")
act = Agreement.objects.create(territory=territory, kind="contract", title="C", drafted_on=FIRST, ready_on=FIRST,
                               state="ready", digest="0" * 64)
act.parties.create(**party)
signer = by("elected-lead", "elue")
found = at_once(lambda _each: agreements.sign(signer, act, on=today()), *range(6))
print("signed", told(found, "signé"), JournalEntry.objects.filter(code="territories.agreement_signed").count())

# Two labels of overlapping candidacies.
taken = PerimeterCommune.objects.filter(phase="2023-2027").values("commune__epci")
free = Commune.objects.in_force().filter(region="84", epci__isnull=False).exclude(epci__in=taken)
members = list(free.order_by("epci").values_list("epci", flat=True).distinct()[:1])
filed = [file_candidacy(chief, name=f"C{rank}", phase=Phase.objects.get(pk="2023-2027"),
                        region=Region.objects.get(pk="84"), lead=EPCI, filed_on=dt.date(2026, 9, 1),
                        members=members).candidacy for rank in range(3)]
before = Territory.objects.count()
found = at_once(lambda each: life.label(each, on=today(), decision="decision:1", author=chief.author).pk, *filed)
print("labels", told(found, ""), Territory.objects.count() - before,
      Candidacy.objects.filter(status="labelled").count())

# One invitation accepted twice, by somebody new; the same mandate given twice.
made = invite(chief, email="neuf@exemple.fr", organisation=EPCI, role="elected-lead", scope=HERE, first=FIRST,
              ground="x")
token = renew_link(chief, made)
given = dict(first_name="A", last_name="B", password="un mot de passe très long 42")
found = at_once(lambda _each: accept_invitation(token, **given).pk, *range(4))
print("accepted", told(found, "déjà été acceptée"), Person.objects.filter(email="neuf@exemple.fr").count(),
      Mandate.objects.filter(person__email="neuf@exemple.fr").count())

other = person("double")
found = at_once(lambda _each: grant_mandate(chief, person=other, organisation=EPCI, role="elected-lead", scope=HERE,
                                            first=FIRST, ground="x").pk, *range(6))
print("mandates", told(found, "mandat"), Mandate.objects.of(other).count())
print("invitations", told(at_once(lambda _each: invite(chief, email="deux@exemple.fr", organisation=EPCI,
      role="elected-lead", scope=HERE, first=FIRST, ground="x").pk, *range(6)), "invitation"),
      Invitation.objects.filter(email="deux@exemple.fr").count())
print("journal", journal.verify().faults)
"""
)


@pytest.mark.slow
def test_at_once_one_goes_through_and_the_others_are_told_why():
    with scratch_database("territories") as scratch:
        said = scratch.run(CODE).splitlines()
    assert said == [
        "holdings 1 5 1",
        "reports 1 5 1",
        "accepted 1 3 800000",
        "signed 1 5 1",
        "labels 1 2 1 1",
        "accepted 1 3 1 1",
        "mandates 1 5 1",
        "invitations 1 5 1",
        "journal ()",
    ]
