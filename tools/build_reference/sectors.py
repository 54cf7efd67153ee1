"""Sectors of employment zones, unemployment, and occupations in shortage."""

import pandas as pd

from tools.build_reference.passage import Passage
from tools.build_reference.sources import Sources, check, numbers

# The nomenclature was retyped without accents or capitals by its copy.
LABELS = {
    "CA": "Industries agroalimentaires",
    "CG": "Caoutchouc, plastiques et autres produits minéraux non métalliques",
    "CM": "Autres industries manufacturières ; réparation et installation de machines",
    "JA": "Édition et audiovisuel",
    "MC": "Autres activités scientifiques et techniques",
    "PZ": "Éducation",
    "SZ": "Autres activités de services",
}


def build(sources: Sources, passage: Passage) -> dict[str, pd.DataFrame]:
    sectors = _sectors(sources)
    return {
        "sectors": sectors,
        "activity_classes": _activity_classes(sources),
        "commune_basins": _commune_basins(sources, passage),
        "job_tensions": _job_tensions(sources),
        "occupation_families": _occupation_families(sources),
        "sector_employees": _sector_employees(sources),
        "sector_posts": _sector_posts(sources),
        "industry_establishments": _industry_establishments(sources),
        "unemployment": _unemployment(sources),
        "unemployment_france": _unemployment_france(sources),
        "shortage_occupations": _shortage_occupations(sources),
    }


def _sectors(sources: Sources) -> pd.DataFrame:
    raw = sources.csv("nomenclatures/naf_agregats_a88_a38_a17_a10.csv").drop_duplicates("a38")
    label = (
        raw["a38"]
        .map(LABELS)
        .fillna(raw["lib_a38"])
        .str.replace("'", "’", regex=False)
        .str.replace(" ;", "\u202f;", regex=False)
    )
    return raw[["a38", "a17", "a10", "a5"]].assign(label=label, industry=raw["industrie_be"] == "oui")


def _activity_classes(sources: Sources) -> pd.DataFrame:
    """The 732 classes in which files count, each with the coarser sectors that it belongs to."""
    raw = sources.csv("nomenclatures/naf_rev2.csv").query("niveau == 'sous_classe'")
    check(len(raw) == 732, f"NAF rév. 2: {len(raw)} classes")
    divisions = sources.csv("nomenclatures/naf_agregats_a88_a38_a17_a10.csv").set_index("a88")
    division = raw["code"].str[:2]
    label = raw["libelle"].str.replace("'", "’", regex=False).str.replace(" ;", "\u202f;", regex=False)
    return pd.DataFrame(
        {
            "ape": raw["code_ape"],
            "label": label,
            "a88": division,
            "a38": division.map(divisions["a38"]),
            "section": raw["section"],
            "industry": division.map(divisions["industrie_be"]) == "oui",
        }
    )


def _commune_basins(sources: Sources, passage: Passage) -> pd.DataFrame:
    """Basin of each commune of today: that of the first of the communes that it was made from."""
    raw = sources.csv("emploi/communes_bassins_emploi_france_travail_2021.csv.gz")
    raw = raw.assign(codgeo=raw["codgeo"].str.zfill(5))
    # The list still names communes that merged long before: their successors are in it too.
    raw = raw[raw["codgeo"].isin({*passage.communes["insee_com"], *passage.earlier["old_code"]})]
    table = pd.DataFrame({"commune": passage.to_current(raw["codgeo"]), "basin": raw["codbe"], "name": raw["libbe"]})
    return table.drop_duplicates("commune")


def _job_tensions(sources: Sources) -> pd.DataFrame:
    """Index of tension from 1 to 5, the volumes being partial; no row where France Travail measured nothing."""
    raw = sources.csv("emploi/tensions_bassin_rome_2020.csv.gz")
    table = numbers(raw, {"indice_tension_1_5": "tension"}).assign(
        basin=raw["code_bassin_be19"],
        rome=raw["code_rome"],
        label=raw["libelle_rome"].str.replace("'", "’", regex=False),
    )
    check((table["tension"] == 5).sum() == 11_731, "tensions: not 11,731 measures at the strongest")
    return table


def _occupation_families(sources: Sources) -> pd.DataFrame:
    raw = sources.csv("nomenclatures/fap2021.csv").drop_duplicates("fap228")
    clean = raw.apply(lambda column: column.str.replace("'", "’", regex=False))
    return pd.DataFrame(
        {"family": clean["fap228"], "label": clean["lib_fap228"], "group": clean["fap86"], "domain": clean["lib_fap22"]}
    )


def _sector_employees(sources: Sources) -> pd.DataFrame:
    raw = sources.csv("emploi/urssaf_salaries_ze2020_a38_2019_2024.csv.gz")
    table = numbers(raw, {f"salaries_{year}": f"y{year}" for year in (2019, 2022, 2023, 2024)})
    check(table["y2024"].sum() == 19_995_376, "Urssaf by zone: not 19,995,376 employees in 2024")
    check(table.loc[raw["a5"] == "BE", "y2024"].sum() == 3_179_726, "Urssaf by zone: industry is not 3,179,726")
    return _by_zone_and_sector(raw, table)


def _sector_posts(sources: Sources) -> pd.DataFrame:
    raw = sources.csv("emploi/flores_postes_ze2020_a38_2022_2023.csv.gz")
    table = numbers(raw, {f"postes_{year}": f"y{year}" for year in (2022, 2023)})
    check(table.loc[raw["a5"] == "BE", "y2023"].sum() == 3_266_136, "Flores by zone: industry is not 3,266,136")
    return _by_zone_and_sector(raw, table)


def _by_zone_and_sector(raw: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    return values.assign(zone=raw["ze2020"], a38=raw["a38"], a21=raw["a21"], a5=raw["a5"])


def _industry_establishments(sources: Sources) -> pd.DataFrame:
    raw = sources.csv("emploi/flores_etablissements_ze2020_a17_industrie.csv")
    columns = {"nb_total": "total", "nb_industrie_a17": "industry"}
    parts = {f"nb_{part}": part for part in ("de", "c1", "c2", "c3", "c4", "c5")}
    table = numbers(raw, columns | parts)
    check(
        bool((table[list(parts.values())].sum(axis=1) == table["industry"]).all()), "Flores: sub-sectors do not add up"
    )
    return table.assign(zone=raw["ze2020"])


def _unemployment(sources: Sources) -> pd.DataFrame:
    raw = sources.csv("emploi/chomage_zones_emploi_trimestriel.csv.gz")
    return numbers(raw, {"taux_chomage_pct": "rate"}).assign(zone=raw["ze2020"], quarter=raw["trimestre"])


def _unemployment_france(sources: Sources) -> pd.DataFrame:
    raw = sources.csv("emploi/chomage_national_trimestriel.csv")
    return numbers(raw, {"taux_national_pct": "rate"}).assign(quarter=raw["trimestre"])


def _shortage_occupations(sources: Sources) -> pd.DataFrame:
    raw = sources.csv("emploi/metiers_en_tension_2024.csv")
    regions = sources.csv("cog/regions_2026.csv").set_index("nom")["code"].to_dict()
    regions |= {"France Entière": "FR", "Ile-de-France": regions["Île-de-France"]}
    region = raw["Region"].map(regions)
    check(not region.isna().any(), "metiers_en_tension: unknown region")
    label = raw["Famille Professionnelle"].str.replace(";", ",", regex=False).str.replace("'", "’", regex=False)
    return pd.DataFrame({"region": region, "fap": raw["Code FAP"], "label": label.str.replace("\\s+", " ", regex=True)})
