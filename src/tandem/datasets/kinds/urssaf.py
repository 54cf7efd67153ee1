"""Urssaf: private establishments and employees by commune and activity class, year by year."""

from collections.abc import Sequence

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import ACTIVITY, COMMUNE, Number, Year

ESTABLISHMENTS, EMPLOYEES = "nombre_d_etablissements_", "effectifs_salaries_"

FIELDS = (
    Field("commune", ("code_commune", "insee_com"), COMMUNE),
    Field("activity", ("code_ape",), ACTIVITY),
    Field("year", ("annee",), Year()),
    Field("establishments", ("nb_etablissements",), Number(maximum=1_000_000)),
    # No number beside a number of establishments: the Urssaf keeps it back.
    Field("employees", ("effectifs_salaries",), Number(maximum=5_000_000), required=False),
)


def _by_year(columns: Sequence[str], rows: str) -> str:
    """One row per year, from two columns per year; a year without establishment has no row."""
    years = [name.removeprefix(ESTABLISHMENTS) for name in columns if name.startswith(ESTABLISHMENTS)]
    return " UNION ALL ".join(
        f"SELECT line, code_commune, code_ape, '{year}' AS annee, \"{ESTABLISHMENTS}{year}\" AS nb_etablissements, "
        f'"{EMPLOYEES}{year}" AS effectifs_salaries FROM {rows} '
        f"WHERE nullif(trim(\"{ESTABLISHMENTS}{year}\"), '') IS NOT NULL "
        f"OR nullif(trim(\"{EMPLOYEES}{year}\"), '') IS NOT NULL"
        for year in years
        if f"{EMPLOYEES}{year}" in columns
    )


KIND = Kind(
    id="urssaf",
    title="Établissements et salariés du privé par commune et activité",
    producer="Urssaf",
    licence="Licence Ouverte 2.0",
    page="https://open.urssaf.fr/explore/dataset/etablissements-et-effectifs-salaries-au-niveau-commune-x-ape-last/",
    address=(
        "https://open.urssaf.fr/api/explore/v2.1/catalog/datasets/"
        "etablissements-et-effectifs-salaries-au-niveau-commune-x-ape-last/exports/csv?use_labels=true&delimiter=%3B"
    ),
    fills="salariés et établissements par classe d’activité, spécialisations, trajectoire année par année",
    forms=(
        Form(
            name="large, deux colonnes par année",
            fields=FIELDS,
            reshape=_by_year,
            marks=("code_commune", "code_ape", f"{ESTABLISHMENTS}2006", f"{EMPLOYEES}2006"),
            vintage="year",
        ),
        Form(name="long, une ligne par année", fields=FIELDS, vintage="year"),
    ),
    key=("commune", "activity", "year"),
    sums=("establishments", "employees"),
    derived={"employees_secret": "establishments > 0 AND employees IS NULL"},
    caveats=(
        "Champ : salariés du secteur privé en fin d’année, hors agriculture et hors emploi public.",
        "Une absence de ligne est une absence d’établissement, ou une donnée que l’Urssaf ne diffuse pas.",
    ),
)
