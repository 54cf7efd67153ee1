"""What explains a figure, and what the diagnosis lacks, as tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Availability, Figure, Nature
from tandem.core.tables import SECRET, Column, Table
from tandem.core.typography import joined
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.edition import NEIGHBOURS, Edition


def details_table(figure: Figure, names: Mapping[str, str]) -> Table | None:
    """Return the details of a figure under the columns that its page has; None when it has none.

    `names` gives those of the territories that they speak of, by code.
    """
    columns = INDICATORS[figure.definition.id].table
    if not columns or not figure.details:
        return None
    shown = [replace(column, value=partial(_cell, column, names)) for column in columns]
    return Table(figure.definition.label, shown, figure.details)


def _cell(column: Column, names: Mapping[str, str], row: Mapping[str, Any]) -> Any:
    """A cell, « secret » where it is, with the names of territories rather than their codes."""
    if column.key in row.get("secret", ()):
        return SECRET
    if column.key == NEIGHBOURS:
        return joined(names.get(code, code) for code in row[NEIGHBOURS])
    return column.read(row)


def details_record(figure: Figure) -> list[dict[str, object]]:
    """Return the details of a figure for programs: every key, and the word « secret » in the cells that are."""
    return [
        {key: SECRET if key in row.get("secret", ()) else value for key, value in row.items() if key != "secret"}
        for row in figure.details
    ]


def series_table(figure: Figure) -> Table | None:
    """Return a figure over time, with its region and France beside it; None without two points.

    What adds up has columns more: each series as an index, 100 at its first point, since a territory's sum and its
    country's do not compare otherwise.
    """
    if sum(value is not None for _period, value in figure.series) < 2:
        return None
    unit = figure.definition.unit
    series = [(figure.scope.kind, figure.scope.name, dict(figure.series))]
    series += [(each.scope.kind, each.scope.name, dict(each.series)) for each in figure.comparisons if each.series]
    columns = [
        Column("period", _("Période"), value=lambda period: period),
        *(
            Column(kind, name, unit=unit.plural, decimals=unit.decimals, value=known.get)
            for kind, name, known in series
        ),
    ]
    if figure.definition.nature is Nature.TOTAL:
        columns += [
            Column(f"{kind}_index", name, unit=_("indice 100 au début"), decimals=1, value=indexed(known).get)
            for kind, name, known in series
        ]
    return Table(figure.definition.label, columns, [period for period, _value in figure.series])


def indexed(series: Mapping[str, float | None]) -> dict[str, float | None]:
    """Return a series as an index, 100 at its first known point; None stays None."""
    first = next((value for value in series.values() if value is not None), None)
    return {period: 100 * value / first if value is not None and first else None for period, value in series.items()}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a diagnosis does not say.

    Parameters
    ----------
    figures
        Labels of those concerned; none for what Tandem cannot say yet.
    reason
        Why, and what would give it.
    to_bring
        Whether a source would do away with it: a file to import, or one that Tandem does not read yet.
    """

    chapter: str
    figures: tuple[str, ...]
    reason: str
    to_bring: bool


def lacks_of(edition: Edition) -> list[Lack]:
    """Return what the diagnosis cannot say, chapter by chapter: one for each reason, then what is still to come.

    What an imported file covers in part only is lacking too.
    """
    found = []
    for each in edition.chapters:
        title = str(each.chapter.title)
        reasons: dict[tuple[str, bool], list[str]] = {}
        for figure in each.figures:
            imported = bool(INDICATORS[figure.definition.id].imported)
            if figure.value is None or (imported and figure.availability is Availability.PARTIAL):
                awaited = figure.availability in (Availability.NOT_AVAILABLE, Availability.PARTIAL)
                key = (str(figure.reason), imported and awaited)
                reasons.setdefault(key, []).append(str(figure.definition.label))
        found += [Lack(title, tuple(labels), reason, bring) for (reason, bring), labels in reasons.items()]
        if each.chapter.lacks:
            found.append(Lack(title, (), str(each.chapter.lacks), True))
    return found


def detailed(edition: Edition) -> list[tuple[Figure, Table]]:
    """Return the figures that have details, each with its table."""
    found = ((figure, details_table(figure, edition.names)) for figure in edition.figures)
    return [(figure, table) for figure, table in found if table is not None]


def dated(figures: Iterable[Figure]) -> list[tuple[Figure, Table]]:
    """Return the figures known over time, each with its table."""
    return [(figure, table) for figure in figures if (table := series_table(figure)) is not None]
