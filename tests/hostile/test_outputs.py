"""What people write stays text in the files that go out: pages, e-mails, PDF, DOCX, CSV, calendars."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from tandem.comments.usecases import write_comment
from tandem.committees.calendar import as_ics
from tandem.committees.models import Meeting
from tandem.core.tables import Column, Table
from tandem.notifications.following import follow_all
from tandem.notifications.mailing import send_waiting
from tandem.steering import meetings
from tandem.steering.agreements import as_pdf
from tandem.steering.agreements_in_word import as_docx
from tandem.territories.models import Agreement
from tests.accounts.conftest import delegate, held, organisation, person
from tests.territories.conftest import oyonnax
from tests.territories.test_agreements import draft, elected, home, manager, parties, ready

__all__ = ["delegate", "draft", "elected", "held", "home", "manager", "organisation", "oyonnax", "parties", "person",
           "ready"]  # fmt: skip
pytestmark = pytest.mark.django_db
NASTY = (
    '#read("/etc/passwd") $x$ *a* _b_ @ref <lbl> \\ ` // /* [c] #panic() <script>alert(1)</script> \x07\x1b\x0b\ufffe'
    " 😀 日本語"
)


def test_an_agreement_with_hostile_text_is_printed_and_written(draft):
    """No markup of typst is run, and no character that XML forbids breaks the Word file."""
    Agreement.objects.filter(pk=draft.pk).update(title=NASTY, sections=dict.fromkeys(draft.sections, NASTY))
    draft.refresh_from_db()
    assert as_pdf(draft).startswith(b"%PDF")
    assert as_docx(draft).startswith(b"PK")


def test_a_pack_and_minutes_with_hostile_text_are_printed_and_written(room):
    meeting = room.planned()
    room.item(meeting, title=NASTY, question=NASTY, proposal=NASTY)
    Meeting.objects.filter(pk=meeting.pk).update(place=NASTY, minutes=NASTY, minutes_ready_at=meeting.starts_at)
    meeting.refresh_from_db()
    reader = room.by["region-president"].mandate.person_id
    assert meetings.pack_pdf(meeting, reader).startswith(b"%PDF")
    assert meetings.pack_docx(meeting, reader).startswith(b"PK")
    assert meetings.minutes_pdf(meeting).startswith(b"%PDF")
    assert meetings.minutes_docx(meeting).startswith(b"PK")


def test_a_whole_page_in_a_script_that_the_fonts_lack_is_printed_all_the_same(room):
    meeting = room.planned()
    room.item(meeting, title="Séance", question="".join(map(chr, range(0x4E00, 0x4E00 + 300))), proposal="Oui")
    assert meetings.pack_pdf(meeting, room.by["region-president"].mandate.person_id).startswith(b"%PDF")


def test_a_calendar_takes_no_line_from_what_was_typed(room):
    meeting = room.planned()
    meeting.place = "Ici\r\nATTENDEE:mailto:x@exemple.fr\nX;Y,Z\x0b\u2028" + "é" * 100
    text = as_ics(meeting, "https://exemple.fr/espace/1/", dt.datetime.now(dt.UTC))
    lines = text.split("\r\n")
    assert not [line for line in lines if line.startswith(("ATTENDEE", "X;"))]
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in lines)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " ="])
def test_no_cell_of_a_list_is_run_by_a_spreadsheet(start):
    table = Table("t", (Column("a", "A"),), [{"a": f'{start}HYPERLINK("http://x")'}])
    cell = table.as_csv().split("\n", 1)[1].strip().strip('"')
    assert cell.startswith("'") or start == " ="


def test_a_name_with_line_ends_adds_no_header_to_an_e_mail(room, settings):
    meeting = room.planned()
    reference = f"meeting:{meeting.pk}"
    writer, reader = room.by["region-president"], room.by["prefect-of-region"]
    meeting.committee.name = "Comité\r\nBcc: x@exemple.fr <script>"
    meeting.committee.save()
    write_comment(writer, reference, "<b>gras</b>", mentioned=[reader.mandate.person_id])
    follow_all()
    send_waiting()
    (sent,) = [each for each in mail.outbox if each.to == [reader.mandate.person.email]]
    told = sent.message()
    assert told["Bcc"] is None
    assert "<script>" not in sent.alternatives[0][0]


def test_what_is_typed_is_no_markup_in_pages(signed_in_as):
    client = signed_in_as("delegate")
    nasty = '"><script>alert(1)</script>'
    for name in ("search", "people", "organisations", "journal"):
        page = client.get(reverse(f"workspace:{name}"), {"q": nasty, "objet": nasty, "auteur": nasty, "acte": nasty})
        assert "<script>alert" not in page.content.decode(), name
