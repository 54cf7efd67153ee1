"""What the pages read, each in a number of queries that does not depend on how much there is."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core.errors import NotFoundError, nearest
from tandem.core.figures import Comparison, Figure, Scope
from tandem.core.typography import date_long
from tandem.diagnosis import queries as diagnosis
from tandem.diagnosis.catalogue import INDICATORS, Indicator
from tandem.diagnosis.models import IndicatorValue
from tandem.diagnosis.queries import FRANCE
from tandem.places import queries as places
from tandem.places.models import Contour, Department
from tandem.places.queries import Place
from tandem.public_site.answers import AsOf, Elsewhere, Suggestion, cached
from tandem.steering import figures as steering
from tandem.territories import queries as territories
from tandem.territories.models import Member, Perimeter, PerimeterContour, Succession, Territory
from tandem.territories.queries import PublishedList

__all__ = ["Figure", "Perimeter", "PublishedList"]

CODE = re.compile(r"\d[0-9ABab]\d{3}")
"""A commune's code: 01283, 2A004."""


@dataclass(frozen=True, slots=True)
class Row:
    """One territory of the list, as lean as it is shown."""

    code: str
    name: str
    region_code: str
    region: str
    members: int
    communes: int
    population: int | None
    phase: str


def lists() -> list[PublishedList]:
    """Return the lists, the latest first (one query)."""
    return territories.known_dates()[::-1]


def list_at(at: AsOf, among: list[PublishedList]) -> PublishedList:
    """Return the list in force on a day.

    Raises
    ------
    Elsewhere
        Before the first list that is known.
    """
    for each in among:
        if each.holds_on(at.date):
            return each
    oldest = among[-1] if among else None
    hint = (
        _("La plus ancienne liste connue est en vigueur depuis le %s.") % date_long(oldest.valid_from) if oldest else ""
    )
    raise Elsewhere(_("Aucune liste de territoires connue au %s.") % date_long(at.date), hint)


def period(since: dt.date, until: dt.date | None) -> str:
    """Say a period whose end is exclusive."""
    if until is None:
        return _("depuis le %s") % date_long(since)
    last = until - dt.timedelta(days=1)
    return _("du %(since)s au %(until)s") % {"since": date_long(since), "until": date_long(last)}


# -- a territory -------------------------------------------------------------------------------------------------------


def perimeter(code: str, at: AsOf) -> Perimeter:
    """Return a territory's perimeter on a day, its latest without one (one query).

    Raises
    ------
    Elsewhere
        No such territory: the nearest ones; no perimeter on that day: the days when it has one.
    """
    code = code.replace("\0", "").strip().lower()  # as it may be typed; the database has no null character
    found = Perimeter.objects.filter(territory=code).select_related("territory__region", "territory__phase", "phase")
    of_day = (found.as_of(at.date) if at.asked else found.order_by("-validity")).first()
    if of_day is not None:
        return of_day
    territory = _territory(code)
    spans = found.order_by("validity").values_list("validity", flat=True)
    suggestions = [
        Suggestion(
            f"{territory.name}, {period(span.lower, span.upper)}",
            reverse("public_site:territory", args=[territory.code]) + f"?date={span.lower.isoformat()}",
        )
        for span in spans
    ]
    message = _("%(name)s n’a pas de périmètre connu au %(date)s.") % {
        "name": territory.name,
        "date": date_long(at.date),
    }
    raise Elsewhere(message, _("Voici les périodes où il en a un."), suggestions)


def _territory(code: str) -> Territory:
    try:
        return territories.get_territory(code)
    except NotFoundError as error:
        names = dict(Territory.objects.values_list("code", "name"))
        close = [each for each in names if each in error.hint] or nearest(code, names, 4)
        suggestions = [
            Suggestion(f"{names[each]} ({each})", reverse("public_site:territory", args=[each])) for each in close
        ]
        raise Elsewhere(error.message, "" if suggestions else error.hint, suggestions) from None


def named(codes: Collection[str], at: AsOf) -> dict[str, tuple[str, str]]:
    """Return the name and the address of territories by code (one query, none without a code)."""
    found = Territory.objects.filter(pk__in=sorted(codes)).values_list("code", "name") if codes else ()
    return {code: (name.strip(), reverse("public_site:territory", args=[code]) + at.query) for code, name in found}


def members(of: Perimeter) -> list[Member]:
    return list(of.composition.order_by("-communes", "name"))


def communes(of: Perimeter) -> list[str]:
    """Return the codes of a perimeter's communes (one query)."""
    return list(of.commune_links.order_by("commune_id").values_list("commune_id", flat=True))


def departments(of: Perimeter) -> list[Department]:
    return list(Department.objects.filter(communes__territory_links__perimeter=of).distinct().order_by("code"))


@dataclass(frozen=True, slots=True)
class Shapes:
    """GeoJSON geometries: the perimeter, its members by code, the departments around."""

    perimeter: str
    members: Mapping[str, str]
    departments: Mapping[str, str]


def shapes(of: Perimeter, found: list[Member]) -> Shapes:
    """Return what a map of the members needs (three queries)."""
    codes = [member.code for member in found if member.intermunicipality_id]
    whole = PerimeterContour.objects.filter(perimeter=of).values_list("geometry", flat=True).first()
    around = [department.code for department in departments(of)]
    rows = Contour.objects.filter(kind=Contour.Kind.INTERMUNICIPALITY, code__in=codes) | Contour.objects.filter(
        kind=Contour.Kind.DEPARTMENT, code__in=around
    )
    outlines = {(kind, code): geometry for kind, code, geometry in rows.values_list("kind", "code", "geometry")}
    return Shapes(
        whole or "",
        {code: geometry for (kind, code), geometry in outlines.items() if kind == Contour.Kind.INTERMUNICIPALITY},
        {code: geometry for (kind, code), geometry in outlines.items() if kind == Contour.Kind.DEPARTMENT},
    )


def outlined(of: Perimeter) -> tuple[list[Member], Shapes]:
    found = members(of)
    return found, shapes(of, found)


def booklet(code: str, at: AsOf, base: str) -> bytes:
    from tandem.steering import usecases

    return usecases.booklet_pdf(code, date=at.wanted, base=base)


# -- an indicator ------------------------------------------------------------------------------------------------------


def indicator(code: str) -> Indicator:
    """Return an indicator of the catalogue.

    Raises
    ------
    Elsewhere
        With the nearest ones.
    """
    try:
        return diagnosis.indicator(code)
    except NotFoundError as error:
        close = [INDICATORS[each] for each in nearest(code, INDICATORS, 5)]
        suggestions = [
            Suggestion(str(each.definition.label), reverse("public_site:indicator", args=[each.id])) for each in close
        ]
        raise Elsewhere(error.message, "" if suggestions else error.hint, suggestions) from None


def values(code: str, list_code: str) -> dict[str, float | None]:
    """Return one indicator by territory code."""
    return dict(IndicatorValue.objects.of_list(code, list_code).order_by("area_code").values_list("area_code", "value"))


@dataclass(frozen=True, slots=True)
class Spread:
    """One indicator over the territories of a list, the regions and France, and over the other lists."""

    list: PublishedList
    lists: tuple[PublishedList, ...]
    rows: tuple[IndicatorValue, ...]
    country: IndicatorValue | None
    regions: Mapping[str, IndicatorValue]
    others: Mapping[str, tuple[float, ...]]

    @property
    def values(self) -> dict[str, float | None]:
        return {row.area_code: row.value for row in self.rows}

    @property
    def references(self) -> tuple[Comparison, ...]:
        if self.country is None:
            return ()
        series = tuple((period, value) for period, value in self.country.series or ())
        return (Comparison(Scope("country", FRANCE.code, FRANCE.name), self.country.value, series),)


def spread(code: str, at: AsOf) -> Spread:
    """Read an indicator over a list (four queries)."""
    known = lists()
    wanted = list_at(at, known)
    elsewhere = diagnosis.reference_values(code)
    against = diagnosis.indicator(code).definition.against
    others: dict[str, list[float]] = {}
    rows = IndicatorValue.objects.filter(indicator=code, diagnosis__isnull=False, value__isnull=False)
    for list_code, value in rows.values_list("diagnosis__perimeter__list", "value").order_by("value"):
        others.setdefault(list_code, []).append(value)
    return Spread(
        list=wanted,
        lists=tuple(known),
        rows=tuple(diagnosis.distribution(code, wanted.code)),
        country=elsewhere.get(("country", "FR")) if "country" in against else None,
        regions={area: row for (kind, area), row in elsewhere.items() if kind == "region" and kind in against},
        others={key: tuple(found) for key, found in others.items()},
    )


def country_values() -> dict[str, IndicatorValue]:
    """Return for France every indicator whose value there is not what it is by construction."""
    meant = [code for code, each in INDICATORS.items() if "country" in each.definition.against]
    rows = IndicatorValue.objects.filter(area_kind=IndicatorValue.Area.COUNTRY, indicator__in=meant)
    return {row.indicator: row for row in rows}


def programme_figures(date: dt.date) -> list[Figure]:
    return steering.programme_figures(date)


def kin(of: Perimeter) -> tuple[list[Succession], list[Succession]]:
    """Return what the territory comes from and what became of it (four queries)."""
    return list(territories.predecessors(of.territory)), list(territories.successors(of.territory))


# -- the list ----------------------------------------------------------------------------------------------------------


def rows(of: PublishedList, version: str) -> list[Row]:
    """Return the territories of a list, kept while the data do not change."""

    def read() -> list[Row]:
        found = Perimeter.objects.filter(list=of.code).order_by("territory__name", "territory_id")
        return [
            Row(code, name.strip(), *values)
            for code, name, *values in found.values_list(
                "territory_id", "territory__name", "territory__region_id", "territory__region__name",
                "members", "communes", "population", "phase_id",
            )
        ]  # fmt: skip

    return cached("rows", (version, of.code), read)


def outlines(list_code: str) -> dict[str, str]:
    """Return the outlines of a list's territories, by code."""
    found = PerimeterContour.objects.filter(perimeter__list=list_code)
    return dict(found.values_list("perimeter__territory_id", "geometry"))


@dataclass(frozen=True, slots=True)
class Match:
    """A territory that a search finds, and the member or commune by which it does (empty: by its own name)."""

    code: str
    name: str
    by: str


def search(text: str, date: dt.date) -> list[Match]:
    """Return the territories that a text names, or that hold the commune whose code it is (today's or an earlier one),
    best first (at most five queries)."""
    if CODE.fullmatch(text.strip()):
        return _holding(text, date)
    found = territories.search(text, date)
    return [Match(each.code, each.name, "" if each.match_rank < 3 else each.matched_name) for each in found]


def _holding(code: str, date: dt.date) -> list[Match]:
    try:
        commune = places.resolve_commune(code)
    except NotFoundError:
        return []
    found = Territory.objects.with_perimeter_at(date).filter(in_force__commune_links__commune=commune)
    return [Match(each.code, each.name, f"{commune.name} ({code.upper()})") for each in found.order_by("code")]


def communes_named(text: str) -> list[Place]:
    """Return the communes that a text names, for who looks for one that is in no territory (at most four queries)."""
    return [place for place in places.search(text, 5) if place.kind == "commune"]
