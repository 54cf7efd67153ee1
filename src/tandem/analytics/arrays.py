"""What the indicators share: array types, checked input, and arithmetic in which NaN means "not known"."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.intp]
BoolArray: TypeAlias = npt.NDArray[np.bool_]


def as_numbers(
    values: npt.ArrayLike, name: str, *, ndim: tuple[int, ...] = (1, 2), rows: int | None = None, signed: bool = True
) -> FloatArray:
    """Return `values` as floats, NaN or None standing for a missing figure.

    Parameters
    ----------
    values : array_like
        The figures.
    name : str
        What the caller calls them, for the error message.
    ndim : tuple of int
        Numbers of dimensions accepted.
    rows : int, optional
        Length that the first dimension must have.
    signed : bool
        Whether negative figures are accepted.

    Raises
    ------
    ValueError
        Wrong number of dimensions or rows, an infinite figure, or a negative one where none may be.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim not in ndim:
        raise ValueError(f"{name}: expected {' or '.join(map(str, ndim))} dimension(s), got {array.ndim}")
    if rows is not None and array.shape[0] != rows:
        raise ValueError(f"{name}: expected {rows} rows, got {array.shape[0]}")
    if np.isinf(array).any():
        raise ValueError(f"{name}: infinite figures are not accepted, a missing one is NaN")
    if not signed and (array < 0).any():
        raise ValueError(f"{name}: negative figures are not accepted")
    return array


def as_indices(values: npt.ArrayLike, name: str, *, stop: int, start: int = 0) -> IntArray:
    """Return `values` as a vector of whole numbers in ``[start, stop)``.

    Raises
    ------
    ValueError
        Not a vector, not whole numbers, or a number out of range.
    """
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name}: expected 1 dimension, got {array.ndim}")
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{name}: expected whole numbers, got {array.dtype}")
    if array.size and not (start <= array.min() and array.max() < stop):
        raise ValueError(f"{name}: expected numbers in [{start}, {stop}), got {array.min()} to {array.max()}")
    return array.astype(np.intp)


def ratio(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> FloatArray:
    """Return ``numerator / denominator``, NaN where the denominator is zero or either is missing."""
    below = np.asarray(denominator, dtype=np.float64)
    return np.asarray(np.asarray(numerator, dtype=np.float64) / np.where(below == 0, np.nan, below))


def sum_known(values: FloatArray, *, keepdims: bool = False) -> FloatArray:
    """Return the sum over the last axis of the figures that are known, NaN where none is."""
    total: FloatArray = values.sum(axis=-1, keepdims=keepdims)
    if values.shape[-1] and not np.isnan(total).any():
        return total  # nothing is missing: one pass
    nothing = np.isnan(values).all(axis=-1, keepdims=keepdims)
    return np.where(nothing, np.nan, np.nansum(values, axis=-1, keepdims=keepdims))


def sum_by(number: IntArray, values: npt.ArrayLike, size: int) -> FloatArray:
    """Return the sum of the values that have each number from 0 to ``size - 1``; 0 for a number that none has."""
    sums = np.bincount(number, weights=np.asarray(values, dtype=np.float64), minlength=size)
    return sums.astype(np.float64, copy=False)


def each_group(group: npt.ArrayLike | None, size: int) -> Iterator[IntArray]:
    """Yield the row numbers of each group in turn; of all `size` rows when there is no `group`.

    Raises
    ------
    ValueError
        `group` is not a vector of `size` labels.
    """
    if group is None:
        yield np.arange(size)
        return
    labels = np.asarray(group)
    if labels.shape != (size,):
        raise ValueError(f"group: expected {size} labels, got shape {labels.shape}")
    distinct, number = np.unique(labels, return_inverse=True)
    for index in range(distinct.size):
        yield np.flatnonzero(number == index)
