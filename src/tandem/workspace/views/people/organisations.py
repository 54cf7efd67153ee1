"""Organisations: found, read as of a date, made known, corrected, linked, merged."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.access import may_do
from tandem.accounts.models import EnterpriseLink, Mandate, Organisation
from tandem.accounts.placing import seat_of
from tandem.accounts.rights import may
from tandem.accounts.usecases import (
    ChangedMeanwhileError,
    correct_organisation,
    end_link,
    link_enterprises,
    merge_organisations,
    moves_of,
    register_organisation,
    version_of,
)
from tandem.core.access import opened_by
from tandem.core.clock import parse_date, today
from tandem.core.errors import TandemError
from tandem.core.typography import counted, joined
from tandem.workspace.presenters.people import directory, sheets
from tandem.workspace.presenters.people.perimeters import mandates_within
from tandem.workspace.views.form_page import by_of, form_page
from tandem.workspace.views.people import asked
from tandem.workspace.views.people.forms import (
    CorrectionForm,
    EndForm,
    LinkForm,
    MergeForm,
    OrganisationForm,
    ReasonForm,
)
from tandem.workspace.views.people.people import PER_PAGE, able

FORM = ("GET", "HEAD", "POST")


@opened_by(may_do("organisations.read"))
def organisations(request: HttpRequest) -> HttpResponse:
    wanted = directory.Wanted(
        request.GET.get("q", "").replace("\0", "").strip()[:100], kind=request.GET.get("kind", "").replace("\0", "")
    )
    page = Paginator(directory.organisations(request.acting.scope, wanted), PER_PAGE).get_page(request.GET.get("page"))
    kinds = [(each.code, each.name) for each in programme.current().organisation_kinds]
    context = {
        "page": page,
        "table": directory.organisations_table(list(page)),
        "wanted": wanted,
        "kinds": [("", _("Toutes les natures")), *kinds],
        "can": able(request),
    }
    return render(request, "workspace/people/organisations.html", context)


@opened_by(may_do("organisations.read", asked.organisation_place))
def organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    """What is known of an organisation today, or was known at the end of an earlier day."""
    found = asked.organisation_of(organisation)
    date, wrong = today(), ""
    try:
        date = parse_date(request.GET["date"]) if request.GET.get("date") else date
    except TandemError as error:
        wrong = str(error)
    held = programme.current()
    seat = seat_of(found)
    rights = {name: bool(may(request.acting, code, seat, held)) for name, code in (
        ("manage", "organisations.manage"), ("merge", "organisations.merge"), ("people", "people.read"))}  # fmt: skip
    of_then = Mandate.objects.as_of(date).filter(mandates_within(request.acting.scope), organisation=found)
    of_then = of_then.select_related("person", "organisation")
    members = list(of_then.order_by("role", "person__last_name", "pk"))
    context = {
        "organisation": found,
        "facts": sheets.organisation_facts(found) if date >= today() else sheets.organisation_as_of(found, date),
        "date": date,
        "wrong": wrong,
        "past": date < today(),
        "members": sheets.mandates_table(members, date, people=True),
        "group": sheets.group_shown(found, date),
        "rights": rights,
        "can": able(request),
        "reference": f"organisation:{found.pk}",
    }
    return render(request, "workspace/people/organisation.html", context)


@opened_by(may_do("organisations.manage"), methods=FORM)
def create(request: HttpRequest) -> HttpResponse:
    """Make an organisation known by its number."""
    form = OrganisationForm(request.POST or None)

    def act() -> tuple[str, str]:
        before = Organisation.objects.count()
        values = {key: form.cleaned_data[key] for key in ("name", "kind", "number")}
        made = register_organisation(by_of(request), **values, **form.where)
        new = Organisation.objects.count() > before
        told = _("L’organisation est créée.") if new else _("Elle était déjà connue : la voici.")
        return told, reverse("workspace:organisation", args=[made.pk])

    return form_page(
        request, form, act, title=_("Créer une organisation"), submit=_("Créer l’organisation"), parents=_parents()
    )


@opened_by(may_do("organisations.manage", asked.organisation_seat), methods=FORM)
def correct(request: HttpRequest, organisation: int) -> HttpResponse:
    """Correct an organisation; who comes second sees what the first changed, and keeps what they typed."""
    found = asked.organisation_of(organisation)
    version = version_of(found)
    seat = f"d{found.department_id}" if found.department_id else f"r{found.region_id}" if found.region_id else ""
    now = {"name": found.name, "kind": found.kind, "number": found.siret or found.siren, "seat": seat}
    form = CorrectionForm(request.POST or None, initial={**now, "version": version})
    changed: dict[str, Any] = {}

    def act() -> tuple[str, str]:
        values = {key: form.cleaned_data[key] for key in ("name", "kind", "number", "reason", "version")}
        try:
            correct_organisation(by_of(request), found, **values, **form.where)
        except ChangedMeanwhileError:
            form.data = form.data.copy()
            form.data["version"] = str(version)  # saving again is then meant
            changed.update(_differences(now, form.cleaned_data))
            raise
        return _("L’organisation est corrigée."), reverse("workspace:organisation", args=[found.pk])

    return form_page(
        request, form, act,
        title=_("Corriger %(name)s") % {"name": found.name}, submit=_("Enregistrer la correction"),
        parents=_parents(found), template="workspace/people/correct.html", changed=changed,
    )  # fmt: skip


def _differences(now: Mapping[str, str], typed: Mapping[str, Any]) -> dict[str, str]:
    """What stands now where something else was typed."""
    labels = {"name": _("Nom"), "kind": _("Nature"), "number": _("SIREN ou SIRET"), "seat": _("Siège")}
    shown = {"kind": directory.kind_name(now["kind"])}
    return {labels[key]: shown.get(key, now[key]) or _("vide") for key in labels if now[key] != typed.get(key)}


@opened_by(may_do("organisations.manage", asked.organisation_seat), methods=FORM)
def link(request: HttpRequest, organisation: int) -> HttpResponse:
    """Say which enterprise holds a part of it, or is held."""
    found = asked.organisation_of(organisation)
    form = LinkForm(request.POST or None)

    def act() -> tuple[str, str]:
        values = form.cleaned_data
        pair = {"holder": found, "held": values["other"]}
        if values["way"] == "held":
            pair = {"holder": values["other"], "held": found}
        link_enterprises(by_of(request), **pair, share=values["share"], first=values["first"], source=values["source"])
        return _("Le lien est enregistré."), reverse("workspace:organisation", args=[found.pk])

    return form_page(
        request, form, act,
        title=_("Dire un lien de %(name)s") % {"name": found.name}, submit=_("Enregistrer le lien"),
        parents=_parents(found),
        lead=_("Les liens disent le groupe d’une entreprise : sa taille et ses aides se comptent ensemble."),
    )  # fmt: skip


@opened_by(may_do("organisations.manage", asked.organisation_seat), methods=FORM)
def unlink(request: HttpRequest, organisation: int, link: int) -> HttpResponse:
    """End a link on a day."""
    found = asked.organisation_of(organisation)
    told = get_object_or_404(EnterpriseLink.objects.select_related("holder", "held"), pk=link)
    if found.pk not in (told.holder_id, told.held_id):
        raise Http404
    form = EndForm(request.POST or None, initial={"last": today()})

    def act() -> tuple[str, str]:
        end_link(by_of(request), told, last=form.cleaned_data["last"], reason=form.cleaned_data["reason"])
        return _("Le lien prend fin ce jour-là."), reverse("workspace:organisation", args=[found.pk])

    return form_page(
        request, form, act,
        title=_("Clore un lien"), submit=_("Clore le lien"), parents=_parents(found),
        lead=_("%(holder)s détient une part de %(held)s.") % {"holder": told.holder.name, "held": told.held.name},
    )  # fmt: skip


@opened_by(may_do("organisations.merge", asked.organisation_seat), methods=FORM)
def merge(request: HttpRequest, organisation: int) -> HttpResponse:
    """Choose what stays, see what would move, then confirm."""
    found = asked.organisation_of(organisation)
    title = _("Fondre %(name)s dans une autre") % {"name": found.name}
    chosen = MergeForm(request.GET if "into" in request.GET else None)
    if not chosen.is_valid():
        return render(
            request, "workspace/people/merge.html",
            {"form": chosen, "title": title, "parents": _pairs(found)},
            status=422 if chosen.errors else 200,
        )  # fmt: skip
    into = chosen.cleaned_data["into"]
    moves = moves_of(found)
    form = ReasonForm(request.POST or None)

    def act() -> tuple[str, str]:
        merge_organisations(by_of(request), found, into, reason=form.cleaned_data["reason"])
        return _("Les deux n’en font plus qu’une."), reverse("workspace:organisation", args=[into.pk])

    return form_page(
        request, form, act,
        title=title, submit=_("Fondre les deux"), parents=_parents(found),
        lead=_("« %(duplicate)s » disparaît des listes ; « %(into)s » la remplace. Cela ne se défait pas.")
        % {"duplicate": found.name, "into": into.name},
        facts=[
            (_("Disparaît"), f"{found.name} ({directory.number_of(found)})"),
            (_("Reste"), f"{into.name} ({directory.number_of(into)})"),
            (_("Suivent"), joined([
                counted(moves.mandates, _("mandat")), counted(moves.links, _("lien")),
                counted(moves.waiting, _("invitation ou demande"), _("invitations ou demandes")),
            ])),
        ],
    )  # fmt: skip


def _parents(organisation: Organisation | None = None) -> tuple[str, ...]:
    every = (_("Organisations"), reverse("workspace:organisations"))
    if organisation is None:
        return every
    return (*every, organisation.name, reverse("workspace:organisation", args=[organisation.pk]))


def _pairs(organisation: Organisation) -> list[tuple[str, str]]:
    path = _parents(organisation)
    return list(zip(path[::2], path[1::2], strict=True))
