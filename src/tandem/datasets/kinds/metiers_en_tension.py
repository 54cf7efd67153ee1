"""Occupations in tension, by region: the decree that eases the hiring of foreign employees."""

from collections.abc import Sequence

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import REGION, Code, Text


def _with_country(columns: Sequence[str], rows: str) -> str:
    """« France entière » is no region: the region is then missing."""
    return (
        "SELECT line, CASE WHEN trim(region) ILIKE 'france enti%re' THEN NULL ELSE region END AS region, code_fap, "
        f"famille_professionnelle FROM {rows}"
    )


KIND = Kind(
    id="metiers-en-tension",
    title="Métiers en tension par région",
    producer="Ministère du Travail (arrêté)",
    licence="Licence Ouverte 2.0",
    page="https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000049229142",
    fills="métiers que l’arrêté tient pour en tension dans la région",
    forms=(
        Form(
            name="liste par région",
            fields=(
                Field("region", ("region",), REGION, required=False),
                Field(
                    "occupation", ("code_fap",), Code(r"[A-Z]\d[A-Z]\d\d[a-z]?", "un code de famille professionnelle")
                ),
                Field("occupation_name", ("famille_professionnelle",), Text(300)),
            ),
            reshape=_with_country,
            marks=("region", "code_fap", "famille_professionnelle"),
        ),
    ),
    key=("region", "occupation"),
    caveats=(
        "Sans région : le métier est en tension dans la France entière.",
        "Familles professionnelles de 2009 : les codes ne sont pas ceux de l’enquête BMO récente, qui est en 2021.",
    ),
)
