"""The page of one figure of one territory."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.clock import today
from tandem.core.figures import Figure
from tandem.core.tables import Table
from tandem.core.typography import date_long, number
from tandem.public_site.answers import AsOf
from tandem.public_site.presenters import addresses, cards, pictures
from tandem.public_site.presenters.pictures import Picture
from tandem.territories.models import Perimeter

LINES_SHOWN = 60


def lines(figure: Figure) -> Table:
    """Return the records behind a figure; an empty table when it has none."""
    return figure.lines() if figure.lines is not None else Table("", ())


def context(figure: Figure, perimeter: Perimeter, at: AsOf, build: Callable[[str], str]) -> dict[str, Any]:
    card = cards.card(figure, at)
    code, indicator = perimeter.territory_id, figure.definition.id
    behind = lines(figure)
    rows = list(behind.rows)
    shown = Table(behind.title, behind.columns, rows[:LINES_SHOWN])
    return {
        "card": card,
        "figure": card.figure,
        "perimeter": perimeter,
        "territory": perimeter.territory,
        "territory_href": addresses.of_territory(code, at),
        "indicator_href": addresses.of_indicator(indicator, at),
        "pictures": [*_own(figure, at), *_standing(card), *([card.evolution] if card.evolution else [])],
        "lines": shown,
        "line_count": len(rows),
        "hidden_lines": max(0, len(rows) - LINES_SHOWN),
        "csv": card.csv,
        "json": addresses.of_figure(code, indicator, at, "json"),
        "svg": addresses.of_figure(code, indicator, at, "svg"),
        "citation": citation(figure, figure.scope.name, build(card.figure.url)),
        "at": at,
    }


def _own(figure: Figure, at: AsOf) -> list[Picture]:
    """The picture that belongs to this figure alone, when it has one."""
    found = pictures.quotients(figure, at) if figure.definition.id == "industry-employees" else None
    return [found] if found else []


def _standing(card: cards.Card) -> list[Picture]:
    """The strip, under a title of its own: the finding already stands at the head of the page."""
    if card.place is None:
        return []
    title = _("Sa place parmi les %(count)s territoires qui ont une valeur") % {
        "count": number(card.figure.ranked or 0)
    }
    return [replace(card.place, title=title)]


def citation(figure: Figure, where: str, address: str) -> str:
    """Return the sentence that cites a figure: what, where, source, who computed it, when it was read, its address."""
    return _("« %(label)s, %(where)s », Tandem, d’après %(source)s (%(vintage)s), consulté le %(day)s, %(address)s") % {
        "label": figure.definition.label,
        "where": where,
        "source": figure.source,
        "vintage": figure.vintage,
        "day": date_long(today()),
        "address": address,
    }
