"""A territory's booklet as texts and pictures."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Availability, Figure
from tandem.core.typography import date_long, joined, number, percent
from tandem.steering import pictures
from tandem.steering.booklet import Booklet, BookletChapter
from tandem.steering.payload.parts import Content, foot, frame, known, source, stat, typeset_texts
from tandem.steering.typeset import Picture
from tandem.steering.words import ordinal, written
from tandem.territories.models import Member

CHARTS = {
    "people": ("unemployment",),
    "employment": ("employees",),
    "industry": ("standing",),
    "sectors": ("specialisations", "shift-share"),
}
"""Pictures of each chapter."""


def of_booklet(booklet: Booklet, base: str) -> Content:
    """Return what the booklet's template shows, and its pictures."""
    drawn = {key: picture for key, picture in _booklet_pictures(booklet).items() if picture is not None}
    perimeter = booklet.perimeter
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
        % {"region": perimeter.territory.region.name, "date": date_long(booklet.date)},
        "identity": [
            [_("Code"), perimeter.territory_id],
            [_("Région"), perimeter.territory.region.name],
            [_("Phase"), f"{perimeter.phase.name} ({perimeter.phase_id})"],
            [_("Périmètre"), _("%(list)s, en vigueur depuis le %(date)s") % {
                "list": booklet.list_name, "date": date_long(perimeter.validity.lower)}],
            [_("Communes"), number(perimeter.communes)],
            [_("Habitants"), known(perimeter.population)],
        ],
        "members": [
            [each.name, str(each.get_kind_display()), _part(each)] for each in booklet.members
        ],
        "perimeter_source": perimeter.source,
        "summary": list(booklet.summary),
        "key_figures": [stat(each, base) for each in booklet.key_figures],
        "chapters": [_chapter(each, base, drawn) for each in booklet.chapters if each.figures],
        "similar": [
            {"name": each.name, "region": each.region, "why": each.why, "href": base + each.url}
            for each in booklet.similar
        ],
        "sources": [source(each, base) for each in booklet.sources],
    }  # fmt: skip
    data["alts"] = {key: picture.alt for key, picture in drawn.items()}
    return typeset_texts(data), drawn


def _part(member: Member) -> str:
    if member.complete:
        return number(member.communes)
    return _("%(part)s sur %(all)s") % {"part": number(member.communes), "all": number(member.communes_total)}


def _booklet_pictures(booklet: Booklet) -> dict[str, Picture | None]:
    name = booklet.name

    def drawn(draw: Callable[..., Picture | None], *codes: str, **options: Any) -> Picture | None:
        figures = [booklet.figure(code) for code in codes]
        return None if any(each is None for each in figures) else draw(*figures, name, **options)

    return {
        "members": pictures.local_map(
            booklet.contours,
            _("Carte du territoire et de ses membres : %(names)s.")
            % {"names": joined(each.name for each in booklet.members)},
        ),
        "unemployment": drawn(pictures.evolution, "unemployment", indexed=False),
        "employees": drawn(pictures.evolution, "private-employees", indexed=True),
        "standing": drawn(lambda figure, _name: pictures.standing(figure, booklet.standing, name), "industry-share"),
        "specialisations": drawn(pictures.specialisations, "industry-employees"),
        "shift-share": drawn(pictures.shift_share, "employees-change", "structural-effect", "local-effect"),
    }


def _titles() -> dict[str, str]:
    return {
        "unemployment": _("Taux de chômage, en %"),
        "employees": _("Salariés du privé, indice 100 en 2014"),
        "standing": _("Part de l’industrie dans l’emploi, en % : parmi tous les territoires"),
        "specialisations": _("Secteurs industriels : combien de fois leur part nationale"),
        "shift-share": _("Ce qui explique l’évolution de l’emploi privé, 2019-2024, en % des salariés de 2019"),
    }


def _chapter(chapter: BookletChapter, base: str, drawn: Mapping[str, Picture]) -> dict[str, Any]:
    titles = _titles()
    return {
        "title": str(chapter.chapter.title),
        "question": str(chapter.chapter.question),
        "rows": [_comparison(each, base) for each in chapter.figures],
        "notes": _notes(chapter),
        "pictures": [
            {"key": key, "title": titles[key]} for key in CHARTS.get(chapter.chapter.id, ()) if key in drawn
        ],
        "details": _schemes(chapter),
        "source": foot(source for each in chapter.figures for source in each.definition.sources),
    }  # fmt: skip


def _notes(chapter: BookletChapter) -> list[str]:
    """Why values are missing or incomplete: each reason once, with the figures that it concerns."""
    concerned: dict[str, list[str]] = {}
    for figure in chapter.figures:
        if figure.reason:
            concerned.setdefault(str(figure.reason), []).append(str(figure.definition.label))
    return [f"{joined(labels)} : {reason}." for reason, labels in concerned.items()]


def _schemes(chapter: BookletChapter) -> list[list[str]]:
    """The zonings and schemes present, each with its vintage: what a project leader looks for."""
    if chapter.chapter.id != "schemes":
        return []
    return [
        [row["name"], row["vintage"], number(row["communes"]), percent(row["population_share"], 0)]
        for figure in chapter.figures
        for row in figure.details
    ]


def _comparison(figure: Figure, base: str) -> dict[str, str]:
    def elsewhere(kind: str) -> str:
        value = figure.compared_with(kind)
        return "—" if value is None else number(value, figure.definition.unit.decimals)

    place = "—"
    if figure.rank is not None and figure.ranked:
        place = _("%(rank)s / %(ranked)s") % {"rank": ordinal(figure.rank), "ranked": number(figure.ranked)}
    return {
        "label": str(figure.definition.label),
        "unit": str(figure.definition.unit.plural),
        "href": base + figure.url,
        "value": written(figure) if figure.value is None else number(figure.value, figure.definition.unit.decimals),
        "mark": _(" (est.)") if figure.availability is Availability.ESTIMATE else "",
        "region": elsewhere("region"),
        "country": elsewhere("country"),
        "peers": elsewhere("peers"),
        "rank": place,
    }
