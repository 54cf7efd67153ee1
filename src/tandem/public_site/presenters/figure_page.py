"""The page of one figure, of a territory or of a territory to be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.clock import today
from tandem.core.figures import Figure
from tandem.core.tables import SECRET, Column, Table
from tandem.core.typography import counted, date_long, number
from tandem.diagnosis.catalogue import INDICATORS
from tandem.places.rules import fold
from tandem.public_site.presenters import cards, classes, details, pictures, quadrant
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.presenters.details import Names
from tandem.public_site.presenters.pictures import Picture

LINES_SHOWN = 60
SHORT = 10
"""Lines that are read at a glance: no field to search them."""
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class Wish:
    """How the lines are asked for: the words that they must hold, the column that orders them (``-after``: down)."""

    text: str = ""
    order: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wish":
        return cls(query.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH], query.get("tri", "").strip()[:40])


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines behind a figure as its page shows them: some of those found, out of all."""

    table: Table
    found: int
    all: int
    wish: Wish

    @property
    def sortable(self) -> str:
        return ",".join(column.key for column in self.table.columns)

    @property
    def searched(self) -> bool:
        return self.all > SHORT

    @property
    def said(self) -> str:
        """How many there are, how many hold the words asked for, how many are shown."""
        shown = len(list(self.table.rows))
        said = counted(self.found, _("ligne"))
        if self.wish.text:
            words = {"count": said, "text": self.wish.text, "all": number(self.all)}
            said = _("%(count)s avec « %(text)s », sur %(all)s") % words
        if shown == self.found:
            return said
        return _("%(said)s ; les %(shown)s premières sont ici, le fichier CSV les a toutes") % {
            "said": said,
            "shown": number(shown),
        }


def lines(figure: Figure) -> Table:
    """Return the records behind a figure; an empty table when it has none."""
    return figure.lines() if figure.lines is not None else Table("", ())


def shown(behind: Table, wish: Wish) -> Table:
    """Return the lines that hold the words asked for, in the order asked for; what has no value comes last."""
    rows = list(behind.rows)
    if wanted := fold(wish.text):
        rows = [row for row in rows if any(wanted in fold(str(cell)) for cell in _texts(behind, row))]
    key = wish.order.removeprefix("-")
    column = next((each for each in behind.columns if each.key == key), None)
    if column is not None:
        cells = [(_sorted_as(column, row), row) for row in rows]
        known = [pair for pair in cells if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=wish.order.startswith("-"))
        rows = [row for _cell, row in (*known, *(pair for pair in cells if pair[0] is None))]
    return replace(behind, rows=rows)


def _texts(table: Table, row: Any) -> list[Any]:
    return [cell for column in table.columns if isinstance(cell := column.read(row), str)]


def _sorted_as(column: Column, row: Any) -> Any:
    """What a cell is ordered by; None for one without a value, secret ones included."""
    cell = column.read(row)
    if cell is None or (column.numeric and not isinstance(cell, int | float)) or cell == SECRET:
        return None
    return cell if column.numeric else fold(str(cell))


def context(
    figure: Figure, name: str, there: Pages, names: Names, wish: Wish, build: Callable[[str], str]
) -> dict[str, Any]:
    """Return what the page shows.

    Parameters
    ----------
    name
        Of the territory.
    there
        Where its pages are.
    names
        The territories that the lines name by their code.
    """
    card = cards.card(figure, there)
    code = figure.definition.id
    behind = details.read_by_people(lines(figure), names)
    everything = list(behind.rows)
    found = shown(behind, wish)
    rows = list(found.rows)
    return {
        "card": card,
        "figure": card.figure,
        "name": name,
        "there": there,
        "reason": cards.sentence(figure.reason),
        "waiting": cards.awaited(INDICATORS[code], str(figure.reason)) if cards.waits(figure) else None,
        "pictures": [*_own(figure, there, names), *_standing(card), *([card.evolution] if card.evolution else [])],
        "lines": Lines(replace(found, rows=rows[:LINES_SHOWN], note=""), len(rows), len(everything), wish),
        "secrecy": details.secrecy_note(everything),
        "csv": card.csv,
        "json": there.figure(code, "json"),
        "svg": there.figure(code, "svg") if card.place else "",
        "citation": citation(figure, figure.scope.name, build(card.figure.url)),
    }


def _own(figure: Figure, there: Pages, names: Names) -> list[Picture]:
    """The picture that belongs to this figure alone, when it has one; its table is the lines of the page."""
    own = {
        "industry-employees": lambda: pictures.quotients(figure, there),
        classes.FIGURE: lambda: classes.picture(figure, there),
        quadrant.FIGURE: lambda: quadrant.picture(figure, there, names),
    }.get(figure.definition.id)
    found = own() if own is not None else None
    return [replace(found, more="#lignes" if found.more else "")] if found else []


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
