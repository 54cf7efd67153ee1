"""Count the open establishments of a sorted file by commune and class: a cell is a run of rows that follow each other.

A database does not know that the rows are sorted, and puts each of them in a hash table of millions of groups.  Here a
cell ends where the commune or the class changes.  The file is that of `scans`, its open establishments sorted by
commune then class.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array

from tandem.analytics.relational.scans import BLOCK, Rows, each_part, half_units_by_band
from tandem.analytics.relational.sizes import NOT_STATED

SHIFT = 36
"""An establishment without size weighs 2^36: one product gives the employment of a block's cells and their number."""

LARGEST_SIZE = 1 << 18
"""Half-units that an establishment may count for, so that the employment of a block stays under 2^`SHIFT`."""

SCHEMA = pa.schema(
    [
        ("commune", pa.int32()),
        ("class", pa.int16()),
        ("establishments", pa.int64()),
        ("half_units", pa.int64()),
        ("unsized", pa.int64()),
    ]
)
Columns = list[npt.NDArray[np.integer]]


def sorted_cells(path: Path, sizes: pa.Table, *, threads: int = 2) -> pa.Table:
    """Count the open establishments, and sum their employment, by commune and class.

    Parameters
    ----------
    path : Path
        The Parquet file; its open establishments are sorted by commune then class.
    sizes : pyarrow.Table
        What an establishment of each band counts for: ``band``, ``half_units`` (`sizes.band_sizes`).
    threads : int
        Threads that read, each its part of the file.

    Returns
    -------
    pyarrow.Table
        ``commune``, ``class``, ``establishments``, ``half_units``, ``unsized``, in the order of the first two.

    Raises
    ------
    ValueError
        A column is missing, a commune or a class is null, a size is not within 0 and 2^18, or the rows are not sorted.
    """
    half_units = half_units_by_band(sizes)
    if not 0 <= int(half_units.max(initial=0)) <= LARGEST_SIZE:
        raise ValueError("sizes: expected half-units within 0 and 2^18")
    weights = np.where(half_units < 0, 1 << SHIFT, half_units)
    ones = np.ones(BLOCK, dtype=np.int64)

    def runs(blocks: Iterator[Rows]) -> list[Columns]:
        return [_runs(rows, weights, ones) for rows in blocks]

    return _joined([block for part in each_part(path, threads, runs) for block in part])


def _runs(rows: Rows, weights: npt.NDArray[np.int64], ones: npt.NDArray[np.int64]) -> Columns:
    """Return commune, class, establishments, half-units and unsized of each run of rows."""
    size = rows.commune.size
    edge = np.ones(size + 1, dtype=np.bool_)
    inside = edge[1:-1]
    np.not_equal(rows.commune[1:], rows.commune[:-1], out=inside)
    inside |= rows.cls[1:] != rows.cls[:-1]
    edges = np.flatnonzero(edge).astype(np.int32)
    starts = edges[:-1]
    commune, cls = rows.commune[starts], rows.cls[starts]
    moves = commune[1:] != commune[:-1]
    if np.where(moves, commune[1:] < commune[:-1], cls[1:] < cls[:-1]).any():
        raise ValueError("the open establishments are not sorted by commune then class")
    # Cells × bands, a one for each establishment: its product with the weights of the bands sums each cell.
    bands = np.subtract(rows.band, NOT_STATED, dtype=np.int32)
    packed = csr_array((ones[:size], bands, edges), shape=(starts.size, weights.size)) @ weights
    return [commune, cls, np.diff(edges).astype(np.int64), packed & ((1 << SHIFT) - 1), packed >> SHIFT]


def _joined(blocks: Sequence[Columns]) -> pa.Table:
    """Put the blocks one after the other, without a copy; a cell that goes on into the next block is one cell."""
    kept: list[Columns] = []
    for columns in blocks:
        block = columns
        if kept:
            before = kept[-1]
            last, first = (before[0][-1], before[1][-1]), (block[0][0], block[1][0])
            if first < last:
                raise ValueError("the open establishments are not sorted by commune then class")
            if first == last:
                for figure, further in zip(before[2:], block[2:], strict=True):
                    figure[-1] += further[0]
                block = [column[1:] for column in block]
        if block[0].size:
            kept.append(block)
    batches = [
        pa.record_batch([pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], SCHEMA)
        for columns in kept
    ]
    return pa.Table.from_batches(batches, schema=SCHEMA)
