"""Population, jobs, private employees, income and brownfields of communes."""

import pandas as pd

from tools.build_reference.geography import NO_INTERMUNICIPALITY
from tools.build_reference.passage import RESTORED, Passage
from tools.build_reference.sources import Sources, check, numbers

YEARS = range(2014, 2025)
PRIVATE_EMPLOYEES_2024 = 19_995_376
CITIES = ("75056", "69123", "13055")
LEVELS = {"epci": "epci", "ze": "employment_zone", "dep": "department", "reg": "region", "france": "france"}
CENSUS_JOBS = {
    "P13_EMPLT": "jobs_2013",
    "P18_EMPLT": "jobs_2018",
    "P18_EMPLT_SAL": "employees_2018",
    "ETTOT18": "establishments_2018",
    "ETBE18": "industry_establishments_2018",
    "ETTEF118": "establishments_1_9_2018",
    "ETTEFP1018": "establishments_10_plus_2018",
}


def build(sources: Sources, passage: Passage) -> dict[str, pd.DataFrame]:
    census = _census(sources, passage)
    return {
        "population": _population(census, passage),
        "census_jobs": _census_jobs(census, passage),
        "private_employees": _private_employees(sources, passage),
        "private_employees_places": _private_employees_places(sources, passage),
        "epci_jobs": _epci_jobs(sources),
        "income": _income(sources, passage),
        "brownfields": _brownfields(sources, passage),
    }


def _is_arrondissement(passage: Passage, codes: pd.Series) -> pd.Series:
    return passage.to_current(codes).isin(CITIES) & ~codes.isin(CITIES)


def _census(sources: Sources, passage: Passage) -> pd.DataFrame:
    """The census base without the arrondissements, which stand in it beside the cities they belong to."""
    raw = sources.parquet("emploi/comparateur_communes_rp2018.parquet")
    raw = raw[~_is_arrondissement(passage, raw["CODGEO"])]
    check(raw["P18_POP"].isna().sum() == 17, "comparateur: not 17 communes without data")
    check(raw["ETBE18"].sum() == 146_467, "comparateur: not 146,467 industrial establishments")
    return raw


def _population(census: pd.DataFrame, passage: Passage) -> pd.DataFrame:
    values = census[["P13_POP", "P18_POP"]].astype("float64").round()
    totals = passage.total(census["CODGEO"], values)
    communes = passage.communes.set_index("insee_com").rename_axis("commune")
    return (
        pd.DataFrame({"population_2023": pd.to_numeric(communes["population"])})
        .join(totals.rename(columns={"P13_POP": "population_2013", "P18_POP": "population_2018"}))
        .reset_index()
    )


def _census_jobs(census: pd.DataFrame, passage: Passage) -> pd.DataFrame:
    # The copy holds 32-bit floats, about seven significant digits.
    values = census[list(CENSUS_JOBS)].astype("float64").round(3)
    return passage.total(census["CODGEO"], values).round(3).rename(columns=CENSUS_JOBS).reset_index()


def _private_employees(sources: Sources, passage: Passage) -> pd.DataFrame:
    raw = sources.csv("emploi/urssaf_salaries_prives_communes_2014_2024.csv.gz")
    values = numbers(raw, {f"salaries_{year}": f"y{year}" for year in YEARS})
    check(values["y2024"].sum() == PRIVATE_EMPLOYEES_2024, "Urssaf: communes do not add up to 19,995,376 in 2024")
    totals = passage.total(raw["insee_com"], values)
    by_commune = passage.to_current(raw["insee_com"])
    parts = by_commune.groupby(by_commune).size()
    # The line of a city holds the few employees that no arrondissement has: empty, it leaves nothing out.
    missing = values.isna().mul(~raw["insee_com"].isin(CITIES), axis=0).groupby(by_commune).sum()
    partial = missing.gt(0) & missing.lt(parts, axis=0)
    years = partial.apply(lambda row: ",".join(name[1:] for name in row.index[row]) or None, axis=1)
    return totals.assign(parts=parts, partial_years=years).reset_index()


def _private_employees_places(sources: Sources, passage: Passage) -> pd.DataFrame:
    """The wider places, with the employees of merged communes that the copy left out of them.

    Its intermunicipalities, departments and regions are sums over communes, without those under an earlier code (79
    communes, 9,099 employees in 2024, of which 4,059 in Pierrefitte-sur-Seine): they are added back here.
    """
    raw = sources.csv("emploi/urssaf_salaries_prives_territoires_2014_2024.csv.gz")
    raw = raw[raw["code"] != NO_INTERMUNICIPALITY]
    level = raw["echelon"].map(LEVELS)
    # The copy lost the leading zero of overseas regions, and codes the country 00FR.
    code = raw["code"].where(level != "region", raw["code"].str.zfill(2)).where(level != "france", "FR")
    values = numbers(raw, {f"salaries_{year}": f"y{year}" for year in YEARS})
    places = values.set_index(pd.MultiIndex.from_arrays([level, code], names=["level", "code"]))
    left_out = _left_out(sources, passage).reindex(places.index).fillna(0)
    places += left_out
    france = places.loc["france"].to_numpy()[0]
    check(france[-1] == PRIVATE_EMPLOYEES_2024, "Urssaf: France is not 19,995,376 in 2024")
    for total in ("department", "region"):
        check((places.loc[total].sum() == france).all(), f"Urssaf: each {total} does not add up to France")
    return places.reset_index()


def _left_out(sources: Sources, passage: Passage) -> pd.DataFrame:
    """Private employees of the communes under an earlier code, by level and place."""
    raw = sources.csv("emploi/urssaf_salaries_prives_communes_2014_2024.csv.gz")
    raw = raw[~raw["insee_com"].isin(passage.communes["insee_com"]) & ~_is_arrondissement(passage, raw["insee_com"])]
    values = numbers(raw, {f"salaries_{year}": f"y{year}" for year in YEARS})
    communes = passage.communes.set_index("insee_com").loc[passage.to_current(raw["insee_com"])]
    levels = {"epci": "siren_epci", "department": "insee_dep", "region": "insee_reg"}
    return pd.concat({level: values.groupby(communes[column].to_numpy()).sum() for level, column in levels.items()})


def _epci_jobs(sources: Sources) -> pd.DataFrame:
    raw = sources.csv("emploi/epci_emploi_secteurs_rp2022.csv")
    kinds = raw["type_epci"].replace({"MET": "METRO"}).mask(raw["siren_epci"] == "75056", "COMMUNE")
    columns = {
        "P22_POP": "population_2022",
        "emplois_rp2018": "jobs_2018",
        "emplois_rp2022_estimes": "jobs_2022_estimate",
        "emplois_industrie_rp2022_estimes": "industry_jobs_2022_estimate",
        "evol_emploi_annuelle_2011_2016": "jobs_annual_change_2011_2016",
        "evol_emploi_annuelle_2016_2022": "jobs_annual_change_2016_2022",
        "part_agriculture_2022": "share_agriculture",
        "part_industrie_2022": "share_industry",
        "part_construction_2022": "share_construction",
        "part_commerce_transport_services_2022": "share_services",
        "part_admin_ens_sante_2022": "share_public",
        "part_salaries_2022": "employees_share",
        "emplois_pour_100_actifs_occupes_2022": "jobs_per_100_employed_residents",
        "part_sphere_presentielle_flores_2023": "residential_economy_share",
        "part_effectifs_petits_etab_flores_2023": "small_establishments_share",
        "part_effectifs_grands_etab_flores_2023": "large_establishments_share",
    }
    table = numbers(raw, columns).assign(siren=raw["siren_epci"], name=raw["lib_epci"], kind=kinds)
    shares = table[["share_agriculture", "share_industry", "share_construction", "share_services", "share_public"]]
    check(bool((shares.sum(axis=1) - 100).abs().max() < 0.03), "epci_emploi_secteurs: shares do not add up to 100 %")
    return table


def _income(sources: Sources, passage: Passage) -> pd.DataFrame:
    """Median standard of living. Medians neither add up nor split: a commune merged or divided since 2022 has none."""
    raw = sources.csv("emploi/filosofi_communes_2021.csv.gz")
    raw = raw[~_is_arrondissement(passage, raw["insee_com"])]
    commune = passage.to_current(raw["insee_com"])
    changed = commune.map(lambda code: len(passage.parts_2022[code]) > 1 or code in RESTORED.values())
    median = pd.to_numeric(raw["median_eur"]).mask(changed)
    return pd.DataFrame({"commune": commune, "median": median}).drop_duplicates("commune")


def _brownfields(sources: Sources, passage: Passage) -> pd.DataFrame:
    raw = sources.csv("friches/cartofriches_communes.csv.gz")
    columns = {
        "nb_friches": "sites",
        "type: friche industrielle": "industrial_sites",
        "surface_totale_m2": "surface_m2",
    }
    values = numbers(raw, columns)
    check(values["sites"].sum() == 27_983 and values["industrial_sites"].sum() == 2_605, "cartofriches: totals")
    return passage.total(raw["insee_com"], values).reset_index()
