"""Géorisques, IREP: establishments that declare their emissions and waste."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import (
    ACTIVITY,
    DEPARTMENT,
    PLAIN_NAME,
    Code,
    Coded,
    Text,
)
from tandem.datasets.reshaping import computed

# « ST-ETIENNE CEDEX 2 » for Saint-Étienne, in a department given by its name.
_NAME = (
    "regexp_replace(regexp_replace("
    + PLAIN_NAME.format(cell="split_part({cell}, '|', 2)")
    + r", '\bST(E?)\b', 'SAINT\1', 'g'), ' (CEDEX.*|\d+ ?E?R? ARRONDISSEMENT)$', '')"
)
COMMUNE_NAMED = Coded(
    "commune",
    "commune inconnue sous ce nom",
    clean=f"concat({PLAIN_NAME.format(cell='split_part({cell}, chr(124), 1)')}, '|', {_NAME})",
    by="commune_named",
    unplaced=True,
)

# A spreadsheet takes the leading zero away.
_SIRET = "CASE WHEN length({cell}) BETWEEN 9 AND 13 THEN lpad({cell}, 14, '0') ELSE replace({cell}, ' ', '') END"

KEPT = (
    Field("establishment", ("identifiant",), Text(40), required=False),
    Field("name", ("nom_etablissement",), Text(300)),
    Field(
        "siret",
        ("numero_siret",),
        Code(r"\d{14}", "un numéro SIRET (14 chiffres)", clean=_SIRET),
        required=False,
    ),
    Field("address", ("adresse",), Text(500), required=False),
    Field("postcode", ("code_postal",), Text(10), required=False),
    Field(
        "department",
        ("departement",),
        Coded("department", DEPARTMENT.unknown, DEPARTMENT.clean, unplaced=True),
        required=False,
    ),
    # Old declarations have classes of the nomenclature before: they name no class of today.
    Field(
        "activity", ("code_ape",), Coded("activity", ACTIVITY.unknown, ACTIVITY.clean, unplaced=True), required=False
    ),
    Field("activity_name", ("libelle_ape",), Text(500), required=False),
    Field("sector", ("libelle_eprtr",), Text(500), required=False),
)

KIND = Kind(
    id="irep-etablissements",
    title="Établissements du registre des émissions polluantes (IREP)",
    producer="Géorisques, ministère de la Transition écologique",
    licence="Licence Ouverte 2.0",
    page="https://www.georisques.gouv.fr/donnees/bases-de-donnees/installations-industrielles-rejetant-des-polluants",
    fills="principaux émetteurs industriels du territoire",
    forms=(
        Form(
            name="établissements",
            fields=(*KEPT, Field("commune", ("lieu",), COMMUNE_NAMED, required=False)),
            reshape=computed(
                KEPT,
                {
                    "lieu": "CASE WHEN nullif(trim(commune), '') IS NOT NULL "
                    "THEN concat(departement, '|', commune) END",
                    "lieu_column": "'commune'",
                },
            ),
            marks=("identifiant", "nom_etablissement", "numero_siret", "commune", "departement", "code_ape"),
        ),
    ),
    key=("establishment", "name", "siret", "commune"),
    caveats=(
        "Registre à seuils : seuls déclarent les établissements qui en dépassent un. Il n’est pas exhaustif.",
        "Le fichier nomme la commune sans son code : elle est retrouvée par son nom et son département ; une commune "
        "fusionnée depuis ne l’est pas, et l’établissement est alors compté comme non situé.",
        "Les coordonnées publiées sont souvent fausses : Tandem ne les garde pas.",
    ),
)
