"""My territories, and each of them as of any day."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tandem import programme
from tandem.accounts.access import may_do
from tandem.accounts.rights import may
from tandem.core.access import opened_by
from tandem.core.clock import parse_date, today
from tandem.core.errors import TandemError
from tandem.territories.models import Territory
from tandem.territories.placing import within
from tandem.workspace.presenters.territories import listing, page
from tandem.workspace.views.territories import places

ACTS = ("governance.manage", "posts.report", "contracts.prepare", "contracts.sign")


def asked_day(request: HttpRequest) -> tuple[dt.date, str, str]:
    """Return the day that a page is asked for, what keeps it in links, and what is wrong with what was typed."""
    text = request.GET.get("date", "").strip()
    if not text:
        return today(), "", ""
    try:
        day = parse_date(text)
    except TandemError as error:
        return today(), "", str(error)
    return day, f"?date={day.isoformat()}", ""


@opened_by(may_do("territories.follow"))
def index(request: HttpRequest) -> HttpResponse:
    date, query, fault = asked_day(request)
    text, state = request.GET.get("q", "").replace("\0", ""), request.GET.get("etat", "")
    context = {
        "table": listing.shown(within(request.acting.scope), date, text, state, query),
        "text": text,
        "state": state,
        "states": list(listing.STATES.items()),
        "date": date,
        "asked": request.GET.get("date", ""),
        "fault": fault,
    }
    return render(request, "workspace/territories/index.html", context, status=422 if fault else 200)


@opened_by(may_do("territories.follow", places.of_territory))
def territory(request: HttpRequest, code: str) -> HttpResponse:
    date, query, fault = asked_day(request)
    found = get_object_or_404(Territory.objects.select_related("region", "phase"), pk=code)
    place = places.of_territory(request)
    held = programme.current()
    context = page.content(found, place, date, query, request.acting) | {
        "may": {act.replace(".", "_"): bool(may(request.acting, act, place, held)) for act in ACTS},
        "asked": request.GET.get("date", ""),
        "today": date == today(),
        "fault": fault,
        "wording": held.wording,
    }
    return render(request, "workspace/territories/territory.html", context, status=422 if fault else 200)
