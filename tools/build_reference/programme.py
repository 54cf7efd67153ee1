"""The territories of the programme, their successive perimeters, and the counts that were announced."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tools.build_reference.geography import GRAND_PARIS
from tools.build_reference.passage import Passage
from tools.build_reference.sources import Sources, check

FOLDER = "territoires_industrie"
PHASE_1 = "2018-2022"
PHASE_2 = "2023-2027"


@dataclass(frozen=True)
class PerimeterList:
    """A published list of territories, and the days on which it stands for the programme."""

    name: str
    phase: str
    territories: int
    valid_from: dt.date
    valid_until: dt.date | None
    observed_on: dt.date
    source: str


LISTS = (
    PerimeterList(
        "2020-10", PHASE_1, 148, dt.date(2020, 7, 20), dt.date(2022, 12, 31), dt.date(2020, 10, 13),
        "Liste communale DGE–ANCT d’octobre 2020 (148 territoires annoncés le 20 juillet 2020)",
    ),
    PerimeterList(
        "2022-12", PHASE_1, 149, dt.date(2022, 12, 31), dt.date(2023, 11, 9), dt.date(2022, 12, 31),
        "ANCT, jeu « programme-territoires-dindustrie » de data.gouv.fr, état de fin 2022",
    ),
    PerimeterList(
        "2024-07", PHASE_2, 183, dt.date(2023, 11, 9), None, dt.date(2024, 7, 4),
        "ANCT, liste du 4 juillet 2024 (183 territoires annoncés le 9 novembre 2023)",
    ),
)  # fmt: skip


def build(sources: Sources, passage: Passage) -> dict[str, pd.DataFrame]:
    named = {"2020-10": _names(sources, "ti_2018_2022.csv", "id_ti_2018")}
    named["2022-12"] = _names(sources, "ti_149_fin2022_membres.csv", "id_ti_149")
    named["2024-07"] = _names(sources, "ti_2023_2027.csv", "id_ti")
    members = pd.concat(
        [_members_2020(sources, passage), _members_2022(sources, passage), _members_2024(sources, passage)]
    )
    communes = pd.concat([_communes_2020(sources, passage), *_communes_later(sources, passage)])
    for perimeters in LISTS:
        in_list = communes[communes["list"] == perimeters.name]
        check(in_list["commune"].is_unique, f"list {perimeters.name}: a commune belongs to two territories")
        check(len(named[perimeters.name]) == perimeters.territories, f"list {perimeters.name}: number of territories")
        check(set(in_list["territory"]) == set(named[perimeters.name]), f"list {perimeters.name}: a territory is empty")
    return {
        "territories": _territories(named),
        "perimeters": _perimeters(named),
        "members": members,
        "territory_communes": communes,
        "declared_figures": _declared_figures(),
    }


def _first_phase(codes: pd.Series) -> pd.Series:
    """Prefix by phase: the raw code 8408 names two different territories, one in each phase."""
    return "ti18-" + codes.str.removeprefix("ti-").str.removeprefix("ti18-")


def _names(sources: Sources, file: str, code: str) -> dict[str, str]:
    table = sources.csv(f"{FOLDER}/{file}").drop_duplicates([code, "lib_ti"])
    check(table[code].is_unique, f"{file}: a territory has two names")
    codes = table[code] if code == "id_ti" else _first_phase(table[code])
    return dict(zip(codes, table["lib_ti"].str.strip(), strict=True))


def _territories(named: dict[str, dict[str, str]]) -> pd.DataFrame:
    """One row per territory, under its latest name; the first two digits of the raw code are those of its region."""
    first_phase = named["2020-10"] | named["2022-12"]
    rows = [(code, PHASE_1, name) for code, name in first_phase.items()]
    rows += [(code, PHASE_2, name) for code, name in named["2024-07"].items()]
    table = pd.DataFrame(rows, columns=["code", "phase", "name"])
    return table.assign(region=table["code"].str.extract(r"-(\d\d)\d\d$", expand=False))


def _perimeters(named: dict[str, dict[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (code, p.name, name, p.valid_from, p.valid_until, p.observed_on, p.source)
            for p in LISTS
            for code, name in named[p.name].items()
        ],
        columns=["territory", "list", "name", "valid_from", "valid_until", "observed_on", "source"],
    )


def _communes_2020(sources: Sources, passage: Passage) -> pd.DataFrame:
    """The list of October 2020 by communes in force today.

    Each commune comes by its intermunicipality of 2020, or by its EPT inside the Grand Paris, whose members are EPT in
    the later lists too. Where communes have merged since, the part that had an intermunicipality gives it.
    """
    raw = sources.csv(f"{FOLDER}/ti_2018_2022_communes.csv.gz")
    ept = passage.communes.set_index("insee_com")["siren_ept"]
    member = raw["siren_epci_2020"].mask(raw["siren_epci_2020"] == GRAND_PARIS, raw["commune_actuelle_2026"].map(ept))
    table = pd.DataFrame(
        {
            "territory": _first_phase(raw["id_ti_2018"]),
            "list": "2020-10",
            "commune": raw["commune_actuelle_2026"],
            "member": member,
        }
    )
    table = table.sort_values(["territory", "commune", "member"], na_position="last")
    table = table.drop_duplicates(["territory", "commune"])
    check(not table["member"].isna().any(), "list 2020-10: a commune comes by no intermunicipality")
    return table


def _communes_later(sources: Sources, passage: Passage) -> list[pd.DataFrame]:
    siren = _insee_by_siren(passage)
    files = {
        "2022-12": ("ti_149_fin2022_communes.csv.gz", "id_ti_149"),
        "2024-07": ("ti_2023_2027_communes.csv.gz", "id_ti"),
    }
    tables = []
    for list_name, (file, code) in files.items():
        raw = sources.csv(f"{FOLDER}/{file}")
        tables.append(
            pd.DataFrame(
                {
                    "territory": raw[code] if code == "id_ti" else _first_phase(raw[code]),
                    "list": list_name,
                    "commune": raw["insee_com"],
                    "member": raw["siren_membre"].map(siren).fillna(raw["siren_membre"]),
                }
            )
        )
    return tables


def _members_2020(sources: Sources, passage: Passage) -> pd.DataFrame:
    """Members of October 2020; counts are those of the communes of 2020, on both sides of the comparison."""
    raw = sources.csv(f"{FOLDER}/ti_2018_2022_epci.csv")
    table = pd.DataFrame(
        {
            "territory": _first_phase(raw["id_ti_2018"]),
            "list": "2020-10",
            "kind": "epci",
            "code": raw["siren_epci_2020"],
            "name": raw["nom_epci"],
            "communes": pd.to_numeric(raw["nb_communes_dans_ti"]),
            "communes_total": pd.to_numeric(raw["nb_communes_epci"]),
        }
    )
    in_grand_paris = table["code"] == GRAND_PARIS
    return _with_completeness(pd.concat([table[~in_grand_paris], _ept_2020(sources, passage, table[in_grand_paris])]))


def _ept_2020(sources: Sources, passage: Passage, rows: pd.DataFrame) -> pd.DataFrame:
    ept = sources.csv("cog/ept_communes_2026.csv")
    names = ept.drop_duplicates("siren_ept").set_index("siren_ept")["nom_ept"]
    communes = _communes_2020(sources, passage)
    by_territory = communes[communes["member"].isin(names.index)].drop_duplicates(["territory", "member"])
    codes = rows["territory"].map(by_territory.set_index("territory")["member"])
    check(len(by_territory) == len(rows) and codes.is_unique, "list 2020-10: the Grand Paris is not split by whole EPT")
    return rows.assign(
        kind="ept", code=codes, name=codes.map(names), communes_total=codes.map(ept["siren_ept"].value_counts())
    )


def _members_2022(sources: Sources, passage: Passage) -> pd.DataFrame:
    raw = sources.csv(f"{FOLDER}/ti_149_fin2022_membres.csv")
    return _members_later(raw, "2022-12", _first_phase(raw["id_ti_149"]), passage)


def _members_2024(sources: Sources, passage: Passage) -> pd.DataFrame:
    raw = sources.csv(f"{FOLDER}/ti_2023_2027_membres.csv")
    return _members_later(raw, "2024-07", raw["id_ti"], passage)


def _members_later(raw: pd.DataFrame, list_name: str, territory: pd.Series, passage: Passage) -> pd.DataFrame:
    """Members named by the list itself: each one is whole, and a commune is named by its INSEE code."""
    count = pd.to_numeric(raw["nb_communes_cog2026"])
    table = pd.DataFrame(
        {
            "territory": territory,
            "list": list_name,
            "kind": raw["type_membre"].str.lower(),
            "code": raw["siren_membre"].map(_insee_by_siren(passage)).fillna(raw["siren_membre"]),
            "name": raw["nom_membre"],
            "communes": count,
            "communes_total": count,
        }
    )
    check(
        bool(((table["kind"] == "commune") == (table["code"].str.len() == 5)).all()),
        f"list {list_name}: a commune is not known by its SIREN",
    )
    return _with_completeness(table)


def _with_completeness(members: pd.DataFrame) -> pd.DataFrame:
    return members.assign(complete=members["communes"] == members["communes_total"])


def _insee_by_siren(passage: Passage) -> dict[str, str]:
    return dict(zip(passage.communes["siren_commune"], passage.communes["insee_com"], strict=True))


def _declared_figures() -> pd.DataFrame:
    with Path(__file__).with_name("declared_figures.toml").open("rb") as file:
        return pd.DataFrame(tomllib.load(file)["figure"])
