"""A diagnosis in files: read back, they say what the figures say, and what is secret stays so."""

import datetime as dt
import io
import json
import string
import zipfile
from dataclasses import replace

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.core.figures import Availability, Comparison, Figure, Scope
from tandem.core.tables import SECRET, Column, Table
from tandem.diagnosis import comparison, edition
from tandem.diagnosis.catalogue import CHAPTERS, INDICATORS
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.exports import (
    diagnosis_record,
    parquet_of,
    parquet_of_comparison,
    project_record,
    xlsx_of,
    xlsx_of_comparison,
)
from tandem.diagnosis.exports.details import indexed, lacks_of, series_table
from tandem.diagnosis.exports.sheets import NAME_LENGTH, Book, Sheet, unique_name
from tandem.diagnosis.projects import project
from tandem.diagnosis.queries import ChapterFigures
from tandem.territories.queries import perimeter_of

pytestmark = pytest.mark.django_db

DATE = dt.date(2024, 9, 16)
HERE = Scope("territory", "ti-1", "Val d’Ici")
REGION = Scope("region", "84", "Auvergne-Rhône-Alpes")
ROUEN = "200023414"


def figure(code: str, value: float | None, **more: object) -> Figure:
    state = Availability.VALUE if value is not None else Availability.NOT_AVAILABLE
    given_ = {"availability": state, "reason": "" if value is not None else "donnée non publiée", **more}
    return Figure(INDICATORS[code].definition, HERE, DATE, value, **given_)  # type: ignore[arg-type]


def by_hand(*figures: Figure, name: str = "Val d’Ici") -> Edition:
    """An edition of these figures, each in its chapter."""
    found = {each.definition.id: each for each in figures}
    chapters = tuple(
        ChapterFigures(each, tuple(found[i.id] for i in each.indicators if i.id in found)) for each in CHAPTERS
    )
    return Edition(
        code="ti-1",
        name=name,
        region=REGION,
        date=DATE,
        list="2024-07",
        facts=(("Code", "ti-1"),),
        parts=(edition.Part("01004", "Ambérieu-en-Bugey", "commune", 1, 1),),
        source="à la main",
        communes=lambda: ["01004"],
        chapters=chapters,
    )


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[dict[str, object]]:
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def oyonnax(django_db_setup, django_db_blocker) -> Edition:
    with django_db_blocker.unblock():
        found = edition.of_territory("ti-8413", DATE, lambda figure: f"https://tandem.example/{figure.definition.id}/")
        codes = found.communes()
        return replace(found, communes=lambda: codes)


@pytest.fixture(scope="module")
def read_back(oyonnax) -> openpyxl.Workbook:
    return workbook(xlsx_of(oyonnax))


# -- the workbook of a territory ---------------------------------------------------------------------------------------


def test_the_figures_of_the_workbook_are_those_of_the_diagnosis(oyonnax, read_back):
    rows = rows_of(read_back["Chiffres"])
    assert [row["Code du chiffre"] for row in rows] == [each.definition.id for each in oyonnax.figures]
    for row, each in zip(rows, oyonnax.figures, strict=True):
        assert row["Valeur"] == ("n.d." if each.value is None else pytest.approx(each.value, rel=1e-12))
        assert row["Unité"] == str(each.definition.unit.plural)
        assert (row["Raison"] or "") == str(each.reason)
        assert row["Rang"] == (each.rank or "sans objet")
        for head, kind in (("France", "country"), (oyonnax.region.name, "region"), ("Territoires semblables", "peers")):
            there = each.compared_with(kind)
            assert row[head] == (
                "sans objet"
                if kind not in each.definition.against
                else "n.d."
                if there is None
                else pytest.approx(there)
            )
        assert row["Définition"] == str(each.definition.definition)
        assert row["Source"] == each.source
        assert row["Adresse"] == each.url


def test_a_number_is_shown_with_the_decimals_of_its_unit_and_a_change_with_its_sign(read_back):
    sheet = read_back["Chiffres"]
    heads = [cell.value for cell in sheet[1]]
    cells = {
        row[heads.index("Code du chiffre")].value: row[heads.index("Valeur")] for row in sheet.iter_rows(min_row=2)
    }
    assert cells["population"].number_format == "#,##0"
    assert cells["industry-share"].number_format == "#,##0.0"
    assert cells["population-growth"].number_format == "+#,##0.00;-#,##0.00;#,##0.00"
    assert cells["population"].data_type == "n"


def test_the_first_sheet_says_what_it_is_of_when_and_how_to_read_it(oyonnax, read_back):
    assert read_back.sheetnames[0] == "Lisez-moi"
    told: dict[str, str] = {}
    for label, text in read_back["Lisez-moi"].iter_rows(values_only=True):
        told.setdefault(label, text)
    assert "Diagnostic industriel de Plastics Vallée – Oyonnax" in told
    assert told["État au"] == "16 septembre 2024"
    assert told["Périmètre"].startswith("Liste de juillet 2024")
    assert told["Licence des données"] == oyonnax.licence
    assert told["Empreinte"] == oyonnax.snapshot
    assert {"estimation", "valeur partielle", "secret", "n.d.", "sans objet"} <= set(told)
    assert set(read_back.sheetnames[1:]) <= set(told)


def test_every_sheet_can_be_read_by_a_machine_a_printer_and_a_voice(oyonnax, read_back):
    properties = read_back.properties
    assert properties.title == oyonnax.title
    assert properties.creator
    assert properties.created.date() == DATE
    names = read_back.sheetnames
    assert all(len(name) <= NAME_LENGTH for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names[1:]:
        sheet = read_back[name]
        assert not sheet.merged_cells.ranges, name
        assert sheet.freeze_panes.endswith("2"), name
        assert sheet.print_title_rows == "$1:$1", name
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), name
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0), name
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A1:")
        assert table.autoFilter is not None
        assert None not in [cell.value for cell in sheet[1]], name


def test_details_series_perimeter_and_sources_have_their_own_sheets(oyonnax, read_back):
    sectors = rows_of(read_back["Salariés privés de l’industrie"])
    details = oyonnax.figure("industry-employees").details
    assert [row["Code"] for row in sectors] == [each["a38"] for each in details]
    assert [row["Quotient de localisation"] for row in sectors] == [
        "n.d." if each["quotient"] is None else each["quotient"] for each in details
    ]
    employees = oyonnax.figure("private-employees")
    series = rows_of(read_back["Évol. Salariés du privé"])
    assert [(row["Période"], row[f"{oyonnax.name} (salariés)"]) for row in series] == list(employees.series)
    assert series[0]["France (indice 100 au début)"] == 100
    assert [row["Code"] for row in rows_of(read_back["Communes"])] == list(oyonnax.communes())
    assert [row["Nom"] for row in rows_of(read_back["Périmètre"])] == [each.name for each in oyonnax.parts]
    assert [row["Source"] for row in rows_of(read_back["Sources"])] == [each.title for each in oyonnax.sources]


def test_the_territories_that_have_a_sector_are_named(oyonnax, read_back):
    (sheet,) = (read_back[name] for name in read_back.sheetnames if name.startswith("Secteurs industriels"))
    named = [row["Territoires proches qui l’ont"] for row in rows_of(sheet)]
    assert any(named)
    assert not any("ti-" in str(each) for each in named)


def test_every_chart_of_the_workbook_has_an_alternative_text(oyonnax):
    with zipfile.ZipFile(io.BytesIO(xlsx_of(oyonnax))) as package:
        drawings = [
            package.read(name).decode() for name in package.namelist() if name.startswith("xl/drawings/drawing")
        ]
    assert len(drawings) == sum(series_table(each) is not None for each in oyonnax.figures)
    assert all('descr="Courbe' in each for each in drawings)


def test_what_is_missing_says_why_in_the_figures_and_in_a_sheet_of_its_own(oyonnax, read_back):
    waiting = [each for each in oyonnax.figures if each.value is None]
    assert waiting
    lacks = rows_of(read_back["Ce qui manque"])
    reasons = {row["Pourquoi, et ce qui le donnerait"] for row in lacks}
    assert [each.reason for each in lacks_of(oyonnax)] == [row["Pourquoi, et ce qui le donnerait"] for row in lacks]
    assert {str(each.reason) for each in waiting} <= reasons
    assert {str(each.lacks) for each in CHAPTERS if each.lacks} <= reasons
    assert {str(each.definition.label) for each in waiting} == {
        label for row in lacks for label in row["Chiffres"].split(" ; ") if row["Chiffres"] != "à venir"
    }


def test_the_same_diagnosis_makes_the_same_bytes(oyonnax):
    again = edition.of_territory("ti-8413", DATE, lambda figure: f"https://tandem.example/{figure.definition.id}/")
    assert xlsx_of(again) == xlsx_of(oyonnax)
    assert parquet_of(again) == parquet_of(oyonnax)


# -- what is secret, what is hostile -----------------------------------------------------------------------------------

HIDDEN = ("before", "after", "quotient", "low", "high", "local")
CLASSES = (
    {
        "ape": "2229A",
        "label": "Fabrication de pièces techniques",
        "industry": True,
        "establishments": 12,
        **dict(zip(HIDDEN, (300.0, 280.0, 4.2, 3.1, 5.6, -12.0), strict=True)),
    },
    {
        "ape": "2219Z",
        "label": "Autres articles en caoutchouc",
        "industry": True,
        "establishments": 1,
        **dict.fromkeys(HIDDEN),
        "secret": list(HIDDEN),
    },
)


@pytest.fixture
def secretive() -> Edition:
    return by_hand(
        figure("class-industry-employees", 280.0, details=CLASSES),
        figure("class-change", None, availability=Availability.SECRET, reason="secret statistique"),
        figure("population", None),
    )


def test_a_secret_cell_is_the_word_secret_in_the_workbook(secretive):
    found = workbook(xlsx_of(secretive))
    figures = {row["Code du chiffre"]: row for row in rows_of(found["Chiffres"])}
    assert figures["class-change"]["Valeur"] == SECRET
    assert figures["class-change"]["Disponibilité"] == "secret statistique"
    assert figures["population"]["Valeur"] == "n.d."
    assert figures["population"]["Raison"] == "donnée non publiée"
    (sheet,) = (found[name] for name in found.sheetnames if name.startswith("Salariés de l’industrie"))
    open_, hidden = rows_of(sheet)
    heads = [str(column.label) for column in INDICATORS["class-industry-employees"].table if column.key in HIDDEN]
    assert [hidden[head] for head in heads] == [SECRET] * len(HIDDEN)
    assert [open_[head] for head in heads] == [300, 280, 4.2, 3.1, 5.6, -12]


def test_a_secret_cell_is_the_word_secret_in_every_other_file(secretive):
    record = project_record(secretive)
    hidden = next(each for each in record["figures"] if each["id"] == "class-industry-employees")["details"][1]
    assert {hidden[key] for key in HIDDEN} == {SECRET}
    assert hidden["ape"] == "2219Z"
    assert "secret" not in hidden
    table = pq.read_table(io.BytesIO(parquet_of(secretive))).to_pylist()
    row = next(each for each in table if each["id"] == "class-industry-employees")
    assert json.loads(row["details"])[1] == hidden
    assert next(each for each in table if each["id"] == "class-change")["availability"] == "secret"


def test_no_text_of_a_workbook_is_run_as_a_formula_or_made_a_link():
    attack = by_hand(figure("population", 10.0), name='=HYPERLINK("http://evil.example","x")')
    found = workbook(xlsx_of(attack))
    formulas = [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []
    linked = {cell.hyperlink.target for sheet in found for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert linked == {None}  # links inside the workbook only


def test_a_table_without_a_row_says_so():
    book = Book("Vide", "Tandem", DATE)
    book.add(Sheet("Rien", Table("Rien", (Column("code", "Code"), Column("n", "Nombre", decimals=0)), ())))
    sheet = workbook(book.close())["Rien"]
    assert [cell.value for cell in sheet[1]] == ["Code", "Nombre"]
    assert sheet["A2"].value == "aucune ligne"


@given(st.lists(st.text(alphabet=string.printable + "éÉ’…[]:*?/\\'", max_size=60), max_size=12))
def test_tabs_have_names_that_excel_accepts_whatever_is_wished(wished):
    names: list[str] = []
    for each in wished:
        names.append(unique_name(each, names))
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name) <= NAME_LENGTH
        assert not set(name) & set("[]:*?/\\\r\n\t")
        assert name[0] != "'"
        assert name[-1] != "'"
        assert name.casefold() != "history"


def test_an_index_begins_at_100_and_keeps_its_holes():
    assert indexed({"2014": 50.0, "2015": None, "2016": 75.0}) == {"2014": 100.0, "2015": None, "2016": 150.0}
    assert indexed({"2014": None, "2015": 0.0}) == {"2014": None, "2015": None}


# -- Parquet and JSON --------------------------------------------------------------------------------------------------


def test_parquet_has_one_typed_row_a_figure_and_says_where_it_comes_from(oyonnax):
    table = pq.read_table(io.BytesIO(parquet_of(oyonnax)))
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["value"], types["rank"], types["as_of"], types["region"]) == (
        "double",
        "int32",
        "date32[day]",
        "double",
    )
    rows = table.to_pylist()
    assert [row["id"] for row in rows] == [each.definition.id for each in oyonnax.figures]
    for row, each in zip(rows, oyonnax.figures, strict=True):
        assert row["value"] == each.value
        assert (row["value"] is None) == (row["availability"] in ("not_available", "secret"))
        assert row["value"] is not None or row["reason"]
        assert row["france"] == each.compared_with("country")
        assert [(point["period"], point["value"]) for point in row["series"]] == list(each.series)
    told = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert told["title"] == oyonnax.title
    assert told["as_of"] == "2024-09-16"
    assert told["licence"] == oyonnax.licence
    assert told["snapshot"] == oyonnax.snapshot
    assert len(told["snapshot"]) == 64


def test_the_record_of_a_diagnosis_has_its_chapters_details_and_vintages(oyonnax):
    record = diagnosis_record(*perimeter_of("ti-8413", DATE), oyonnax.figures)
    assert set(record) == {"territory", "as_of", "list", "figures"}
    by_id = {each["id"]: each for each in record["figures"]}
    assert by_id["industry-share"]["chapter"] == "industry"
    assert by_id["industry-share"]["sources"][0]["vintage"]
    assert len(by_id["industry-employees"]["details"]) == len(oyonnax.figure("industry-employees").details)
    assert json.loads(json.dumps(record, ensure_ascii=False)) == record


# -- a project ---------------------------------------------------------------------------------------------------------


def test_a_project_has_the_files_of_a_territory():
    found = edition.of_project(project([ROUEN], "Rouen élargi"), DATE)
    assert found.is_project
    assert [(each.code, each.communes, each.complete) for each in found.parts] == [(ROUEN, 71, True)]
    sheets = workbook(xlsx_of(found))
    assert len(rows_of(sheets["Communes"])) == 71
    values = {row["Code du chiffre"]: row["Valeur"] for row in rows_of(sheets["Chiffres"])}
    assert values["population"] == found.figure("population").value > 480_000
    assert "Adresse" not in rows_of(sheets["Chiffres"])[0]
    record = project_record(found)
    assert (record["territory"]["name"], record["list"], len(record["communes"])) == ("Rouen élargi", None, 71)
    assert pq.read_table(io.BytesIO(parquet_of(found))).num_rows == len(found.figures)


def test_the_parts_of_a_project_say_how_much_of_each_it_takes():
    some = edition.of_project(project(["76540", "76498"]))
    (part,) = some.parts
    assert (part.name, part.communes, part.total, part.complete) == ("Métropole Rouen Normandie", 2, 71, False)


# -- a comparison ------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(oyonnax) -> tuple[list[Edition], list[comparison.Row]]:
    editions = [oyonnax, edition.of_territory("ti-0601", DATE)]
    return editions, comparison.compared([each.chapters for each in editions], comparison.spreads("2024-07"))


def test_a_comparison_orders_its_rows_by_what_separates_the_territories(two):
    _editions, rows = two
    gaps = [row.gap for row in rows]
    known = [gap for gap in gaps if gap is not None]
    assert known == sorted(known, reverse=True)
    assert None not in gaps[: len(known)]
    assert {row.indicator.id for row in rows} == set(INDICATORS)
    assert all(row.france is None for row in rows if row.indicator.definition.nature.value == "total")


def test_the_workbook_of_a_comparison_has_a_column_a_territory(two):
    editions, rows = two
    found = workbook(xlsx_of_comparison(editions, rows))
    table = rows_of(found["Comparaison"])
    assert [row["Code du chiffre"] for row in table] == [row.indicator.id for row in rows]
    names = [each.name for each in editions]
    for shown, row in zip(table, rows, strict=True):
        for name, each in zip(names, row.figures, strict=True):
            assert shown[name] == ("n.d." if each.value is None else pytest.approx(each.value))
        assert shown["Écart"] == (row.words or "sans objet")
    assert "Mayotte : outre-mer absent" in next(r for r in table if r["Code du chiffre"] == "industry-share")["Raisons"]
    assert set(names) <= set(found.sheetnames)
    assert xlsx_of_comparison(editions, rows) == xlsx_of_comparison(editions, rows)


def test_the_parquet_of_a_comparison_has_a_row_a_figure_of_a_territory(two):
    editions, _rows = two
    table = pq.read_table(io.BytesIO(parquet_of_comparison(editions)))
    assert table.num_rows == sum(len(each.figures) for each in editions)
    assert set(table["territory"].to_pylist()) == {"ti-8413", "ti-0601"}


@pytest.mark.parametrize(
    ("values", "words"),
    [((1.0, 9.0), "écart fort"), ((1.0, 3.5), "écart net"), ((1.0, 2.0), "proches"), ((1.0, None), "une seule valeur"),
     ((None, None), ""), ((2.0, 2.0), "")],
)  # fmt: skip
def test_a_gap_is_said_in_standard_deviations_of_all_the_territories(values, words):
    chapters = [by_hand(figure("industry-share", value)).chapters for value in values]
    row = next(r for r in comparison.compared(chapters, {"industry-share": 2.0}) if r.indicator.id == "industry-share")
    assert row.words == words


def test_a_figure_compares_with_the_country_of_whichever_territory_knows_it():
    france = (Comparison(Scope("country", "FR", "France"), 11.6),)
    chapters = [
        by_hand(figure("industry-share", None)).chapters,
        by_hand(figure("industry-share", 5.0, comparisons=france)).chapters,
    ]
    row = next(r for r in comparison.compared(chapters, {}) if r.indicator.id == "industry-share")
    assert row.gap is None
    assert row.known == 1
