"""The journal: searched, read in sentences, exported, verified."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.accounts.access import may_do
from tandem.core.access import opened_by
from tandem.core.journal.exports import ENTRIES
from tandem.core.journal.partial import LONGEST, verify_latest
from tandem.core.journal.reading import matching, page_of
from tandem.core.journal.timeline import timeline
from tandem.core.tables import Table
from tandem.core.typography import number
from tandem.workspace.presenters import journal as shown
from tandem.workspace.views.form_page import by_of

EXPORTED = 10_000
"""Entries in one file, at most; a longer stretch is exported by its days."""


@opened_by(may_do("journal.read"))
def journal(request: HttpRequest) -> HttpResponse:
    asked = shown.asked(request.GET)
    page = page_of(asked.search, before=_number(request, "avant"), after=_number(request, "apres"))
    context = {
        "asked": asked.typed,
        "faults": asked.faults,
        "codes": shown.codes(),
        "lines": timeline(page.entries),
        "page": page,
        "query": _kept(request),
        "verified": shown.verified(),
        "longest": LONGEST,
    }
    return render(request, "workspace/journal/journal.html", context, status=422 if any(asked.faults.values()) else 200)


@opened_by(may_do("journal.read"))
def export(request: HttpRequest) -> HttpResponse:
    """The entries that a search finds, the latest first, as CSV."""
    asked = shown.asked(request.GET)
    rows = list(matching(asked.search).order_by("-sequence")[:EXPORTED]) if not any(asked.faults.values()) else []
    table = Table(_("Journal"), ENTRIES, timeline(rows))
    answer = HttpResponse(table.as_csv(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return answer


@opened_by(may_do("journal.read"), methods=("POST",))
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the latest entries, and write down the result."""
    with transaction.atomic():
        found = verify_latest(actor=by_of(request).author)
    if found.broken is None:
        told = _("Chaîne entière, de l’écriture %(first)s à l’écriture %(last)s.")
        messages.success(request, told % {"first": number(found.first), "last": number(found.last)})
    else:
        told = _("Chaîne rompue à l’écriture %(broken)s. La commande « tandem journal verify » dit pourquoi.")
        messages.error(request, told % {"broken": number(found.broken)})
    return HttpResponseRedirect(reverse("workspace:journal"))


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 18 else None


def _kept(request: HttpRequest) -> str:
    """The search of this page, for the links to the others."""
    query = request.GET.copy()
    for name in ("avant", "apres"):
        query.pop(name, None)
    return query.urlencode()
