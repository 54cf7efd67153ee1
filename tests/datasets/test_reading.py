"""Opening what a person downloads: encodings, separators, archives, workbooks, and what is none of them."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook
from tests.datasets.samples import HEADER, ROWS, URSSAF, urssaf

from tandem.datasets import archives
from tandem.datasets.importing import import_files
from tandem.datasets.sources import UnreadableFileError


def refusal(bring, content, **asked) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        bring("urssaf", content, **asked)
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        URSSAF.encode(),
        b"\xef\xbb\xbf" + URSSAF.encode(),
        URSSAF.encode("utf-16"),
        URSSAF.replace("\n", "\r\n").encode(),
        URSSAF.replace("\n", "\r").encode(),
        URSSAF.replace(";", ",").encode(),
        URSSAF.replace(";", "\t").encode("utf-16"),
        URSSAF.replace(";", "|").encode(),
        URSSAF.rstrip("\n").encode(),
        (URSSAF + "\n\n;;;;\n  \n").encode(),
        ('"' + URSSAF.strip().replace(";", '";"').replace("\n", '"\n"') + '"\n').encode(),
        ("Établissements employeurs\n\nSource : Urssaf\n" + URSSAF).encode(),
        ("Établissements employeurs\n\nSource : Urssaf\n" + URSSAF).encode("cp1252"),
        URSSAF.replace("\n", "\r\n", 3).encode(),
        URSSAF.replace("code_ape", "Code APE").replace("annee", "Année").encode("latin-1"),
    ],
    ids=[
        "utf-8", "bom", "utf-16", "crlf", "cr", "commas", "excel unicode text", "bars", "no last newline",
        "empty lines at the end", "quoted", "title above", "title above, windows", "mixed line ends", "latin-1 header",
    ],
)  # fmt: skip
def test_the_same_table_is_read_in_every_dress(bring, content):
    report = bring("urssaf", content)
    assert (report.read, report.kept, report.refused) == (5, 5, 0)


def test_a_file_in_two_encodings_keeps_its_accents(bring, store):
    header = "site_id;site_nom;site_type;site_statut;comm_insee\n"
    rows = "a;Étang;friche;sans projet;76540\n".encode() + "b;Forêt;friche;sans projet;76540\n".encode("cp1252")
    bring("cartofriches", header.encode() + rows, name="sites_2024.csv")
    assert store.get("cartofriches").decoded()["name"].to_pylist() == ["Étang", "Forêt"]


def test_a_name_that_could_be_that_of_several_files_is_that_of_one(bring, tmp_path):
    assert bring("urssaf", URSSAF, name="urssaf [1] l'été *.csv").kept == 5
    columns = [list(column) for column in zip(*[row.split(";") for row in ROWS], strict=True)]
    path = tmp_path / "urssaf [2022]?.parquet"
    pq.write_table(pa.table(dict(zip(HEADER.split(";"), columns, strict=True))), path)
    assert bring("urssaf", path).kept == 5


def test_a_compressed_file_and_an_archive_are_unpacked(bring, store):
    assert bring("urssaf", gzip.compress(URSSAF.encode()), name="urssaf.csv.gz").kept == 5
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data/urssaf_2022.csv", URSSAF)
        archive.writestr("data/meta_urssaf_2022.csv", "COD_VAR;LIB_VAR\nannee;Année\n")
        archive.writestr("lisezmoi.txt", "à lire")
    assert bring("urssaf", packed.getvalue(), name="urssaf.zip").kept == 5


def test_of_an_archive_with_two_tables_one_is_named(bring):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("commune.csv", URSSAF)
        archive.writestr("region.csv", "a;b\n1;2\n")
    said = refusal(bring, packed.getvalue(), name="urssaf.zip")
    assert "commune.csv et region.csv" in said
    assert "--sheet" in said
    assert bring("urssaf", packed.getvalue(), name="urssaf.zip", sheet="commune.csv").kept == 5
    assert "ne contient pas" in refusal(bring, packed.getvalue(), name="urssaf.zip", sheet="departement.csv")


def test_a_workbook_in_an_archive_is_read(bring, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("urssaf_2022.xlsx", workbook(tmp_path).read_bytes())
    assert bring("urssaf", packed.getvalue(), name="urssaf.zip").kept == 5


def workbook(folder: Path, title: bool = True) -> Path:
    """As Insee publishes: notes on a sheet; on another a title, names in words, then the codes of the columns."""
    book = Workbook()
    notes = book.active
    notes.title = "Documentation"
    for line in range(40):
        notes.append([f"note {line}", "a", "b", "c"])
    sheet = book.create_sheet("COM")
    if title:
        sheet.append(["Établissements par commune"])
        sheet.append([])
        sheet.append(["Commune", "Activité", "Année", "Établissements", "Salariés"])
    sheet.append(HEADER.split(";"))
    for row in ROWS:
        commune, activity, *numbers = row.split(";")
        sheet.append([commune, activity, *(int(number) for number in numbers)])
    path = folder / "classeur.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_read_where_its_columns_are_named(bring, tmp_path):
    report = bring("urssaf", workbook(tmp_path))
    assert (report.read, report.kept) == (5, 5)


def test_a_workbook_without_the_sheet_asked_names_those_it_has(bring, tmp_path):
    said = refusal(bring, workbook(tmp_path), sheet="REG")
    assert "« REG »" in said.replace("\u202f", " ")
    assert "Documentation et COM" in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "est vide"),
        (b"\n \n\n", "est vide"),
        (b"<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>", "page web"),
        (b'{"error": "not found"}', "JSON"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07" * 100, "pas un tableau de texte"),
        (b"12;34;56\n78;90;12\n", "ne nomme pas de colonnes"),
        (b"un seul mot\n", "ne nomme pas de colonnes"),
        (b"\xff\xfea\x00;\x00b\x00\n\x00c", "tronqué"),
        (b"PK\x03\x04 pas une archive", "tronqué"),
        (gzip.compress(URSSAF.encode() * 100)[:-200], "tronqué"),
        (b"PAR1 pas un Parquet", "tronqué"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 pas un classeur", "illisible"),
    ],
    ids=["empty", "blank", "web page", "json", "pdf", "binary", "no header", "no table", "half a character", "zip",
         "gz", "parquet", "xls"],
)  # fmt: skip
def test_what_is_no_table_is_told_apart(bring, content, told):
    assert told in refusal(bring, content)


def test_a_truncated_archive_or_parquet_is_refused(bring, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("urssaf.csv", URSSAF * 200)
    assert "tronqué" in refusal(bring, packed.getvalue()[:-300], name="urssaf.zip")
    parquet = tmp_path / "urssaf.parquet"
    pq.write_table(pa.table({"insee_com": ["76540"], "code_ape": ["1071C"]}), parquet)
    assert "tronqué" in refusal(bring, parquet.read_bytes()[:-20], name="coupe.parquet")


def test_a_parquet_damaged_in_its_middle_is_refused(bring, tmp_path, store):
    path = tmp_path / "urssaf.parquet"
    names = HEADER.split(";")
    columns = list(zip(*[row.split(";") for row in ROWS * 500], strict=True))
    pq.write_table(pa.table(dict(zip(names, map(list, columns), strict=True))), path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[8 : len(content) // 2] = bytes(len(content) // 2 - 8)
    said = refusal(bring, bytes(content), name="abime.parquet")
    assert "abîmé" in said
    assert store.current("urssaf") == {}


def test_a_file_that_unpacks_to_far_more_than_its_size_is_refused(bring, monkeypatch):
    monkeypatch.setattr(archives, "SUSPECT", 1 << 16)
    said = refusal(bring, gzip.compress(b"0" * (1 << 26)), name="bombe.csv.gz")
    assert "démesuré" in said


def test_a_file_larger_than_the_disk_is_not_unpacked(bring, monkeypatch, store):
    monkeypatch.setattr(archives, "SPARE", 1 << 62)
    said = refusal(bring, gzip.compress(URSSAF.encode()), name="urssaf.csv.gz")
    assert "place" in said
    assert store.current("urssaf") == {}


def test_a_folder_a_missing_file_and_a_forbidden_one_are_told_apart(store, tmp_path, monkeypatch):
    def said(path: Path) -> str:
        with pytest.raises(UnreadableFileError) as caught:
            import_files("urssaf", [path], store)
        return str(caught.value)

    assert "est un dossier" in said(tmp_path)
    assert "aucun fichier" in said(tmp_path / "absent.csv")
    path = tmp_path / "prive.csv"
    path.write_text(URSSAF)
    if os.geteuid() == 0:  # nothing is forbidden to root
        monkeypatch.setattr("tandem.datasets.sources.digest", _forbidden)
    else:
        path.chmod(0)
    assert "ses droits l’interdisent" in said(path)


def _forbidden(path: Path) -> str:
    raise PermissionError(13, "Permission denied", str(path))


def test_a_file_that_vanishes_while_it_is_read_is_told(store, tmp_path):
    path = tmp_path / "urssaf.csv"
    path.write_text(URSSAF)

    def progress(step: str) -> None:
        if step.startswith("lecture"):
            path.unlink()

    with pytest.raises(UnreadableFileError):
        import_files("urssaf", [path], store, progress=progress)
    assert store.current("urssaf") == {}


def test_a_parquet_of_numbers_is_read_as_the_text_it_would_be(bring, tmp_path):
    path = tmp_path / "urssaf.parquet"
    pq.write_table(
        pa.table(
            {
                "insee_com": pa.array([1001.0, 76540.0]),
                "code_ape": pa.array(["1071C", "2511Z"]).dictionary_encode(),
                "annee": pa.array([2022, 2022], pa.int16()),
                "nb_etablissements": pa.array([1.0, 2.0]),
                "effectifs_salaries": pa.array([5, None], pa.int64()),
            }
        ),
        path,
    )
    report = bring("urssaf", path)
    assert (report.kept, report.refused, report.secret) == (2, 0, 1)


def test_a_parquet_of_lists_is_refused_by_the_name_of_its_column(bring, tmp_path):
    from tandem.datasets.importing import RefusedFileError

    path = tmp_path / "urssaf.parquet"
    names = HEADER.split(";")
    pq.write_table(
        pa.table(
            {
                names[0]: ["76540"],
                names[1]: [["1071C", "1071D"]],
                names[2]: [2022],
                names[3]: [1],
                names[4]: [3],
                "autre": [{"a": 1}],
            }
        ),
        path,
    )
    with pytest.raises(RefusedFileError, match="code_ape contient des listes"):
        bring("urssaf", path)


def test_columns_that_are_not_needed_may_hold_anything(bring, tmp_path):
    path = tmp_path / "urssaf.parquet"
    columns = [list(column) for column in zip(*[row.split(";") for row in ROWS], strict=True)]
    table = dict(zip(HEADER.split(";"), columns, strict=True))
    pq.write_table(pa.table(table | {"geometrie": [{"lon": 1.0}] * 5, "octets": [b"\xff"] * 5, "line": [9] * 5}), path)
    assert bring("urssaf", path).kept == 5


def test_line_numbers_are_those_of_a_spreadsheet(bring):
    content = urssaf(
        "76540;1071C;2020;x;1", "", "", "76540;9999Z;2020;1", '76540;"10\n71C";2020;1;1', "76540;1071D;20;1;1"
    )
    report = bring("urssaf", "Titre\n\n" + content, tolerated=1)
    lines = {refusal.reason: refusal.line for refusal in report.refusals}
    assert lines["n’est pas un nombre"] == 9
    assert lines["moins de cellules que de colonnes"] == 12
    assert lines["classe d’activité inconnue de la NAF rév. 2"] == 13
    assert lines["n’est pas une année"] == 14
