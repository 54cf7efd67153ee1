"""How areas changed between two dates, how fast, and how much of it is the country's, their sectors' or their own."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray, as_numbers, ratio, sum_known


class ShiftShare(NamedTuple):
    """The change of employment in three parts: ``change = national + structural + local``.

    Attributes
    ----------
    national : ndarray of float, shape (n_areas, n_sectors), or (n_areas,) once summed
        What would have been gained by growing like the whole reference.
    structural : ndarray of float, same shape
        What was gained by having sectors that grow faster than the whole of the reference.
    local : ndarray of float, same shape
        What was gained beyond the same sectors of the reference.
    change : ndarray of float, same shape
        What was gained in all.
    """

    national: FloatArray
    structural: FloatArray
    local: FloatArray
    change: FloatArray

    def by_area(self) -> "ShiftShare":
        """Return the parts of each area: sums over the sectors that are known, NaN where none is."""
        return ShiftShare(*(sum_known(part) for part in self))


def shift_share(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    reference_before: npt.ArrayLike,
    reference_after: npt.ArrayLike,
) -> ShiftShare:
    """Split the change of each area's sectors into national, structural and local parts (Dunn, 1960).

    With e and E the employment of area and reference, ``G = E'/E - 1`` the growth of the whole reference and
    ``g_s = E'_s/E_s - 1`` that of its sector s (primes at the second date)::

        national   = e_ls G
        structural = e_ls (g_s - G)
        local      = e_ls (g_ls - g_s) = e'_ls - e_ls (1 + g_s)

    A sector that the area did not have at the first date has no growth rate: its national and structural parts are 0,
    and all that it gained is local, so that the identity holds for it too.

    Parameters
    ----------
    before, after : array_like, shape (n_areas, n_sectors)
        Employment at the two dates, not negative; NaN where missing.
    reference_before, reference_after : array_like, shape (n_sectors,) or (n_areas, n_sectors)
        Employment of the reference at the two dates: one for all the areas, or each area's own (its region).  G is
        taken over the sectors known at both dates.

    Returns
    -------
    ShiftShare
        Parts in the unit of `before`.  All four are NaN in a cell that is missing at either date, and in one whose
        sector has no growth rate in the reference (missing, or zero at first) although the area had it.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure.
    """
    first = as_numbers(before, "before", ndim=(2,), signed=False)
    last = as_numbers(after, "after", ndim=(2,), signed=False)
    whole_first = as_numbers(reference_before, "reference_before", signed=False)
    whole_last = as_numbers(reference_after, "reference_after", signed=False)
    if last.shape != first.shape:
        raise ValueError(f"after: expected shape {first.shape}, got {last.shape}")
    if whole_first.shape not in (first.shape, first.shape[1:]) or whole_last.shape != whole_first.shape:
        raise ValueError(
            f"reference_before and reference_after: expected shape {first.shape[1:]} or {first.shape} for both, "
            f"got {whole_first.shape} and {whole_last.shape}"
        )
    in_both = ~(np.isnan(whole_first) | np.isnan(whole_last))
    overall_growth = growth(
        sum_known(np.where(in_both, whole_first, np.nan), keepdims=True),
        sum_known(np.where(in_both, whole_last, np.nan), keepdims=True),
    )
    sector_growth = growth(whole_first, whole_last)

    new = first == 0
    gained = last - first
    national = np.where(new, 0.0, first * overall_growth)
    structural = np.where(new, 0.0, first * (sector_growth - overall_growth))
    local = gained - national - structural
    unknown = np.isnan(local)
    return ShiftShare(*(np.where(unknown, np.nan, part) for part in (national, structural, local, gained)))


def change(before: npt.ArrayLike, after: npt.ArrayLike) -> FloatArray:
    """Return ``x' - x``, in the unit of the figures; NaN where either is missing.

    Parameters
    ----------
    before, after : array_like, shapes that broadcast
        The figure at the two dates.

    Raises
    ------
    ValueError
        An infinite figure.
    """
    first, last = _two_dates(before, after)
    return last - first


def growth(before: npt.ArrayLike, after: npt.ArrayLike) -> FloatArray:
    """Return the change relative to the first date, ``x'/x - 1``.

    Parameters
    ----------
    before, after : array_like, shapes that broadcast
        The figure at the two dates.

    Returns
    -------
    ndarray of float
        A fraction (0.02 is 2 %); NaN where either figure is missing, or the first is zero or negative.

    Raises
    ------
    ValueError
        An infinite figure.
    """
    first, last = _two_dates(before, after)
    return ratio(last - first, np.where(first > 0, first, np.nan))


def annual_growth(before: npt.ArrayLike, after: npt.ArrayLike, years: float) -> FloatArray:
    """Return the constant yearly rate that leads from one figure to the other, ``(x'/x)^(1/years) - 1``.

    Parameters
    ----------
    before, after : array_like, shapes that broadcast
        The figure at the two dates.
    years : float
        Years between the two dates, above zero.

    Returns
    -------
    ndarray of float
        A fraction a year; NaN where either figure is missing, the first is zero or negative, or the second negative.

    Raises
    ------
    ValueError
        An infinite figure, or `years` not above zero.
    """
    if not (years > 0 and np.isfinite(years)):
        raise ValueError(f"years: expected a number above zero, got {years}")
    first, last = _two_dates(before, after)
    multiple = ratio(np.where(last >= 0, last, np.nan), np.where(first > 0, first, np.nan))
    return multiple ** (1.0 / years) - 1.0


def _two_dates(before: npt.ArrayLike, after: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    return as_numbers(before, "before", ndim=(0, 1, 2)), as_numbers(after, "after", ndim=(0, 1, 2))
