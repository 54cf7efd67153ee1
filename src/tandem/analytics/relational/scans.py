"""Count the open establishments of the coded store in one pass over its rows, at little more than the cost of reading them.

`cells.cells` is the general path: any file, any columns, any engine.  It puts each row in a hash table of millions of
groups, which costs ten times the reading of the file.  Here two facts about the store spare it: its rows are sorted by
commune then class, so that a cell is a run of rows that follow each other; and its codes are positions, so that the cell
of an area is a place in an array.

The file has ``commune``, ``class``, ``band`` and ``closed``, as in `cells`.  It is read fastest when the open
establishments stand before the closed ones: groups of rows in which all are closed are then skipped, and in those in
which all are open the column is not even read.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy.sparse import csr_array

from tandem.analytics.relational.sizes import NOT_STATED

KEYS = ("commune", "class", "band")
BLOCK = 1 << 17
"""Rows handled at a time: few enough to stay in the processor's cache."""

SHIFT = 36
"""In the sums of a block, an establishment without size weighs 2^36: one product gives the employment and their number."""

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
Measure = Literal["establishments", "half_units", "unsized"]
Columns = list[npt.NDArray[np.integer]]
Found = TypeVar("Found")


class _Rows(NamedTuple):
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
    half_units = _by_band(sizes)
    if not 0 <= int(half_units.max(initial=0)) <= LARGEST_SIZE:
        raise ValueError("sizes: expected half-units within 0 and 2^18")
    weights = np.where(half_units < 0, 1 << SHIFT, half_units)
    ones = np.ones(BLOCK, dtype=np.int64)
    return _joined(_each_block(path, threads, lambda rows: _runs(rows, weights, ones)))


def area_sums(
    path: Path,
    sizes: pa.Table,
    place_area: npt.ArrayLike,
    n_areas: int,
    n_classes: int,
    *,
    measure: Measure = "half_units",
    threads: int = 2,
) -> npt.NDArray[np.int64]:
    """Sum a measure of the open establishments by area and class, straight into an array; the rows may be in any order.

    Parameters
    ----------
    path : Path
        The Parquet file.
    sizes : pyarrow.Table
        What an establishment of each band counts for: ``band``, ``half_units`` (`sizes.band_sizes`).
    place_area : array_like of int, shape (n_places,)
        Area of each commune, whose code is its position here; -1 for one that is in none and is left out.
    n_areas, n_classes : int
        Shape of the result; a class is its column, and -1 (not given) is left out.
    measure : {"half_units", "establishments", "unsized"}
        What is summed, as in `cells`.
    threads : int
        Threads that read, each its part of the file.

    Returns
    -------
    ndarray of int, shape (n_areas, n_classes)
        The sums.

    Raises
    ------
    ValueError
        A column is missing, a commune or a class is null, or a commune, an area or a class is out of range.
    """
    area_of = np.asarray(place_area, dtype=np.int64)
    if area_of.size and not (area_of.min() >= -1 and area_of.max() < n_areas):
        raise ValueError(f"place_area: expected numbers in [-1, {n_areas})")
    half_units = _by_band(sizes)
    weights = {
        "half_units": np.maximum(half_units, 0),
        "establishments": np.ones_like(half_units),
        "unsized": (half_units < 0).astype(np.int64),
    }[measure]
    # The first row and the first column take what is left out.
    width = n_classes + 1
    row_of = (area_of + 1) * width + 1

    def add(rows: _Rows, into: npt.NDArray[np.int64]) -> None:
        if rows.commune.min() < 0 or rows.commune.max() >= area_of.size:
            raise ValueError(f"commune: expected numbers in [0, {area_of.size})")
        if rows.cls.min() < -1 or rows.cls.max() >= n_classes:
            raise ValueError(f"class: expected numbers in [-1, {n_classes})")
        np.add.at(into, row_of[rows.commune] + rows.cls, weights[rows.band.astype(np.intp) - NOT_STATED])

    def sums(blocks: Iterator[_Rows]) -> npt.NDArray[np.int64]:
        into = np.zeros((n_areas + 1) * width, dtype=np.int64)
        for rows in blocks:
            add(rows, into)
        return into

    total = np.sum(_each_part(path, threads, sums), axis=0, dtype=np.int64, initial=0)
    return np.broadcast_to(total, (n_areas + 1) * width).reshape(n_areas + 1, width)[1:, 1:]


def _by_band(sizes: pa.Table) -> npt.NDArray[np.int64]:
    """Return the half-units of each band, the first one being that of no band; -1 for a band that has no size."""
    half_units = np.full(np.iinfo(np.int8).max - NOT_STATED + 1, -1, dtype=np.int64)
    half_units[sizes["band"].to_numpy().astype(np.intp) - NOT_STATED] = sizes["half_units"].to_numpy()
    return half_units


def _each_block(path: Path, threads: int, work: Callable[[_Rows], Found]) -> list[Found]:
    """Return what the work makes of each block of open establishments, in the order of the file."""
    parts = _each_part(path, threads, lambda blocks: [work(rows) for rows in blocks])
    return [found for part in parts for found in part]


def _each_part(path: Path, threads: int, work: Callable[[Iterator[_Rows]], Found]) -> list[Found]:
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


def _blocks(path: Path, metadata: pq.FileMetaData, groups: Sequence[tuple[int, bool]]) -> Iterator[_Rows]:
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
                yield _Rows(commune.to_numpy(), cls.to_numpy(), band.to_numpy())


def _runs(rows: _Rows, weights: npt.NDArray[np.int64], ones: npt.NDArray[np.int64]) -> Columns:
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
