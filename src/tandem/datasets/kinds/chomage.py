"""Insee, localised unemployment: rate by employment zone, quarter by quarter or year by year."""

import re

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import ZONE, Code, Number
from tandem.datasets.reshaping import by_period, told_period

ZONE_FIELD = Field("zone", ("ze2020", "code_de_la_zone_d_emploi_2020", "code_zone_d_emploi_2020"), ZONE)
RATE = Number(maximum=100, whole=False, absent=("nd", "n.d.", "ND", "-"))
FIELDS = (
    ZONE_FIELD,
    Field("quarter", ("trimestre",), Code(r"(19|20)\d\d(-T[1-4])?", "un trimestre (2024-T1) ou une année")),
    Field("rate", ("taux_chomage_pct", "taux"), RATE, required=False),
)
QUARTER = r"(\d{4}_?t[1-4]|t[1-4]_\d{4})"
YEAR = r"((?:19|20)\d\d)"


def _quarter(told: str) -> str:
    return told_period(told) if re.search("t", told) else told


KIND = Kind(
    id="chomage",
    title="Taux de chômage localisés par zone d’emploi",
    producer="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/1893230",
    fills="taux de chômage du territoire et sa trajectoire",
    forms=(
        Form(
            name="classeur trimestriel, une colonne par trimestre",
            fields=FIELDS,
            reshape=by_period("trimestre", (ZONE_FIELD,), {"taux_chomage_pct": QUARTER}, label=_quarter),
            marks=("ze2020|code(_de_la)?_zone_d_emploi_2020", QUARTER),
            vintage="quarter",
        ),
        Form(
            name="classeur annuel, une colonne par année",
            fields=FIELDS,
            reshape=by_period("trimestre", (ZONE_FIELD,), {"taux_chomage_pct": YEAR}),
            marks=("ze2020|code(_de_la)?_zone_d_emploi_2020", YEAR),
            vintage="quarter",
            part="annuel",
        ),
        Form(name="une ligne par zone et trimestre", fields=FIELDS, marks=("taux_chomage_pct",), vintage="quarter"),
    ),
    key=("zone", "quarter"),
    caveats=(
        "Taux au sens du BIT, estimé par zone d’emploi et corrigé des variations saisonnières ; l’Insee révise toute "
        "la série à chaque publication.",
        "Les zones de Mayotte et de Guyane n’ont pas de taux.",
    ),
)
