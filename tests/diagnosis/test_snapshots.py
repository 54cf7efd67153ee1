"""Dated diagnoses: kept when something changed, never changed themselves, made again to the last digit."""

import pytest
from django.db import DatabaseError, transaction

from tandem.diagnosis import usecases
from tandem.diagnosis.models import Snapshot
from tandem.diagnosis.snapshots import changes, latest_of
from tandem.territories.models import Perimeter

pytestmark = pytest.mark.django_db


@pytest.fixture
def oyonnax() -> Perimeter:
    return Perimeter.objects.select_related("territory").get(territory="ti-8413", list="2024-07")


def test_every_territory_of_every_list_has_one():
    assert Snapshot.objects.values("territory", "list").distinct().count() == 480


def test_the_same_data_make_the_same_diagnosis_again():
    usecases.compute_diagnoses(actor="tests")
    assert usecases.differing_diagnoses() == (480, [])


def test_a_computation_that_changes_nothing_keeps_nothing_new():
    usecases.compute_diagnoses(actor="tests")
    before = Snapshot.objects.count()
    usecases.Diagnosis.objects.update(fingerprint="another")
    assert usecases.compute_diagnoses(actor="tests").computed
    assert Snapshot.objects.count() == before


def test_what_changed_is_told_figure_by_figure(oyonnax):
    usecases.compute_diagnoses(actor="tests")
    oyonnax.commune_links.order_by("commune_id").first().delete()
    usecases.compute_diagnoses(actor="tests")
    newer, older = latest_of(oyonnax)
    found = changes(older, newer)
    assert found.perimeter
    assert not found.rules
    assert found.data == ()
    changed = {each.indicator.id: each for each in found.figures}
    assert changed["population"].after < changed["population"].before
    assert usecases.differing_diagnoses()[1] == []


def test_a_file_put_in_service_appears_in_what_changed(oyonnax, importing, communes_of_zone):
    usecases.compute_diagnoses(actor="tests")
    header = ["insee_com", "code_ape", "annee", "nb_etablissements", "effectifs_salaries"]
    communes = [*communes_of_zone("8425"), *communes_of_zone("8404")]
    importing("urssaf", header, [[code, "2229A", year, 4, 40] for code in communes for year in (2021, 2022)])
    usecases.compute_diagnoses(actor="tests")
    newer, older = latest_of(oyonnax)
    found = changes(older, newer)
    assert [(was, now) for _title, was, now in found.data] == [("", "2022")]
    assert "class-industry-employees" in {each.indicator.id for each in found.figures}
    assert not found.perimeter


@pytest.mark.parametrize("change", [lambda rows: rows.update(digest="0"), lambda rows: rows.delete()])
def test_nobody_changes_or_removes_one(change):
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        change(Snapshot.objects.all())
