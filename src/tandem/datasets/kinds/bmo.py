"""France Travail, survey of labour needs (BMO): recruitment projects by basin and occupation."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import DEPARTMENT, REGION, Code, Number, Text, Year

PROJECTS = Number(whole=False, secret=("*",))

KIND = Kind(
    id="bmo",
    title="Besoins en main-d’œuvre : projets de recrutement par bassin et métier",
    producer="France Travail",
    licence="Licence Ouverte 2.0",
    page="https://www.francetravail.org/opendata/enquete-besoins-en-main-doeuvre-bmo.html",
    fills="projets de recrutement, part jugée difficile et part saisonnière, par métier",
    forms=(
        Form(
            name="base par bassin d’emploi et métier",
            fields=(
                Field("year", ("annee",), Year()),
                Field(
                    "occupation",
                    ("code_metier_bmo",),
                    Code(r"[A-Z]\d[A-Z]\d\d[a-z]?", "un code de métier (famille professionnelle)"),
                ),
                Field("occupation_name", ("nom_metier_bmo", "nom_metier"), Text(300), required=False),
                Field("family", ("famille_met", "famille_metier"), Text(20), required=False),
                Field("region", ("reg",), REGION, required=False),
                Field("department", ("dept",), DEPARTMENT),
                # Basins are drawn anew each year: their code is that of the file's own year, not of a list of today.
                Field("basin", (r"be\d\d",), Text(20)),
                Field("basin_name", (r"nombe\d\d",), Text(200), required=False),
                Field("projects", ("met",), PROJECTS, required=False),
                Field("difficult", ("xmet",), PROJECTS, required=False),
                Field("seasonal", ("smet",), PROJECTS, required=False),
            ),
            vintage="year",
            marks=("met", "xmet"),
        ),
    ),
    key=("year", "department", "basin", "occupation"),
    derived={
        # The families of 2021 have an X where those of 2009 had a Z: M1X80, M1Z80.
        "nomenclature": "CAST(CASE WHEN sum(CASE substr(occupation, 3, 1) WHEN 'X' THEN 1 WHEN 'Z' THEN -1 ELSE 0 "
        "END) OVER (PARTITION BY year) > 0 THEN 2021 ELSE 2009 END AS SMALLINT)"
    },
    caveats=(
        "Intentions de recrutement déclarées par les employeurs pour l’année, non des embauches ; hors administrations "
        "de l’État.",
        "« * » : donnée que France Travail ne diffuse pas (peu de réponses). Elle est secrète, elle n’est pas nulle.",
        "Rupture : familles professionnelles de 2009, puis de 2021 (colonne nomenclature) ; un même métier n’a pas le "
        "même contenu dans les deux.",
        "Les bassins d’emploi changent chaque année : ne pas comparer deux années par le code du bassin.",
    ),
)
