"""The documents as a reader, a screen reader and a checker find them."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import page
import pikepdf
import pytest
from pikepdf import Dictionary, Name

from tandem.core.typography import no_break
from tandem.steering import usecases
from tandem.steering.report import report
from tandem.steering.typeset import Picture, TypesettingError, typeset

pytestmark = pytest.mark.django_db

DATE = dt.date(2024, 9, 16)
BASE = "https://tandem.example"


@pytest.fixture(autouse=True)
def home(settings, tmp_path_factory) -> Path:
    """Documents and fonts of the tests, away from those of the installation; made once."""
    settings.TANDEM_HOME = tmp_path_factory.getbasetemp() / "home"
    return settings.TANDEM_HOME


@pytest.fixture(params=["report", "booklet"])
def document(request) -> bytes:
    if request.param == "report":
        return usecases.report_pdf(DATE, base=BASE)
    return usecases.booklet_pdf("ti-8413", date=DATE, base=BASE)


def elements(node: object, inherited: str = "") -> Iterator[Dictionary]:
    """Every structure element under a node."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, Dictionary) and Name.S in node:
        yield node
        if Name.K in node:
            yield from elements(node.K)
    elif isinstance(node, Dictionary) and Name.K in node and Name.Type in node and node.Type == Name.StructTreeRoot:
        yield from elements(node.K)


def links(pdf: pikepdf.Pdf) -> list[str]:
    return [
        str(note.A.URI)
        for page in pdf.pages
        for note in page.get(Name.Annots, [])
        if note.Subtype == Name.Link and Name.A in note and Name.URI in note.A
    ]


def test_an_independent_validator_finds_it_conformant_to_pdf_ua_1(document: bytes) -> None:
    verdict = page.validate_pdf_bytes(document, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in verdict.failures] == []
    assert verdict.is_compliant
    assert verdict.rules.total > 90


def test_it_declares_what_pdf_ua_asks(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert Name.StructTreeRoot in pdf.Root
        assert str(pdf.Root.Lang).startswith("fr")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert "16 septembre 2024" in metadata["dc:title"]


def test_every_picture_has_an_alternative_text(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        figures = [each for each in elements(pdf.Root.StructTreeRoot) if Name.Figure == each.S]
        assert len(figures) >= 5
        assert all(len(str(each.Alt)) > 20 for each in figures)


def test_tables_have_headers_and_headings_begin_at_the_first_level(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        tables = [each for each in found if Name.Table == each.S]
        assert tables
        for table in tables:
            assert any(cell.S == Name.TH for cell in elements(table.K))
        levels = [int(str(each.S)[2:]) for each in found if re.fullmatch(r"/H[1-6]", str(each.S))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_figure_leads_to_its_page_at_the_same_date(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        found = links(pdf)
    assert all(each.startswith(BASE + "/") for each in found)
    dated = [each for each in found if "/donnees/" not in each]
    assert all(each.endswith(f"?date={DATE}") for each in dated)


def test_the_report_links_all_figures_and_territories() -> None:
    with pikepdf.open(io.BytesIO(usecases.report_pdf(DATE, base=BASE))) as pdf:
        found = set(links(pdf))
    shown = report(DATE)
    assert {BASE + figure.url for figure in (*shown.figures, *shown.announced)} <= found
    assert {BASE + row.url for region in shown.regions for row in region.rows} <= found


def test_a_territory_without_most_data_still_has_its_booklet() -> None:
    with pikepdf.open(io.BytesIO(usecases.booklet_pdf("ti-0601", date=DATE))) as pdf:
        assert len(pdf.pages) >= 3


def test_texts_follow_french_typography(settings) -> None:
    from tandem.steering import payload
    from tandem.steering.booklet import booklet

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, child in value.items():
                if key not in ("href", "url", "key", "picture", "alts"):
                    yield from texts(child)
        elif isinstance(value, list | tuple):
            for child in value:
                yield from texts(child)

    for data, _pictures in (payload.of_report(report(DATE), ""), payload.of_booklet(booklet("ti-8413", DATE), "")):
        prose = [each for each in texts(data) if " " in each.strip() and len(each) > 30]
        assert prose
        for each in prose:
            assert not re.search(r"(?<=\d) ?%", each.replace("\u202f%", "")), each
            assert not re.search(r" [;:!?]", each), each
            assert not re.search(r"«(?!\u202f)", each), each
            assert each == no_break(each), each


def test_the_same_document_is_not_compiled_twice(home) -> None:
    first = usecases.booklet_pdf("ti-8413", date=DATE)
    kept = list((home / "documents").glob("booklet-ti-8413-2024-09-16.*.pdf"))
    assert len(kept) == 1
    kept[0].write_bytes(b"%PDF kept")

    assert usecases.booklet_pdf("ti-8413", date=DATE) == b"%PDF kept"
    assert usecases.booklet_pdf("ti-8413", date=DATE, base=BASE) != first
    assert len(list((home / "documents").glob("booklet-ti-8413-2024-09-16.*.pdf"))) == 1


def test_any_number_of_days_keeps_a_bounded_number_of_documents(settings, tmp_path, monkeypatch) -> None:
    """A visitor may ask for every day of a list, one after the other: the disk must not fill."""
    from tandem.steering import typeset as module

    settings.TANDEM_HOME = tmp_path
    monkeypatch.setattr(module, "MOST_KEPT", 3)
    days = [DATE + dt.timedelta(number) for number in range(5)]
    usecases.booklet_pdf("ti-8413", date=days[0])
    for day in days[1:]:
        usecases.booklet_pdf("ti-8413", date=day)
        usecases.booklet_pdf("ti-8413", date=days[0])  # asked for again: kept

    kept = {each.name[:26] for each in (tmp_path / "documents").iterdir()}
    assert kept == {f"booklet-ti-8413-{day}" for day in (days[0], *days[3:])}


def test_two_compilations_give_the_same_bytes(home) -> None:
    first = usecases.report_pdf(DATE)
    for kept in (home / "documents").glob("report-*.pdf"):
        kept.unlink()

    assert usecases.report_pdf(DATE) == first


def test_the_neutral_theme_does_without_the_font_of_the_state(settings) -> None:
    settings.TANDEM_THEME = "neutral"
    with pikepdf.open(io.BytesIO(usecases.booklet_pdf("ti-8413", date=DATE))) as pdf:
        used = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert used
    assert not any("Marianne" in name for name in used)


def test_typst_refuses_a_picture_without_alternative_text(tmp_path, monkeypatch) -> None:
    from tandem.steering import typeset as module

    (tmp_path / "bare.typ").write_text('#set document(title: "T")\n#set text(lang: "fr")\n= A\n#image("a.svg")')
    monkeypatch.setattr(module, "TEMPLATES", tmp_path)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    with pytest.raises(TypesettingError, match="Typst refuse"):
        typeset("bare", {}, {"a": Picture("", "a", lambda: svg)}, name="bare")
