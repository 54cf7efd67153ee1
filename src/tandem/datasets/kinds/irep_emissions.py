"""Géorisques, IREP: what each establishment emits, by medium and pollutant."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import Number, Text, Year

KIND = Kind(
    id="irep-emissions",
    title="Émissions polluantes par établissement (IREP)",
    producer="Géorisques, ministère de la Transition écologique",
    licence="Licence Ouverte 2.0",
    page="https://www.georisques.gouv.fr/donnees/bases-de-donnees/installations-industrielles-rejetant-des-polluants",
    fills="quantités émises par polluant et par milieu",
    forms=(
        Form(
            name="émissions",
            fields=(
                Field("establishment", ("identifiant",), Text(40), required=False),
                Field("name", ("nom_etablissement",), Text(300)),
                Field("year", ("annee_emission",), Year()),
                Field("medium", ("milieu",), Text(60)),
                Field("pollutant", ("polluant",), Text(300)),
                Field("quantity", ("quantite",), Number(maximum=1e15, whole=False)),
                Field("unit", ("unite",), Text(40)),
            ),
            vintage="year",
        ),
    ),
    key=("establishment", "name", "year", "medium", "pollutant", "unit"),
    caveats=(
        "Registre à seuils : une absence n’est pas une absence d’émission. Il n’est pas exhaustif.",
        "Virgule et majuscules jusqu’à l’année 2018, point-virgule et minuscules ensuite : les deux sont lus.",
    ),
)
