"""The steering report as a page and as a document."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse

from tandem.steering.report import report

pytestmark = pytest.mark.django_db


def page_at(client, date: str) -> str:
    return client.get(reverse("public_site:report"), {"date": date}).content.decode()


@pytest.mark.parametrize(("date", "count"), [("2020-10-15", 148), ("2022-12-31", 149), ("2024-09-16", 183)])
def test_the_report_counts_the_territories_of_its_date(client, date, count):
    page = page_at(client, date)
    assert f"le programme compte {count} territoires" in page
    listed = re.findall(r'<th scope="row"><a href="/territoires/([^/]+)/\?date=', page.split('id="regions"', 1)[1])
    assert len(listed) == len(set(listed)) == count


def test_the_page_says_what_the_document_says(client):
    page = unescape(page_at(client, "2024-09-16"))
    read = report(dt.date(2024, 9, 16))
    findings = [finding for part in (read.base, *read.pillars) for finding in part.findings]
    assert findings
    for sentence in [*read.brief, *(sentence for finding in findings for sentence in finding.sentences)]:
        assert sentence in page
    for part in read.pillars:
        assert part.gap in page


def test_every_figure_opens_to_its_own_page(client):
    page = page_at(client, "2024-09-16")
    for figure in report(dt.date(2024, 9, 16)).figures:
        assert f'<a href="{figure.url}">' in page


def test_what_was_announced_stands_beside_what_is_computed(client):
    page = page_at(client, "2021-10-12")
    row = page.split("12 octobre 2021</th>", 1)[1].split("</tr>", 1)[0]
    assert re.findall(r'<td class="td-number">(\d+)</td>', row) == ["146", "148"]
    assert "<td>+2</td>" in row


def test_announced_amounts_carry_their_unit_and_are_never_shown_as_computed(client):
    page = page_at(client, "2024-09-16")
    announced = page.split("Chiffres seulement annoncés", 1)[1].split("</table>", 1)[0]
    assert "5,4\u202fMd€" in announced
    assert "plus de 27\u202f250\u202femplois" in announced
    assert "pas encore enregistré dans Tandem" in page


def test_the_chooser_keeps_the_date_that_was_asked_for(client):
    page = page_at(client, "2021-10-12")
    assert '<option value="2021-10-12" selected>12 octobre 2021</option>' in page
    assert f'href="{reverse("public_site:report_pdf")}?date=2021-10-12"' in page


def test_pictures_come_from_addresses_that_answer(client):
    page = page_at(client, "2024-09-16").split("<main", 1)[1]
    drawn = {unescape(each) for each in re.findall(r'<img[^>]+src="(/[^"]+)"', page)}
    assert len(drawn) > 5
    for address in drawn:
        assert client.get(address)["Content-Type"].startswith("image/svg+xml"), address


def test_before_the_first_list_the_report_says_since_when_there_is_one(client):
    response = client.get(reverse("public_site:report"), {"date": "2015-01-01"})
    assert response.status_code == 404
    assert "20 juillet 2020" in response.content.decode()


def test_a_word_instead_of_a_date_is_refused_in_words(client):
    response = client.get(reverse("public_site:report"), {"date": "hier"})
    assert response.status_code == 400
    assert "n’est pas une date" in response.content.decode()


def test_the_number_of_queries_does_not_depend_on_the_number_of_territories(client, django_assert_num_queries):
    with django_assert_num_queries(11):  # the first phase has none before it to compare with
        page_at(client, "2020-10-15")
    with django_assert_num_queries(12):
        page_at(client, "2024-09-16")


def test_the_page_stays_light(client):
    import gzip

    assert len(gzip.compress(page_at(client, "2024-09-16").encode())) < 60_000


@pytest.mark.slow
def test_the_document_is_an_accessible_pdf_whose_links_lead_to_this_site(client):
    import io

    import pikepdf

    response = client.get(reverse("public_site:report_pdf"), {"date": "2024-09-16"})
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="rapport-2024-09-16.pdf"' in response["Content-Disposition"]
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        links = {
            str(annotation.A.URI)
            for sheet in document.pages
            for annotation in sheet.get("/Annots", [])
            if "/A" in annotation and "/URI" in annotation.A
        }
    assert any(link.startswith("http://testserver/territoires/") for link in links)
    again = client.get(
        reverse("public_site:report_pdf"), {"date": "2024-09-16"}, headers={"if-none-match": response["ETag"]}
    )
    assert again.status_code == 304
