"""Figures that wait for an official file: what they say without it, and what they are once it is imported."""

import numpy as np
import pytest

from tandem import reference
from tandem.core.figures import Availability
from tandem.diagnosis.catalogue import CHAPTERS, INDICATORS
from tandem.diagnosis.measures import class_figures, classes, establishments, hiring, sites
from tandem.diagnosis.measures.inputs import Inputs, Perimeter
from tandem.diagnosis.official_files import in_service
from tandem.diagnosis.projects import figures_of_project, project

ZONE = "8425"
YEARS = (2006, 2007, 2009, 2011, 2019, 2020, 2022)
URSSAF = ["insee_com", "code_ape", "annee", "nb_etablissements", "effectifs_salaries"]
SIRENE = [
    "siret", "statutDiffusionEtablissement", "dateCreationEtablissement", "trancheEffectifsEtablissement",
    "anneeEffectifsEtablissement", "etablissementSiege", "codeCommuneEtablissement", "dateDebut",
    "etatAdministratifEtablissement", "denominationUsuelleEtablissement", "activitePrincipaleEtablissement",
    "nomenclatureActivitePrincipaleEtablissement", "caractereEmployeurEtablissement", "enseigne1Etablissement",
]  # fmt: skip


@pytest.fixture
def zone(communes_of_zone) -> list[str]:
    return communes_of_zone(ZONE)


@pytest.fixture
def employees(importing, zone):
    """A file of one zone: plastics grow in its first ten communes, textiles shrink everywhere, bread is everywhere."""
    rows = []
    for place, commune in enumerate(zone):
        for step, year in enumerate(YEARS):
            rows.append([commune, "1071C", year, 4, 40])
            rows.append([commune, "1392Z", year, 3, 70 - 10 * step])
            rows.append([commune, "4711F", year, 5, 50])
            if place < 10:
                rows.append([commune, "2229A", year, 3, 100 + 20 * step])
    rows.append([zone[0], "3030Z", 2022, 1, 900])  # a single aircraft maker
    return importing("urssaf", URSSAF, rows)


def inputs_of(*perimeters: Perimeter) -> Inputs:
    return Inputs(list(perimeters), reference.load, in_service.find)


def part(zone: list[str], region: str = "84") -> Perimeter:
    return Perimeter("t", "2024-07", region, zone)


@pytest.mark.django_db
def test_without_the_file_a_figure_says_which_one_it_waits_for(home):
    figures = {
        figure.definition.id: figure for each in figures_of_project(project(["01283"])) for figure in each.figures
    }
    waiting = {name for name, indicator in INDICATORS.items() if indicator.imported}
    assert waiting
    for name in waiting:
        assert figures[name].value is None
        assert figures[name].availability is Availability.NOT_AVAILABLE
        assert "n’est pas encore importé" in figures[name].reason
        assert figures[name].source.startswith(figures[name].definition.sources[0].producer)


def test_chapters_without_a_source_say_what_would_fill_them():
    empty = [chapter for chapter in CHAPTERS if not chapter.indicators]
    assert {chapter.id for chapter in empty} == {"training", "risks"}
    assert all("Tandem ne lit encore aucune source" in str(chapter.lacks) for chapter in empty)


def test_employees_by_class_add_up_over_the_communes(employees, zone):
    inputs = inputs_of(part(zone[:10]), part(zone))
    found = classes.class_industry_employees(inputs)
    periods, over_time = found.series
    assert periods == tuple(map(str, YEARS))
    assert over_time[0].tolist() == [10 * (40 + 70 - 10 * step + 100 + 20 * step) + 900 * (year == 2022)
                                     for step, year in enumerate(YEARS)]  # fmt: skip
    assert found.missing[0] == 0
    assert np.isnan(found.values[inputs.n_territories :]).all()  # a zone says nothing of a region or of France


def test_the_parts_of_the_change_add_up_to_it(employees, zone):
    inputs = inputs_of(part(zone[:10]))
    change, structural, local = (
        measure(inputs).values[0]
        for measure in (
            class_figures.class_change,
            class_figures.class_structural_effect,
            class_figures.class_local_effect,
        )
    )
    table = classes.classes(inputs)
    first = np.nansum(table.cells.employees[0, 0])
    national = 100 * table.shifts.by_area().national[0] / first
    assert national + structural + local == pytest.approx(change)
    assert local > 0  # plastics are nowhere else, and the aircraft maker is its own


def test_an_area_that_the_file_covers_in_part_says_how_much(employees, zone, communes_of_zone):
    elsewhere = communes_of_zone("8404")
    whole = classes.class_industry_employees(inputs_of(part([*zone, *elsewhere[:10]])))
    assert (whole.missing[0], whole.places[0]) == (10, len(zone) + 10)
    assert 0 < whole.uncovered[0] < 1


def test_an_area_that_the_file_hardly_covers_has_no_figure(employees, zone, communes_of_zone):
    found = class_figures.class_change(inputs_of(part([zone[-1], *communes_of_zone("8421")])))
    assert np.isnan(found.values[0])


def test_a_class_of_too_few_establishments_is_secret_and_cannot_be_found_by_subtraction(employees, zone):
    rows = {row["ape"]: row for row in classes.class_industry_employees(inputs_of(part(zone))).details(0)}
    assert rows["3030Z"]["secret"]
    assert rows["3030Z"]["after"] is None
    hidden = [row for row in rows.values() if "after" in row["secret"]]
    assert len(hidden) >= 2
    assert rows["3030Z"]["establishments"] == 1


def test_a_missing_year_leaves_the_response_without_value(importing, zone):
    importing("urssaf", URSSAF, [[commune, "1071C", year, 4, 40] for commune in zone for year in (2020, 2021)])
    inputs = inputs_of(part(zone))
    assert np.isnan(class_figures.resistance_2008(inputs).values[0])
    assert class_figures.class_change(inputs).values[0] == pytest.approx(0.0)


# -- Sirene ------------------------------------------------------------------------------------------------------------


def establishment(number: int, commune: str, **more: object) -> list[object]:
    row = {
        "siret": f"{number:09d}00011", "statutDiffusionEtablissement": "O", "dateCreationEtablissement": "2001-01-01",
        "trancheEffectifsEtablissement": "NN", "anneeEffectifsEtablissement": "2023", "etablissementSiege": "true",
        "codeCommuneEtablissement": commune, "dateDebut": "2001-01-01", "etatAdministratifEtablissement": "A",
        "denominationUsuelleEtablissement": f"Atelier {number}", "activitePrincipaleEtablissement": "22.29A",
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2", "caractereEmployeurEtablissement": "O",
        "enseigne1Etablissement": "",
    }  # fmt: skip
    return [{**row, **more}[name] for name in SIRENE]


@pytest.fixture
def stock(importing, zone):
    rows = [establishment(1, zone[0], trancheEffectifsEtablissement="41")]
    rows += [establishment(n, zone[n % 5], trancheEffectifsEtablissement="12") for n in range(2, 12)]
    rows += [establishment(12, zone[1], trancheEffectifsEtablissement="22", statutDiffusionEtablissement="P",
                           denominationUsuelleEtablissement="[ND]")]  # fmt: skip
    rows += [establishment(13, zone[2], dateCreationEtablissement="2024-05-02", dateDebut="2024-05-02")]
    rows += [establishment(14, zone[3], etatAdministratifEtablissement="F", dateDebut="2023-03-01")]
    rows += [establishment(15, zone[4], activitePrincipaleEtablissement="47.11F", trancheEffectifsEtablissement="01")]
    return importing("sirene", SIRENE, rows, vintage="2025-01")


def test_industrial_employers_are_counted_by_size(stock, zone):
    found = establishments.industry_employers(inputs_of(part(zone)))
    assert found.values[0] == 12
    sizes = {row["band"]: row["establishments"] for row in found.details(0)}
    assert (sizes["12"], sizes["22"], sizes["41"], sizes["01"]) == (10, 1, 1, 0)


def test_births_and_closures_are_counted_in_their_year(stock, zone):
    inputs = inputs_of(part(zone))
    periods, births = establishments.industry_births(inputs).series
    assert dict(zip(periods, births[0], strict=True))["2024"] == 1
    periods, closures = establishments.industry_closures(inputs).series
    assert dict(zip(periods, closures[0], strict=True))["2023"] == 1


def test_the_largest_establishment_weighs_what_its_band_says(stock, zone):
    found = establishments.largest_share(inputs_of(part(zone)))
    middles = {"41": 749.5, "12": 34.5, "22": 149.5, "01": 1.5}
    whole = middles["41"] + 10 * middles["12"] + middles["22"] + middles["01"]
    assert found.values[0] == pytest.approx(100 * middles["41"] / whole)


def test_an_establishment_in_partial_diffusion_is_counted_and_never_listed(stock, zone):
    listed = establishments.largest_share(inputs_of(part(zone))).details(0)
    assert [row["band"] for row in listed[:2]] == ["41", "12"]
    assert "00000001200011" not in {row["siret"] for row in listed}
    assert all(row["name"] != "[ND]" for row in listed)


# -- other files -------------------------------------------------------------------------------------------------------


def test_departments_share_their_recruitment_by_jobs_and_leave_secret_cells_out(importing, zone):
    header = ["annee", "Code métier BMO", "Nom métier BMO", "Famille_met", "Lbl_fam_met", "REG", "NOM_REG", "Dept",
              "NomDept", "BE25", "NOMBE25", "met", "xmet", "smet"]  # fmt: skip

    def row(code: str, name: str, *counts: object) -> list[object]:
        return [2025, code, name, "C", "Cadres", "84", "Auvergne-Rhône-Alpes", "01", "Ain", "8401", "BOURG", *counts]

    importing("bmo", header, [row("D2X40", "Régleurs", 100, 60, 10), row("D2X41", "Soudeurs", 50, "*", "*")])
    found = hiring.difficult_hiring(inputs_of(part([code for code in zone if code.startswith("01")])))
    assert found.values[0] == pytest.approx(60.0)
    assert found.details(0)[0]["name"] == "Régleurs"
    assert hiring.seasonal_hiring(inputs_of(part(zone))).values[0] == pytest.approx(10.0)


def test_brownfields_are_told_one_by_one(importing, zone):
    header = ["site_id", "site_nom", "site_type", "site_statut", "comm_insee", "unite_fonciere_surface",
              "sol_pollution_existe", "activite_fin_annee", "proprio_nom", "geompoint"]  # fmt: skip
    rows = [
        [
            "a",
            "Ancienne fonderie",
            "friche industrielle",
            "friche sans projet",
            zone[0],
            1200,
            "inconnu",
            2010,
            "_X_",
            "",
        ],
        ["b", "Ancien dépôt", "friche industrielle", "friche avec projet", zone[0], 800, "inconnu", "", "_X_", ""],
        ["c", "Halle", "NA", "friche sans projet", zone[1].lstrip("0"), 800, "inconnu", "", "_X_", ""],
    ]
    importing("cartofriches", header, rows, vintage="2024")
    found = sites.brownfields_without_project(inputs_of(part(zone)))
    assert found.values[0] == 1
    assert [row["name"] for row in found.details(0)] == ["Ancienne fonderie"]
    assert "_X_" not in str(found.details(0))
