"""Earlier commune codes and today's communes."""

from dataclasses import dataclass

import pandas as pd

from tools.build_reference.sources import Sources, check

ORIGINS = {
    "cog2026 (commune déléguée/associée/arrondissement)": "Commune déléguée, commune associée ou arrondissement municipal du code officiel géographique 2026",  # noqa: E501
    "historique INSEE (paquet etalab 0.8.0)": "Historique des communes de l’Insee",
    "rapprochement manuel (contiguïté + nom)": "Rapprochement manuel, par contiguïté et par nom",
}

# Codes met in the sources and missing from the passage table.
RECODED = {
    # « Les Trois Lacs » (Eure), commune of 2017: code 27058 until the INSEE corrected it into 27676.
    "27058": ("27676", "Même commune, code corrigé par l’Insee (Les Trois Lacs)"),
}


# Communes that left, after 1 January 2022, the commune they had joined: what was counted before stays with the latter.
RESTORED = {
    "15031": "15141",
    "15035": "15141",
    "15047": "15141",
    "15171": "15141",
    "60694": "60054",
    "85165": "85084",
    "85212": "85084",
}


@dataclass(frozen=True)
class Passage:
    """How codes of any vintage lead to the communes in force on 1 January 2026.

    Attributes
    ----------
    communes
        The communes in force, as the source has them, one row each.
    earlier
        One row per earlier code: ``old_code``, ``code``, ``origin``.
    parts_2022
        Commune in force → the communes of 1 January 2022 that make it up.
    """

    communes: pd.DataFrame
    earlier: pd.DataFrame
    parts_2022: dict[str, frozenset[str]]

    @classmethod
    def read(cls, sources: Sources) -> "Passage":
        register = sources.csv("cog/communes_2026.csv.gz")
        # A new commune and its delegated chief town share a code: the register must be filtered before any join.
        communes = register[register["type"] == "commune-actuelle"]
        check(communes["insee_com"].is_unique, "communes_2026: a commune in force appears twice")
        raw = sources.csv("cog/passage_communes_vers_2026.csv")
        check(set(raw["origine"]) <= set(ORIGINS), "passage_communes_vers_2026: unknown origin")
        earlier = pd.DataFrame(
            {"old_code": raw["code_ancien"], "code": raw["commune_2026"], "origin": raw["origine"].map(ORIGINS)}
        )
        added = pd.DataFrame(
            [(old, code, origin) for old, (code, origin) in RECODED.items()], columns=list(earlier.columns)
        )
        earlier = pd.concat([earlier, added], ignore_index=True)
        check(earlier["old_code"].is_unique, "passage_communes_vers_2026: an earlier code appears twice")
        check(set(earlier["code"]) <= set(communes["insee_com"]), "passage_communes_vers_2026: unknown target")
        passage = cls(communes, earlier, {})
        codes_2022 = sources.csv("cog/appartenance_communes_2022.csv.gz")["CODGEO"]
        parts = codes_2022.groupby(passage.to_current(codes_2022)).agg(frozenset).to_dict()
        new = communes.loc[(communes["zone"] != "com") & ~communes["insee_com"].isin(parts), "insee_com"]
        check(set(new) == set(RESTORED), f"communes without any commune of 2022: {sorted(set(new) ^ set(RESTORED))}")
        return cls(communes, earlier, parts)

    def to_current(self, codes: pd.Series) -> pd.Series:
        """Replace each code by that of the commune in force.

        Raises
        ------
        SourceError
            If a code is neither in force nor in the passage table.
        """
        known = {code: code for code in self.communes["insee_com"]} | dict(
            zip(self.earlier["old_code"], self.earlier["code"], strict=True)
        )
        current = codes.map(known)
        check(not current.isna().any(), f"unknown commune codes: {sorted(set(codes[current.isna()]))[:10]}")
        return current

    def total(self, codes: pd.Series, values: pd.DataFrame) -> pd.DataFrame:
        """Sum over the parts of each commune in force.

        A sum is missing only when all its parts are.

        Returns
        -------
        pandas.DataFrame
            One row per commune, indexed by its code.
        """
        return values.groupby(self.to_current(codes).rename("commune")).sum(min_count=1)
