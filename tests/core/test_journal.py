"""The journal is append-only, chained, and whole under concurrency."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.scratch_database import scratch_database

from tandem.core import journal
from tandem.core.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[JournalEntry]:
    """Three entries in a row, after those that the session's load left."""
    return [
        journal.record("tests.something_done", actor="tests", subject=f"n° {number}", amount=number)
        for number in range(3)
    ]


def forge(statement: str, *values: object) -> None:
    """Change the journal as an administrator who switches its guards off could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE core_journalentry ENABLE TRIGGER USER")


def test_entries_count_without_a_gap_and_chain_by_digest(entries):
    first, second, third = entries
    assert [second.sequence, third.sequence] == [first.sequence + 1, first.sequence + 2]
    assert [second.previous_digest, third.previous_digest] == [first.digest, second.digest]
    assert journal.verify() is None


def test_an_entry_reads_back_as_it_was_written(entries):
    entry = journal.record(
        "tests.dated",
        actor="tests",
        on=dt.date(2024, 9, 16),
        rate=Decimal("0.25"),
        who="Œuvre d’Été",
        nested={"a": [1]},
    )
    stored = JournalEntry.objects.get(pk=entry.pk)
    assert stored.data == {"on": "2024-09-16", "rate": "0.25", "who": "Œuvre d’Été", "nested": {"a": [1]}}
    assert journal.digest_of(stored) == stored.digest == entry.digest


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


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "somebody else"),
        ("code", "tests.other"),
        ("subject", ""),
        ("data", '{"amount": 9}'),
        ("at", "2020-01-01T00:00:00Z"),
        ("previous_digest", "0" * 64),
    ],
)
def test_verify_finds_an_entry_that_was_changed(entries, column, value):
    forge(f"UPDATE core_journalentry SET {column} = %s WHERE id = %s", value, entries[1].pk)
    assert journal.verify() == entries[1].sequence


def test_verify_finds_where_an_entry_was_taken_out(entries):
    forge("DELETE FROM core_journalentry WHERE id = %s", entries[1].pk)
    assert journal.verify() == entries[2].sequence


def test_verify_finds_an_entry_rewritten_with_a_digest_of_its_own(entries):
    forged = entries[1]
    forged.actor = "somebody else"
    forge(
        "UPDATE core_journalentry SET actor = %s, digest = %s WHERE id = %s",
        forged.actor,
        journal.digest_of(forged),
        forged.pk,
    )
    assert journal.verify() == entries[2].sequence


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

with ThreadPoolExecutor(4) as pool:
    list(pool.map(write, range(4)))
sequences = list(JournalEntry.objects.values_list("sequence", flat=True))
print(sequences == list(range(1, 65)), journal.verify())
"""


def test_writers_at_once_make_one_whole_chain_and_an_undone_act_leaves_no_gap():
    with scratch_database("journal") as scratch:
        assert scratch.run(CONCURRENT).split() == ["True", "None"]


def test_an_entry_is_refused_outside_the_transaction_of_its_act():
    with scratch_database("journal") as scratch:
        process = scratch.start("from tandem.core import journal\njournal.record('tests.alone', actor='tests')")
        _out, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "must run inside the transaction" in err
        assert scratch.query("SELECT count(*) FROM core_journalentry") == [(0,)]
