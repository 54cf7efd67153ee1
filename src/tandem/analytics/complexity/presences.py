"""Which sectors an area has: its location quotients, and those that are high enough to call the sector present."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from tandem.analytics.arrays import BoolArray, as_numbers, sum_by
from tandem.analytics.complexity.tables import (
    Employment,
    Presence,
    SparseTable,
    as_employment,
    is_sparse,
    keep_cells,
    row_numbers,
)
from tandem.analytics.specialisation import location_quotient

# A quotient this close to the threshold is at it: 1/3 of 1/3 is 1, whatever the last bit of the division says.
ROUNDING = 1e-12


def presence(
    employment: npt.ArrayLike | SparseTable,
    reference: npt.ArrayLike | None = None,
    *,
    threshold: float = 1.0,
    floor: float = 0.0,
    establishments: npt.ArrayLike | SparseTable | None = None,
    establishments_floor: float = 1.0,
) -> Presence:
    """Tell which sectors each area has: a location quotient (Balassa, 1965) and a size that are high enough.

    ``M_ls = 1`` where ``(e_ls / E_l) / (E_s / E) >= threshold`` (Hidalgo, Klinger, Barabási and Hausmann, 2007),
    ``e_ls >= floor`` and the sector has `establishments_floor` establishments in the area.  The quotient alone is not
    enough for small areas: one job in a commune of a hundred is a quotient above 1 in most sectors.

    Parameters
    ----------
    employment : array_like or scipy.sparse array, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing or secret.
    reference : array_like, shape (n_sectors,), or (n_areas, n_sectors) with a dense table
        Employment of the country, or each area's own reference.  When not given, it is the sum of the rows that are
        known: right only if the areas partition the country, and too low for the sectors that have secret cells.
    threshold : float
        Quotient from which a sector is present, above zero.
    floor : float
        Employment from which a sector is present (10 jobs, for instance).
    establishments : array_like or scipy.sparse array, shape (n_areas, n_sectors), optional
        Number of establishments; NaN where missing or secret.
    establishments_floor : float
        Number of establishments from which a sector is present (3, for instance), above zero; read with
        `establishments` only.

    Returns
    -------
    ndarray or scipy.sparse.csr_array of bool, shape (n_areas, n_sectors)
        Sparse for a sparse table.  **A missing or secret cell is never present**: what is not known is not claimed, and
        areas with many secret cells look less diverse than they are.  The same holds for a cell without quotient (an
        area without employment, a sector that the reference does not have).

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure, a threshold or an `establishments_floor` not above
        zero, or a negative floor.
    """
    table = as_employment(employment)
    present = present_cells(table, quotients(table, reference), threshold, floor)
    if establishments is None:
        return present
    if not (establishments_floor > 0 and np.isfinite(establishments_floor)):
        raise ValueError(f"establishments_floor: expected a number above zero, got {establishments_floor}")
    counts = as_employment(establishments, "establishments")
    if counts.shape != table.shape:
        raise ValueError(f"establishments: expected shape {table.shape}, got {counts.shape}")
    enough = (
        keep_cells(counts, counts.data >= establishments_floor) if is_sparse(counts) else counts >= establishments_floor
    )
    if is_sparse(present):
        return present.multiply(sparse.csr_array(enough)).tocsr()
    return present & (enough.toarray() if is_sparse(enough) else enough)


def quotients(table: Employment, reference: npt.ArrayLike | None = None) -> Employment:
    """Return the location quotients of a table, dense or sparse as it is.

    The definition, `location_quotient`, compares an area like for like: a sector that is missing in the area is left
    out of the reference too.  In a sparse result a quotient that is not stored is that of an employment of zero.

    Raises
    ------
    ValueError
        A reference of another shape, an infinite or a negative figure in it.
    """
    if is_sparse(table):
        return _sparse_quotients(table, reference)
    area_totals = table.sum(axis=1, keepdims=True)
    complete = not np.isnan(area_totals).any()
    if reference is not None:
        whole = as_numbers(reference, "reference", signed=False)
    else:
        whole = table.sum(axis=0) if complete else np.nansum(table, axis=0)
    total = whole.sum()
    if not complete or np.isnan(total) or whole.shape != table.shape[1:]:
        return location_quotient(table, whole)
    # With every figure known the definition comes down to two divisions of the whole table.
    result = table / np.where(area_totals > 0, area_totals, np.nan)
    result *= total / np.where(whole > 0, whole, np.nan)
    return result


def present_cells(table: Employment, quotient: Employment, threshold: float, floor: float) -> Presence:
    """Return where the quotients and the employment are high enough.

    Raises
    ------
    ValueError
        A threshold not above zero, or a negative floor.
    """
    if not (threshold > 0 and np.isfinite(threshold)):
        raise ValueError(f"threshold: expected a number above zero, got {threshold}")
    if not (floor >= 0 and np.isfinite(floor)):
        raise ValueError(f"floor: expected a number, not negative, got {floor}")
    sizes, values = (table.data, quotient.data) if is_sparse(table) and is_sparse(quotient) else (table, quotient)
    present: BoolArray = values >= threshold * (1 - ROUNDING)
    if floor:
        present &= sizes >= floor
    return keep_cells(table, present) if is_sparse(table) else present


def _sparse_quotients(table: SparseTable, reference: npt.ArrayLike | None) -> SparseTable:
    n_areas, n_sectors = table.shape
    rows, columns, figures = row_numbers(table), table.indices, table.data
    missing = np.isnan(figures)
    known = np.where(missing, 0.0, figures) if missing.any() else figures
    if reference is None:
        whole = sum_by(columns, known, n_sectors)
    else:
        whole = as_numbers(reference, "reference", ndim=(1,), rows=n_sectors, signed=False)
        missing |= np.isnan(whole)[columns]
        known = np.where(missing, 0.0, figures)
    whole = np.where(np.isnan(whole), 0.0, whole)
    totals = np.full(n_areas, whole.sum())
    if missing.any():
        # What the reference has outside the sectors that are missing in the area.
        totals -= sum_by(rows[missing], whole[columns[missing]], n_areas)
        figures = np.where(missing, np.nan, figures)
    area_totals = sum_by(rows, known, n_areas)
    by_area = totals / np.where(area_totals > 0, area_totals, np.nan)
    by_sector = 1.0 / np.where(whole > 0, whole, np.nan)
    result = by_area[rows]
    result *= by_sector[columns]
    result *= figures
    return sparse.csr_array((result, columns, table.indptr), shape=table.shape)
