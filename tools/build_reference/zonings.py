"""Zonings and programmes that a commune may belong to."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from tools.build_reference.passage import RESTORED, Passage
from tools.build_reference.sources import Sources, check

WHOLE = "intégral"
PARTIAL = "partiel"
SEPARATOR = " | "
# Haut Valromey, before it took in Ruffieu: a SIREN that does not hold the INSEE code.
FORMER_COMMUNES = {"200053676": "01187"}
COLUMNS = ["zoning", "commune", "status", "since", "detail"]

FRR = {
    "FRR socle": WHOLE,
    "FRR+": WHOLE,
    "Classée FRR partiellement": PARTIAL,
    "FRR bénéficiaire": "bénéficiaire",
    "FRR bénéficiaire partiellement": "bénéficiaire partiel",
    "Non classée": None,
}


def build(sources: Sources, passage: Passage) -> dict[str, pd.DataFrame]:
    return {
        "zonings": pd.concat(
            [
                _town_programmes(sources, passage),
                _priority_neighbourhoods(sources, passage),
                _rural_revitalisation_2021(sources, passage),
                _rural_revitalisation_2025(sources, passage),
                _regional_aid_2014(sources, passage),
                *(
                    _listed(sources, passage, zoning, file)
                    for zoning, file in {
                        "VA": "villages_avenir_2024",
                        "FABT": "fabriques_territoires_2024",
                        "AMI": "avenir_montagnes_ingenierie_2024",
                        "CDE": "cites_emploi_2024",
                    }.items()
                ),
            ]
        ),
        "zoning_catalogue": _catalogue(),
    }


def _rows(zoning: str, by_commune: pd.DataFrame) -> pd.DataFrame:
    return by_commune.reset_index().assign(zoning=zoning).reindex(columns=COLUMNS)


def _town_programmes(sources: Sources, passage: Passage) -> pd.DataFrame:
    """Action cœur de ville, Petites villes de demain, opérations de revitalisation de territoire."""
    raw = sources.csv("zonages/acv_pvd_ort_communes_2026.csv")
    tables = []
    for zoning in ("acv", "pvd", "ort"):
        listed = raw[raw[zoning] == "True"]
        since = pd.to_datetime(listed[f"{zoning}_signed_at"]).groupby(_commune(passage, listed["insee_com"])).min()
        status = _programme_status(passage, listed["insee_com"])
        tables.append(_rows(zoning.upper(), pd.DataFrame({"status": status, "since": since.dt.date})))
    return pd.concat(tables)


def _priority_neighbourhoods(sources: Sources, passage: Passage) -> pd.DataFrame:
    """Quartiers prioritaires: the status is how many of them the commune has, the detail their names."""
    raw = sources.csv("zonages/qpv_2024.csv")
    check(len(raw) == 1584, "qpv_2024: not 1,584 neighbourhoods")
    exploded = raw.assign(commune=raw["insee_com"].str.split("|")).explode("commune").sort_values("code_qpv")
    grouped = exploded["lib_qpv"].groupby(_commune(passage, exploded["commune"]))
    return _rows("QPV", pd.DataFrame({"status": grouped.size().astype(str), "detail": grouped.agg(SEPARATOR.join)}))


def _rural_revitalisation_2021(sources: Sources, passage: Passage) -> pd.DataFrame:
    """Every commune of 2021 has a status: a merged commune is whole only when all its parts are."""
    raw = sources.csv("zonages/zrr_2021_communes.csv.gz")
    whole = (raw["status"] == "C").groupby(_commune(passage, raw["insee_code"]))
    touched = (raw["status"] != "NC").groupby(_commune(passage, raw["insee_code"])).any()
    status = whole.all().map({True: WHOLE, False: PARTIAL})[touched].to_dict()
    return _classed("ZRR2021", status)


def _rural_revitalisation_2025(sources: Sources, passage: Passage) -> pd.DataFrame:
    raw = sources.csv("zonages/frr_communes_juillet2025.csv.gz")
    label = raw["classement_frr_2025_07_10"]
    check(set(label) == set(FRR), "frr_communes_juillet2025: unknown class")
    table = pd.DataFrame({"commune": raw["insee_com"], "status": label.map(FRR), "detail": label})
    return _rows("FRR2025", table.dropna(subset="status").set_index("commune"))


def _regional_aid_2014(sources: Sources, passage: Passage) -> pd.DataFrame:
    """Aides à finalité régionale, map of 2014-2020.

    Overseas, the copy found its communes by name only, and homonyms took each other's code (Sainte-Anne, Lamentin…).
    Its overseas lines are as many as the overseas communes and all whole: those lines are replaced by these communes.
    """
    raw = sources.csv("zonages/afr_2014_2020_communes.csv.gz")
    by_name = raw["methode"] == "outre-mer par nom"
    overseas = passage.communes.loc[passage.communes["zone"] == "drom", "insee_com"]
    check(
        by_name.sum() == len(overseas) and (raw.loc[by_name, "eligibilite"] == "Intégralement éligible").all(),
        "afr_2014_2020: the overseas lines are not the overseas communes",
    )
    mainland = raw[~by_name]
    whole = set(mainland.loc[mainland["eligibilite"] == "Intégralement éligible", "insee_com_2018"])
    communes = _commune(passage, mainland["insee_com_2018"]).unique()
    status = {code: WHOLE if passage.parts_2022[code] <= whole else PARTIAL for code in communes}
    status |= dict.fromkeys(overseas, WHOLE)
    return _classed("AFR2014", status)


def _classed(zoning: str, status: dict[str, str]) -> pd.DataFrame:
    """A commune restored since keeps the class of the one it left."""
    status = status | {commune: status[left] for commune, left in RESTORED.items() if left in status}
    return _rows(zoning, pd.Series(status, name="status").rename_axis("commune").to_frame())


def _listed(sources: Sources, passage: Passage, zoning: str, file: str) -> pd.DataFrame:
    """Programmes published as « nom (code); nom (code) », where a code is a commune, by INSEE or SIREN, or an EPCI."""
    raw = sources.csv(f"zonages/{file}.csv")
    places = raw.assign(place=raw["liste_geo"].str.split(";")).explode("place")
    places["place"] = places["place"].str.extract(r"\((\w+)\)\s*$", expand=False)
    check(not places["place"].isna().any(), f"{file}: a place has no code")
    communes_of = _communes_of(passage)
    places["commune"] = [communes_of.get(code) or [_insee(code)] for code in places["place"]]
    places = places.explode("commune").drop_duplicates(["commune", "lib_territoire"]).sort_values("id_territoire")
    detail = places["lib_territoire"].groupby(_commune(passage, places["commune"])).agg(_joined)
    return _rows(zoning, pd.DataFrame({"status": _programme_status(passage, places["commune"]), "detail": detail}))


def _communes_of(passage: Passage) -> dict[str, list[str]]:
    """SIREN of a commune or of an EPCI → INSEE codes."""
    communes = passage.communes
    members: dict[str, list[str]] = communes["insee_com"].groupby(communes["siren_epci"]).agg(list).to_dict()
    return members | {
        siren: [code] for siren, code in zip(communes["siren_commune"], communes["insee_com"], strict=True)
    }


def _insee(code: str) -> str:
    """INSEE code of a commune given by that code, or by its SIREN: 21, department, commune on four digits, control."""
    if len(code) == 5:
        return code
    return FORMER_COMMUNES.get(code) or code[2:4] + code[5:8]


def _programme_status(passage: Passage, codes: pd.Series) -> pd.Series:
    """Whole when the commune in force is listed; partial when only an earlier commune that is now a part of it is."""
    listed = set(codes)

    def status(code: str) -> str:
        return WHOLE if code in listed or passage.parts_2022.get(code, frozenset()) <= listed else PARTIAL

    communes = _commune(passage, codes).unique()
    return pd.Series({code: status(code) for code in communes}, name="status").rename_axis("commune")


def _commune(passage: Passage, codes: pd.Series) -> pd.Series:
    return passage.to_current(codes).rename("commune")


def _joined(names: Iterable[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(names))


def _catalogue() -> pd.DataFrame:
    with Path(__file__).with_name("zoning_catalogue.toml").open("rb") as file:
        return pd.DataFrame(tomllib.load(file)["zoning"])
