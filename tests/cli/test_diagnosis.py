"""``tandem diagnosis``: one territory, several, or one that does not exist yet, in every format."""

import csv
import io
import json
import re
import sys

import openpyxl
import pyarrow.parquet as pq
import pytest
from pptx import Presentation

from tandem.cli.output import FORMATS
from tandem.diagnosis.catalogue import INDICATORS

MAGIC = {"pdf": b"%PDF-1.7", "xlsx": b"PK", "pptx": b"PK", "parquet": b"PAR1"}
ROUEN = "200023414"


@pytest.fixture
def communes(tmp_path):
    path = tmp_path / "communes.csv"
    path.write_bytes(b"\xef\xbb\xbfcode;nom\r\n76540;Rouen\r\n76498;Le Petit-Quevilly\r\n")
    return path


@pytest.fixture
def typed(monkeypatch):
    """Give the command a standard input."""

    def give(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give


# -- one territory -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", MAGIC)
def test_a_diagnosis_is_written_as_a_document(tandem, tmp_path, form):
    path = tmp_path / f"oyonnax.{form}"
    answer = tandem("diagnosis", "ti-8413", "--as-of", "2024-09-16", "--format", form, "--output", path)
    assert answer.code == 0
    assert path.read_bytes().startswith(MAGIC[form])
    assert str(path) in answer.err
    assert answer.out == ""


def test_a_document_is_named_after_its_territory_unless_told_otherwise(tandem, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert tandem("diagnosis", "ti-8413", "--format", "xlsx").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["ti-8413.xlsx"]


def test_the_files_of_a_day_are_of_that_day(tandem, tmp_path):
    path = tmp_path / "d.xlsx"
    tandem("diagnosis", "ti-8413", "--as-of", "2024-09-16", "--format", "xlsx", "--output", path)
    assert openpyxl.load_workbook(path).properties.created.date().isoformat() == "2024-09-16"
    record = json.loads(tandem("diagnosis", "ti-8413", "--as-of", "2024-09-16", "--format", "json").out)
    assert record["as_of"] == "2024-09-16"
    share = next(each for each in record["figures"] if each["id"] == "industry-share")
    assert share["url"].endswith("/territoires/ti-8413/industry-share/?date=2024-09-16")
    assert share["chapter"] == "industry"


def test_a_table_can_be_written_to_a_file(tandem, tmp_path):
    path = tmp_path / "d.csv"
    answer = tandem("diagnosis", "ti-8413", "--format", "csv", "--output", path)
    assert answer.out == ""
    assert len(list(csv.DictReader(io.StringIO(path.read_text())))) == len(INDICATORS)


# -- a territory to be -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_a_project_gives_its_rows_in_every_format(tandem, communes, form):
    answer = tandem("diagnosis", "--communes", communes, "--name", "Deux rives", "--format", form)
    assert answer.code == 0
    assert answer.err == ""
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(answer.out)))) == len(INDICATORS)
    if form == "json":
        found = json.loads(answer.out)
        assert found["territory"]["name"] == "Deux rives"
        assert found["communes"] == ["76498", "76540"]
        assert found["territory"]["region"]["name"] == "Normandie"
    if form == "table":
        assert "Deux rives" in answer.out


@pytest.mark.parametrize("form", ["xlsx", "pptx", "parquet", pytest.param("pdf", marks=pytest.mark.slow)])
def test_a_project_has_the_documents_of_a_territory(tandem, communes, tmp_path, form):
    path = tmp_path / f"projet.{form}"
    answer = tandem("diagnosis", "--communes", communes, "--format", form, "--output", path)
    assert answer.code == 0
    assert path.read_bytes().startswith(MAGIC[form])


def test_the_same_communes_make_a_project_of_the_same_name_whoever_lists_them(tandem, tmp_path, typed, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for content in (b"76540\n76498\n", b"76498 76540 76540"):
        typed(content)
        assert tandem("diagnosis", "--communes", "-", "--format", "parquet").code == 0
    assert len(list(tmp_path.glob("projet-*.parquet"))) == 1


def test_names_and_the_right_column_of_a_table_are_read(tandem, typed):
    typed(b"code_postal;code_insee;commune\n38110;38509;La Tour-du-Pin\n")
    found = json.loads(tandem("diagnosis", "--communes", "-", "--format", "json").out)
    assert found["communes"] == ["38509"]
    typed(b"La Tour-du-Pin\nSaint-Denis (93)")
    found = json.loads(tandem("diagnosis", "--communes", "-", "--format", "json").out)
    assert found["communes"] == ["38509", "93066"]


def test_an_intermunicipality_stands_for_its_communes(tandem, typed):
    typed(ROUEN.encode())
    found = json.loads(tandem("diagnosis", "--communes", "-", "--format", "json").out)
    assert len(found["communes"]) == 71


@pytest.mark.slow
def test_what_is_mended_on_the_way_is_told_apart_from_the_rows(tandem, typed):
    typed(b"1283\n01039\n")  # a zero eaten, and a commune that has become part of another
    answer = tandem("diagnosis", "--communes", "-", "--format", "csv")
    assert answer.code == 0
    assert "1283 est lu 01283" in answer.err
    assert "Codes d’une autre année" in answer.err
    assert answer.out.startswith("id,label,value")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "La liste est vide"),
        (b"PK\x03\x04\x00", "n’est pas un texte"),
        (b"76540\n99999\n98999\n", "2 codes inconnus du code officiel géographique : 99999, 98999"),
        (b"nom;population\nRouenn;114083\n", "ligne 2, « Rouenn »"),
        (b"Saint-Denis", "Saint-Denis (93)"),
        (b"code_postal;habitants\n38110;1\n", "Ce sont des codes postaux"),
        (b"\n".join(b"%05d" % (n % 90000) for n in range(100_000)), "codes inconnus"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_in_words(tandem, typed, content, said):
    typed(content)
    answer = tandem("diagnosis", "--communes", "-")
    assert answer.code == 1
    assert said in answer.err.replace("\u202f", " ")
    assert answer.out == ""
    assert "Traceback" not in answer.err


def test_a_set_larger_than_any_territory_is_refused_with_the_limit(tandem, typed):
    from tandem import reference

    typed("\n".join(reference.load("communes")["code"].to_pylist()[:2001]).encode())
    answer = tandem("diagnosis", "--communes", "-")
    assert answer.code == 1
    assert "2\u202f000 au plus" in answer.err


# -- several territories -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_a_comparison_gives_a_row_a_figure_in_every_format(tandem, form):
    answer = tandem("diagnosis", "compare", "ti-8413", "ti-2802", "--as-of", "2024-09-16", "--format", form)
    assert answer.code == 0
    assert answer.err == ""
    if form in ("csv", "json"):
        rows = json.loads(answer.out) if form == "json" else list(csv.DictReader(io.StringIO(answer.out)))
        assert {row["id"] for row in rows} == set(INDICATORS)
        share = next(row for row in rows if row["id"] == "industry-share")
        assert float(share["ti-8413"]) == pytest.approx(34.57, abs=0.01)
        assert float(share["ti-2802"]) < float(share["ti-8413"])
        assert float(share["france"]) == pytest.approx(11.62, abs=0.01)
        assert share["words"] == "écart fort"
    if form == "table":
        assert "Axe Seine" in answer.out


def test_a_comparison_is_in_the_order_of_the_page(tandem, client):
    page = client.get("/comparer/?t=ti-8413&t=ti-2802&date=2024-09-16").content.decode()
    rows = list(csv.DictReader(io.StringIO(
        tandem("diagnosis", "compare", "ti-8413", "ti-2802", "--as-of", "2024-09-16", "--format", "csv").out
    )))  # fmt: skip
    shown = re.findall(r'<th scope="row">\s*<a href="/chiffres/([\w-]+)/', page)
    assert len(shown) > 20
    # The page names apart the figures that none of them has.
    known = [row["id"] for row in rows if {row["ti-8413"], row["ti-2802"]} != {"n.d."}]
    assert known == shown


@pytest.mark.parametrize("form", ["xlsx", "pptx", "parquet"])
def test_a_comparison_is_written_as_a_document(tandem, tmp_path, form):
    path = tmp_path / f"c.{form}"
    answer = tandem("diagnosis", "compare", "ti-8413", "ti-0601", "ti-2802", "--format", form, "--output", path)
    assert answer.code == 0
    if form == "xlsx":
        assert openpyxl.load_workbook(path).sheetnames[:2] == ["Lisez-moi", "Comparaison"]
    elif form == "pptx":
        assert "Mayotte" in Presentation(path).slides[0].shapes.title.text_frame.text
    else:
        assert set(pq.read_table(path)["territory"].to_pylist()) == {"ti-8413", "ti-0601", "ti-2802"}


def test_a_project_is_compared_with_territories(tandem, communes):
    answer = tandem(
        "diagnosis", "compare", "ti-2802", "--communes", communes, "--name", "Deux rives", "--format", "json"
    )
    rows = json.loads(answer.out)
    (project,) = (key for key in rows[0] if key.startswith("projet-"))
    population = next(row for row in rows if row["id"] == "population")
    assert 0 < population[project] < population["ti-2802"]


# -- wrong use ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["compare"], 2, "2 à 5 territoires différents : 0 ici"),
        (["compare", "ti-8413"], 2, "2 à 5 territoires différents : 1 ici"),
        (["compare", "ti-8413", "TI-8413"], 2, "2 à 5 territoires différents : 1 ici"),
        (["compare", *(f"ti-840{n}" for n in range(1, 7))], 2, "2 à 5 territoires différents : 6 ici"),
        (["compare", "ti-8413", "ti-9999"], 3, "ti-9999"),
        (["compare", "ti-8413", "ti-2802", "--format", "pdf"], 2, "--format"),
        (["compare", "ti-8413", "ti-2802", "--as-of", "2018-01-01"], 3, "périmètre"),
        (["ti-8413", "--communes", "-"], 2, "ne vont pas ensemble"),
        (["ti-8413", "--name", "Ici"], 2, "--communes"),
        (["--name", "Ici"], 2, "Il manque"),
        (["--communes", "/nulle/part.csv"], 1, "n’existe pas"),
        (["--communes", "/"], 1, "est un dossier"),
        (["ti-8413", "ti-2802"], 2, "ti-2802"),
        (["ti-8413", "--format", "docx"], 2, "--format"),
        (["ti-8413", "--format", "xlsx", "--output", "/nulle/part/d.xlsx"], 1, "/nulle/part"),
    ],
)
def test_a_wrong_use_says_what_to_do_and_has_its_exit_code(tandem, arguments, code, said):
    answer = tandem("diagnosis", *arguments)
    assert answer.code == code
    assert said in answer.err
    assert answer.out == ""
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("arguments", [["diagnosis", "--help"], ["diagnosis", "compare", "-h"]])
def test_the_help_has_examples(tandem, arguments):
    answer = tandem(*arguments)
    assert answer.code == 0
    assert "Exemples :" in answer.out
    assert "tandem diagnosis compare ti-8413" in answer.out
