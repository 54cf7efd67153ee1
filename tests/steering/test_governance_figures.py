"""Figures of governance: pairs, project managers and contracts as of a date, each opening to its records."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.accounts.conftest import held, organisation, person

from tandem.accounts.models import Mandate
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.core.figures import Figure
from tandem.steering.figures import programme_figures
from tandem.territories.models import Agreement, Holding, Post, Territory

__all__ = ["held", "organisation", "person"]
pytestmark = pytest.mark.django_db

BEFORE, DAY, LATER = dt.date(2025, 12, 31), dt.date(2026, 3, 1), dt.date(2026, 9, 1)
CODES = ("lead-pairs", "project-managers", "contracts-signed", "territories")


def figures(date: dt.date) -> dict[str, Figure]:
    return {each.definition.id: each for each in programme_figures(date) if each.definition.id in CODES}


def over(code: str) -> Scope:
    return Scope(ScopeKind.TERRITORY, code)


@pytest.fixture
def led(held):
    """A complete pair over one territory until August, half of one over another; from 1 January 2026."""
    held("elected-lead", "intermunicipality", over("ti-8413"), "a")
    industrial = held("industrial-lead", "company", over("ti-8413"), "b", until=LATER)
    held("elected-lead", "intermunicipality", over("ti-8412"), "c")
    return industrial


@pytest.fixture
def post(organisation) -> Post:
    return Post.objects.create(
        territory=Territory.objects.get(pk="ti-8413"), employer=organisation("intermunicipality"), rate=8000,
        cap=6_000_000, validity=DateRange(dt.date(2026, 1, 1), dt.date(2028, 1, 1)),
    )  # fmt: skip


def test_a_pair_counts_when_both_seats_are_held_that_day(led):
    assert figures(BEFORE)["lead-pairs"].value is None
    figure = figures(DAY)["lead-pairs"]
    assert figure.value == figure.line_count == 1
    (line,) = figure.lines().records()
    assert (line["territory"], line["since_1"], line["since_2"]) == (
        "ti-8413",
        dt.date(2026, 1, 1),
        dt.date(2026, 1, 1),
    )
    assert figures(LATER)["lead-pairs"].value == 0


def test_lines_name_organisations_and_nobody(led):
    text = figures(DAY)["lead-pairs"].lines().as_csv()
    assert "Organisation fictive" in text
    assert "Fictif" not in text


def test_a_stand_in_keeps_the_seat(led, person):
    Mandate.objects.create(
        person=person("d"), organisation=led.organisation, role=led.role, scope_kind=led.scope_kind,
        scope_code=led.scope_code, validity=DateRange(LATER, None), ground="suppléance", stands_in_for=led,
    )  # fmt: skip
    assert figures(LATER)["lead-pairs"].value == 1


def test_a_project_manager_counts_while_a_funded_post_is_held(post, held):
    assert figures(BEFORE)["project-managers"].value is None
    figure = figures(DAY)["project-managers"]
    assert (figure.value, figure.declared) == (0, figures(DAY)["project-managers"].declared)
    assert figure.declared[0].value == 153
    mandate = held("project-manager", "intermunicipality", over("ti-8413"), "e")
    Holding.objects.create(post=post, mandate=mandate, validity=DateRange(dt.date(2026, 2, 1), LATER))
    figure = figures(DAY)["project-managers"]
    assert figure.value == figure.line_count == len(figure.lines().records()) == 1
    assert figures(LATER)["project-managers"].value == 0


def test_the_press_release_stands_beside_the_posts_of_its_date(post, held):
    post.validity = DateRange(dt.date(2020, 9, 1), dt.date(2022, 9, 1))
    post.save()
    mandate = held("project-manager", "intermunicipality", over("ti-8413"), "e")
    Holding.objects.create(post=post, mandate=mandate, validity=DateRange(dt.date(2020, 10, 1), None))
    figure = figures(dt.date(2021, 10, 12))["project-managers"]
    assert (figure.value, figure.declared[0].value) == (1, 50)


def test_contracts_count_from_their_signature_to_their_end(db):
    territory = Territory.objects.get(pk="ti-8413")
    signed = {"territory": territory, "state": "signed", "drafted_on": dt.date(2026, 1, 5), "digest": "x" * 64,
              "ready_on": dt.date(2026, 1, 5),
              "signed_on": dt.date(2026, 2, 1), "starts": dt.date(2026, 2, 1)}  # fmt: skip
    contract = Agreement.objects.create(kind="contract", title="Contrat", ends=LATER - dt.timedelta(1), **signed)
    Agreement.objects.create(kind="amendment", title="Avenant", amends=contract, **signed)
    Agreement.objects.create(kind="protocol", title="Protocole", **signed)
    assert figures(dt.date(2026, 1, 31))["contracts-signed"].value == 0
    figure = figures(DAY)["contracts-signed"]
    assert figure.value == figure.line_count == 1
    assert figure.lines().records()[0]["title"] == "Contrat"
    assert figures(LATER - dt.timedelta(1))["contracts-signed"].value == 1
    assert figures(LATER)["contracts-signed"].value == 0


def test_nothing_recorded_is_not_a_zero(db):
    found = figures(DAY)
    for code in CODES[:3]:
        assert found[code].value is None
        assert found[code].reason == "pas encore enregistré dans Tandem"
    assert found["territories"].value == 183


def test_every_figure_has_its_page_and_its_file(client, led, post):
    for code in CODES:
        page = client.get(f"/programme/{code}/?date={DAY}")
        assert page.status_code == 200
        assert client.get(f"/programme/{code}.csv?date={DAY}").status_code == 200
