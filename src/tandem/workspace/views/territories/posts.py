"""Funded posts and their activity reports."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.access import may_do
from tandem.accounts.rights import may
from tandem.core.access import opened_by
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long
from tandem.territories.journal_words_of_acts import euros
from tandem.territories.models import ActivityReport, Holding, Post, Territory
from tandem.territories.rules import differences
from tandem.territories.usecases import posts, reports
from tandem.workspace.views.territories import forms, places
from tandem.workspace.views.territories.answering import answer, done_or_refused

BOTH = ("GET", "POST")


def _page_of(code: str, anchor: str = "postes") -> str:
    return f"{reverse('workspace:territory', args=[code])}#{anchor}"


@opened_by(may_do("governance.manage", places.of_territory), methods=BOTH)
def new(request: HttpRequest, code: str) -> HttpResponse:
    territory = get_object_or_404(Territory, pk=code)
    return answer(
        request,
        forms.NewPost(territory, request.POST or None),
        lambda said: posts.open_post(request.standing.by, territory=territory, **said),
        title=_("Ouvrir un poste de chef de projet, %s") % territory.name,
        back=_page_of(code),
        done=lambda post: _("Le poste est ouvert."),
        submit=_("Ouvrir ce poste"),
    )


@opened_by(may_do("governance.manage", places.of_post), methods=BOTH)
def recruit(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    return answer(
        request,
        forms.Recruitment(request.POST or None),
        lambda said: posts.open_recruitment(request.standing.by, post, **said),
        title=_("Ouvrir un recrutement"),
        back=_page_of(post.territory_id),
        done=lambda post: _("Le recrutement est ouvert depuis le %s.") % date_long(post.recruitment_opened_on),
        submit=_("Enregistrer"),
    )


@opened_by(may_do("governance.manage", places.of_post), methods=BOTH)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("territory"), pk=pk)
    return answer(
        request,
        forms.Hold(post.territory, request.POST or None),
        lambda said: posts.hold_post(request.standing.by, post, **said),
        title=_("Pourvoir un poste de chef de projet"),
        lead=_("La personne reçoit d’abord un mandat de chef de projet sur ce territoire."),
        back=_page_of(post.territory_id),
        done=lambda holding: _("Le poste est pourvu à partir du %s.") % date_long(holding.validity.lower),
        submit=_("Pourvoir ce poste"),
    )


@opened_by(may_do("governance.manage", places.of_holding), methods=BOTH)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    holding = get_object_or_404(Holding.objects.select_related("post"), pk=pk)
    return answer(
        request,
        forms.Until(request.POST or None),
        lambda said: posts.leave_post(request.standing.by, holding, **said),
        title=_("Noter un départ"),
        back=_page_of(holding.post.territory_id),
        done=lambda holding: _("Le poste est vacant après le %s.") % date_long(holding.last_day),
        submit=_("Noter ce départ"),
    )


@opened_by(may_do("governance.manage", places.of_post), methods=BOTH)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    return answer(
        request,
        forms.Until(request.POST or None),
        lambda said: posts.close_post(request.standing.by, post, **said),
        title=_("Cesser de financer un poste"),
        back=_page_of(post.territory_id),
        done=lambda post: _("Le poste n’est plus financé après le %s.") % date_long(post.last_day),
        submit=_("Cesser de le financer"),
    )


@opened_by(may_do("posts.report", places.of_post), methods=BOTH)
def new_report(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    return answer(
        request,
        forms.Report(request.POST or None),
        lambda said: reports.write_report(request.standing.by, post=post, **_written(said)),
        title=_("Rendre compte d’une période"),
        back=_page_of(post.territory_id, "comptes-rendus"),
        done=lambda report: _("Le compte rendu est enregistré. Il reste à le déposer."),
        submit=_("Enregistrer"),
    )


@opened_by(may_do("posts.report", places.of_report), methods=BOTH)
def edit_report(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(ActivityReport.objects.select_related("post"), pk=pk)
    initial = {field: getattr(report, field) for field in (*reports.WRITTEN, "version")}
    initial["invoiced"] = report.invoiced / forms.CENTS
    return answer(
        request,
        forms.Report(request.POST or None, initial=initial),
        lambda said: reports.write_report(
            request.standing.by, post=report.post, report=report, version=said["version"] or 0, **_written(said)
        ),
        title=_("Corriger un compte rendu"),
        back=reverse("workspace:report", args=[pk]),
        done=lambda report: _("Le compte rendu est enregistré."),
        submit=_("Enregistrer"),
        changed=lambda latest: _changed(latest, request),
    )


def _written(said: dict[str, Any]) -> dict[str, Any]:
    return {field: said[field] for field in reports.WRITTEN}


def _changed(latest: ActivityReport, request: HttpRequest) -> Table:
    names = {field.name: str(field.verbose_name) for field in ActivityReport._meta.fields}
    texts = ("done", "planned", "hurdles")
    typed = {names[each]: request.POST.get(each, "") for each in texts}
    kept = {names[each]: getattr(latest, each) for each in texts}
    found = differences(typed, kept)
    return side_by_side(found, _("Ce que vous avez écrit"), _("Ce qui est enregistré"))


def side_by_side(found: list[Any], before: str, after: str) -> Table:
    """Fields that differ, as each side has them."""
    columns = (Column("field", _("Rubrique")), Column("before", before), Column("after", after))
    return Table(_("Ce qui diffère"), columns, found)


@opened_by(may_do("territories.follow", places.of_report))
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ActivityReport.objects.select_related("post__territory", "post__employer"), pk=pk)
    place, held = places.of_report(request), programme.current()
    context = {
        "report": found,
        "territory": found.post.territory,
        "period": _("du %(first)s au %(last)s")
        % {"first": date_long(found.first_day), "last": date_long(found.last_day)},
        "invoiced": euros(found.invoiced),
        "due": euros(found.due) if found.due is not None else "",
        "may_report": bool(may(request.acting, "posts.report", place, held)),
        "may_accept": bool(may(request.acting, "governance.manage", place, held))
        and not may(request.acting, "posts.report", place, held),
    }
    return render(request, "workspace/territories/report.html", context)


@opened_by(may_do("posts.report", places.of_report), methods=("POST",))
def submit_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ActivityReport, pk=pk)
    return done_or_refused(
        request, lambda: reports.submit_report(request.standing.by, found), _("Le compte rendu est déposé."),
        reverse("workspace:report", args=[pk]),
    )  # fmt: skip


@opened_by(may_do("governance.manage", places.of_report), methods=("POST",))
def accept_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ActivityReport, pk=pk)
    return done_or_refused(
        request, lambda: reports.accept_report(request.standing.by, found), _("Le compte rendu est accepté."),
        reverse("workspace:report", args=[pk]),
    )  # fmt: skip


@opened_by(may_do("governance.manage", places.of_report), methods=BOTH)
def return_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ActivityReport, pk=pk)
    return answer(
        request,
        forms.Reason(request.POST or None),
        lambda said: reports.return_report(request.standing.by, found, **said),
        title=_("Rendre un compte rendu pour correction"),
        back=reverse("workspace:report", args=[pk]),
        done=lambda report: _("Le compte rendu est rendu."),
        submit=_("Le rendre"),
    )
