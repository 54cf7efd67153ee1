"""Insee, official geographic code of a year: its communes."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import Choice, Code, Text

CODE = Code(
    r"\d[\dAB]\d{3}",
    "un code de commune",
    clean="CASE WHEN length({cell}) = 4 THEN concat('0', {cell}) ELSE {cell} END",
)
TYPES = {"COM": 0, "ARM": 1, "COMD": 2, "COMA": 3}
"""Commune, municipal district, delegated commune, associated commune."""

KIND = Kind(
    id="cog",
    title="Code officiel géographique : communes d’une année",
    producer="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/information/2560452",
    fills="communes d’une autre année, pour ramener des codes anciens à l’année de référence",
    forms=(
        Form(
            name="liste des communes",
            fields=(
                Field("type", ("typecom",), Choice(TYPES)),
                Field("code", ("com",), CODE),
                Field("name", ("libelle",), Text(200)),
                Field("region", ("reg",), Text(3), required=False),
                Field("department", ("dep",), Text(3), required=False),
                Field("parent", ("comparent",), CODE, required=False),
            ),
            marks=("ncc", "nccenr"),
        ),
    ),
    key=("type", "code"),
    caveats=("Une commune nouvelle et sa commune déléguée portent souvent le même code : ne joindre que le type COM.",),
)
