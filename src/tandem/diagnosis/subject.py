"""Whose diagnosis it is: a territory of a list, or one that does not exist yet."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tandem.core.figures import Scope
from tandem.territories.models import Perimeter


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is said of.

    Parameters
    ----------
    scope
        Code and name, as figures carry them.
    region
        The region that it is compared with.
    date
        The day that its perimeter is read at.
    listed
        How many territories its ranks are among.
    communes
        Reads the codes of its communes, in order.
    """

    scope: Scope
    region: Scope
    date: dt.date
    listed: int
    communes: Callable[[], Sequence[str]]

    @classmethod
    def of_perimeter(cls, perimeter: Perimeter, date: dt.date | None, listed: int) -> "Subject":
        """The subject that a perimeter is; read on its first day when no date is given."""
        territory = perimeter.territory
        links = perimeter.commune_links.order_by("commune_id").values_list("commune_id", flat=True)
        return cls(
            scope=Scope("territory", perimeter.territory_id, territory.name),
            region=Scope("region", territory.region_id, territory.region.name),
            date=date or perimeter.validity.lower,
            listed=listed,
            communes=lambda: list(links),
        )
