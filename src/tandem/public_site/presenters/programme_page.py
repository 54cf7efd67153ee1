"""The page of one figure of the programme: what the records give, what was announced."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core.figures import Declared, Figure
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long, number
from tandem.public_site.answers import AsOf
from tandem.public_site.presenters import cards, figure_page, stats
from tandem.public_site.presenters.stats import Stat
from tandem.steering.declared import history
from tandem.steering.words import with_unit


def strips(found: Sequence[Figure]) -> tuple[list[Stat], list[Stat]]:
    """Return the figures that the records give, and those that were only announced."""
    return (
        [stats.of(figure) for figure in found if figure.value is not None],
        [stats.of(figure) for figure in found if figure.value is None],
    )


def lines(figure: Figure) -> Table:
    return figure_page.lines(figure)


def context(figure: Figure, at: AsOf, build: Callable[[str], str]) -> dict[str, Any]:
    behind = lines(figure)
    rows = list(behind.rows)
    shown = Table(behind.title, behind.columns, rows[: figure_page.LINES_SHOWN])
    href = reverse("public_site:programme_figure", args=[figure.definition.id])
    return {
        "figure": figure,
        "at": at,
        "france": figure.compared_with("country"),
        "gaps": [gap(figure, each) for each in figure.declared],
        "history": history_table(figure),
        "lines": shown,
        "line_count": len(rows),
        "hidden_lines": max(0, len(rows) - figure_page.LINES_SHOWN),
        "sources": cards.source_lines(figure),
        "csv": reverse("public_site:programme_figure_csv", args=[figure.definition.id]) + at.query,
        "citation": figure_page.citation(figure, figure.scope.name, build(href + f"?date={at.date.isoformat()}")),
    }


def gap(figure: Figure, declared: Declared) -> dict[str, str]:
    """Say what was announced, by whom, and how far it is from what the records give."""
    announced = with_unit(declared.value, figure)
    if declared.qualifier and declared.qualifier != "exact":
        announced = f"{declared.qualifier} {announced}"
    words = ""
    if figure.value is not None:
        difference = round(figure.value - declared.value, figure.definition.unit.decimals)
        if difference == 0:
            words = _("C’est ce que donnent les données.")
        else:
            many = _("de plus") if difference > 0 else _("de moins")
            size = number(abs(difference), figure.definition.unit.decimals)
            words = _("Les données en donnent %(size)s %(many)s.") % {"size": size, "many": many}
    return {
        "announced": announced,
        "date": date_long(declared.as_of),
        "source": declared.source,
        "note": declared.note,
        "words": words,
    }


def history_table(figure: Figure) -> Table | None:
    """Return everything that was announced for the figure, oldest first; None when nothing was."""
    found = history(figure.definition.id)
    if not found:
        return None
    columns = (
        Column("as_of", _("Date"), value=lambda each: date_long(each.as_of)),
        Column("value", _("Chiffre annoncé"), value=lambda each: each.written),
        Column("stage", _("Stade")),
        Column("source", _("Source")),
        Column("note", _("Note")),
    )
    return Table(_("Ce qui a été annoncé au fil du temps"), columns, found)
