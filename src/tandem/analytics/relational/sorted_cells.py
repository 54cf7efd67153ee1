"""Count the open establishments of a sorted file by commune and class: a cell is a run of rows that follow each other.

`cells.cells` is the general path: any file, any columns, any engine.  A database does not know that rows are sorted:
it puts each of them in a hash table of millions of groups, which costs ten times the reading of the file.  Here a cell
ends where the commune or the class changes.

The file has ``commune``, ``class``, ``band`` and ``closed``, as in `cells`.  It is read fastest when the open
establishments stand before the closed ones: groups of rows in which all are closed are then skipped, and in those in
which all are open the column is not even read.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy.sparse import csr_array

from tandem.analytics.relational.sizes import NOT_STATED, half_units_by_band

KEYS = ("commune", "class", "band")
BLOCK = 1 << 17
"""Rows handled at a time: few enough to stay in the processor's cache."""

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


class Rows(NamedTuple):
    """Open establishments: commune, class and band of each; `NOT_STATED` for a size that is not given."""

    commune: npt.NDArray[np.integer]
    cls: npt.NDArray[np.integer]
    band: npt.NDArray[np.integer]


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
    if half_units.max() > LARGEST_SIZE:
        raise ValueError("sizes: expected half-units within 0 and 2^18")
    weights = np.where(half_units < 0, 1 << SHIFT, half_units)
    ones = np.ones(BLOCK, dtype=np.int64)

    def runs(blocks: Iterator[Rows]) -> list[Columns]:
        return [_runs(rows, weights, ones) for rows in blocks]

    return _joined([block for part in _each_part(path, threads, runs) for block in part])


def _each_part(path: Path, threads: int, work: Callable[[Iterator[Rows]], list[Columns]]) -> list[list[Columns]]:
    """Return what the work makes of each thread's part of the file, in its order."""
    metadata = pq.read_metadata(path)
    missing = [name for name in (*KEYS, "closed") if name not in metadata.schema.names]
    if missing:
        raise ValueError(f"{path}: no column {', '.join(missing)}")
    groups = _groups_with_open_rows(metadata)
    share = -(-len(groups) // threads) or 1
    parts = [groups[first : first + share] for first in range(0, len(groups), share)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda part: work(_blocks(path, metadata, part)), parts))


def _groups_with_open_rows(metadata: pq.FileMetaData) -> list[tuple[int, bool]]:
    """Return the groups of rows in which some are open, and whether some are closed."""
    closed = metadata.schema.names.index("closed")
    found = []
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        statistics = group.column(closed).statistics
        known = statistics is not None and statistics.has_null_count
        n_open = statistics.null_count if known else None
        if n_open != 0:
            found.append((number, n_open != group.num_rows))
    return found


def _blocks(path: Path, metadata: pq.FileMetaData, groups: Sequence[tuple[int, bool]]) -> Iterator[Rows]:
    with pq.ParquetFile(path, metadata=metadata) as file:
        for number, mixed in groups:
            columns = [*KEYS, "closed"] if mixed else KEYS
            for batch in file.iter_batches(BLOCK, row_groups=[number], columns=columns, use_threads=False):
                rows = batch.filter(pc.is_null(batch.column("closed"))) if mixed else batch
                if not rows.num_rows:
                    continue
                commune, cls, band = (rows.column(name) for name in KEYS)
                if commune.null_count or cls.null_count:
                    raise ValueError(f"{path}: a commune or a class is null")
                if band.null_count:
                    band = pc.fill_null(band, NOT_STATED)
                yield Rows(commune.to_numpy(), cls.to_numpy(), band.to_numpy())


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
