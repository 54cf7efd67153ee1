"""Filters over `tandem.core.typography`, loaded in every template.

A missing number is said, never shown as a blank or a zero; see ``ui_value`` where the reason must be given too.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tandem.core import typography

register = template.Library()


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    return _("non disponible") if value is None else typography.number(value, decimals)


@register.filter
def percent(value: Any, decimals: int = 1) -> str:
    """A rate already in percent."""
    return _("non disponible") if value is None else typography.percent(value, decimals)


@register.filter
def share(value: Any, decimals: int = 1) -> str:
    """A fraction of one."""
    return _("non disponible") if value is None else typography.share(value, decimals)


@register.filter
def signed(value: Any, decimals: int | None = None) -> str:
    return _("non disponible") if value is None else typography.signed(value, decimals)


@register.filter
def significant(value: Any, unit: str = "") -> str:
    return _("non disponible") if value is None else typography.significant(value, unit=unit)


@register.filter
def date_long(value: dt.date | None) -> str:
    return _("date inconnue") if value is None else typography.date_long(value)


@register.filter
def date_short(value: dt.date | None) -> str:
    return _("date inconnue") if value is None else typography.date_short(value)


@register.filter
def plural(value: Any, forms: str) -> str:
    """``{{ n|plural:"cheval,chevaux" }}``: the word only; without a comma the plural takes an s."""
    singular, _comma, several = forms.partition(",")
    return typography.plural(value, singular, several)


@register.filter
def counted(value: Any, forms: str) -> str:
    """``{{ n|counted:"territoire" }}``: the number and its word."""
    singular, _comma, several = forms.partition(",")
    return typography.counted(value, singular, several)


@register.filter
def joined(value: Iterable[object]) -> str:
    """Enumerate; items that are already safe HTML (links) stay so."""
    items = list(value)
    if any(isinstance(item, SafeString) for item in items):
        return SafeString(typography.joined(conditional_escape(item) for item in items))
    return typography.joined(items)


@register.filter
def ratio_in_words(value: Any, reference: str = "la part nationale") -> str:
    return _("non disponible") if value is None else typography.ratio_in_words(value, reference)


@register.filter(is_safe=True)
def french(value: Any) -> str:
    """Set what a library says in French with our typography; safe HTML stays so."""
    return SafeString(typography.french_html(conditional_escape(value)))


@register.filter
def no_break(value: str) -> str:
    """For plain text; escaping comes after."""
    return typography.no_break(value)


@register.filter
def octets(value: float) -> str:
    return typography.octets(value)
