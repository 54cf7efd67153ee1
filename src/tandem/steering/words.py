"""Small French words of the report and booklets that numbers and dates turn into."""

from django.utils.translation import gettext as _

from tandem.core.figures import Availability, Figure, Nature
from tandem.core.typography import NNBSP, number, signed


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
