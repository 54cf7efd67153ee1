"""What was announced elsewhere, as it was announced."""

import csv
import datetime as dt
import io

from tandem.steering import declared

PRESS_RELEASE = dt.date(2021, 10, 12)
# The press release of 12 October 2021, line by line: figure, value, qualifier.
PRESS = """\
territories,146,exact
project-managers,50,exact
projects,1400,plus de
companies,1400,environ
jobs-created,27250,plus de
investment,5400000000,exact
committed,2000000000,près de
fund-top-up,150000000,exact
fund-top-up-redevelopment-and-collective,50000000,exact
fund-top-up-regional,100000000,exact
people-trained,2000,environ
"""


def test_the_press_release_is_kept_whole() -> None:
    found = declared.at(PRESS_RELEASE)

    for figure, value, qualifier in csv.reader(io.StringIO(PRESS)):
        first = found[figure][0]
        assert (first.value, first.qualifier, first.as_of) == (float(value), qualifier, PRESS_RELEASE), figure
        assert first.source.startswith("Communiqué de presse du 12 octobre 2021")


def test_the_top_up_is_the_sum_of_its_two_parts() -> None:
    found = {figure: voices[0].value for figure, voices in declared.at(PRESS_RELEASE).items()}

    assert found["fund-top-up"] == found["fund-top-up-redevelopment-and-collective"] + found["fund-top-up-regional"]


def test_nearest_is_the_last_at_or_before_the_date() -> None:
    def count(day: dt.date) -> list[float]:
        return [each.value for each in declared.nearest("territories", day)]

    assert count(dt.date(2018, 11, 21)) == []
    assert count(dt.date(2018, 11, 22)) == [124]
    assert count(dt.date(2021, 10, 11)) == [148]
    assert count(PRESS_RELEASE) == [146]
    assert count(dt.date(2024, 9, 16)) == [183]


def test_two_voices_of_one_day_are_both_kept_the_official_one_first() -> None:
    assert [each.value for each in declared.nearest("territories", dt.date(2019, 11, 14))] == [146, 144]
    assert [each.value for each in declared.nearest("jobs-created", PRESS_RELEASE)] == [27_250, 27_000]


def test_projects_of_the_plans_are_not_projects_of_the_fund() -> None:
    found = declared.at(dt.date(2024, 9, 16))

    assert (found["projects"][0].value, found["roadmap-projects"][0].value) == (1_400, 2_150)


def test_history_has_every_count_oldest_first() -> None:
    found = [each.value for each in declared.history("territories") if each.first_voice]

    assert found == [124, 136, 141, 146, 148, 146, 149, 183]


def test_a_number_is_written_as_it_was_announced() -> None:
    found = declared.at(PRESS_RELEASE)

    assert found["jobs-created"][0].written == "plus de 27\u202f250\u202femplois"
    assert found["investment"][0].written == "5,4\u202fMd€"
    assert found["committed"][0].written == "près de 2\u202fMd€"
