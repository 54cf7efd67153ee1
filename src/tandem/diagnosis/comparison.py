"""Territories side by side: one row a figure, the differences that matter first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, StdDev
from django.utils.translation import gettext as _

from tandem.core.figures import Figure, Nature
from tandem.diagnosis.catalogue import INDICATORS, Indicator
from tandem.diagnosis.models import IndicatorValue
from tandem.diagnosis.queries import ChapterFigures
from tandem.diagnosis.results import LEAST_RANKED

LEAST, MOST = 2, 5
"""How many territories are compared."""

STRONG, CLEAR = 2.0, 1.0
"""Gap between the highest and the lowest, in standard deviations over all territories."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of several territories.

    Parameters
    ----------
    indicator
        Which figure.
    figures
        In the order of the territories; None where it is not computed.
    france
        Its value there; None for a size, which does not compare with a country, and where it means nothing.
    gap
        How far apart the territories are, in standard deviations over the list; None where that would mean nothing.
    highest, lowest
        The two ends; None when they are not apart.
    """

    indicator: Indicator
    figures: tuple[Figure | None, ...]
    france: float | None
    gap: float | None
    highest: float | None
    lowest: float | None

    @property
    def known(self) -> int:
        """How many of the territories have a value."""
        return sum(figure is not None and figure.value is not None for figure in self.figures)

    @property
    def words(self) -> str:
        """How far apart the territories are, in words; empty where nothing can be said."""
        if self.gap is None:
            return _("une seule valeur") if self.known == 1 else ""
        if self.gap >= STRONG:
            return _("écart fort")
        return _("écart net") if self.gap >= CLEAR else _("proches")


def spreads(list_code: str) -> dict[str, float]:
    """Return the standard deviation of the indicators over a list, for those by which a gap may be told (one query)."""
    found = IndicatorValue.objects.filter(diagnosis__perimeter__list=list_code).order_by("indicator")
    rows = found.values_list("indicator").annotate(spread=StdDev("value"), known=Count("value"))
    return {code: spread for code, spread, known in rows if code in INDICATORS and tells(code, spread, known)}


def tells(code: str, spread: float | None, known: int) -> bool:
    """Whether a gap may be told in standard deviations of an indicator.

    Not of a handful of territories, and not of a spread that rounding hides: under half of the last decimal shown,
    nearly all territories have the same figure on screen, and any gap would be called strong.
    """
    rounding = 0.5 * 10.0 ** -INDICATORS[code].definition.unit.decimals
    return known >= LEAST_RANKED and spread is not None and spread >= rounding


def compared(found: Sequence[Sequence[ChapterFigures]], spreads: Mapping[str, float]) -> list[Row]:
    """Return one row per indicator, the widest gaps first; figures that cannot be ranked come last.

    Parameters
    ----------
    found
        The chapters of each territory.
    spreads
        Standard deviation of the indicators over the list that they are compared in; no gap is told of the others.
    """
    by_territory = [{f.definition.id: f for chapter in each for f in chapter.figures} for each in found]
    rows = [
        _row(indicator, tuple(figures.get(code) for figures in by_territory), spreads.get(code))
        for code, indicator in INDICATORS.items()
    ]
    return sorted(rows, key=lambda row: (row.gap is None, -(row.gap or 0)))


def _row(indicator: Indicator, figures: tuple[Figure | None, ...], spread: float | None) -> Row:
    known = [each.value for each in figures if each is not None and each.value is not None]
    apart = len(known) > 1 and max(known) != min(known)
    country = next((each.compared_with("country") for each in figures if each is not None), None)
    return Row(
        indicator=indicator,
        figures=figures,
        france=None if indicator.definition.nature is Nature.TOTAL else country,
        gap=(max(known) - min(known)) / spread if apart and spread and indicator.ranked else None,
        highest=max(known) if apart else None,
        lowest=min(known) if apart else None,
    )


def caveats(names: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """Say what the figures from imported files lack, or are compared with: one sentence a territory and reason.

    `names` are the territories', in the order of the figures of each row.
    """
    said = (
        _("%(name)s : %(reason)s.") % {"name": name, "reason": reason}
        for row in rows
        for name, figure in zip(names, row.figures, strict=True)
        if row.indicator.imported and figure is not None and figure.value is not None
        for reason in figure.reasons
    )
    return tuple(dict.fromkeys(said))
