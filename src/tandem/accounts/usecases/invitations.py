"""Invitations: a mandate proposed to an address, accepted by who holds that address."""

import datetime as dt
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Invitation, InvitationState, Mandate, Organisation, Person
from tandem.accounts.placing import place_of
from tandem.accounts.rights import may, may_grant
from tandem.accounts.scopes import Scope
from tandem.accounts.usecases.mandates import check_terms, grant_mandate, refuse_oneself
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.saving import save
from tandem.core.typography import date_long


class InvitationClosedError(TandemError):
    """This invitation can no longer be accepted; the message says why."""


class AnotherAddressError(TandemError):
    """The invitation is for another address than that of who is signed in."""


@transaction.atomic
def invite(
    by: By,
    *,
    email: str,
    organisation: Organisation,
    role: str,
    scope: Scope,
    first: dt.date,
    last: dt.date | None = None,
    ground: str,
) -> Invitation:
    """Propose a mandate to an address: to send when the one who invites may give that mandate, to approve otherwise.

    Raises
    ------
    RefusedError
        The one who acts may not invite there.
    TandemError
        The terms of the mandate do not go together, or the address has an invitation for it already.
    """
    held = programme.current()
    place = place_of(scope)
    refuse_unless(may(by.acting, "people.invite", place, held))
    check_terms(organisation, role, scope, first, last, ground)
    email = _address(email)
    refuse_oneself(by, email)
    already = Mandate.objects.filter(person__email=email, organisation=organisation, role=role)
    already = already.filter(scope_kind=scope.kind, scope_code=scope.code)
    if already.filter(validity__overlap=_range(first, last)).exists():
        raise TandemError(_("Cette personne tient déjà ce mandat pendant une partie de ces dates."))
    _forget_expired(email, organisation, role, scope)
    grants = bool(may_grant(by.acting, role, place, held))
    now = timezone.now()
    made = Invitation(
        email=email,
        organisation=organisation,
        role=role,
        scope_kind=scope.kind,
        scope_code=scope.code,
        validity=_range(first, last),
        ground=" ".join(ground.split()),
        state=InvitationState.TO_SEND if grants else InvitationState.PROPOSED,
        invited_by=by.mandate.person,
        granted_under=by.mandate if grants else None,
        created_at=now,
        expires_at=now + dt.timedelta(days=held.invitation_days),
    )
    save(made)
    told = {
        "actor": by.author,
        "subject": f"invitation:{made.reference}",
        "reason": made.ground,
        "organisation": organisation.pk,
        "role": role,
        "scope": str(scope),
    }
    if grants:
        journal.record("accounts.invited", **told)
    else:
        journal.record("accounts.invitation_proposed", **told)
    return made


@transaction.atomic
def approve_invitation(by: By, invitation: Invitation) -> Invitation:
    """Let a proposal go out: the mandate will be given in the name of who approves it.

    Raises
    ------
    RefusedError
        The one who acts may not give this mandate.
    InvitationClosedError
        It does not wait for approval any more.
    """
    locked = _locked(invitation)
    held = programme.current()
    refuse_unless(may_grant(by.acting, locked.role, place_of(locked.scope), held))
    if locked.state != InvitationState.PROPOSED:
        raise InvitationClosedError(_("Cette proposition n’attend plus d’approbation."))
    locked.state, locked.granted_under = InvitationState.TO_SEND, by.mandate
    locked.expires_at = timezone.now() + dt.timedelta(days=held.invitation_days)
    save(locked)
    journal.record("accounts.invitation_approved", actor=by.author, subject=f"invitation:{locked.reference}")
    return locked


@transaction.atomic
def refuse_invitation(by: By, invitation: Invitation, *, reason: str) -> Invitation:
    """Refuse a proposal, or withdraw an invitation that was not accepted yet.

    Whoever may give the mandate may; whoever made it may take it back.

    Raises
    ------
    RefusedError
        The one who acts may not.
    TandemError
        No reason is given, or it is settled already.
    """
    locked = _locked(invitation)
    own = locked.invited_by_id == by.mandate.person_id
    if not own:
        refuse_unless(may_grant(by.acting, locked.role, place_of(locked.scope), programme.current()))
    if not reason.strip():
        raise TandemError(_("Dire pourquoi."))
    if not locked.is_open:
        raise InvitationClosedError(_("Cette invitation est déjà close."))
    refused = locked.state == InvitationState.PROPOSED and not own
    locked.state = InvitationState.REFUSED if refused else InvitationState.WITHDRAWN
    locked.settled_at, locked.token_digest = timezone.now(), ""
    save(locked)
    subject = f"invitation:{locked.reference}"
    if refused:
        journal.record("accounts.invitation_refused", actor=by.author, subject=subject, reason=reason)
    else:
        journal.record("accounts.invitation_withdrawn", actor=by.author, subject=subject, reason=reason)
    return locked


@transaction.atomic
def renew_link(by: By, invitation: Invitation) -> str:
    """Draw the link of an invitation that is about to be sent, and give back what stands at its end, once.

    An earlier link no longer opens it; its delay begins again.

    Raises
    ------
    RefusedError
        The one who acts neither made it nor may give the mandate.
    InvitationClosedError
        It waits for approval, or is settled.
    """
    locked = _locked(invitation)
    held = programme.current()
    if locked.invited_by_id != by.mandate.person_id:
        refuse_unless(may_grant(by.acting, locked.role, place_of(locked.scope), held))
    if locked.state not in (InvitationState.TO_SEND, InvitationState.SENT):
        raise InvitationClosedError(_("Cette invitation ne peut pas être envoyée : elle est close, ou à approuver."))
    token = secrets.token_urlsafe(32)
    locked.token_digest = digest_of(token)
    locked.expires_at = timezone.now() + dt.timedelta(days=held.invitation_days)
    locked.state, locked.fault = InvitationState.TO_SEND, ""
    save(locked)
    return token


@transaction.atomic
def note_sending(invitation: Invitation, *, fault: str = "") -> None:
    """Say that the message of an invitation left, or what kept it from leaving: it then stays to be sent."""
    locked = _locked(invitation)
    if locked.state != InvitationState.TO_SEND:
        return  # accepted or withdrawn meanwhile
    locked.fault = fault[:200]
    if not fault:
        locked.state, locked.sent_at = InvitationState.SENT, timezone.now()
    save(locked)


def invitation_of(token: str) -> Invitation:
    """Return the invitation that a link opens, if it can be accepted now.

    Raises
    ------
    NotFoundError
        No invitation has this link, or no longer.
    InvitationClosedError
        Accepted already, withdrawn or expired: each in its words.
    """
    found = Invitation.objects.select_related("organisation", "invited_by", "granted_under")
    invitation = found.filter(token_digest=digest_of(token)).first()
    if invitation is None:
        raise NotFoundError(
            _("Ce lien d’invitation n’ouvre rien, ou n’ouvre plus rien."),
            _("Une invitation retirée ou envoyée de nouveau rend les liens précédents inutiles : ouvrir le dernier "
              "message reçu, ou demander une nouvelle invitation."),
        )  # fmt: skip
    _check_open(invitation)
    return invitation


def _check_open(invitation: Invitation) -> None:
    if invitation.state == InvitationState.ACCEPTED:
        raise InvitationClosedError(
            _("Cette invitation a déjà été acceptée."), _("Se connecter avec l’adresse qui l’a reçue.")
        )
    if not invitation.is_open:
        raise InvitationClosedError(
            _("Cette invitation a été retirée."), _("Demander pourquoi à qui vous l’a envoyée.")
        )
    if invitation.expired(timezone.now()):
        raise InvitationClosedError(
            _("Cette invitation a expiré le %(day)s.")
            % {"day": date_long(timezone.localtime(invitation.expires_at).date())},
            _("Demander à qui vous l’a envoyée de l’envoyer de nouveau."),
        )


@transaction.atomic
def accept_invitation(
    token: str, *, person: Person | None = None, first_name: str = "", last_name: str = "", password: str = ""
) -> Mandate:
    """Accept an invitation: the mandate is given at once, in the name of who granted it.

    Parameters
    ----------
    token
        What stands at the end of the link: holding it proves the address.
    person
        Who is signed in; None for somebody new, whose account is then made with the name and the password.

    Raises
    ------
    NotFoundError, InvitationClosedError
        As `invitation_of`.
    AnotherAddressError
        Who is signed in has another address.
    TandemError
        No name, a password that is too weak, an account that exists already, or whoever granted it no longer may.
    """
    locked = _locked(invitation_of(token))
    _check_open(locked)  # two at once: the second sees what the first did
    if person is None:
        person = _new_person(locked.email, first_name, last_name, password)
    elif person.email != locked.email:
        raise AnotherAddressError(
            _("Cette invitation est adressée à une autre adresse que celle de votre compte."),
            _("Se déconnecter, puis ouvrir de nouveau le lien reçu."),
        )
    giver = locked.granted_under
    now_gives = Mandate.objects.filter(pk=giver.pk).exercised_on(today()).first()
    if now_gives is None:
        raise TandemError(
            _("La personne qui a accordé cette invitation n’agit plus pour son organisation."),
            _("Demander une nouvelle invitation : votre adresse et vos dates n’ont pas besoin de changer."),
        )
    lower = locked.validity.lower
    mandate = grant_mandate(
        By(now_gives, second_factor=True),  # theirs was asked for when the invitation was granted
        person=person,
        organisation=locked.organisation,
        role=locked.role,
        scope=locked.scope,
        first=lower,
        last=locked.last_day,
        ground=locked.ground,
    )
    locked.state, locked.settled_at = InvitationState.ACCEPTED, timezone.now()
    save(locked)
    journal.record(
        "accounts.invitation_accepted",
        actor=f"person:{person.reference}",
        subject=f"invitation:{locked.reference}",
        person=str(person.reference),
        mandate=mandate.pk,
    )
    return mandate


def digest_of(token: str) -> str:
    """Return what is kept of a link: it cannot be turned back into it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _new_person(email: str, first_name: str, last_name: str, password: str) -> Person:
    if Person.objects.filter(email=email).exists():
        raise TandemError(_("Cette adresse a déjà un compte."), _("Se connecter, puis ouvrir de nouveau le lien reçu."))
    first_name, last_name = " ".join(first_name.split()), " ".join(last_name.split())
    if not first_name or not last_name:
        raise TandemError(_("Donner votre prénom et votre nom."))
    person = Person(email=email, first_name=first_name, last_name=last_name)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise TandemError(" ".join(error.messages)) from error
    person.set_password(password)
    save(person)
    # The link came to this address: it is verified.
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _address(typed: str) -> str:
    email = typed.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise TandemError(_("« %(typed)s » n’est pas une adresse électronique.") % {"typed": typed.strip()}) from error
    return email


def _range(first: dt.date, last: dt.date | None) -> DateRange:
    return DateRange(first, None if last is None else last + dt.timedelta(days=1))


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "granted_under")
    return rows.get(pk=invitation.pk)


def _forget_expired(email: str, organisation: Organisation, role: str, scope: Scope) -> None:
    """An invitation whose delay is over gives its place to a new one."""
    same = Invitation.objects.open().filter(email=email, organisation=organisation, role=role)
    same = same.filter(scope_kind=scope.kind, scope_code=scope.code, expires_at__lte=timezone.now())
    same.update(state=InvitationState.WITHDRAWN, settled_at=timezone.now(), token_digest="")
