"""France Travail: tension of each occupation (ROME) in each basin."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import BASIN, Code, Number, Text, Year

KIND = Kind(
    id="tensions",
    title="Tension par métier et bassin d’emploi",
    producer="France Travail",
    licence="Licence Ouverte 2.0",
    page="https://www.francetravail.org/opendata/",
    fills="métiers difficiles à pourvoir dans les bassins du territoire",
    forms=(
        Form(
            name="une ligne par métier et bassin",
            fields=(
                Field("year", ("annee",), Year()),
                Field("rome", ("code_rome",), Code(r"[A-N]\d{4}", "un code ROME")),
                Field("rome_name", ("libelle_rome",), Text(300), required=False),
                Field("basin", (r"code_bassin_be\d\d",), BASIN),
                Field("offers", ("offres_enregistrees",), Number(), required=False),
                Field("seekers", ("demandeurs_abc",), Number(), required=False),
                Field("tension", (r"indice_tension_1_5",), Number(1, 5), required=False),
            ),
            vintage="year",
            marks=("indice_tension_1_5",),
        ),
    ),
    key=("year", "basin", "rome"),
    caveats=(
        "Indice de 1 à 5, 5 pour la tension la plus forte. Les volumes sont partiels : ne lire que l’indice et les "
        "rapports.",
        "Un couple absent n’est pas une absence de tension : il n’est pas mesuré.",
    ),
)
