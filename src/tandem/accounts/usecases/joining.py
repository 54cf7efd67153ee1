"""Joining an organisation when one has an account: asked for, then answered by who may give a mandate there."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import JoiningRequest, JoiningState, Mandate, Organisation, Person
from tandem.accounts.placing import seat_of
from tandem.accounts.rights import may
from tandem.accounts.scopes import Scope
from tandem.accounts.usecases.mandates import grant_mandate
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.saving import save


@transaction.atomic
def ask_to_join(person: Person, organisation: Organisation, *, message: str = "") -> JoiningRequest:
    """Ask to join an organisation.

    Raises
    ------
    TandemError
        Somebody who acts for it already, or has asked already; an organisation that was merged.
    """
    if organisation.merged_into_id is not None:
        raise TandemError(_("Cette organisation a été fondue dans une autre : demander à rejoindre celle-là."))
    if Mandate.objects.of(person).as_of(today()).filter(organisation=organisation).exists():
        raise TandemError(_("Vous agissez déjà pour cette organisation."))
    asked = JoiningRequest(
        person=person, organisation=organisation, message=" ".join(message.split()), asked_at=timezone.now()
    )
    save(asked)
    journal.record(
        "accounts.joining_asked",
        actor=f"person:{person.reference}",
        subject=f"joining:{asked.reference}",
        organisation=organisation.pk,
    )
    return asked


@transaction.atomic
def approve_joining(
    by: By,
    request: JoiningRequest,
    *,
    role: str,
    scope: Scope,
    first: dt.date,
    last: dt.date | None = None,
    ground: str,
) -> Mandate:
    """Approve a request by giving a mandate for the organisation.

    Raises
    ------
    RefusedError
        The one who acts may not give this mandate, or nothing at this organisation.
    TandemError
        It is settled already, or the terms of the mandate do not go together.
    """
    locked = _to_settle(by, request)
    mandate = grant_mandate(
        by, person=locked.person, organisation=locked.organisation, role=role, scope=scope, first=first, last=last,
        ground=ground,
    )  # fmt: skip
    locked.state, locked.settled_at, locked.mandate = JoiningState.APPROVED, timezone.now(), mandate
    save(locked)
    journal.record(
        "accounts.joining_approved",
        actor=by.author,
        subject=f"joining:{locked.reference}",
        reason=ground,
        person=str(locked.person.reference),
        organisation=locked.organisation_id,
        mandate=mandate.pk,
    )
    return mandate


@transaction.atomic
def refuse_joining(by: By, request: JoiningRequest, *, reason: str) -> JoiningRequest:
    """Refuse a request, with a reason that the person reads.

    Raises
    ------
    RefusedError
        The one who acts may give no mandate at this organisation.
    TandemError
        It is settled already, or no reason is given.
    """
    locked = _to_settle(by, request)
    if not reason.strip():
        raise TandemError(_("Dire pourquoi la demande est refusée : la personne le lira."))
    locked.state, locked.settled_at, locked.reason = JoiningState.REFUSED, timezone.now(), reason.strip()
    save(locked)
    journal.record(
        "accounts.joining_refused",
        actor=by.author,
        subject=f"joining:{locked.reference}",
        reason=locked.reason,
        person=str(locked.person.reference),
        organisation=locked.organisation_id,
    )
    return locked


@transaction.atomic
def withdraw_joining(person: Person, request: JoiningRequest) -> JoiningRequest:
    """Take back one's own request.

    Raises
    ------
    TandemError
        It is somebody else's, or settled already.
    """
    locked = _locked(request)
    if locked.person_id != person.pk or locked.state != JoiningState.ASKED:
        raise TandemError(_("Cette demande est déjà tranchée."))
    locked.state, locked.settled_at = JoiningState.WITHDRAWN, timezone.now()
    save(locked)
    journal.record(
        "accounts.joining_withdrawn",
        actor=f"person:{person.reference}",
        subject=f"joining:{locked.reference}",
        organisation=locked.organisation_id,
    )
    return locked


def _to_settle(by: By, request: JoiningRequest) -> JoiningRequest:
    locked = _locked(request)
    refuse_unless(may(by.acting, "mandates.grant", seat_of(locked.organisation), programme.current()))
    if locked.state != JoiningState.ASKED:
        raise TandemError(_("Cette demande est déjà tranchée."))
    return locked


def _locked(request: JoiningRequest) -> JoiningRequest:
    rows = JoiningRequest.objects.select_for_update(of=("self",)).select_related("person", "organisation")
    return rows.get(pk=request.pk)
