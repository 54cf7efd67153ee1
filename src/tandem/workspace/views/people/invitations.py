"""Invitations and requests to join: made, answered, sent; and the page that an invitation's link opens."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.access import may_do, signed_in, whoever
from tandem.accounts.journal_words import called
from tandem.accounts.models import Invitation, JoiningRequest, Person
from tandem.accounts.placing import places_of, seat_of
from tandem.accounts.rights import may_grant
from tandem.accounts.scopes import ANYWHERE, ScopeKind
from tandem.accounts.usecases import (
    AnotherAddressError,
    accept_invitation,
    approve_invitation,
    approve_joining,
    ask_to_join,
    invitation_of,
    invite,
    refuse_invitation,
    refuse_joining,
    renew_link,
    withdraw_joining,
)
from tandem.core.access import opened_by
from tandem.core.errors import NotFoundError, TandemError
from tandem.programme import Role
from tandem.workspace.letters import send_invitation
from tandem.workspace.presenters import origin
from tandem.workspace.presenters.people import sheets
from tandem.workspace.presenters.people.perimeters import scope_choices
from tandem.workspace.views.form_page import by_of, form_page
from tandem.workspace.views.people import asked
from tandem.workspace.views.people.forms import ArrivalForm, JoinForm, ReasonForm, TermsForm
from tandem.workspace.views.people.mandates import choose_role, grantable, terms

FORM = ("GET", "HEAD", "POST")
LISTED = 100


@opened_by(may_do("people.invite"))
def invitations(request: HttpRequest) -> HttpResponse:
    """One's own invitations, those that one may answer, and requests to join."""
    role = _own_role(request)
    known = Invitation.objects.select_related("organisation", "invited_by")
    rows = list(known.filter(Q(invited_by=request.user) | Q(role__in=role.grants)).order_by("-created_at")[:LISTED])
    others = {each.scope for each in rows if each.invited_by_id != request.user.pk}
    places = places_of(others) if request.acting.scope.kind != ScopeKind.NATION else {}
    shown = [each for each in rows if each.invited_by_id == request.user.pk
             or places.get(each.scope, ANYWHERE).within(request.acting.scope)]  # fmt: skip
    requests = []
    if "mandates.grant" in role.may:
        waiting = list(JoiningRequest.objects.waiting().select_related("person", "organisation")[:LISTED])
        requests = [each for each in waiting if seat_of(each.organisation).within(request.acting.scope)]
    context = {
        "invitations": sheets.invitations_table(shown) if shown else None,
        "requests": sheets.requests_table(requests) if requests else None,
    }
    return render(request, "workspace/people/invitations.html", context)


@opened_by(may_do("people.invite"), methods=FORM)
def make(request: HttpRequest) -> HttpResponse:
    """Choose a role, then whom to invite to it; the message leaves when the one who invites may give that role."""
    own = _own_role(request)
    kept = ("nation", "region", "department", "territory", "organisation")
    narrower = kept[kept.index(own.scope) :]
    roles = [each for each in programme.current().roles if each.code in own.grants or each.scope in narrower]
    role = next((each for each in roles if each.code == request.GET.get("role")), None)
    if role is None:
        return choose_role(request, roles, _("Inviter quelqu’un"))
    form = TermsForm(
        request.POST or None, scopes=scope_choices(role, request.acting.scope),
        initial={"organisation": request.GET.get("organisation", "")},
    )  # fmt: skip

    def act() -> tuple[str, str]:
        made = invite(by_of(request), email=form.cleaned_data["email"], role=role.code, **terms(form, role))
        address = reverse("workspace:invitation", args=[made.reference])
        if made.granted_under is None:
            return _("Votre proposition attend qui peut donner ce mandat."), address
        return _sent(request, made), address

    lead = _("Un message part avec un lien ; le mandat est donné quand il est accepté.")
    if role not in grantable(request):
        lead = _("Vous ne donnez pas ce rôle vous-même : votre proposition sera approuvée par qui peut le donner.")
    return form_page(
        request, form, act,
        title=_("Inviter au rôle « %(role)s »") % {"role": role.name}, submit=_("Inviter"), parents=_parents(),
        lead=lead,
    )  # fmt: skip


@opened_by(may_do("people.invite", asked.invitation_place))
def invitation(request: HttpRequest, invitation: Any) -> HttpResponse:
    found = _invitation(invitation)
    own, grants = _say(request, found)
    label, look = sheets.invitation_state(found)
    context = {
        "invitation": found,
        "facts": sheets.invitation_facts(found),
        "state": {"label": label, "look": look},
        "may_approve": grants and found.state == "proposed",
        "may_send": (own or grants) and found.state in ("to_send", "sent"),
        "may_close": (own or grants) and found.is_open,
        "refuses": grants and not own and found.state == "proposed",
        "reference": f"invitation:{found.reference}",
    }
    return render(request, "workspace/people/invitation.html", context)


@opened_by(may_do("people.invite", asked.invitation_place), methods=("POST",))
def send(request: HttpRequest, invitation: Any) -> HttpResponse:
    """Approve a proposal, or send an invitation again."""
    found = _invitation(invitation)
    try:
        if found.granted_under_id is None:
            found = approve_invitation(by_of(request), found)
        messages.info(request, _sent(request, found))
    except TandemError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("workspace:invitation", args=[invitation]))


@opened_by(may_do("people.invite", asked.invitation_place), methods=FORM)
def close(request: HttpRequest, invitation: Any) -> HttpResponse:
    """Refuse a proposal, or withdraw an invitation."""
    found = _invitation(invitation)
    own, _grants = _say(request, found)
    form = ReasonForm(request.POST or None)

    def act() -> tuple[str, str]:
        refuse_invitation(by_of(request), found, reason=form.cleaned_data["reason"])
        return _("L’invitation est close : son lien n’ouvre plus rien."), reverse("workspace:invitations")

    title = _("Retirer cette invitation") if own or found.state != "proposed" else _("Refuser cette proposition")
    return form_page(request, form, act, title=title, submit=title, parents=_parents(),
                     facts=sheets.invitation_facts(found))  # fmt: skip


@opened_by(whoever, methods=FORM)
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of an invitation opens, for whoever holds it."""
    try:
        found = invitation_of(token)
    except NotFoundError as error:
        return render(request, "workspace/refused.html", {"refusal": error}, status=404)
    except TandemError as error:
        return render(request, "workspace/refused.html", {"refusal": error}, status=410)
    person = request.user if request.user.is_authenticated else None
    if person is not None and person.email != found.email:
        refusal = AnotherAddressError(
            _("Cette invitation est adressée à une autre adresse que celle de votre compte."),
            _("Se déconnecter, puis ouvrir de nouveau le lien reçu."),
        )
        return render(request, "workspace/refused.html", {"refusal": refusal}, status=409)
    known = person is None and Person.objects.filter(email=found.email).exists()
    sent = request.POST if request.method == "POST" else None
    form = ArrivalForm(sent) if person is None and not known else _Confirm(sent)
    context = {"facts": sheets.invitation_facts(found), "known": known, "person": person, "invitation": found,
               "form": form, "here": request.path}  # fmt: skip
    if request.method == "POST" and not known and form.is_valid():
        names = {key: form.cleaned_data[key] for key in ("first_name", "last_name") if key in form.cleaned_data}
        try:
            mandate = accept_invitation(token, person=person, password=form.cleaned_data.get("password1", ""), **names)
        except TandemError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Bienvenue. Votre mandat est donné ; il vaut à ses dates."))
            if person is not None:
                return HttpResponseRedirect(reverse("workspace:home"))
            record_authentication(request, mandate.person, method="password", email=mandate.person.email)
            return perform_login(request, Login(user=mandate.person, redirect_url=reverse("workspace:home")))
    return render(request, "workspace/people/accept.html", context, status=422 if form.errors else 200)


class _Confirm(forms.Form):
    """Nothing to type: the button is the answer."""


@opened_by(signed_in, methods=FORM)
def join(request: HttpRequest) -> HttpResponse:
    """Ask to join an organisation, that of one's provider proposed first; see one's requests."""
    come_from = origin.organisation_of(request.user)
    initial = {"organisation": come_from.siret or come_from.siren or come_from.name} if come_from else {}
    form = JoinForm(request.POST or None, initial=initial)

    def act() -> tuple[str, str]:
        ask_to_join(request.user, form.cleaned_data["organisation"], message=form.cleaned_data["message"])
        return _("Votre demande est faite : qui peut y répondre en est averti."), reverse("workspace:join")

    own = JoiningRequest.objects.filter(person=request.user).select_related("organisation")[:10]
    return form_page(
        request, form, act,
        title=_("Rejoindre une organisation"), submit=_("Demander"),
        lead=_("Qui peut donner un mandat dans cette organisation reçoit votre demande, et y répond."),
        template="workspace/people/join.html", requests=own,
    )  # fmt: skip


@opened_by(signed_in, methods=("POST",))
def withdraw(request: HttpRequest, joining: Any) -> HttpResponse:
    """Take back one's own request."""
    found = get_object_or_404(JoiningRequest, reference=joining, person=request.user)
    try:
        withdraw_joining(request.user, found)
        messages.success(request, _("Votre demande est retirée."))
    except TandemError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("workspace:join"))


@opened_by(may_do("mandates.grant", asked.joining_seat), methods=FORM)
def joining(request: HttpRequest, joining: Any) -> HttpResponse:
    """Answer a request: give a mandate, or refuse and say why."""
    found = get_object_or_404(JoiningRequest.objects.select_related("person", "organisation"), reference=joining)
    roles = [each for each in grantable(request) if found.organisation.kind in each.kinds]
    role = next((each for each in roles if each.code == request.GET.get("role")), roles[0] if len(roles) == 1 else None)
    facts = [
        (_("Personne"), called(found.person)),
        (_("Adresse"), found.person.email),
        (_("Organisation"), found.organisation.name),
        (_("Message"), found.message or _("aucun")),
        (_("État"), found.get_state_display()),
    ]
    form = TermsForm(request.POST or None, fixed=("email", "organisation"),
                     scopes=scope_choices(role, request.acting.scope) if role else [])  # fmt: skip

    def act() -> tuple[str, str]:
        form.cleaned_data["organisation"] = found.organisation
        values = {key: value for key, value in terms(form, role).items() if key != "organisation"}
        approve_joining(by_of(request), found, role=role.code, **values)
        return _("Le mandat est donné."), reverse("workspace:person", args=[found.person.reference])

    return form_page(
        request, form, act,
        title=_("Demande de %(person)s") % {"person": called(found.person)},
        submit=_("Accepter et donner le mandat"), parents=_parents(), facts=facts,
        template="workspace/people/joining.html", roles=[(each.code, each.name) for each in roles], role=role,
        request_=found, open=found.state == "asked",
    )  # fmt: skip


@opened_by(may_do("mandates.grant", asked.joining_seat), methods=FORM)
def refuse(request: HttpRequest, joining: Any) -> HttpResponse:
    """Refuse a request; the person reads why."""
    found = get_object_or_404(JoiningRequest.objects.select_related("person", "organisation"), reference=joining)
    form = ReasonForm(request.POST or None)

    def act() -> tuple[str, str]:
        refuse_joining(by_of(request), found, reason=form.cleaned_data["reason"])
        return _("La demande est refusée."), reverse("workspace:invitations")

    return form_page(
        request, form, act, title=_("Refuser la demande"), submit=_("Refuser"), parents=_parents(),
        lead=_("La personne lira le motif."),
    )  # fmt: skip


def _sent(request: HttpRequest, invitation: Invitation) -> str:
    """Send the message and say what came of it."""
    token = renew_link(by_of(request), invitation)
    address = request.build_absolute_uri(reverse("workspace:accept", args=[token]))
    if send_invitation(invitation, address):
        return _("L’invitation est envoyée.")
    return _("Le message n’a pas pu partir : l’invitation reste à envoyer, rien n’est perdu. Réessayer plus tard.")


def _say(request: HttpRequest, invitation: Invitation) -> tuple[bool, bool]:
    """Return whether an invitation is one's own, and whether one may give its mandate."""
    place = places_of([invitation.scope]).get(invitation.scope, ANYWHERE)
    grants = bool(may_grant(request.acting, invitation.role, place, programme.current()))
    return invitation.invited_by_id == request.user.pk, grants


def _invitation(reference: Any) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("organisation", "invited_by"), reference=reference)


def _own_role(request: HttpRequest) -> Role:
    return programme.current().role(request.acting.role)


def _parents() -> tuple[str, ...]:
    return (_("Personnes"), reverse("workspace:people"), _("Invitations et demandes"), reverse("workspace:invitations"))
