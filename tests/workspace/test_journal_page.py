"""The journal's page: searched, in sentences, by pages that follow one another by number; verified on demand."""

import csv
import datetime as dt

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tandem.core import journal
from tandem.core.journal.partial import verify_between
from tandem.core.journal.reading import Search, matching, page_of
from tandem.core.models import JournalEntry
from tests.workspace.test_pages import ROLES, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate(signed_in_as):
    return signed_in_as("delegate")


@pytest.fixture
def many(db):
    for n in range(120):
        journal.record("signing_in.signed_out", actor="cli:lou", subject=f"objet:{n % 2}")


def numbers(page) -> list[int]:
    return [each.sequence for each in page.entries]


def test_pages_follow_one_another_without_a_gap_both_ways(many):
    every = list(JournalEntry.objects.order_by("-sequence").values_list("sequence", flat=True))
    first = page_of(Search())
    second = page_of(Search(), before=first.older)
    assert numbers(first) + numbers(second) == every[:100]
    assert first.newer is None
    assert numbers(page_of(Search(), after=second.newer)) == numbers(first)
    last = page_of(Search(), before=every[-1] + 1)
    assert (numbers(last), last.older) == ([every[-1]], None)


def test_a_search_is_by_object_act_author_and_day(many):
    found = set(matching(Search(subject="objet:1", code="signing_in.signed_out", actor="cli:lou")))
    assert len(found) == 60
    assert matching(Search(code="accounts.purged")).count() == 0
    day = JournalEntry.objects.order_by("-sequence").first().at.date()
    assert matching(Search(first=day, last=day, subject="objet:1")).count() == 60
    assert matching(Search(first=day + dt.timedelta(days=2))).count() == 0
    assert matching(Search(last=day - dt.timedelta(days=2), subject="objet:1")).count() == 0


@pytest.mark.parametrize("search", [Search(), Search(actor="cli:lou"), Search(code="signing_in.signed_out"),
                                    Search(subject="objet:1")])  # fmt: skip
def test_a_page_is_read_from_an_index_and_nothing_is_sorted_or_skipped(many, search):
    """What stays true at a million entries: no sort, no offset, no reading of the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = matching(search).filter(sequence__lt=1_000_000).order_by("-sequence")[:51].explain()
    assert "Index Scan" in plan
    assert "Sort" not in plan


def test_the_page_says_sentences_reasons_numbers_and_digests(delegate, django_assert_max_num_queries):
    entry = JournalEntry.objects.order_by("-sequence").first()
    text = said(delegate.get(reverse("workspace:journal")))
    assert "s’est connecté" in text
    assert entry.digest in text
    with django_assert_max_num_queries(12):
        delegate.get(reverse("workspace:journal"))


def test_what_was_mistyped_is_told_and_kept(delegate):
    page = delegate.get(reverse("workspace:journal"), {"du": "hier", "auteur": "personne@exemple.fr"})
    assert page.status_code == 422
    assert "n’est pas une date" in said(page)
    assert "Personne n’a de compte à cette adresse" in said(page)


def test_an_author_is_searched_by_address_and_exported(delegate, people):
    query = {"auteur": people["delegate"].email, "acte": "signing_in.signed_in"}
    file = delegate.get(reverse("workspace:journal_csv"), query)
    rows = list(csv.DictReader(file.content.decode().splitlines()))
    assert [row["code"] for row in rows] == ["signing_in.signed_in"]
    assert rows[0]["actor"] == f"person:{people['delegate'].reference}"
    assert people["delegate"].email not in file.content.decode()


def test_the_chain_is_verified_on_demand_and_the_page_says_how_far(delegate):
    assert "n’a pas encore été vérifiée" in said(delegate.get(reverse("workspace:journal")))
    page = delegate.post(reverse("workspace:verify_journal"), follow=True)
    assert "Chaîne entière" in page.content.decode()
    assert "entière" in said(page)
    assert JournalEntry.objects.order_by("-sequence").first().code == "journal.verified"


@pytest.mark.parametrize("change", ["reason = 'autre'", "digest = repeat('0', 64)", "sequence = sequence + 1000000"])
def test_a_stretch_names_the_first_entry_that_is_not_what_was_written(many, change):
    last = JournalEntry.objects.order_by("-sequence").first().sequence
    assert verify_between(1, last).broken is None
    target = last - 10
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE core_journalentry SET {change} WHERE sequence = {target}")
        cursor.execute("ALTER TABLE core_journalentry ENABLE TRIGGER USER")
    assert verify_between(1, last).broken == target
    assert verify_between(target + 2, last).broken is None
    assert verify_between(1, target - 1).broken is None


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_read_the_journal_opens_it(signed_in_as, role):
    expected = 200 if role == "delegate" else 403
    assert signed_in_as(role).get(reverse("workspace:journal")).status_code == expected
