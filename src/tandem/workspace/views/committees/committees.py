"""My committees; one committee: who sits, its meetings, what it decided and what follows."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.accounts.access import may_do
from tandem.core.access import opened_by
from tandem.core.clock import parse_date, today
from tandem.core.errors import TandemError
from tandem.workspace.presenters.committees import listing as shown_list
from tandem.workspace.presenters.committees import one
from tandem.workspace.views.committees.where import reads_committee


@opened_by(may_do("committees.read"))
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "workspace/committees/listing.html", shown_list.shown(request.acting, today()))


@opened_by(reads_committee)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    date, error = _asked(request)
    context = one.shown(request.committee, request.acting, request.user.pk, date) | {
        "error": error.message if error else "", "typed": request.GET.get("date", "")}  # fmt: skip
    return render(request, "workspace/committees/committee.html", context, status=422 if error else 200)


def _asked(request: HttpRequest) -> tuple[dt.date, TandemError | None]:
    typed = request.GET.get("date", "")
    try:
        return (parse_date(typed) if typed else today()), None
    except TandemError as error:
        return today(), error
