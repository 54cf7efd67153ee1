"""Where the public site shows what a document quotes: paths from the root of the site.

The site is above this package and draws its pages from it, so the addresses that a printed report carries are kept
here, as the promise that they are; `tests/steering` and the site's own tests hold both ends.
"""

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings

from tandem.core.figures import Figure
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.projects import CODE

LISTED = 150
"""Communes that an address can list."""


def base() -> str:
    """Root of this installation's site: where a document's links lead unless another root is given."""
    return str(settings.TANDEM_SITE).rstrip("/")


def programme_figure(figure: str, date: dt.date) -> str:
    return f"/programme/{figure}/?date={date}"


def indicator(code: str, date: dt.date) -> str:
    return f"/chiffres/{code}/?date={date}"


def territory(code: str, date: dt.date | None = None) -> str:
    return f"/territoires/{code}/" + (f"?date={date}" if date else "")


def territory_figure(code: str, figure: str, date: dt.date | None = None) -> str:
    return f"/territoires/{code}/{figure}/" + (f"?date={date}" if date else "")


def of_figure(figure: Figure) -> str:
    """Return where a figure of a diagnosis is explained: the figure's own page, or its indicator's for a project."""
    if figure.scope.code == CODE:
        return indicator(figure.definition.id, figure.as_of)
    return territory_figure(figure.scope.code, figure.definition.id, figure.as_of)


def of_edition(edition: Edition) -> str:
    """Return the page of a diagnosis; that of a project is told its communes, or asks for them when they are many."""
    if not edition.is_project:
        return territory(edition.code, edition.date)
    codes = edition.communes()
    query = {"nom": edition.name, "communes": ",".join(codes)} if len(codes) <= LISTED else {}
    return "/diagnostic/" + ("?" + urlencode(query, safe=",") if query else "")


def absolute(figure: Figure) -> str:
    """Return the same as `of_figure`, from the root of this installation's site."""
    return base() + of_figure(figure)


def territories(date: dt.date) -> str:
    return f"/territoires/?date={date}"


def report(date: dt.date) -> str:
    return f"/rapport/?date={date}"


def table(name: str) -> str:
    return f"/donnees/{name}/"
