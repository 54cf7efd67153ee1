"""A territory's booklet: who it is, what its diagnosis says, whom it resembles; the same figures as its page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tandem.core.errors import NotFoundError
from tandem.core.figures import Figure, Source
from tandem.core.typography import joined
from tandem.diagnosis.catalogue import Chapter, Indicator
from tandem.diagnosis.queries import Likeness, distribution, figures_of, peers_of
from tandem.places.models import Contour
from tandem.steering import addresses
from tandem.steering.findings import writer
from tandem.steering.summary import summary_of
from tandem.territories.models import Member, Perimeter, PerimeterContour
from tandem.territories.programme import Programme, current
from tandem.territories.queries import perimeter_of

KEY_FIGURES = ("population", "private-employees", "industry-share", "industry-jobs", "employees-change", "unemployment")
STANDING = "industry-share"
ALIKE = 3
_KINDS = {kind: place for place, kind in enumerate((Member.Kind.EPCI, Member.Kind.EPT, Member.Kind.COMMUNE))}


@dataclass(frozen=True, slots=True)
class BookletChapter:
    """A chapter of the diagnosis, its figures each with its address."""

    chapter: Chapter
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """A similar territory, and in what it is alike."""

    name: str
    region: str
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class Booklet:
    """All that a booklet shows."""

    programme: Programme
    perimeter: Perimeter
    date: dt.date
    list_name: str
    members: tuple[Member, ...]
    summary: tuple[str, ...]
    key_figures: tuple[Figure, ...]
    chapters: tuple[BookletChapter, ...]
    standing: dict[str, float | None]
    contours: tuple[tuple[str, str, str], ...]
    similar: tuple[Similar, ...]
    sources: tuple[Source, ...]
    url: str

    @property
    def name(self) -> str:
        return self.perimeter.territory.name.strip()

    def figure(self, code: str) -> Figure | None:
        return next((each for chapter in self.chapters for each in chapter.figures if each.definition.id == code), None)


def booklet(code: str, date: dt.date | None = None) -> Booklet:
    """Read the booklet of a territory at a date (a fixed number of queries).

    Without a date: today, or the last day of a territory that is no more.

    Raises
    ------
    NotFoundError
        No such territory at that date, or its diagnosis is not computed; the hint says what to do.
    """
    perimeter, date = perimeter_of(code, date)
    code = perimeter.territory_id
    diagnosis = figures_of(perimeter, date)
    if not any(chapter.figures for chapter in diagnosis):
        raise NotFoundError(
            _("%(name)s : le diagnostic n’est pas encore calculé.") % {"name": perimeter.territory.name},
            _("Lancer : tandem load"),
        )
    name = perimeter.territory.name.strip()
    members = tuple(sorted(perimeter.composition.all(), key=lambda each: (_KINDS[each.kind], each.name)))
    chapters = tuple(
        BookletChapter(
            each.chapter,
            tuple(
                replace(figure, url=addresses.territory_figure(code, figure.definition.id, date))
                for figure in each.figures
            ),
        )
        for each in diagnosis
    )
    figures = {figure.definition.id: figure for chapter in chapters for figure in chapter.figures}
    programme = current()
    return Booklet(
        programme=programme,
        perimeter=perimeter,
        date=date,
        list_name=programme.list_named(perimeter.list).name,
        members=members,
        contours=_contours(perimeter, members),
        summary=tuple(summary_of(chapters, name)),
        key_figures=tuple(figures[each] for each in KEY_FIGURES if each in figures),
        chapters=chapters,
        standing={row.area_code: row.value for row in distribution(STANDING, perimeter.list)},
        similar=tuple(_similar(each, date) for each in peers_of(perimeter)),
        sources=_sources(figures.values()),
        url=addresses.territory(code, date),
    )


def _contours(perimeter: Perimeter, members: tuple[Member, ...]) -> tuple[tuple[str, str, str], ...]:
    """Return code, name and outline of each member, or of the whole when a member is only partly in the territory."""
    if all(each.complete and each.kind != Member.Kind.COMMUNE for each in members):
        names = {each.code: each.name for each in members}
        rows = Contour.objects.filter(kind=Contour.Kind.INTERMUNICIPALITY, code__in=names).values_list(
            "code", "geometry"
        )
        found = {code: (code, names[code], geometry) for code, geometry in rows}
        if len(found) == len(members):
            return tuple(found[each.code] for each in members)
    whole = PerimeterContour.objects.filter(perimeter=perimeter).values_list("geometry", flat=True)
    return tuple((perimeter.territory_id, perimeter.territory.name.strip(), geometry) for geometry in whole)


def _similar(likeness: Likeness, date: dt.date) -> Similar:
    return Similar(
        name=likeness.peer.territory.name.strip(),
        region=likeness.peer.territory.region.name,
        why=joined(_alike(*each) for each in likeness.alike[:ALIKE]),
        url=addresses.territory(likeness.peer.territory_id, date),
    )


def _alike(indicator: Indicator, mine: float, theirs: float) -> str:
    write = writer(indicator.definition)
    label = str(indicator.definition.label)
    return _("%(label)s (%(mine)s et %(theirs)s)") % {
        "label": label[:1].lower() + label[1:],
        "mine": write(mine),
        "theirs": write(theirs),
    }


def _sources(figures: Iterable[Figure]) -> tuple[Source, ...]:
    found = {source.table: source for figure in figures for source in figure.definition.sources}
    return tuple(sorted(found.values(), key=lambda source: source.title))
