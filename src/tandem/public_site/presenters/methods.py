"""The methods ready for their page: formulas with their subscripts, and the indicators that use them."""

import re
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from tandem.diagnosis.catalogue import INDICATORS, Indicator
from tandem.public_site.content.methods import METHODS, Method

_SUBSCRIPT = re.compile(r"_(\w+)")
_POWER = re.compile(r"\^\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A method, its formula as the page writes it, and the indicators of the catalogue that it serves."""

    method: Method
    formula: SafeString
    symbols: SafeString
    indicators: tuple[Indicator, ...]


def shown() -> list[Shown]:
    return [
        Shown(
            method,
            typeset(method.formula),
            typeset(str(method.symbols)),
            tuple(INDICATORS[code] for code in method.indicators if code in INDICATORS),
        )
        for method in METHODS
    ]


def typeset(formula: str) -> SafeString:
    """Write a formula for a page: ``e_s`` gets its subscript, ``x^(1/n)`` its exponent.

    >>> typeset("x_c^(1 ÷ n)")
    'x<sub>c</sub><sup>1 ÷ n</sup>'
    """
    escaped = str(conditional_escape(formula))
    return mark_safe(_POWER.sub(r"<sup>\1</sup>", _SUBSCRIPT.sub(r"<sub>\1</sub>", escaped)))  # noqa: S308 - just escaped
