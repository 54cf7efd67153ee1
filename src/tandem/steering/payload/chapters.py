"""The chapters of a booklet: sentences, figures side by side, notes, tables, and what all of them lack."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.figures import Availability, Figure, Nature
from tandem.core.tables import Column
from tandem.core.typography import NNBSP, counted, joined, number, signed
from tandem.datasets import kinds
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.catalogue.fabric import sizes_there_are
from tandem.diagnosis.queries import ChapterFigures
from tandem.steering.payload.parts import foot
from tandem.steering.words import ordinal, written

SHOWN: Mapping[str, tuple[str, ...]] = {
    "class-industry-employees": ("label", "establishments", "before", "after", "quotient"),
    "opportunities": ("label", "quadrant", "because"),
    "strong-tension": ("rome", "label", "tension"),
    "difficult-hiring": ("name", "projects", "difficult"),
    "largest-share": ("name", "commune", "activity", "band"),
    "industry-employers": ("band", "establishments"),
    "brownfields-without-project": ("name", "commune_name", "area_m2", "soil_pollution"),
    "emitters": ("name", "commune_name", "carbon_tonnes"),
    "schemes": ("name", "vintage", "communes", "population_share"),
}
"""Figures whose own table is printed, and the columns that a page has room for."""

TITLES: Mapping[str, Any] = {
    "opportunities": gettext_lazy("Industries où il n’est pas spécialisé, et ce qui l’en rapproche"),
    "largest-share": gettext_lazy("Premiers établissements, toutes activités"),
    "industry-employers": gettext_lazy("Établissements industriels par taille"),
    "difficult-hiring": gettext_lazy("Métiers les plus recherchés"),
    "strong-tension": gettext_lazy("Métiers industriels, des plus tendus aux moins tendus"),
    "class-industry-employees": gettext_lazy("Activités industrielles qui emploient le plus"),
    "brownfields-without-project": gettext_lazy("Les sites, un par un"),
    "schemes": gettext_lazy("Ce que chacun couvre"),
}
"""Titles of the tables that hold more than their figure says."""

NARROW = 24
"""Characters up to which a column takes the room that its longest cell needs."""
LINE = 40
"""Characters of a cell for each part of the width that its column takes."""

MOST_ROWS = 15
"""Rows printed of a table: the page of the figure has them all."""
FEWER_ROWS = {"opportunities": 8}
"""Rows of those that take several lines each, or of which the last matter least."""

_COUNTED = re.compile(rf"^([\d{NNBSP}]+)({NNBSP}.+?) sans valeur(?: \(([^)]+)\))?{NNBSP}: (.+)$")
"""A reason that begins with how many records it concerns, how much of the territory they are, then why."""


def of_chapter(
    chapter: ChapterFigures, said: Iterable[str], pictures: Sequence[Mapping[str, str]], base: str
) -> dict[str, Any] | None:
    """Return what the template shows of a chapter; None when there is nothing to show.

    Parameters
    ----------
    said
        Its sentences that the first page has not already.
    pictures
        Key and title of each of its pictures.
    """
    known = [each for each in chapter.figures if each.value is not None or each.availability is Availability.SECRET]
    others = [(key, label) for key, label in _others() if any(_elsewhere(each, key) for each in known)]
    told = [each for each in chapter.figures if not waits(each)]
    data = {
        "title": str(chapter.chapter.title),
        "question": str(chapter.chapter.question),
        "sentences": list(said),
        "heads": [str(label) for _key, label in others],
        "rows": [_comparison(each, base, [key for key, _label in others]) for each in known],
        "notes": notes_of(told),
        "pictures": list(pictures),
        "tables": [_details(each, base) for each in known if each.details and each.definition.id in SHOWN],
        "source": foot(source for each in known for source in each.definition.sources),
    }
    return data if data["sentences"] or data["rows"] else None


def waits(figure: Figure) -> bool:
    """Whether a figure waits for a file: ten rows that say so would hide what is known."""
    wanted = INDICATORS.get(figure.definition.id)
    absent = figure.availability is Availability.NOT_AVAILABLE
    return absent and wanted is not None and bool(wanted.imported)


def lacks_of(chapters: Iterable[ChapterFigures]) -> list[list[str]]:
    """What the diagnosis cannot say: the chapters concerned and the figures, then why and what would give it.

    A reason is said once, whatever the chapters that it empties. A chapter without any value is here and nowhere else;
    the notes of the others say what else they lack.
    """
    waiting: dict[str, list[str]] = {}
    never: list[list[str]] = []
    for chapter in chapters:
        title = str(chapter.chapter.title)
        by_reason: dict[str, list[str]] = {}
        empty = all(figure.value is None for figure in chapter.figures)
        for figure in (each for each in chapter.figures if empty or waits(each)):
            by_reason.setdefault(_why(figure), []).append(str(figure.definition.label))
        for reason, labels in by_reason.items():
            whole = len(labels) == len(chapter.figures)
            told = _("tout le chapitre") if whole and len(labels) > 1 else together(labels)
            waiting.setdefault(reason, []).append(f"{title} : {told}")
        if chapter.chapter.lacks:
            never.append([title, str(chapter.chapter.lacks)])
    found = [[" ; ".join(told), _sentence(reason)] for reason, told in waiting.items()]
    return [*found, *never]


def _why(figure: Figure) -> str:
    """Why a figure has no value, with the file that it waits for if it does."""
    reason = str(figure.reason)
    if not waits(figure):
        return reason
    title = str(kinds.get(INDICATORS[figure.definition.id].imported).title)
    return reason if title in reason else f"« {title} » : {reason}"


def notes_of(figures: Sequence[Figure]) -> list[str]:
    """Why values are missing or incomplete: each reason once, with the figures that it concerns.

    Reasons that differ by the number of records only are one, from the least to the most of them.
    """
    concerned: dict[tuple[bool, str, str], list[tuple[str, str]]] = {}
    for figure in figures:
        for reason in figure.reasons:
            size, of, why = _counted(reason)
            key = (figure.availability is Availability.NOT_AVAILABLE, of, why)
            concerned.setdefault(key, []).append((size, str(figure.definition.label)))
    return [_note(key, found, every=len(found) == len(figures) > 2) for key, found in concerned.items()]


def _counted(reason: str) -> tuple[str, str, str]:
    """Return how many records a reason concerns, of which, and why; only why when it counts none."""
    found = _COUNTED.match(reason)
    if found is None:
        return "", "", reason
    size, of, weight, why = found.groups()
    return size, of, " ; ".join(each for each in (weight, why) if each)


def _note(key: tuple[bool, str, str], found: Sequence[tuple[str, str]], *, every: bool) -> str:
    missing, of, why = key
    sizes = sorted({size for size, _label in found}, key=lambda size: int(size.replace(NNBSP, "") or 0))
    known = {
        "labels": _("Tous ces chiffres") if every else together(label for _size, label in found),
        "size": _("%(least)s à %(most)s") % {"least": sizes[0], "most": sizes[-1]} if len(sizes) > 1 else sizes[0],
        "of": of,
        "why": why,
    }
    if of:
        return _("%(labels)s : sans valeur pour %(size)s%(of)s (%(why)s).") % known
    if missing:
        return _("Non disponible : %(labels)s (%(why)s).") % known
    return _("%(labels)s : %(why)s.") % known


def together(labels: Iterable[str]) -> str:
    """Enumerate labels as one phrase: « Population, niveau de vie et taux de chômage »."""
    first, *rest = labels
    return joined([first, *(f"{each[:1].lower()}{each[1:]}" for each in rest)])


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."


# -- figures side by side ----------------------------------------------------------------------------------------------


def _comparison(figure: Figure, base: str, others: Sequence[str]) -> dict[str, Any]:
    marks = {Availability.ESTIMATE: _(" (est.)"), Availability.PARTIAL: _(" (partiel)")}
    label, unit = str(figure.definition.label), str(figure.definition.unit.plural)
    return {
        "label": label,
        "unit": "" if unit.lower() in label.lower() else unit,
        "href": base + figure.url,
        "value": written(figure) if figure.value is None else _number(figure.value, figure),
        "mark": marks.get(figure.availability, ""),
        "others": [_elsewhere(figure, key) or "—" for key in others],
    }


def _others() -> tuple[tuple[str, str], ...]:
    """What a value may be set beside; a chapter shows those of which it has one."""
    return (("region", _("Région")), ("country", _("France")), ("peers", _("Semblables")), ("rank", _("Rang")))


def _elsewhere(figure: Figure, key: str) -> str:
    """The same figure elsewhere, or its rank; empty when there is none, or when it would say nothing."""
    if key == "rank":
        nothing = figure.definition.nature is Nature.TOTAL and not figure.value
        if figure.rank is None or not figure.ranked or nothing:
            return ""
        return _("%(rank)s / %(ranked)s") % {"rank": ordinal(figure.rank), "ranked": number(figure.ranked)}
    value = figure.compared_with(key)
    return "" if value is None else _number(value, figure)


def _number(value: float, figure: Figure) -> str:
    write = signed if figure.definition.nature is Nature.CHANGE else number
    return write(value, figure.definition.unit.decimals)


# -- tables of details -------------------------------------------------------------------------------------------------


def _details(figure: Figure, base: str) -> dict[str, Any]:
    """The first rows of a figure's own table, under the columns that paper has room for."""
    found = sizes_there_are(figure.details) if figure.definition.id == "industry-employers" else figure.details
    printed = found[: FEWER_ROWS.get(figure.definition.id, MOST_ROWS)]
    columns = [
        each
        for each in _columns(figure)
        if each.key in SHOWN[figure.definition.id] and any(each.read(row) is not None for row in printed)
    ]
    rows = [[_cell(column, row) for column in columns] for row in printed]
    heads = [f"{each.label}{f', {each.unit}' if each.unit else ''}" for each in columns]
    more = len(found) - len(rows)
    return {
        "title": str(TITLES.get(figure.definition.id, figure.definition.label)),
        "heads": heads,
        "numeric": [each.numeric for each in columns],
        "wide": [_share_of(max(map(len, cells))) for cells in zip(heads, *rows, strict=True)],
        "rows": rows,
        "more": counted(more, _("autre ligne"), _("autres lignes")) if more else "",
        "href": base + figure.url,
    }


def _share_of(length: int) -> float:
    """The part of the width that a column takes for its longest cell; 0 when it takes just what that cell needs."""
    return min(max(length / LINE, 1.5), 2.5) if length > NARROW else 0


def _columns(figure: Figure) -> Sequence[Column]:
    columns = INDICATORS[figure.definition.id].table
    named = _RENAMED.get(figure.definition.id, lambda _rows: {})(figure.details)
    return [replace(each, **named.get(each.key, {})) for each in columns]


def _years(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The years of the classes, rather than « au début » and « à la fin »."""
    return {
        "before": {"label": _("Salariés en %(year)s") % {"year": rows[0]["first_year"]}},
        "after": {"label": _("en %(year)s") % {"year": rows[0]["last_year"]}},
        "quotient": {"label": _("Quotient")},
    }


def _schemes(_rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        "communes": {"label": _("Communes")},
        "population_share": {"label": _("Habitants"), "value": _share, "decimals": 0},
    }


def _share(row: Mapping[str, Any]) -> float | str | None:
    """A share of the inhabitants: what would be rounded to zero is said to be little, not nothing."""
    share = row["population_share"]
    return _("< 1") if share is not None and 0 < share < 0.5 else share


_RENAMED: Mapping[str, Callable[[Sequence[Mapping[str, Any]]], dict[str, dict[str, Any]]]] = {
    "class-industry-employees": _years,
    "schemes": _schemes,
}


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    value = column.read(row)
    if value is None:
        return "—"
    return number(value, column.decimals) if column.numeric and not isinstance(value, str) else str(value)
