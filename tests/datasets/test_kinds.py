"""Each official file: recognised, read in the shapes in which it is published, its marks and its breaks kept."""

import datetime as dt

import pytest
from tests.datasets.samples import CUBE_38, CUBE_88, NEEDS_2019, PLANTS_LATER, SAMPLES

from tandem.datasets import kinds
from tandem.datasets.importing import RefusedFileError, detect, import_files


def rows(store, kind, slot=None, where=""):
    return store.get(kind, slot).decoded(where).to_pylist()


def test_every_kind_has_a_sample():
    assert {kind for kind, _name in SAMPLES} | {"sirene", "sirene-unites"} >= set(kinds.KINDS)


def test_every_sample_is_recognised_among_all_the_kinds(store, write):
    for (kind, name), content in SAMPLES.items():
        found = detect(write(content, name), store)
        assert found is not None, kind
        assert found.id == kind
    assert not list((store.root / "work").iterdir())


@pytest.mark.slow
def test_every_sample_is_read_without_a_refusal(store, write):
    for (kind, name), content in SAMPLES.items():
        report = import_files(kind, [write(content, name)], store, dry_run=True)
        assert report.refused == 0, (kind, report.refusals)
        assert report.kept


def test_a_file_of_another_kind_is_named(store, write):
    path = write(SAMPLES["bmo", "Base_open_data_BMO_2025.csv"])
    for asked in sorted(set(kinds.KINDS) - {"bmo"}):
        with pytest.raises(RefusedFileError, match="tandem data import bmo fichier"):
            import_files(asked, [path], store)


def test_a_file_of_no_kind_says_what_it_lacks_and_what_it_has(bring):
    with pytest.raises(RefusedFileError) as caught:
        bring("bmo", "annee;Code métier BMO;met\n2025;M1X80;12\n")
    said = str(caught.value)
    assert "il manque" in said
    assert "beAA" in said
    assert "Code métier BMO" in said


def test_unknown_kinds_are_refused_with_the_nearest():
    from tandem.core.errors import NotFoundError

    with pytest.raises(NotFoundError, match="urssaf"):
        kinds.get("ursaf")


# -- Flores ------------------------------------------------------------------------------------------------------------


def test_flores_keeps_secret_included_zero_and_absent_apart(store, bring):
    report = bring("flores", SAMPLES["flores", "DS_FLORES_A38_2024_data.csv"], name="DS_FLORES_A38_2024_data.csv")
    assert (report.kept, report.secret, report.vintage, report.part) == (8, 1, "2024", "")
    assert sum(report.aside.values()) == 2
    posts = {row["activity"]: row for row in rows(store, "flores", where="level = 'COM' AND measure = 'EMPL3112'")}
    assert (posts["GZ"]["value"], posts["GZ"]["value_secret"], posts["GZ"]["status"]) == (None, True, "K")
    assert (posts["DZ"]["value"], posts["DZ"]["value_secret"], posts["DZ"]["status"]) == (45, False, "W")
    assert posts["_T"]["value"] == 165
    assert "AZ" not in posts
    zone = rows(store, "flores", where="level = 'ZE2020'")
    assert [(row["zone"], row["commune"], row["value"]) for row in zone] == [("0051", None, 804)]
    assert [(row["area"], row["value"]) for row in rows(store, "flores", where="level = 'DEP'")] == [("76", 9000)]


def test_flores_nomenclatures_stand_side_by_side(store, bring):
    bring("flores", SAMPLES["flores", "DS_FLORES_A38_2024_data.csv"])
    bring("flores", f"{CUBE_88}\n76540;COM;22;1T9X7;UNIT_LOC;A;2024;3\n76540;COM;_T;1T9X7;UNIT_LOC;A;2024;9\n")
    bring("flores", f"{CUBE_38}\n76540;COM;C1;_T;1T9X7;UNIT_LOC;A;2024;3\n")
    bring("flores", f"{CUBE_38}\n76540;COM;GU;_T;1T9X7;UNIT_LOC;A;2024;3\n")
    assert list(store.current("flores")) == ["2024 A17", "2024 A5", "2024 A88", "2024"]
    assert store.get("flores").part == ""
    assert {part: len(dataset.rows()) for part, dataset in store.latest("flores").items()} == {
        "": 8, "A17": 1, "A5": 1, "A88": 2,
    }  # fmt: skip
    assert [row["activity"] for row in rows(store, "flores", "2024 A88")] == ["22", "_T"]


def test_flores_tables_by_commune_give_establishments_and_posts_together(store, write):
    places = "CODGEO;LIBGEO;ET_TOT;ET_AZ;ET_C1;ET_C1_0\n76540;Rouen;100;2;7;3\n1004;Ambérieu;10;;1;0\n"
    posts = "CODGEO;LIBGEO;EFF_TOT;EFF_AZ;EFF_C1\n76540;Rouen;5000;10;300\n01004;Ambérieu;90;;12\n"
    first = write(places, "TD_FLORES2017_NA17_TREF_NBETAB.csv")
    second = write("Postes\n\n" + posts, "TD_FLORES2017_NA17_TREF_NBSAL.csv")
    report = import_files("flores", [first, second], store)
    assert (report.vintage, report.part, report.periods, report.kept, report.refused) == (
        "2017",
        "A17",
        (2017, 2017),
        10,
        0,
    )
    found = rows(store, "flores", "2017 A17", "commune = '76540' AND activity = 'C1'")
    assert {row["measure"]: row["value"] for row in found} == {"UNIT_LOC": 7, "EMPL3112": 300}


def test_files_of_different_parts_are_not_one_dataset(store, write):
    first = write(SAMPLES["flores", "DS_FLORES_A38_2024_data.csv"], "a38.csv")
    second = write(f"{CUBE_88}\n76540;COM;22;1T9X7;UNIT_LOC;A;2024;3\n", "a88.csv")
    with pytest.raises(RefusedFileError, match="l’un après l’autre"):
        import_files("flores", [first, second], store)


# -- census, comparator ------------------------------------------------------------------------------------------------


def test_the_census_gives_a_row_per_year_and_leaves_out_districts_of_cities(store, bring):
    sample = SAMPLES["recensement-emploi", "base-cc-emploi-pop-active-2022.csv"]
    city = "75056;100;90;100;10;50;1;1;1;1\n75101;60;50;60;6;30;1;1;1;1\n75102;40;40;40;4;20;1;1;1;1\n"
    report = bring("recensement-emploi", sample + city)
    assert (report.vintage, report.periods) == ("2022", (2011, 2022))
    assert sum(report.aside.values()) == 6
    found = {(row["commune"], row["year"]): row for row in rows(store, "recensement-emploi")}
    assert found["76540", 2022]["industry"] == 5000.25
    assert found["76540", 2016]["jobs"] == 80000
    assert found["76540", 2011]["industry"] is None
    assert found["75056", 2022]["jobs"] == 100
    assert ("76005", 2016) not in found


def test_districts_alone_are_added_up_to_their_city(store, bring):
    bring("urssaf-communes", "insee_com,salaries_2024\n75101,10\n75102,20\n75103,\n69381,7\n69382,8\n")
    found = {row["commune"]: row["employees"] for row in rows(store, "urssaf-communes")}
    assert found == {"75056": None, "69123": 15}


def test_the_comparator_says_of_which_year_each_number_is(store, bring):
    report = bring("comparateur", SAMPLES["comparateur", "base_cc_comparateur.csv"])
    assert report.vintage == "2022"
    found = {row["year"]: row for row in rows(store, "comparateur")}
    assert sorted(found) == [2016, 2021, 2022, 2023]
    assert (found[2022]["population"], found[2023]["industry_establishments"], found[2021]["median_income"]) == (
        114083, 300, 20450,
    )  # fmt: skip
    assert (found[2023]["establishments_1_9"], found[2023]["establishments_10_plus"]) == (2000, 900)
    assert found[2022]["median_income"] is None


# -- labour ------------------------------------------------------------------------------------------------------------


def test_needs_in_labour_of_both_years_keep_their_basins_and_say_their_nomenclature(store, bring):
    report = bring("bmo", SAMPLES["bmo", "Base_open_data_BMO_2025.csv"])
    assert (report.vintage, report.secret) == ("2025", 4)
    by_code = {row["occupation"]: row for row in rows(store, "bmo")}
    lyon, ain = by_code["M2X93"], by_code["B2X40"]
    assert (lyon["seasonal"], lyon["seasonal_secret"], lyon["projects"]) == (None, True, 526)
    assert (ain["department"], ain["basin"], ain["basin_name"], ain["nomenclature"]) == ("01", "8202", "OYONNAX", 2021)
    old = NEEDS_2019 + "\n2019;M1Z80;Techniciens;A;Adm;28;Normandie;76;Seine-Maritime;2301;ROUEN;12;*;0\n"
    assert bring("bmo", old, name="BMO_2019.csv").vintage == "2019"
    found = rows(store, "bmo", "2019")[0]
    assert (found["nomenclature"], found["family"], found["seasonal"], found["difficult_secret"]) == (
        2009,
        "A",
        0,
        True,
    )


def test_needs_in_labour_are_read_in_the_workbook_as_published(store, bring, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Description_des_variables"
    for name in ("annee", "met", "xmet", "smet"):
        book.active.append([name, "texte", "ce que c’est"])
    sheet = book.create_sheet("BMO_2025_open_data")
    header, *lines = SAMPLES["bmo", "Base_open_data_BMO_2025.csv"].splitlines()
    sheet.append(header.split(";"))
    for line in lines:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line.split(";")])
    path = tmp_path / "Base_open_data_BMO_2025.xlsx"
    book.save(path)
    report = bring("bmo", path)
    assert (report.read, report.kept, report.secret) == (3, 3, 4)
    assert {row["department"] for row in rows(store, "bmo")} == {"971", "69", "01"}


def test_an_occupation_in_tension_everywhere_has_no_region(store, bring):
    bring("metiers-en-tension", SAMPLES["metiers-en-tension", "metiers_2024.csv"], name="metiers_2024.csv")
    assert {row["occupation"]: row["region"] for row in rows(store, "metiers-en-tension")} == {
        "A0Z40": None,
        "V3Z70": "93",
    }


def test_unemployment_is_read_long_and_wide_quarterly_and_yearly(store, bring):
    assert bring("chomage", SAMPLES["chomage", "chomage.csv"]).vintage == "2025-T1"
    wide = "ZE2020;LIBZE2020;REG;LIBREG;2003-T1;2003-T2\n0051;Alençon;28;Normandie;8,1;nd\n0601;Mayotte;06;Mayotte;;\n"
    report = bring("chomage", "Taux de chômage\n\n\nNote\n" + wide)
    assert (report.vintage, report.part) == ("2003-T2", "")
    found = rows(store, "chomage", "2003-T2")
    assert [(row["zone"], row["quarter"], row["rate"]) for row in found] == [
        ("0051", "2003-T1", 8.1),
        ("0051", "2003-T2", None),
    ]
    yearly = bring("chomage", wide.replace("2003-T1", "2023").replace("2003-T2", "2024"))
    assert (yearly.vintage, yearly.part) == ("2024", "annuel")
    assert store.get("chomage").vintage == "2025-T1"


def test_income_keeps_secret_and_unavailable_apart_in_every_form(store, bring):
    report = bring("filosofi", SAMPLES["filosofi", "DS_FILOSOFI_CC_2023_data.csv"])
    assert (report.vintage, report.secret, sum(report.aside.values())) == ("2023", 1, 2)
    found = {(row["commune"], row["measure"]): (row["value"], row["value_secret"]) for row in rows(store, "filosofi")}
    assert found == {
        ("76540", "MED"): (20450, False),
        ("76540", "TP60"): (23.1, False),
        ("76005", "MED"): (None, True),
        ("55039", "MED"): (None, False),
    }
    wide = "CODGEO;NBMENFISC21;NBPERSMENFISC21;MED21;TP6021;D121;D921\n76540;50000;110000;20450;23;10100;38000\n"
    report = bring("filosofi", wide + "76005;900;2100;24000;s;s;s\n76103;9;20;s;nd;nd;nd\n", name="cc_filosofi_COM.csv")
    assert (report.vintage, report.secret) == ("2021", 4)
    found = {
        row["measure"]: (row["value"], row["value_secret"])
        for row in rows(store, "filosofi", "2021", "commune = '76103'")
    }
    assert found == {"MED": (None, True), "TP60": (None, False), "D1": (None, False), "D9": (None, False)}
    older = "CODGEO;NBMEN20;NBPERS20;NBUC20;Q120;Q220;D120;D920\n76540;50000;110000;80000;14000;20100;9900;37000\n"
    assert bring("filosofi", older, name="FILO_DISP_COM.csv").vintage == "2020"
    assert {row["measure"]: row["value"] for row in rows(store, "filosofi", "2020")}["MED"] == 20100


# -- land, emissions ---------------------------------------------------------------------------------------------------


def test_brownfields_are_read_with_their_masks_dates_and_broken_texts(store, bring):
    report = bring("cartofriches", SAMPLES["cartofriches", "friches_2024.csv"], name="friches_2024.csv")
    assert (report.kept, report.secret, report.mended) == (2, 1, 1)
    dairy, mill = rows(store, "cartofriches")
    assert (dairy["commune"], dairy["owner"], dairy["owner_secret"], dairy["activity"]) == ("03013", None, True, None)
    assert (dairy["updated"], mill["updated"]) == (dt.date(2024, 1, 16), dt.date(2019, 6, 23))
    assert (mill["zone_name"], mill["activity"]) == ("zone à vocation d’habitat", "Coton|Laine")
    # One producer writes the longitude first, the other the latitude.
    assert [(row["lon"], row["lat"]) for row in (dairy, mill)] == [(3.21, 46.2), (1.09, 49.44)]


def test_plants_are_placed_by_the_name_of_their_commune_or_counted(store, bring):
    report = bring("irep-etablissements", SAMPLES["irep-etablissements", "etablissements_2017.csv"], name="e_2017.csv")
    # The class of an older nomenclature and the commune that no longer exists: two rows.
    assert (report.kept, report.refused, report.unplaced) == (4, 0, 2)
    found = {row["name"]: row for row in rows(store, "irep-etablissements")}
    assert (found["REVAGA"]["commune"], found["REVAGA"]["department"], found["REVAGA"]["activity"]) == (
        "69133",
        "69",
        "3811Z",
    )
    assert found["CARRIERES"]["siret"] == "04608016900115"
    assert (found["SANS NUMERO"]["commune"], found["SANS NUMERO"]["activity"]) == ("76575", None)
    assert (found["FUSION"]["commune"], found["FUSION"]["department"]) == (None, "50")
    later = (
        PLANTS_LATER + "\n1;USINE;51058711600037;;76000;ROUEN;SEINE-MARITIME;NORMANDIE;1;2;2154;2410Z;Sidérurgie;;\n"
    )
    assert bring("irep-etablissements", later, name="etablissements_2021.csv").vintage == "2021"


def test_emissions_are_read_before_and_after_the_change_of_separator(store, bring):
    report = bring("irep-emissions", SAMPLES["irep-emissions", "emissions_2017.csv"])
    assert (report.vintage, report.kept) == ("2017", 2)
    assert {row["pollutant"]: row["quantity"] for row in rows(store, "irep-emissions")} == {
        "COVNM": 45500,
        "SOx": 173000.5,
    }
    later = "identifiant;nom_etablissement;annee_emission;milieu;polluant;quantite;unite\n1;A;2021;Air;CO2;1,5;t/an\n"
    assert bring("irep-emissions", later).vintage == "2021"


# -- places, programmes ------------------------------------------------------------------------------------------------


def test_the_code_of_another_year_and_its_movements_are_kept_as_published(store, bring):
    assert bring("cog", SAMPLES["cog", "v_commune_2023.csv"], name="v_commune_2023.csv").vintage == "2023"
    assert [(row["type"], row["code"], row["parent"]) for row in rows(store, "cog")] == [
        ("COM", "76540", None),
        ("COMD", "01015", "01015"),
    ]
    older = "typecom,com,reg,dep,arr,tncc,ncc,nccenr,libelle,can,comparent\nCOM,1001,84,01,012,5,A,A,A,0108,\n"
    assert bring("cog", older, name="communes-01012019.csv").vintage == "2019"
    report = bring("cog-mouvements", SAMPLES["cog-mouvements", "v_mvt_commune_2026.csv"], name="v_mvt_commune_2026.csv")
    assert report.vintage == "2026"
    assert rows(store, "cog-mouvements")[0]["date"] == dt.date(2016, 1, 1)


def test_the_territories_are_read_by_members_and_by_communes(store, bring):
    bring("territoires-industrie", SAMPLES["territoires-industrie", "liste-ti-2024.csv"], name="liste-ti-2024.csv")
    bring("territoires-industrie", "id_ti,insee_com,siren_membre\nti-8413,01283,200042935\n", name="communes_2024.csv")
    assert rows(store, "territoires-industrie")[0]["member"] == "200042935"
    assert rows(store, "territoires-industrie", "2024 communes")[0]["commune"] == "01283"


def test_zonings_stand_side_by_side_whatever_their_shape(store, bring):
    bring("zonages", SAMPLES["zonages", "frr_2025.csv"])
    bring("zonages", "codgeo;libgeo;codefrr\n76540;Rouen;FRR+\n76005;Amfreville;-9999\n", name="observatoire_2026.csv")
    bring("zonages", "insee_code,status\n76540,C\n76005,NC\n", name="zrr_2021.csv")
    bring(
        "zonages",
        "id_afr,lib_com,eligibilite,insee_com_2018\nAFR1,Acy,Intégralement éligible,02003\n",
        name="afr_2014.csv",
    )
    bring(
        "zonages",
        'code_qp;lib_qp;insee_com\nQN07601M;Grand-Mare;="76540"\nQN07602M;Deux rives;76540|76005\n',
        name="qpv_2024.csv",
    )
    bring(
        "zonages",
        "insee_com,label,acv,acv_signed_at,ort,ort_signed_at,pvd,pvd_signed_at\n01053,Bourg,True,2024-01-25,False,,,\n",
        name="programmes_2026.csv",
    )
    latest = store.latest("zonages")
    assert sorted(latest) == ["ACV-PVD-ORT", "AFR", "FRR", "QPV", "ZRR"]
    found = {
        part: [(row["commune"], row["status"]) for row in each.decoded().to_pylist()] for part, each in latest.items()
    }
    assert found["FRR"] == [("76005", "Non classée"), ("76540", "FRR+")]
    assert found["AFR"] == [("02003", "Intégralement éligible")]
    assert found["ZRR"] == [("76005", "NC"), ("76540", "C")]
    assert [commune for commune, _status in found["QPV"]] == ["76005", "76540", "76540"]
    programme = latest["ACV-PVD-ORT"].decoded().to_pylist()
    assert [(row["zoning"], row["commune"], row["since"]) for row in programme] == [
        ("ACV", "01053", dt.date(2024, 1, 25))
    ]
    assert [row["status"] for row in rows(store, "zonages", "2025 FRR")] == ["Non classée", "FRR socle"]
