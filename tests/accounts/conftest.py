"""A delegate who may give every role, and short ways to make people and organisations. All are fictive."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.accounts.acting import By
from tandem.accounts.models import Mandate, Organisation, Person
from tandem.accounts.scopes import NATION, Scope

START = dt.date(2026, 1, 1)


@pytest.fixture
def person(db):
    def make(name: str) -> Person:
        return Person.objects.create_user(f"{name}@exemple.fr", first_name=name.title(), last_name="Fictif")

    return make


@pytest.fixture
def organisation(db):
    def make(kind: str, name: str = "Organisation fictive", **more) -> Organisation:
        return Organisation.objects.create(kind=kind, name=name, **more)

    return make


@pytest.fixture
def held(person, organisation):
    """A mandate written directly, for who has to have one to begin with."""

    def make(role: str, kind: str, scope: Scope = NATION, name: str = "", until: dt.date | None = None) -> Mandate:
        return Mandate.objects.create(
            person=person(name or role),
            organisation=organisation(kind),
            role=role,
            scope_kind=scope.kind,
            scope_code=scope.code,
            validity=DateRange(START, until),
            ground="pour les tests",
        )

    return make


@pytest.fixture
def delegate(held) -> By:
    return By(held("delegate", "national-delegation"), second_factor=True)
