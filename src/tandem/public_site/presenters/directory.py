"""The territories in force, region by region, as plain lists of links."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from tandem.core.typography import counted
from tandem.places.rules import fold
from tandem.territories.models import Territory


@dataclass(frozen=True, slots=True)
class RegionOfTerritories:
    """A region and its territories; each has `code` and `listed_as`, its name on the list in force."""

    name: str
    territories: tuple[Territory, ...]

    @property
    def title(self) -> str:
        return f"{self.name} ({counted(len(self.territories), 'territoire')})"


def by_region(date: dt.date) -> list[RegionOfTerritories]:
    """Return the territories in force on a day, by region, both in alphabetical order (one query)."""
    rows = Territory.objects.with_perimeter_at(date).select_related("region")
    found = sorted(rows, key=lambda each: (fold(each.region.name), fold(each.listed_as)))
    return [
        RegionOfTerritories(name, tuple(territories))
        for name, territories in groupby(found, lambda each: each.region.name)
    ]
