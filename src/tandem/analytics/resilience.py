"""How areas took a shock and how they came back from it, against what the country's change led to expect.

An area is compared with what it would have done like the country.  In a contraction the comparison is its
*resistance*, in the expansion that follows its *recovery* (Martin, 2012; Lagravinese, 2015; Martin, Sunley, Gardiner
and Tyler, 2016): one formula, read in two windows.

What is expected may also take account of the area's sectors (Martin and Gardiner, 2019): an area of car makers is then
asked how it did for an area of car makers.  The gap between the two readings is what its structure explains, the
structural part of `tandem.analytics.trajectory.shift_share`.

The loss of a sector is not simulated here.  What would follow from it depends on who buys from whom and on where people
find work again; proximity between sectors says neither.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import BoolArray, FloatArray, ratio
from tandem.analytics.trajectory import growth, tables_at_two_dates, tables_by_year


class Response(NamedTuple):
    """How the areas changed in a window, beside what was expected of them.

    Attributes
    ----------
    gap : ndarray of float, shape (n_areas,)
        ``(change - expected) / |expected|``: 0 as expected; in a contraction, 1 for no loss at all and -1 for a loss
        twice as large; in an expansion, 1 for a gain twice as large and -1 for no gain.
    change : ndarray of float, shape (n_areas,)
        What was gained or lost, over the sectors that are compared.
    expected : ndarray of float, shape (n_areas,)
        What would have been, over the same sectors, like the reference.
    """

    gap: FloatArray
    change: FloatArray
    expected: FloatArray


class Resilience(NamedTuple):
    """The responses of the areas in two windows.

    Attributes
    ----------
    resistance : Response
        In the window of the shock.
    recovery : Response
        In the window that follows it.
    """

    resistance: Response
    recovery: Response


def response(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    reference_before: npt.ArrayLike,
    reference_after: npt.ArrayLike,
    *,
    by_sector: bool = False,
    least_rate: float = 0.001,
) -> Response:
    """Compare the change of each area with what the change of the reference led to expect (Martin et al., 2016).

    With ``g = E'/E - 1`` the growth of the reference over the sectors compared and ``g_s = E'_s/E_s - 1`` that of its
    sector s, what is expected is ``g E_l`` or, by sector, ``sum_s g_s e_ls``, and::

        gap = (dE_l - expected) / |expected|        which is (dE_l/E_l - g) / |g| in the first case

    A sector enters the comparison where it is known at both dates in the area and in the reference, and was in the
    reference at the first date if it was in the area.

    Parameters
    ----------
    before, after : array_like, shape (n_areas, n_sectors)
        Employment at the two ends of the window, not negative; NaN where missing.  One column for totals.
    reference_before, reference_after : array_like, shape (n_sectors,) or (n_areas, n_sectors)
        Employment of the reference: one for all the areas, or each area's own (its region).
    by_sector : bool
        Whether each sector is expected to change like the same sector of the reference, rather than like the whole.
    least_rate : float
        The smallest change that is one: no gap is given where less than this share of the area's employment was
        expected to come or go (0.001 is one job in a thousand).  A ratio to nearly nothing would rank noise.

    Returns
    -------
    Response
        The gap has no unit, and no bounds; NaN where the expected change is below `least_rate`.  All three are NaN
        for an area without employment at the first date in the sectors compared.  The gap tells resistance only where
        the expected change is a loss, and recovery only where it is a gain: look at its sign.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure, or `least_rate` out of (0, 1).
    """
    if not 0 < least_rate < 1:
        raise ValueError(f"least_rate: expected a share in (0, 1), got {least_rate}")
    first, last, whole_first, whole_last = tables_at_two_dates(before, after, reference_before, reference_after)
    rates = np.broadcast_to(growth(whole_first, whole_last), first.shape)
    missing = np.isnan(first) | np.isnan(last) | np.isnan(whole_first) | np.isnan(whole_last)
    compared = ~missing & ((whole_first > 0) | (first == 0))

    own_first, own_last = _sum_where(compared, first), _sum_where(compared, last)
    if by_sector:
        expected = _sum_where(compared & (first > 0), first * np.nan_to_num(rates))
    else:
        expected = own_first * growth(_sum_where(compared, whole_first), _sum_where(compared, whole_last))
    nothing = ~(own_first > 0)
    expected = np.where(nothing, np.nan, expected)
    change = np.where(nothing, np.nan, own_last - own_first)
    enough = np.abs(expected) >= least_rate * own_first
    gap = np.where(enough, ratio(change - expected, np.abs(expected)), np.nan)
    return Response(gap, change, expected)


def resilience(
    employment: npt.ArrayLike,
    reference: npt.ArrayLike,
    shock: tuple[int, int],
    recovery: tuple[int, int],
    *,
    by_sector: bool = False,
    least_rate: float = 0.001,
) -> Resilience:
    """Measure the resistance of each area in a shock and its recovery afterwards (Martin, 2012; Lagravinese, 2015).

    Parameters
    ----------
    employment : array_like, shape (n_years, n_areas, n_sectors)
        Employment at each date, not negative; NaN where missing.
    reference : array_like, shape (n_years, n_sectors) or (n_years, n_areas, n_sectors)
        Employment of the reference at the same dates.
    shock, recovery : (int, int)
        The two windows: positions in `employment` of the dates where each begins and ends.  They are the country's,
        the same for all the areas (the peak and the trough of its employment), and recovery does not begin before the
        shock ends.
    by_sector, least_rate
        As in `response`.

    Returns
    -------
    Resilience
        See `response`, of which each is one.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure, or windows that are not in order within the dates.
    """
    areas, whole = tables_by_year(employment, reference)
    if not 0 <= shock[0] < shock[1] <= recovery[0] < recovery[1] < areas.shape[0]:
        raise ValueError(
            f"shock and recovery: expected two windows in order within {areas.shape[0]} dates, got {shock}, {recovery}"
        )
    return Resilience(
        *(
            response(areas[start], areas[end], whole[start], whole[end], by_sector=by_sector, least_rate=least_rate)
            for start, end in (shock, recovery)
        )
    )


def _sum_where(chosen: BoolArray, values: FloatArray) -> FloatArray:
    total: FloatArray = np.where(chosen, values, 0.0).sum(axis=-1)
    return total
