"""A territory's booklet as texts and pictures."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.figures import Availability, Figure
from tandem.core.tables import Column
from tandem.core.typography import counted, date_long, joined, number
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.edition import Part
from tandem.diagnosis.queries import ChapterFigures
from tandem.steering import pictures
from tandem.steering.booklet import Booklet
from tandem.steering.payload.parts import Content, foot, frame, source, stat, typeset_texts
from tandem.steering.typeset import Picture
from tandem.steering.words import ordinal, written

CHARTS = {
    "people": ("unemployment",),
    "employment": ("employees",),
    "industry": ("standing",),
    "sectors": ("specialisations", "shift-share"),
    "classes": ("class-employees",),
}
"""Pictures of each chapter."""

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
    "opportunities": gettext_lazy("Industries absentes du territoire, et ce qui l’en rapproche"),
    "largest-share": gettext_lazy("Premiers établissements, toutes activités"),
    "industry-employers": gettext_lazy("Établissements industriels par taille"),
    "difficult-hiring": gettext_lazy("Métiers les plus recherchés"),
}
"""Titles of the tables that hold more than their figure says."""

NARROW = 24
"""Characters up to which a column takes the room that its longest cell needs."""

MOST_ROWS = 15
"""Rows printed of a table: the page of the figure has them all."""


def of_booklet(booklet: Booklet, base: str) -> Content:
    """Return what the booklet's template shows, and its pictures."""
    drawn = {key: picture for key, picture in _booklet_pictures(booklet).items() if picture is not None}
    edition = booklet.edition
    data = {
        **frame(
            booklet.name,
            booklet.programme.name,
            booklet.date,
            base + booklet.url,
        ),
        "name": booklet.name,
        "kind": booklet.programme.wording.booklet,
        "subtitle": _("%(region)s · état au %(date)s")
        % {"region": edition.region.name, "date": date_long(booklet.date)},
        "identity": [list(each) for each in edition.facts],
        "members": [[each.name, each.kind, _part(each)] for each in edition.parts],
        "perimeter_source": edition.source,
        "summary": list(booklet.summary),
        "key_figures": [stat(each, base) for each in booklet.key_figures],
        "chapters": [_chapter(each, booklet, base, drawn) for each in booklet.chapters],
        "similar": [
            {"name": each.name, "region": each.region, "why": each.why, "href": base + each.url}
            for each in booklet.similar
        ],
        "rules": _rules(booklet),
        "sources": [source(each, base) for each in booklet.sources],
    }  # fmt: skip
    data["alts"] = {key: picture.alt for key, picture in drawn.items()}
    return typeset_texts(data), drawn


def _rules(booklet: Booklet) -> list[list[str]]:
    """Of what each sentence speaks and when it is said, in reading order: paper has no tip to open."""
    said = [*booklet.pair, *(sentence for chapter in booklet.said for sentence in chapter.sentences)]
    found = dict.fromkeys((each.figures, each.rule) for each in said)
    labels = {figure.definition.id: str(figure.definition.label) for figure in booklet.edition.figures}
    return [[joined(labels[code] for code in codes if code in labels), rule] for codes, rule in found]


def _part(part: Part) -> str:
    if part.complete:
        return number(part.communes)
    return _("%(part)s sur %(all)s") % {"part": number(part.communes), "all": number(part.total)}


def _booklet_pictures(booklet: Booklet) -> dict[str, Picture | None]:
    name = booklet.name

    def drawn(draw: Callable[..., Picture | None], *codes: str, **options: Any) -> Picture | None:
        figures = [booklet.figure(code) for code in codes]
        return None if any(each is None for each in figures) else draw(*figures, name, **options)

    return {
        "members": pictures.local_map(
            booklet.contours,
            _("Carte du territoire et de ses membres : %(names)s.")
            % {"names": joined(each.name for each in booklet.edition.parts)},
        ),
        "unemployment": drawn(pictures.evolution, "unemployment", indexed=False),
        "employees": drawn(pictures.evolution, "private-employees", indexed=True),
        "standing": drawn(lambda figure, _name: pictures.standing(figure, booklet.standing, name), "industry-share"),
        "specialisations": drawn(pictures.specialisations, "industry-employees"),
        "class-employees": drawn(pictures.evolution, "class-industry-employees", indexed=False),
        "shift-share": drawn(pictures.shift_share, "employees-change", "structural-effect", "local-effect"),
    }


def _titles() -> dict[str, str]:
    return {
        "unemployment": _("Taux de chômage, en %"),
        "employees": _("Salariés du privé, indice 100 en 2014"),
        "standing": _("Part de l’industrie dans l’emploi, en % : parmi tous les territoires"),
        "specialisations": _("Secteurs industriels : combien de fois leur part nationale"),
        "class-employees": _("Salariés de l’industrie comptés dans les communes du territoire"),
        "shift-share": _("Ce qui explique l’évolution de l’emploi privé, 2019-2024, en % des salariés de 2019"),
    }


def _chapter(chapter: ChapterFigures, booklet: Booklet, base: str, drawn: Mapping[str, Picture]) -> dict[str, Any]:
    titles = _titles()
    known = [each for each in chapter.figures if not _waits(each)]
    others = [(key, label) for key, label in _others() if any(_elsewhere(each, key) for each in known)]
    said = next((each.sentences for each in booklet.said if each.id == chapter.chapter.id), ())
    return {
        "title": str(chapter.chapter.title),
        "question": str(chapter.chapter.question),
        "sentences": [each.text for each in said if each.text not in booklet.summary],
        "heads": [str(label) for _key, label in others],
        "rows": [_comparison(each, base, [key for key, _label in others]) for each in known],
        "notes": _notes(known),
        "pictures": [
            {"key": key, "title": titles[key]} for key in CHARTS.get(chapter.chapter.id, ()) if key in drawn
        ],
        "tables": [_details(each, base) for each in known if each.details and each.definition.id in SHOWN],
        "lacks": _lacks(chapter),
        "source": foot(source for each in known for source in each.definition.sources),
    }  # fmt: skip


def _waits(figure: Figure) -> bool:
    """Whether a figure waits for a file: ten rows that say so would hide what is known."""
    wanted = INDICATORS.get(figure.definition.id)
    return figure.value is None and wanted is not None and bool(wanted.imported)


def _lacks(chapter: ChapterFigures) -> list[str]:
    """What the chapter cannot say yet, and what would fill it."""
    waiting: dict[str, list[str]] = {}
    for figure in chapter.figures:
        if _waits(figure):
            waiting.setdefault(str(figure.reason), []).append(str(figure.definition.label))
    said = [f"{joined(labels)} : {reason}." for reason, labels in waiting.items()]
    return [*said, str(chapter.chapter.lacks)] if chapter.chapter.lacks else said


def _notes(figures: Sequence[Figure]) -> list[str]:
    """Why values are missing or incomplete: each reason once, with the figures that it concerns."""
    concerned: dict[str, list[str]] = {}
    for figure in figures:
        if figure.reason:
            concerned.setdefault(str(figure.reason), []).append(str(figure.definition.label))
    if len(concerned) == 1 and len(next(iter(concerned.values()))) == len(figures) > 2:
        return [_("Tous ces chiffres : %(reason)s.") % {"reason": next(iter(concerned))}]
    return [f"{joined(labels)} : {reason}." for reason, labels in concerned.items()]


def _details(figure: Figure, base: str) -> dict[str, Any]:
    """The first rows of a figure's own table, under the columns that paper has room for."""
    columns = [each for each in _columns(figure) if each.key in SHOWN[figure.definition.id]]
    rows = [[_cell(column, row) for column in columns] for row in figure.details[:MOST_ROWS]]
    heads = [f"{each.label}{f', {each.unit}' if each.unit else ''}" for each in columns]
    more = len(figure.details) - len(rows)
    return {
        "title": str(TITLES.get(figure.definition.id, figure.definition.label)),
        "heads": heads,
        "numeric": [each.numeric for each in columns],
        "wide": [max(map(len, cells)) > NARROW for cells in zip(heads, *rows, strict=True)],
        "rows": rows,
        "more": counted(more, _("autre ligne"), _("autres lignes")) if more else "",
        "href": base + figure.url,
    }


def _columns(figure: Figure) -> Sequence[Column]:
    if figure.definition.id == "schemes":
        return (
            Column("name", _("Zonage ou dispositif présent")),
            Column("vintage", _("Millésime")),
            Column("communes", _("Communes"), decimals=0),
            Column("population_share", _("Population"), unit="%", decimals=0),
        )
    return INDICATORS[figure.definition.id].table


def _cell(column: Column, row: dict[str, Any]) -> str:
    value = column.read(row)
    if value is None:
        return "—"
    return number(value, column.decimals) if column.numeric and not isinstance(value, str) else str(value)


def _comparison(figure: Figure, base: str, others: Sequence[str]) -> dict[str, Any]:
    return {
        "label": str(figure.definition.label),
        "unit": str(figure.definition.unit.plural),
        "href": base + figure.url,
        "value": written(figure) if figure.value is None else number(figure.value, figure.definition.unit.decimals),
        "mark": _(" (est.)") if figure.availability is Availability.ESTIMATE else "",
        "others": [_elsewhere(figure, key) or "—" for key in others],
    }


def _others() -> tuple[tuple[str, str], ...]:
    """What a value may be set beside; a chapter shows those of which it has one."""
    return (("region", _("Région")), ("country", _("France")), ("peers", _("Semblables")), ("rank", _("Rang")))


def _elsewhere(figure: Figure, key: str) -> str:
    """The same figure elsewhere, or its rank; empty when there is none."""
    if key == "rank":
        if figure.rank is None or not figure.ranked:
            return ""
        return _("%(rank)s / %(ranked)s") % {"rank": ordinal(figure.rank), "ranked": number(figure.ranked)}
    value = figure.compared_with(key)
    return "" if value is None else number(value, figure.definition.unit.decimals)
