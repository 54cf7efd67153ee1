"""The programme at a date, read once: its perimeters and the values of their diagnoses, in two queries."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from tandem.core.figures import Availability
from tandem.core.figures.figure import Series
from tandem.diagnosis.models import IndicatorValue
from tandem.places.rules import fold
from tandem.territories.models import Perimeter

COUNTRY = IndicatorValue.Area.COUNTRY


@dataclass(frozen=True, slots=True)
class Value:
    """One indicator of one area, as stored."""

    value: float | None
    availability: Availability
    rank: int | None
    series: Series


NOTHING = Value(None, Availability.NOT_AVAILABLE, None, ())


@dataclass(frozen=True)
class Snapshot:
    """Perimeters in force at `date`, by region then name, and the values of each by indicator and territory code."""

    date: dt.date
    perimeters: tuple[Perimeter, ...]
    values: Mapping[str, Mapping[str, Value]]
    country: Mapping[str, Value]
    by_code: Mapping[str, Perimeter] = field(default_factory=dict)

    def of(self, indicator: str) -> dict[str, Value]:
        """Return an indicator of every territory, by code; `NOTHING` for one that has no diagnosis."""
        known = self.values.get(indicator, {})
        return {code: known.get(code, NOTHING) for code in self.by_code}

    def present(self, indicator: str) -> dict[str, float]:
        """Return the values that exist, by territory code."""
        return {code: each.value for code, each in self.of(indicator).items() if each.value is not None}

    def france(self, indicator: str) -> Value:
        return self.country.get(indicator, NOTHING)

    def total(self, of: Callable[[Perimeter], int | None]) -> int:
        return sum(of(perimeter) or 0 for perimeter in self.perimeters)


def read(date: dt.date) -> Snapshot:
    """Read the programme at a date (two queries)."""
    found = Perimeter.objects.as_of(date).select_related("territory__region", "phase").order_by("territory_id")
    # A reader looks for Île-de-France under I: the database's collation would put it last.
    perimeters = tuple(sorted(found, key=lambda each: (fold(each.territory.region.name), fold(each.territory.name))))
    values: dict[str, dict[str, Value]] = {}
    country: dict[str, Value] = {}
    rows = IndicatorValue.objects.filter(
        Q(diagnosis__perimeter__in=[perimeter.pk for perimeter in perimeters]) | Q(area_kind=COUNTRY)
    ).values_list("area_kind", "area_code", "indicator", "value", "availability", "rank", "series")
    for kind, area, indicator, value, availability, rank, series in rows:
        one = Value(value, Availability(availability), rank, _series(series))
        if kind == COUNTRY:
            country[indicator] = one
        else:
            values.setdefault(indicator, {})[area] = one
    return Snapshot(date, perimeters, values, country, {each.territory_id: each for each in perimeters})


def _series(points: list[list[Any]] | None) -> Series:
    return tuple((period, value) for period, value in points or ())
