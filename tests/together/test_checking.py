"""What may come in, and what is refused: each format, and what somebody disguises as one."""

import datetime as dt
import io

import docx
import openpyxl
import pptx
import pytest

from tandem.core.errors import TandemError
from tandem.documents.checking import checked
from tandem.documents.rules import keep_until, name_as_kept
from tests.together import files

GOOD = [
    ("note.pdf", files.PDF), ("plan.png", files.PNG), ("site.jpg", files.JPEG), ("site.JPEG", files.JPEG),
    ("lettre.docx", files.DOCX), ("budget.xlsx", files.XLSX), ("exposé.pptx", files.PPTX), ("lettre.odt", files.ODT),
    ("budget.ods", files.ODS), ("liste.csv", "nom;ville\nÉvrard;Oyonnax\n".encode("cp1252")), ("note.txt", b"a <b> c"),
]  # fmt: skip
BAD = [
    ("note.pdf", files.HTML, "n’est pas celui d’un PDF"),
    ("note.pdf", files.HTML + files.PDF, "n’est pas celui d’un PDF"),
    ("note.pdf", files.PDF.replace(b"1 0 obj", b"<script>x</script>"), "second fichier"),
    ("note.pdf", files.PDF + files.DOCX, "second fichier|incomplet"),
    ("note.pdf", files.PDF[:-7], "incomplet"),
    ("plan.png", files.SVG, "n’est pas celui d’un PNG"),
    ("plan.png", files.PNG + files.HTML, "second fichier"),
    ("plan.png", files.PNG + files.archive({"a": "b"}), "second fichier"),
    ("plan.png", files.JPEG, "n’est pas celui d’un PNG"),
    ("plan.svg", files.SVG, "n’est pas accepté"),
    ("page.html", files.HTML, "n’est pas accepté"),
    ("facture.pdf.exe", b"MZ", "n’est pas accepté"),
    ("lettre.docm", files.MACRO, "n’est pas accepté"),
    ("lettre.docx", files.MACRO, "macros"),
    ("lettre.docx", files.MACRO_TYPE, "macros"),
    ("lettre.docx", files.XLSX, "n’est pas celui d’un DOCX"),
    ("lettre.docx", files.archive({"a": "b"}), "n’est pas celui d’un DOCX"),
    ("lettre.docx", files.BOMB, "pèserait bien plus"),
    ("lettre.docx", files.CLIMBING, "n’est pas celui d’un DOCX"),
    ("lettre.docx", files.HTML + files.DOCX, "n’est pas celui d’un DOCX"),
    ("lettre.docx", files.DOCX[:-10], "n’est pas celui d’un DOCX"),
    ("lettre.odt", files.ODS, "n’est pas celui d’un ODT"),
    ("liste.csv", files.HTML, "n’est pas celui d’un CSV"),
    ("liste.csv", b"a;b\x00\n", "n’est pas celui d’un CSV"),
    ("note.txt", b"\xef\xbb\xbf  <svg onload=x>", "n’est pas celui d’un TXT"),
    ("note.txt", b"MZ\x90", "n’est pas celui d’un TXT"),
    ("note.txt", b"", "vide"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), GOOD, ids=[name for name, _content in GOOD])
def test_each_format_is_taken(tmp_path, name, content):
    (tmp_path / "file").write_bytes(content)
    assert checked(name, tmp_path / "file").extension == {"jpeg": "jpg"}.get(
        name.rpartition(".")[2].lower(), name.rpartition(".")[2].lower()
    )


@pytest.mark.parametrize(("name", "content", "why"), BAD, ids=range(len(BAD)))
def test_what_is_not_what_it_says_is_refused_with_its_reason(tmp_path, name, content, why):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(TandemError, match=why):
        checked(name, tmp_path / "file")


@pytest.mark.parametrize("make", [docx.Document, openpyxl.Workbook, pptx.Presentation])
def test_what_real_software_writes_is_taken(tmp_path, make):
    held = io.BytesIO()
    made = make()
    made.save(held)
    extension = {"Document": "docx", "Workbook": "xlsx", "Presentation": "pptx"}[make.__name__]
    (tmp_path / "file").write_bytes(held.getvalue())
    assert checked(f"a.{extension}", tmp_path / "file").extension == extension


def test_an_archive_that_lies_about_its_weight_is_refused(tmp_path):
    """The directory says that an entry is small; what comes out of it is counted, not believed."""
    bomb = files.BOMB
    lied = bomb.replace((60_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lied != bomb
    (tmp_path / "file").write_bytes(lied)
    with pytest.raises(TandemError):
        checked("lettre.docx", tmp_path / "file")


@pytest.mark.parametrize(
    "name",
    ["../note.pdf", "a/b.pdf", "a\\b.pdf", "C:note.pdf", "a\x00.pdf", "a\n.pdf", "note\u202efdp.exe.pdf", ".pdf", "",
     "note", ".caché.pdf", "a" * 150 + ".pdf"],
)  # fmt: skip
def test_a_name_with_a_path_or_an_unseen_character_is_refused(name):
    with pytest.raises(TandemError):
        name_as_kept(name)


def test_a_name_keeps_its_accents_composed_and_its_spaces_single():
    assert name_as_kept("  De\u0301libe\u0301ration   n° 12.pdf ") == "Délibération n° 12.pdf"


@pytest.mark.parametrize(
    ("retention", "day", "until"),
    [
        ("working", dt.date(2026, 3, 1), dt.date(2029, 3, 1)),
        ("decision", dt.date(2026, 3, 1), dt.date(2036, 3, 1)),
        ("working", dt.date(2024, 2, 29), dt.date(2027, 3, 1)),
    ],
)
def test_how_long_a_document_is_kept(retention, day, until):
    assert keep_until(retention, day) == until
