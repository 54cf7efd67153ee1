"""Anchors: one a day, never changed, readable or refused by the line."""

import datetime as dt

import pytest

from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.journal.anchors import anchor_now, append_anchor, read_anchors
from tandem.core.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(monkeypatch):
    def is_(day: int) -> None:
        monkeypatch.setattr("tandem.core.journal.anchors.today", lambda: dt.date(2026, 11, day))

    is_(24)
    return is_


def test_an_anchor_is_the_day_the_count_and_the_last_digest(day):
    last = journal.record("tests.done", actor="tests")
    anchor = anchor_now()
    assert (anchor.date, anchor.entries, anchor.digest) == (dt.date(2026, 11, 24), last.sequence, last.digest)
    assert anchor.as_line() == f'{{"date": "2026-11-24", "entries": {last.sequence}, "digest": "{last.digest}"}}'


def test_each_day_adds_a_line_and_the_same_day_none(day, tmp_path):
    path = tmp_path / "anchors.jsonl"
    first = append_anchor(path)
    journal.record("tests.done", actor="tests")
    assert append_anchor(path) == first
    day(25)
    second = append_anchor(path)
    assert second.entries == first.entries + 1
    assert read_anchors(path) == [first, second]
    assert path.read_text() == f"{first.as_line()}\n{second.as_line()}\n"
    assert journal.verify(read_anchors(path)).faults == ()


def test_the_digest_of_an_empty_journal_is_empty(day, monkeypatch):
    monkeypatch.setattr(JournalEntry, "objects", JournalEntry.objects.none())
    assert (anchor_now().entries, anchor_now().digest) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        b'{"date": "2026-11-24", "entries": 4',
        b'{"date": "2026-11-24", "entries": 4, "digest": "ab"}',  # without its end of line: cut
        b'{"date": "hier", "entries": 4, "digest": "ab"}\n',
        b'{"date": "2026-11-24", "entries": "4", "digest": "ab"}\n',
        b'{"date": "2026-11-24", "entries": 4}\n',
        b"[]\n",
        b"\xff\n",
    ],
)
def test_a_line_that_is_no_anchor_is_named_and_nothing_is_added(day, tmp_path, line):
    path = tmp_path / "anchors.jsonl"
    written = b'{"date": "2026-11-23", "entries": 3, "digest": "aa"}\n' + line
    path.write_bytes(written)
    with pytest.raises(TandemError, match="ligne 2"):
        append_anchor(path)
    assert path.read_bytes() == written
