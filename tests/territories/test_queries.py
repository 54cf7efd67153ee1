import datetime as dt

import pytest

from tandem import reference
from tandem.core.clock import today
from tandem.core.errors import NotFoundError
from tandem.territories.exports import territory_table
from tandem.territories.models import Perimeter, PerimeterCommune, Territory
from tandem.territories.queries import (
    get_territory,
    known_dates,
    list_at,
    perimeter_at,
    perimeter_of,
    search,
    territories_as_of,
)

pytestmark = pytest.mark.django_db
PHASE_2 = dt.date(2024, 9, 16)


@pytest.mark.parametrize(
    ("date", "listed", "count"),
    [
        ("2020-07-20", "2020-10", 148),
        ("2020-10-15", "2020-10", 148),
        ("2021-10-12", "2020-10", 148),
        ("2022-12-30", "2020-10", 148),
        ("2022-12-31", "2022-12", 149),
        ("2023-11-08", "2022-12", 149),
        ("2023-11-09", "2024-07", 183),
        ("2024-09-16", "2024-07", 183),
        ("2040-01-01", "2024-07", 183),
    ],
)
def test_territories_at_a_date_are_those_of_the_list_in_force(date, listed, count):
    day = dt.date.fromisoformat(date)
    territories = list(territories_as_of(day))
    assert len(territories) == count == list_at(day).territories
    assert {territory.list for territory in territories} == {listed}
    assert [territory.code for territory in territories] == sorted(territory.code for territory in territories)


def test_149_is_148_with_four_entries_and_three_that_merged():
    before = set(territories_as_of(dt.date(2022, 12, 30)).values_list("code", flat=True))
    after = set(territories_as_of(dt.date(2022, 12, 31)).values_list("code", flat=True))
    assert after - before == {"ti18-3214", "ti18-5216", "ti18-5217", "ti18-5313"}
    assert before - after == {"ti18-5305", "ti18-5307", "ti18-5308"}


@pytest.mark.parametrize("date", ["2018-11-22", "2020-07-19"])
def test_a_date_before_the_first_list_gets_the_nearest_known_dates(date):
    with pytest.raises(NotFoundError, match=r"20(18|20)") as error:
        territories_as_of(dt.date.fromisoformat(date))
    assert "20 juillet 2020" in error.value.hint


def test_what_a_territory_counts_is_what_its_perimeter_holds():
    communes = reference.load("communes")
    population = dict(zip(communes["code"].to_pylist(), communes["population"].to_pylist(), strict=True))
    for territory in territories_as_of(PHASE_2):
        perimeter = Perimeter.objects.get(pk=territory.perimeter_id)
        codes = list(perimeter.commune_links.values_list("commune", flat=True))
        counted = (perimeter.composition.count(), len(codes), sum(population[code] or 0 for code in codes))
        assert (territory.members, territory.communes, territory.population) == counted


def test_the_list_takes_two_queries_however_many_territories(django_assert_num_queries):
    with django_assert_num_queries(2):
        rows = territory_table(PHASE_2).records()
    assert len(rows) == 183


def test_the_table_has_the_columns_that_other_programs_rely_on():
    table = territory_table(PHASE_2)
    header, first, *_others = table.as_csv().splitlines()
    assert header == "code,name,phase,region,members,communes,population"
    assert first == "ti-0101,Basse-Terre,2023-2027,Guadeloupe,2,17,152340"
    assert "16 septembre 2024" in str(table.title).replace("\u202f", " ")


def test_known_dates_follow_each_other_without_a_gap():
    known = known_dates()
    assert [each.code for each in known] == ["2020-10", "2022-12", "2024-07"]
    assert [each.valid_until for each in known] == [known[1].valid_from, known[2].valid_from, None]
    assert known[0].observed_on == dt.date(2020, 10, 13)


@pytest.mark.parametrize("code", ["ti-8413", "TI-8413", " ti-8413 "])
def test_a_territory_is_found_by_its_code(code):
    assert get_territory(code).name == "Plastics Vallée – Oyonnax"


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("8413", {"ti-8413", "ti18-8413"}),
        ("ti-84133", {"ti-8413"}),
        ("ti8413", {"ti-8413", "ti18-8413"}),
        ("oyonnax", {"ti-8413"}),
        ("Oyonax", {"ti-8413"}),
        ("finistere", {"ti-5304", "ti18-5313"}),
    ],
)
def test_an_unknown_code_gets_the_nearest_codes_and_names(wanted, near):
    with pytest.raises(NotFoundError, match=wanted) as error:
        get_territory(wanted)
    assert all(code in error.value.hint for code in near)


def test_a_word_like_no_other_is_told_where_the_codes_are():
    with pytest.raises(NotFoundError) as error:
        get_territory("qqqqq")
    assert "tandem territories" in error.value.hint


@pytest.mark.parametrize(
    ("code", "date", "listed"),
    [
        ("ti18-8408", dt.date(2021, 1, 1), "2020-10"),
        ("ti18-8408", dt.date(2023, 1, 1), "2022-12"),
        ("ti-8413", PHASE_2, "2024-07"),
    ],
)
def test_a_territory_has_the_perimeter_of_the_day(code, date, listed):
    perimeter, day = perimeter_of(code, date)
    assert (perimeter.list, day) == (listed, date)


def test_without_a_day_a_territory_is_read_today_or_on_its_last_day():
    assert perimeter_of("ti-8413")[1] == today()
    perimeter, day = perimeter_of("ti18-5305")
    assert (perimeter.list, day) == ("2020-10", dt.date(2022, 12, 30))


def test_a_territory_without_a_perimeter_on_a_day_says_when_it_has_one():
    brest = get_territory("ti18-5305")
    with pytest.raises(NotFoundError, match="Pays de Brest") as error:
        perimeter_at(brest, PHASE_2)
    assert "20 juillet 2020" in error.value.hint
    assert "31 décembre 2022" in error.value.hint
    assert brest.validity.upper == dt.date(2022, 12, 31)


@pytest.mark.parametrize(
    ("text", "code", "rank", "matched"),
    [
        ("ti-8413", "ti-8413", 0, ""),
        ("Plastics", "ti-8413", 1, ""),
        ("OYONNAX", "ti-8413", 2, ""),
        ("vallee – oyonnax", "ti-8413", 2, ""),
        ("le creusot", "ti-2703", 3, "CU Le Creusot Montceau-les-Mines"),
        ("Bellignat", "ti-8413", 4, "Bellignat"),
        ("groissi", "ti-8413", 5, "Groissiat"),
    ],
)
def test_a_search_finds_by_code_name_member_or_commune_and_says_which(text, code, rank, matched):
    best = search(text, PHASE_2)[0]
    assert (best.code, best.match_rank, best.matched_name) == (code, rank, matched)


def test_a_search_looks_only_at_the_territories_of_the_day():
    assert {territory.list for territory in search("brest", dt.date(2021, 1, 1))} == {"2020-10"}
    assert search("brest", dt.date(2021, 1, 1))[0].code == "ti18-5305"
    assert search("brest", PHASE_2)[0].code == "ti-5304"


@pytest.mark.parametrize("text", ["qqqqq", "99999"])
def test_a_search_for_what_is_nowhere_finds_nothing(text):
    assert list(search(text, PHASE_2)) == []


@pytest.mark.parametrize("text", ["", " ", "%", "_"])
def test_a_search_without_a_word_filters_nothing(text):
    found = list(search(text, PHASE_2))
    assert len(found) == 183
    assert {territory.matched_name for territory in found} == {""}


def test_a_search_takes_as_many_queries_as_the_list(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(list(search("saint", PHASE_2))) > 20


def test_a_search_can_be_narrowed_like_the_list():
    found = search("saint", PHASE_2).filter(region="84")
    assert {territory.region_id for territory in found} == {"84"}


def test_nothing_loaded_is_said_so():
    PerimeterCommune.objects.all().delete()
    Perimeter.objects.all().delete()
    Territory.objects.all().delete()
    with pytest.raises(NotFoundError, match="Aucune liste") as error:
        territories_as_of(PHASE_2)
    assert "tandem demo" in error.value.hint
