"""The shipped reference tables: what they hold and where they come from."""

import datetime as dt
import json
import re
from collections import Counter
from itertools import chain
from typing import Any

import pyarrow.compute as pc
import pytest

from tandem import reference
from tandem.reference.reader import SHIPPED

MEGABYTE = 1_000_000
WRITTEN_HERE = ("declared_figures", "zoning_catalogue", "sectors")


def rows(name: str, **where: Any) -> list[dict[str, Any]]:
    return [row for row in reference.load(name).to_pylist() if all(row[key] == value for key, value in where.items())]


def column(name: str, wanted: str) -> list[Any]:
    return reference.load(name)[wanted].to_pylist()


def total(name: str, wanted: str) -> float:
    return pc.sum(reference.load(name)[wanted]).as_py()


class TestManifest:
    def test_every_file_is_described_and_every_description_has_its_file(self):
        assert {path.stem for path in (SHIPPED / "tables").iterdir()} == set(reference.names())

    @pytest.mark.parametrize("name", reference.names())
    def test_a_table_says_in_french_what_it_is_and_where_it_comes_from(self, name):
        entry = reference.manifest()["tables"][name]
        for field in ("title", "description", "source", "producer", "vintage", "cog", "licence", "origin"):
            assert entry[field].strip(), field
        assert all(described["label"].strip() for described in entry["columns"])

    @pytest.mark.parametrize("name", reference.names())
    def test_its_texts_follow_french_typography(self, name):
        entry = reference.manifest()["tables"][name]
        texts = [value for value in entry.values() if isinstance(value, str)]
        texts += [described["label"] for described in entry["columns"]]
        if name in WRITTEN_HERE:
            texts += [text for text in chain(*(row.values() for row in rows(name))) if isinstance(text, str)]
        faults = [text for text in texts if re.search(r"'| [:;!?%»]( |$)|« |\d \d{3}(?!\d)", text)]
        assert faults == []

    @pytest.mark.parametrize("name", reference.names())
    def test_its_key_names_one_row(self, name):
        key = reference.manifest()["tables"][name]["key"]
        table = reference.load(name).select(key)
        assert table.group_by(key).aggregate([]).num_rows == table.num_rows
        assert all(values.null_count == 0 for values in table.columns)

    @pytest.mark.parametrize("name", reference.names())
    def test_its_codes_join_the_tables_they_point_to(self, name):
        for described in reference.manifest()["tables"][name]["columns"]:
            if target := described.get("references"):
                table, key = target.split(".")
                assert set(column(name, described["name"])) - {None} <= set(column(table, key)), described["name"]

    def test_all_tables_are_light_enough_to_ship(self):
        files = [path.stat().st_size for path in (SHIPPED / "tables").iterdir()]
        assert sum(files) < 8 * MEGABYTE
        assert sum(len(geometry) for geometry in column("contours_territories", "geometry")) < 1.5 * MEGABYTE


class TestGeography:
    def test_the_communes_in_force_are_those_of_2026(self):
        assert len(rows("communes")) == 34_969
        assert len(rows("departments")) == 109
        assert len(rows("regions")) == 26
        assert len(rows("employment_zones")) == 306

    def test_only_overseas_communities_and_four_islands_have_no_intermunicipality(self):
        alone = rows("communes", epci=None)
        assert len(alone) == 98
        assert {row["name"] for row in alone if row["department"][:2] not in ("97", "98")} == {
            "Île-de-Bréhat", "Île-de-Sein", "Ouessant", "L'Île-d'Yeu",
        }  # fmt: skip

    def test_every_commune_of_a_department_has_an_employment_zone_mayotte_included(self):
        assert {row["department"] for row in rows("communes", employment_zone=None)} <= {
            "975", "977", "978", "984", "986", "987", "988", "989",
        }  # fmt: skip
        assert {row["employment_zone"] for row in rows("communes", department="976")} == {"0601"}

    def test_intermunicipalities_in_force_and_ept_are_all_there(self):
        kinds = Counter(row["kind"] for row in rows("intermunicipalities", attested_until=None))
        assert kinds == {"CC": 989, "CA": 230, "CU": 14, "METRO": 21, "MET69": 1, "EPT": 11}
        gone = [row for row in rows("intermunicipalities") if row["attested_until"]]
        assert {row["siren"] for row in gone} == {"200071157", "200067221"}

    def test_population_of_intermunicipalities_is_that_of_their_communes(self):
        in_force = [
            row for row in rows("intermunicipalities") if row["kind"] != "EPT" and row["population"] is not None
        ]
        communes = sum(row["population"] for row in rows("communes") if row["epci"])
        assert sum(row["population"] for row in in_force) == communes == 68_344_363

    def test_no_earlier_code_is_still_in_force_and_each_leads_to_a_commune(self):
        communes = set(column("communes", "code"))
        assert len(rows("commune_codes")) == 2_123
        assert not communes & set(column("commune_codes", "old_code"))
        assert set(column("commune_codes", "code")) <= communes

    @pytest.mark.parametrize(
        ("old", "code"), [("75101", "75056"), ("69381", "69123"), ("27058", "27676"), ("93059", "93066")]
    )
    def test_an_earlier_code_resolves(self, old, code):
        assert [row["code"] for row in rows("commune_codes", old_code=old)] == [code]

    @pytest.mark.parametrize(
        ("table", "count"), [("intermunicipalities", 1_255), ("departments", 101), ("regions", 18)]
    )
    def test_contours_are_geojson_geometries(self, table, count):
        geometries = [json.loads(text) for text in column(f"contours_{table}", "geometry")]
        assert len(geometries) == count
        assert {geometry["type"] for geometry in geometries} == {"Polygon", "MultiPolygon"}


class TestProgramme:
    LISTS = (("2020-10", 148), ("2022-12", 149), ("2024-07", 183))

    @pytest.mark.parametrize(("name", "count"), LISTS)
    def test_a_list_has_its_territories_communes_members_and_contours(self, name, count):
        territories = {row["territory"] for row in rows("perimeters", list=name)}
        assert len(territories) == count
        for table in ("members", "territory_communes"):
            assert {row["territory"] for row in rows(table, list=name)} == territories
        assert {row["code"] for row in rows("contours_territories", list=name)} == territories

    @pytest.mark.parametrize(("name", "count"), [("2020-10", 15_660), ("2022-12", 16_151), ("2024-07", 18_639)])
    def test_no_commune_is_in_two_territories_of_a_list(self, name, count):
        communes = [row["commune"] for row in rows("territory_communes", list=name)]
        assert len(communes) == len(set(communes)) == count

    @pytest.mark.parametrize(
        ("day", "count"),
        [
            (dt.date(2020, 7, 19), 0),
            (dt.date(2020, 10, 15), 148),
            (dt.date(2022, 12, 30), 148),
            (dt.date(2022, 12, 31), 149),
            (dt.date(2023, 11, 8), 149),
            (dt.date(2023, 11, 9), 183),
            (dt.date(2024, 9, 16), 183),
        ],
    )
    def test_one_list_stands_on_a_day(self, day, count):
        standing = [
            row
            for row in rows("perimeters")
            if row["valid_from"] <= day and (row["valid_until"] is None or day < row["valid_until"])
        ]
        assert len(standing) == count

    def test_four_territories_entered_and_three_left_between_the_two_lists_of_phase_1(self):
        before, after = ({row["territory"] for row in rows("perimeters", list=name)} for name in ("2020-10", "2022-12"))
        assert after - before == {"ti18-3214", "ti18-5216", "ti18-5217", "ti18-5313"}
        assert before - after == {"ti18-5305", "ti18-5307", "ti18-5308"}

    def test_the_three_that_left_are_within_finistere(self):
        former = {
            row["commune"]
            for row in rows("territory_communes", list="2020-10")
            if row["territory"] in ("ti18-5305", "ti18-5307", "ti18-5308")
        }
        finistere = {row["commune"] for row in rows("territory_communes", list="2022-12", territory="ti18-5313")}
        assert former
        assert former <= finistere

    def test_the_same_raw_code_names_two_territories(self):
        named = {row["code"]: row["name"] for row in rows("territories")}
        assert len(named) == 152 + 183
        assert named["ti18-8408"] != named["ti-8408"]

    @pytest.mark.parametrize(
        ("name", "kinds"),
        [
            ("2020-10", {"epci": 534, "ept": 3}),
            ("2022-12", {"epci": 547, "ept": 3, "commune": 38}),
            ("2024-07", {"epci": 626, "ept": 3, "commune": 12}),
        ],
    )
    def test_members_by_kind(self, name, kinds):
        members = rows("members", list=name)
        assert Counter(row["kind"] for row in members) == kinds
        assert len({row["code"] for row in members}) == len(members)

    def test_members_join_the_intermunicipalities_or_the_communes(self):
        known = {"epci": set(column("intermunicipalities", "siren")), "commune": set(column("communes", "code"))}
        known["ept"] = {row["siren"] for row in rows("intermunicipalities", kind="EPT")}
        assert all(row["code"] in known[row["kind"]] for row in rows("members"))

    def test_every_commune_comes_by_a_member_of_its_territory(self):
        members = {(row["list"], row["territory"], row["code"]) for row in rows("members")}
        assert {(row["list"], row["territory"], row["member"]) for row in rows("territory_communes")} == members

    def test_an_incomplete_member_has_fewer_communes_in_the_territory(self):
        incomplete = rows("members", complete=False)
        assert {row["list"] for row in incomplete} == {"2020-10"}
        assert len(incomplete) == 17 - 3
        assert all(row["communes"] < row["communes_total"] for row in incomplete)
        (saint_etienne,) = rows("members", list="2020-10", code="244200770")
        assert (saint_etienne["communes"], saint_etienne["communes_total"]) == (12, 53)

    def test_declared_figures_keep_the_disagreements_of_their_sources(self):
        counts = [(row["as_of"], row["value"]) for row in rows("declared_figures", unit="territoires", stage="annoncé")]
        assert (dt.date(2018, 11, 22), 124) in counts
        assert {value for day, value in counts if day == dt.date(2019, 11, 14)} == {144, 146}
        release = {
            row["id"].removeprefix("2021-10-12-"): row for row in rows("declared_figures", as_of=dt.date(2021, 10, 12))
        }
        assert release["territories"]["value"] == 146
        assert release["projects"]["qualifier"] == release["jobs_created"]["qualifier"] == "plus de"
        assert release["jobs_created"]["stage"] == "prévisionnel"
        assert release["fund_top_up"]["value"] == sum(
            release[f"fund_top_up_{part}"]["value"] for part in ("redevelopment_and_collective", "regional")
        )
        assert all(row["source"] for row in rows("declared_figures"))


class TestZonings:
    def test_every_zoning_is_described_and_used(self):
        assert set(column("zonings", "zoning")) == set(column("zoning_catalogue", "zoning"))
        assert Counter(column("zonings", "zoning")).keys() >= {
            "ACV",
            "PVD",
            "ORT",
            "QPV",
            "ZRR2021",
            "FRR2025",
            "AFR2014",
        }

    def test_counts_are_those_of_the_sources(self):
        counts = Counter((row["zoning"], row["status"]) for row in rows("zonings"))
        assert counts["ACV", "intégral"] == 245
        assert counts["PVD", "intégral"] == 1_646
        assert counts["FRR2025", "intégral"] == 13_313 + 4_456
        assert counts["FRR2025", "partiel"] == 20
        assert counts["FRR2025", "bénéficiaire"] == 2_134

    def test_overseas_departments_are_wholly_eligible_on_the_old_regional_aid_map(self):
        overseas = {row["code"] for row in rows("communes") if row["department"] in ("971", "972", "973", "974", "976")}
        whole = {row["commune"] for row in rows("zonings", zoning="AFR2014", status="intégral")}
        assert overseas <= whole
        assert "97502" not in whole

    def test_priority_neighbourhoods_are_counted_and_named(self):
        bourg = next(row for row in rows("zonings", zoning="QPV", commune="01053"))
        assert int(bourg["status"]) == len(bourg["detail"].split(" | ")) > 1


class TestStatistics:
    def test_private_employees_of_communes_add_up_to_france(self):
        (france,) = rows("private_employees_places", level="france")
        assert france["code"] == "FR"
        for year in range(2014, 2025):
            assert total("private_employees", f"y{year}") == france[f"y{year}"]
        assert france["y2024"] == 19_995_376

    @pytest.mark.parametrize(
        ("level", "belongs"), [("epci", "epci"), ("department", "department"), ("region", "region")]
    )
    def test_private_employees_of_a_place_are_those_of_its_communes(self, level, belongs):
        place = {row["code"]: row[belongs] for row in rows("communes")}
        sums: Counter[str] = Counter()
        for row in rows("private_employees"):
            sums[place[row["commune"]]] += row["y2024"] or 0
        published = {row["code"]: row["y2024"] for row in rows("private_employees_places", level=level)}
        assert {code: sums[code] for code in published} == published

    def test_places_are_known_under_their_own_codes(self):
        known = {
            "epci": set(column("intermunicipalities", "siren")),
            "employment_zone": set(column("employment_zones", "code")),
            "department": set(column("departments", "code")),
            "region": set(column("regions", "code")),
            "france": {"FR"},
        }
        places = rows("private_employees_places")
        assert Counter(row["level"] for row in places) == {
            "epci": 1_250, "employment_zone": 305, "department": 100, "region": 17, "france": 1,
        }  # fmt: skip
        assert all(row["code"] in known[row["level"]] for row in places)

    def test_paris_lyon_and_marseille_stand_once_with_all_their_arrondissements(self):
        assert not [code for code in column("private_employees", "commune") if re.match(r"751|6938|132", code)]
        (paris,) = rows("private_employees", commune="75056")
        assert (paris["parts"], paris["y2024"]) == (21, 1_615_624)
        (census,) = rows("census_jobs", commune="75056")
        assert census["jobs_2018"] == pytest.approx(1_842_064.25)

    def test_an_empty_cell_of_the_source_is_missing_and_not_zero(self):
        (ambronay,) = rows("private_employees", commune="01002")
        assert (ambronay["y2016"], ambronay["y2017"], ambronay["y2018"]) == (0, None, None)

    def test_a_sum_over_merged_communes_says_which_years_are_incomplete(self):
        (merged,) = rows("private_employees", commune="01138")
        assert (merged["parts"], merged["partial_years"]) == (2, "2022,2023,2024")
        assert merged["y2024"] is not None

    def test_census_counts_each_place_once(self):
        assert total("census_jobs", "industry_establishments_2018") == 146_467
        assert 66.6e6 < total("population", "population_2018") < 66.8e6
        mayotte = [row for row in rows("census_jobs") if row["commune"].startswith("976")]
        assert len(mayotte) == 17
        assert all(row["jobs_2018"] is None and row["establishments_2018"] is None for row in mayotte)

    def test_industry_of_employment_zones_matches_the_national_controls(self):
        industry = {row["a38"] for row in rows("sectors", industry=True)}
        assert {row["a5"] for row in rows("sectors", industry=True)} == {"BE"}
        assert len(rows("sectors")) == 38
        employees = [row for row in rows("sector_employees") if row["a38"] in industry]
        posts = [row for row in rows("sector_posts") if row["a38"] in industry]
        assert sum(row["y2024"] or 0 for row in employees) == 3_179_726
        assert sum(row["y2023"] or 0 for row in posts) == 3_266_136
        assert reference.load("sector_posts")["y2023"].null_count == 736

    def test_shares_of_employment_add_up_and_paris_stands_beside_the_ept(self):
        jobs = rows("epci_jobs")
        assert len(jobs) == 1_244
        shares = [
            sum(row[f"share_{part}"] for part in ("agriculture", "industry", "construction", "services", "public"))
            for row in jobs
        ]
        assert min(shares) > 99.9
        assert max(shares) < 100.1
        known = set(column("intermunicipalities", "siren"))
        assert [row["siren"] for row in jobs if row["siren"] not in known] == ["75056"]

    def test_a_median_is_kept_only_where_the_commune_has_not_changed(self):
        medians = {row["commune"]: row["median"] for row in rows("income")}
        assert medians["01001"] == 25_820
        assert medians["93066"] is None
        assert medians["85084"] is None

    def test_brownfields_keep_their_totals_through_the_mergers(self):
        assert total("brownfields", "sites") == 27_983
        assert total("brownfields", "industrial_sites") == 2_605

    def test_unemployment_covers_its_zones_and_quarters(self):
        assert len(rows("unemployment")) == 302 * 20
        assert column("unemployment_france", "quarter")[0] == "2021-T1"
        assert len(rows("unemployment_france")) == 20

    def test_occupations_in_shortage_are_by_region_or_for_the_whole_country(self):
        regions = Counter(column("shortage_occupations", "region"))
        assert regions.pop("FR") == 4
        assert regions.keys() <= set(column("regions", "code"))
        assert len(regions) == 13
