"""Count by commune and class in a file that is sorted so, in one pass: a cell is a run of rows that follow each other.

A database does not know that the rows are sorted: it puts each of them in a hash table of millions of groups, which
costs several times the reading of the file.  Here a cell ends where the commune or the class changes.  The result is
that of `cells.cells` on the open establishments, which stays the general path: any file, any columns, any engine.

Two files are read so, both sorted by commune then class:

* establishments, one a row: ``commune``, ``class``, ``band``, ``closed``, as in `cells`.  It is read fastest when the
  open ones stand before the closed ones: groups of rows in which all are closed are then skipped, and in the others
  the column is not even read;
* counts of open establishments by commune, class and size band (`cells.size_bands`): ``establishments`` in the place of
  ``closed``.  It is a sixth of the rows, made once when a stock is imported.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy.sparse import csr_array

from tandem.analytics.relational.sizes import NOT_STATED

KEYS = ("commune", "class", "band")
BLOCK = 1 << 17
"""Rows reduced at a time: few enough to stay in the processor's cache."""

ONES = np.ones(BLOCK, dtype=np.int64)

Columns = list[npt.NDArray[np.integer]]
"""Commune, class, establishments, half-units and unsized of each cell of a block."""


def sorted_cells(path: Path, sizes: pa.Table, *, threads: int = 2) -> pa.Table:
    """Count the open establishments of a sorted file, and sum their employment, by commune and class.

    Parameters
    ----------
    path : Path
        The Parquet file, of establishments or of counts.
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
        A column is missing, a commune or a class is null, or the rows are not sorted.
    """
    metadata = pq.read_metadata(path)
    names = metadata.schema.names
    missing = [name for name in KEYS if name not in names]
    if not {"closed", "establishments"} & set(names):
        missing.append("closed")
    if missing:
        raise ValueError(f"{path}: no column {', '.join(missing)}")
    weights = _weights(sizes)
    groups = _groups_with_open_rows(metadata)
    share = -(-len(groups) // threads) or 1
    parts = [groups[first : first + share] for first in range(0, len(groups), share)]
    with ThreadPoolExecutor(threads) as pool:
        found = pool.map(lambda part: list(_reduce(path, metadata, part, weights)), parts)
        return _joined([block for blocks in found for block in blocks])


def _weights(sizes: pa.Table) -> npt.NDArray[np.int64]:
    """Return the half-units of each band, the first one being that of no band; -1 for a band that has no size."""
    weights = np.full(np.iinfo(np.int8).max - NOT_STATED + 1, -1, dtype=np.int64)
    weights[sizes["band"].to_numpy().astype(np.intp) - NOT_STATED] = sizes["half_units"].to_numpy()
    return weights


def _groups_with_open_rows(metadata: pq.FileMetaData) -> list[tuple[int, bool]]:
    """Return the groups of rows in which some are open, and whether some are closed."""
    if "establishments" in metadata.schema.names:
        return [(number, False) for number in range(metadata.num_row_groups)]
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


def _reduce(
    path: Path, metadata: pq.FileMetaData, groups: Sequence[tuple[int, bool]], weights: npt.NDArray[np.int64]
) -> Iterator[Columns]:
    weighted = ["establishments"] if "establishments" in metadata.schema.names else []
    with pq.ParquetFile(path, metadata=metadata) as file:
        for number, mixed in groups:
            columns = [*KEYS, *weighted, *(["closed"] if mixed else [])]
            for batch in file.iter_batches(BLOCK, row_groups=[number], columns=columns, use_threads=False):
                rows = batch.filter(pc.is_null(batch.column("closed"))) if mixed else batch
                if rows.num_rows:
                    yield _runs(rows, weights)


def _runs(rows: pa.RecordBatch, weights: npt.NDArray[np.int64]) -> Columns:
    commune, cls, band = (rows.column(name) for name in KEYS)
    if commune.null_count or cls.null_count:
        raise ValueError("a commune or a class is null")
    if band.null_count:
        band = pc.fill_null(band, NOT_STATED)
    communes, classes, bands = commune.to_numpy(), cls.to_numpy(), band.to_numpy()
    edge = np.ones(rows.num_rows + 1, dtype=np.bool_)
    inside = edge[1:-1]
    np.not_equal(communes[1:], communes[:-1], out=inside)
    inside |= classes[1:] != classes[:-1]
    edges = np.flatnonzero(edge).astype(np.int32)
    starts = edges[:-1]
    communes, classes = communes[starts], classes[starts]
    moves = communes[1:] != communes[:-1]
    if np.where(moves, communes[1:] < communes[:-1], classes[1:] < classes[:-1]).any():
        raise ValueError("the open establishments are not sorted by commune then class")
    # Cells × bands, the numbers of establishments: its product with the sizes of the bands sums each cell.
    weighted = "establishments" in rows.schema.names
    number = rows.column("establishments").to_numpy().astype(np.int64) if weighted else ONES[: rows.num_rows]
    table = csr_array((number, bands.astype(np.int32) - NOT_STATED, edges), shape=(starts.size, weights.size))
    establishments = table @ ONES[: weights.size] if weighted else np.diff(edges).astype(np.int64)
    return [communes, classes, establishments, table @ np.maximum(weights, 0), table @ (weights < 0).astype(np.int64)]


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
    schema = pa.schema(
        [
            ("commune", pa.int32()),
            ("class", pa.int16()),
            ("establishments", pa.int64()),
            ("half_units", pa.int64()),
            ("unsized", pa.int64()),
        ]
    )
    return pa.Table.from_batches(
        [
            pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
            for columns in kept
        ],
        schema=schema,
    )
