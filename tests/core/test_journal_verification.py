"""A journal that was tampered with, as an administrator who switches its guards off could: what is wrong is named.

Entries are called by their place after those that the session's load left; `at(3)` is the number of the third.
"""

import datetime as dt

import pytest
from django.db import connection

from tandem.core import journal
from tandem.core.journal.anchors import Anchor
from tandem.core.journal.chain import digest_of
from tandem.core.journal.faults import Kind
from tandem.core.models import JournalEntry
from tandem.core.typography import no_break

pytestmark = pytest.mark.django_db
COUNT = 12
DAY = dt.date(2026, 11, 24)


@pytest.fixture
def at():
    """Twelve entries; gives the number of the one at a place, counted from 1."""
    before = JournalEntry.objects.count()
    for number in range(1, COUNT + 1):
        journal.record("tests.done", actor="tests", subject=f"n° {number}", reason="essai", amount=number)
    return lambda place: before + place


def forge(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ALTER TABLE core_journalentry ENABLE TRIGGER USER")


def shifted(first: int, by: int) -> tuple[str, str]:
    """Give the entries from a number on other numbers, by way of numbers that nobody has."""
    far = 1_000_000
    return (
        f"UPDATE core_journalentry SET sequence = sequence + {far} WHERE sequence >= {first}",
        f"UPDATE core_journalentry SET sequence = sequence - {far} + {by} WHERE sequence >= {far}",
    )


def inserted(number: int, *, digest: str | None = None) -> None:
    """Slip an entry in, once its number is free: chained to the one before as `record` would."""
    before = JournalEntry.objects.filter(sequence__lt=number).order_by("-sequence").first()
    entry = JournalEntry(
        sequence=number, at=before.at, code="tests.forged", actor="somebody", previous_digest=before.digest
    )
    entry.digest = digest or digest_of(entry)
    entry.save(force_insert=True)


def rewritten(number: int, **changes: object) -> None:
    """Change an entry and give it a digest that is right for what it now says."""
    entry = JournalEntry.objects.get(sequence=number)
    for name, value in changes.items():
        setattr(entry, name, value)
    forge(
        f"UPDATE core_journalentry SET actor = '{entry.actor}', previous_digest = '{entry.previous_digest}', "
        f"digest = '{digest_of(entry)}' WHERE sequence = {number}"
    )


def told(*anchors: Anchor) -> list[str]:
    return [str(fault) for fault in journal.verify(anchors).faults]


def said(*sentences: str) -> list[str]:
    return [no_break(sentence) for sentence in sentences]


def anchor(number: int) -> Anchor:
    return Anchor(DAY, number, JournalEntry.objects.get(sequence=number).digest)


def test_a_whole_journal_has_no_fault(at):
    found = journal.verify([anchor(at(5)), anchor(at(COUNT)), Anchor(DAY, 0, "")])
    assert (found.entries, found.faults) == (at(COUNT), ())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "somebody else"),
        ("code", "tests.other"),
        ("subject", ""),
        ("reason", "autre"),
        ("mandate", "mandate:1"),
        ("organisation", "organisation:1"),
        ("data", '{"amount": 9}'),
        ("data", '{"amount": 1e5000}'),
        ("data", '{"amount": 1e400, "more": 1e-400}'),
        ("data", "[" * 3000 + "]" * 3000),
        ("at", "2020-01-01T00:00:00Z"),
        ("at", "infinity"),
        ("at", "4000-01-01 BC"),
        ("act", "00000000-0000-0000-0000-000000000000"),
        ("previous_digest", "0" * 64),
        ("digest", "0" * 64),
    ],
)
@pytest.mark.parametrize("place", [1, 7, COUNT])
def test_a_changed_entry_is_named_whichever_of_its_columns_it_is(at, column, value, place):
    forge(f"UPDATE core_journalentry SET {column} = '{value}' WHERE sequence = {at(place)}")
    assert told() == said(f"l’écriture {at(place)} a été modifiée")


def test_an_entry_put_before_our_era_is_not_what_it_was(at):
    era = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00 BC'"
    forge(f"UPDATE core_journalentry SET at = ({era})::timestamptz WHERE sequence = {at(7)}")
    assert told() == said(f"l’écriture {at(7)} a été modifiée")


def test_entries_changed_in_a_row_are_named_together_and_others_apart(at):
    forge(f"UPDATE core_journalentry SET actor = 'x' WHERE sequence IN ({at(3)}, {at(4)}, {at(5)}, {at(9)})")
    assert told() == said(f"les écritures {at(3)} à {at(5)} ont été modifiées", f"l’écriture {at(9)} a été modifiée")


def test_removed_entries_are_counted(at):
    forge(f"DELETE FROM core_journalentry WHERE sequence IN ({at(3)}, {at(6)}, {at(7)}, {at(8)})")
    assert told() == said(f"il manque l’écriture {at(3)}", f"il manque les écritures {at(6)} à {at(8)}")


def test_the_first_entries_removed_are_missed(at):
    forge("DELETE FROM core_journalentry WHERE sequence <= 2")
    assert told() == said("il manque les écritures 1 à 2")


def test_an_entry_removed_and_the_others_closed_up_is_missed_all_the_same(at):
    forge(f"DELETE FROM core_journalentry WHERE sequence = {at(6)}", *shifted(at(7), -1))
    assert told() == said(
        f"il manque l’écriture {at(6)}",
        f"les écritures {at(6)} à {at(11)} ont été renumérotées : c’étaient les {at(7)} à {at(12)}",
    )


@pytest.mark.parametrize("digest", [None, "f" * 64], ids=["chained", "any digest"])
def test_an_inserted_entry_is_named(at, digest):
    forge(*shifted(at(7), 1))
    inserted(at(7), digest=digest)
    assert told() == said(
        f"l’écriture {at(7)} a été ajoutée après coup",
        f"les écritures {at(8)} à {at(13)} ont été renumérotées : c’étaient les {at(7)} à {at(12)}",
    )


def test_an_entry_inserted_before_the_last_one_is_told_from_it(at):
    forge(*shifted(at(12), 1))
    inserted(at(12))
    assert told() == said(
        f"l’écriture {at(12)} a été ajoutée après coup",
        f"l’écriture {at(13)} a été renumérotée : c’était la {at(12)}",
    )


def test_an_entry_copied_elsewhere_is_the_one_that_was_added(at):
    forge(*shifted(at(9), 1))
    copy = JournalEntry.objects.get(sequence=at(3))
    copy.pk, copy.sequence = None, at(9)
    copy.save(force_insert=True)
    assert told()[0] == said(f"l’écriture {at(9)} a été ajoutée après coup")[0]


@pytest.mark.parametrize(("one", "other"), [(7, 8), (2, 11), (11, 12), (1, 12)])
def test_swapped_entries_are_named(at, one, other):
    forge(
        f"UPDATE core_journalentry SET sequence = 999999 WHERE sequence = {at(one)}",
        f"UPDATE core_journalentry SET sequence = {at(one)} WHERE sequence = {at(other)}",
        f"UPDATE core_journalentry SET sequence = {at(other)} WHERE sequence = 999999",
    )
    assert told() == said(f"les écritures {at(one)} et {at(other)} sont échangées")


def test_an_entry_put_elsewhere_is_named_with_the_number_it_had(at):
    forge(f"UPDATE core_journalentry SET sequence = {at(20)} WHERE sequence = {at(4)}")
    assert told() == said(f"l’écriture {at(20)} a été renumérotée : c’était la {at(4)}")


def test_an_entry_written_anew_with_its_digest_is_betrayed_by_the_next_one(at):
    rewritten(at(6), actor="somebody else")
    assert told() == said(f"l’écriture {at(6)} a été récrite avec son empreinte : la suivante ne la reconnaît pas")


def test_an_entry_written_anew_that_denies_the_one_before_is_the_one_named(at):
    rewritten(at(6), previous_digest="0" * 64)
    assert told() == said(f"l’écriture {at(6)} a été récrite avec son empreinte : la suivante ne la reconnaît pas")


def test_between_the_last_two_one_cannot_tell_which_was_written_anew(at):
    rewritten(at(12), previous_digest="0" * 64)
    assert told() == said(
        f"la chaîne est rompue entre les écritures {at(11)} et {at(12)} : l’une des deux a été récrite avec son "
        "empreinte"
    )


def test_a_truncated_tail_is_seen_against_an_anchor_only(at):
    kept = anchor(at(12))
    forge(f"DELETE FROM core_journalentry WHERE sequence > {at(10)}")
    assert told() == []
    assert told(anchor(at(5)), kept) == said(
        f"la fin du journal a été coupée : l’ancre du 24 novembre 2026 en compte {at(12)}, il en reste {at(10)}"
    )


def test_a_tail_cut_and_grown_again_is_seen_against_an_anchor(at):
    early, kept = anchor(at(8)), anchor(at(12))
    forge(f"DELETE FROM core_journalentry WHERE sequence > {at(9)}")
    for number in range(10):
        journal.record("tests.again", actor="tests", number=number)
    assert told(early) == []
    assert told(early, kept) == said(
        f"une au moins des écritures {at(9)} à {at(12)} a été récrite, et la chaîne avec elle : l’ancre du "
        "24 novembre 2026 ne la reconnaît pas"
    )


def test_all_the_anchors_of_a_day_are_held_against_it(at):
    """Cut, grown again to the same length, and anchored once more: the first anchor still tells."""
    kept = anchor(at(12))
    forge(f"DELETE FROM core_journalentry WHERE sequence = {at(12)}")
    journal.record("tests.again", actor="tests")
    assert told(anchor(at(12))) == []
    assert told(kept, anchor(at(12))) == said(
        f"une au moins des écritures 1 à {at(12)} a été récrite, et la chaîne avec elle : l’ancre du "
        "24 novembre 2026 ne la reconnaît pas"
    )


def test_a_small_fault_hides_no_larger_one(at):
    early, kept = anchor(at(11)), anchor(at(12))
    forge(f"DELETE FROM core_journalentry WHERE sequence = {at(12)}")
    journal.record("tests.again", actor="tests")
    forge(f"UPDATE core_journalentry SET actor = 'x' WHERE sequence = {at(2)}")
    assert told(early, kept) == said(
        f"l’écriture {at(2)} a été modifiée",
        f"l’écriture {at(12)} n’est pas celle que l’ancre du 24 novembre 2026 a vue : elle a été récrite",
    )


def test_a_journal_emptied_is_seen_against_an_anchor(at):
    kept = anchor(at(12))
    forge("DELETE FROM core_journalentry")
    assert told(kept) == said(
        f"la fin du journal a été coupée : l’ancre du 24 novembre 2026 en compte {at(12)}, il en reste 0"
    )


def test_several_tamperings_are_all_named(at):
    forge(
        f"UPDATE core_journalentry SET actor = 'x' WHERE sequence = {at(2)}",
        f"DELETE FROM core_journalentry WHERE sequence = {at(4)}",
        f"UPDATE core_journalentry SET sequence = 999999 WHERE sequence = {at(7)}",
        f"UPDATE core_journalentry SET sequence = {at(7)} WHERE sequence = {at(8)}",
        f"UPDATE core_journalentry SET sequence = {at(8)} WHERE sequence = 999999",
    )
    assert told() == said(
        f"l’écriture {at(2)} a été modifiée",
        f"il manque l’écriture {at(4)}",
        f"les écritures {at(7)} et {at(8)} sont échangées",
    )


def test_a_journal_in_shreds_is_told_to_be_without_end(at, monkeypatch):
    monkeypatch.setattr("tandem.core.journal.verification._RUNS", 4)
    forge(f"DELETE FROM core_journalentry WHERE sequence > {at(0)} AND sequence % 2 = 0")
    faults = journal.verify().faults
    assert faults[0].kind is Kind.MISSING
    assert faults[-1].kind is Kind.STOPPED


def test_numbers_are_not_tried_for_ever(at, monkeypatch):
    monkeypatch.setattr("tandem.core.journal.verification._TRIALS", 0)
    forge(f"UPDATE core_journalentry SET actor = 'x' WHERE sequence IN ({at(3)}, {at(9)})")
    assert told() == said(f"l’écriture {at(3)} a été modifiée", f"l’écriture {at(9)} a été modifiée")


def test_the_journal_is_read_by_one_cursor_in_pieces(at, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        journal.verify()
    assert "ORDER BY" in asked.captured_queries[0]["sql"]
