"""From the long tables of the relational layer to the arrays of `tandem.analytics`: areas by classes."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array

from tandem.analytics.arrays import FloatArray
from tandem.analytics.relational.engine import Engine
from tandem.analytics.relational.sizes import NOT_STATED, half_units_by_band


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


def area_sums(
    engine: Engine,
    establishments: ir.Table,
    sizes: pa.Table,
    place_area: npt.ArrayLike,
    n_areas: int,
    n_classes: int,
    *,
    measure: Literal["half_units", "establishments", "unsized"] = "half_units",
) -> npt.NDArray[np.int64]:
    """Sum a measure of establishments by area and class, straight into an array.

    The quick way for areas that do not overlap and for codes that are positions: what `cells.cells` and `cells.by_area`
    put in hash tables is here added where it belongs, and the engine only gives the rows that have something to add.

    Parameters
    ----------
    engine : Engine
        What reads the rows.
    establishments : Table
        ``commune``, ``class`` and ``band`` of each, as in `cells`.
    sizes : pyarrow.Table
        What an establishment of each band counts for: ``band``, ``half_units`` (`sizes.band_sizes`).
    place_area : array_like of int, shape (n_places,)
        Area of each commune, whose code is its position here; -1 for one that is in none and is left out.
    n_areas, n_classes : int
        Shape of the result; a class is its column, and -1 (not given) is left out.
    measure : {"half_units", "establishments", "unsized"}
        What is summed, as in `cells`.

    Returns
    -------
    ndarray of int, shape (n_areas, n_classes)
        The sums.

    Raises
    ------
    ValueError
        Among what is summed, a commune or a class is null or out of range; or an area is.
    """
    area_of = np.asarray(place_area, dtype=np.int64)
    if area_of.size and not (area_of.min() >= -1 and area_of.max() < n_areas):
        raise ValueError(f"place_area: expected numbers in [-1, {n_areas})")
    band, weights = establishments["band"], half_units_by_band(sizes)
    if measure == "half_units":
        employing = (np.flatnonzero(weights > 0) + NOT_STATED).tolist()
        rows = establishments.filter(band.isin(employing))
    elif measure == "unsized":
        rows = establishments.filter(band.isnull() | band.notin(sizes["band"].to_pylist()))
    else:
        rows = establishments
    columns = ["commune", "class", *(["band"] if measure == "half_units" else [])]
    # The first row and the first column take what is left out.
    width = n_classes + 1
    row_of = (area_of + 1) * width + 1
    total = np.zeros((n_areas + 1) * width, dtype=np.int64)
    for batch in engine.to_arrow(rows.select(*columns)).to_batches():
        if not batch.num_rows:
            continue
        if any(column.null_count for column in batch.columns):
            raise ValueError("a commune or a class is null")
        commune, cls = batch.column("commune").to_numpy(), batch.column("class").to_numpy()
        if commune.min() < 0 or commune.max() >= area_of.size:
            raise ValueError(f"commune: expected numbers in [0, {area_of.size})")
        if cls.min() < -1 or cls.max() >= n_classes:
            raise ValueError(f"class: expected numbers in [-1, {n_classes})")
        bands = batch.column("band").to_numpy().astype(np.intp) if measure == "half_units" else None
        np.add.at(total, row_of.take(commune) + cls, 1 if bands is None else weights.take(bands - NOT_STATED))
    return total.reshape(n_areas + 1, width)[1:, 1:]


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
