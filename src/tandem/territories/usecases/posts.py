"""Funded posts: opened, recruited for, held, left, closed."""

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Mandate, Organisation
from tandem.accounts.rights import may
from tandem.accounts.scopes import ScopeKind
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.saving import save
from tandem.core.typography import date_long
from tandem.territories.models import Holding, Post, Territory
from tandem.territories.placing import places_of

DAY = dt.timedelta(days=1)


def _allowed(by: By, territory: str, operation: str = "governance.manage") -> None:
    refuse_unless(may(by.acting, operation, places_of([territory])[territory], programme.current()))


@transaction.atomic
def open_post(
    by: By, *, territory: Territory, employer: Organisation, rate: int, cap: int, first: dt.date, last: dt.date,
    working_time: int = 100, recruitment_opened_on: dt.date | None = None,
) -> Post:  # fmt: skip
    """Open a funded post.

    Parameters
    ----------
    rate, cap
        Share that the funder pays, in hundredths of a percent; most for the whole length, in cents.
    first, last
        First and last day that are funded.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        The employer may not employ a project manager, or dates or amounts do not go together.
    """
    _allowed(by, territory.pk)
    held = programme.current()
    role = held.role(held.governance.manager)
    if employer.kind not in role.kinds:
        raise TandemError(
            _("Un chef de projet n’est pas employé par une organisation de nature « %s ».")
            % held.organisation_kind(employer.kind).name
        )
    if last < first:
        raise TandemError(_("Le dernier jour financé ne précède pas le premier."))
    post = Post(
        territory=territory, employer=employer, rate=rate, cap=cap, working_time=working_time,
        validity=DateRange(first, last + DAY), recruitment_opened_on=recruitment_opened_on,
    )  # fmt: skip
    save(post)
    journal.record(
        "territories.post_opened", actor=by.author, subject=f"post:{post.pk}", territory=territory.pk,
        employer=employer.pk, rate=rate, cap=cap, first=first, last=last,
    )  # fmt: skip
    return post


@transaction.atomic
def open_recruitment(by: By, post: Post, *, on: dt.date) -> Post:
    """Say that a recruitment was opened for an empty post.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        Somebody holds it that day.
    """
    locked = _locked(by, post)
    if locked.holdings.as_of(on).exists():
        raise TandemError(_("Ce poste est tenu le %s : il n’y a pas à recruter.") % date_long(on))
    locked.recruitment_opened_on = on
    save(locked)
    journal.record("territories.recruitment_opened", actor=by.author, subject=f"post:{locked.pk}", on=on)
    return locked


@transaction.atomic
def hold_post(by: By, post: Post, *, mandate: Mandate, first: dt.date, last: dt.date | None = None) -> Holding:
    """Put the holder of a project manager's mandate in a post.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        The mandate is not one of project manager over this territory on these days, the post is not funded then, or
        somebody holds it.
    """
    locked = _locked(by, post)
    if mandate.role != programme.current().governance.manager or (mandate.scope_kind, mandate.scope_code) != (
        ScopeKind.TERRITORY, locked.territory_id,
    ):  # fmt: skip
        raise TandemError(_("Un poste se tient au titre d’un mandat de chef de projet sur ce territoire."))
    if last is not None and last < first:
        raise TandemError(_("Le dernier jour ne précède pas le premier."))
    held = DateRange(first, last + DAY if last else None)
    if first not in mandate.validity or (last is not None and last not in mandate.validity):
        raise TandemError(_("Ce mandat n’est pas en vigueur sur toute cette période."))
    if first not in locked.validity:
        raise TandemError(_("Ce poste n’est pas financé le %s.") % date_long(first))
    holding = Holding(post=locked, mandate=mandate, validity=held)
    save(holding)
    journal.record(
        "territories.post_held", actor=by.author, subject=f"post:{locked.pk}", mandate=mandate.pk, first=first,
        last=last,
    )  # fmt: skip
    return holding


@transaction.atomic
def leave_post(by: By, holding: Holding, *, last: dt.date, reason: str) -> Holding:
    """Say that somebody leaves a post after a day: it is empty from the next one.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        It ended before, would end before it began, or no reason is given.
    """
    locked = Holding.objects.select_for_update(of=("self",)).select_related("post").get(pk=holding.pk)
    _allowed(by, locked.post.territory_id)
    if not reason.strip():
        raise TandemError(_("Dire pourquoi le poste est quitté."))
    if locked.last_day is not None and last >= locked.last_day:
        raise TandemError(_("Ce poste est déjà quitté le %s.") % date_long(locked.last_day))
    if last < locked.validity.lower:
        raise TandemError(_("Un poste n’est pas quitté avant d’être tenu."))
    locked.validity = DateRange(locked.validity.lower, last + DAY)
    save(locked)
    journal.record(
        "territories.post_left", actor=by.author, subject=f"post:{locked.post_id}", reason=reason,
        mandate=locked.mandate_id, last=last,
    )  # fmt: skip
    return locked


@transaction.atomic
def close_post(by: By, post: Post, *, last: dt.date, reason: str) -> Post:
    """Stop funding a post after a day, earlier than was planned.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        It stops before that day already, or would before it begins, or no reason is given.
    """
    locked = _locked(by, post)
    if not reason.strip():
        raise TandemError(_("Dire pourquoi le poste n’est plus financé."))
    if not locked.validity.lower <= last < locked.last_day:
        raise TandemError(
            _("Ce poste est financé du %(first)s au %(last)s.")
            % {"first": date_long(locked.validity.lower), "last": date_long(locked.last_day)}
        )
    locked.validity = DateRange(locked.validity.lower, last + DAY)
    save(locked)
    journal.record("territories.post_closed", actor=by.author, subject=f"post:{locked.pk}", reason=reason, last=last)
    return locked


def _locked(by: By, post: Post) -> Post:
    locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    _allowed(by, locked.territory_id)
    return locked
