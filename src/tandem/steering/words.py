"""Small French words of the report and booklets that numbers and dates turn into."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from tandem.core.figures import Availability, Figure, Nature
from tandem.core.typography import NNBSP, number, plural, signed

TENTH = 10
QUARTER = 4
"""A rank is told of the first and the last quarter of a list; a place in the middle half says nothing to a reader."""


FEW = 20
"""Less than one in so many without a value is not worth a sentence."""


class Place(NamedTuple):
    """A rank counted from the nearer end: nobody hears « la 171e plus forte » of 173 as the third weakest."""

    nth: int
    high: bool
    ranked: int

    @property
    def remarkable(self) -> bool:
        """In the first or the last tenth."""
        return self.nth <= self.ranked / TENTH

    @property
    def near_an_end(self) -> bool:
        """In the first or the last quarter."""
        return self.nth <= self.ranked / QUARTER


def place_of(figure: Figure) -> Place | None:
    """Return where a figure stands among those ranked; None without a rank."""
    if not figure.rank or not figure.ranked:
        return None
    high = 2 * figure.rank <= figure.ranked + 1
    return Place(figure.rank if high else figure.ranked - figure.rank + 1, high, figure.ranked)


def among(figure: Figure, place: Place) -> str:
    """Say among which territories: « des 183 territoires », or those where it is known when several lack it."""
    several = figure.unranked * FEW > place.ranked
    text = _("des %(all)s territoires où elle est connue") if several else _("des %(all)s territoires")
    return text % {"all": number(place.ranked)}


def superlative(place: Place, strong: str, weak: str) -> str:
    """Say a place with the words of its end: ``2e plus forte part``, ``plus faible part``."""
    words = strong if place.high else weak
    return words if place.nth == 1 else f"{ordinal(place.nth)} {words}"


def points(value: float) -> str:
    """Write a distance in points, without its sign: ``1,0 point``, ``3,2 points``."""
    return f"{number(abs(value), 1)}{NNBSP}{plural(round(abs(value), 1), _('point'), _('points'))}"


def ordinal(rank: int) -> str:
    """Write a rank: ``1er``, ``2e``."""
    return f"{number(rank)}{'er' if rank == 1 else 'e'}"


def quarter(period: str) -> str:
    """Write a quarter: ``2025-T4`` gives ``4e trimestre 2025``; any other period stays as it is."""
    year, _dash, part = period.partition("-T")
    return _("%(nth)s trimestre %(year)s") % {"nth": ordinal(int(part)), "year": year} if part.isdigit() else period


def with_unit(value: float, figure: Figure) -> str:
    """Write a value in the unit of a figure: ``24,5 %``, ``12 340 emplois``, ``+0,38 % par an``."""
    unit = figure.definition.unit
    word = str(unit.singular if abs(value) < 2 else unit.plural)
    sign = figure.definition.nature is Nature.CHANGE
    text = signed(value, unit.decimals) if sign else number(value, unit.decimals)
    return f"{text}{NNBSP}{word}" if word else text


def written(figure: Figure) -> str:
    """Write the value of a figure, or what is missing: a missing value is never a blank or a zero."""
    if figure.value is None:
        return _("secret statistique") if figure.availability is Availability.SECRET else _("non disponible")
    return with_unit(figure.value, figure)
