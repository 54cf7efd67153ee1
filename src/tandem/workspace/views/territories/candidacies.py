"""Candidacies: those of one's perimeter, one of them, filing and withdrawing."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.access import may_do
from tandem.accounts.rights import Acting, may
from tandem.accounts.scopes import ScopeKind
from tandem.core.access import opened_by
from tandem.core.errors import TandemError
from tandem.core.tables import Column, Table
from tandem.core.typography import counted, date_long
from tandem.places.models import Region
from tandem.territories.composition import overlaps, parts_of
from tandem.territories.models import Candidacy
from tandem.territories.rules import candidacy_warnings
from tandem.territories.usecases import candidacies
from tandem.workspace.views.territories import forms, places
from tandem.workspace.views.territories.answering import answer

BOTH = ("GET", "POST")


def regions_of(acting: Acting) -> QuerySet[Region]:
    """Regions that a perimeter holds whole: where a candidacy may be read or filed."""
    found = Region.objects.order_by("name")
    if acting.scope.kind == ScopeKind.NATION:
        return found
    return found.filter(pk=acting.scope.code) if acting.scope.kind == ScopeKind.REGION else found.none()


@opened_by(may_do("territories.follow"))
def index(request: HttpRequest) -> HttpResponse:
    found = Candidacy.objects.filter(region__in=regions_of(request.acting)).select_related("region", "lead", "phase")
    columns = (
        Column("name", _("Candidature"), lambda row: format_html(
            '<a href="{}">{}</a>', reverse("workspace:candidacy", args=[row.pk]), row.name)),
        Column("region", _("Région"), lambda row: row.region.name),
        Column("lead", _("Chef de file"), lambda row: row.lead.name),
        Column("members", _("Membres"), lambda row: counted(len(row.members), _("membre"))),
        Column("filed_on", _("Déposée le"), lambda row: date_long(row.filed_on)),
        Column("status", _("État"), lambda row: row.get_status_display()),
    )  # fmt: skip
    role = programme.current().role(request.acting.role)
    context = {
        "table": Table(_("Candidatures"), columns, list(found)),
        "may_file": "governance.manage" in role.may and regions_of(request.acting).exists(),
    }
    return render(request, "workspace/territories/candidacies.html", context)


@opened_by(may_do("territories.follow", places.of_candidacy))
def page(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Candidacy.objects.select_related("region", "lead", "phase", "territory"), pk=pk)
    faults: list[str] = []
    parts = []
    try:
        parts = parts_of(found.members)
        if found.status == Candidacy.Status.FILED:
            faults = overlaps(parts, found.phase_id, found.filed_on)
    except TandemError as error:
        faults = [str(error)]
    columns = (
        Column("name", _("Membre")),
        Column("code", _("Code")),
        Column("communes", _("Communes"), lambda part: len(part.communes), decimals=0),
    )
    phase = programme.current().phase(found.phase_id)
    context = {
        "candidacy": found,
        "object": f"candidacy:{pk}",
        "members": Table(_("Membres"), columns, parts),
        "faults": faults,
        "warnings": candidacy_warnings(found.members, phase.most_members),
        "may_withdraw": found.status == Candidacy.Status.FILED
        and bool(may(request.acting, "governance.manage", places.of_candidacy(request), programme.current())),
    }
    return render(request, "workspace/territories/candidacy.html", context)


@opened_by(may_do("governance.manage"), methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    def do(said):
        filed = candidacies.file_candidacy(request.standing.by, **said)
        for warning in filed.warnings:
            messages.warning(request, warning)
        return filed.candidacy

    return answer(
        request,
        forms.NewCandidacy(regions_of(request.acting), request.POST or None),
        do,
        title=_("Déposer une candidature"),
        back=reverse("workspace:candidacies"),
        done=lambda candidacy: _("La candidature « %s » est déposée.") % candidacy.name,
        submit=_("Déposer cette candidature"),
    )


@opened_by(may_do("governance.manage", places.of_candidacy), methods=BOTH)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Candidacy, pk=pk)
    return answer(
        request,
        forms.Reason(request.POST or None),
        lambda said: candidacies.withdraw_candidacy(request.standing.by, found, **said),
        title=_("Retirer la candidature « %s »") % found.name,
        back=reverse("workspace:candidacy", args=[pk]),
        done=lambda candidacy: _("La candidature est retirée."),
        submit=_("La retirer"),
    )
