"""A territory to be: its form, its diagnosis, its figures, its files."""

import io
import json
import re
import zipfile
from html import unescape
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from tandem.public_site import packing

pytestmark = pytest.mark.django_db
PAGE = "/diagnostic/"
HERE = "?nom=Bas%20de%20Seine&epci=200023414&communes=27022,76540"


def get(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.content.decode())


def field(page: str, name: str) -> str:
    return re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.S)[1]


def ticked(page: str) -> set[str]:
    boxes = re.findall(r'<input type="checkbox"[^>]*name="epci"[^>]*value="(\d+)"\s*(checked)?', page)
    return {value for value, on in boxes if on}


def test_without_anything_the_page_says_what_to_do(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        page = get(client, PAGE)
    for words in (
        "Choisir un département",
        "Par une liste de communes",
        "Établir le diagnostic",
        "Rien n’est enregistré",
    ):
        assert words in page
    assert 'class="td-summary' not in page


def test_search_engines_are_kept_away(client):
    for path in (PAGE, PAGE + HERE, PAGE + "population.svg" + HERE, PAGE + "diagnostic.csv" + HERE):
        assert client.get(path)["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in get(client, PAGE)


def test_a_department_shows_its_groups_to_tick_and_keeps_what_was_chosen_elsewhere(client):
    page = get(client, PAGE + "?etape=choix&dep=76&epci=200023414&epci=242700276&communes=01004")
    assert "Métropole Rouen Normandie" in page
    assert "Choisies dans d’autres départements" in page
    assert ticked(page) == {"200023414", "242700276"}
    assert field(page, "communes") == "01004"
    assert "2\u202fintercommunalités choisies" in page
    assert 'class="td-summary' not in page
    assert re.search(r"97\u202fcommunes\u202f: 2\u202fintercommunalités entières et 1\u202fcommune à part", page)


def test_the_answer_is_the_diagnosis_of_a_territory(client):
    from tandem.diagnosis.catalogue import CHAPTERS

    page = get(client, PAGE + HERE)
    assert "<h1>Bas de Seine</h1>" in page
    assert 'class="td-summary' in page
    for chapter in CHAPTERS:
        assert f'id="{chapter.id}"' in page
    assert "territoire en projet, qui n’est sur aucune liste publiée" in page
    assert "en partie\u202f: 1\u202fcommune sur" in page  # one commune of the group of Les Andelys
    # Ranked among those of the list, itself included.
    assert re.search(r"\d+e valeur la plus \w+ sur 18\d territoires", page)
    assert 'src="/diagnostic/carte.svg?nom=Bas%20de%20Seine&' in page


def test_the_number_of_queries_does_not_depend_on_the_set(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tandem.core.memory_cache import pages

    counts = []
    for query in ("?communes=76540", "?epci=200023414,242700276,200070142"):
        get(client, PAGE + query)  # computed
        pages.clear()
        with CaptureQueriesContext(connection) as queries:
            get(client, PAGE + query)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_address_to_share_gives_the_same_set_however_it_was_given(client):
    first = get(client, PAGE + "?communes=Rouen%0ABarentin (76)%0A27022")
    shared = re.search(r'<a href="http://testserver(/diagnostic/\?[^"]+)">http', first)[1]
    assert shared == "/diagnostic/?communes=27022,76057,76540"
    key = re.search(r"«\u202f(projet-[0-9a-f]{12})\u202f»", first)[1]
    again = get(client, shared)
    assert key in again
    packed = get(client, f"/diagnostic/?zone={packing.pack(['76540', '27022', '76057'])}")
    assert key in packed
    assert field(packed, "communes").split() == ["27022", "76057", "76540"]


def test_codes_of_another_year_are_said(client):
    from tandem import reference

    old = reference.load("commune_codes")["old_code"][0].as_py()
    page = get(client, f"{PAGE}?communes={old},76540")
    assert "Un code d’une autre année" in page


@pytest.mark.parametrize(
    ("text", "communes"),
    [
        ("code_postal;code_insee;commune\n38110;38509;La Tour-du-Pin\n38300;38053;Bourgoin-Jallieu", "38053\n38509"),
        ("nom;population;insee\nBourgoin-Jallieu;22559;38053", "38053"),
    ],
)
def test_the_communes_of_a_pasted_table_are_those_of_its_codes(client, text, communes):
    page = unescape(client.get(PAGE, {"communes": text}).content.decode())
    assert field(page, "communes") == communes
    assert "Comment la liste est lue" not in page


def test_a_column_left_aside_is_said(client):
    page = unescape(client.get(PAGE, {"communes": "38110\t38509\n38300\t38053"}).content.decode())
    assert field(page, "communes") == "38053\n38509"
    assert "Une seule colonne est lue : celle de « 38509 »" in page


def test_a_lost_leading_zero_is_said(client):
    assert "sans zéro de tête" in get(client, PAGE + "?communes=1004")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("communes=76540%0A99999", "1\u202fcode inconnu"),
        ("communes=Saint-Denis", "plusieurs communes ont ce nom"),
        ("communes=Zzzz", "nom inconnu"),
        ("communes=76540%0A7654X%0AZzzz", "ligne 2, « 7654X » ; ligne 3, « Zzzz »"),
        ("communes=38110%0A38300", "Ce sont des codes postaux"),
        ("epci=999999999", "code inconnu"),
        ("zone=1!!", "abîmée"),
        ("zone=pas-une-liste", "abîmée"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_lost(client, query, words):
    page = get(client, f"{PAGE}?nom=Mon%20projet&{query}")
    assert words in page
    assert 'value="Mon projet"' in page
    if query.startswith("communes="):
        assert field(page, "communes").split("\n")[0] == query.removeprefix("communes=").split("%0A")[0]
        assert 'aria-invalid="true"' in page
    assert 'class="td-summary' not in page


@pytest.mark.parametrize("path", ["population/", "population.csv", "diagnostic.json", "carte.svg", "diagnostic.xlsx"])
def test_a_file_of_nothing_is_refused_in_words(client, path):
    assert "ne dit pas de quelles communes" in get(client, PAGE + path, 400)
    assert "code inconnu" in get(client, PAGE + path + "?communes=00000", 400)


def test_a_figure_opens_to_its_lines_its_method_and_its_files(client):
    page = get(client, PAGE + "population/" + HERE)
    assert "Bas de Seine" in page
    assert "Comment il est calculé" in page
    assert "72\u202flignes" in page
    # Rouen comes with its group: the address says each commune once.
    assert f'href="/diagnostic/population.csv{HERE.removesuffix(",76540")}"' in page
    lines = client.get(PAGE + "population.csv" + HERE).content.decode().splitlines()
    assert len(lines) == 73
    content = client.get(PAGE + "population.json" + HERE).json()
    assert content["value"] == sum(record["population_2023"] for record in content["records"])
    assert content["url"].startswith("http://testserver/diagnostic/population/?nom=Bas")


def test_lines_can_be_searched_and_sorted_without_losing_the_set(client):
    page = get(client, PAGE + "population/" + HERE + "&q=rouen&tri=-population_2023")
    table = page.split('id="lignes"')[1]
    assert re.search(r"\d+\u202flignes? avec «\u202frouen\u202f», sur 72", table)
    for name, value in (("nom", "Bas de Seine"), ("epci", "200023414"), ("communes", "27022")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in table
    assert 'aria-sort="descending"' in table


@pytest.mark.parametrize("drawing", ["", "&dessin=bande", "&dessin=evolution", "&largeur=etroite"])
def test_drawings_show_the_project_among_the_territories(client, drawing):
    root = ElementTree.fromstring(client.get(PAGE + "population.svg" + HERE + drawing).content)
    assert "Bas de Seine" in root.get("aria-label")


def test_the_map_draws_whole_and_partial_members(client):
    drawn = client.get(PAGE + "carte.svg" + HERE).content.decode()
    assert "Métropole Rouen Normandie" in drawn
    assert len(set(re.findall(r'fill="(#[0-9a-f]{6})"', drawn))) >= 3
    assert "style=" not in drawn


def test_the_outlines_to_choose_from_are_those_of_the_department_and_around(client, django_assert_max_num_queries):
    path = reverse("public_site:project_groups") + "?dep=76&avec=200039865"
    with django_assert_max_num_queries(4):
        content = json.loads(client.get(path).content)
    here = {f["properties"]["siren"]: f["properties"]["here"] for f in content["features"]}
    assert here["200023414"]
    assert not all(here.values())
    assert "200039865" in here  # chosen far away
    assert len(content["ground"]["geometries"]) == 1


@pytest.mark.parametrize("query", ["", "?dep=zz", "?dep=76&avec=x,999999999"])
def test_outlines_of_nowhere_are_empty_rather_than_an_error(client, query):
    assert client.get(reverse("public_site:project_groups") + query).status_code == 200


def test_the_diagnosis_comes_as_files(client):
    lines = client.get(PAGE + "diagnostic.csv" + HERE).content.decode().splitlines()
    content = client.get(PAGE + "diagnostic.json" + HERE).json()
    assert len(lines) - 1 == len(content["figures"]) > 20
    assert len(content["communes"]) == 72
    for form, inside in (("xlsx", "xl/workbook.xml"), ("pptx", "ppt/presentation.xml")):
        answer = client.get(f"{PAGE}diagnostic.{form}{HERE}")
        assert inside in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        assert re.search(rf'filename="projet-[0-9a-f]{{12}}\.{form}"', answer["Content-Disposition"])
    assert client.get(f"{PAGE}diagnostic.parquet{HERE}").content.startswith(b"PAR1")


def test_the_booklet_comes_as_pdf(client):
    answer = client.get(PAGE + "diagnostic.pdf" + HERE)
    assert answer.content.startswith(b"%PDF")


def test_a_project_stands_beside_territories_in_a_comparison(client):
    page = get(client, "/comparer/" + HERE + "&t=ti-2802&t=ti-8413")
    assert "Normandie, en projet" in page
    assert 'href="/diagnostic/population/?nom=Bas%20de%20Seine&epci=200023414&communes=27022"' in page
    remove = re.search(r'href="(/comparer/\?[^"]*)"[^>]*>(?:<span[^>]*>[^<]*</span>)?Bas de Seine', page)[1]
    assert "epci" not in remove
    assert 'name="communes" value="27022"' in page  # kept when another territory is added
    files = re.findall(r'href="(/comparer/comparaison\.(?:xlsx|pptx)\?[^"]+)"', page)
    assert len(files) == 2
    for file in files:
        assert zipfile.is_zipfile(io.BytesIO(client.get(file).content))


def test_five_columns_at_most_the_project_among_them(client):
    codes = "&".join(f"t=ti-{code}" for code in ("8413", "2802", "0101", "8404", "2806"))
    page = get(client, f"/comparer/{HERE}&{codes}")
    assert "Cinq territoires au plus" in page
    assert len(re.findall(r'class="td-compare__region"', page)) == 5


def test_a_territory_offers_its_perimeter_to_start_from(client):
    page = get(client, "/territoires/ti-8413/")
    address = re.search(r'href="(/diagnostic/\?[^"]+)"', page)[1]
    project = get(client, address)
    assert "42" in re.search(r"<dt>Communes</dt>\s*<dd>\s*(\S+)", project)[1]


def test_a_hostile_name_stays_text(client):
    page = client.get(PAGE, {"nom": "<script>alert(1)</script>", "communes": "76540"}).content.decode()
    assert "<script>alert" not in page
    drawn = client.get(PAGE + "population.svg", {"nom": "<script>x</script>", "communes": "76540"}).content.decode()
    assert "<script>x" not in drawn


@pytest.mark.parametrize("path", ["industry-share.svg", "carte.svg", "population.csv", ""])
@pytest.mark.parametrize("name", ["a\b", "a\uffff\x1f"])
def test_a_name_that_no_drawing_can_hold_loses_what_cannot_be_drawn(client, path, name):
    answer = client.get(PAGE + path, {"nom": name, "communes": "76540"})
    assert answer.status_code == 200
    assert not {"\b", "\x1f", "\uffff"} & set(answer.content.decode())


@pytest.mark.parametrize("theme", ["dsfr", "neutral"], indirect=True)
def test_the_form_has_no_inline_code_in_any_theme(client, theme):
    page = client.get(PAGE + "?etape=choix&dep=76").content.decode()
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert "style=" not in main
    assert not re.search(r"\son[a-z]+=", main)
    assert len(re.findall(r"<h1\b", page)) == 1
