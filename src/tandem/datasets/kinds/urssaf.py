"""Urssaf: private establishments and employees by commune and activity class, year by year."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import ACTIVITY, COMMUNE, Number, Year
from tandem.datasets.reshaping import by_period

COMMUNE_FIELD = Field("commune", ("code_commune", "insee_com"), COMMUNE)
ACTIVITY_FIELD = Field("activity", ("code_ape",), ACTIVITY)

FIELDS = (
    COMMUNE_FIELD,
    ACTIVITY_FIELD,
    Field("year", ("annee",), Year()),
    Field("establishments", ("nb_etablissements",), Number(maximum=1_000_000)),
    # No number beside a number of establishments: the Urssaf keeps it back.
    Field(
        "employees",
        ("effectifs_salaries",),
        Number(maximum=5_000_000, unsaid="establishments_cell NOT IN ('0', '0.0')"),
        required=False,
    ),
)
ESTABLISHMENTS, EMPLOYEES = r"nombre_d_etablissements_(\d{4})", r"effectifs_salaries_(\d{4})"

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
            reshape=by_period(
                "annee",
                (COMMUNE_FIELD, ACTIVITY_FIELD),
                {"nb_etablissements": ESTABLISHMENTS, "effectifs_salaries": EMPLOYEES},
            ),
            marks=("code_commune", "code_ape", ESTABLISHMENTS, EMPLOYEES),
            vintage="year",
        ),
        Form(name="long, une ligne par année", fields=FIELDS, vintage="year"),
    ),
    key=("commune", "activity", "year"),
    sums=("establishments", "employees"),
    caveats=(
        "Champ : salariés du secteur privé en fin d’année, hors agriculture et hors emploi public.",
        "Une absence de ligne est une absence d’établissement, ou une donnée que l’Urssaf ne diffuse pas.",
        "Un nombre d’établissements sans nombre de salariés : l’Urssaf garde celui-ci secret.",
        "Activités dans la NAF rév. 2, que la NAF 2025 remplace à partir de 2027 : les deux ne se comparent pas code à "
        "code.",
    ),
)
