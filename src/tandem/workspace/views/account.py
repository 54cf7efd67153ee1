"""One's own account: what it is kept safe with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.accounts.access import signed_in
from tandem.core.access import opened_by


@opened_by(signed_in)
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "workspace/account.html", {"person": request.user})
