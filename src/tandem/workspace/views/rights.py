"""Who may do what: the table of the programme file, as it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem import programme
from tandem.accounts.access import signed_in
from tandem.core.access import opened_by
from tandem.workspace.presenters import matrix


@opened_by(signed_in)
def page(request: HttpRequest) -> HttpResponse:
    own = request.acting.role if request.acting else ""
    return render(request, "workspace/rights.html", matrix.shown(programme.current(), own))
