"""The buttons of the demo: sign in as a fictive person, without a password. Not routed outside it."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tandem.accounts.access import whoever
from tandem.accounts.demo import person_of
from tandem.accounts.standing import DEMO
from tandem.core.access import opened_by


@opened_by(whoever, methods=("POST",))
def sign_in(request: HttpRequest) -> HttpResponse:
    person = person_of(request.POST.get("role", ""))
    if person is None:
        raise Http404
    logout(request)
    record_authentication(request, person, method=DEMO)
    return perform_login(request, Login(user=person, redirect_url=reverse("workspace:home")))
