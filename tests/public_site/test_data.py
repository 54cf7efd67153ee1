"""Data and methods, the sheet of a table, its CSV, the downloads."""

import csv
import io
import re

import pytest
from django.urls import reverse

from tandem import reference
from tandem.core.memory_cache import pages
from tandem.diagnosis.catalogue import INDICATORS
from tandem.public_site.content.methods import METHODS
from tandem.public_site.content.tables import GROUPS
from tandem.public_site.presenters import datasets
from tandem.public_site.presenters.methods import typeset

TABLES = reference.names()


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


def test_every_shipped_table_has_its_place_in_the_index():
    placed = [name for group in GROUPS for name in group.tables]
    assert sorted(placed) == TABLES


@pytest.mark.django_db
def test_the_index_gives_source_vintage_licence_rows_and_date_of_every_table(client):
    page = client.get(reverse("public_site:data")).content.decode()
    for name in TABLES:
        assert f'href="{reverse("public_site:data_table", args=[name])}"' in page
    loaded = datasets.dataset("communes").loaded_at
    row = page.split(reverse("public_site:data_table", args=["communes"]), 1)[1].split("</tr>", 1)[0]
    for told in ("Insee, DGCL, IGN", "1er janvier 2026", "Licence Ouverte 2.0", "34\u202f969", f"{loaded:%d/%m/%Y}"):
        assert told in row


@pytest.mark.django_db
def test_the_index_needs_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("public_site:data"))


@pytest.mark.django_db
def test_every_method_shows_its_formula_and_its_papers(client):
    page = client.get(reverse("public_site:data")).content.decode()
    for method in METHODS:
        assert f'id="methode-{method.id}"' in page
        for paper in method.references:
            assert paper.split(",")[0] in page
    assert "QL = (e<sub>s</sub> ÷ e) ÷ (E<sub>s</sub> ÷ E)" in page


def test_methods_name_indicators_of_the_catalogue():
    named = {code for method in METHODS for code in method.indicators}
    assert named - INDICATORS.keys() == set()


def test_every_computed_indicator_has_a_method_or_is_a_plain_total():
    explained = {code for method in METHODS for code in method.indicators}
    plain = {"schemes", "shortage-occupations", "industrial-brownfields", "brownfield-surface"}
    plain |= {"industry-establishments", "establishments-10-plus", "industry-employers", "industry-births"}
    plain |= {"industry-closures", "brownfields-without-project", "emitters"}
    assert INDICATORS.keys() - explained - plain == set()


def test_a_formula_is_escaped_before_it_is_typeset():
    assert typeset("a_i < b^(1 ÷ n)") == "a<sub>i</sub> &lt; b<sup>1 ÷ n</sup>"


@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLES)
def test_a_sheet_describes_its_table_and_every_column(client, name):
    page = client.get(reverse("public_site:data_table", args=[name])).content.decode()
    entry = reference.manifest()["tables"][name]
    assert entry["sha256"] in page
    assert entry["producer"].split(",")[0] in page
    for column in entry["columns"]:
        assert f"<code>{column['name']}</code>" in page


@pytest.mark.django_db
def test_a_sheet_leads_to_the_figures_made_from_it(client):
    page = client.get(reverse("public_site:data_table", args=["brownfields"])).content.decode()
    for code in ("brownfields", "industrial-brownfields", "brownfield-surface"):
        assert f'href="{reverse("public_site:indicator", args=[code])}"' in page


@pytest.mark.django_db
def test_a_sheet_leads_to_the_tables_that_its_codes_come_from(client):
    page = client.get(reverse("public_site:data_table", args=["population"])).content.decode()
    assert f'<a href="{reverse("public_site:data_table", args=["communes"])}">Communes en vigueur</a>' in page


@pytest.mark.django_db
def test_a_missing_number_is_said_and_never_shown_as_zero(client):
    preview = datasets.preview(datasets.dataset("private_employees"))
    years = [column.key for column in preview.columns if column.key.startswith("y")]
    shown = {year: [record[year] for record in preview.records()] for year in years}
    source = reference.load("private_employees").slice(0, datasets.PREVIEW_ROWS).to_pylist()
    for year in years:
        for value, row in zip(shown[year], source, strict=True):
            assert (str(value) == "non disponible") if row[year] is None else (value == row[year])
    assert any(row[year] is None for row in source for year in years)


@pytest.mark.django_db
def test_a_citation_names_producer_vintage_licence_and_address(client):
    page = client.get(reverse("public_site:data_table", args=["income"])).content.decode()
    citation = re.search(r'<blockquote class="td-citation">(.*?)</blockquote>', page, re.S).group(1)
    for told in ("Insee", "Filosofi 2021", "http://testserver/donnees/income/", "Licence Ouverte 2.0"):
        assert told in citation


@pytest.mark.django_db
def test_an_unknown_table_suggests_the_nearest(client):
    response = client.get("/donnees/comunes/")
    assert response.status_code == 404
    assert reverse("public_site:data_table", args=["communes"]) in response.content.decode()


@pytest.mark.parametrize("name", ["communes", "zonings", "declared_figures", "sectors"])
def test_the_csv_holds_every_row_and_every_value_of_the_table(client, name):
    response = client.get(reverse("public_site:data_table_csv", args=[name]))
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="{name}.csv"' in response["Content-Disposition"]
    table = reference.load(name)
    header, *rows = rows_of(body(response))
    assert header == table.column_names
    assert len(rows) == table.num_rows
    column = table.column_names[1]
    assert [row[1] for row in rows] == ["" if value is None else str(value) for value in table[column].to_pylist()]


def test_an_empty_cell_of_the_csv_is_a_null_of_the_table(client):
    header, *rows = rows_of(body(client.get(reverse("public_site:data_table_csv", args=["private_employees"]))))
    at = header.index("y2024")
    assert sum(row[at] == "" for row in rows) == reference.load("private_employees")["y2024"].null_count > 0


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(monkeypatch):
    import pyarrow as pa

    table = pa.table({"text": ["=1+1", "-2", "plain", None], "number": [-1.5, 2.0, 3.0, None]})
    monkeypatch.setattr(datasets.reference, "load", lambda name: table)
    written = rows_of(b"".join(datasets.csv_chunks("any")))
    assert written == [["text", "number"], ["'=1+1", "-1.5"], ["'-2", "2"], ["plain", "3"], ["", ""]]


def test_a_reader_who_has_this_version_of_a_table_is_told_so(client):
    address = reverse("public_site:data_table_csv", args=["regions"])
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": tag})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["regions", "income"])
def test_the_weight_announced_is_that_of_the_file(client, name):
    assert datasets.csv_size(name) == len(body(client.get(reverse("public_site:data_table_csv", args=[name]))))


@pytest.mark.parametrize(
    ("size", "words"),
    [(312, "312\u202foctets"), (5_324, "5,32\u202fko"), (74_196, "74,2\u202fko"), (2_909_350, "2,91\u202fMo")],
)
def test_weights_are_written_in_french(size, words):
    assert datasets.written_size(size) == words


@pytest.mark.django_db
def test_downloads_offer_every_kind_of_file_and_each_address_answers(client):
    page = client.get(reverse("public_site:downloads")).content.decode()
    found = set(re.findall(r'href="([^"]+)"\s+download', page))
    offered = {address.partition("?")[0].rpartition(".")[2] for address in found}
    assert offered == {"csv", "json", "geojson", "pdf"}
    for date in ("", "?date=2022-12-31", "?date=2020-07-20"):
        for form in ("csv", "json", "geojson"):
            assert f"/territoires.{form}{date}" in found
    for name in TABLES:
        assert reverse("public_site:data_table_csv", args=[name]) in found
    for code in INDICATORS:
        assert reverse("public_site:indicator_csv", args=[code]) in found
    assert sum(address.endswith("/diagnostic.pdf") for address in found) == 183
    light = sorted(address for address in found if not address.partition("?")[0].endswith(".pdf"))
    sample = [address for address in light if "/diagnostic." not in address] + light[:2]
    refused = {address: status for address in sample if (status := client.get(address).status_code) != 200}
    assert refused == {}


@pytest.mark.django_db
def test_downloads_announce_the_weight_that_is_served(client):
    page = client.get(reverse("public_site:downloads")).content.decode()
    served = len(client.get("/territoires.csv?date=2022-12-31").content)
    link = page.split("/territoires.csv?date=2022-12-31", 1)[1].split("</a>", 1)[0]
    assert datasets.written_size(served) in link
    assert max(len(client.get(f"/chiffres/{code}.csv").content) for code in INDICATORS) < 25_000


@pytest.mark.django_db
def test_downloads_are_listed_in_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    pages.clear()
    with django_assert_max_num_queries(50):
        client.get(reverse("public_site:downloads"))
