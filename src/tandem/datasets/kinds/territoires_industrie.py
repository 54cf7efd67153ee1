"""ANCT, Territoires d'industrie: the territories and what they are made of."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import COMMUNE, REGION, Code, Text

IDENTIFIER = ("id_ti", "id_ti_2018", "id_ti_149", "code_ti")
TERRITORY = Field("territory", IDENTIFIER, Text(40))
NAME = Field("name", ("lib_ti", "libelle_ti"), Text(300), required=False)
REGION_FIELD = Field("region", ("insee_reg",), REGION, required=False)

KIND = Kind(
    id="territoires-industrie",
    title="Territoires d’industrie et leurs membres",
    producer="ANCT",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/fr/datasets/programme-territoires-dindustrie/",
    address="https://www.data.gouv.fr/fr/datasets/r/a1aca2c0-5a34-4a21-82bf-74ff0daf16db",
    fills="périmètre de chaque territoire, par intercommunalités ou par communes",
    forms=(
        Form(
            name="membres",
            fields=(
                TERRITORY,
                NAME,
                REGION_FIELD,
                Field(
                    "member",
                    ("siren_groupement", "siren_membre", "siren_epci_2020"),
                    Code(r"\d{9}|\d[\dAB]\d{3}", "un SIREN (9 chiffres) ni un code de commune"),
                ),
                Field("member_kind", ("nature_juridique", "type_membre"), Text(20), required=False),
                Field("member_name", ("lib_groupement", "nom_membre", "nom_epci"), Text(300), required=False),
            ),
            marks=("lib_groupement|nom_membre|nom_epci",),
        ),
        Form(
            name="communes",
            fields=(
                TERRITORY,
                NAME,
                REGION_FIELD,
                Field("commune", ("insee_com", "codgeo"), COMMUNE),
                # Some lists say of which member each commune is.
                Field("commune_member", ("siren_membre", "siren_epci_2020"), Text(20), required=False),
            ),
            part="communes",
        ),
    ),
    key=("territory", "member", "commune"),
    caveats=("La liste change avec les vagues du programme : la date est celle du fichier, pas celle d’aujourd’hui.",),
)
