"""Addresses of the pages of a figure, with the day that was asked for."""

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse

from tandem.core.figures import Figure
from tandem.public_site.answers import AsOf


def of_territory(code: str, at: AsOf) -> str:
    return reverse("public_site:territory", args=[code]) + at.query


def of_figure(code: str, indicator: str, at: AsOf, form: str = "") -> str:
    """Return the address of a territory's figure; `form`: ``svg``, ``csv``, ``json`` or nothing for the page."""
    name = f"public_site:figure_{form}" if form else "public_site:figure"
    return reverse(name, args=[code, indicator]) + at.query


def of_indicator(indicator: str, at: AsOf, form: str = "") -> str:
    name = f"public_site:indicator_{form}" if form else "public_site:indicator"
    return reverse(name, args=[indicator]) + at.query


def with_address(figure: Figure, at: AsOf) -> Figure:
    return replace(figure, url=of_figure(figure.scope.code, figure.definition.id, at))


def adding(href: str, **parameters: str) -> str:
    """Return the address with more parameters; their values are plain words that need no quoting."""
    extra = "&".join(f"{name}={value}" for name, value in parameters.items() if value)
    if not extra:
        return href
    return f"{href}{'&' if '?' in href else '?'}{extra}"


def absolute(figure: Figure, build: Callable[[str], str]) -> Figure:
    """Return the figure with an address that works outside the site, for a file."""
    return replace(figure, url=build(figure.url)) if figure.url else figure
