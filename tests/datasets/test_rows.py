"""Which rows are kept, which are refused, and what is said of them."""

import csv

import pytest
from tests.datasets.samples import HEADER, ROWS, URSSAF, urssaf

from tandem.datasets.importing import RefusedFileError, import_files
from tandem.datasets.vintage import UnknownVintageError


def refused(report) -> list[dict[str, str]]:
    """The rows of the file of refused rows, with ordinary spaces."""
    assert report.refused_file is not None
    text = report.refused_file.read_text(encoding="utf-8-sig").replace("\u202f", " ")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


NUMBERS = {
    "nan": "n’est pas un nombre",
    "inf": "n’est pas un nombre",
    "1e309": "n’est pas un nombre",
    "abc": "n’est pas un nombre",
    "1_000": "n’est pas un nombre",
    "0x10": "n’est pas un nombre",
    "1.234,5": "n’est pas un nombre",
    "-1": "nombre négatif",
    "123456789012345678901234567890": "trop grand pour être vrai (plus de 5 000 000)",
    "5000001": "trop grand pour être vrai (plus de 5 000 000)",
    "2,5": "n’est pas un nombre entier",
}


def test_a_number_that_cannot_be_is_refused_with_its_reason(bring):
    report = bring(
        "urssaf", urssaf(*(f"76540;1071D;{1950 + n};1;{cell}" for n, cell in enumerate(NUMBERS))), tolerated=1
    )
    assert {row["tandem_valeur"]: row["tandem_raison"] for row in refused(report)} == {
        cell: f"effectifs_salaries : {reason}" for cell, reason in NUMBERS.items()
    }
    assert (report.read, report.kept, report.refused) == (5 + len(NUMBERS), 5, len(NUMBERS))


def test_a_number_is_read_as_people_write_it(bring, store):
    cells = ["12", "12,0", "12.0", "1 200", "1\u00a0200", "1\u202f200", "+12", " 12 ", "1e2", "\u00a012"]
    report = bring("urssaf", urssaf(*(f"76540;1071D;{1950 + n};1;{cell}" for n, cell in enumerate(cells))))
    assert report.refused == 0
    found = store.get("urssaf").decoded("year < 2000").to_pylist()
    assert [row["employees"] for row in found] == [12, 12, 12, 1200, 1200, 1200, 12, 12, 100, 12]


ROWS_REFUSED = {
    "99999;1071D;2022;1;1": "insee_com : commune inconnue du code officiel géographique",
    "123456;1071D;2022;1;1": "insee_com : commune inconnue du code officiel géographique",
    "76540;9999Z;2022;1;1": "code_ape : classe d’activité inconnue de la NAF rév. 2",
    "76540;1071D;22;1;1": "annee : n’est pas une année",
    "76540;1071D;2022abc;1;1": "annee : n’est pas une année",
    ";1071D;2022;1;1": "insee_com : cellule vide",
    "76540;1071D;2022;;1": "nb_etablissements : cellule vide",
    "76540;1071D;2022;1": "moins de cellules que de colonnes",
    "76540;1071D;2022;1;1;1": "plus de cellules que de colonnes",
    '76540;"1071"D;2022;1;1': "guillemet mal placé ou jamais refermé",
    ROWS[0]: "répète la ligne 2",
    "76540;1071C;2021;12;99": "même clé que la ligne 2, avec d’autres valeurs",
    HEADER: "répète la ligne d’en-tête",
}


def test_a_row_is_refused_in_the_words_of_its_file(bring):
    report = bring("urssaf", urssaf(*ROWS_REFUSED), tolerated=1)
    assert {int(row["tandem_ligne"]): row["tandem_raison"] for row in refused(report)} == dict(
        enumerate(ROWS_REFUSED.values(), start=7)
    )
    assert (report.read, report.kept, report.refused) == (18, 5, 13)
    first = {(each.column, each.reason): each.line for each in report.refusals}
    assert first["—", "répète une ligne d’avant"] == 17
    assert first["insee_com", "commune inconnue du code officiel géographique"] == 7


def test_a_row_with_two_faults_is_one_row_refused(bring):
    report = bring("urssaf", urssaf("99999;9999Z;2022;1;1"), tolerated=1)
    assert report.refused == 1
    assert len(report.refusals) == 2


def test_every_header_repeated_in_the_middle_is_one_refusal(bring):
    report = bring("urssaf", URSSAF + URSSAF.replace(";2022;", ";2020;").replace(";2021;", ";2019;"), tolerated=1)
    assert [(each.reason, each.rows) for each in report.refusals] == [("répète la ligne d’en-tête", 1)]
    assert report.kept == 10


def test_a_commune_that_merged_is_added_to_the_one_of_today(bring, store):
    # Canteleu's neighbour: 76095 (Bois-Guillaume-Bihorel's code of 2012) leads to a commune of today.
    from tandem import reference

    passage = reference.load("commune_codes").to_pylist()
    old, today = next((row["old_code"], row["code"]) for row in passage if row["old_code"] != row["code"])
    report = bring("urssaf", urssaf(f"{old};1071D;2022;3;10", f"{today};1071D;2022;2;5"))
    assert (report.moved, report.merged, report.refused) == (1, 1, 0)
    row = store.get("urssaf").decoded(f"commune = '{today}' AND activity = '1071D'").to_pylist()
    assert [(each["establishments"], each["employees"]) for each in row] == [(5, 15)]


def test_a_hidden_addend_hides_the_sum(bring, store):
    from tandem import reference

    passage = reference.load("commune_codes").to_pylist()
    old, today = next((row["old_code"], row["code"]) for row in passage if row["old_code"] != row["code"])
    report = bring("urssaf", urssaf(f"{old};1071D;2022;1;", f"{today};1071D;2022;2;5"))
    row = store.get("urssaf").decoded(f"commune = '{today}' AND activity = '1071D'").to_pylist()[0]
    assert (row["establishments"], row["employees"], row["employees_secret"]) == (3, None, True)
    assert report.secret == 1


def test_a_number_that_does_not_add_up_is_missing_where_communes_merged(bring, store):
    from tandem import reference

    passage = reference.load("commune_codes").to_pylist()
    old, today = next((row["old_code"], row["code"]) for row in passage if row["old_code"] != row["code"])
    bring("filosofi", f"insee_com,median_eur\n{old},20000\n{today},30000\n76540,25000\n", name="filosofi_2021.csv")
    found = {row["commune"]: row["value"] for row in store.get("filosofi").decoded().to_pylist()}
    assert found == {today: None, "76540": 25000}


def test_too_many_refusals_keep_the_file_out(bring, store):
    with pytest.raises(RefusedFileError) as caught:
        bring("urssaf", urssaf("99999;1071D;2022;1;1", "99998;1071D;2022;1;1"))
    said = str(caught.value).replace("\u202f", " ")
    assert "2 lignes refusées sur 7" in said
    assert "insee_com" in said
    assert "99999" in said
    assert "--tolerate 1" in said
    assert store.current("urssaf") == {}
    assert list((store.root / "urssaf" / "refused").glob("*.csv"))


def test_a_file_without_rows_or_without_any_row_to_keep_is_refused(bring, store):
    with pytest.raises(RefusedFileError, match="ligne d’en-tête"):
        bring("urssaf", HEADER + "\n")
    cube = (
        "GEO;GEO_OBJECT;ACTIVITY;NUMBER_EMPL;LEGAL_FORM_WITH_PUBLIC;FLORES_MEASURE;OBS_STATUS;TIME_PERIOD;OBS_VALUE\n"
    )
    with pytest.raises(RefusedFileError, match="Aucune ligne") as caught:
        bring("flores", cube + "76001;BV2022;CA;_T;1T9X7;UNIT_LOC;A;2024;3\n")
    assert "bassins de vie" in str(caught.value)
    assert store.current("flores") == {}


def test_the_naf_of_2025_is_refused_as_such_whatever_is_tolerated(bring, store):
    with pytest.raises(RefusedFileError, match="nomenclature d’activités de 2025") as caught:
        bring("urssaf", urssaf("76540;25.40Y;2027;1;1"), tolerated=1)
    assert "25.40Y" in str(caught.value)
    with pytest.raises(RefusedFileError, match="nomenclature d’activités de 2025"):
        bring("urssaf", URSSAF.replace("code_ape", "code_naf_2025"))
    assert store.current("urssaf") == {}


def test_what_was_refused_is_written_as_it_was_with_its_reason(bring):
    report = bring(
        "urssaf", urssaf('76540;1071D;2022;1;"a ""b"""', "76540;1071D;20", "99999;1071C;2022;2;2"), tolerated=1
    )
    assert report.refused_file is not None
    content = report.refused_file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert list(rows[0]) == ["tandem_fichier", "tandem_ligne", "tandem_raison", "tandem_valeur", *HEADER.split(";")]
    assert [row["tandem_ligne"] for row in rows] == ["7", "8", "9"]
    assert rows[0]["tandem_raison"] == "effectifs_salaries\u202f: n’est pas un nombre"
    assert rows[0]["effectifs_salaries"] == 'a "b"'
    assert (rows[1]["tandem_valeur"], rows[1]["insee_com"]) == ("76540;1071D;20", "")
    assert rows[2]["tandem_raison"].startswith("insee_com\u202f: commune inconnue")


def test_a_refusal_in_a_wide_file_names_the_column_of_its_year(bring):
    wide = "Code commune;Code APE;Nombre d'établissements 2021;Effectifs salariés 2021;Nombre d'établissements 2022;"
    wide += "Effectifs salariés 2022\n76540;1071C;1;2;3;-4\n76540;1071D;1;2;3;4\n"
    report = bring("urssaf", wide, tolerated=1)
    assert [(each.column, each.reason) for each in report.refusals] == [("Effectifs salariés 2022", "nombre négatif")]
    # The year that can be read is kept.
    assert report.kept == 3


def test_two_faults_of_a_wide_row_are_one_row_refused(bring):
    wide = "Code commune;Code APE;Nombre d'établissements 2021;Effectifs salariés 2021\n99999;9999Z;1;2\n"
    report_wide = wide + "76540;1071D;1;2\n"
    report = bring("urssaf", report_wide, tolerated=1)
    assert (report.read, report.refused) == (2, 1)


def test_the_vintage_comes_from_the_rows_and_another_is_refused(bring, store):
    assert bring("urssaf", URSSAF, name="urssaf_2019.csv").vintage == "2022"
    assert bring("urssaf", URSSAF, vintage="2022-06").vintage == "2022-06"
    with pytest.raises(UnknownVintageError, match="est de 2022, pas de 2021"):
        bring("urssaf", URSSAF, vintage="2021")
    with pytest.raises(UnknownVintageError, match="attendu AAAA"):
        bring("urssaf", URSSAF, vintage="mars")
    assert list(store.current("urssaf")) == ["2022", "2022-06"]


def test_a_file_that_does_not_say_its_year_asks_for_it(bring):
    sites = "site_id;site_type;site_statut;comm_insee\na;friche;sans projet;76540\n"
    with pytest.raises(UnknownVintageError, match="--vintage"):
        bring("cartofriches", sites, name="sites.csv")
    assert bring("cartofriches", sites, name="sites.csv", vintage="2024-02").vintage == "2024-02"
    assert bring("cartofriches", sites, name="friches_2023_2099.csv").vintage == "2023"


def test_a_trial_puts_nothing_in_service(bring, store):
    report = bring("urssaf", URSSAF, dry_run=True)
    assert (report.kept, report.dataset) == (5, None)
    assert store.current("urssaf") == {}


def test_the_same_file_again_changes_nothing(bring, store):
    first = bring("urssaf", URSSAF)
    again = bring("urssaf", URSSAF)
    assert (first.unchanged, again.unchanged, again.dataset) == (False, True, first.dataset)
    assert len(list((store.root / "urssaf").glob("*/manifest.json"))) == 1


def test_several_files_of_a_kind_are_one_dataset(store, write):
    first = write(URSSAF, "a.csv")
    second = write(URSSAF.replace(";2022;", ";2020;").replace(";2021;", ";2019;"), "b.csv")
    report = import_files("urssaf", [first, second], store)
    assert (report.read, report.kept, report.periods) == (10, 10, (2019, 2022))
    assert report.sources == ("a.csv", "b.csv")
