"""What waits for somebody in the territories of their mandate."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.accounts.rights import Acting
from tandem.accounts.scopes import ScopeKind
from tandem.accounts.tasks import Task, waits
from tandem.core.typography import date_long
from tandem.territories.models import ActivityReport, Agreement, Post
from tandem.territories.placing import within

SHOWN = 20
"""Tasks of a kind that home shows: who follows the country looks at lists for the others."""


def _may(acting: Acting, operation: str) -> bool:
    return any(role.code == acting.role and operation in role.may for role in programme.current().roles)


@waits
def _to_sign(acting: Acting, date: dt.date) -> Iterable[Task]:
    if not _may(acting, "contracts.sign"):
        return
    ready = Agreement.objects.filter(state=Agreement.State.READY, territory__in=within(acting.scope))
    found = ready.filter(parties__organisation=acting.organisation)
    for each in found.select_related("territory").order_by("ready_on", "pk")[:SHOWN]:
        yield Task(
            _("Signer « %(title)s »") % {"title": each.title},
            _("%(territory)s : le texte est arrêté depuis le %(day)s")
            % {"territory": each.territory.name, "day": date_long(each.ready_on)},
            reverse("workspace:agreement", args=[each.pk]),
        )


@waits
def _copies(acting: Acting, date: dt.date) -> Iterable[Task]:
    """To the territory's own; to who prepares contracts in its region when its project manager's post is empty."""
    if not _may(acting, "contracts.prepare") or acting.scope.kind == ScopeKind.NATION:
        return
    found = Agreement.objects.filter(
        state=Agreement.State.SIGNED, copies__isnull=True, territory__in=within(acting.scope)
    )
    if acting.scope.kind != ScopeKind.TERRITORY:
        own = [role.code for role in programme.current().roles
               if role.scope == ScopeKind.TERRITORY and "contracts.prepare" in role.may]  # fmt: skip
        there = Mandate.objects.exercised_on(date).filter(
            role__in=own, scope_kind=ScopeKind.TERRITORY, scope_code=OuterRef("territory")
        )
        found = found.exclude(Exists(there))
    for each in found.select_related("territory").order_by("-signed_on", "pk")[:SHOWN]:
        yield Task(
            _("Joindre l’exemplaire signé de « %s »") % each.title,
            _("%(territory)s : signé le %(day)s")
            % {"territory": each.territory.name, "day": date_long(each.signed_on)},
            reverse("workspace:agreement", args=[each.pk]),
        )


@waits
def _reports_to_accept(acting: Acting, date: dt.date) -> Iterable[Task]:
    if not _may(acting, "governance.manage") or _may(acting, "posts.report"):
        return
    found = ActivityReport.objects.filter(
        status=ActivityReport.Status.SUBMITTED, post__territory__in=within(acting.scope)
    )
    for each in found.select_related("post__territory").order_by("submitted_on", "pk")[:SHOWN]:
        yield Task(
            _("Examiner le compte rendu de %s") % each.post.territory.name,
            _("Déposé le %s") % date_long(each.submitted_on),
            reverse("workspace:report", args=[each.pk]),
        )


@waits
def _reports_to_submit(acting: Acting, date: dt.date) -> Iterable[Task]:
    if not _may(acting, "posts.report"):
        return
    found = ActivityReport.objects.filter(status=ActivityReport.Status.DRAFT, post__territory__in=within(acting.scope))
    for each in found.select_related("post__territory").order_by("last_day", "pk")[:SHOWN]:
        yield Task(
            _("Déposer le compte rendu de %s") % each.post.territory.name,
            _("Commencé, pour la période qui finit le %s") % date_long(each.last_day),
            reverse("workspace:report", args=[each.pk]),
        )


@waits
def _vacant_posts(acting: Acting, date: dt.date) -> Iterable[Task]:
    if not _may(acting, "governance.manage"):
        return
    found = Post.objects.as_of(date).filter(territory__in=within(acting.scope))
    found = found.exclude(holdings__validity__contains=date).filter(recruitment_opened_on__isnull=True)
    for each in found.select_related("territory").order_by("territory", "pk")[:SHOWN]:
        yield Task(
            _("Ouvrir le recrutement du chef de projet de %s") % each.territory.name,
            _("Un poste financé n’est tenu par personne"),
            reverse("workspace:territory", args=[each.territory_id]) + "#postes",
        )
