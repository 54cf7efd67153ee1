"""When a figure of the activity classes is given, when it is not, and what a reader is told."""

import numpy as np
import pytest

from tandem import reference
from tandem.core.figures import Availability
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.measures import class_figures, classes
from tandem.diagnosis.measures.class_figures import Limit
from tandem.diagnosis.measures.inputs import Inputs, Perimeter
from tandem.diagnosis.official_files import in_service
from tandem.diagnosis.projects import figures_of_project, project

ZONE = "8425"
YEARS = (2006, 2007, 2009, 2011, 2019, 2020, 2022)
FALLS_THEN_RISES = (100, 100, 80, 90, 100, 90, 120)
URSSAF = ["insee_com", "code_ape", "annee", "nb_etablissements", "effectifs_salaries"]
PARTS = (class_figures.class_structural_effect, class_figures.class_local_effect)
COMPARED = (
    class_figures.class_specialisation,
    class_figures.resistance_2008,
    class_figures.recovery_2010,
    class_figures.resistance_2019,
    class_figures.recovery_2020,
)
OWN = (class_figures.class_change, class_figures.class_diversity)


@pytest.fixture
def zone(communes_of_zone) -> list[str]:
    return communes_of_zone(ZONE)


def rows_of(communes, levels=FALLS_THEN_RISES, establishments=6):
    """Two industrial classes and shops in each commune; what they employ follows `levels`."""
    for commune in communes:
        for year, level in zip(YEARS, levels, strict=True):
            yield [commune, "1071C", year, establishments, level]
            yield [commune, "2229A", year, establishments, 2 * level]
            yield [commune, "4711F", year, establishments, 50]


@pytest.fixture
def even(importing, zone):
    """A file of a zone of 35 communes, all alike: an area weighs what it has of them."""
    return importing("urssaf", URSSAF, list(rows_of(zone)))


def inputs_of(*parts: list[str]) -> Inputs:
    perimeters = [Perimeter(f"t{place}", "2024-07", "84", codes) for place, codes in enumerate(parts)]
    return Inputs(perimeters, reference.load, in_service.find)


def remark(code: str, inputs: Inputs) -> str:
    return INDICATORS[code].remark(inputs, INDICATORS[code].measure(inputs), 0)


def said(codes: list[str]) -> dict:
    return {figure.definition.id: figure for each in figures_of_project(project(codes)) for figure in each.figures}


# -- an area and its reference -----------------------------------------------------------------------------------------


def test_an_area_that_is_most_of_the_file_is_not_compared_with_it(even, zone):
    half = len(zone) // 2
    inputs = inputs_of(zone[: half - 1], zone[: half + 2])
    for figure in COMPARED:
        values = figure(inputs).values
        assert not np.isnan(values[0])
        assert np.isnan(values[1])
        assert figure(inputs).limits[:2] == (None, Limit.ITSELF)
    for figure in (*PARTS, *OWN):
        assert not np.isnan(figure(inputs).values[:2]).any()


def test_the_parts_of_a_change_are_given_until_the_area_is_nearly_all_of_the_file(even, zone):
    count = len(zone)
    inputs = inputs_of(zone[: int(0.95 * count)], zone[: int(0.95 * count) + 1])
    for figure in PARTS:
        assert np.isnan(figure(inputs).values[:2]).tolist() == [False, True]
        assert figure(inputs).limits[:2] == (None, Limit.ITSELF)
    words = remark("class-local-effect", inputs)
    assert words.startswith("comparé à ce que le fichier couvre")
    assert words.endswith("\u202f% des salariés, l’effet local en étant d’autant plus petit")


def test_the_table_of_such_an_area_has_its_employees_and_no_quotient(even, zone):
    inputs = inputs_of(zone[:10], zone)
    some, whole = map(classes.class_industry_employees(inputs).details, range(2))
    for row in whole:
        assert row["after"] > 0
        assert row["quotient"] is row["low"] is row["high"] is row["local"] is None
    assert all(row["quotient"] == pytest.approx(1.0) for row in some)


@pytest.mark.django_db
def test_a_reader_is_told_how_much_of_its_reference_a_territory_is(even, zone):
    found = said(zone)
    for code in ("class-local-effect", "class-specialisation", "resistance-2008"):
        assert found[code].availability is Availability.MEANINGLESS
        assert found[code].reason == (
            "non comparable, car le territoire pèse 100\u202f% des salariés que le fichier couvre "
            f"({len(zone)} communes de la zone d’emploi de {zone_name()})"
        )
    table = found["class-industry-employees"]
    assert "quotients et effets locaux non comparables" in table.reason
    assert "quotients et effets locaux non comparables" in table.lines().note.lower()
    assert found["class-change"].value is not None
    assert found["class-change"].reason == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("part", "weighs"), [(0.4, True), (0.1, False)])
def test_a_comparison_names_its_real_reference(even, zone, part, weighs):
    count = round(part * len(zone))
    reason = said(zone[:count])["class-local-effect"].reason
    assert reason.startswith(f"comparé à ce que le fichier couvre ({len(zone)} communes de la zone d’emploi de ")
    assert (f"dont le territoire pèse {round(100 * count / len(zone))}\u202f%" in reason) is weighs


def zone_name() -> str:
    zones = reference.load("employment_zones").to_pylist()
    return next(row["name"] for row in zones if row["code"] == ZONE)


# -- secrecy -----------------------------------------------------------------------------------------------------------


def test_no_total_is_told_when_the_other_activities_are_one_or_two_establishments(importing, zone):
    mine = zone[:10]
    rows = [row for row in rows_of(zone) if row[0] not in mine or row[1] != "4711F"]
    rows += [[mine[0], "4711F", year, 2, 900] for year in YEARS]
    importing("urssaf", URSSAF, rows)
    inputs = inputs_of(mine, zone[10:20])
    for figure in (*PARTS, *COMPARED, *OWN, classes.class_industry_employees):
        found = figure(inputs)
        assert np.isnan(found.values[0])
        assert found.secret[:2].tolist() == [True, False]
        assert not np.isnan(found.values[1])
    assert np.isnan(classes.class_industry_employees(inputs).series[1][0]).all()


def test_where_its_sectors_are_known_a_class_is_hidden_with_others_of_its_sector(importing, zone):
    """Bread is of another sector than plastics: a reader who knows the sector would subtract the plastics shown."""
    rows = list(rows_of(zone, [20] * 7))
    rows += [[zone[0], code, year, units, employees] for year in YEARS
             for code, units, employees in (("2221Z", 1, 300), ("2222Z", 9, 2000), ("2223Z", 9, 2500))]  # fmt: skip
    importing("urssaf", URSSAF, rows)
    part, whole = map(classes.class_industry_employees(inputs_of(zone[:-1], zone)).details, range(2))
    hidden = [{row["ape"] for row in details if row["secret"]} for details in (part, whole)]
    plastics = {"2221Z", "2222Z", "2223Z", "2229A"}
    assert hidden[0] - plastics == {"1071C"}
    assert len(hidden[1] & plastics) == 3
    assert hidden[1] <= plastics


def test_a_year_of_one_or_two_establishments_is_left_out_of_the_series(importing, zone):
    mine = zone[:1]
    rows = list(rows_of(zone[1:]))
    for year in YEARS:
        rows.append([mine[0], "1071C", year, 2 if year == 2007 else 12, 300])
        rows.append([mine[0], "4711F", year, 30, 900])
    importing("urssaf", URSSAF, rows)
    periods, series = classes.class_industry_employees(inputs_of(mine)).series
    known = dict(zip(periods, series[0], strict=True))
    assert np.isnan(known.pop("2007"))
    assert set(known.values()) == {300.0}


def test_employees_are_whole_numbers(even, zone):
    found = classes.class_industry_employees(inputs_of(zone[:10]))
    for row in found.details(0):
        assert type(row["before"]) is type(row["after"]) is type(row["local"]) is int
    assert (found.series[1][0] % 1 == 0).all()


# -- what it takes -----------------------------------------------------------------------------------------------------


def test_the_shares_of_a_few_establishments_are_no_structure(even, zone):
    inputs = inputs_of(zone[:1], zone[:2])  # 18 and 36 establishments
    for figure in (class_figures.class_specialisation, class_figures.class_diversity):
        assert np.isnan(figure(inputs).values[:2]).tolist() == [True, False]
        assert figure(inputs).limits[:2] == (Limit.ESTABLISHMENTS, None)


@pytest.mark.parametrize(
    "figure",
    [class_figures.class_change, class_figures.class_local_effect, class_figures.resistance_2008],
    ids=["change", "local effect", "resistance"],
)
def test_a_change_of_a_few_employees_is_no_rate(even, zone, figure):
    inputs = inputs_of(zone[:2], zone[:3])  # 700 and 1,050 employees at the start
    assert np.isnan(figure(inputs).values[:2]).tolist() == [True, False]
    assert figure(inputs).limits[:2] == (Limit.EMPLOYEES, None)


def test_a_response_compares_with_the_same_classes(importing, zone):
    mine, others = zone[:10], zone[10:]
    importing("urssaf", URSSAF, [*rows_of(others), *rows_of(mine, [100, 100, 90, 90, 100, 100, 100])])
    inputs = inputs_of(mine)
    table = classes.classes(inputs)
    start, low = (table.cells.whole_employees[YEARS.index(year)] for year in (2007, 2009))
    own = table.cells.employees[YEARS.index(2007), 0]
    expected = (own * (low / start - 1)).sum()
    change = table.cells.employees[YEARS.index(2009), 0].sum() - own.sum()
    found = class_figures.resistance_2008(inputs).values[0]
    assert found == pytest.approx(100 * (change - expected) / own.sum())
    assert found > 0
    assert class_figures.recovery_2010(inputs).values[0] < 0  # it gained nothing when the others did


def test_there_is_no_resistance_where_the_reference_has_not_fallen(importing, zone):
    importing("urssaf", URSSAF, list(rows_of(zone, [100, 100, 110, 90, 100, 100, 100])))
    inputs = inputs_of(zone[:10])
    assert np.isnan(class_figures.resistance_2008(inputs).values[0])
    assert class_figures.resistance_2008(inputs).limits[0] is Limit.NO_FALL
    assert class_figures.recovery_2010(inputs).limits[0] is Limit.NO_RISE
    words = remark("resistance-2008", inputs)
    assert words.startswith("sans objet, car l’emploi de référence n’a pas reculé")


def test_the_windows_are_those_in_which_french_employment_fell_and_rose():
    rows = reference.load("private_employees_places").to_pylist()
    france = next(row for row in rows if row["level"] == "france")
    for fall, rise in class_figures.WINDOWS[1:]:  # the shipped table begins in 2014
        assert france[f"y{fall[1]}"] < france[f"y{fall[0]}"]
        assert france[f"y{rise[1]}"] > france[f"y{rise[0]}"]
    assert class_figures.WINDOWS[0] == ((2007, 2009), (2009, 2011))


def test_a_file_of_a_single_year_has_no_change(importing, zone):
    importing("urssaf", URSSAF, [row for row in rows_of(zone) if row[2] == 2022])
    inputs = inputs_of(zone[:10])
    for figure in (class_figures.class_change, class_figures.class_local_effect, class_figures.resistance_2019):
        assert np.isnan(figure(inputs).values[0])
        assert figure(inputs).limits[0] is Limit.YEARS
    assert classes.class_industry_employees(inputs).details(0)[0]["local"] is None
    assert not np.isnan(class_figures.class_specialisation(inputs).values[0])


def test_what_the_file_hardly_covers_is_not_measured(even, zone, communes_of_zone):
    elsewhere = communes_of_zone("8404")
    inputs = inputs_of([*zone[:10], *elsewhere])
    assert classes.classes(inputs).cover.uncovered[0] > 0.6
    assert np.isnan(class_figures.class_change(inputs).values[0])
    assert remark("class-local-effect", inputs) == ""
