"""A territory's page and its files."""

import json
import re
from html import unescape

import pytest

from tandem.core.memory_cache import pages

pytestmark = pytest.mark.django_db
PAGE = "/territoires/ti-8413/"


@pytest.fixture(autouse=True)
def nothing_kept():
    pages.clear()


def get(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_the_page_says_who_the_territory_is(client):
    page = get(client, PAGE)
    for words in (
        "Plastics Vallée",
        "ti-8413",
        "2023-2027",
        "Auvergne-Rhône-Alpes",
        "Ain (01)",
        "depuis le 9 novembre 2023",
    ):
        assert words in page


def test_members_are_named_with_their_nature_and_cover(client):
    assert re.search(r"1\u202fintercommunalité, en entier\s*<ul[^>]*>\s*<li>\s*Haut - Bugey", get(client, PAGE))
    from tandem.territories.models import Member

    partly = Member.objects.filter(kind="epci", complete=False).order_by("perimeter", "code").first()
    perimeter = partly.perimeter
    page = get(client, f"/territoires/{perimeter.territory_id}/?date={perimeter.validity.lower}")
    assert re.search(r"en partie\u202f: \d+\u202fcommunes? sur \d+", page)


def test_every_chapter_and_figure_of_the_diagnosis_is_there(client):
    from tandem.diagnosis.catalogue import CHAPTERS

    page = get(client, PAGE)
    for chapter in CHAPTERS:
        assert f'id="{chapter.id}"' in page
        assert f'href="#{chapter.id}"' in page
        for indicator in chapter.indicators:
            assert f'href="/territoires/ti-8413/{indicator.id}/"' in page


def test_the_essential_has_five_sentences_then_what_stands_out_each_with_its_rule(client):
    page = get(client, PAGE)
    summary = page.split('class="td-summary')[1].split("</div>")[0]
    assert 5 <= summary.count("<p>") <= 9
    assert summary.count("Quand elle est dite") == summary.count("<p>")
    assert 'href="/territoires/ti-8413/population/"' in summary


def test_chapters_add_what_the_essential_does_not_say(client):
    page = get(client, PAGE)
    chapters = page.split('id="essentiel"')[1]
    sentences = re.findall(r"<p>([^<]{60,}?)<button", chapters)
    assert len(sentences) > 6
    assert len(sentences) == len(set(sentences))


def test_figures_that_wait_for_one_file_are_one_block(client):
    from tandem.diagnosis.catalogue import CHAPTERS

    page = get(client, PAGE)
    classes = page.split('id="classes"')[1].split("</section>")[0]
    assert classes.count("n’est pas encore importé ici") == 1
    assert 'class="td-figure"' not in classes
    assert 'href="/donnees/urssaf/"' in classes
    assert "https://open.urssaf.fr/" in classes
    chapter = next(each for each in CHAPTERS if each.id == "classes")
    for indicator in chapter.indicators:
        assert f'href="/territoires/ti-8413/{indicator.id}/"' in classes


def test_a_chapter_says_what_tandem_cannot_say_yet(client):
    page = get(client, PAGE)
    risks = page.split('id="risks"')[1].split("</section>")[0]
    assert "Tandem ne lit encore aucune source sur les risques" in risks
    assert 'href="#risks"' in page


def test_the_potential_names_sectors_why_and_who_has_them(client):
    page = get(client, PAGE)
    potential = page.split('id="potential"')[1].split("</section>\n\n\n      ")[0]
    assert "Proche parce que le territoire a déjà\u202f: " in potential
    near = re.findall(r'Pratiqué près d’ici\u202f:\s*<a href="(/territoires/ti-\d{4}/)">([^<]+)</a>', potential)
    assert near
    for href, name in near[:3]:
        assert f"<h1>{name}</h1>" in get(client, href)


def test_the_digest_of_the_dated_diagnosis_is_given(client):
    from tandem.diagnosis.models import Snapshot

    digest = Snapshot.objects.of("ti-8413", "2024-07").first().digest
    assert digest in get(client, PAGE)


@pytest.mark.parametrize(("form", "start"), [("xlsx", b"PK"), ("pptx", b"PK"), ("parquet", b"PAR1"), ("pdf", b"%PDF")])
def test_the_diagnosis_comes_as_documents(client, form, start):
    assert f'href="/territoires/ti-8413/diagnostic.{form}"' in get(client, PAGE)
    answer = client.get(f"{PAGE}diagnostic.{form}")
    assert answer.content.startswith(start)
    assert f'filename="ti-8413.{form}"' in answer["Content-Disposition"]


@pytest.mark.parametrize("path", [PAGE, "/territoires/ti-0101/", "/territoires/ti18-8408/", PAGE + "?date=2024-09-16"])
def test_twenty_two_queries_at_most_whatever_the_territory(client, django_assert_max_num_queries, path):
    with django_assert_max_num_queries(22):
        get(client, path)


def test_the_number_of_queries_does_not_grow_with_the_members(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tandem.territories.models import Perimeter

    order = Perimeter.objects.filter(list="2024-07").order_by("communes")
    counts = []
    for perimeter in (order.first(), order.last()):
        with CaptureQueriesContext(connection) as queries:
            get(client, f"/territoires/{perimeter.territory_id}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_missing_value_says_why(client):
    page = get(client, "/territoires/ti-0101/")
    assert "outre-mer absent de la source" in page
    assert "None" not in re.sub(r"<[^>]*>", "", page)


def test_a_territory_of_a_past_list_says_so_and_leads_to_what_it_became(client):
    page = get(client, "/territoires/ti18-8408/")
    assert "Un territoire d’une liste passée" in page
    assert re.search(r"Ce qu’il est devenu</h3>\s*<ul.*?href=\"/territoires/ti-", page, re.S)


def test_the_permanent_address_names_the_day(client):
    page = get(client, PAGE + "?date=2024-09-16")
    assert "Adresse permanente de cette page au 16 septembre 2024" in page
    assert 'href="http://testserver/territoires/ti-8413/?date=2024-09-16"' in page


def test_an_unknown_code_suggests_the_nearest(client):
    page = get(client, "/territoires/ti-84133/", 404)
    assert 'href="/territoires/ti-8413/"' in page
    assert "Chercher un territoire" in page


def test_a_name_in_place_of_a_code_suggests_the_territory(client):
    assert 'href="/territoires/ti-8413/"' in get(client, "/territoires/oyonnax/", 404)


def test_a_day_without_perimeter_gives_the_days_that_have_one(client):
    page = get(client, "/territoires/ti18-8408/?date=2024-01-01", 404)
    assert "n’a pas de périmètre connu au 1er janvier 2024" in page
    assert 'href="/territoires/ti18-8408/?date=2020-07-20"' in page


def test_a_bad_date_is_refused(client):
    assert "n’est pas une date" in get(client, PAGE + "?date=2024-13-45", 400)


def test_the_diagnosis_comes_as_csv_and_json(client):
    lines = client.get(PAGE + "diagnostic.csv").content.decode().splitlines()
    content = client.get(PAGE + "diagnostic.json").json()
    assert len(lines) - 1 == len(content["figures"]) > 20
    assert content["territory"]["code"] == "ti-8413"
    assert content["figures"][0]["url"].startswith("http://testserver/territoires/ti-8413/")


def test_the_booklet_comes_as_pdf(client):
    answer = client.get(PAGE + "diagnostic.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "path",
    [
        PAGE + "carte.svg",
        PAGE + "diagnostic.csv",
        PAGE + "diagnostic.json",
        PAGE + "industry-share.svg",
        PAGE + "industry-share.csv",
        "/territoires.geojson",
        "/chiffres/industry-share.svg?dessin=carte",
    ],
)
def test_files_may_be_kept_and_asked_again_by_their_tag(client, path):
    first = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "public" in first["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": first["ETag"], "Accept-Encoding": "gzip"})
    assert again.status_code == 304
    assert again.content == b""


def test_the_map_names_the_members_and_carries_no_style(client):
    drawn = client.get(PAGE + "carte.svg").content.decode()
    assert 'role="img"' in drawn
    assert "Haut - Bugey" in drawn
    assert "style=" not in drawn
    assert "<script" not in drawn


def test_similar_territories_say_in_what(client):
    page = get(client, PAGE)
    peers = page.split('class="td-peers"')[1].split("</ol>")[0]
    assert peers.count('class="td-peers__name"') == 5
    assert "(ici " in peers


def test_json_is_what_the_command_gives(client):
    figures = {f["id"]: f for f in client.get(PAGE + "diagnostic.json").json()["figures"]}
    assert figures["industry-share"]["unit"] == "percent"
    assert json.dumps(figures)  # plain values only


@pytest.mark.parametrize(("path", "status"), [("/territoires/TI-8413/", 200), ("/territoires/%00/", 404)])
def test_a_code_is_read_as_it_may_be_typed(client, path, status):
    get(client, path, status)
