"""The programme's figures: computed from the records, with what was announced beside them."""

import datetime as dt

import pytest
from django.db.models import Sum

from tandem.core.errors import NotFoundError
from tandem.core.figures import Availability, Figure
from tandem.diagnosis.models import IndicatorValue
from tandem.steering.figures import programme_figure, programme_figures
from tandem.territories.models import Perimeter, PerimeterCommune

pytestmark = pytest.mark.django_db

PRESS_RELEASE = dt.date(2021, 10, 12)
TODAY = dt.date(2024, 9, 16)


def figures(date: dt.date) -> dict[str, Figure]:
    return {figure.definition.id: figure for figure in programme_figures(date)}


@pytest.mark.parametrize(
    ("date", "count"),
    [(dt.date(2020, 10, 15), 148), (PRESS_RELEASE, 148), (dt.date(2022, 12, 31), 149), (TODAY, 183)],
)
def test_territories_are_counted_at_the_date(date: dt.date, count: int) -> None:
    figure = figures(date)["territories"]

    assert figure.value == count == figure.line_count
    assert figure.lines is not None
    assert len(figure.lines().records()) == count


def test_the_announced_count_stands_beside_the_computed_one() -> None:
    record = figures(PRESS_RELEASE)["territories"].as_dict()

    assert (record["value"], record["declared"]) == (148, 146)
    assert record["declared_source"] == "Communiqué de presse du 12 octobre 2021"
    assert record["lines"] == 148


def test_counts_of_the_second_phase() -> None:
    found = figures(TODAY)

    assert found["intermunicipalities"].value == 629
    assert found["intermunicipalities"].declared[0].value == 630
    assert found["members"].value == 641
    assert found["communes"].value == PerimeterCommune.objects.as_of(TODAY).count()
    assert found["new-territories"].value == found["new-territories"].declared[0].value == 29


def test_an_announcement_of_the_first_phase_is_not_set_beside_the_second() -> None:
    assert figures(dt.date(2023, 1, 1))["communes"].declared[0].value == 16_186
    assert figures(TODAY)["communes"].declared == ()


def test_the_first_phase_has_no_new_territories() -> None:
    assert "new-territories" not in figures(PRESS_RELEASE)


def test_totals_are_those_of_the_stored_diagnoses() -> None:
    found = figures(TODAY)

    for code in ("private-employees", "census-jobs", "industry-jobs"):
        stored = IndicatorValue.objects.filter(
            indicator=code, diagnosis__perimeter__in=Perimeter.objects.as_of(TODAY)
        ).aggregate(total=Sum("value"))["total"]
        france = IndicatorValue.objects.get(indicator=code, area_kind="country").value
        assert found[code].value == pytest.approx(stored)
        assert found[f"{code}-share"].value == pytest.approx(100 * stored / france)
    assert found["population"].value == Perimeter.objects.as_of(TODAY).aggregate(total=Sum("population"))["total"]


def test_industrial_jobs_say_that_they_are_an_estimate_and_what_is_missing() -> None:
    figure = figures(TODAY)["industry-jobs"]

    assert figure.availability is Availability.ESTIMATE
    assert figure.reason == "10 territoires sur 183 n’ont pas cette donnée"
    assert figure.line_count == 173


@pytest.mark.parametrize("date", [PRESS_RELEASE, TODAY])
def test_what_is_not_recorded_yet_has_no_value_and_is_not_zero(date: dt.date) -> None:
    found = figures(date)

    for code in ("projects", "jobs-created", "investment", "committed", "project-managers", "people-trained"):
        record = found[code].as_dict()
        assert record["value"] is None
        assert record["availability"] == "not_available"
        assert record["reason"] == "pas encore enregistré dans Tandem"
        assert record["declared"] > 0
        assert record["declared_source"]


def test_before_the_first_list_nothing_is_counted_and_the_announcement_remains() -> None:
    found = figures(dt.date(2019, 1, 1))

    assert found["territories"].value is None
    assert found["territories"].declared[0].value == 124
    assert "1er janvier 2019" in found["territories"].reason
    assert all(figure.value is None for figure in found.values())


@pytest.mark.parametrize("date", [PRESS_RELEASE, TODAY])
def test_every_figure_opens_to_its_records(date: dt.date) -> None:
    for figure in figures(date).values():
        assert figure.url == f"/programme/{figure.definition.id}/?date={date}"
        assert figure.definition.sources
        if figure.lines is not None:
            records = figure.lines().records()
            known = [row for row in records if "value" not in row or row["value"] is not None]
            assert len(known) == figure.line_count, figure.definition.id


def test_reading_takes_few_queries(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):  # six of them for how territories are led
        programme_figures(TODAY)


def test_an_unknown_figure_names_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="territories"):
        programme_figure("territory", TODAY)
