"""Organisations: known by their number, merged when they are one, linked as enterprises are."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.accounts.acting import By, RefusedError
from tandem.accounts.models import EnterpriseLink, Mandate, Organisation
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.accounts.usecases import merge_organisations, moves_of, register_organisation
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry

pytestmark = pytest.mark.django_db
INSEE = "120 027 016 00357"


def test_an_organisation_is_known_once_whoever_types_it(delegate):
    made = register_organisation(delegate, name="  Usine   fictive ", kind="company", number=INSEE)
    again = register_organisation(delegate, name="Autre nom", kind="company", number=INSEE.replace(" ", ""))
    assert (made.name, made.siren, made.siret) == ("Usine fictive", "120027016", "12002701600357")
    assert again == made
    assert JournalEntry.objects.filter(code="accounts.organisation_registered").count() == 1


def test_who_may_not_is_refused(held):
    member = By(held("member", "company", Scope(ScopeKind.ORGANISATION, "1")), second_factor=True)
    with pytest.raises(RefusedError, match="ne le permet pas"):
        register_organisation(member, name="x", kind="company", number=INSEE)


def test_a_merge_shows_what_moves_then_moves_it(delegate, organisation, held):
    kept, duplicate, other = (organisation("company", name) for name in ("Gardée", "En double", "Fille"))
    mandate = held("member", "company", Scope(ScopeKind.ORGANISATION, str(duplicate.pk)))
    Mandate.objects.filter(pk=mandate.pk).update(organisation=duplicate)
    EnterpriseLink.objects.create(
        holder=duplicate, held=other, share=60, validity=DateRange(dt.date(2020, 1, 1)), source="x"
    )
    foreseen = moves_of(duplicate)
    assert (foreseen.mandates, foreseen.links) == (1, 1)
    assert merge_organisations(delegate, duplicate, kept, reason="même SIREN") == foreseen
    mandate.refresh_from_db()
    assert mandate.organisation == kept
    assert kept.holdings.get().linked
    assert list(Organisation.objects.current().filter(name="En double")) == []
    with pytest.raises(TandemError, match="déjà fondue"):
        merge_organisations(delegate, duplicate, kept, reason="encore")


def test_a_merge_that_would_give_somebody_one_mandate_twice_moves_nothing(delegate, organisation, held):
    kept, duplicate = organisation("company", "Gardée"), organisation("company", "En double")
    first = held("member", "company", Scope(ScopeKind.ORGANISATION, "1"))
    for each in (kept, duplicate):
        Mandate.objects.create(person=first.person, organisation=each, role="industrial-lead", scope_kind="territory",
                               scope_code="ti-8413", validity=DateRange(dt.date(2026, 1, 1)), ground="x")  # fmt: skip
    with pytest.raises(TandemError, match="même mandat pour les deux"):
        merge_organisations(delegate, duplicate, kept, reason="même SIREN")
    assert duplicate.mandates.count() == kept.mandates.count() == 1


def test_kinds_do_not_mix(delegate, organisation):
    with pytest.raises(TandemError, match="natures différentes"):
        merge_organisations(delegate, organisation("company"), organisation("region"), reason="x")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"siren": "12"}, "organisation_siren_nine_digits"),
        ({"siren": "120027016", "siret": "18002002600019"}, "organisation_siret_of_its_siren"),
    ],
)
def test_the_database_refuses_numbers_that_cannot_be(values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Organisation.objects.create(name="x", kind="company", **values)
