"""Organisations and mandates as of a moment, and what the journal tells of them."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from tandem.accounts.acting import author_of
from tandem.accounts.models import Mandate, MandateState, Organisation, OrganisationState
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.accounts.usecases import end_mandate, grant_mandate, merge_organisations, register_organisation
from tandem.core import journal
from tandem.core.journal.exports import lines
from tandem.core.models import JournalEntry
from tandem.core.typography import no_break

pytestmark = pytest.mark.django_db

OYONNAX = Scope(ScopeKind.TERRITORY, "ti-8413")


def now() -> dt.datetime:
    """The database's clock, by which states are dated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@pytest.fixture
def life(delegate, person, organisation):
    """A mandate for a duplicate, which is merged, then the mandate ends; and a moment after each."""
    kept, duplicate = organisation("intermunicipality", "Gardée"), organisation("intermunicipality", "En double")
    mandate = grant_mandate(
        delegate, person=person("camille"), organisation=duplicate, role="project-manager", scope=OYONNAX,
        first=dt.date(2026, 3, 1), ground="délibération",
    )  # fmt: skip
    moments = [now()]
    merge_organisations(delegate, duplicate, kept, reason="même SIREN")
    moments.append(now())
    end_mandate(delegate, mandate, last=dt.date(2026, 7, 31), reason="départ")
    moments.append(now())
    return kept, duplicate, mandate, moments


def test_a_mandate_reads_as_of_three_moments(life):
    kept, duplicate, mandate, moments = life
    states = [MandateState.objects.as_of(moment).get(of=mandate) for moment in moments]
    assert [state.organisation for state in states] == [duplicate, kept, kept]
    assert [state.validity.upper for state in states] == [None, None, dt.date(2026, 8, 1)]
    assert {state.role for state in states} == {"project-manager"}


def test_an_organisation_reads_as_of_three_moments(life):
    kept, duplicate, _mandate, moments = life
    merged = [duplicate.states.as_of(moment).get().merged_into for moment in moments]
    assert merged == [None, kept, kept]


def test_nothing_is_read_before_it_was_there(life):
    _kept, _duplicate, mandate, _moments = life
    first = mandate.states.order_by("since").first().since
    assert mandate.states.as_of(first - dt.timedelta(microseconds=1)).first() is None
    assert mandate.states.as_of(first).count() == 1


def test_what_was_deleted_is_no_longer_read_but_was_there(organisation):
    made = organisation("company", "Éphémère")
    there, key = now(), made.pk
    made.delete()
    assert OrganisationState.objects.as_of(there).get(of_id=key).name == "Éphémère"
    assert not OrganisationState.objects.as_of(now()).filter(of_id=key).exists()


def test_any_change_is_kept_whoever_makes_it_and_none_when_nothing_changes(organisation):
    made = organisation("company", "Avant")
    Organisation.objects.filter(pk=made.pk).update(name="Après")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organisation SET name = 'Enfin' WHERE id = %s", [made.pk])
        cursor.execute("UPDATE accounts_organisation SET name = 'Enfin' WHERE id = %s", [made.pk])
    assert list(made.states.values_list("name", flat=True)) == ["Avant", "Après", "Enfin"]


def test_a_list_as_of_a_moment_is_one_query(life, django_assert_num_queries):
    moments = life[-1]
    with django_assert_num_queries(1):
        names = {state.name: state.merged_into_id for state in OrganisationState.objects.as_of(moments[0])}
    assert {"Gardée", "En double"} <= set(names)


def test_a_state_that_was_left_is_not_read_for_being_asked_by_its_old_name(organisation):
    made = organisation("company", "Avant")
    then = now()
    Organisation.objects.filter(pk=made.pk).update(name="Après")
    assert OrganisationState.objects.filter(name="Avant").as_of(then).count() == 1
    assert OrganisationState.objects.filter(name="Avant").as_of(now()).count() == 0


@pytest.mark.parametrize("table", ["accounts_organisationstate", "accounts_mandatestate"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET gone = true", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_what_has_been(life, table, statement):
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_every_column_of_the_rows_is_kept(life):
    for tracked in (Organisation, Mandate):
        row = tracked.objects.order_by("-pk").first()
        state = row.states.order_by("since").last()
        for field in tracked._meta.local_concrete_fields:
            if not field.primary_key:
                assert getattr(state, field.attname) == getattr(row, field.attname), field.name


ACTS = """
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from tandem.accounts.models import Organisation, OrganisationState
from tandem.core import journal

for number in range(2):
    with transaction.atomic():
        made = Organisation.objects.create(name=f"{number}", kind="company")
        journal.record("tests.made", actor="tests", subject=f"organisation:{made.pk}")
for state in OrganisationState.objects.all():
    (entry,) = state.entries
    print(state.name, entry.sequence, entry.subject == f"organisation:{state.of_id}", entry.at >= state.since)
"""


def test_a_state_leads_to_the_entry_that_tells_why():
    from tests.scratch_database import scratch_database

    with scratch_database("states") as scratch:
        assert scratch.run(ACTS).splitlines() == ["0 1 True True", "1 2 True True"]


MIGRATED = """
from django.core.management import call_command
from tandem.accounts.models import Organisation, OrganisationState
from django.db import connection

call_command("migrate", "accounts", "0001", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO accounts_organisation (name, kind, siren, siret) VALUES ('Avant', 'company', '', '')")
call_command("migrate", verbosity=0)
print(*OrganisationState.objects.values_list("name", "gone"))
"""


def test_rows_that_were_there_before_states_were_kept_have_one():
    from tests.scratch_database import scratch_database

    with scratch_database("first_states") as scratch:
        assert scratch.run(MIGRATED).strip() == "('Avant', False)"


# -- what the journal tells of them ------------------------------------------------------------------------------------


def erase(person) -> None:
    person.first_name = person.last_name = ""
    person.is_active, person.erased_at = False, timezone.now()
    person.email = f"{person.reference}@efface.invalid"
    person.save()


def sentences(subject: str) -> list[str]:
    return [line.sentence for line in lines(subject)]


def test_a_mandate_has_a_timeline(life):
    mandate = life[2]
    granted, ended = lines(f"mandate:{mandate.pk}")
    assert granted.sentence == no_break(
        "Delegate Fictif, pour Organisation fictive, a donné à Camille Fictif le mandat « Chef de projet » sur "
        "Plastics Vallée – Oyonnax, pour En double, à partir du 1er mars 2026."
    )
    assert granted.reason == "délibération"
    assert ended.sentence == no_break(
        "Delegate Fictif, pour Organisation fictive, a mis fin le 31 juillet 2026 au mandat « Chef de projet » de "
        "Camille Fictif."
    )


def test_a_merge_and_a_registration_are_told(life, delegate):
    made = register_organisation(delegate, name="Usine", kind="company", number="120 027 016")
    assert sentences(f"organisation:{made.pk}") == [
        no_break("Delegate Fictif, pour Organisation fictive, a enregistré l’organisation « Usine » (SIREN 120027016).")
    ]
    assert sentences(f"organisation:{life[0].pk}") == [
        no_break("Delegate Fictif, pour Organisation fictive, a fondu « En double » dans « Gardée » : ")
        + "1\u202fmandat et 0\u202flien ont suivi."
    ]


def test_a_stand_in_over_the_country_is_told_with_its_dates(delegate, person, organisation, held):
    mandate = held("delegate", "national-delegation", name="dominique")
    stand_in = grant_mandate(
        delegate, person=person("alex"), organisation=mandate.organisation, role="delegate", scope=mandate.scope,
        first=dt.date(2026, 6, 1), last=dt.date(2026, 6, 30), stands_in_for=mandate,
        ground="arrêté",
    )  # fmt: skip
    (sentence,) = sentences(f"mandate:{stand_in.pk}")
    assert no_break("sur tout le pays, pour Organisation fictive, du 1er juin 2026 au 30 juin 2026") in sentence
    assert sentence.endswith(no_break("en suppléance du mandat « Délégation nationale » de Dominique Fictif."))
    end_mandate(delegate, mandate, last=dt.date(2026, 6, 15), reason="retour")
    assert sentences(f"mandate:{mandate.pk}")[0].endswith("Dominique Fictif et à 1\u202fsuppléance.")


def test_somebody_erased_has_no_name_any_more_and_the_chain_holds(life, delegate):
    mandate = life[2]
    digests = list(JournalEntry.objects.values_list("digest", flat=True))
    erase(mandate.person)
    erase(delegate.mandate.person)
    granted, ended = sentences(f"mandate:{mandate.pk}")
    assert granted.startswith("Une personne effacée, pour Organisation fictive, a donné à une personne effacée")
    assert ended.endswith(no_break("mandat « Chef de projet » d’une personne effacée."))
    assert journal.verify().faults == ()
    assert list(JournalEntry.objects.values_list("digest", flat=True)) == digests
    written = f"{list(JournalEntry.objects.values())}{list(MandateState.objects.values())}"
    assert "amille" not in written
    assert "exemple.fr" not in written


def test_references_that_lead_nowhere_are_told_as_they_are(delegate):
    author = author_of(delegate.mandate)
    journal.record("accounts.mandate_ended", actor=author, subject="mandate:999999", last="2026-01-31", stand_ins=[])
    assert sentences("mandate:999999")[0].endswith("a mis fin le 31 janvier 2026 au mandate:999999.")
    journal.record("tests.odd", actor="person:nobody", subject="organisation:x")
    assert sentences("organisation:x") == [no_break("Person:nobody : acte « tests.odd » sur organisation:x.")]


def test_a_timeline_of_any_length_asks_once_for_each_kind_of_name(life, delegate, django_assert_num_queries):
    mandate = life[2]
    for _ in range(20):
        journal.record(
            "accounts.mandate_ended", actor=author_of(delegate.mandate), subject=f"mandate:{mandate.pk}",
            last="2026-01-31", stand_ins=[],
        )  # fmt: skip
    with django_assert_num_queries(5):  # entries, people, organisations, mandates, territories
        assert len(sentences(f"mandate:{mandate.pk}")) == 22
