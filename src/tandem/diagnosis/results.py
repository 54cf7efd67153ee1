"""What the engine found, as the rows that the database stores and that a figure is made from."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from tandem.core.figures import Availability
from tandem.diagnosis.catalogue import INDICATORS, Indicator
from tandem.diagnosis.measures import engine
from tandem.diagnosis.measures.class_figures import Limited
from tandem.diagnosis.measures.inputs import COUNTRY, REGION, TERRITORY, Inputs, Measure

COUNTRY_CODE = "FR"
MATERIAL = 0.01
"""Share of an area's inhabitants or jobs from which missing records make its value partial."""

LEAST_RANKED = 10
"""Territories below which a rank says nothing: a file of one zone knows two of them."""


class ValueRow(NamedTuple):
    """One indicator of one area: the fields of `models.IndicatorValue`, in the order in which they are stored."""

    diagnosis_id: int | None
    area_kind: str
    area_code: str
    indicator: str
    value: float | None
    availability: str
    remark: str
    missing: int
    places: int
    rank: int | None
    ranked: int | None
    peers_value: float | None
    series: list[tuple[str, float | None]] | None
    details: list[dict[str, Any]] | None


def areas_of(inputs: Inputs, ids: Sequence[int | None]) -> list[tuple[int | None, str, str]]:
    """Return the identifier, kind and code of each area: territories, regions, France."""
    return [
        *((identifier, TERRITORY, each.code) for identifier, each in zip(ids, inputs.perimeters, strict=True)),
        *((None, REGION, code) for code in inputs.region_codes),
        (None, COUNTRY, COUNTRY_CODE),
    ]


def rows_of(inputs: Inputs, result: engine.Result, ids: Sequence[int | None]) -> Iterator[ValueRow]:
    """Yield every value of every area, indicator by indicator."""
    areas = areas_of(inputs, ids)
    for indicator in INDICATORS.values():
        for row, area in enumerate(areas):
            yield row_of(inputs, result, indicator, row, area)


def row_of(
    inputs: Inputs, result: engine.Result, indicator: Indicator, row: int, area: tuple[int | None, str, str]
) -> ValueRow:
    """Return one value of one area, by its row in `inputs` and what `areas_of` says of it."""
    measure = result.measures[indicator.id]
    territory = row < inputs.n_territories
    ranks = result.ranks.get(indicator.id)
    ranked = territory and ranks is not None and ranks[row] > 0 and result.ranked[indicator.id][row] >= LEAST_RANKED
    periods, points = measure.series or ((), None)
    return ValueRow(
        *area,
        indicator=indicator.id,
        value=number(measure.values[row]),
        availability=availability(indicator, measure, row).value,
        remark=indicator.remark(inputs, measure, row),
        missing=0 if measure.missing is None else int(measure.missing[row]),
        places=0 if measure.places is None else int(measure.places[row]),
        rank=int(ranks[row]) if ranked and ranks is not None else None,
        ranked=int(result.ranked[indicator.id][row]) if ranked else None,
        peers_value=number(result.peer_values[indicator.id][row]) if territory else None,
        series=None if points is None else [(p, number(v)) for p, v in zip(periods, points[row], strict=True)],
        details=None if measure.details is None else measure.details(row),
    )


def availability(indicator: Indicator, measure: Measure, row: int) -> Availability:
    """Say how the value of one area stands."""
    if np.isnan(measure.values[row]):
        if measure.secret is not None and measure.secret[row]:
            return Availability.SECRET
        limited = isinstance(measure, Limited) and measure.limits[row] is not None
        return Availability.MEANINGLESS if limited else Availability.NOT_AVAILABLE
    if np.broadcast_to(measure.estimate, measure.values.shape)[row]:
        return Availability.ESTIMATE
    if measure.missing is not None and measure.missing[row] and not _negligible(measure, row):
        return Availability.PARTIAL
    return Availability.VALUE


def _negligible(measure: Measure, row: int) -> bool:
    """Whether what is missing weighs less than `MATERIAL`: three hamlets do not make a total « partial »."""
    return measure.uncovered is not None and bool(measure.uncovered[row] < MATERIAL)


def number(value: float) -> float | None:
    """A plain number for a file or a database; None for a missing one."""
    return None if np.isnan(value) else float(value)
