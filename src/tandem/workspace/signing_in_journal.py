"""What the journal keeps of signing in: that somebody did, or failed to, and what changed of how they do.

An address is never written: a failure says whose account it was about, or that there is none. Told by allauth's and
Django's signals, which `listen` connects when Django starts.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.http import HttpRequest

from tandem.accounts.models import Person
from tandem.core import journal


def listen() -> None:
    """Connect what is written to what happens; once."""
    for signal, receiver in (
        (account.user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (account.password_changed, _password_changed),
        (account.password_set, _password_changed),
        (account.password_reset, _password_reset),
        (account.email_changed, _address_changed),
        (second_factor.authenticator_added, _factor_added),
        (second_factor.authenticator_removed, _factor_removed),
        (second_factor.authenticator_reset, _factor_renewed),
        (second_factor.authentication_failed, _factor_refused),
    ):
        signal.connect(receiver, dispatch_uid=f"{__name__}.{receiver.__name__}.{id(signal)}")


@transaction.atomic
def refused(email: str) -> None:
    """Somebody gave a wrong password, or an address that has no account."""
    person = Person.objects.filter(email=email.strip().lower()).first() if email else None
    subject = f"person:{person.reference}" if person else ""
    journal.record("signing_in.refused", actor="visitor:", subject=subject, by="password", known=person is not None)


@transaction.atomic
def sessions_ended(person: Person, count: int) -> None:
    """Somebody closed their other sessions."""
    subject = f"person:{person.reference}"
    journal.record("signing_in.sessions_ended", actor=subject, subject=subject, count=count)


def _methods(request: HttpRequest | None) -> list[str]:
    records = request.session.get("account_authentication_methods", []) if request is not None else []
    return sorted({str(record.get("method", "")) for record in records})


@transaction.atomic
def _signed_in(request: HttpRequest, user: Person, **_more: Any) -> None:
    subject = f"person:{user.reference}"
    journal.record("signing_in.signed_in", actor=subject, subject=subject, methods=_methods(request))


@transaction.atomic
def _signed_out(user: Person | None, **_more: Any) -> None:
    if isinstance(user, Person) and user.erased_at is None:
        subject = f"person:{user.reference}"
        journal.record("signing_in.signed_out", actor=subject, subject=subject)


@transaction.atomic
def _password_changed(user: Person, **_more: Any) -> None:
    subject = f"person:{user.reference}"
    journal.record("signing_in.password_changed", actor=subject, subject=subject)


@transaction.atomic
def _password_reset(user: Person, **_more: Any) -> None:
    subject = f"person:{user.reference}"
    journal.record("signing_in.password_reset", actor=subject, subject=subject)


@transaction.atomic
def _address_changed(user: Person, **_more: Any) -> None:
    subject = f"person:{user.reference}"
    journal.record("signing_in.address_changed", actor=subject, subject=subject)


@transaction.atomic
def _factor_added(user: Person, authenticator: Any, **_more: Any) -> None:
    subject = f"person:{user.reference}"
    journal.record("signing_in.factor_added", actor=subject, subject=subject, kind=str(authenticator.type))


@transaction.atomic
def _factor_removed(user: Person, authenticator: Any, **_more: Any) -> None:
    subject = f"person:{user.reference}"
    journal.record("signing_in.factor_removed", actor=subject, subject=subject, kind=str(authenticator.type))


@transaction.atomic
def _factor_renewed(user: Person, authenticator: Any, **_more: Any) -> None:
    subject = f"person:{user.reference}"
    journal.record("signing_in.factor_renewed", actor=subject, subject=subject, kind=str(authenticator.type))


@transaction.atomic
def _factor_refused(user: Person, **_more: Any) -> None:
    subject = f"person:{user.reference}"
    journal.record("signing_in.refused", actor="visitor:", subject=subject, by="second factor", known=True)
