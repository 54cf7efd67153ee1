"""What the decisions of a committee do to candidacies and agreements, through the registry."""

import pytest

from tandem.committees.models import Decision
from tandem.committees.rules import Outcome
from tandem.committees.usecases import calling, deciding, holding
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry
from tandem.territories.models import Agreement, Candidacy, LifeStep, Territory
from tests.access import territories
from tests.committees.conftest import OYONNAX
from tests.territories.conftest import free  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def pronounced(room, matter: str, about: str) -> Decision:
    meeting = room.planned()
    item = room.item(meeting, matter=matter, about=about)
    calling.call_meeting(room.by["region-instructor"], meeting)
    room.clock.now = meeting.starts_at
    room.attend(meeting)
    holding.open_meeting(room.by["region-instructor"], meeting)
    deciding.record_consensus(room.by["region-president"], item)
    return deciding.decide(room.by["region-president"], item, outcome=Outcome.ADOPTED, text="Approuvé.")


@pytest.fixture
def sampled(room):
    """One candidacy and one agreement, numbered 1."""
    room.join("elected-lead", "intermunicipality", OYONNAX)
    room.join("project-manager", "intermunicipality", OYONNAX)
    territories.make()
    return room


def test_an_agreement_is_approved_as_it_is_and_only_when_it_is_ready_to_sign(sampled):
    found = Agreement.objects.get(pk=1)
    Agreement.objects.filter(pk=1).update(state="draft", digest="", ready_on=None, signed_on=None)
    with pytest.raises(TandemError, match="La décision n’est pas prise"):
        pronounced(sampled, "agreement", "agreement:1")
    assert not Decision.objects.exists()
    Agreement.objects.filter(pk=1).update(state="ready", digest="a" * 64, ready_on=found.drafted_on)
    made = pronounced(sampled, "agreement", "agreement:1")
    entry = JournalEntry.objects.get(code="committees.agreement_approved")
    assert (entry.subject, entry.data) == ("agreement:1", {"decision": made.pk, "digest": "a" * 64})


def test_a_candidacy_that_is_labelled_becomes_a_territory_that_names_the_decision(sampled, free):  # noqa: F811
    before = set(Territory.objects.values_list("pk", flat=True))
    Candidacy.objects.filter(pk=1).update(members=free)
    made = pronounced(sampled, "label", "candidacy:1")
    (code,) = set(Territory.objects.values_list("pk", flat=True)) - before
    labelled = LifeStep.objects.get(territory=code, step="labelled")
    assert (labelled.decision, labelled.on) == (f"decision:{made.pk}", made.on)
    assert Candidacy.objects.get(pk=1).territory_id == code


def test_a_label_that_is_refused_leaves_no_decision_and_no_territory(sampled, free):  # noqa: F811
    before = Territory.objects.count()
    Candidacy.objects.filter(pk=1).update(members=free, status="withdrawn")
    with pytest.raises(TandemError, match="La décision n’est pas prise"):
        pronounced(sampled, "label", "candidacy:1")
    assert not Decision.objects.exists()
    assert Territory.objects.count() == before
