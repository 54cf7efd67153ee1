"""One's own data: given back whole, and erased so that mandates and journal stay without a name."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts import about_people
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Invitation, InvitationState, JoiningRequest, JoiningState, Mandate, Person
from tandem.accounts.rights import may
from tandem.accounts.scopes import ANYWHERE
from tandem.accounts.usecases.mandates import close
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.journal import Author
from tandem.core.journal.timeline import timeline
from tandem.core.models import JournalEntry

ERASED = "efface.invalid"
"""Domain of the addresses of erased people: no message can ever go there (RFC 2606)."""


def data_of(person: Person) -> dict[str, Any]:
    """Return everything that is kept about somebody, as plain values (article 15 and 20 of the GDPR).

    Secrets are not among them: a password is only a digest, the key of an authenticator is said to exist.
    """
    reference = str(person.reference)
    acts = JournalEntry.objects.filter(actor=f"person:{reference}").order_by("sequence")
    told = JournalEntry.objects.filter(Q(subject=f"person:{reference}")).exclude(actor=f"person:{reference}")
    return {
        "account": {
            "reference": reference,
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "created_at": person.created_at,
            "last_login": person.last_login,
            "password": person.has_usable_password(),
        },
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
        "second_factors": list(Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")),
        "providers": list(
            SocialAccount.objects.filter(user=person).values(
                "provider", "uid", "extra_data", "date_joined", "last_login"
            )
        ),
        "sessions": list(
            UserSession.objects.filter(user=person).values("created_at", "ip", "user_agent", "last_seen_at")
        ),
        "mandates": [
            {
                "organisation": each.organisation.name,
                "role": each.role,
                "scope": str(each.scope),
                "first": each.validity.lower,
                "last": each.last_day,
                "ground": each.ground,
            }
            for each in Mandate.objects.of(person).select_related("organisation").order_by("validity", "pk")
        ],
        "invitations_received": list(
            Invitation.objects.filter(email=person.email).values(
                "organisation__name", "role", "state", "created_at", "expires_at", "settled_at"
            )
        ),
        "invitations_made": list(
            Invitation.objects.filter(invited_by=person).values("organisation__name", "role", "state", "created_at")
        ),
        "joining_requests": list(
            JoiningRequest.objects.filter(person=person).values(
                "organisation__name", "message", "state", "asked_at", "settled_at", "reason"
            )
        ),
        "acts": [_line(line) for line in timeline(acts)],
        "written_about_me": [_line(line) for line in timeline(told)],
        **{part.key: part.read(person) for part in about_people.parts()},
    }


def _line(line: Any) -> dict[str, Any]:
    return {"at": line.at, "sentence": line.sentence, "reason": line.reason, "entry": line.entry.sequence}


@transaction.atomic
def erase_myself(person: Person, *, reason: str = "") -> Person:
    """Erase one's own account: see `erase`."""
    return erase(person, actor=f"person:{person.reference}", reason=reason)


@transaction.atomic
def erase_person(by: By, person: Person, *, reason: str) -> Person:
    """Erase somebody at their request.

    Raises
    ------
    RefusedError
        The one who acts does not conduct the programme.
    TandemError
        No reason, or as `erase`.
    """
    refuse_unless(may(by.acting, "programme.manage", ANYWHERE, programme.current()))
    if not reason.strip():
        raise TandemError(_("Dire pourquoi cette personne est effacée : sa demande, et sa date."))
    return erase(person, actor=by.author, reason=reason)


def erase(person: Person, *, actor: Author | str, reason: str) -> Person:
    """Empty everything that names somebody; their mandates end, and stay with the journal under their reference.

    Raises
    ------
    TransactionManagementError
        Outside a transaction.
    TandemError
        Erased already, or nobody else conducts the programme.
    """
    # Those who conduct the programme, before the person: two of them who go at once take turns.
    steering = Mandate.objects.select_for_update(of=("self",)).filter(role=programme.current().steering_role.code)
    conducting = [each.person_id for each in steering.order_by("pk").exercised_on(today())]
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.erased_at is not None:
        raise TandemError(_("Cette personne est déjà effacée."))
    if locked.pk in conducting and set(conducting) == {locked.pk}:
        raise TandemError(
            _("Personne d’autre ne conduit le programme : effacer ce compte le laisserait sans conduite."),
            _("Donner d’abord ce mandat à quelqu’un d’autre."),
        )
    ended = [_end(each, actor) for each in _not_over(locked)]
    _forget_arrivals(locked)
    _forget_signing_in(locked)
    about_people.forget(locked)
    locked.first_name = locked.last_name = ""
    locked.email = f"{locked.reference}@{ERASED}"
    locked.is_active, locked.erased_at, locked.last_login = False, timezone.now(), None
    locked.set_unusable_password()
    locked.save()
    journal.record(
        "accounts.person_erased",
        actor=actor,
        subject=f"person:{locked.reference}",
        reason=reason,
        mandates=ended,
    )
    return locked


def _not_over(person: Person) -> list[Mandate]:
    after = today() + dt.timedelta(days=1)
    held = (
        Mandate.objects.of(person)
        .select_for_update()
        .filter(Q(validity__upper_inf=True) | Q(validity__endswith__gt=after))
    )
    return list(held.order_by("pk"))


def _end(mandate: Mandate, actor: Author | str) -> int:
    close(mandate, last=today(), actor=actor, reason=_("effacement de la personne"))
    return mandate.pk


def _forget_arrivals(person: Person) -> None:
    for each in Invitation.objects.select_for_update().filter(email=person.email):
        each.email = f"{each.reference}@{ERASED}"
        if each.is_open:
            each.state, each.settled_at, each.token_digest = InvitationState.WITHDRAWN, timezone.now(), ""
        each.save()
    requests = JoiningRequest.objects.filter(person=person)
    requests.waiting().update(state=JoiningState.WITHDRAWN, settled_at=timezone.now())
    requests.update(message="")


def _forget_signing_in(person: Person) -> None:
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
    for model in (EmailAddress, SocialAccount, Authenticator):
        model.objects.filter(user=person).delete()
