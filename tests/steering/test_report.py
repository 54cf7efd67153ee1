"""The report and the booklets as values: the same for the page and the document."""

import datetime as dt
import re

import pytest

from tandem.core.errors import NotFoundError
from tandem.diagnosis.models import IndicatorValue
from tandem.steering.booklet import booklet
from tandem.steering.report import report
from tandem.steering.summary import summary_of
from tandem.territories.models import Perimeter

pytestmark = pytest.mark.django_db

DATE = dt.date(2024, 9, 16)


def test_the_report_covers_every_territory_once() -> None:
    found = report(DATE)

    codes = [row.code for region in found.regions for row in region.rows]
    assert len(codes) == len(set(codes)) == 183
    assert sum(len(region.rows) for region in found.regions) == found.figure("territories").value
    names = [region.name for region in found.regions]
    assert names.index("Hauts-de-France") + 1 == names.index("Île-de-France") == names.index("La Réunion") - 1


def test_values_are_those_of_the_database() -> None:
    found = report(DATE)

    stored = dict(
        IndicatorValue.objects.filter(indicator="industry-share", diagnosis__perimeter__list="2024-07").values_list(
            "area_code", "value"
        )
    )
    assert dict(found.map_values) == stored
    shown = {row.code: row.industry_share for region in found.regions for row in region.rows}
    assert shown == stored
    base = found.base.findings[0]
    assert dict(base.values) == {code: value for code, value in stored.items() if value is not None}
    assert base.highest[0].value == max(base.values.values())
    assert base.lowest[0].value == min(base.values.values())


def test_pillars_are_those_of_the_phase_in_force() -> None:
    assert [page.pillar.code for page in report(DATE).pillars if page.pillar] == [
        "competences", "transition", "innovation", "foncier",
    ]  # fmt: skip
    assert [page.pillar.code for page in report(dt.date(2021, 10, 12)).pillars if page.pillar] == [
        "attirer", "recruter", "simplifier", "innover",
    ]  # fmt: skip


def test_a_pillar_without_data_says_so() -> None:
    transition = next(page for page in report(DATE).pillars if page.pillar and page.pillar.code == "transition")

    assert transition.findings == ()
    assert "Aucune donnée" in transition.gap


def test_what_is_not_recorded_stands_apart() -> None:
    found = report(DATE)

    assert all(figure.value is not None for figure in found.figures)
    assert all(figure.value is None for figure in found.announced)
    assert {"projects", "jobs-created"} <= {figure.definition.id for figure in found.announced}


def test_history_sets_announced_beside_computed() -> None:
    rows = [(each.date.isoformat(), each.announced.value, each.computed) for each in report(DATE).history]

    assert ("2021-10-12", 146, 148) in rows
    assert ("2018-11-22", 124, None) in rows
    assert rows[-1] == ("2023-11-09", 183, 183)


def test_a_date_without_territories_is_refused_with_the_first_that_has_some() -> None:
    with pytest.raises(NotFoundError, match="20 juillet 2020"):
        report(dt.date(2019, 1, 1))


def test_reading_takes_a_fixed_number_of_queries(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(14):
        report(DATE)
    with django_assert_max_num_queries(10):
        booklet("ti-8413", DATE)


def test_a_booklet_says_what_the_summary_says() -> None:
    found = booklet("ti-8413", DATE)

    assert list(found.summary[:5]) == summary_of(found.chapters, found.name)
    assert 5 < len(found.summary) <= 9  # the summary, then the most salient facts
    assert found.summary[0].startswith("Plastics Vallée – Oyonnax compte ")
    assert len(found.similar) == 5
    assert all(each.why and each.url.startswith("/territoires/ti-") for each in found.similar)
    stored = dict(
        IndicatorValue.objects.filter(area_code="ti-8413", area_kind="territory").values_list("indicator", "value")
    )
    assert {f.definition.id: f.value for chapter in found.chapters for f in chapter.figures} == stored


def test_every_territory_has_a_summary_without_a_hole() -> None:
    for code in Perimeter.objects.as_of(DATE).values_list("territory_id", flat=True)[::12]:
        said = booklet(code, DATE).summary
        assert 5 <= len(said) <= 9
        assert not re.search(r"\bNone\b|\bnan\b|%\(|  ", " ".join(said))


def test_an_unknown_territory_names_the_nearest_codes() -> None:
    with pytest.raises(NotFoundError, match="ti-8413"):
        booklet("ti-84133", DATE)


def test_a_territory_of_another_date_says_when_it_has_a_perimeter() -> None:
    with pytest.raises(NotFoundError, match="2023"):
        booklet("ti-8413", dt.date(2021, 1, 1))


def test_a_territory_that_is_no_more_is_described_on_its_last_day() -> None:
    assert booklet("ti18-8408").date == dt.date(2023, 11, 8)
