"""Stored diagnoses: complete, consistent with the engine, read back as figures."""

import datetime as dt
import json

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction

from tandem import reference
from tandem.core.errors import NotFoundError
from tandem.core.figures import Availability
from tandem.core.models import JournalEntry
from tandem.diagnosis import results, usecases
from tandem.diagnosis.catalogue import CHAPTERS, INDICATORS
from tandem.diagnosis.measures.inputs import Inputs
from tandem.diagnosis.models import Diagnosis, IndicatorValue, Peer
from tandem.diagnosis.queries import distribution, figure_of, figures_of, indicator, peers_of, reference_values
from tandem.territories.models import Perimeter
from tandem.territories.queries import perimeter_of

pytestmark = pytest.mark.django_db
DATE = dt.date(2024, 9, 16)


@pytest.fixture
def oyonnax() -> Perimeter:
    return perimeter_of("ti-8413", DATE)[0]


def test_every_perimeter_has_a_diagnosis_with_every_indicator():
    assert Diagnosis.objects.count() == Perimeter.objects.count() == 480
    assert IndicatorValue.objects.count() == (480 + 18 + 1) * len(INDICATORS)


def test_what_is_stored_is_what_the_engine_measures():
    perimeters, identifiers = usecases.read_perimeters()
    inputs = Inputs(perimeters, reference.load)
    result = usecases.measure_all(inputs)
    stored = {
        (row.diagnosis.perimeter_id, row.indicator): row
        for row in IndicatorValue.objects.filter(area_kind="territory").select_related("diagnosis")
    }
    for name, measure in result.measures.items():
        for row, identifier in enumerate(identifiers):
            kept = stored[identifier, name]
            assert kept.value == results.number(measure.values[row]), (name, perimeters[row].code)
            assert (kept.rank or 0) == (result.ranks[name][row] if name in result.ranks else 0)


def test_ranks_run_from_one_without_a_hole_but_for_ties():
    rows = distribution("industry-share", "2024-07")
    ranked = [row for row in rows if row.rank]
    values = np.array([row.value for row in ranked])
    assert [row.rank for row in ranked] == [int((values > value).sum()) + 1 for value in values]
    assert {row.ranked for row in ranked} == {len(ranked)}
    assert len(rows) == 183


def test_a_missing_value_always_says_why_and_is_never_zero():
    for code, list_code in (
        ("industry-share", "2024-07"),
        ("unemployment", "2020-10"),
        ("industry-employees", "2022-12"),
    ):
        for row in distribution(code, list_code):
            if row.value is None:
                figure = figure_of(row.diagnosis.perimeter, code)
                assert figure.availability in (Availability.NOT_AVAILABLE, Availability.SECRET)
                assert figure.reason


def test_the_chapters_give_every_figure_with_its_comparisons(oyonnax):
    chapters = figures_of(oyonnax, DATE)
    assert [each.chapter.id for each in chapters] == [chapter.id for chapter in CHAPTERS]
    figures = {figure.definition.id: figure for each in chapters for figure in each.figures}
    assert set(figures) == set(INDICATORS)
    share = figures["industry-share"]
    assert share.as_of == DATE
    assert share.compared_with("country") == pytest.approx(11.62, abs=0.01)
    assert share.compared_with("region") == pytest.approx(14.7, abs=0.05)
    assert share.value > share.compared_with("peers") > share.compared_with("country")
    assert all(figure.definition.sources for figure in figures.values())


def test_a_page_of_figures_asks_two_queries(oyonnax, django_assert_num_queries):
    with django_assert_num_queries(2):
        figures_of(oyonnax, DATE)


def test_peers_are_five_others_of_the_same_list_and_say_in_what_they_are_alike(oyonnax):
    likenesses = peers_of(oyonnax)
    assert len(likenesses) == 5
    assert [each.distance for each in likenesses] == sorted(each.distance for each in likenesses)
    for each in likenesses:
        assert each.peer.list == oyonnax.list
        assert each.peer != oyonnax
        assert len(each.alike) >= 5


def test_no_territory_passes_for_similar_on_half_of_what_is_known_of_the_other():
    known = [code for code, each in INDICATORS.items() if each.peer]
    values = {
        (row.diagnosis_id, row.indicator): row.value is not None
        for row in IndicatorValue.objects.filter(area_kind="territory", indicator__in=known)
    }

    def weight(*diagnoses):
        return sum(INDICATORS[code].peer for code in known if all(values[diagnosis, code] for diagnosis in diagnoses))

    for diagnosis, peer in Peer.objects.values_list("diagnosis_id", "peer_id"):
        assert weight(diagnosis, peer) >= 0.8 * weight(diagnosis)


def test_a_few_small_communes_do_not_make_a_total_partial(oyonnax):
    rows = [row for row in distribution("private-employees", "2024-07") if row.missing and row.value is not None]
    states = {row.availability for row in rows}
    assert states == {"value", "partial"}
    slight = next(row for row in rows if row.availability == "value")
    assert "moins de 1\u202f% du territoire" in figure_of(slight.diagnosis.perimeter, "private-employees").reason


def test_an_indicator_is_compared_only_with_what_it_means_something_against(oyonnax):
    for chapter in figures_of(oyonnax, DATE):
        for figure in chapter.figures:
            kinds = {each.scope.kind for each in figure.comparisons}
            assert kinds == set(figure.definition.against), figure.definition.id
    assert figure_of(oyonnax, "industry-share").unranked == 10
    assert figure_of(oyonnax, "population").unranked == 0


def test_only_a_territory_of_which_too_little_is_known_has_no_peers():
    alone = Diagnosis.objects.filter(peers=None).select_related("perimeter")
    known = [
        sum(figure.value is not None for each in figures_of(one.perimeter) for figure in each.figures) for one in alone
    ]
    assert len(alone) == 1
    assert known[0] < len(INDICATORS) / 2
    assert peers_of(alone[0].perimeter) == []
    assert Peer.objects.count() == 5 * 479


def test_a_second_computation_finds_the_work_done_and_writes_nothing():
    entries = JournalEntry.objects.count()
    stamps = set(Diagnosis.objects.values_list("pk", "computed_at"))
    outcome = usecases.compute_diagnoses(actor="tests")
    assert outcome == usecases.Outcome(480, computed=False)
    assert set(Diagnosis.objects.values_list("pk", "computed_at")) == stamps
    assert JournalEntry.objects.count() == entries


def test_a_perimeter_that_changes_is_computed_again_and_journalled(oyonnax):
    oyonnax.commune_links.order_by("commune_id").first().delete()
    outcome = usecases.compute_diagnoses(actor="tests")
    assert outcome.computed
    last = JournalEntry.objects.last()
    assert (last.code, last.data["diagnoses"]) == ("diagnosis.computed", 480)


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("value", "NULL", "diagnosis_value_or_reason"),
        ("availability", "'secret'", "diagnosis_value_or_reason"),
        ("missing", "places + 1", "diagnosis_value_missing_within_places"),
        ("diagnosis_id", "NULL", "diagnosis_value_area_matches_diagnosis"),
    ],
)
def test_the_database_refuses_a_value_that_contradicts_itself(column, value, constraint):
    row = IndicatorValue.objects.filter(area_kind="territory", value__isnull=False).first()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE diagnosis_indicatorvalue SET {column} = {value} WHERE id = %s", [row.pk])


def test_an_unknown_indicator_suggests_the_nearest():
    with pytest.raises(NotFoundError) as error:
        indicator("industry-shares")
    assert "industry-share" in error.value.hint


def test_regions_and_france_have_every_indicator():
    for code in INDICATORS:
        rows = reference_values(code)
        assert len(rows) == 19
        assert ("country", "FR") in rows


@pytest.mark.parametrize("code", INDICATORS)
def test_the_records_behind_every_figure_can_be_read(oyonnax, code):
    figure = figure_of(oyonnax, code, DATE)
    table = figure.lines()
    records = table.records()
    if INDICATORS[code].imported:  # no file is imported in the tests' own installation
        assert records == []
        assert "n’est pas encore importé" in figure.reason
    else:
        assert records
    assert json.loads(table.as_json()) == records
    assert len(table.as_csv().splitlines()) == len(records) + 1


def test_the_records_of_a_sum_add_up_to_it(oyonnax):
    for code, column in (
        ("population", "population_2023"),
        ("census-jobs", "jobs_2018"),
        ("private-employees", "y2024"),
        ("industry-establishments", "industry_establishments_2018"),
        ("brownfields", "sites"),
    ):
        figure = figure_of(oyonnax, code, DATE)
        records = figure.lines().records()
        assert sum(record[column] or 0 for record in records) == pytest.approx(figure.value), code
        assert len(records) == figure.line_count == oyonnax.communes
