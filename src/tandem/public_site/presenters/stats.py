"""A key figure as it stands in a strip: its value, the unit apart when it is a word, what to say beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.figures import Availability, Figure, FigureDefinition, Nature
from tandem.core.typography import NNBSP, number, signed, significant


@dataclass(frozen=True, slots=True)
class Stat:
    """What ``ui_stat`` is given; without a value, `note` says why."""

    label: str
    value: str | None
    unit: str
    note: str
    href: str = ""
    secret: bool = False


def of(figure: Figure, note: str = "", *, rounded: bool = False) -> Stat:
    """Return a figure's stat; `rounded` keeps three significant digits, for reading at a glance."""
    label = str(figure.definition.label)
    if figure.value is None:
        why = str(figure.reason)
        secret = figure.availability is Availability.SECRET
        return Stat(label, None, "", why[:1].upper() + why[1:], figure.url, secret)
    value, unit = split(figure.value, figure.definition, rounded=rounded)
    return Stat(label, value, unit, note, figure.url)


def split(value: float, definition: FigureDefinition, *, rounded: bool = False) -> tuple[str, str]:
    """Return the number and its unit: ``("41 millions", "d’habitants")``, ``("12,4 %", "")``, ``("8 %", "par an")``."""
    unit = definition.unit
    word = str(unit.singular if abs(value) < 2 else unit.plural)
    if rounded and unit.decimals == 0:
        text = significant(value, 3, word)
        head, _space, rest = text.partition(NNBSP)
        while rest[:1].isdigit():
            group, _space, rest = rest.partition(NNBSP)
            head += NNBSP + group
        if rest.startswith("million"):
            size, _space, rest = rest.partition(" ")
            head += NNBSP + size
        return head, rest
    text = signed(value, unit.decimals) if definition.nature is Nature.CHANGE else number(value, unit.decimals)
    symbol, _space, rest = word.partition(" ")
    if symbol in ("%", "€", "ha"):
        return f"{text}{NNBSP}{symbol}", rest
    return text, word


def compared_with_france(figure: Figure, when: str) -> str:
    """Return when the value holds and, for a rate, the country's; `when` may be empty, where the page says it once."""
    country = figure.compared_with("country")
    if country is None or figure.definition.unit.code not in ("percent", "percent_a_year"):
        return when
    value, unit = split(country, figure.definition)
    france = _("France : %(value)s") % {"value": f"{value} {unit}".strip()}
    return f"{when} ; {france}" if when else france
