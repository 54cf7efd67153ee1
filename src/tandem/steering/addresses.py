"""Where the public site shows what a document quotes: paths from the root of the site.

The site is above this package and draws its pages from it, so the addresses that a printed report carries are kept
here, as the promise that they are; `tests/steering` and the site's own tests hold both ends.
"""

import datetime as dt

from django.conf import settings


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


def territories(date: dt.date) -> str:
    return f"/territoires/?date={date}"


def report(date: dt.date) -> str:
    return f"/rapport/?date={date}"


def table(name: str) -> str:
    return f"/donnees/{name}/"
