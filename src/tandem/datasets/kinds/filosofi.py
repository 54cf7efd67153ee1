"""Insee, Filosofi: income and poverty by commune."""

from collections.abc import Sequence

from tandem.datasets.kind import NAMED, Field, Form, Kind
from tandem.datasets.readings import COMMUNE, Choice, Number, Year, quoted
from tandem.datasets.reshaping import by_period

MEASURES = {"MED": 0, "MED_SL": 0, "TP60": 1, "PR_MD60": 1, "D1": 2, "D1_SL": 2, "D9": 3, "D9_SL": 3}
"""What is kept: the median of the standard of living, the poverty rate, the first and ninth deciles."""

COMMUNE_FIELD = Field("commune", ("codgeo", "insee_com", "com", "geo"), COMMUNE)
FIELDS = (
    COMMUNE_FIELD,
    Field("measure", ("mesure",), Choice({**MEASURES, "AUTRE": 9})),
    Field("year", ("annee",), Year(), required=False),
    Field(
        "value",
        ("valeur",),
        Number(-1_000_000, whole=False, secret=("s", "C"), absent=("nd", "ns", "ND")),
        required=False,
    ),
)


def _cube(columns: Sequence[str], rows: str) -> str:
    """The measures kept of the communes; the rest of the cube is set aside."""
    kept = ", ".join(quoted(each) for each in MEASURES)
    return (
        "SELECT line, regexp_replace(trim(geo), '^\\d{4}-COM-', '') AS codgeo, time_period AS annee, "
        f"CASE WHEN trim(geo_object) = 'COM' AND trim(filosofi_measure) IN ({kept}) THEN trim(filosofi_measure) "
        "ELSE 'AUTRE' END AS mesure, CASE WHEN trim(conf_status) = 'C' THEN 'C' ELSE obs_value END AS valeur, "
        "'geo' AS codgeo_column, 'filosofi_measure' AS mesure_column, 'time_period' AS annee_column, "
        f"'obs_value' AS valeur_column FROM {rows}"
    )


def _measure(told: str) -> str:
    return {"q2": "MED", "median_eur": "MED"}.get(told, told.upper())


def _wide(name: str, pattern: str, marks: tuple[str, ...], vintage: str) -> Form:
    return Form(
        name=name,
        fields=FIELDS,
        reshape=by_period("mesure", (COMMUNE_FIELD,), {"valeur": pattern}, label=_measure, empty_too=True),
        marks=marks,
        vintage=vintage,
        cities_counted=True,
    )


KIND = Kind(
    id="filosofi",
    title="Niveau de vie et pauvreté par commune (Filosofi)",
    producer="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/7756729",
    fills="médiane du niveau de vie, taux de pauvreté",
    forms=(
        Form(
            name="cube",
            fields=FIELDS,
            reshape=_cube,
            marks=("geo", "geo_object", "filosofi_measure", "conf_status", "time_period", "obs_value"),
            vintage="year",
            where="measure <> 9",
            aside="autres territoires que les communes, et autres indicateurs",
        ),
        _wide("base communale", r"(med|tp60|d1|d9)\d\d", ("codgeo", r"nbmenfisc\d\d", r"med(\d\d)"), r"med(\d\d)"),
        _wide(
            "dispositif, revenu disponible", r"(q2|tp60|d1|d9)\d\d", ("codgeo", r"nbuc\d\d", r"q2(\d\d)"), r"q2(\d\d)"
        ),
        _wide("médiane seule", r"(median_eur)", ("insee_com", "median_eur"), NAMED),
    ),
    key=("commune", "measure", "year"),
    caveats=(
        "« s » : secret statistique (peu de ménages) ; « nd » : non disponible. Ni l’un ni l’autre n’est un zéro.",
        "Rupture : le millésime 2023 est le premier de « Filosofi 2 » ; l’Insee proscrit sa comparaison avec les "
        "précédents. Il n’y a pas de millésime 2022.",
        "La médiane ou le taux d’une commune qui réunit plusieurs codes ne se déduit pas de ceux de ses parties : la "
        "valeur manque.",
    ),
)
