"""Insee, Flores: establishments and salaried posts by commune or employment zone, and activity."""

from collections.abc import Sequence

from tandem.datasets.kind import Field, Form, Kind, Reshape
from tandem.datasets.readings import AGGREGATE, COMMUNE, ZONE, Choice, Code, Number, Text, Year, quoted
from tandem.datasets.reshaping import by_period

LEVELS = {"COM": 0, "ZE2020": 1, "EPCI": 2, "DEP": 3, "REG": 4, "FRANCE": 5, "AUTRE": 9}
"""Kinds of places of Insee's cubes; ``AUTRE`` is what is set aside."""

WHOLE_FIELD = "1T9X7"
"""Legal form « every employer but households », the one of which the others are a part."""

FIELDS = (
    Field("level", ("niveau",), Choice(LEVELS)),
    Field("commune", ("commune",), COMMUNE, required=False),
    Field("zone", ("zone",), ZONE, required=False),
    Field("area", ("territoire",), Text(20), required=False),
    Field("activity", ("activity",), AGGREGATE),
    Field("size", ("number_empl",), Code(r"_T|E\d+(T\d+)?|E_GE\d+", "une tranche d’effectifs")),
    Field("measure", ("flores_measure",), Choice({"UNIT_LOC": 0, "EMPL3112": 1})),
    Field("year", ("time_period",), Year(), required=False),
    # K: counted in another cell, and not published. W: counts another cell too.
    Field("value", ("obs_value",), Number(whole=False, secret=("K",)), required=False),
    Field(
        "status",
        ("obs_status",),
        Choice({"A": 0, "W": 1, "K": 2, "B": 3, "E": 4, "P": 5, "O": 6, "M": 7}),
        required=False,
    ),
)


def _cube(sizes: bool) -> Reshape:
    """The rows of a cube, each place under the level that it is of."""

    def query(columns: Sequence[str], rows: str) -> str:
        place = "regexp_replace(trim(geo), '^\\d{4}-[A-Z0-9]+-', '')"
        levels = ", ".join(quoted(each) for each in LEVELS)
        whole = (
            f"trim(legal_form_with_public) = {quoted(WHOLE_FIELD)}" if "legal_form_with_public" in columns else "true"
        )
        size = "number_empl" if sizes and "number_empl" in columns else "'_T' AS number_empl"
        return (
            f"SELECT line, niveau, CASE WHEN niveau = 'COM' THEN lieu END AS commune, "
            "CASE WHEN niveau = 'ZE2020' THEN lieu END AS zone, "
            "CASE WHEN niveau NOT IN ('COM', 'ZE2020') THEN lieu END AS territoire, "
            f"activity, {size}, flores_measure, time_period, obs_status, "
            "CASE WHEN trim(obs_status) = 'K' AND nullif(trim(obs_value), '') IS NULL THEN 'K' ELSE obs_value END "
            "AS obs_value, 'geo' AS commune_column, 'geo' AS zone_column, 'geo' AS territoire_column, "
            "'geo_object' AS niveau_column "
            f"FROM (SELECT *, {place} AS lieu, CASE WHEN {whole} AND trim(flores_measure) IN ('UNIT_LOC', 'EMPL3112') "
            f"AND trim(geo_object) IN ({levels}) THEN trim(geo_object) ELSE 'AUTRE' END AS niveau FROM {rows})"
        )

    return query


CUBE = ("geo", "geo_object", "activity", "flores_measure", "obs_status", "time_period", "obs_value")
ASIDE = "autres découpages (bassins de vie, unités urbaines…) et détail par forme juridique"


def _cube_form(nomenclature: str, part: str, telling: tuple[str, ...], *, sizes: bool = True) -> Form:
    return Form(
        name=f"cube {nomenclature}",
        fields=FIELDS,
        reshape=_cube(sizes),
        marks=(*CUBE, "number_empl") if sizes else CUBE,
        telling=("activity", telling),
        vintage="year",
        where="level <> 9",
        aside=ASIDE,
        part=part,
    )


def _sector(told: str) -> str:
    return "_T" if told in ("tot", "total") else told.upper()


def _table(name: str, prefix: str, measure: str, mark: str, part: str) -> Form:
    """Detailed tables by commune published until 2021, and those of Clap before 2017: one column per sector."""
    return Form(
        name=name,
        fields=FIELDS,
        reshape=by_period(
            "activity",
            (Field("commune", ("commune", "codgeo"), COMMUNE),),
            {"obs_value": rf"{prefix}_(tot|[a-z][0-9a-z])"},
            {"niveau": "'COM'", "flores_measure": quoted(measure), "number_empl": "'_T'"},
            label=_sector,
        ),
        marks=("codgeo", f"{prefix}_tot", mark),
        part=part,
    )


ZONE_FIELD = Field("zone", ("zone", "ze2020"), ZONE)
A38_ONLY = ("CA", "CB", "CC", "CD", "CE", "CF", "CG", "CH", "CI", "CJ", "CK", "CL", "CM")
A17_ONLY = ("C1", "C2", "C3", "C4", "C5")
A5_ONLY = ("GU",)
A88_ONLY = tuple(f"{division:02d}" for division in range(1, 100))

KIND = Kind(
    id="flores",
    title="Établissements et postes salariés par commune, zone d’emploi et activité (Flores)",
    producer="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/8266010",
    fills="postes salariés, public compris, et établissements employeurs par activité et par taille",
    forms=(
        _cube_form("A38", "", A38_ONLY),
        _cube_form("A17", "A17", A17_ONLY),
        _cube_form("A5", "A5", A5_ONLY),
        _cube_form("A88", "A88", A88_ONLY, sizes=False),
        Form(
            name="postes par zone d’emploi et secteur A38",
            fields=FIELDS,
            reshape=by_period(
                "time_period",
                (ZONE_FIELD, Field("activity", ("activity", "a38"), AGGREGATE)),
                {"obs_value": r"postes_(\d{4})"},
                {"niveau": "'ZE2020'", "flores_measure": "'EMPL3112'", "number_empl": "'_T'"},
                empty_too=True,
            ),
            marks=("ze2020", "a38", r"postes_(\d{4})"),
            vintage="year",
        ),
        Form(
            name="établissements industriels par zone d’emploi",
            fields=FIELDS,
            reshape=by_period(
                "activity",
                (ZONE_FIELD,),
                {"obs_value": r"nb_(total|de|c1|c2|c3|c4|c5)"},
                {"niveau": "'ZE2020'", "flores_measure": "'UNIT_LOC'", "number_empl": "'_T'"},
                label=_sector,
            ),
            marks=("ze2020", "nb_total", "nb_c1"),
            part="A17",
        ),
        _table("établissements par commune et secteur A17", "et", "UNIT_LOC", "et_c1", "A17"),
        _table("postes par commune et secteur A17", "eff", "EMPL3112", "eff_c1", "A17"),
        _table("établissements par commune et secteur A5", "et", "UNIT_LOC", "et_gu", "A5"),
        _table("postes par commune et secteur A5", "eff", "EMPL3112", "eff_gu", "A5"),
    ),
    key=("level", "commune", "zone", "area", "activity", "size", "measure", "year"),
    sums=("value",),
    caveats=(
        "Champ : établissements employeurs, public compris, hors défense et particuliers employeurs. Un poste n’est "
        "pas une personne, ni un équivalent temps plein ; il est compté là où l’on travaille.",
        "Une combinaison absente n’est pas un zéro. Statut K : valeur comptée ailleurs et non diffusée, gardée "
        "secrète ; statut W : valeur qui en compte une autre.",
        "Rupture : Clap jusqu’en 2015-2016, Flores ensuite ; les deux ne se comparent pas.",
        "L’Insee ne garantit pas la comparaison de deux millésimes de Flores ; sous la zone d’emploi, les petits "
        "nombres sont à lire avec prudence.",
        "Établissements et postes d’un même tableau par commune (jusqu’en 2021) sont deux fichiers : les donner "
        "ensemble.",
    ),
)
