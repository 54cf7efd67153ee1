"""How areas changed between dates, how fast, and how much of it is the country's, their sectors' or their own."""

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


class EstebanMarquillas(NamedTuple):
    """The local part of a change, cleared of what the area was specialised in: ``local = competitive + allocation``.

    Attributes
    ----------
    classic : ShiftShare
        The classic parts, whose local one is split here.
    homothetic : ndarray of float, shape (n_areas, n_sectors), or (n_areas,) once summed
        The employment that the area would have had at the first date with the structure of the reference.
    competitive : ndarray of float, same shape
        What its sectors would have gained beyond the reference's, had it had that structure.
    allocation : ndarray of float, same shape
        What it gained by being specialised in the sectors in which it did better than the reference (or not having
        those in which it did worse).
    """

    classic: ShiftShare
    homothetic: FloatArray
    competitive: FloatArray
    allocation: FloatArray

    def by_area(self) -> "EstebanMarquillas":
        """Return the parts of each area: sums over the sectors that are known, NaN where none is."""
        return EstebanMarquillas(self.classic.by_area(), *(sum_known(part) for part in self[1:]))


class DynamicShiftShare(NamedTuple):
    """A change split year by year.

    Attributes
    ----------
    total : ShiftShare
        Parts of the change from the first year to the last, shape (n_areas, n_sectors): the sums of the yearly parts.
    yearly : ShiftShare
        Parts of the change from each year to the next, shape (n_years - 1, n_areas, n_sectors).
    """

    total: ShiftShare
    yearly: ShiftShare


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
    return _split(*tables_at_two_dates(before, after, reference_before, reference_after))


def esteban_marquillas(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    reference_before: npt.ArrayLike,
    reference_after: npt.ArrayLike,
) -> EstebanMarquillas:
    """Split the local part of the shift-share into competitive and allocation parts (Esteban-Marquillas, 1972).

    The classic local part mixes two things: growing faster, and having much of what grows faster.  With
    ``h_ls = E_l E_s / E`` the employment that the area would have with the reference's structure::

        competitive = h_ls (g_ls - g_s)
        allocation  = (e_ls - h_ls) (g_ls - g_s) = local - competitive

    A sector that the area did not have at the first date has no growth rate and cannot be a specialisation: all that it
    gained is competitive, and its allocation part is 0.

    Parameters
    ----------
    before, after, reference_before, reference_after : array_like
        As in `shift_share`.

    Returns
    -------
    EstebanMarquillas
        Parts in the unit of `before`, NaN where the classic ones are.  The homothetic employment shares out what is
        known of the area's employment over the same sectors of the reference, and sums to it; it is NaN in a sector
        that the reference misses too.  In a sector where the area had very little, the two parts are large and
        opposite: read them by area, or by large sector.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure.
    """
    first, last, whole_first, whole_last = tables_at_two_dates(before, after, reference_before, reference_after)
    classic = _split(first, last, whole_first, whole_last)
    compared = ~(np.isnan(classic.local) | np.isnan(whole_first))
    complete = bool(compared.all())
    own = first if complete else np.where(compared, first, 0.0)
    whole = whole_first if complete else np.where(compared, whole_first, 0.0)
    scale = ratio(own.sum(axis=-1, keepdims=True), whole.sum(axis=-1, keepdims=True))
    homothetic = np.nan_to_num(scale) * whole_first  # an area that had nothing keeps nothing
    if not complete:
        homothetic[~compared] = np.nan
    # h (g_ls - g_s) is the local part times h / e; a sector that was not there keeps its local part whole.
    new = first == 0
    competitive = np.where(new, classic.local, homothetic / (first + new) * classic.local)
    return EstebanMarquillas(classic, homothetic, competitive, classic.local - competitive)


def dynamic_shift_share(employment: npt.ArrayLike, reference: npt.ArrayLike) -> DynamicShiftShare:
    """Split the change over several years as the sum of the classic shift-shares of each year (Barff and Knight, 1988).

    The classic method weighs a change of ten years by the structure of the first: what an area gains from then on by
    having moved to sectors that grow passes for local.  Here each year is weighed by its own structure.

    Parameters
    ----------
    employment : array_like, shape (n_years, n_areas, n_sectors)
        Employment at each date, not negative; NaN where missing.  The dates need not be a year apart.
    reference : array_like, shape (n_years, n_sectors) or (n_years, n_areas, n_sectors)
        Employment of the reference at the same dates: one for all the areas, or each area's own (its region).

    Returns
    -------
    DynamicShiftShare
        Parts in the unit of `employment`, yearly ones as in `shift_share`.  Each of the four totals is the sum of its
        yearly parts, and their change is the last figure less the first; a cell that is NaN in a year is NaN in total:
        to bridge a year that is missing everywhere, leave it out of `employment`.

    Raises
    ------
    ValueError
        Fewer than two years, shapes that do not agree, an infinite or a negative figure.
    """
    areas, whole = tables_by_year(employment, reference)
    yearly = ShiftShare(*(np.empty((areas.shape[0] - 1, *areas.shape[1:])) for _ in ShiftShare._fields))
    for year in range(areas.shape[0] - 1):
        parts = _split(areas[year], areas[year + 1], whole[year], whole[year + 1])
        for part, whole_period in zip(parts, yearly, strict=True):
            whole_period[year] = part
    return DynamicShiftShare(ShiftShare(*(part.sum(axis=0) for part in yearly)), yearly)


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


def tables_by_year(employment: npt.ArrayLike, reference: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the figures of areas and reference by year, once their shapes are known to agree."""
    areas = as_numbers(employment, "employment", ndim=(3,), signed=False)
    whole = as_numbers(reference, "reference", ndim=(2, 3), signed=False)
    if areas.shape[0] < 2:
        raise ValueError(f"employment: expected at least 2 years, got {areas.shape[0]}")
    if whole.shape not in ((areas.shape[0], areas.shape[2]), areas.shape):
        shapes = f"{(areas.shape[0], areas.shape[2])} or {areas.shape}"
        raise ValueError(f"reference: expected shape {shapes}, got {whole.shape}")
    return areas, whole


def tables_at_two_dates(
    before: npt.ArrayLike, after: npt.ArrayLike, reference_before: npt.ArrayLike, reference_after: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the figures of areas and reference at the two dates, once their shapes are known to agree."""
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
    return first, last, whole_first, whole_last


def _split(first: FloatArray, last: FloatArray, whole_first: FloatArray, whole_last: FloatArray) -> ShiftShare:
    """Return the classic parts of checked tables.

    The tables of a country are larger than the processor's caches: each pass over them counts, so that the rare cells
    (no growth rate, no figure) are mended afterwards and only when there are any.
    """
    in_both = ~(np.isnan(whole_first) | np.isnan(whole_last))
    overall_growth = growth(
        sum_known(np.where(in_both, whole_first, np.nan), keepdims=True),
        sum_known(np.where(in_both, whole_last, np.nan), keepdims=True),
    )
    excess_growth = growth(whole_first, whole_last) - overall_growth

    gained = last - first
    national = first * overall_growth
    structural = first * excess_growth
    if np.isnan(excess_growth).any():  # nothing times an unknown growth is nothing
        new = first == 0
        np.copyto(national, 0.0, where=new)
        np.copyto(structural, 0.0, where=new)
    local = gained - national
    local -= structural
    parts = ShiftShare(national, structural, local, gained)
    unknown = np.isnan(local)
    if unknown.any():
        for part in parts:
            np.copyto(part, np.nan, where=unknown)
    return parts
