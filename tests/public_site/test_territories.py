"""The list of territories and its map: state in the address, dates, search, files, queries."""

import json
import re

import pytest
from django.urls import reverse

from tandem.core.memory_cache import pages

pytestmark = pytest.mark.django_db
LIST = "/territoires/"


@pytest.fixture(autouse=True)
def nothing_kept():
    pages.clear()


def rows_of(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/territoires/([^/]+)/', page)


def shapes_of(page: str) -> list[str]:
    return re.findall(r'<a class="map-shape [^"]+" href="/territoires/([^/]+)/', page)


def get(client, **query: str) -> str:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("date", "count"), [("2020-10-15", 148), ("2022-12-31", 149), ("2024-09-16", 183), ("", 183)])
def test_the_list_and_the_map_hold_the_territories_of_the_day(client, date, count):
    page = get(client, date=date) if date else get(client)
    assert len(rows_of(page)) == count
    assert set(shapes_of(page)) == set(rows_of(page))
    assert f"{count}\u202fterritoires" in page


def test_every_known_list_can_be_chosen_with_its_count(client):
    page = get(client)
    for count in (148, 149, 183):
        assert re.search(rf"<option[^>]*>Liste [^<]*: {count}\u202fterritoires", page)


def test_a_phase_means_its_latest_list(client):
    page = get(client, phase="2018-2022")
    assert len(rows_of(page)) == 149
    assert "Phase 2018-2022" in page


def test_filters_leave_the_same_territories_in_list_and_map_and_can_be_taken_out(client):
    page = get(client, region="84", tri="-value")
    assert 0 < len(rows_of(page)) < 183
    assert set(shapes_of(page)) == set(rows_of(page))
    assert 'href="/territoires/?tri=-value"' in page  # the same page without the region


def test_the_order_puts_missing_values_last_both_ways(client):
    for order in ("value", "-value"):
        assert rows_of(get(client, tri=order))[-1].startswith(
            "ti-0"
        )  # overseas: not in the census by intermunicipality


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bellignat", "ti-8413"),
        ("BELLIGNAT", "ti-8413"),
        ("oyonnax", "ti-8413"),
        ("01283", "ti-8413"),
        ("ti-8413", "ti-8413"),
        ("haut bugey", "ti-8413"),
    ],
)
def test_a_commune_a_member_or_a_code_answers_with_its_territory(client, text, code):
    assert code in rows_of(get(client, q=text))


def test_the_answer_says_by_which_commune(client):
    page = get(client, q="bellignat")
    assert re.search(r"<strong>Bellignat</strong> est dans le territoire\s+<a href=\"/territoires/ti-8413/\"", page)


def test_an_earlier_code_of_a_commune_answers_too(client, django_assert_max_num_queries):
    from tandem.places.models import CommuneCode
    from tandem.territories.models import PerimeterCommune

    link = (
        PerimeterCommune.objects.filter(perimeter__list="2024-07", commune__in=CommuneCode.objects.values("commune"))
        .order_by("commune")
        .first()
    )
    earlier = CommuneCode.objects.filter(commune=link.commune_id).order_by("old_code").first()
    with django_assert_max_num_queries(10):
        assert link.perimeter.territory_id in rows_of(get(client, q=earlier.old_code))


def test_a_commune_of_no_territory_is_said_to_be_in_none(client):
    page = get(client, q="Deauville")
    assert rows_of(page) == []
    assert "Deauville" in page
    assert "n’est dans aucun territoire d’industrie" in page


@pytest.mark.parametrize("text", ["zzzz", "'; drop table", "<script>", "%", "99999", "é" * 300])
def test_a_search_without_result_is_a_page_that_helps(client, text):
    page = get(client, q=text)
    assert "<script>" not in page.replace('<script type="module"', "").split("<main")[1].split("</main")[0]
    assert "Retirer le filtre" in page


def test_before_the_first_list_the_page_says_so(client):
    page = get(client, date="2010-01-01")
    assert "Aucune liste de territoires à cette date" in page
    assert rows_of(page) == []


def test_what_is_not_a_date_is_refused_with_the_two_forms(client):
    answer = client.get(LIST, {"date": "hier"})
    assert answer.status_code == 400
    assert "2024-09-16" in answer.content.decode()


def test_unknown_order_and_figure_are_left_out(client):
    assert len(rows_of(get(client, tri="nimporte", chiffre="quoi", region=""))) == 183


@pytest.mark.parametrize("date", ["2020-10-15", "2024-09-16"])
def test_ten_queries_at_most_whatever_the_list(client, django_assert_max_num_queries, date):
    with django_assert_max_num_queries(10):
        get(client, date=date)
    with django_assert_max_num_queries(10):
        get(client, date=date, q="saint", region="84", chiffre="unemployment", tri="-value")
    with django_assert_max_num_queries(3):  # kept
        get(client, date=date)


def test_the_page_weighs_less_than_400_kilobytes(client):
    assert len(client.get(LIST).content) < 250_000


def test_a_script_is_given_the_results_alone_and_the_address_to_show(client):
    answer = client.get(LIST, {"q": "oyonnax", "region": "", "tri": "name"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert 'id="resultats"' in page
    assert answer["HX-Push-Url"] == "/territoires/?q=oyonnax"
    assert "HX-Request" in answer["Vary"]


def test_going_back_gives_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get(LIST, headers=headers).content


def test_files_hold_the_list_of_the_day(client):
    lines = client.get("/territoires.csv?date=2022-12-31").content.decode().splitlines()
    assert lines[0] == "code,name,phase,region,members,communes,population"
    assert len(lines) == 150
    assert len(client.get("/territoires.json?date=2020-10-15").json()) == 148


def test_files_hold_exactly_what_the_list_shows(client):
    query = {"region": "84", "q": "vallée"}
    shown = set(rows_of(get(client, **query)))
    assert 0 < len(shown) < 24
    assert {row["code"] for row in client.get("/territoires.json", query).json()} == shown
    lines = client.get("/territoires.csv", query).content.decode().splitlines()[1:]
    assert {line.split(",")[0] for line in lines} == shown


def test_the_geojson_follows_the_filters(client):
    answer = client.get("/territoires.geojson", {"region": "84", "chiffre": "unemployment"})
    content = json.loads(answer.content)
    assert answer["Content-Type"].startswith("application/geo+json")
    assert content["type"] == "FeatureCollection"
    assert len(content["features"]) == len(rows_of(get(client, region="84")))
    first = content["features"][0]["properties"]
    assert first["href"] == reverse("public_site:territory", args=[first["code"]])
    assert re.fullmatch("#[0-9a-f]{6}", first["colour"])
