"""One search over all that one may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.accounts import objects
from tandem.accounts.access import signed_in
from tandem.core.access import opened_by
from tandem.core.keys import is_number
from tandem.search.finding import RANKED, search
from tandem.workspace.presenters.together import results

BY_PAGE = 20


@opened_by(signed_in)
def page(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\0", "")[:200].strip()
    kind = request.GET.get("nature", "")
    kind = kind if objects.kind_of(f"{kind}:") else ""
    asked = request.GET.get("page", "")
    number = min(int(asked), RANKED // BY_PAGE) if is_number(asked) and asked != "0" else 1
    hits = search(request.acting, typed, kind=kind, first=(number - 1) * BY_PAGE, count=BY_PAGE)
    context = results.shown(typed, kind, hits, number, BY_PAGE)
    return render(request, "workspace/together/search.html", context)
