"""Invitations: proposed, granted, sent, accepted once by who holds the address, and told plainly when they are not."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from tandem import programme
from tandem.accounts.acting import By, RefusedError
from tandem.accounts.models import Invitation, InvitationState, Mandate, Person
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.accounts.usecases import (
    AnotherAddressError,
    InvitationClosedError,
    accept_invitation,
    approve_invitation,
    end_mandate,
    invitation_of,
    invitations,
    invite,
    note_sending,
    refuse_invitation,
    renew_link,
)
from tandem.accounts.usecases.invitations import digest_of
from tandem.core.clock import today
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.models import JournalEntry

pytestmark = pytest.mark.django_db

OYONNAX = Scope(ScopeKind.TERRITORY, "ti-8413")
PASSWORD = "un cheval dans la mairie"
ARRIVES = {"first_name": "Noé", "last_name": "Fictif", "password": PASSWORD}


@pytest.fixture
def terms(organisation):
    return {
        "email": "Noe@Exemple.fr", "organisation": organisation("intermunicipality", "Communauté fictive"),
        "role": "project-manager", "scope": OYONNAX, "first": dt.date(2026, 12, 1), "ground": "lettre fictive",
    }  # fmt: skip


@pytest.fixture
def manager(held) -> By:
    return By(held("project-manager", "intermunicipality", OYONNAX))


def test_a_new_person_accepts_and_holds_the_mandate_with_a_verified_address(delegate, terms):
    made = invite(delegate, **terms)
    assert (made.email, made.state) == ("noe@exemple.fr", InvitationState.TO_SEND)
    token = renew_link(delegate, made)
    note_sending(made)
    mandate = accept_invitation(token, **ARRIVES)
    person = mandate.person
    assert (person.email, person.full_name, person.check_password(PASSWORD)) == ("noe@exemple.fr", "Noé Fictif", True)
    assert EmailAddress.objects.filter(user=person, email=person.email, verified=True, primary=True).count() == 1
    assert (mandate.role, mandate.scope, mandate.validity.lower) == ("project-manager", OYONNAX, dt.date(2026, 12, 1))
    assert mandate.granted_by == delegate.mandate.person
    codes = list(JournalEntry.objects.order_by("-sequence").values_list("code", flat=True)[:2])
    assert codes == ["accounts.invitation_accepted", "accounts.mandate_granted"]


def test_the_link_is_kept_only_as_a_digest_and_the_address_never_goes_to_the_journal(delegate, terms):
    made = invite(delegate, **terms)
    token = renew_link(delegate, made)
    row = Invitation.objects.values().get(pk=made.pk)
    assert token not in str(row)
    assert row["token_digest"] == digest_of(token)
    written = str(list(JournalEntry.objects.values("data", "reason", "subject", "actor")))
    assert "exemple.fr" not in written
    assert token not in written


def test_an_account_that_exists_gets_the_mandate_and_stays_as_it_is(delegate, terms, person):
    known = person("noe")
    token = renew_link(delegate, invite(delegate, **terms))
    with pytest.raises(TandemError, match="déjà un compte"):
        accept_invitation(token, **ARRIVES)
    assert accept_invitation(token, person=known).person == known
    assert Person.objects.filter(email="noe@exemple.fr").count() == 1


def test_another_person_does_not_accept_it(delegate, terms, person):
    token = renew_link(delegate, invite(delegate, **terms))
    with pytest.raises(AnotherAddressError, match="une autre adresse"):
        accept_invitation(token, person=person("alex"))
    assert not Mandate.objects.filter(role="project-manager").exists()


def test_it_serves_once(delegate, terms):
    token = renew_link(delegate, invite(delegate, **terms))
    accept_invitation(token, **ARRIVES)
    with pytest.raises(InvitationClosedError, match="déjà été acceptée"):
        accept_invitation(token, **ARRIVES)


def test_it_expires_and_sending_it_again_makes_it_last(delegate, terms):
    made = invite(delegate, **terms)
    token = renew_link(delegate, made)
    delay = Invitation.objects.get().expires_at - timezone.now()
    assert dt.timedelta(days=programme.current().invitation_days) - delay < dt.timedelta(minutes=1)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(InvitationClosedError, match="a expiré le"):
        accept_invitation(token, **ARRIVES)
    again = renew_link(delegate, made)
    with pytest.raises(NotFoundError, match="n’ouvre rien"):
        invitation_of(token)
    assert accept_invitation(again, **ARRIVES)


def test_withdrawn_its_link_opens_nothing(delegate, terms):
    made = invite(delegate, **terms)
    token = renew_link(delegate, made)
    with pytest.raises(TandemError, match="pourquoi"):
        refuse_invitation(delegate, made, reason=" ")
    refuse_invitation(delegate, made, reason="erreur d’adresse")
    with pytest.raises(NotFoundError):
        accept_invitation(token, **ARRIVES)
    with pytest.raises(InvitationClosedError):
        renew_link(delegate, made)


def test_who_may_not_give_the_role_proposes_and_who_may_approves(manager, delegate, terms):
    made = invite(manager, **terms | {"role": "local-partner"})
    assert (made.state, made.granted_under) == (InvitationState.PROPOSED, None)
    with pytest.raises(InvitationClosedError):
        renew_link(manager, made)
    with pytest.raises(RefusedError):
        approve_invitation(manager, made)
    approve_invitation(delegate, made)
    mandate = accept_invitation(renew_link(manager, made), **ARRIVES)
    assert mandate.granted_by == delegate.mandate.person


def test_who_may_not_invite_there_is_refused(held, terms):
    elsewhere = By(held("project-manager", "intermunicipality", Scope(ScopeKind.TERRITORY, "ti-2802")))
    with pytest.raises(RefusedError, match="hors du périmètre"):
        invite(elsewhere, **terms)
    member = By(held("member", "company", Scope(ScopeKind.ORGANISATION, "1"), name="membre"))
    with pytest.raises(RefusedError, match="ne le permet pas"):
        invite(member, **terms)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"email": "noe"}, "n’est pas une adresse"),
        ({"ground": " "}, "fondement"),
        ({"last": dt.date(2026, 11, 1)}, "ne précède pas"),
        ({"scope": Scope(ScopeKind.TERRITORY, "ti-0000")}, "n’existe pas"),
        ({"scope": Scope(ScopeKind.REGION, "84")}, "s’exerce sur un territoire"),
    ],
)
def test_what_cannot_be_proposed_is_told(delegate, terms, changes, told):
    with pytest.raises(TandemError, match=told):
        invite(delegate, **terms | changes)


def test_the_same_invitation_twice_is_refused_until_the_first_is_over(delegate, terms):
    made = invite(delegate, **terms)
    with pytest.raises(TandemError, match="déjà une invitation en cours"):
        invite(delegate, **terms)
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now())
    assert invite(delegate, **terms).pk != made.pk


def test_a_mail_that_did_not_leave_loses_nothing(delegate, terms):
    made = invite(delegate, **terms)
    token = renew_link(delegate, made)
    note_sending(made, fault="ConnectionRefusedError")
    made.refresh_from_db()
    assert (made.state, made.fault, made.sent_at) == (InvitationState.TO_SEND, "ConnectionRefusedError", None)
    note_sending(made)
    made.refresh_from_db()
    assert (made.state, made.sent_at is None) == (InvitationState.SENT, False)
    assert accept_invitation(token, **ARRIVES)


def test_a_weak_password_leaves_neither_account_nor_mandate(delegate, terms):
    token = renew_link(delegate, invite(delegate, **terms))
    for wrong in ({"password": "court"}, {"last_name": ""}):
        with pytest.raises(TandemError):
            accept_invitation(token, **ARRIVES | wrong)
    assert not Person.objects.filter(email="noe@exemple.fr").exists()
    assert Invitation.objects.get().is_open


def test_who_granted_it_must_still_act_when_it_is_accepted(delegate, terms, held):
    other = By(held("delegate", "national-delegation", name="dominique"), second_factor=True)
    token = renew_link(delegate, invite(delegate, **terms))
    end_mandate(other, delegate.mandate, last=today() - dt.timedelta(days=1), reason="départ")
    with pytest.raises(TandemError, match="n’agit plus pour son organisation"):
        accept_invitation(token, **ARRIVES)
    assert not Person.objects.filter(email="noe@exemple.fr").exists()


def test_of_two_browsers_that_accept_at_once_the_second_is_told(delegate, terms, monkeypatch):
    """The second read the invitation before the first was done: it looks again once its turn has come."""
    token = renew_link(delegate, invite(delegate, **terms))
    read_before = invitation_of(token)
    accept_invitation(token, **ARRIVES)
    monkeypatch.setattr(invitations, "invitation_of", lambda _token: read_before)
    with pytest.raises(InvitationClosedError, match="déjà été acceptée"):
        accept_invitation(token, person=Person.objects.get(email="noe@exemple.fr"))
    assert Mandate.objects.filter(role="project-manager").count() == 1
