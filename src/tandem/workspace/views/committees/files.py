"""Files of a meeting: its pack, its minutes, its line in a calendar."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tandem import programme
from tandem.accounts.rights import may
from tandem.committees.calendar import as_ics
from tandem.committees.sitting import closed_items, place_for
from tandem.core.access import opened_by
from tandem.steering import addresses, meetings
from tandem.workspace.views.committees.where import reads_meeting

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@opened_by(reads_meeting)
def pack_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(meetings.pack_pdf(request.meeting, request.user.pk), "application/pdf", f"dossier-{pk}.pdf")


@opened_by(reads_meeting)
def pack_docx(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(meetings.pack_docx(request.meeting, request.user.pk), WORD, f"dossier-{pk}.docx")


@opened_by(reads_meeting)
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    _refuse_closed(request)
    return _file(meetings.minutes_pdf(request.meeting), "application/pdf", f"releve-{pk}.pdf")


@opened_by(reads_meeting)
def minutes_docx(request: HttpRequest, pk: int) -> HttpResponse:
    _refuse_closed(request)
    return _file(meetings.minutes_docx(request.meeting), WORD, f"releve-{pk}.docx")


@opened_by(reads_meeting)
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    base = addresses.base()
    text = as_ics(request.meeting, base + reverse("workspace:meeting", args=[pk]), dt.datetime.now(dt.UTC))
    return _file(text.encode(), "text/calendar; charset=utf-8", f"seance-{pk}.ics")


def _refuse_closed(request: HttpRequest) -> None:
    """Minutes are found as on their page: once submitted, or by who writes them; not by whom an item is closed to."""
    meeting = request.meeting
    place = place_for(request.acting, meeting.committee, meeting.day)
    writes = may(request.acting, "committees.prepare", place, programme.current())
    if not meeting.minutes or not (writes or meeting.minutes_ready_at) or closed_items(request.user.pk, meeting):
        raise Http404


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
