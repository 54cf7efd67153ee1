"""Read the open establishments of the coded store in one pass, and sum them by area and class.

`cells.cells` is the general path: any file, any columns, any engine.  It puts each row in a hash table of millions of
groups, which costs ten times the reading of the file.  Two facts about the store spare it: its codes are positions, so
that the cell of an area is a place in an array (`area_sums`); and its rows are sorted by commune then class
(`sorted_cells.sorted_cells`).

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

from tandem.analytics.relational.sizes import NOT_STATED

KEYS = ("commune", "class", "band")
BLOCK = 1 << 17
"""Rows handled at a time: few enough to stay in the processor's cache."""

Measure = Literal["establishments", "half_units", "unsized"]
Found = TypeVar("Found")


class Rows(NamedTuple):
    """Open establishments: commune, class and band of each; `NOT_STATED` for a size that is not given."""

    commune: npt.NDArray[np.integer]
    cls: npt.NDArray[np.integer]
    band: npt.NDArray[np.integer]


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
    half_units = half_units_by_band(sizes)
    weights = {
        "half_units": np.maximum(half_units, 0),
        "establishments": np.ones_like(half_units),
        "unsized": (half_units < 0).astype(np.int64),
    }[measure]
    # The first row and the first column take what is left out.
    width = n_classes + 1
    row_of = (area_of + 1) * width + 1

    def add(rows: Rows, into: npt.NDArray[np.int64]) -> None:
        if rows.commune.min() < 0 or rows.commune.max() >= area_of.size:
            raise ValueError(f"commune: expected numbers in [0, {area_of.size})")
        if rows.cls.min() < -1 or rows.cls.max() >= n_classes:
            raise ValueError(f"class: expected numbers in [-1, {n_classes})")
        weight = weights.take(rows.band.astype(np.intp) - NOT_STATED)
        counted = np.flatnonzero(weight != 0)  # most establishments have no employee
        np.add.at(into, row_of.take(rows.commune[counted]) + rows.cls[counted], weight[counted])

    def sums(blocks: Iterator[Rows]) -> npt.NDArray[np.int64]:
        into = np.zeros((n_areas + 1) * width, dtype=np.int64)
        for rows in blocks:
            add(rows, into)
        return into

    total = np.zeros((n_areas + 1) * width, dtype=np.int64)
    for part in each_part(path, threads, sums):
        total += part
    return total.reshape(n_areas + 1, width)[1:, 1:]


def half_units_by_band(sizes: pa.Table) -> npt.NDArray[np.int64]:
    """Return the half-units of each band, the first one being that of no band; -1 for a band that has no size."""
    half_units = np.full(np.iinfo(np.int8).max - NOT_STATED + 1, -1, dtype=np.int64)
    half_units[sizes["band"].to_numpy().astype(np.intp) - NOT_STATED] = sizes["half_units"].to_numpy()
    return half_units


def each_part(path: Path, threads: int, work: Callable[[Iterator[Rows]], Found]) -> list[Found]:
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
