"""A territory's booklet as texts and pictures."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Availability
from tandem.core.typography import date_long, joined, number
from tandem.diagnosis.edition import Part
from tandem.steering import pictures
from tandem.steering.booklet import Booklet
from tandem.steering.narrative.registers import SUMMARY
from tandem.steering.payload.chapters import lacks_of, of_chapter, together
from tandem.steering.payload.parts import Content, frame, source, stat, typeset_texts
from tandem.steering.typeset import Picture

CHARTS = {
    "people": ("unemployment",),
    "employment": ("employees",),
    "industry": ("standing",),
    "sectors": ("specialisations", "shift-share"),
    "classes": ("class-employees",),
}
"""Pictures of each chapter."""


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
        "summary": [each.text for each in booklet.pair[: len(SUMMARY)]],
        "salient": [each.text for each in booklet.pair[len(SUMMARY) :]],
        "key_figures": [stat(each, base) for each in booklet.key_figures],
        "chapters": _chapters(booklet, base, drawn),
        "lacks": lacks_of(booklet.chapters),
        "similar": [
            {"name": each.name, "region": each.region, "why": each.why, "href": base + each.url}
            for each in booklet.similar
        ],
        "is_project": edition.is_project,
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
    return [[together(labels[code] for code in codes if code in labels), rule] for codes, rule in found]


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


def _titles(booklet: Booklet) -> dict[str, str]:
    classes = booklet.figure("class-industry-employees")
    partial = classes is not None and classes.availability is Availability.PARTIAL
    return {
        "unemployment": _("Taux de chômage, en %"),
        "employees": _("Salariés du privé, indice 100 en 2014"),
        "standing": _("Part de l’industrie dans l’emploi, en % : parmi tous les territoires"),
        "specialisations": _("Secteurs industriels : combien de fois leur part nationale"),
        "class-employees": _("Salariés de l’industrie dans les communes que couvre le fichier")
        if partial
        else _("Salariés de l’industrie dans les communes du territoire"),
        "shift-share": _("Ce qui explique l’évolution de l’emploi privé, 2019-2024, en % des salariés de 2019"),
    }


def _chapters(booklet: Booklet, base: str, drawn: Mapping[str, Picture]) -> list[dict[str, Any]]:
    titles, found = _titles(booklet), []
    for each in booklet.chapters:
        code = each.chapter.id
        said = next((known.sentences for known in booklet.said if known.id == code), ())
        shown = [{"key": key, "title": titles[key]} for key in CHARTS.get(code, ()) if key in drawn]
        fresh = [sentence.text for sentence in said if sentence.text not in booklet.summary]
        found.append(of_chapter(each, fresh, shown, base))
    return [each for each in found if each is not None]
