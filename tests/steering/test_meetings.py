"""The pack of a meeting and its minutes: what they hold, for whom, in both formats."""

import io

import pypdfium2
import pytest
from django.utils import timezone
from docx import Document

from tandem.accounts import demo as people_of_demo
from tandem.accounts.demo import person_of
from tandem.committees import demo
from tandem.committees.models import Interest, Meeting
from tandem.committees.record import record_of
from tandem.steering import meetings
from tandem.steering.booklet import booklet
from tandem.steering.meetings.content import pack_of
from tandem.steering.meetings.quoting import THREE, decisions_asked, quotes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(db) -> dict[str, Meeting]:
    people_of_demo.prepare({"region": "84", "department": "01", "territory": "ti-8413"}, actor="tests")
    demo.prepare("84", "ti-8413", "ti-8401", timezone.now(), actor="tests")
    return {f"{each.committee.kind} {each.state}": each for each in Meeting.objects.select_related("committee")}


@pytest.fixture
def reader(held) -> int:
    return person_of("region-president").pk


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(pages).replace("\u202f", " ").split())


def text_in_word(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(each.text for each in document.paragraphs), *cells]).replace("\u202f", " ").split())


def bare(text: str) -> str:
    """Without its spaces: a PDF says where glyphs are, not which space was between them."""
    return "".join(text.split())


def test_a_pack_has_a_page_for_each_item_with_what_was_decided_before_on_its_object(held, reader):
    data, pictures = pack_of(held["regional called"], reader)
    assert [each["number"] for each in data["pages"]] == [1, 2, 3]
    first = data["pages"][0]
    assert first["about"] == "Plastics Vallée – Oyonnax"
    assert len(first["earlier"]) == 2
    assert "Publier la feuille de route (fait le" in first["earlier"][-1]["follow_ups"]
    assert len(first["figures"]) == 6
    assert first["source"]
    assert first["map"] in pictures
    assert data["pages"][2]["figures"] == []
    assert "agit aussitôt" in first["effect"]


def test_the_decisions_asked_are_three_those_that_act_first(held, reader):
    points = record_of(held["regional called"], reader).points
    asked = decisions_asked([*points[::-1], points[1]])
    assert len(asked) == THREE
    assert asked[0].item.matter == "renewal"


def test_three_figures_are_quoted_each_with_its_source_and_day_a_territory_after_the_other(held):
    quotes = quotes_of([booklet("ti-8413"), booklet("ti-8401")])
    assert len(quotes) == THREE
    assert [each.text.split("\u202f:")[0].split(",")[0] for each in quotes][:2] == [
        booklet("ti-8413").name, booklet("ti-8401").name]  # fmt: skip
    assert len({each.text for each in quotes}) == THREE
    for each in quotes:
        assert any(character.isdigit() for character in each.text)
        assert "périmètre au" in each.source
        assert "Insee" in each.source or "Urssaf" in each.source or "Dares" in each.source
    assert quotes_of([]) == []


def test_pdf_and_word_say_the_same(held, reader):
    meeting = held["regional called"]
    data, _pictures = pack_of(meeting, reader)
    pdf, word = text_of(meetings.pack_pdf(meeting, reader)), text_in_word(meetings.pack_docx(meeting, reader))
    titles = [each["title"] for each in data["agenda"]]
    wanted = [data["committee"], *titles, *(each["proposal"] for each in data["asked"]),
              *(each["question"] for each in data["pages"]), data["pages"][0]["figures"][0]["label"]]  # fmt: skip
    for text in wanted:
        assert bare(text) in bare(pdf), text
        assert bare(text) in bare(word), text


def test_what_a_conflict_closes_is_left_out_of_the_pack_of_that_person_only_and_said_so(held, reader):
    meeting = held["regional called"]
    item = meeting.items.first()
    Interest.objects.create(item=item, person_id=reader, ground="x", declared_at=timezone.now(),
                            declared_by=person_of("region-president").mandates.first())  # fmt: skip
    own = text_of(meetings.pack_pdf(meeting, reader)) + text_in_word(meetings.pack_docx(meeting, reader))
    assert item.title not in own
    assert "Plastics Vallée" not in own
    assert "le point n° 1 n’y est pas" in own
    other = text_of(meetings.pack_pdf(meeting, person_of("prefect-of-region").pk))
    assert item.title in other
    assert "n’y est pas" not in other


def test_minutes_go_out_as_they_are_written_and_say_whether_they_are_approved(held):
    meeting = held["regional closed"]
    for text in (text_of(meetings.minutes_pdf(meeting)), text_in_word(meetings.minutes_docx(meeting))):
        assert "Relevé soumis aux membres" in text
        assert "Le second poste est soutenu pour un an." in text
    meeting.minutes_ready_at = None
    assert "Projet de relevé" in text_of(meetings.minutes_pdf(meeting))
