"""The fictive governance of the demo: made once, living in each role's home, told as of three dates."""

import datetime as dt

import pytest

from tandem.accounts import demo as people
from tandem.accounts.models import Person
from tandem.core.clock import today
from tandem.territories import demo
from tandem.territories.activity import signals_of
from tandem.territories.lineage import lineage_of
from tandem.territories.models import Agreement, Candidacy, Post, Territory
from tandem.territories.pairs import pairs_of
from tandem.territories.staffing import posts_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db) -> int:
    people.prepare({"region": "84", "department": "01", "territory": "ti-8413"}, actor="tests")
    return demo.prepare(actor="tests")


def test_it_is_made_once(made):
    assert made == 13
    counts = [model.objects.count() for model in (Person, Post, Agreement, Candidacy)]
    assert demo.prepare(actor="tests") == 0
    assert [model.objects.count() for model in (Person, Post, Agreement, Candidacy)] == counts


def test_it_shows_each_state(made):
    codes = [each.code for each in demo.TOLD]
    pairs = pairs_of(codes, today())
    assert {each.code: pairs[each.code].state for each in demo.TOLD} == {
        each.code: "complete" if each.pair == "stand-in" else each.pair for each in demo.TOLD
    }
    assert pairs["ti-8402"].seats[0].stand_in
    posts = {each.post.territory_id: each for each in posts_at(codes, today())}
    assert posts["ti-8413"].holding.mandate.person.email == "project-manager@demonstration.invalid"
    assert posts["ti-8401"].recruiting
    assert posts["ti-2802"].vacant_since
    assert not posts["ti-2802"].recruiting
    states = {code: signal.state for code, signal in signals_of(codes, today()).items()}
    assert states["ti-8413"] == "active"
    assert states["ti-2802"] == "silent"
    assert "quiet" in states.values()
    assert Candidacy.objects.get().status == "filed"


def test_a_territory_is_told_as_of_three_dates(made):
    before, after = Territory.objects.get(pk="ti18-8408"), Territory.objects.get(pk="ti-8413")
    first, renewed = dt.date(2020, 10, 15), dt.date(2023, 11, 9)
    assert [(each.step, each.of) for each in lineage_of(before, first)] == [("labelled", "")]
    assert pairs_of([before.pk], first)[before.pk].state == "complete"
    assert len([each for each in posts_at([before.pk], first) if each.holding]) == 1
    assert [(each.step, each.of) for each in lineage_of(after, first)] == [("labelled", "ti18-8408")]
    assert [(each.step, each.of) for each in lineage_of(after, renewed)] == [("labelled", "ti18-8408"), ("renewed", "")]
    assert pairs_of([after.pk], renewed)[after.pk].state == "complete"
    assert posts_at([after.pk], renewed) == []
    assert len([each for each in posts_at([after.pk], today()) if each.holding]) == 1
