"""``tandem journal``: verify, anchor and show, as an operator types them."""

import csv
import io
import json

import pytest
from django.db import connection

from tandem.cli.output import FORMATS
from tandem.core import journal


@pytest.fixture
def entries(db):
    return [journal.record("tests.done", actor="tests", subject="thing:7", reason="essai") for _ in range(3)]


def forge(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE core_journalentry ENABLE TRIGGER USER")


def test_a_whole_journal_is_told_with_its_anchors(tandem, entries, tmp_path):
    anchors = tmp_path / "ancres.jsonl"
    taken = tandem("journal", "anchor", "--output", anchors)
    assert taken.code == 0
    assert taken.out == anchors.read_text()
    assert json.loads(taken.out)["digest"] == entries[-1].digest
    answer = tandem("journal", "verify", "--anchor", anchors)
    assert (answer.code, answer.err) == (0, "")
    assert "Journal entier" in answer.out
    assert "conforme à 1" in answer.out


def test_a_broken_one_names_what_is_wrong_and_exits_with_one(tandem, entries, tmp_path):
    anchors = tmp_path / "ancres.jsonl"
    tandem("journal", "anchor", "--output", anchors)
    forge(f"UPDATE core_journalentry SET actor = 'x' WHERE sequence = {entries[0].sequence}")
    forge(f"DELETE FROM core_journalentry WHERE sequence = {entries[2].sequence}")
    answer = tandem("journal", "verify", "--anchor", anchors)
    assert (answer.code, answer.out) == (1, "")
    assert f"- l’écriture {entries[0].sequence} a été modifiée" in answer.err
    assert "- la fin du journal a été coupée" in answer.err
    assert tandem("journal", "verify").err.count("\n- ") == 1


def test_anchors_that_are_not_there_or_no_anchors_are_refused(tandem, tmp_path):
    assert tandem("journal", "verify", "--anchor", tmp_path / "nulle-part").code == 2
    wrong = tmp_path / "wrong"
    wrong.write_text("{}\n")
    answer = tandem("journal", "verify", "--anchor", wrong)
    assert answer.code == 1
    assert "La ligne 1" in answer.err


@pytest.mark.parametrize("form", FORMATS)
def test_entries_are_shown_in_every_format(tandem, entries, form):
    answer = tandem("journal", "show", "--object", "thing:7", "--format", form)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("tests.done") >= 3
    if form == "json":
        rows = json.loads(answer.out)
        assert [row["sequence"] for row in rows] == [entry.sequence for entry in entries]
        assert rows[0]["reason"] == "essai"
        assert rows[0]["digest"] == entries[0].digest


def test_entries_are_those_of_the_object_and_since_the_day(tandem, entries):
    assert json.loads(tandem("journal", "show", "--object", "thing:8", "--format", "json").out) == []
    assert json.loads(tandem("journal", "show", "--since", "2999-01-01", "--format", "json").out) == []
    everything = json.loads(tandem("journal", "show", "--since", "2020-01-01", "--format", "json").out)
    assert len(everything) == entries[-1].sequence
    assert "géographie officielle" in everything[0]["sentence"]


def test_the_data_of_an_entry_are_json_in_a_csv_file_too(tandem, db):
    journal.record("tests.done", actor="tests", subject="thing:9", names=["Été"], more={"a": None})
    (row,) = csv.DictReader(io.StringIO(tandem("journal", "show", "--object", "thing:9", "--format", "csv").out))
    assert json.loads(row["data"]) == {"names": ["Été"], "more": {"a": None}}


def test_the_day_asked_for_begins_at_midnight_here(tandem, entries):
    forge("UPDATE core_journalentry SET at = '2026-06-14T22:30:00Z'")  # half past midnight in Paris
    assert json.loads(tandem("journal", "show", "--since", "2026-06-15", "--format", "json").out)
    assert json.loads(tandem("journal", "show", "--since", "2026-06-16", "--format", "json").out) == []
