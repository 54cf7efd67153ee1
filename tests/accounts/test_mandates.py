"""Mandates: given, stood in for, ended, and what the database itself refuses."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.accounts.acting import By, RefusedError, mandates_of
from tandem.accounts.models import Mandate, Person
from tandem.accounts.scopes import NATION, Scope, ScopeKind
from tandem.accounts.usecases import appoint_first, end_mandate, grant_mandate
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry

pytestmark = pytest.mark.django_db

OYONNAX = Scope(ScopeKind.TERRITORY, "ti-8413")
FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 12, 31)


@pytest.fixture
def given(delegate, person, organisation):
    def give(role: str = "project-manager", **changes) -> Mandate:
        wanted = {
            "person": None, "organisation": None, "scope": OYONNAX, "first": FIRST, "last": LAST,
            "ground": "délibération fictive du 1er mars 2026",
        } | changes  # fmt: skip
        wanted["person"] = wanted["person"] or person("camille")
        wanted["organisation"] = wanted["organisation"] or organisation("intermunicipality")
        return grant_mandate(delegate, role=role, **wanted)

    return give


def test_a_mandate_holds_from_its_first_day_to_its_last_one(given):
    mandate = given()
    days = [FIRST - dt.timedelta(1), FIRST, LAST, LAST + dt.timedelta(1)]
    assert [bool(mandates_of(mandate.person, day)) for day in days] == [False, True, True, False]


def test_it_is_journalled_by_reference_without_a_name(given, delegate):
    mandate = given()
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert (entry.code, entry.subject) == ("accounts.mandate_granted", f"mandate:{mandate.pk}")
    assert entry.actor == f"person:{delegate.mandate.person.reference}"
    assert entry.mandate == f"mandate:{delegate.mandate.pk}"
    assert entry.reason == mandate.ground
    assert entry.data["person"] == str(mandate.person.reference)
    told = f"{entry.actor}{entry.subject}{entry.data}"
    assert "amille" not in told
    assert "@" not in told


def test_the_first_mandate_is_given_once():
    wanted = {"actor": "tests", "first_name": "Camille", "last_name": "Fictif", "organisation": "Délégation fictive"}
    mandate = appoint_first(email="Camille@Exemple.fr", **wanted)
    assert (mandate.person.email, str(mandate.scope)) == ("camille@exemple.fr", "nation")
    assert not mandate.person.has_usable_password()
    assert EmailAddress.objects.get(user=mandate.person).verified
    assert JournalEntry.objects.order_by("-sequence").first().code == "accounts.first_mandate"
    with pytest.raises(TandemError, match="tient déjà le rôle"):
        appoint_first(email="sacha@exemple.fr", **wanted)
    assert Mandate.objects.count() == 1


def test_an_address_that_is_none_is_refused_and_nothing_is_kept():
    with pytest.raises(TandemError, match="adresse"):
        appoint_first(actor="tests", email="camille", first_name="C", last_name="F", organisation="x")
    assert not Person.objects.filter(email="camille").exists()


def test_somebody_who_cannot_sign_in_any_more_has_no_mandate(given):
    mandate = given()
    mandate.person.is_active = False
    mandate.person.save()
    assert mandates_of(mandate.person, FIRST) == []


@pytest.mark.parametrize(
    ("role", "changes", "told"),
    [
        ("project-manager", {"scope": NATION}, "s’exerce sur un territoire"),
        ("project-manager", {"last": FIRST - dt.timedelta(1)}, "ne précède pas le premier"),
    ],
)
def test_what_does_not_go_together_is_refused_in_words(given, role, changes, told):
    with pytest.raises(TandemError, match=told):
        given(role, **changes)
    assert not Mandate.objects.filter(role=role).exists()


def test_a_role_is_held_for_the_kinds_of_organisation_that_the_file_names(given, organisation):
    with pytest.raises(TandemError, match="Entreprise"):
        given(organisation=organisation("company"))


def test_who_may_not_give_a_role_is_told_which_right_is_missing(held, person, organisation):
    elsewhere = By(held("region-instructor", "region", Scope(ScopeKind.REGION, "28")), second_factor=True)
    plain = By(held("delegate", "national-delegation"))
    wanted = {"person": person("sacha"), "organisation": organisation("intermunicipality"), "role": "project-manager",
              "scope": OYONNAX, "first": FIRST}  # fmt: skip
    with pytest.raises(RefusedError, match="hors du périmètre"):
        grant_mandate(elsewhere, **wanted)
    with pytest.raises(RefusedError, match="second facteur"):
        grant_mandate(plain, **wanted)
    assert not Mandate.objects.filter(role="project-manager").exists()
    assert not JournalEntry.objects.filter(code="accounts.mandate_granted").exists()


def test_the_same_mandate_twice_on_one_day_is_refused(given, person, organisation):
    who, where = person("dominique"), organisation("intermunicipality")
    given(person=who, organisation=where)
    with pytest.raises(TandemError, match="tient déjà ce mandat"):
        given(person=who, organisation=where, first=LAST, last=None)
    given(person=who, organisation=where, first=LAST + dt.timedelta(1), last=None)
    assert Mandate.objects.filter(person=who).count() == 2


def test_the_database_itself_refuses_two_at_once(given):
    mandate = given()
    with pytest.raises(IntegrityError, match="mandate_once_at_a_time"), transaction.atomic():
        Mandate.objects.create(
            person=mandate.person, organisation=mandate.organisation, role=mandate.role,
            scope_kind=mandate.scope_kind, scope_code=mandate.scope_code, validity=DateRange(LAST, None), ground="x",
        )  # fmt: skip


def test_a_mandate_ends_on_a_day_with_a_reason_and_its_stand_ins_with_it(given, delegate, person):
    mandate = given(last=None)
    absence = {"first": dt.date(2026, 6, 1), "last": dt.date(2026, 9, 30)}
    stand_in = given(person=person("alex"), organisation=mandate.organisation, stands_in_for=mandate, **absence)
    with pytest.raises(TandemError, match="pourquoi"):
        end_mandate(delegate, mandate, last=dt.date(2026, 7, 31), reason=" ")
    end_mandate(delegate, mandate, last=dt.date(2026, 7, 31), reason="fin de contrat")
    for each in (mandate, stand_in):
        each.refresh_from_db()
        assert each.validity.upper == dt.date(2026, 8, 1)
    with pytest.raises(TandemError, match="prend déjà fin le 31 juillet 2026"):
        end_mandate(delegate, mandate, last=dt.date(2026, 12, 31), reason="encore")


def test_anybody_may_lay_down_their_own_mandate(given):
    mandate = given()
    end_mandate(By(mandate), mandate, last=dt.date(2026, 5, 1), reason="départ")
    assert Mandate.objects.get(pk=mandate.pk).validity.upper == dt.date(2026, 5, 2)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last": None}, "a un dernier jour"),
        ({"last": dt.date(2027, 6, 1)}, "tient dans les dates"),
        ({"scope": Scope(ScopeKind.TERRITORY, "ti-2802")}, "son rôle et son périmètre"),
    ],
)
def test_a_stand_in_stays_within_what_it_stands_in_for(given, person, changes, told):
    mandate = given()
    with pytest.raises(TandemError, match=told):
        given(person=person("alex"), stands_in_for=mandate, **({"first": dt.date(2026, 6, 1)} | changes))


def test_a_role_over_an_organisation_is_held_for_that_one(delegate, person, organisation):
    role = "organisation-manager"
    own, other = organisation("company", "Une"), organisation("company", "Autre")
    wanted = {"person": person("camille"), "organisation": own, "role": role, "first": FIRST, "ground": "x"}
    with pytest.raises(TandemError, match="l’organisation pour laquelle il est tenu"):
        grant_mandate(delegate, scope=Scope(ScopeKind.ORGANISATION, str(other.pk)), **wanted)
    assert grant_mandate(delegate, scope=Scope(ScopeKind.ORGANISATION, str(own.pk)), **wanted)


def test_a_perimeter_that_does_not_exist_is_refused(given):
    with pytest.raises(TandemError, match="n’existe pas"):
        given(scope=Scope(ScopeKind.TERRITORY, "ti-0000"))


def test_a_mandate_rests_on_something_that_is_said(given):
    with pytest.raises(TandemError, match="Dire le fondement du mandat"):
        given(ground="  ")


def test_all_that_does_not_go_together_is_told_at_once(given, organisation):
    with pytest.raises(TandemError, match=r"nature.*ne précède pas.*fondement"):
        given(organisation=organisation("company"), last=FIRST - dt.timedelta(1), ground="")


def test_an_erased_person_receives_no_mandate(given, person):
    gone = person("parti")
    gone.is_active = False
    gone.save()
    with pytest.raises(TandemError, match="ne peut plus se connecter"):
        given(person=gone)


def test_nobody_stands_in_for_themselves(given):
    mandate = given()
    with pytest.raises(TandemError, match="soi-même"):
        given(person=mandate.person, stands_in_for=mandate, first=dt.date(2026, 6, 1))
