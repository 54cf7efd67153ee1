"""Joining an organisation: asked for once, answered by who may give a mandate there, told to both."""

import datetime as dt

import pytest

from tandem.accounts import waiting
from tandem.accounts.acting import By, RefusedError
from tandem.accounts.models import JoiningRequest, JoiningState, Mandate
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.accounts.tasks import waiting_for
from tandem.accounts.usecases import (
    approve_joining,
    ask_to_join,
    grant_mandate,
    invite,
    refuse_joining,
    withdraw_joining,
)
from tandem.core.errors import TandemError
from tandem.core.journal.notices import audience_of
from tandem.core.models import JournalEntry

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 1)


@pytest.fixture
def company(organisation):
    return organisation("company", "Fonderie fictive")


@pytest.fixture
def manager(company, person) -> By:
    mandate = Mandate.objects.create(
        person=person("dominique"), organisation=company, role="organisation-manager",
        scope_kind=ScopeKind.ORGANISATION, scope_code=str(company.pk), validity="[2026-01-01,)", ground="x",
    )  # fmt: skip
    mandate.refresh_from_db()
    return By(mandate, second_factor=True)


def given(company) -> dict:
    scope = Scope(ScopeKind.ORGANISATION, str(company.pk))
    return {"role": "member", "scope": scope, "first": DAY, "ground": "embauche fictive"}


def latest() -> JournalEntry:
    return JournalEntry.objects.order_by("-sequence").first()


def test_who_may_give_a_mandate_there_is_told_and_approves(manager, company, person, delegate):
    asker = person("noe")
    asked = ask_to_join(asker, company, message="  je   suis à l’atelier ")
    assert asked.message == "je suis à l’atelier"
    # The organisation has its own responsible: the whole country's delegation is not disturbed.
    assert [to.person for to in audience_of(latest())] == [manager.mandate.person_id]
    assert [task.what for task in waiting_for(manager.acting, DAY) if "Noe Fictif" in task.what]
    mandate = approve_joining(manager, asked, **given(company))
    assert (mandate.person, mandate.organisation, mandate.role) == (asker, company, "member")
    assert [to.person for to in audience_of(latest())] == [asker.pk]
    assert not [task for task in waiting_for(manager.acting, DAY) if "Noe" in task.what]
    with pytest.raises(TandemError, match="déjà tranchée"):
        refuse_joining(manager, asked, reason="trop tard")


def test_it_is_refused_with_a_reason(manager, company, person):
    asked = ask_to_join(person("noe"), company)
    with pytest.raises(TandemError, match="pourquoi"):
        refuse_joining(manager, asked, reason=" ")
    refuse_joining(manager, asked, reason="inconnu de nos services")
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (JoiningState.REFUSED, "inconnu de nos services")
    assert latest().code == "accounts.joining_refused"


def test_another_organisation_does_not_answer(company, person, organisation, held):
    asked = ask_to_join(person("noe"), company)
    other = held("organisation-manager", "company", Scope(ScopeKind.ORGANISATION, "0"))
    Mandate.objects.filter(pk=other.pk).update(scope_code=str(other.organisation_id))
    other.refresh_from_db()
    with pytest.raises(RefusedError, match="hors du périmètre"):
        approve_joining(By(other, second_factor=True), asked, **given(company))
    with pytest.raises(RefusedError, match="hors du périmètre"):
        refuse_joining(By(other, second_factor=True), asked, reason="x")
    assert waiting_for(By(other).acting, DAY) == []


def test_one_asks_once_and_may_take_it_back(company, person):
    asker = person("noe")
    asked = ask_to_join(asker, company)
    with pytest.raises(TandemError, match="déjà demandé"):
        ask_to_join(asker, company)
    with pytest.raises(TandemError, match="déjà tranchée"):
        withdraw_joining(person("alex"), asked)
    withdraw_joining(asker, asked)
    ask_to_join(asker, company)
    assert JoiningRequest.objects.waiting().count() == 1


def test_who_acts_for_it_already_does_not_ask(manager, company):
    with pytest.raises(TandemError, match="agissez déjà"):
        ask_to_join(manager.mandate.person, company)


def test_a_mandate_is_told_to_its_holder_when_given(delegate, person, organisation):
    scope = Scope(ScopeKind.TERRITORY, "ti-8413")
    given_to = person("noe")
    mandate = grant_mandate(delegate, person=given_to, organisation=organisation("intermunicipality"),
                            role="project-manager", scope=scope, first=DAY, ground="x")  # fmt: skip
    assert [(to.person, to.about) for to in audience_of(latest())] == [(given_to.pk, "")]
    assert latest().subject == f"mandate:{mandate.pk}"


def test_a_proposal_waits_for_who_may_approve_it(delegate, held, organisation):
    scope = Scope(ScopeKind.TERRITORY, "ti-8413")
    manager = By(held("project-manager", "intermunicipality", scope))
    invite(manager, email="noe@exemple.fr", organisation=organisation("company"), role="local-partner", scope=scope,
           first=DAY, ground="x")  # fmt: skip
    assert [to.person for to in audience_of(latest())] == [delegate.mandate.person_id]
    assert any("Approuver" in task.what for task in waiting_for(delegate.acting, DAY))
    assert not any("Approuver" in task.what for task in waiting_for(manager.acting, DAY))


def test_each_source_of_tasks_asks_few_queries(delegate, company, person, django_assert_max_num_queries):
    for n in range(5):
        ask_to_join(person(f"p{n}"), company)
    with django_assert_max_num_queries(1):
        list(waiting._requests(delegate.acting, DAY))
    with django_assert_max_num_queries(1):
        list(waiting._stand_ins(delegate.acting, DAY))
