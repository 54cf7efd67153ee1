"""A territory's booklet: who it is, what its diagnosis says, whom it resembles; the same figures as its page."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.figures import Figure, Nature, Source
from tandem.core.typography import joined
from tandem.diagnosis.catalogue import Indicator
from tandem.diagnosis.catalogue.types import PERCENT_A_YEAR
from tandem.diagnosis.edition import Edition, of_territory
from tandem.diagnosis.queries import ChapterFigures, Likeness, distribution
from tandem.places.models import Contour
from tandem.places.rules import fold
from tandem.programme import Programme, current
from tandem.steering import addresses
from tandem.steering.findings import writer
from tandem.steering.narrative import ChapterSentences, Sentence, for_the_pair, in_full
from tandem.territories.models import PerimeterContour
from tandem.territories.queries import known_dates

KEY_FIGURES = ("population", "private-employees", "industry-share", "industry-jobs", "employees-change", "unemployment")
INSTEAD = ("industry-employees", "industry-establishments", "census-jobs", "population-growth", "brownfields")
"""Key figures of a booklet for those that are not published there, overseas for instance."""
STANDING = "industry-share"
ALIKE = 3
NEAR_RATIO = 1.5
NEAR_POINTS = 1.0
NEAR_A_YEAR = 0.5
"""Beyond such a ratio, or such a distance in points, two territories are not said to be alike."""


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
    edition: Edition
    pair: tuple[Sentence, ...]
    said: tuple[ChapterSentences, ...]
    key_figures: tuple[Figure, ...]
    standing: dict[str, float | None]
    contours: tuple[tuple[str, str, str], ...]
    similar: tuple[Similar, ...]
    sources: tuple[Source, ...]
    url: str

    @property
    def name(self) -> str:
        return self.edition.name

    @property
    def date(self) -> dt.date:
        return self.edition.date

    @property
    def chapters(self) -> tuple[ChapterFigures, ...]:
        return self.edition.chapters

    @property
    def summary(self) -> tuple[str, ...]:
        """What the pair reads, as texts."""
        return tuple(each.text for each in self.pair)

    def figure(self, code: str) -> Figure | None:
        return self.edition.figure(code)


def booklet(code: str, date: dt.date | None = None) -> Booklet:
    """Read the booklet of a territory at a date (a fixed number of queries).

    Without a date: today, or the last day of a territory that is no more.

    Raises
    ------
    NotFoundError
        No such territory at that date, or its diagnosis is not computed; the hint says what to do.
    """
    return booklet_of(of_territory(code, date, addresses.of_figure))


def booklet_of(edition: Edition) -> Booklet:
    """Return the booklet of a diagnosis whose figures have their addresses on the site, without its root."""
    figures = {figure.definition.id: figure for figure in edition.figures}
    return Booklet(
        programme=current(),
        edition=edition,
        contours=_contours(edition),
        pair=for_the_pair(edition.chapters, edition.name),
        said=in_full(edition.chapters, edition.name),
        key_figures=_key_figures(figures),
        standing=_standing(edition, figures),
        similar=tuple(similar(each, edition.date) for each in edition.likenesses),
        sources=tuple(sorted(edition.sources, key=lambda source: fold(source.title))),
        url=addresses.of_edition(edition),
    )


def _key_figures(figures: dict[str, Figure]) -> tuple[Figure, ...]:
    """Return the key figures that have a value, and others for those that have none."""
    wanted = [figures[each] for each in KEY_FIGURES if each in figures]
    others = [figures[each] for each in INSTEAD if each in figures and figures[each].value is not None]
    found = [each for each in wanted if each.value is not None]
    return (*found, *others[: len(wanted) - len(found)])


def _standing(edition: Edition, figures: dict[str, Figure]) -> dict[str, float | None]:
    """Return the values of the territories that it stands among, its own with them; a project joins today's."""
    found = {row.area_code: row.value for row in distribution(STANDING, edition.list or known_dates()[-1].code)}
    figure = figures.get(STANDING)
    return found if figure is None else {**found, figure.scope.code: figure.value}


def _contours(edition: Edition) -> tuple[tuple[str, str, str], ...]:
    """Return code, name and outline of each part, or of the whole when a part is only partly in the territory."""
    names = {each.code: each.name for each in edition.parts}
    if all(each.complete for each in edition.parts):
        rows = Contour.objects.filter(kind=Contour.Kind.INTERMUNICIPALITY, code__in=names).values_list(
            "code", "geometry"
        )
        found = {code: (code, names[code], geometry) for code, geometry in rows}
        if len(found) == len(names):
            return tuple(found[code] for code in names)
    whole = PerimeterContour.objects.filter(perimeter__territory=edition.code, perimeter__list=edition.list)
    return tuple((edition.code, edition.name, geometry) for geometry in whole.values_list("geometry", flat=True))


def similar(likeness: Likeness, date: dt.date) -> Similar:
    """Return a similar territory as documents show it."""
    return Similar(
        name=likeness.peer.territory.name.strip(),
        region=likeness.peer.territory.region.name,
        why=joined(_alike(*each) for each in [each for each in likeness.alike if _near(*each)][:ALIKE])
        or _("aucun trait vraiment proche, parmi ceux qui sont connus"),
        url=addresses.territory(likeness.peer.territory_id, date),
    )


def _near(indicator: Indicator, mine: float, theirs: float) -> bool:
    """Whether two values would pass for alike: little may be known of a territory, and the least far still be far."""
    if indicator.definition.nature in (Nature.CHANGE, Nature.RATE):
        return abs(mine - theirs) <= (NEAR_A_YEAR if indicator.definition.unit is PERCENT_A_YEAR else NEAR_POINTS)
    low, high = sorted((mine, theirs))
    return low > 0 and high <= NEAR_RATIO * low


def _alike(indicator: Indicator, mine: float, theirs: float) -> str:
    write = writer(indicator.definition)
    label = str(indicator.definition.label)
    return _("%(label)s (%(mine)s et %(theirs)s)") % {
        "label": label[:1].lower() + label[1:],
        "mine": write(mine),
        "theirs": write(theirs),
    }
