"""Home of the signed-in person: who they are, for whom they act, and where to go."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tandem.accounts.access import signed_in
from tandem.accounts.standing import switch_to
from tandem.core.access import opened_by
from tandem.core.clock import today
from tandem.core.errors import NotFoundError
from tandem.notifications.usecases import visited
from tandem.workspace.presenters import mandates, origin
from tandem.workspace.presenters.together import home as page

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


@opened_by(signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, what changed, where I act: fifteen queries at most."""
    day, standing, acting = today(), request.standing, request.acting
    role = mandates.role_of(standing.mandate)
    told = role is not None and role.binding and not standing.second_factor
    has_factor = told and is_mfa_enabled(request.user, FACTORS)
    visit = visited(request.user)
    places, count = page.territories(acting, day)
    changes = page.changes(request.user, [each.reference for each in places], visit.before)
    request.unread_notices = changes.unread
    tasks = page.tasks(acting, day)
    held = mandates.held_by(request.user)
    names = mandates.scope_names({mandate.scope for mandate in held})
    context = {
        "tasks": tasks,
        "first_tasks": tasks[: page.SHOWN],
        "more_tasks": tasks[page.SHOWN :],
        "changes": changes,
        "since": visit.before,
        "places": places,
        "more_places": count - len(places),
        "mandates": mandates.table(held, day, names),
        "scope_names": names,
        "come_from": None if standing.mandates else origin.organisation_of(request.user),
        "role": role,
        "needs_factor": told,
        "has_factor": has_factor,
        "factor_page": f"{reverse('mfa_reauthenticate')}?next={request.path}" if has_factor else reverse("mfa_index"),
    }
    return render(request, "workspace/home.html", context)


@opened_by(signed_in, methods=("POST",))
def switch(request: HttpRequest) -> HttpResponse:
    """Act under another of one's mandates, and go on where one was."""
    try:
        switch_to(request, request.POST.get("mandate", ""))
    except NotFoundError as error:
        return render(request, "workspace/refused.html", {"refusal": error}, status=404)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if safe else reverse("workspace:home"))
