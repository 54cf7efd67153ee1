"""Regions, departments, communes, intermunicipalities, employment zones."""

import datetime as dt

import pandas as pd

from tools.build_reference.passage import Passage
from tools.build_reference.sources import Sources, check

FIRST_LIST = dt.date(2022, 1, 1)
CURRENT_LIST = dt.date(2026, 1, 1)
PROGRAMME_LIST_2020 = dt.date(2020, 1, 1)
PROGRAMME_LIST_2022 = dt.date(2022, 12, 31)
NO_INTERMUNICIPALITY = "ZZZZZZZZZ"
GRAND_PARIS = "200054781"


def build(sources: Sources, passage: Passage) -> dict[str, pd.DataFrame]:
    communes = _communes(sources, passage)
    return {
        "regions": sources.csv("cog/regions_2026.csv").rename(columns={"nom": "name"})[["code", "name", "zone"]],
        "departments": sources.csv("cog/departements_2026.csv").rename(columns={"nom": "name"})[
            ["code", "name", "region", "zone"]
        ],
        "communes": communes,
        "commune_codes": passage.earlier,
        "intermunicipalities": _intermunicipalities(sources, communes),
        "employment_zones": _employment_zones(sources),
    }


def _communes(sources: Sources, passage: Passage) -> pd.DataFrame:
    raw = passage.communes
    list_2022 = sources.csv("cog/appartenance_communes_2022.csv.gz")
    zones = sources.csv("emploi/communes_ze2020.csv.gz").set_index("insee_com")["ze2020"]
    zones_2022 = list_2022.set_index("CODGEO")["ZE2020"]
    communes = pd.DataFrame(
        {
            "code": raw["insee_com"],
            "name": raw["lib_com"],
            "department": raw["insee_dep"],
            "region": raw["insee_reg"],
            "epci": raw["siren_epci"],
            "ept": raw["siren_ept"],
            "employment_zone": raw["insee_com"].map(zones).fillna(raw["insee_com"].map(zones_2022)),
            "population": pd.to_numeric(raw["population"]),
            "lon": pd.to_numeric(raw["lon"]),
            "lat": pd.to_numeric(raw["lat"]),
            "attested_from": [
                FIRST_LIST if known else CURRENT_LIST for known in raw["insee_com"].isin(zones_2022.index)
            ],
        }
    )
    without_zone = communes[communes["employment_zone"].isna()]
    check(set(without_zone["department"].str[:2]) <= {"97", "98"}, "a commune of a department has no employment zone")
    return communes


def _intermunicipalities(sources: Sources, communes: pd.DataFrame) -> pd.DataFrame:
    """EPCI in force, EPT, and the EPCI of the 2020 programme list that no longer exist.

    The source counts the inhabitants of 2022, the communes those of 2023: populations are summed from communes, so
    that both levels agree.
    """
    epci = sources.csv("cog/epci_2026.csv")
    check(
        pd.to_numeric(epci["population_municipale"]).sum() == 68_010_643,
        "epci_2026: the municipal population of 2022 is not 68,010,643",
    )
    programme = sources.csv("territoires_industrie/ti_2018_2022_epci.csv")
    listed_2020 = programme.drop_duplicates("siren_epci_2020").set_index("siren_epci_2020")["nom_epci"]
    listed_2022 = set(sources.csv("cog/appartenance_communes_2022.csv.gz")["EPCI"]) - {NO_INTERMUNICIPALITY}
    members_2022 = set(sources.csv("territoires_industrie/ti_149_fin2022_membres.csv")["siren_membre"])
    check(listed_2022 <= set(epci["siren_epci"]), "an EPCI of 2022 is missing from the list of 2026")

    def attested_from(siren: str) -> dt.date:
        if siren in listed_2020.index:
            return PROGRAMME_LIST_2020
        if siren in listed_2022:
            return FIRST_LIST
        return PROGRAMME_LIST_2022 if siren in members_2022 else CURRENT_LIST

    inhabitants = communes["population"].groupby(communes["epci"]).sum()
    current = pd.DataFrame(
        {
            "siren": epci["siren_epci"],
            "name": epci["nom_epci"],
            "kind": epci["type_epci"],
            "population": epci["siren_epci"].map(inhabitants),
        }
    )
    ept = sources.csv("cog/ept_communes_2026.csv").drop_duplicates("siren_ept")
    territorial = pd.DataFrame(
        {
            "siren": ept["siren_ept"],
            "name": ept["nom_ept"],
            "kind": "EPT",
            "population": ept["siren_ept"].map(communes["population"].groupby(communes["ept"]).sum()),
        }
    )
    gone = listed_2020[~listed_2020.index.isin(epci["siren_epci"])]
    check(gone.str.startswith("CC ").all(), "an EPCI that no longer exists is not a community of communes")
    former = pd.DataFrame({"siren": gone.index, "name": gone.to_numpy(), "kind": "CC", "attested_until": FIRST_LIST})
    table = pd.concat([current, territorial, former], ignore_index=True)
    table["attested_from"] = table["siren"].map(attested_from)
    return table


def _employment_zones(sources: Sources) -> pd.DataFrame:
    zones = sources.csv("cog/zones_supra_communales_2022.csv.gz").query("NIVGEO == 'ZE2020'")
    return pd.DataFrame({"code": zones["CODGEO"], "name": zones["LIBGEO"]})
