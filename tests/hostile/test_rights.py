"""Acting beyond one's rights, by who has some."""

import datetime as dt

import pytest

from tandem.accounts.acting import By, RefusedError
from tandem.accounts.models import Invitation, Mandate
from tandem.accounts.scopes import NATION, Scope, ScopeKind
from tandem.accounts.usecases import (
    accept_invitation,
    approve_invitation,
    approve_joining,
    ask_to_join,
    erase_person,
    grant_mandate,
    invite,
    renew_link,
)
from tandem.core.clock import today
from tandem.core.errors import NotFoundError, TandemError
from tandem.territories.usecases import agreements
from tests.accounts.conftest import delegate, held, organisation, person
from tests.territories.conftest import oyonnax
from tests.territories.test_agreements import draft, elected, home, manager, parties, ready

__all__ = ["delegate", "draft", "elected", "held", "home", "manager", "organisation", "oyonnax", "parties", "person",
           "ready"]  # fmt: skip
pytestmark = pytest.mark.django_db
REGION = Scope(ScopeKind.REGION, "84")
OYONNAX = Scope(ScopeKind.TERRITORY, "ti-8413")
TERMS = {"first": dt.date(2026, 1, 1), "ground": "pour les tests"}


@pytest.fixture
def instructor(held) -> By:
    return By(held("region-instructor", "region", REGION), second_factor=True)


def test_nobody_gives_a_mandate_to_themselves(instructor, organisation):
    """Whoever gives mandates for any organisation would otherwise read what it keeps to itself."""
    said = {"organisation": organisation("company", region_id="84"), "role": "industrial-lead", "scope": OYONNAX}
    me = instructor.mandate.person
    with pytest.raises(TandemError, match="soi-même"):
        grant_mandate(instructor, person=me, **said, **TERMS)
    with pytest.raises(TandemError, match="soi-même"):
        invite(instructor, email=me.email.upper(), **said, **TERMS)
    with pytest.raises(TandemError, match="soi-même"):
        approve_joining(instructor, ask_to_join(me, said["organisation"]), role="industrial-lead", scope=OYONNAX,
                        **TERMS)  # fmt: skip
    assert Mandate.objects.of(me).count() == 1


@pytest.mark.parametrize(
    ("role", "kind", "scope", "fault"),
    [
        ("delegate", "national-delegation", NATION, RefusedError),  # wider than one's own
        ("state-instructor", "state-service", REGION, RefusedError),  # a role that one may not give
        ("project-manager", "intermunicipality", Scope(ScopeKind.TERRITORY, "ti-2802"), RefusedError),  # elsewhere
        ("project-manager", "intermunicipality", Scope(ScopeKind.TERRITORY, "ti-8413' OR 1=1"), NotFoundError),
        ("project-manager", "intermunicipality", Scope(ScopeKind.NATION, "ti-8413"), NotFoundError),
        ("project-manager", "company", OYONNAX, TandemError),  # a kind of organisation that does not hold it
        ("region-instructor", "region", Scope(ScopeKind.REGION, "28"), RefusedError),
    ],
)
def test_a_mandate_beyond_ones_own_is_not_given(instructor, person, organisation, role, kind, scope, fault):
    said = {"role": role, "organisation": organisation(kind), "scope": scope} | TERMS
    with pytest.raises(fault):
        grant_mandate(instructor, person=person("autre"), **said)
    with pytest.raises((fault, RefusedError)):
        approve_invitation(instructor, invite(instructor, email="autre@exemple.fr", **said))
    assert Mandate.objects.count() == 1


def test_nobody_stands_in_for_somebody_of_another_place(instructor, held, person, organisation):
    elsewhere = held("project-manager", "intermunicipality", Scope(ScopeKind.TERRITORY, "ti-2802"))
    with pytest.raises(TandemError, match="périmètre"):
        grant_mandate(instructor, person=person("autre"), organisation=organisation("intermunicipality"),
                      role="project-manager", scope=OYONNAX, stands_in_for=elsewhere, last=dt.date(2026, 12, 31),
                      **TERMS)  # fmt: skip


def test_who_proposes_does_not_approve(held, organisation):
    manager = By(held("project-manager", "intermunicipality", OYONNAX))
    made = invite(manager, email="x@exemple.fr", organisation=organisation("company"), role="industrial-lead",
                  scope=OYONNAX, **TERMS)  # fmt: skip
    with pytest.raises(RefusedError):
        approve_invitation(manager, made)
    with pytest.raises(TandemError):
        renew_link(manager, made)


def test_an_invitation_of_who_no_longer_gives_opens_nothing(instructor, person, organisation):
    made = invite(instructor, email="x@exemple.fr", organisation=organisation("company"), role="industrial-lead",
                  scope=OYONNAX, **TERMS)  # fmt: skip
    token = renew_link(instructor, made)
    Mandate.objects.filter(pk=instructor.mandate.pk).update(role="local-partner")
    with pytest.raises(RefusedError):
        accept_invitation(token, person=person("x"))
    assert Invitation.objects.get(pk=made.pk).is_open


def test_nobody_but_who_conducts_the_programme_erases_somebody_else(instructor, person):
    with pytest.raises(RefusedError):
        erase_person(instructor, person("autre"), reason="pour voir")


def test_only_a_party_writes_that_an_agreement_is_signed(ready, held):
    other = By(held("prefect-of-department", "prefecture-department", Scope(ScopeKind.DEPARTMENT, "01")), True)
    with pytest.raises(TandemError, match="pas partie"):
        agreements.sign(other, ready, on=today())
    ready.refresh_from_db()
    assert ready.state == "ready"
