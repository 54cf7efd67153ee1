"""Tables of areas and sectors, dense or sparse: what is checked on the way in, and how they meet the linear algebra.

A table of intermunicipalities (1,250 x 732, two fifths filled) is best dense; a table of communes (35,000 x 732, a
twentieth filled) is best sparse (`scipy.sparse`, compressed rows).  Every function takes both and gives back the kind
that it got.  In a sparse table what is not stored is a zero that is known; a missing figure is a stored NaN.
"""

from collections.abc import Iterator
from typing import TypeAlias, TypeGuard

import numpy as np
import numpy.typing as npt
from scipy import sparse

from tandem.analytics.arrays import BoolArray, FloatArray, as_numbers

SparseTable: TypeAlias = sparse.csr_array
Employment: TypeAlias = FloatArray | SparseTable
Presence: TypeAlias = BoolArray | SparseTable
Precision: TypeAlias = type[np.float32] | type[np.float64]

# Rows of a sparse table that are made dense at a time: 6 MB of 732 columns in single precision.
BLOCK_ROWS = 2048


def is_sparse(table: object) -> TypeGuard[SparseTable]:
    """Tell a sparse table from a dense one."""
    return bool(sparse.issparse(table))


def as_employment(values: npt.ArrayLike | SparseTable, name: str = "employment") -> Employment:
    """Return a table of figures in double precision, dense or in compressed rows as it came; NaN stands for missing.

    Raises
    ------
    ValueError
        Not a table, an infinite or a negative figure.
    """
    if not is_sparse(values):
        return as_numbers(values, name, ndim=(2,), signed=False)
    table = _as_rows(values, name)
    figures = as_numbers(table.data, name, signed=False)
    return sparse.csr_array((figures, table.indices, table.indptr), shape=table.shape)


def as_presence(values: npt.ArrayLike | SparseTable, name: str = "presence") -> Presence:
    """Return a table of booleans, dense or in compressed rows (present cells stored, the others not) as it came.

    Raises
    ------
    ValueError
        Not a table, or anything but booleans, zeros and ones.
    """
    if is_sparse(values):
        rows = _as_rows(values, name)
        return keep_cells(rows, _as_booleans(rows.data, name))
    table = np.asarray(values)
    if table.ndim != 2:
        raise ValueError(f"{name}: expected 2 dimension(s), got {table.ndim}")
    return _as_booleans(table, name)


def as_proximity(values: npt.ArrayLike, n_sectors: int) -> FloatArray:
    """Return a proximity between `n_sectors` sectors, each one's with itself put at zero.

    Raises
    ------
    ValueError
        Not a square table of that size, a missing, an infinite or a negative proximity.
    """
    table = as_numbers(values, "proximity", ndim=(2,), signed=False).copy()
    if table.shape != (n_sectors, n_sectors):
        raise ValueError(f"proximity: expected shape {(n_sectors, n_sectors)}, got {table.shape}")
    if np.isnan(table).any():
        raise ValueError("proximity: missing figures are not accepted")
    np.fill_diagonal(table, 0.0)
    return table


def keep_cells(table: SparseTable, kept: BoolArray) -> SparseTable:
    """Return the presence of the stored cells that are `kept`."""
    ends = np.concatenate([[0], np.cumsum(kept)])[table.indptr].astype(table.indices.dtype)
    columns = table.indices[kept]
    return sparse.csr_array((np.ones(columns.size, dtype=np.bool_), columns, ends), shape=table.shape)


def row_numbers(table: SparseTable) -> npt.NDArray[np.intp]:
    """Return the row of each stored cell."""
    return np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))


def dense_blocks(table: Employment | Presence, dtype: Precision) -> Iterator[tuple[slice, npt.NDArray[np.floating]]]:
    """Yield the rows of a table as dense floats: all those of a dense one, a block at a time of a sparse one."""
    if not is_sparse(table):
        yield slice(None), table.astype(dtype, copy=False)
        return
    for first in range(0, table.shape[0], BLOCK_ROWS):
        rows = slice(first, first + BLOCK_ROWS)
        yield rows, table[rows].astype(dtype).toarray()


def _as_booleans(cells: npt.NDArray[np.generic], name: str) -> BoolArray:
    if cells.dtype != np.bool_ and not np.isin(cells, (0, 1)).all():
        raise ValueError(f"{name}: expected present (1) or absent (0), got other figures")
    return cells.astype(np.bool_, copy=False)


def _as_rows(values: SparseTable, name: str) -> SparseTable:
    if values.ndim != 2:
        raise ValueError(f"{name}: expected 2 dimension(s), got {values.ndim}")
    table = sparse.csr_array(values)
    if not table.has_canonical_format:
        table = table.copy()
        table.sum_duplicates()
    return table
