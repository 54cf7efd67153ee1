"""The directory of people, and the page of each."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.access import may_do
from tandem.accounts.journal_words import called
from tandem.accounts.models import Mandate
from tandem.accounts.rights import may
from tandem.accounts.scopes import ANYWHERE, ScopeKind
from tandem.accounts.usecases import erase_person
from tandem.core.access import opened_by
from tandem.core.clock import today
from tandem.workspace.presenters.people import directory, sheets
from tandem.workspace.views.form_page import by_of, form_page
from tandem.workspace.views.people import asked
from tandem.workspace.views.people.forms import ReasonForm

PER_PAGE = 50


@opened_by(may_do("people.read"))
def people(request: HttpRequest) -> HttpResponse:
    """People within one's perimeter."""
    wanted = directory.Wanted(
        request.GET.get("q", "").replace("\0", "").strip()[:100], request.GET.get("role", "").replace("\0", "")
    )
    found = directory.people(request.acting.scope, wanted, today())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    roles = [(each.code, each.name) for each in programme.current().roles]
    context = {
        "page": page,
        "table": directory.people_table(list(page), today()),
        "wanted": wanted,
        "roles": [("", _("Tous les rôles")), *roles],
        "can": able(request),
    }
    return render(request, "workspace/people/people.html", context)


@opened_by(may_do("people.read", asked.person_place))
def person(request: HttpRequest, person: Any) -> HttpResponse:
    """Somebody's mandates with their dates, and what the journal says of them."""
    found = asked.person_of(person)
    held = list(Mandate.objects.of(found).select_related("organisation").order_by("-validity", "pk"))
    context = {
        "person": found,
        "name": called(found),
        "table": sheets.mandates_table(held, today(), people=False),
        "references": [f"person:{found.reference}", *(f"mandate:{each.pk}" for each in held)],
        "can": able(request),
        "may_erase": may(request.acting, "programme.manage", ANYWHERE, programme.current()),
    }
    return render(request, "workspace/people/person.html", context)


@opened_by(may_do("programme.manage", asked.person_place), methods=("GET", "HEAD", "POST"))
def erase(request: HttpRequest, person: Any) -> HttpResponse:
    """Erase somebody at their request."""
    found = asked.person_of(person)
    form = ReasonForm(request.POST or None)

    def act() -> tuple[str, str]:
        erase_person(by_of(request), found, reason=form.cleaned_data["reason"])
        return _("Le nom, l’adresse et les moyens de connexion sont effacés."), reverse("workspace:people")

    return form_page(
        request, form, act,
        title=_("Effacer %(name)s") % {"name": called(found)},
        submit=_("Effacer définitivement"),
        parents=(_("Personnes"), reverse("workspace:people"), called(found),
                 reverse("workspace:person", args=[found.reference])),
        lead=_("Le nom, l’adresse et les moyens de connexion disparaissent ; les mandats, clos, et le journal restent, "
               "sans nom. Rien ne permet de revenir en arrière."),
    )  # fmt: skip


def able(request: HttpRequest) -> dict[str, bool]:
    """Return which operations of this part the role of who acts allows somewhere: what its pages offer."""
    code = request.acting.role if request.acting else ""
    role = next((each for each in programme.current().roles if each.code == code), None)
    operations = {"invite": "people.invite", "grant": "mandates.grant", "manage": "organisations.manage",
                  "merge": "organisations.merge", "read": "people.read"}  # fmt: skip
    can = {name: bool(role and code in role.may) for name, code in operations.items()}
    # Over an organisation alone, there is no place for another one.
    return can | {"create": can["manage"] and bool(role and role.scope != ScopeKind.ORGANISATION)}
