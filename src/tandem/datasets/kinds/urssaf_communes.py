"""Urssaf: private employees by commune, every activity together, year by year."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import COMMUNE, Number, Year
from tandem.datasets.reshaping import by_period

COMMUNE_FIELD = Field("commune", ("insee_com", "code_commune", "codgeo"), COMMUNE)
EMPLOYEES = r"(?:salaries|effectifs_salaries)_(\d{4})"

KIND = Kind(
    id="urssaf-communes",
    title="Salariés du privé par commune",
    producer="Urssaf",
    licence="Licence Ouverte 2.0",
    page="https://open.urssaf.fr/explore/?q=effectifs+salariés+commune",
    fills="niveau et trajectoire de l’emploi salarié privé, toutes activités",
    forms=(
        Form(
            name="une colonne par année",
            fields=(
                COMMUNE_FIELD,
                Field("year", ("annee",), Year()),
                Field("employees", ("salaries",), Number(maximum=5_000_000), required=False),
            ),
            reshape=by_period("annee", (COMMUNE_FIELD,), {"salaries": EMPLOYEES}, empty_too=True),
            marks=("insee_com|code_commune|codgeo", EMPLOYEES),
            vintage="year",
        ),
    ),
    key=("commune", "year"),
    sums=("employees",),
    caveats=(
        "Champ : salariés du secteur privé en fin d’année, hors agriculture et hors emploi public.",
        "Cellule vide : l’Urssaf garde le nombre secret, ou la commune n’a pas de salarié. Ce n’est pas un zéro, et le "
        "total d’une commune qui réunit plusieurs codes manque quand l’un d’eux manque.",
    ),
)
