"""The same diagnosis as an analyst writes it in plain pandas: merges, group-bys, a loop over similar territories."""

from pathlib import Path

import numpy as np
import pandas as pd

TABLES = (
    "communes", "departments", "population", "income", "unemployment", "unemployment_france", "census_jobs",
    "private_employees", "epci_jobs", "sectors", "sector_employees", "sector_posts", "industry_establishments",
    "brownfields", "zonings", "zoning_catalogue", "shortage_occupations", "employment_zones",
)  # fmt: skip
FEATURES = {
    "population": 2.0, "population-growth": 1.0, "median-income": 1.0, "unemployment": 1.0,
    "private-employees-growth": 1.0,
    "industry-share": 2.0, "industry-establishment-size": 0.5, "specialisation": 1.0, "local-effect": 1.0,
}  # fmt: skip


def diagnose(folder: Path) -> pd.DataFrame:
    """One row per area (``list/territory``, region, ``FR``), one column per indicator."""
    t = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}
    places = (
        t["communes"]
        .merge(t["departments"][["code", "zone"]].rename(columns={"code": "department"}), on="department")
        .query("zone != 'com'")
    )
    places = places.rename(columns={"code": "commune"})
    territories = pd.read_parquet(folder / "territories.parquet").set_index("code")
    links = pd.read_parquet(folder / "territory_communes.parquet")
    links = links.assign(area=links["list"] + "/" + links["territory"])
    areas = pd.concat(
        [
            links[["area", "commune"]],
            places[["region", "commune"]].rename(columns={"region": "area"}),
            places[["commune"]].assign(area="FR"),
        ]
    )
    areas = areas[areas["commune"].isin(places["commune"])]
    out = pd.DataFrame(index=pd.Index(areas["area"].unique(), name="area"))

    def total(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
        joined = areas.merge(frame[["commune", *columns]], on="commune", how="left")
        return joined.groupby("area")[columns].sum(min_count=1).reindex(out.index)

    def mean(frame: pd.DataFrame, column: str, weight: str) -> pd.Series:
        joined = areas.merge(frame[["commune", column, weight]], on="commune", how="left").dropna()
        joined = joined[joined[weight] > 0].assign(product=lambda f: f[column] * f[weight])
        sums = joined.groupby("area")[["product", weight]].sum()
        return (sums["product"] / sums[weight]).reindex(out.index)

    population = t["population"]
    out["population"] = total(population, ["population_2023"])["population_2023"]
    both = total(
        population.dropna(subset=["population_2013", "population_2023"]), ["population_2013", "population_2023"]
    )
    out["population-growth"] = 100 * ((both["population_2023"] / both["population_2013"]) ** 0.1 - 1)
    out["median-income"] = mean(population.merge(t["income"], on="commune"), "median", "population_2023")

    last = t["unemployment"]["quarter"].max()
    rates = t["unemployment"].query("quarter == @last").rename(columns={"zone": "employment_zone"})
    by_commune = places.merge(rates, on="employment_zone", how="left").merge(population, on="commune")
    out["unemployment"] = mean(by_commune, "rate", "population_2023")
    out.loc["FR", "unemployment"] = t["unemployment_france"].set_index("quarter").loc[last, "rate"]

    jobs = t["census_jobs"]
    out["census-jobs"] = total(jobs, ["jobs_2018"])["jobs_2018"]
    employees = t["private_employees"]
    out["private-employees"] = total(employees, ["y2024"])["y2024"]
    both = total(employees.dropna(subset=["y2014", "y2024"]), ["y2014", "y2024"])
    out["private-employees-growth"] = 100 * ((both["y2024"] / both["y2014"]) ** 0.1 - 1)

    epci = t["epci_jobs"].set_index("siren")
    keyed = places.merge(jobs, on="commune", how="left")
    siren = keyed["commune"].where(keyed["commune"].isin(epci.index))
    siren = siren.fillna(keyed["ept"].where(keyed["ept"].isin(epci.index)))
    siren = siren.fillna(keyed["epci"].where(keyed["epci"].isin(epci.index)))
    keyed = keyed.assign(siren=siren).merge(
        epci[["jobs_2018", "jobs_2022_estimate", "share_industry", "large_establishments_share"]].add_prefix("epci_"),
        left_on="siren", right_index=True, how="left",
    )  # fmt: skip
    keyed["jobs_2022"] = keyed["jobs_2018"] * (keyed["epci_jobs_2022_estimate"] / keyed["epci_jobs_2018"])
    keyed["industry_jobs"] = keyed["jobs_2022"] * keyed["epci_share_industry"] / 100
    out["industry-share"] = mean(keyed, "epci_share_industry", "jobs_2022")
    out["industry-jobs"] = total(keyed, ["industry_jobs"])["industry_jobs"]
    out["large-establishments"] = mean(keyed, "epci_large_establishments_share", "jobs_2022")
    sizes = total(jobs, ["industry_establishments_2018", "establishments_1_9_2018", "establishments_10_plus_2018"])
    out["industry-establishments"] = sizes["industry_establishments_2018"]
    small, large = sizes["establishments_1_9_2018"], sizes["establishments_10_plus_2018"]
    out["establishments-10-plus"] = 100 * large / (small + large)

    # What each area weighs in each employment zone.
    weights = places[["commune", "employment_zone"]].merge(jobs[["commune", "jobs_2018"]], on="commune", how="left")
    weights["jobs_2018"] = weights["jobs_2018"].fillna(0)
    whole = weights.groupby("employment_zone")["jobs_2018"].sum()
    parts = areas.merge(weights, on="commune").groupby(["area", "employment_zone"])["jobs_2018"].sum().reset_index()
    parts["part"] = parts["jobs_2018"] / parts["employment_zone"].map(whole)
    parts = parts[parts["jobs_2018"] > 0]

    industrial = t["sectors"].loc[t["sectors"]["industry"], "a38"]
    posts = t["sector_posts"][t["sector_posts"]["a38"].isin(industrial)].groupby("zone")["y2023"].sum()
    plants = t["industry_establishments"].set_index("zone")["industry"]
    zone = parts.assign(
        plants=parts["part"] * parts["employment_zone"].map(plants),
        posts=parts["part"] * parts["employment_zone"].map(posts).fillna(0),
    ).dropna(subset=["plants"])
    sums = zone.groupby("area")[["posts", "plants"]].sum()
    out["industry-establishment-size"] = sums["posts"] / sums["plants"]

    sector = _sectors(t, parts)
    before, after = sector["y2019"].reindex(out.index), sector["y2024"].reindex(out.index)
    france = after.loc["FR"]
    shares, reference = _like_for_like(after, france)
    quotients = shares / reference
    in_industry = [code for code in after.columns if code in set(industrial)]
    out["industry-employees"] = after[in_industry].sum(axis=1, min_count=1)
    out["leading-quotient"] = quotients[in_industry].where(after[in_industry] >= 100).max(axis=1)
    out["specialisation"] = (shares - reference).abs().sum(axis=1, min_count=1)
    own = after.div(after.sum(axis=1), axis=0)
    out["sector-diversity"] = 1 / (own**2).sum(axis=1, min_count=1)
    growth = france / before.loc["FR"] - 1
    overall = france.sum() / before.loc["FR"].sum() - 1
    known = (after - before).notna() & growth.notna()
    base = before.where(known).sum(axis=1, min_count=1)
    structural = (before.where(known) * (growth - overall)).sum(axis=1, min_count=1)
    dates = total(t["private_employees"].dropna(subset=["y2019", "y2024"]), ["y2019", "y2024"])
    out["employees-change"] = 100 * (dates["y2024"] / dates["y2019"] - 1)
    out["structural-effect"] = 100 * structural / base
    out["local-effect"] = out["employees-change"] - out.loc["FR", "employees-change"] - out["structural-effect"]

    sites = total(t["brownfields"], ["sites", "industrial_sites", "surface_m2"]).fillna(0)
    out["brownfields"], out["industrial-brownfields"] = sites["sites"], sites["industrial_sites"]
    out["brownfield-surface"] = (sites["surface_m2"] / 10_000).where(sites["sites"] > 0)
    out["schemes"] = (
        areas.merge(t["zonings"], on="commune").groupby("area")["zoning"].nunique().reindex(out.index, fill_value=0)
    )
    occupations = t["shortage_occupations"]
    everywhere = set(occupations.loc[occupations["region"] == "FR", "fap"])
    listed = occupations.groupby("region")["fap"].agg(lambda codes: len(set(codes) | everywhere))
    region = pd.Series(out.index, index=out.index).map(
        lambda area: territories.loc[area.split("/")[1], "region"] if "/" in area else area
    )
    out["shortage-occupations"] = region.map(listed)

    rows = out[out.index.str.contains("/")]
    for _name, group in rows.groupby(rows.index.str.split("/").str[0]):
        group.rank(method="min", ascending=False)
        _peers(group)
    return out


def _sectors(t: dict[str, pd.DataFrame], parts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Employees by area and sector; missing where no zone of the area gives the sector."""
    cells = t["sector_employees"].rename(columns={"zone": "employment_zone"})
    joined = parts.merge(cells, on="employment_zone")
    return {
        year: joined.assign(value=joined["part"] * joined[year])
        .groupby(["area", "a38"])["value"]
        .sum(min_count=1)
        .unstack()
        for year in ("y2019", "y2024")
    }


def _like_for_like(table: pd.DataFrame, whole: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    known = table.notna() & whole.notna()
    mine, theirs = table.where(known), known.mul(whole.fillna(0), axis=1).where(known)
    return mine.div(mine.sum(axis=1), axis=0), theirs.div(theirs.sum(axis=1), axis=0)


def _peers(group: pd.DataFrame) -> pd.DataFrame:
    table = group[list(FEATURES)].copy()
    table["population"] = np.log(table["population"].where(table["population"] > 0))
    centred = table - table.median()
    scores = centred / (1.4826 * centred.abs().median())
    weights = pd.Series(FEATURES)
    nearest = {}
    for area, row in scores.iterrows():
        gaps = ((scores - row) ** 2).mul(weights)
        shared = gaps.notna().mul(weights).sum(axis=1)
        enough = (shared >= 0.5 * weights.sum()) & (shared >= 0.8 * shared[area])
        distance = np.sqrt(gaps.sum(axis=1) / shared).where(enough).drop(area)
        nearest[area] = list(distance.nsmallest(5).index)
    return pd.DataFrame.from_dict(nearest, orient="index")
