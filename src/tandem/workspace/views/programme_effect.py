"""The effect of the programme file, for who conducts the programme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem import programme
from tandem.accounts.access import may_do
from tandem.core.access import opened_by
from tandem.core.clock import today
from tandem.workspace.presenters import programme_effect


@opened_by(may_do("programme.manage"))
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "workspace/programme_effect.html", programme_effect.shown(programme.current(), today()))
