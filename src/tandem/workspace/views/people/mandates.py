"""Giving a mandate, reading it, having it stood in for, ending it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.access import may_do, signed_in
from tandem.accounts.journal_words import is_uuid, mandate_called
from tandem.accounts.models import Mandate, Person
from tandem.accounts.placing import places_of
from tandem.accounts.rights import may_grant
from tandem.accounts.scopes import ANYWHERE, Scope, ScopeKind
from tandem.accounts.usecases import end_mandate, grant_mandate
from tandem.core.access import opened_by
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.programme import Role
from tandem.workspace.presenters.people import sheets
from tandem.workspace.presenters.people.perimeters import scope_choices
from tandem.workspace.views.form_page import by_of, form_page
from tandem.workspace.views.people import asked
from tandem.workspace.views.people.forms import EndForm, TermsForm

FORM = ("GET", "HEAD", "POST")


@opened_by(may_do("people.read", asked.mandate_place))
def mandate(request: HttpRequest, mandate: int) -> HttpResponse:
    found = asked.mandate_of(mandate)
    place = places_of([found.scope]).get(found.scope, ANYWHERE)
    own = found.person_id == request.user.pk
    over = found.last_day is not None and found.last_day < today()
    grants = bool(may_grant(request.acting, found.role, place, programme.current()))
    stand_ins = list(found.stand_ins.select_related("person", "organisation"))
    context = {
        "mandate": found,
        "title": mandate_called(found),
        "facts": sheets.mandate_facts(found, today()),
        "stand_ins": sheets.mandates_table(stand_ins, today(), people=True) if stand_ins else None,
        "may_end": (grants or own) and not over,
        "own": own,
        "may_stand_in": grants and not over and found.stands_in_for_id is None,
        "reference": f"mandate:{found.pk}",
    }
    return render(request, "workspace/people/mandate.html", context)


@opened_by(may_do("mandates.grant"), methods=FORM)
def give(request: HttpRequest) -> HttpResponse:
    """Choose the role, then say the rest."""
    roles = grantable(request)
    role = next((each for each in roles if each.code == request.GET.get("role")), None)
    if role is None:
        return choose_role(request, roles, _("Donner un mandat"))
    reference = request.GET.get("person", "")
    person = Person.objects.filter(reference=reference, is_active=True).first() if is_uuid(reference) else None
    scopes = scope_choices(role, request.acting.scope)
    form = TermsForm(request.POST or None, scopes=scopes, fixed=("email",) if person else (),
                     initial={name: request.GET.get(name, "") for name in ("organisation", "scope")})  # fmt: skip

    def act() -> tuple[str, str]:
        given = grant_mandate(by_of(request), person=person or _known(form.cleaned_data["email"]), role=role.code,
                              **terms(form, role))  # fmt: skip
        return _("Le mandat est donné."), reverse("workspace:mandate", args=[given.pk])

    name = person.full_name if person else _("à quelqu’un qui a un compte")
    return form_page(
        request, form, act,
        title=_("Donner le mandat « %(role)s »") % {"role": role.name},
        submit=_("Donner le mandat"),
        parents=(_("Personnes"), reverse("workspace:people")),
        lead=name,
    )  # fmt: skip


@opened_by(may_do("mandates.grant", asked.mandate_place), methods=FORM)
def stand_in(request: HttpRequest, mandate: int) -> HttpResponse:
    """Have somebody stand in for who holds a mandate, during an absence."""
    found = asked.mandate_of(mandate)
    form = TermsForm(request.POST or None, scopes=[], fixed=("organisation",))
    form.fields["last"].required, form.fields["last"].help_text = True, ""

    def act() -> tuple[str, str]:
        given = grant_mandate(
            by_of(request), person=_known(form.cleaned_data["email"]), organisation=found.organisation, role=found.role,
            scope=found.scope, first=form.cleaned_data["first"], last=form.cleaned_data["last"],
            ground=form.cleaned_data["ground"], stands_in_for=found,
        )  # fmt: skip
        return _("La suppléance est donnée."), reverse("workspace:mandate", args=[given.pk])

    return form_page(
        request, form, act,
        title=_("Donner une suppléance"), submit=_("Donner la suppléance"), parents=_parents(found),
        lead=_("Quelqu’un agira à la place de %(person)s, le temps d’une absence.")
        % {"person": found.person.full_name},
        facts=sheets.mandate_facts(found, today()),
    )  # fmt: skip


@opened_by(signed_in, methods=FORM)
def end(request: HttpRequest, mandate: int) -> HttpResponse:
    """End a mandate, or lay down one's own."""
    found = asked.mandate_of(mandate)
    own = found.person_id == request.user.pk
    place = places_of([found.scope]).get(found.scope, ANYWHERE)
    if not own and (request.acting is None or not place.within(request.acting.scope)):
        raise Http404
    verdict = may_grant(request.acting, found.role, place, programme.current())
    if not own and not verdict:
        raise PermissionDenied(str(verdict.reason))
    form = EndForm(request.POST or None, initial={"last": today()})

    def act() -> tuple[str, str]:
        end_mandate(by_of(request), found, last=form.cleaned_data["last"], reason=form.cleaned_data["reason"])
        told = _("Vous quittez ce mandat : il prend fin ce jour-là.") if own else _("Le mandat prend fin ce jour-là.")
        return told, reverse("workspace:home") if own else reverse("workspace:mandate", args=[found.pk])

    return form_page(
        request, form, act,
        title=_("Quitter ce mandat") if own else _("Clore ce mandat"),
        submit=_("Quitter ce mandat") if own else _("Clore ce mandat"),
        parents=() if own else _parents(found),
        facts=sheets.mandate_facts(found, today()),
        warning=_("Les suppléances de ce mandat prennent fin avec lui.") if found.stand_ins.exists() else "",
    )  # fmt: skip


def grantable(request: HttpRequest) -> list[Role]:
    """Return the roles that who acts may give."""
    held = programme.current()
    own = next((each for each in held.roles if request.acting and each.code == request.acting.role), None)
    return [each for each in held.roles if own and each.code in own.grants]


def choose_role(request: HttpRequest, roles: list[Role], title: str) -> HttpResponse:
    """Ask which role first: what comes next depends on it."""
    kept = request.GET.copy()
    entries = []
    for role in roles:
        kept["role"] = role.code
        entries.append((role.name, ScopeKind(role.scope).label, f"?{kept.urlencode()}"))
    return render(request, "workspace/people/choose_role.html", {"title": title, "entries": entries})


def terms(form: TermsForm, role: Role) -> dict[str, object]:
    """Return the terms of a mandate as use cases take them."""
    values = form.cleaned_data
    own = {ScopeKind.NATION: "", ScopeKind.ORGANISATION: str(values["organisation"].pk)}
    kind = ScopeKind(role.scope)
    scope = Scope(kind, own[kind] if kind in own else values["scope"])
    return {"organisation": values["organisation"], "scope": scope, "first": values["first"], "last": values["last"],
            "ground": values["ground"]}  # fmt: skip


def _known(email: str) -> Person:
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise TandemError(
            _("Personne n’a de compte à cette adresse."), _("L’inviter plutôt : le mandat vient avec l’invitation.")
        )
    return person


def _parents(mandate: Mandate) -> tuple[str, ...]:
    return (_("Personnes"), reverse("workspace:people"), mandate_called(mandate),
            reverse("workspace:mandate", args=[mandate.pk]))  # fmt: skip
