"""Activity reports of funded posts: written, submitted, accepted with what is then due."""

from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.rights import may
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.saving import save
from tandem.core.typography import date_long
from tandem.territories.models import ActivityReport, Post
from tandem.territories.placing import places_of
from tandem.territories.rules import amount_due
from tandem.territories.versions import refuse_stale

WRITTEN = (
    "first_day", "last_day", "done", "planned", "hurdles", "companies_met", "actions_followed", "invoiced",
)  # fmt: skip
"""Fields that whoever reports writes."""


@transaction.atomic
def write_report(
    by: By, *, post: Post, report: ActivityReport | None = None, version: int = 0, **written: Any
) -> ActivityReport:
    """Write a report, or write it again while it is a draft.

    Parameters
    ----------
    version
        That of the report which was shown, for one that exists.
    written
        All of `WRITTEN`.

    Raises
    ------
    RefusedError
        The one who acts may not report for this territory.
    StaleError
        Somebody else wrote it meanwhile.
    TandemError
        It is submitted already, or its days are outside those that are funded or reported already.
    """
    locked_post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    _allowed(by, locked_post, "posts.report")
    held = ActivityReport(post=locked_post)
    if report is not None:
        held = ActivityReport.objects.select_for_update(of=("self",)).get(pk=report.pk, post=locked_post)
        refuse_stale(held, version)
        _only(held, ActivityReport.Status.DRAFT)
        held.version += 1
    for field in WRITTEN:
        setattr(held, field, written[field])
    if held.first_day not in locked_post.validity or held.last_day not in locked_post.validity:
        raise TandemError(
            _("Ce poste est financé du %(first)s au %(last)s.")
            % {"first": date_long(locked_post.validity.lower), "last": date_long(locked_post.last_day)}
        )
    others = locked_post.reports.exclude(pk=held.pk).filter(first_day__lte=held.last_day, last_day__gte=held.first_day)
    if others.exists():
        raise TandemError(_("Un autre compte rendu couvre déjà une partie de ces jours."))
    save(held)
    journal.record(
        "territories.report_written", actor=by.author, subject=f"post:{locked_post.pk}", report=held.pk,
        first=held.first_day, last=held.last_day,
    )  # fmt: skip
    return held


@transaction.atomic
def submit_report(by: By, report: ActivityReport) -> ActivityReport:
    """Submit a report: it no longer changes.

    Raises
    ------
    RefusedError
        The one who acts may not report for this territory.
    TandemError
        It is submitted already, or its period is not over.
    """
    held = _locked(by, report, "posts.report")
    _only(held, ActivityReport.Status.DRAFT)
    if held.last_day > today():
        raise TandemError(_("La période de ce compte rendu n’est pas finie."))
    held.status, held.submitted_on, held.submitted_by = ActivityReport.Status.SUBMITTED, today(), by.mandate
    held.version += 1
    save(held)
    journal.record(
        "territories.report_submitted", actor=by.author, subject=f"post:{held.post_id}", report=held.pk,
        first=held.first_day, last=held.last_day, invoiced=held.invoiced,
    )  # fmt: skip
    return held


@transaction.atomic
def accept_report(by: By, report: ActivityReport) -> ActivityReport:
    """Accept a report: what is due on its invoice is written with it.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        It is not submitted, or whoever acts is of those who report: money is due on the word of somebody else.
    """
    Post.objects.select_for_update(of=("self",)).get(pk=report.post_id)  # two reports share what is left of the cap
    held = _locked(by, report, "governance.manage")
    _only(held, ActivityReport.Status.SUBMITTED)
    place = places_of([held.post.territory_id])[held.post.territory_id]
    own = held.submitted_by and held.submitted_by.person_id == by.mandate.person_id
    if own or may(by.acting, "posts.report", place, programme.current()):
        raise TandemError(_("Qui rend compte n’accepte pas les comptes rendus."))
    already = held.post.reports.aggregate(total=Sum("due"))["total"] or 0
    held.due = amount_due(held.invoiced, held.post.rate, held.post.cap, already)
    held.status, held.accepted_on = ActivityReport.Status.ACCEPTED, today()
    held.version += 1
    save(held)
    journal.record(
        "territories.report_accepted", actor=by.author, subject=f"post:{held.post_id}", report=held.pk,
        invoiced=held.invoiced, due=held.due,
    )  # fmt: skip
    return held


@transaction.atomic
def return_report(by: By, report: ActivityReport, *, reason: str) -> ActivityReport:
    """Give a submitted report back to be corrected, saying why.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        It is not submitted, or no reason is given.
    """
    held = _locked(by, report, "governance.manage")
    _only(held, ActivityReport.Status.SUBMITTED)
    if not reason.strip():
        raise TandemError(_("Dire ce qui est à corriger."))
    held.status, held.submitted_on, held.submitted_by = ActivityReport.Status.DRAFT, None, None
    held.version += 1
    save(held)
    journal.record(
        "territories.report_returned", actor=by.author, subject=f"post:{held.post_id}", reason=reason, report=held.pk
    )
    return held


def _allowed(by: By, post: Post, operation: str) -> None:
    refuse_unless(may(by.acting, operation, places_of([post.territory_id])[post.territory_id], programme.current()))


def _locked(by: By, report: ActivityReport, operation: str) -> ActivityReport:
    held = ActivityReport.objects.select_for_update(of=("self",)).select_related("post", "submitted_by")
    found = held.get(pk=report.pk)
    _allowed(by, found.post, operation)
    return found


def _only(report: ActivityReport, status: str) -> None:
    if report.status != status:
        raise TandemError(_("Ce compte rendu est déjà %s.") % report.get_status_display())
