"""Sirene's stock: one store from every form in which it is published, persons out of it, dirt refused line by line."""

import csv
import dataclasses
import hashlib
import io
import json
from pathlib import Path

import duckdb
import hypothesis.strategies as st
import pyarrow as pa
import pytest
from hypothesis import given, settings
from tests.datasets import sirene_files
from tests.datasets.sirene_files import COLUMNS_2019, as_csv, as_parquet, as_zip, establishment

from tandem.analytics.relational import BANDS, band_sizes, sorted_cells
from tandem.datasets import coding, kinds
from tandem.datasets.coding import Coding, trimmed
from tandem.datasets.importing import RefusedFileError, detect, import_files
from tandem.datasets.kinds.sirene import LONG_AGO, NO_CLASS
from tandem.datasets.sources import open_source
from tandem.datasets.staging import Staging
from tandem.datasets.store import PrivateDatasetError, Store

STOCK = (
    establishment("73282932000074"),
    establishment("73282932000082", codeCommune="75111", activitePrincipale="62.01Z", trancheEffectifs="01",
                  etablissementSiege="false", dateCreation="2020-02-29"),
    establishment("00588003400011", codeCommune="49001", activitePrincipale="25.11Z", trancheEffectifs="NN"),
    establishment("35600000000048", trancheEffectifs=None, anneeEffectifs=None, caractereEmployeur="N"),
    establishment("55208131766522", etatAdministratif="F", dateDebut="2019-06-30", trancheEffectifs=None),
    establishment("32737946700052", etatAdministratif="F", dateDebut="1999-12-31", activitePrincipale="15.8C",
                  nomenclatureActivitePrincipale="NAFRev1", dateCreation="1850-01-01"),
    establishment("44306184100047", activitePrincipale="00.00Z", trancheEffectifs="00"),
    establishment("81234567800018", statutDiffusion="P", enseigne1="[ND]", trancheEffectifs="11",
                  libelleVoie="[ND]", denominationUsuelle="DUPONT MARTINE"),
    establishment("90210000000012", codeCommune=None, codePaysEtranger="99109", libellePaysEtranger="ALLEMAGNE"),
    establishment("00600356000015", codeCommune=None, etatAdministratif="F", dateDebut="1984-12-25",
                  activitePrincipale="57.07", nomenclatureActivitePrincipale="NAP"),
)  # fmt: skip


@pytest.fixture
def bring_stock(store, tmp_path):
    def brought(rows=STOCK, name="StockEtablissement_utf8.csv", **asked):
        path = tmp_path / name
        path.write_bytes(as_csv(rows))
        return import_files("sirene", [path], store, **asked)

    return brought


def decoded(store: Store, where: str = "") -> list[dict[str, object]]:
    return store.get("sirene").decoded(where, internal=True).to_pylist()


def by_siret(store: Store) -> dict[str, dict[str, object]]:
    return {f"{row['siren']:09}{row['nic']:05}": row for row in decoded(store) if row["siren"] is not None}


# -- what is kept ------------------------------------------------------------------------------------------------------


def test_the_store_has_every_establishment_of_a_commune_in_the_codes_of_today(store, bring_stock):
    report = bring_stock()
    assert (report.read, report.kept, report.refused) == (10, 8, 0)
    rows = by_siret(store)
    assert rows["73282932000074"] == {
        "commune": "76540", "class": "1071C", "band": "21", "band_year": 2022, "created": 2011, "closed": None,
        "employer": True, "seat": True, "partial": False, "siren": 732829320, "nic": 74, "name": "FILATURE DU ROBEC",
    }  # fmt: skip
    district = rows["73282932000082"]
    assert (district["commune"], district["class"], district["seat"]) == ("75056", "6201Z", False)
    assert rows["00588003400011"]["commune"] == "49050"  # a commune that has merged since
    assert report.moved == 2
    assert report.coverage.communes == 3


def test_the_vintage_is_the_month_in_which_insee_last_treated_a_row(bring_stock):
    rows = [establishment("73282932000074"), establishment("73282932000082", dateDernierTraitement="2026-01-31T00:00")]
    assert bring_stock(rows).vintage == "2026-01"


def test_a_size_that_sirene_does_not_know_is_not_the_absence_of_employees(store, bring_stock):
    bring_stock()
    rows = by_siret(store)
    stored = store.get("sirene").rows(["band"], internal=True)["band"].to_pylist()
    assert sorted(stored)[:2] == [-1, -1]
    assert (rows["35600000000048"]["band"], rows["35600000000048"]["employer"]) == (None, False)
    assert (rows["00588003400011"]["band"], rows["00588003400011"]["employer"]) == ("NN", False)
    assert (rows["44306184100047"]["band"], rows["44306184100047"]["employer"]) == ("00", True)
    assert rows["55208131766522"]["employer"] is None


def test_what_closed_keeps_its_year_and_has_no_class_under_an_older_nomenclature(store, bring_stock):
    bring_stock()
    rows = by_siret(store)
    assert (rows["55208131766522"]["closed"], rows["55208131766522"]["class"]) == (2019, "1071C")
    old = rows["32737946700052"]
    assert (old["closed"], old["class"], old["created"]) == (1999, None, 1850)
    assert rows["44306184100047"]["class"] is None  # 00.00Z: not known yet
    classes = store.get("sirene").rows(["class"], internal=True)["class"].to_pylist()
    assert classes.count(NO_CLASS) == 2


def test_a_closure_without_a_date_is_long_ago_rather_than_still_open(store, bring_stock):
    bring_stock([establishment("73282932000074", etatAdministratif="F", dateDebut=None), STOCK[1]])
    assert by_siret(store)["73282932000074"]["closed"] == LONG_AGO


def test_establishments_without_a_commune_are_set_aside_and_counted(bring_stock):
    report = bring_stock()
    assert report.aside == {"établissements sans commune : à l’étranger, ou fermés de longue date": 2}


def test_the_stock_of_2019_is_read_and_its_closed_rows_without_commune_leave_nothing_to_keep(store, tmp_path):
    rows = [
        {**establishment(siret, etatAdministratif="F", dateDebut="1984-12-25", trancheEffectifs=None,
                         anneeEffectifs=None, codeCommune=None, enseigne1=None, activitePrincipale="57.10",
                         nomenclatureActivitePrincipale="NAP", caractereEmployeur="N", dateCreation=None,
                         dateDernierTraitement=None), "geo_score": "0"}
        for siret in ("00588003400011", "00600356000015", "00600465900014")
    ]  # fmt: skip
    path = tmp_path / "geo_siret_2019.csv"
    path.write_bytes(as_csv(rows, COLUMNS_2019))
    assert detect(path, store).id == "sirene"
    with pytest.raises(RefusedFileError, match="Aucune ligne du fichier n’est à garder") as told:
        import_files("sirene", [path], store)
    assert "3 (établissements sans commune" in str(told.value)
    assert store.current("sirene") == {}


def test_names_are_kept_only_of_open_establishments_of_ten_employees_that_may_be_named(store, bring_stock):
    bring_stock([
        establishment("73282932000074", denominationUsuelle="LA FILATURE"),
        establishment("73282932000082", trancheEffectifs="03"),
        establishment("73282932000090", etatAdministratif="F"),
        establishment("73282932000108", statutDiffusion="P"),
        establishment("73282932000116", enseigne1=None, denominationUsuelle="  LE MOULIN "),
    ])  # fmt: skip
    assert {row["name"] for row in decoded(store)} == {"LA FILATURE", None, "LE MOULIN"}
    assert sum(row["name"] is None for row in decoded(store)) == 3


# -- every form of it --------------------------------------------------------------------------------------------------


def test_every_form_in_which_it_is_published_gives_the_same_store(store, tmp_path):
    contents = []
    for name, write in {
        "a/stock.csv": lambda path: path.write_bytes(as_csv(STOCK)),
        "b/stock.zip": lambda path: path.write_bytes(as_zip(STOCK)),
        "c/stock.parquet": lambda path: as_parquet(path, STOCK),
        "d/stock.parquet": lambda path: as_parquet(path, STOCK, typed=True),
    }.items():
        path = tmp_path / name
        path.parent.mkdir()
        write(path)
        report = import_files("sirene", [path], Store(tmp_path / path.parent / "data"))
        assert (report.read, report.kept, report.vintage) == (10, 8, "2025-11")
        contents.append(Store(tmp_path / path.parent / "data").get("sirene").path.read_bytes())
    assert len({hashlib.sha256(each).hexdigest() for each in contents}) == 1


def test_the_order_of_the_rows_and_of_the_columns_of_the_file_does_not_matter(store, bring_stock, tmp_path):
    bring_stock()
    first = store.get("sirene").version
    path = tmp_path / "other.csv"
    path.write_bytes(as_csv(STOCK[::-1], sorted(sirene_files.COLUMNS)))
    import_files("sirene", [path], store)
    assert store.get("sirene").version == first


def test_the_store_is_sorted_open_ones_first_and_is_counted_by_runs(store, bring_stock):
    rows = [
        establishment(f"{number:09}00010", codeCommune=commune, activitePrincipale=activity, trancheEffectifs=band,
                      etatAdministratif=state)
        for number, (commune, activity, band, state) in enumerate(
            (commune, activity, band, state)
            for commune in ("76540", "01004", "2A004") for activity in ("10.71C", "25.11Z", "62.01Z")
            for band in ("NN", "11", None) for state in ("A", "F") for _again in range(2)
        )
    ]  # fmt: skip
    bring_stock(rows)
    dataset = store.get("sirene")
    stored = dataset.rows(["closed", "commune", "class"], internal=True).to_pylist()
    order = [(row["closed"] is not None, row["commune"], row["class"]) for row in stored]
    assert order == sorted(order)
    counted = sorted_cells(dataset.path, band_sizes()).to_pylist()
    assert len(counted) == 9
    # In each cell: two without employees, two of 10 to 19 (14.5 each), two of unknown size.
    assert {(row["establishments"], row["half_units"], row["unsized"]) for row in counted} == {(6, 58, 2)}


def test_the_manifest_says_what_the_numbers_stand_for(store, bring_stock):
    bring_stock()
    manifest = store.get("sirene").manifest
    assert manifest["codes"] == {"commune": "commune", "class": "activity"}
    assert manifest["choices"]["band"] == {band: number for number, band in enumerate(BANDS)}
    assert manifest["private"]
    assert manifest["vintage"] == "2025-11"


# -- persons -----------------------------------------------------------------------------------------------------------


def test_of_persons_who_asked_not_to_be_named_only_what_is_counted_is_kept(store, bring_stock):
    bring_stock()
    [person] = decoded(store, "partial")
    assert (person["siren"], person["nic"], person["name"]) == (None, None, None)
    assert (person["commune"], person["class"], person["band"]) == ("76540", "1071C", "11")
    stored = store.get("sirene").rows(internal=True)
    assert 812345678 not in stored["siren"].to_pylist()


def test_nothing_of_such_a_person_is_left_in_the_folder_of_the_store(store, bring_stock):
    bring_stock()
    for path in store.root.rglob("*"):
        if path.is_file():
            for trace in (b"DUPONT", b"81234567800018", b"812345678", (812345678).to_bytes(4, "little")):
                assert trace not in path.read_bytes(), path


@pytest.mark.parametrize(
    "read", [lambda each: each.rows(), lambda each: each.decoded(), lambda each: each.decoded("seat")]
)
def test_rows_about_persons_are_not_given_one_by_one(store, bring_stock, read):
    bring_stock()
    with pytest.raises(PrivateDatasetError, match="ses lignes ne sortent pas une à une"):
        read(store.get("sirene"))


# -- what is refused ---------------------------------------------------------------------------------------------------

WRONG = (
    ({"siret": "7328293200007"}, "siret", "n’est pas un SIRET (quatorze chiffres)"),
    ({"siret": "7.32829E+13"}, "siret", "n’est pas un SIRET (quatorze chiffres)"),
    ({"siret": ""}, "siret", "cellule vide"),
    ({"codeCommuneEtablissement": "99999"}, "codeCommuneEtablissement", "commune inconnue"),
    ({"activitePrincipaleEtablissement": "99.99Q"}, "activitePrincipaleEtablissement", "classe d’activité inconnue"),
    ({"nomenclatureActivitePrincipaleEtablissement": "NAF2027"}, "activitePrincipaleEtablissement", "inconnue"),
    ({"trancheEffectifsEtablissement": "99"}, "trancheEffectifsEtablissement", "inconnu"),
    ({"dateCreationEtablissement": "2020-13-01"}, "dateCreationEtablissement", "n’est pas une date"),
    ({"dateDebut": "hier"}, "dateDebut", "n’est pas une date"),
    ({"etatAdministratifEtablissement": "X"}, "etatAdministratifEtablissement", "inconnu"),
    ({"etatAdministratifEtablissement": ""}, "etatAdministratifEtablissement", "cellule vide"),
    ({"statutDiffusionEtablissement": ""}, "statutDiffusionEtablissement", "cellule vide"),
    ({"anneeEffectifsEtablissement": "deux mille"}, "anneeEffectifsEtablissement", "n’est pas une année"),
    ({"enseigne1Etablissement": "É" * 501}, "enseigne1Etablissement", "plus de 500 caractères"),
)


def test_a_row_that_cannot_be_read_is_refused_with_its_line_its_column_and_why(bring_stock):
    rows = [establishment(f"{number:014}") | change for number, (change, _column, _reason) in enumerate(WRONG)]
    report = bring_stock([STOCK[0], *rows], tolerated=1)
    assert (report.read, report.kept, report.refused) == (1 + len(WRONG), 1, len(WRONG))
    listing = csv.DictReader(io.StringIO(report.refused_file.read_text(encoding="utf-8-sig")), delimiter=";")
    listed = {int(row["tandem_ligne"]): row for row in listing}
    for line, (change, column, reason) in enumerate(WRONG, start=3):
        row = listed[line]
        assert row["tandem_raison"].startswith(column)
        assert reason in row["tandem_raison"]
        assert row["tandem_valeur"] == next(iter(change.values()))
        assert row["codePaysEtrangerEtablissement"] == ""
    first = next(each for each in report.refusals if each.column == "dateDebut")
    assert (first.line, first.rows, first.value) == (11, 1, "hier")


def test_a_stock_in_another_nomenclature_is_not_put_in_service(store, bring_stock):
    rows = [each | {"activitePrincipaleEtablissement": "10.71Y"} for each in STOCK[:4]]
    with pytest.raises(RefusedFileError, match="nomenclature d’activités de 2025"):
        bring_stock(rows)
    assert store.current("sirene") == {}


def test_refused_rows_that_were_corrected_take_their_place(store, bring_stock, tmp_path):
    wrong = STOCK[1] | {"codeCommuneEtablissement": "75999"}
    report = bring_stock([STOCK[0], wrong, *STOCK[2:]], tolerated=1)
    assert (report.kept, report.refused) == (7, 1)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(report.refused_file.read_text(encoding="utf-8-sig").replace("75999", "75111"), "utf-8")
    again = import_files("sirene", [tmp_path / "StockEtablissement_utf8.csv", corrected], store)
    assert (again.kept, again.refused) == (8, 0)
    assert by_siret(store)["73282932000082"]["commune"] == "75056"


def test_an_establishment_given_twice_is_kept_once_and_the_other_refused(store, bring_stock):
    moved = STOCK[0] | {"codeCommuneEtablissement": "76005"}
    report = bring_stock([*STOCK, STOCK[0], moved], tolerated=1)
    assert (report.kept, report.refused) == (8, 2)
    assert {(each.reason, each.line) for each in report.refusals} == {
        ("répète une ligne d’avant", 12),
        ("même clé qu’une ligne d’avant, avec d’autres valeurs", 13),
    }
    assert by_siret(store)["73282932000074"]["commune"] == "76540"


def test_several_stocks_end_to_end_are_told_apart_from_a_few_repetitions(store, bring_stock, monkeypatch):
    monkeypatch.setattr(coding, "TWICE", 3)
    with pytest.raises(RefusedFileError, match="plusieurs fichiers mis bout à bout"):
        bring_stock([*STOCK, *STOCK])


def test_repetitions_are_found_whatever_the_slices_in_which_numbers_are_compared(store, bring_stock, monkeypatch):
    monkeypatch.setattr(coding, "SLICE", 3)
    report = bring_stock([*STOCK, STOCK[4]])
    assert (report.kept, report.refused) == (8, 1)


def test_lines_that_are_no_rows_are_refused_with_their_number(store, tmp_path):
    lines = as_csv(STOCK).decode().splitlines()
    lines.insert(3, "une,ligne,coupée")
    lines.insert(6, lines[6] + ",de,trop")
    path = tmp_path / "stock.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    report = import_files("sirene", [path], store, tolerated=1)
    assert (report.read, report.kept, report.refused) == (12, 8, 2)
    assert {(each.reason, each.line) for each in report.refusals} == {
        ("moins de cellules que de colonnes", 4),
        ("plus de cellules que de colonnes", 7),
    }


def test_a_row_refused_after_lines_that_are_no_rows_keeps_its_own_number(store, tmp_path):
    lines = as_csv([*STOCK, STOCK[0] | {"siret": "x"}]).decode().splitlines()
    lines.insert(3, "une,ligne,coupée")
    path = tmp_path / "stock.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    report = import_files("sirene", [path], store, tolerated=1)
    assert {(each.column, each.line) for each in report.refusals} == {("—", 4), ("siret", 13)}


def test_a_file_padded_with_blanks_is_read_like_the_others(store, bring_stock, monkeypatch, tmp_path):
    bring_stock()
    first = store.get("sirene").version
    padded = [{name: f" {value}\u00a0" if value else "  " for name, value in row.items()} for row in STOCK]
    for listed in (coding.LISTED, 0):  # a few blanks are looked at one by one; too many, and every cell is cleaned
        monkeypatch.setattr(coding, "LISTED", listed)
        path = tmp_path / f"padded{listed}.csv"
        path.write_bytes(as_csv(padded))
        report = import_files("sirene", [path], store)
        assert (report.read, report.kept, report.refused) == (10, 8, 0)
        assert store.get("sirene").version == first


@pytest.mark.parametrize("listed", [2, 5, 100])
def test_refused_rows_are_all_counted_though_only_the_first_are_listed(store, bring_stock, monkeypatch, listed):
    monkeypatch.setattr(coding, "LISTED", listed)
    wrong = [establishment(f"{number:014}", codeCommune="99999") for number in range(20)]
    worse = [each | {"siret": f"{each['siret']}x", "trancheEffectifsEtablissement": "?"} for each in wrong[:7]]
    report = bring_stock([*wrong, *STOCK, *worse], tolerated=1)
    assert (report.read, report.kept, report.refused) == (37, 8, 27)
    assert {(each.column, each.rows) for each in report.refusals} == {
        ("codeCommuneEtablissement", 27), ("siret", 7), ("trancheEffectifsEtablissement", 7),
    }  # fmt: skip
    listing = report.refused_file.read_text(encoding="utf-8-sig").splitlines()
    assert len(listing) - 1 == min(listed, 27)


def test_the_file_of_refused_rows_is_for_its_owner_only(bring_stock):
    report = bring_stock([*STOCK, establishment("x")], tolerated=1)
    assert report.refused_file.stat().st_mode & 0o077 == 0


# -- runs --------------------------------------------------------------------------------------------------------------


def test_an_interrupted_import_goes_on_from_what_it_had_coded_and_changes_nothing_before(store, tmp_path, monkeypatch):
    path = tmp_path / "stock.csv"
    path.write_bytes(as_csv(STOCK))
    import_files("sirene", [path], store)
    before = store.get("sirene").version
    path.write_bytes(as_csv([*STOCK, establishment("73282932000090")]))

    def killed(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("tandem.datasets.importing.write_large", killed)
        with pytest.raises(KeyboardInterrupt):
            import_files("sirene", [path], store)
    assert store.get("sirene").version == before
    told: list[str] = []
    report = import_files("sirene", [path], store, progress=told.append)
    assert any("avant l’interruption" in each for each in told)
    assert report.kept == 9
    assert store.get("sirene").version != before


def test_a_trial_run_counts_and_puts_nothing_in_service(store, bring_stock):
    report = bring_stock(dry_run=True)
    assert (report.kept, report.dataset, report.coverage.communes) == (8, None, 3)
    assert store.current("sirene") == {}


def test_the_same_file_again_is_found_unchanged(bring_stock):
    assert not bring_stock().unchanged
    assert bring_stock().unchanged


# -- the fast path and the general one ---------------------------------------------------------------------------------

cell = st.sampled_from([
    "O", "P", "N", "A", "F", "true", "NN", "11", "53", "99", "76540", "1004", "75111", "49001", "[ND]", "10.71C",
    "1071C",
    "00.00Z", "57.10", "NAP", "NAFRev2", "NAF2027", "2020-02-29", "2020-02-30", "1850-01-01", "2022", "2022.0", " ", "",
    " 76540", "76540\u00a0", "x", "73282932000074", "732829320000740", "é",
])  # fmt: skip
named = st.sampled_from([
    "siret", "statutDiffusionEtablissement", "etatAdministratifEtablissement", "trancheEffectifsEtablissement",
    "anneeEffectifsEtablissement", "dateCreationEtablissement", "dateDebut", "etablissementSiege",
    "caractereEmployeurEtablissement", "codeCommuneEtablissement", "activitePrincipaleEtablissement",
    "nomenclatureActivitePrincipaleEtablissement", "enseigne1Etablissement", "denominationUsuelleEtablissement",
])  # fmt: skip


@pytest.mark.slow
@settings(max_examples=25)
@given(dirt=st.lists(st.tuples(st.integers(0, 9), named, cell), max_size=12), listed=st.sampled_from([0, 3, 100_000]))
def test_a_large_file_is_judged_as_any_other_would_be(tmp_path_factory, dirt, listed):
    rows = [dict(each) for each in STOCK]
    for place, name, value in dirt:
        rows[place][name] = value
    folder = tmp_path_factory.mktemp("both")
    path = folder / "stock.csv"
    path.write_bytes(as_csv(rows))
    kind = kinds.get("sirene")
    outcomes = []
    for reader in (Coding, Staging):
        with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patch:
            patch.setattr(coding, "LISTED", listed)
            source = open_source(path, connection, folder)
            form = kind.form_of(source.plain_columns)
            staging = reader(kind, connection)
            if reader is Staging:
                source = dataclasses.replace(source, query=trimmed(source, form))
            found = staging.result([staging.read(source, form)])
            stored = ", ".join(f"{sql} AS {name}" for name, sql in kind.large.stored.items())
            kept = connection.execute(f"SELECT {stored}, moved FROM kept ORDER BY ALL").fetchall()
            counts = dataclasses.replace(found, foreign="", refusals=())
            reasons = sorted((each.column, each.reason, each.rows) for each in found.refusals)
            outcomes.append((kept, counts, reasons))
    assert outcomes[0] == outcomes[1]


def test_the_gathered_extract_has_nothing_to_keep_and_says_why(store, gathered):
    path = gathered / "fichiers_officiels" / "sirene_geo_stock_etablissement_2019_extrait.csv"
    with pytest.raises(RefusedFileError, match="sans commune"):
        import_files("sirene", [path], store, vintage="2019")


def test_the_columns_gathered_from_the_real_files_are_those_of_these_tests(gathered):
    with (gathered / "fichiers_officiels" / "entetes_officiels.csv").open(encoding="utf-8-sig") as file:
        real: dict[str, list[str]] = {}
        for row in csv.DictReader(file):
            real.setdefault(row["fichier"], []).append(row["colonne"])
    assert sorted(real["sirene_StockEtablissement (2025-12 et après)"]) == sorted(sirene_files.COLUMNS)
    assert real["sirene_StockEtablissement géocodé (2019, geo_siret)"] == COLUMNS_2019
    assert sorted(real["sirene_StockUniteLegale (2025-12 et après)"]) == sorted(sirene_files.UNIT_COLUMNS)


def test_the_manifest_and_the_report_hold_no_name_of_a_person(store, bring_stock):
    report = bring_stock([*STOCK, STOCK[7] | {"siret": "81234567800018", "codeCommuneEtablissement": "99999"}])
    assert "DUPONT" not in json.dumps(dict(store.get("sirene").manifest), ensure_ascii=False)
    assert "DUPONT" not in str(report.refusals)


def test_a_parquet_file_of_several_groups_of_rows_numbers_its_refused_lines(store, tmp_path):
    import pyarrow.parquet as pq

    rows = [establishment(f"{number:014}") for number in range(30)]
    rows[17]["codeCommuneEtablissement"] = "99999"
    path: Path = tmp_path / "stock.parquet"
    found: pa.Table = sirene_files.table(rows)
    pq.write_table(found, path, row_group_size=7)
    [refusal] = import_files("sirene", [path], store).refusals
    assert refusal.line == 19
