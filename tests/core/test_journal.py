"""The journal is append-only, chained, and whole under concurrency."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import DataError, ProgrammingError, connection, transaction
from django.utils import timezone
from tests.scratch_database import scratch_database

from tandem.core import journal
from tandem.core.journal.chain import digest_of
from tandem.core.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[JournalEntry]:
    """Three entries in a row, after those that the session's load left."""
    return [
        journal.record("tests.something_done", actor="tests", subject=f"n° {number}", amount=number)
        for number in range(3)
    ]


def test_entries_count_without_a_gap_and_chain_by_digest(entries):
    first, second, third = entries
    assert [second.sequence, third.sequence] == [first.sequence + 1, first.sequence + 2]
    assert [second.previous_digest, third.previous_digest] == [first.digest, second.digest]
    assert journal.verify().faults == ()


def test_an_entry_reads_back_as_it_was_written(entries):
    entry = journal.record(
        "tests.dated",
        actor=journal.Author("person:x", "mandate:1", "organisation:2"),
        subject='object:\\ "quoted"',
        reason="Délibération n° 12\nde l’été 🏭",
        on=dt.date(2024, 9, 16),
        rate=Decimal("0.25"),
        who="Œuvre d’Été",
        nested={"b": [1, None, True], "aa": {}},
    )
    stored = JournalEntry.objects.get(pk=entry.pk)
    assert stored.data == {
        "on": "2024-09-16", "rate": "0.25", "who": "Œuvre d’Été", "nested": {"b": [1, None, True], "aa": {}},
    }  # fmt: skip
    for field in JournalEntry._meta.concrete_fields:
        assert getattr(stored, field.attname) == getattr(entry, field.attname), field.name
    assert digest_of(stored) == stored.digest
    assert abs(timezone.now() - stored.at) < dt.timedelta(seconds=60)


@pytest.mark.parametrize("value", [1e16, 1e300, -0.0, 1.0, 0.1, 1e-7, 5e-324, -1.5e-10, 2**70, 0.1 + 0.2])
def test_a_number_has_one_digest_however_the_database_writes_it(value):
    entry = journal.record("tests.number", actor="tests", value=value)
    assert JournalEntry.objects.get(pk=entry.pk).data["value"] == value
    assert journal.verify().faults == ()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        journal.record("tests.number", actor="tests", value=value)


def test_a_text_too_long_for_its_column_is_refused_rather_than_cut(entries):
    with pytest.raises(DataError), transaction.atomic():
        journal.record("tests.long", actor="a" * 121)
    assert journal.verify().faults == ()


def test_entries_written_before_mandates_and_acts_existed_stay_valid(entries):
    """As `record` wrote them then; the digests are those that it gave."""
    last = entries[-1]
    old = JournalEntry(
        sequence=7, at=dt.datetime(2026, 11, 24, 8, 42, 3, 120, tzinfo=dt.UTC), code="places.loaded",
        actor="cli:été", subject="x", data={"rows": {"b": 1, "a": 2.5}}, previous_digest="0" * 64,
    )  # fmt: skip
    assert digest_of(old) == "ba4e9b052e1102c89b1eccedf1704d45459c8416ffa313e0ad025195ec76bdf8"
    old.mandate, old.organisation, old.reason = "mandate:3", "organisation:7", "délibération"
    assert digest_of(old) == "6118dcfcdc6f621fd3bb96c03a8f8a67bd7b857442af2480e3212e7d609952e6"
    old.sequence, old.previous_digest = last.sequence + 1, last.digest
    old.digest = digest_of(old)
    old.save(force_insert=True)
    journal.record("tests.after", actor="tests")
    assert journal.verify().faults == ()


def test_entries_of_one_transaction_bear_one_act_and_others_another():
    with scratch_database("acts") as scratch:
        scratch.run(
            "from django.db import transaction\n"
            "from tandem.core import journal\n"
            "for _ in range(2):\n"
            "    with transaction.atomic():\n"
            "        for _ in range(2):\n"
            "            journal.record('tests.done', actor='tests')\n"
        )
        acts = [act for (act,) in scratch.query("SELECT act FROM core_journalentry ORDER BY sequence")]
    assert acts[0] == acts[1] != acts[2] == acts[3]
    assert all(isinstance(act, uuid.UUID) for act in acts)


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: JournalEntry.objects.filter(pk=entry.pk).update(actor="somebody else"),
        lambda entry: JournalEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: setattr(entry, "actor", "somebody else") or entry.save(),
    ],
    ids=["update", "delete", "save"],
)
def test_the_database_refuses_to_change_an_entry(entries, change):
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        change(entries[1])
    assert JournalEntry.objects.get(pk=entries[1].pk).actor == "tests"


def test_the_database_refuses_to_empty_the_journal(entries):
    with pytest.raises(ProgrammingError, match="Cannot truncate"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {JournalEntry._meta.db_table}")
    assert JournalEntry.objects.count() >= len(entries)


def test_an_entry_costs_one_round_trip(django_assert_num_queries):
    with django_assert_num_queries(1):
        journal.record("tests.something_done", actor="tests")


CONCURRENT = """
from concurrent.futures import ThreadPoolExecutor
from django.db import connection, transaction
from tandem.core import journal
from tandem.core.models import JournalEntry

def write(writer):
    for number in range(20):
        try:
            with transaction.atomic():
                journal.record("tests.written", actor=f"writer {writer}", number=number)
                if number % 5 == 4:
                    raise KeyError("this act is undone, and its entry with it")
        except KeyError:
            pass
    connection.close()

with ThreadPoolExecutor(8) as pool:
    list(pool.map(write, range(8)))
rows = list(JournalEntry.objects.values_list("sequence", "at"))
print([sequence for sequence, _ in rows] == list(range(1, 129)), rows == sorted(rows, key=lambda row: row[1]))
print(journal.verify())
"""


def test_eight_writers_at_once_make_one_whole_chain_and_an_undone_act_leaves_no_gap():
    with scratch_database("journal") as scratch:
        assert scratch.run(CONCURRENT).splitlines() == ["True True", "Verified(entries=128, faults=())"]


def test_an_entry_is_refused_outside_the_transaction_of_its_act():
    with scratch_database("journal") as scratch:
        process = scratch.start("from tandem.core import journal\njournal.record('tests.alone', actor='tests')")
        _out, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "must run inside the transaction" in err
        assert scratch.query("SELECT count(*) FROM core_journalentry") == [(0,)]
