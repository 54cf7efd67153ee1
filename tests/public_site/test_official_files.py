"""The official files on the pages of data: what is in service, what is missing, and never a row."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tandem import reference
from tandem.datasets import kinds
from tandem.datasets.store import Store

pytestmark = pytest.mark.django_db


def get(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.content.decode())


def row_of(page: str, kind: str) -> str:
    return page.split(f'href="/donnees/{kind}/"', 1)[1].split("</tr>", 1)[0]


def test_no_kind_of_file_bears_the_name_of_a_table():
    assert set(kinds.KINDS) & set(reference.names()) == set()


def test_the_index_lists_every_file_that_can_be_imported(client, home):
    page = get(client, reverse("public_site:data"))
    for kind in kinds.KINDS.values():
        assert "à importer" in row_of(page, kind.id)
    assert "aucun en service" in page


def test_the_index_says_what_is_in_service_and_which_part_of_the_country(client, employees):
    row = row_of(get(client, reverse("public_site:data")), "urssaf")
    assert "2022, seulement" in row
    assert f"{employees.manifest['rows']:,}".replace(",", "\u202f") in row
    assert "à importer" in row_of(get(client, reverse("public_site:data")), "sirene")


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_sheet_describes_its_file_whether_it_is_there_or_not(client, home, kind):
    described = kinds.get(kind)
    page = get(client, reverse("public_site:data_table", args=[kind]))
    assert described.page in page
    assert f"tandem data import {kind} FICHIER" in page
    assert (f"tandem data download {kind}" in page) == bool(described.address)
    for field in described.fields.values():
        assert f"<code>{field.name}</code>" in page
    assert ("aucune de ses lignes ne sort d’ici" in page) == described.private


def test_a_sheet_tells_the_manifest_in_words(client, employees):
    page = get(client, reverse("public_site:data_table", args=["urssaf"]))
    assert "Millésime 2022" in page
    assert "de 2006 à 2022" in page
    assert employees.manifest["sources"][0]["sha256"] in page
    assert "urssaf.csv" in page
    assert "Comment citer" in page
    assert 'href="/chiffres/class-change/"' in page
    for caveat in kinds.get("urssaf").caveats:
        assert caveat in page


def test_no_page_shows_where_files_are_on_the_machine_nor_any_row(client, employees, home, zone):
    for path in (reverse("public_site:data"), reverse("public_site:data_table", args=["urssaf"])):
        page = get(client, path)
        assert str(home) not in page
        assert not re.search(rf"<td[^>]*>\s*{zone[0]}\s*<", page)
    assert client.get("/donnees/urssaf.csv").status_code == 404


def test_a_file_that_cannot_be_read_any_more_is_said_without_its_path(client, employees, home):
    (employees.folder / "data.parquet").write_bytes(b"")
    for path in (reverse("public_site:data"), reverse("public_site:data_table", args=["urssaf"])):
        page = get(client, path)
        assert "ne se lit plus" in page
        assert str(home) not in page


def test_a_withdrawn_file_waits_again(client, employees, home):
    Store(home / "data").withdraw("urssaf", "2022")
    assert "à importer" in row_of(get(client, reverse("public_site:data")), "urssaf")


def test_an_unknown_name_suggests_files_and_tables(client, home):
    page = get(client, "/donnees/ursaf/", 404)
    assert 'href="/donnees/urssaf/"' in page


def test_sources_of_a_figure_lead_to_the_sheet_of_their_file(client, home):
    page = get(client, "/chiffres/class-change/")
    (href,) = set(re.findall(r'href="(/donnees/urssaf/)"', page))
    assert "Urssaf" in get(client, href)


def test_the_site_map_leads_to_every_sheet_and_to_the_project(client, home):
    page = get(client, reverse("public_site:sitemap"))
    assert 'href="/diagnostic/"' in page
    for kind in kinds.KINDS:
        assert f'href="/donnees/{kind}/"' in page


@pytest.mark.parametrize("theme", ["dsfr", "neutral"], indirect=True)
def test_a_sheet_stands_in_every_theme_without_inline_code(client, employees, theme):
    main = get(client, "/donnees/urssaf/").split("<main", 1)[1].split("</main>", 1)[0]
    assert len(re.findall(r"<h1\b", main)) == 1
    assert "style=" not in main
