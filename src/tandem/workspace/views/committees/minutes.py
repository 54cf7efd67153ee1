"""The minutes of a meeting: to write for who prepares, to read for all."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.rights import may
from tandem.committees.sitting import closed_items, place_for
from tandem.committees.usecases import minutes
from tandem.committees.usecases.turns import ChangedMeanwhileError
from tandem.core.access import opened_by
from tandem.core.errors import TandemError
from tandem.core.keys import is_number
from tandem.workspace.views.committees.where import reads_meeting


@opened_by(reads_meeting, methods=("GET", "POST"))
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Minutes under way are seen by who prepares; the others read them once they are submitted.

    Who a conflict of interest sets aside from an item of the meeting does not find them: they tell of it.
    """
    meeting, error, theirs = request.meeting, None, None
    place = place_for(request.acting, meeting.committee, meeting.day)
    writes = bool(may(request.acting, "committees.prepare", place, programme.current()))
    if closed_items(request.user.pk, meeting) or not (writes or meeting.minutes_ready_at):
        raise Http404
    typed, version = meeting.minutes, meeting.version
    if request.method == "POST":
        typed = request.POST.get("text", "")
        given = request.POST.get("version", "")
        try:
            minutes.edit_minutes(request.standing.by, meeting, version=int(given) if is_number(given) else 0,
                                 text=typed, ready=request.POST.get("act") == "ready")  # fmt: skip
            messages.success(request, _("Le relevé est enregistré."))
            return HttpResponseRedirect(reverse("workspace:minutes", args=[pk]))
        except ChangedMeanwhileError as changed:
            error, theirs, version = changed, changed.current.minutes, changed.current.version
        except TandemError as refusal:
            error = refusal
    context = {
        "meeting": meeting, "writes": writes and meeting.state == "closed", "text": typed, "version": version,
        "error": error, "theirs": theirs, "paragraphs": meeting.minutes.split("\n\n"),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "workspace/committees/minutes.html", context, status=status)
