"""From the long tables of the relational layer to the arrays of `tandem.analytics`: areas by classes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array

from tandem.analytics.arrays import FloatArray


class Matrix(NamedTuple):
    """A measure by area and class.

    Attributes
    ----------
    values : ndarray of float, shape (n_rows, n_columns), or scipy.sparse.csr_array of that shape
        The measure: 0 where the long table has no row, NaN where it has a null (a secret figure).
    rows, columns : ndarray, shapes (n_rows,) and (n_columns,)
        Codes of the areas and of the classes.
    """

    values: Any
    rows: npt.NDArray[Any]
    columns: npt.NDArray[Any]


class _Cells(NamedTuple):
    row: npt.NDArray[np.intp]
    column: npt.NDArray[np.intp]
    value: FloatArray
    rows: npt.NDArray[Any]
    columns: npt.NDArray[Any]


def dense(
    table: pa.Table,
    value: str,
    *,
    keys: tuple[str, str] = ("area", "class"),
    rows: npt.ArrayLike | None = None,
    columns: npt.ArrayLike | None = None,
    divisor: int = 1,
) -> Matrix:
    """Return a measure as a dense array, for intermunicipalities.

    Parameters
    ----------
    table : pyarrow.Table
        One row for each cell that is not empty: the two keys, the measure.
    value : str
        The measure.
    keys : pair of str
        Columns that give the row and the column of the array.
    rows, columns : array_like, optional
        Codes of the rows and columns, each once, in the order wanted; those found, sorted, if not given.
    divisor : int
        What the measure is divided by: 2 for half-units.

    Raises
    ------
    ValueError
        A key is null or is not among the codes given, a code is given twice, or a cell has two rows.
    """
    cells = _cells(table, value, keys, rows, columns, divisor)
    shape = cells.rows.size, cells.columns.size
    flat = cells.row * shape[1] + cells.column
    values = np.zeros(shape[0] * shape[1])
    values[flat] = cells.value
    taken = np.zeros(values.size, dtype=np.bool_)
    taken[flat] = True
    if np.count_nonzero(taken) != flat.size:
        raise ValueError(f"{keys[0]} and {keys[1]}: a cell has two rows")
    return Matrix(values.reshape(shape), cells.rows, cells.columns)


def sparse(
    table: pa.Table,
    value: str,
    *,
    keys: tuple[str, str] = ("commune", "class"),
    rows: npt.ArrayLike | None = None,
    columns: npt.ArrayLike | None = None,
    divisor: int = 1,
) -> Matrix:
    """Return a measure as a sparse array by rows, for communes; as `dense` otherwise."""
    cells = _cells(table, value, keys, rows, columns, divisor)
    array = csr_array((cells.value, (cells.row, cells.column)), shape=(cells.rows.size, cells.columns.size))
    if array.nnz != cells.value.size:
        raise ValueError(f"{keys[0]} and {keys[1]}: a cell has two rows")
    return Matrix(array, cells.rows, cells.columns)


def summed(
    table: pa.Table, value: str, place_area: npt.ArrayLike, n_areas: int, n_classes: int, divisor: int = 1
) -> FloatArray:
    """Sum a measure of cells by commune and class straight into a dense array by area and class.

    The quick way for a partition and for codes that are positions; `cells.by_area` is the general one.

    Parameters
    ----------
    table : pyarrow.Table
        Cells: ``commune``, ``class``, the measure; a commune is a position in `place_area`, a class a column.
    value : str
        The measure, whole numbers that sum to less than 2^53.
    place_area : array_like of int, shape (n_places,)
        Area of each commune, -1 for one that is in none and is left out.
    n_areas, n_classes : int
        Shape of the result.
    divisor : int
        What the measure is divided by: 2 for half-units.

    Returns
    -------
    ndarray of float, shape (n_areas, n_classes)
        The sums; classes below 0 (not given by the file) are left out.

    Raises
    ------
    ValueError
        A commune, an area or a class is out of range, or a figure is null.
    """
    area_of = np.asarray(place_area, dtype=np.int64)
    if area_of.size and not (area_of.min() >= -1 and area_of.max() < n_areas):
        raise ValueError(f"place_area: expected numbers in [-1, {n_areas})")
    total = np.zeros(n_areas * n_classes)
    for batch in table.select(["commune", "class", value]).to_batches():
        if any(column.null_count for column in batch.columns):
            raise ValueError(f"commune, class and {value}: expected no null")
        commune, cls, figure = (column.to_numpy() for column in batch.columns)
        if not commune.size:
            continue
        if commune.min() < 0 or commune.max() >= area_of.size or cls.max() >= n_classes:
            raise ValueError("commune or class: out of range")
        area = area_of[commune]
        flat = area * n_classes + cls
        inside = (area >= 0) & (cls >= 0)
        if not inside.all():
            flat, figure = flat[inside], figure[inside]
        # A block of sorted cells touches few areas: only their part of the array is summed into.
        if flat.size:
            first = int(flat.min())
            part = np.bincount(flat - first, weights=figure)
            total[first : first + part.size] += part
    return total.reshape(n_areas, n_classes) / divisor


def _cells(
    table: pa.Table,
    value: str,
    keys: Sequence[str],
    rows: npt.ArrayLike | None,
    columns: npt.ArrayLike | None,
    divisor: int,
) -> _Cells:
    figures = table[value].to_numpy().astype(np.float64)  # a null becomes NaN
    row, row_codes = _positions(table[keys[0]], keys[0], rows)
    column, column_codes = _positions(table[keys[1]], keys[1], columns)
    return _Cells(row, column, figures / divisor, row_codes, column_codes)


def _positions(
    codes: pa.ChunkedArray, name: str, wanted: npt.ArrayLike | None
) -> tuple[npt.NDArray[np.intp], npt.NDArray[Any]]:
    """Return the position of each code on the axis, and the axis."""
    if codes.null_count:
        raise ValueError(f"{name}: expected no null")
    coded = pa.concat_arrays(codes.chunks).dictionary_encode() if codes.num_chunks else pa.array([], codes.type)
    found = coded.dictionary.to_pylist() if codes.num_chunks else []
    axis = np.asarray(sorted(found) if wanted is None else wanted)
    place = {code: number for number, code in enumerate(axis.tolist())}
    if len(place) != axis.size:
        raise ValueError(f"{name}: a code is given twice")
    unknown = [code for code in found if code not in place]
    if unknown:
        raise ValueError(f"{name}: {unknown[0]!r} is not among the codes given")
    of_code = np.array([place[code] for code in found], dtype=np.intp)
    return of_code[coded.indices.to_numpy()] if found else of_code, axis
