"""Urssaf: private employees by employment zone and sector, year by year."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import SECTOR, ZONE, Number, Year
from tandem.datasets.reshaping import by_period

ZONE_FIELD = Field("zone", ("ze2020",), ZONE)
SECTOR_FIELD = Field("sector", ("a38",), SECTOR)
EMPLOYEES = r"salaries_(\d{4})"

KIND = Kind(
    id="urssaf-zones",
    title="Salariés du privé par zone d’emploi et secteur",
    producer="Urssaf",
    licence="Licence Ouverte 2.0",
    page="https://open.urssaf.fr/explore/?q=effectifs+salariés+zone+d'emploi",
    fills="spécialisations des zones d’emploi, point de comparaison des territoires",
    forms=(
        Form(
            name="une colonne par année",
            fields=(
                ZONE_FIELD,
                SECTOR_FIELD,
                Field("year", ("annee",), Year()),
                Field("employees", ("salaries",), Number(maximum=5_000_000), required=False),
            ),
            reshape=by_period("annee", (ZONE_FIELD, SECTOR_FIELD), {"salaries": EMPLOYEES}, empty_too=True),
            marks=("ze2020", "a38", EMPLOYEES),
            vintage="year",
        ),
    ),
    key=("zone", "sector", "year"),
    sums=("employees",),
    caveats=(
        "Champ : salariés du secteur privé en fin d’année, hors agriculture et hors emploi public. Ce n’est pas celui "
        "de Flores, qui compte tous les postes salariés.",
        "Cellule vide : secret ou absence de salarié. Ce n’est pas un zéro.",
    ),
)
