"""Pages and files of figures: of a territory, over all territories, of the programme; comparison; home."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from tandem.core.memory_cache import pages
from tandem.diagnosis.catalogue import INDICATORS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    pages.clear()


def get(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.content.decode())


@pytest.mark.parametrize("code", INDICATORS)
def test_every_figure_opens_to_its_method_lines_and_citation(client, django_assert_max_num_queries, code):
    with django_assert_max_num_queries(10):
        page = get(client, f"/territoires/ti-8413/{code}/")
    for words in ("Comment il est calculé", "Les lignes derrière le chiffre", "Comment citer", "Source"):
        assert words in page
    assert f'href="/chiffres/{code}/"' in page
    assert f'href="/territoires/ti-8413/{code}.csv"' in page


SHIPPED = [code for code, indicator in INDICATORS.items() if not indicator.imported]
WAITING = [code for code, indicator in INDICATORS.items() if indicator.imported]


@pytest.mark.parametrize("code", WAITING)
def test_an_indicator_without_its_file_says_which_one_and_draws_nothing(client, code):
    page = get(client, f"/chiffres/{code}/")
    assert "n’est pas encore importé ici" in page
    assert f'href="/donnees/{INDICATORS[code].imported}/"' in page
    assert "map-shape" not in page
    assert "<img" not in page.split("<main")[1].split("</main")[0]
    for drawing in ("", "?dessin=carte"):
        assert "pas de valeur à dessiner" in get(client, f"/chiffres/{code}.svg{drawing}", 404)
    assert client.get(f"/chiffres/{code}.csv").status_code == 200
    assert client.get(f"/chiffres/{code}.json").json()["country"] is None


@pytest.mark.parametrize("code", SHIPPED)
def test_every_indicator_shows_all_territories_regions_and_lists(client, django_assert_max_num_queries, code):
    with django_assert_max_num_queries(12):
        page = get(client, f"/chiffres/{code}/")
    assert len(re.findall(r'<th scope="row"><a href="/territoires/', page)) == 183
    for words in ("Selon la liste", "Comment citer", "Licence"):
        assert words in page
    against = INDICATORS[code].definition.against
    assert ("Régions et France" in page) == ("region" in against)


@pytest.mark.parametrize(
    "path",
    [
        "industry-share.svg",
        "industry-share.svg?largeur=etroite",
        "population.svg",
        "unemployment.svg?dessin=evolution",
        "private-employees.svg?dessin=evolution&largeur=etroite",
        "industry-employees.svg?dessin=quotients",
        "employees-change.svg?dessin=effets",
    ],
)
def test_every_drawing_has_its_words_and_obeys_the_policy(client, path):
    answer = client.get(f"/territoires/ti-8413/{path}")
    root = ElementTree.fromstring(answer.content)
    assert root.get("aria-label")
    assert b"style=" not in answer.content
    assert int(root.get("width")) == (343 if "etroite" in path else 640)


def test_the_page_asks_for_the_same_drawings_with_the_same_words(client):
    page = get(client, "/territoires/ti-8413/industry-share/")
    src, alt = re.search(r'<img class="td-chart__image"\s+src="([^"]+)"\s+alt="([^"]+)"', page).groups()
    drawn = client.get(src).content.decode()
    assert alt in unescape(drawn)
    assert "2e valeur la plus forte sur 173" in alt


def test_a_figure_without_value_has_no_drawing_and_says_why(client):
    page = get(client, "/territoires/ti-0101/industry-share/")
    assert "<img" not in page.split("<main")[1].split("</main")[0]
    assert "non disponible" in page
    assert "outre-mer absent de la source" in page


def test_the_lines_of_a_figure_are_the_file(client):
    lines = client.get("/territoires/ti-8413/population.csv").content.decode().splitlines()
    assert len(lines) == 43  # 42 communes
    assert lines[0].startswith("code,name,population_2013")
    content = client.get("/territoires/ti-8413/population.json").json()
    assert len(content["records"]) == 42
    assert content["value"] == sum(record["population_2023"] for record in content["records"])


def test_long_lines_are_capped_on_the_page_and_whole_in_the_file(client):
    page = get(client, "/territoires/ti-8413/industry-employees/")
    assert re.search(r"\d+\u202flignes\u202f; les 60 premières sont ici, le fichier CSV les a toutes", page)


def test_lines_are_found_by_a_word_and_sorted_by_a_column(client):
    address = "/territoires/ti-8413/population/"
    page = get(client, f"{address}?q=OYONNAX")
    assert "1\u202fligne avec «\u202fOYONNAX\u202f», sur 42" in page
    names = re.findall(r'<th scope="row">(\d{5})</th>', get(client, f"{address}?tri=-population_2023"))
    assert names[0] == "01283"
    head = re.search(
        r'aria-sort="descending">\s*<a class="td-sort" href="([^"]+)"', get(client, f"{address}?tri=-population_2023")
    )
    assert head[1] == "?tri=population_2023#lignes"


@pytest.mark.parametrize("query", ["?tri=nothing", "?tri=-", "?q=%00", "?q=" + "x" * 500, "?tri=code&q=zzz"])
def test_a_strange_search_of_the_lines_is_answered(client, query):
    assert client.get(f"/territoires/ti-8413/population/{query}").status_code == 200


@pytest.mark.parametrize("code", ["employees-change", "opportunities"])
def test_a_drawing_that_a_figure_does_not_have_is_refused_in_words(client, code):
    kind = "intervalles" if code == "employees-change" else "effets"
    assert "n’a pas de valeur à dessiner" in get(client, f"/territoires/ti-8413/{code}.svg?dessin={kind}", 404)


def test_the_quadrant_names_its_sectors_in_its_words(client):
    drawn = client.get("/territoires/ti-8413/opportunities.svg?dessin=quadrant").content.decode()
    root = ElementTree.fromstring(drawn)
    assert "proche et complexe" in root.get("aria-label")
    page = get(client, "/territoires/ti-8413/opportunities/")
    assert root.get("aria-label") in page


def test_an_unknown_figure_suggests_the_nearest(client):
    assert "Part de l’industrie dans l’emploi" in get(client, "/territoires/ti-8413/industry-shar/", 404)
    assert 'href="/chiffres/industry-share/"' in get(client, "/chiffres/industry-shares/", 404)
    assert "territories" in get(client, "/programme/territorie/", 404)


def test_the_index_lists_every_figure_and_the_programme(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        page = get(client, "/chiffres/")
    for code in INDICATORS:
        assert f'href="/chiffres/{code}/"' in page
    assert "Annoncés ailleurs" in page


def test_a_programme_figure_shows_what_was_announced_beside_what_the_data_give(client):
    page = get(client, "/programme/territories/?date=2021-10-12")
    assert "148\u202fterritoires" in page
    assert "146\u202fterritoires" in page
    assert "Les données en donnent 2 de plus" in page
    lines = client.get("/programme/territories.csv?date=2021-10-12").content.decode().splitlines()
    assert len(lines) == 149


def test_a_figure_only_announced_is_absent_not_zero(client):
    page = get(client, "/programme/jobs-created/?date=2021-10-12")
    assert "pas encore enregistré" in page
    assert "27\u202f250" in page


def test_indicator_files(client):
    content = client.get("/chiffres/industry-share.json?date=2022-12-31").json()
    assert len(content["territories"]) == 149
    assert content["unit"] == "percent"
    lines = client.get("/chiffres/industry-share.csv").content.decode().splitlines()
    assert len(lines) == 184


def test_comparison_puts_the_widest_gaps_first(client):
    page = get(client, "/comparer/?t=ti-8413&t=ti-0101")
    gaps = re.findall(r'class="td-compare__gap">([^<]+)<', page)
    order = [gap for gap in gaps if gap in ("écart fort", "écart net", "proches")]
    assert order == sorted(order, key=["écart fort", "écart net", "proches"].index)
    assert page.count("<tr>") == len(SHIPPED) + 1
    absent = page.split("sans valeur pour ces territoires")[1].split("</details>")[0]
    assert {code for code in WAITING if f'href="/chiffres/{code}/"' in absent} == set(WAITING)


def test_a_comparison_comes_as_a_workbook_and_as_slides(client):
    import io
    import zipfile

    page = get(client, "/comparer/?t=ti-8413&t=ti-0101")
    for form, inside in (("xlsx", "xl/workbook.xml"), ("pptx", "ppt/presentation.xml")):
        href = re.search(rf'href="(/comparer/comparaison\.{form}\?[^"]+)"', page)[1]
        assert inside in zipfile.ZipFile(io.BytesIO(client.get(href).content)).namelist()
    assert "deux territoires au moins" in get(client, "/comparer/comparaison.xlsx?t=ti-8413", 400)


def test_comparison_of_five_asks_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    from tandem.territories.models import Perimeter

    codes = Perimeter.objects.filter(list="2024-07").order_by("territory")[:6].values_list("territory", flat=True)
    query = "&".join(f"t={code}" for code in codes)
    with django_assert_max_num_queries(25):
        page = get(client, f"/comparer/?{query}")
    assert "Cinq territoires au plus" in page
    assert len(re.findall(r'class="td-compare__region"', page)) == 5


def test_comparison_without_territory_explains_itself(client):
    assert "Choisir au moins un territoire" in get(client, "/comparer/")


def test_comparison_with_an_unknown_territory_suggests(client):
    assert 'href="/territoires/ti-8413/"' in get(client, "/comparer/?t=ti-84133", 404)


def test_home_shows_the_map_its_table_four_figures_and_the_doors(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        page = get(client, "/")
    assert len(re.findall(r'<a class="map-shape', page)) == 183
    assert page.count('class="td-stat ') == 4
    assert len(re.findall(r'<th scope="row"><a href="/territoires/', page)) == 183
    for code in ("territories", "population", "industry-jobs", "industry-share"):
        assert f"/programme/{code}/" in page
    for path in ("/territoires/", "/comparer/", "/rapport/", "/donnees/", "/telechargements/", "/glossaire/"):
        assert f'href="{path}"' in page


def test_the_map_of_the_home_page_takes_another_figure(client):
    page = get(client, "/?chiffre=unemployment")
    assert "Taux de chômage\u202f: de" in page
    with_key = re.search(r'class="map-shape [^>]+><title>([^<]+)', page)
    assert "\u202f%" in with_key[1]


def test_home_before_the_programme_says_that_no_list_is_known(client):
    page = get(client, "/?date=2015-01-01")
    assert "Aucune liste de territoires à cette date" in page


def test_a_page_that_does_not_exist_helps(client):
    page = get(client, "/nulle-part/", 404)
    assert "Chercher un territoire" in page
    assert "Revenir à l’accueil" in page
