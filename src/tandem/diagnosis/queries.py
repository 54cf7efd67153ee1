"""Reads of the stored diagnoses, as figures."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from tandem.core.errors import NotFoundError, nearest
from tandem.core.figures import ALSO, Availability, Comparison, Figure, Scope
from tandem.core.tables import Table
from tandem.core.typography import counted, number
from tandem.datasets.store import Dataset
from tandem.diagnosis import lines
from tandem.diagnosis.catalogue import CHAPTERS, INDICATORS, Chapter, Indicator
from tandem.diagnosis.models import Diagnosis, IndicatorValue, Peer
from tandem.diagnosis.official_files import in_service
from tandem.diagnosis.results import ValueRow
from tandem.diagnosis.subject import Subject
from tandem.territories.models import Perimeter

FRANCE = Scope("country", "FR", "France")


@dataclass(frozen=True, slots=True)
class ChapterFigures:
    """A chapter of one territory's diagnosis."""

    chapter: Chapter
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A similar territory, and the features that say in what: alike first."""

    peer: Perimeter
    distance: float
    alike: tuple[tuple[Indicator, float, float], ...]


def indicator(code: str) -> Indicator:
    """Return an indicator of the catalogue.

    Raises
    ------
    NotFoundError
        With the nearest codes.
    """
    try:
        return INDICATORS[code]
    except KeyError:
        close = nearest(code, INDICATORS)
        hint = _("Voulez-vous dire : %(codes)s ?") % {"codes": ", ".join(close)} if close else ""
        raise NotFoundError(_("Aucun indicateur « %(code)s ».") % {"code": code}, hint) from None


def figures_of(perimeter: Perimeter, date: dt.date | None = None) -> tuple[ChapterFigures, ...]:
    """Return a perimeter's whole diagnosis, chapter by chapter, with its comparisons (two queries).

    `date` is the day that the perimeter is read at; its first day when not given.
    """
    return by_chapter(_figures(perimeter, INDICATORS, date))


def figure_of(perimeter: Perimeter, code: str, date: dt.date | None = None) -> Figure:
    """Return one figure of a perimeter.

    Raises
    ------
    NotFoundError
        No such indicator, or the diagnoses have not been computed yet.
    """
    wanted = indicator(code)
    found = _figures(perimeter, [wanted.id], date)
    if not found:
        raise NotFoundError(
            _("%(name)s : le diagnostic n’est pas encore calculé.") % {"name": perimeter.territory.name},
            _("Lancer : tandem load"),
        )
    return found[0]


def _figures(perimeter: Perimeter, codes: Iterable[str], date: dt.date | None) -> list[Figure]:
    listed = Perimeter.objects.filter(list=perimeter.list).order_by().values("list").annotate(count=Count("pk"))
    diagnosis = Diagnosis.objects.filter(perimeter=perimeter).annotate(listed=listed.values("count")).first()
    if diagnosis is None:
        return []
    subject = Subject.of_perimeter(perimeter, date, diagnosis.listed)
    read = {code for each in codes for code in (each, INDICATORS[each].behind) if code}
    rows = IndicatorValue.objects.of_page(diagnosis.pk, subject.region.code).filter(indicator__in=read)
    return figures_from(subject, rows, codes)


def figures_from(subject: Subject, rows: Iterable[IndicatorValue | ValueRow], codes: Iterable[str]) -> list[Figure]:
    """Make figures of the values of a subject, of its region and of France.

    Parameters
    ----------
    rows
        The three areas' values, in any order.
    codes
        The indicators wanted, in the order wanted; one without a value of the subject is left out.
    """
    found = {(row.area_kind, row.indicator): row for row in rows}
    wanted = [INDICATORS[code] for code in codes if ("territory", code) in found]
    tables = {source.table for each in wanted if each.imported for source in each.definition.sources}
    datasets = in_service.of_tables(tables)
    return [
        _figure(
            each,
            found["territory", each.id],
            subject,
            region=(subject.region, found.get(("region", each.id))),
            country=(FRANCE, found.get(("country", each.id))),
            datasets=datasets,
            lines=_lines(each, subject, found),
        )
        for each in wanted
    ]


def _lines(
    wanted: Indicator, subject: Subject, found: Mapping[tuple[str, str], IndicatorValue | ValueRow]
) -> Callable[[], Table]:
    """Return what reads the records behind a figure: from the source, or the details of the one that holds them."""
    if wanted.grain:
        return partial(lines.behind, wanted, subject)
    holder = INDICATORS[wanted.behind or wanted.id]
    row = found.get(("territory", holder.id))
    details, remark = ((row.details or ()), row.remark) if row is not None else ((), "")
    return partial(lines.of_details, wanted, holder.table, subject, details, remark)


def by_chapter(figures: Iterable[Figure]) -> tuple[ChapterFigures, ...]:
    """Return figures under their chapters, in reading order."""
    found = {figure.definition.id: figure for figure in figures}
    return tuple(
        ChapterFigures(chapter, tuple(found[each.id] for each in chapter.indicators if each.id in found))
        for chapter in CHAPTERS
    )


def _figure(
    wanted: Indicator,
    mine: IndicatorValue | ValueRow,
    subject: Subject,
    region: tuple[Scope, IndicatorValue | ValueRow | None],
    country: tuple[Scope, IndicatorValue | ValueRow | None],
    datasets: Mapping[str, Dataset | None],
    lines: Callable[[], Table],
) -> Figure:
    elsewhere = [Comparison(scope, row.value, _series(row)) for scope, row in (region, country) if row is not None]
    peers = Scope("peers", subject.scope.code, _("territoires semblables (médiane)"))
    comparisons = (*elsewhere, Comparison(peers, mine.peers_value))
    availability = Availability(mine.availability)
    return Figure(
        definition=in_service.cited(wanted.definition, datasets) if wanted.imported else wanted.definition,
        scope=subject.scope,
        as_of=subject.date,
        value=mine.value,
        availability=availability,
        reason=reason(wanted, mine, datasets.get(wanted.imported)),
        comparisons=tuple(each for each in comparisons if each.scope.kind in wanted.definition.against),
        rank=mine.rank,
        ranked=mine.ranked,
        unranked=subject.listed - mine.ranked if mine.ranked else 0,
        line_count=mine.places or None if wanted.a_line_a_record else None,
        lines=lines,
        series=_series(mine),
        details=tuple(mine.details or ()),
    )


def _series(row: IndicatorValue | ValueRow) -> tuple[tuple[str, float | None], ...]:
    return tuple((period, value) for period, value in row.series or ())


def reason(wanted: Indicator, row: IndicatorValue | ValueRow, dataset: Dataset | None = None) -> str:
    """Say why a value is missing or incomplete, in a visitor's words; an empty string when there is nothing to say."""
    state = Availability(row.availability)
    if state is Availability.SECRET:
        return _("secret statistique : trop peu d’établissements pour que le chiffre soit publié")
    if state is Availability.MEANINGLESS:
        return row.remark
    missing, incomplete = wanted.missing, wanted.incomplete or wanted.missing
    if wanted.imported:
        missing = in_service.not_imported(wanted.imported) if dataset is None else in_service.does_not_cover(dataset)
        incomplete = missing
    if not state.has_value:
        return str(missing)
    said = [_lacking(wanted, row, incomplete)] if row.missing else []
    return ALSO.join([*said, row.remark] if row.remark else said)


def _lacking(wanted: Indicator, row: IndicatorValue | ValueRow, why: Any) -> str:
    said = _("%(missing)s sur %(places)s sans valeur%(weight)s : %(why)s")
    return said % {
        "missing": counted(row.missing, *(str(word) for word in wanted.counted)),
        "places": number(row.places),
        "weight": _(" (moins de 1 % du territoire)") if row.availability == Availability.VALUE else "",
        "why": why,
    }


def peers_of(perimeter: Perimeter) -> list[Likeness]:
    """Return the five most similar territories, the most similar first (one query)."""
    rows = (
        Peer.objects.filter(diagnosis__perimeter=perimeter)
        .select_related("peer__perimeter__territory__region")
        .order_by("position")
    )
    return [Likeness(row.peer.perimeter, row.distance, _alike(row.features)) for row in rows]


def _alike(features: list[dict[str, Any]]) -> tuple[tuple[Indicator, float, float], ...]:
    known = [each for each in features if each["gap"] is not None]
    return tuple(
        (INDICATORS[each["indicator"]], each["mine"], each["theirs"])
        # The gap holds the feature's weight: without it, a feature that counts little would always pass for alike.
        for each in sorted(known, key=lambda each: each["gap"] / INDICATORS[each["indicator"]].peer)
    )


def distribution(code: str, list_code: str) -> list[IndicatorValue]:
    """Return one indicator over the territories of a list, ranked first, with their names (one query)."""
    return list(
        IndicatorValue.objects.of_list(indicator(code).id, list_code)
        .select_related("diagnosis__perimeter__territory__region")
        .order_by("rank", "diagnosis__perimeter__territory__name", "area_code")
    )


def reference_values(code: str) -> dict[tuple[str, str], IndicatorValue]:
    """Return one indicator for the regions and France, by (kind, code) (one query)."""
    rows = IndicatorValue.objects.filter(indicator=indicator(code).id, diagnosis__isnull=True)
    return {(row.area_kind, row.area_code): row for row in rows}
