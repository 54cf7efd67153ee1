"""Addresses of the pages of a figure: under its territory on the day asked for, or under a territory to be."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse

from tandem.core.figures import Figure
from tandem.public_site.answers import AsOf


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the pages and the files of a diagnosis are.

    Parameters
    ----------
    base
        Address of its page, without a query.
    query
        What every address of it carries: the day asked for, or what a territory to be is made of; may be empty.
    """

    base: str
    query: str = ""

    @property
    def page(self) -> str:
        return self.base + self.query

    def figure(self, indicator: str, form: str = "", **parameters: str) -> str:
        """Return the address of a figure; `form`: ``svg``, ``csv``, ``json`` or nothing for the page."""
        return adding(f"{self.base}{indicator}{f'.{form}' if form else '/'}{self.query}", **parameters)

    def file(self, name: str) -> str:
        """Return the address of a file of the whole diagnosis, as ``diagnostic.csv``."""
        return f"{self.base}{name}{self.query}"


def of_territory(code: str, at: AsOf) -> str:
    return reverse("public_site:territory", args=[code]) + at.query


def pages_of(code: str, at: AsOf) -> Pages:
    return Pages(reverse("public_site:territory", args=[code]), at.query)


def of_figure(code: str, indicator: str, at: AsOf, form: str = "") -> str:
    return pages_of(code, at).figure(indicator, form)


def of_indicator(indicator: str, at: AsOf, form: str = "") -> str:
    name = f"public_site:indicator_{form}" if form else "public_site:indicator"
    return reverse(name, args=[indicator]) + at.query


def with_address(figure: Figure, there: Pages) -> Figure:
    return replace(figure, url=there.figure(figure.definition.id))


def adding(href: str, **parameters: str) -> str:
    """Return the address with more parameters; their values are plain words that need no quoting."""
    extra = "&".join(f"{name}={value}" for name, value in parameters.items() if value)
    if not extra:
        return href
    return f"{href}{'&' if '?' in href else '?'}{extra}"


def absolute(figure: Figure, build: Callable[[str], str]) -> Figure:
    """Return the figure with an address that works outside the site, for a file."""
    return replace(figure, url=build(figure.url)) if figure.url else figure
