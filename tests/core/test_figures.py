import datetime as dt

import pytest

from tandem.core.figures import Availability, Comparison, Declared, Figure, FigureDefinition, Scope, Source, Unit
from tandem.core.figures.tables import table_of

DEFINITION = FigureDefinition(
    id="industry-share",
    label="Part de l’industrie",
    unit=Unit("percent", "%", "%", 1),
    definition="",
    method="",
    sources=(
        Source("epci_jobs", "Emplois", "Insee", "RP 2022", "Licence Ouverte 2.0"),
        Source("census_jobs", "Emplois", "Insee", "RP 2018", "Licence Ouverte 2.0"),
    ),
)
SCOPE = Scope("territory", "ti-8413", "Plastics Vallée")
DATE = dt.date(2024, 9, 16)


def test_a_missing_value_must_say_why():
    with pytest.raises(ValueError, match="must say why"):
        Figure(DEFINITION, SCOPE, DATE, None, Availability.SECRET)


@pytest.mark.parametrize(
    ("value", "availability"),
    [(None, Availability.VALUE), (1.0, Availability.SECRET), (0.0, Availability.NOT_AVAILABLE)],
)
def test_a_value_cannot_contradict_its_availability(value, availability):
    with pytest.raises(ValueError, match="contradicts"):
        Figure(DEFINITION, SCOPE, DATE, value, availability, "raison")


def test_a_figure_as_a_record_keeps_the_promised_keys():
    figure = Figure(
        DEFINITION,
        SCOPE,
        DATE,
        34.6,
        comparisons=(Comparison(Scope("country", "FR", "France"), 11.6),),
        declared=(Declared(35, "Communiqué", DATE),),
        line_count=3,
    )
    record = figure.as_dict()
    assert {
        "id",
        "label",
        "value",
        "unit",
        "scope",
        "source",
        "vintage",
        "as_of",
        "declared",
        "declared_source",
        "lines",
    } <= set(record)
    assert record["vintage"] == "RP 2022 ; RP 2018"
    assert record["declared"] == 35
    assert figure.compared_with("country") == 11.6
    assert figure.compared_with("region") is None


def test_figures_as_a_table_show_their_comparisons_in_columns():
    figure = Figure(DEFINITION, SCOPE, DATE, 34.6, comparisons=(Comparison(Scope("country", "FR", "France"), 11.6),))
    record = table_of([figure]).records()[0]
    assert (record["scope"], record["value"], record["france"], record["region"]) == ("ti-8413", 34.6, 11.6, None)
