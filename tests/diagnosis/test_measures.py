"""Measures on a country of three communes worked by hand, and on the real one."""

import numpy as np
import pyarrow as pa
import pytest

from tandem import reference
from tandem.analytics.similarity import Neighbours
from tandem.diagnosis.measures import employment, industry, land, people, schemes, sectors
from tandem.diagnosis.measures.engine import _peer_median
from tandem.diagnosis.measures.inputs import Inputs, Perimeter

# One region of three communes: A and B in zone 1, C in zone 2. The territory is A and C.
SMALL = {
    "departments": {"code": ["01"], "name": ["Ain"], "region": ["84"], "zone": ["metro"]},
    "communes": {
        "code": ["A", "B", "C"],
        "department": ["01", "01", "01"],
        "region": ["84", "84", "84"],
        "epci": ["E1", "E1", "E2"],
        "ept": pa.array([None, None, None], pa.string()),
        "employment_zone": ["1", "1", "2"],
    },
    "employment_zones": {"code": ["1", "2"]},
    "population": {
        "commune": ["A", "B", "C"],
        "population_2013": [100, 200, None],
        "population_2018": [105, 210, 300],
        "population_2023": [110, 220, 330],
    },
    "income": {"commune": ["A", "B"], "median": [20_000.0, 30_000.0]},
    "unemployment": {"zone": ["1", "2"], "quarter": ["2025-T4", "2025-T4"], "rate": [6.0, 10.0]},
    "unemployment_france": {"quarter": ["2025-T4"], "rate": [7.5]},
    "census_jobs": {
        "commune": ["A", "B", "C"],
        "jobs_2018": [30.0, 10.0, 60.0],
        "industry_establishments_2018": [3, 1, 6],
        "establishments_1_9_2018": [8, 9, 9],
        "establishments_10_plus_2018": [2, 1, 1],
    },
    "private_employees": {
        "commune": ["A", "B", "C"],
        **{f"y{year}": [10, 20, None] for year in range(2014, 2024)},
        "y2024": [15, None, 40],
    },
    "epci_jobs": {
        "siren": ["E1", "E2"],
        "jobs_2018": [40, 60],
        "jobs_2022_estimate": [80, 60],
        "share_industry": [25.0, 50.0],
        "large_establishments_share": [10.0, 20.0],
    },
    "sectors": {"a38": ["CA", "JZ"], "label": ["Aliments", "Services"], "industry": [True, False]},
    "sector_employees": {
        "zone": ["1", "1", "2", "2"],
        "a38": ["CA", "JZ", "CA", "JZ"],
        "y2019": [40, 80, None, 100],
        "y2024": [80, 120, None, 100],
    },
    "sector_posts": {"zone": ["1", "2"], "a38": ["CA", "CA"], "y2023": [40, 90]},
    "industry_establishments": {"zone": ["1", "2"], "industry": [4, 3]},
    "brownfields": {"commune": ["A"], "sites": [2], "industrial_sites": [1], "surface_m2": [50_000]},
    "zonings": {"zoning": ["PVD", "ORT", "PVD"], "commune": ["A", "A", "B"]},
    "zoning_catalogue": {
        "zoning": ["PVD", "ORT"],
        "name": ["Petites villes", "ORT"],
        "kind": ["d", "d"],
        "vintage": ["", ""],
    },
    "shortage_occupations": {"region": ["84", "84", "FR", "FR"], "fap": ["a", "b", "b", "c"]},
}
TERRITORY, REGION, FRANCE = 0, 1, 2


@pytest.fixture
def small() -> Inputs:
    return Inputs([Perimeter("ti-1", "2024-07", "84", ["A", "C"])], lambda name: pa.table(SMALL[name]))


@pytest.fixture(scope="module")
def real() -> Inputs:
    """The country by departments, standing for territories."""
    communes = reference.load("communes").select(["code", "department", "region"]).to_pylist()
    by_department: dict[str, list[str]] = {}
    regions: dict[str, str] = {}
    zones = {row["code"]: row["zone"] for row in reference.load("departments").to_pylist()}
    for row in communes:
        if zones.get(row["department"], "com") != "com":
            by_department.setdefault(row["department"], []).append(row["code"])
            regions[row["department"]] = row["region"]
    perimeters = [Perimeter(code, "departments", regions[code], found) for code, found in sorted(by_department.items())]
    return Inputs(perimeters, reference.load)


def test_population_sums_the_communes_of_each_area(small):
    measure = people.population(small)
    assert measure.values.tolist() == [440, 660, 660]
    assert measure.series[1][TERRITORY].tolist() == [100, 405, 440]


def test_growth_leaves_out_a_commune_unknown_at_one_date(small):
    measure = people.population_growth(small)
    assert measure.values[TERRITORY] == pytest.approx(100 * (1.1**0.1 - 1))  # A alone
    assert measure.missing[TERRITORY] == 1


def test_income_is_weighted_by_inhabitants_and_is_an_estimate(small):
    measure = people.median_income(small)
    assert measure.values[REGION] == pytest.approx((20_000 * 110 + 30_000 * 220) / 330)
    assert measure.values[TERRITORY] == 20_000
    assert measure.missing[TERRITORY] == 1
    assert measure.estimate


def test_unemployment_weighs_zones_by_inhabitants_and_takes_the_published_rate_for_france(small):
    measure = people.unemployment(small)
    assert measure.values[TERRITORY] == pytest.approx((6 * 110 + 10 * 330) / 440)
    assert measure.values[FRANCE] == 7.5


def test_a_secret_commune_is_counted_as_missing_not_as_zero(small):
    measure = employment.private_employees(small)
    assert measure.values.tolist() == [55, 55, 55]
    assert measure.missing.tolist() == [0, 1, 1]


def test_an_area_without_any_known_commune_has_no_value(small):
    measure = employment.private_employees(small)
    assert measure.series[1][TERRITORY, 0] == 10
    alone = Inputs([Perimeter("ti-2", "l", "84", ["C"])], small.load)
    assert np.isnan(employment.private_employees(alone).series[1][TERRITORY, 0])


def test_industry_jobs_follow_the_intermunicipality_to_2022(small):
    # A: 30 jobs doubled by its intermunicipality, a quarter in industry; C: 60, half in industry.
    assert industry.industry_jobs(small).values[TERRITORY] == pytest.approx(60 * 0.25 + 60 * 0.5)
    assert industry.industry_share(small).values[TERRITORY] == pytest.approx(100 * 45 / 120)


def test_establishment_sizes(small):
    assert industry.establishments_10_plus_share(small).values[TERRITORY] == pytest.approx(100 * 3 / 20)
    # Three quarters of zone 1 (A has 30 of its 40 jobs) and all of zone 2.
    posts, establishments = 0.75 * 40 + 90, 0.75 * 4 + 3
    assert industry.industry_establishment_size(small).values[TERRITORY] == pytest.approx(posts / establishments)


def test_a_sector_that_no_zone_of_the_area_gives_is_missing_and_not_zero(small):
    alone = Inputs([Perimeter("ti-2", "l", "84", ["C"])], small.load)
    measure = sectors.industry_employees(alone)
    rows = {row["a38"]: row for row in measure.details(TERRITORY)}
    assert rows["CA"]["after"] is None
    assert np.isnan(measure.values[TERRITORY])
    assert measure.missing[TERRITORY] == 1
    assert measure.secret is None  # the source does not say that it hides anything


def test_a_sector_that_one_zone_only_gives_is_that_zones(small):
    rows = {row["a38"]: row for row in sectors.industry_employees(small).details(TERRITORY)}
    # Two thirds of the territory's jobs lie in zone 2, which has no food industry: three quarters of zone 1's remain.
    assert rows["CA"]["after"] == pytest.approx(0.75 * 80)
    assert rows["JZ"]["after"] == pytest.approx(0.75 * 120 + 100)


def test_a_rare_sector_of_the_country_is_not_hidden(real):
    rows = {row["a38"]: row for row in sectors.industry_employees(real).details(-1)}
    assert rows["CD"]["after"] > 8_000  # refining: 35 employment zones of 305
    assert sectors.industry_employees(real).values[-1] == 3_179_726


def test_the_change_is_the_communes_own_and_the_local_effect_what_is_left(small):
    change = employment.employees_change(small).values
    assert change[TERRITORY] == pytest.approx(50)  # A alone is known in 2019 and 2024
    parts = [sectors.structural_effect(small).values, sectors.local_effect(small).values]
    np.testing.assert_allclose(change, change[FRANCE] + parts[0] + parts[1])
    assert parts[1][FRANCE] == pytest.approx(0)


def test_part_of_an_intermunicipality_borrows_the_share_of_the_whole_and_says_so(small):
    assert industry.industry_share(small).estimate.tolist() == [True, False, False]  # A without B


def test_what_is_missing_is_weighed(small):
    np.testing.assert_allclose(people.population_growth(small).uncovered, [330 / 440, 330 / 660, 330 / 660])


def test_brownfields_count_no_known_site_as_zero(small):
    alone = Inputs([Perimeter("ti-2", "l", "84", ["C"])], small.load)
    assert land.brownfields(alone).values[TERRITORY] == 0
    assert np.isnan(land.brownfield_surface(alone).values[TERRITORY])
    assert land.brownfield_surface(small).values[TERRITORY] == pytest.approx(5)


def test_schemes_say_how_many_communes_and_inhabitants_they_cover(small):
    measure = schemes.schemes(small)
    assert measure.values[TERRITORY] == 2
    assert {row["zoning"]: row["population_share"] for row in measure.details(TERRITORY)} == {"PVD": 25.0, "ORT": 25.0}


def test_shortage_occupations_are_the_regions(small):
    assert schemes.shortage_occupations(small).values.tolist() == [3, 3, 2]  # b is listed for both


def test_france_of_the_real_tables_has_the_published_totals(real):
    assert employment.private_employees(real).values[-1] == 19_995_376
    assert industry.industry_establishments(real).values[-1] == 146_467
    assert industry.industry_jobs(real).values[-1] == pytest.approx(3.13e6, rel=1e-3)
    assert industry.industry_share(real).values[-1] == pytest.approx(11.62, abs=0.005)


def test_departments_regions_and_france_add_up(real):
    n_departments, n_regions = real.n_territories, len(real.region_codes)
    for measure in (people.population, employment.census_jobs, industry.industry_jobs, land.brownfields):
        values = measure(real).values
        assert np.nansum(values[:n_departments]) == pytest.approx(values[-1])
        assert np.nansum(values[n_departments : n_departments + n_regions]) == pytest.approx(values[-1])


def test_shift_share_parts_add_up_to_the_change(real):
    table = sectors.sectors(real)
    parts = table.shifts
    np.testing.assert_allclose(parts.national + parts.structural + parts.local, parts.change, atol=1e-6)


def test_the_countrys_own_quotients_are_one(real):
    quotients = sectors.sectors(real).quotients[real.country_row]
    np.testing.assert_allclose(quotients[~np.isnan(quotients)], 1.0)


def test_a_median_of_fewer_than_three_peers_is_none():
    peers = Neighbours(np.array([[1, 2, 3, -1], [2, 3, -1, -1]]), np.zeros((2, 4)), np.zeros((2, 4, 1)))
    assert _peer_median(np.array([0.0, 3.0, 1.0, 2.0]), peers)[0] == 2.0
    assert np.isnan(_peer_median(np.array([0.0, 3.0, 1.0, np.nan]), peers)).all()
