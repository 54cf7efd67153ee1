"""A crossed table with its nested totals, and the equations that tie its cells together."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array, eye_array, kron, vstack

from tandem.analytics.arrays import BoolArray, FloatArray, as_numbers
from tandem.analytics.secrecy.hierarchy import Hierarchy

# A total may differ from the sum of its parts by this much, and by this share: floating point, and nothing else.
ROUNDING, SHARE = 1e-6, 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Cells at the crossing of the nodes of two hierarchies, numbered row by row.

    Attributes
    ----------
    rows, columns : Hierarchy
        Areas and sectors; a side with a single node makes a list of the other.
    """

    rows: Hierarchy
    columns: Hierarchy

    @property
    def shape(self) -> tuple[int, int]:
        """Nodes of each side, totals included."""
        return self.rows.size, self.columns.size

    @property
    def leaf_shape(self) -> tuple[int, int]:
        """Nodes of each side that are no total."""
        return self.rows.leaves.size, self.columns.leaves.size

    @property
    def leaf(self) -> BoolArray:
        """Where a cell is no total, shape (n_rows, n_columns)."""
        return np.asarray((self.rows.height[:, np.newaxis] + self.columns.height) == 0)

    @property
    def unprinted(self) -> BoolArray:
        """Where a cell is in no publication, shape (n_rows, n_columns)."""
        hidden = np.zeros(self.shape, dtype=np.bool_)
        hidden[list(self.rows.unprinted)] = True
        hidden[:, list(self.columns.unprinted)] = True
        return hidden

    def equations(self) -> csr_array:
        """Return ``A`` such that ``A x = 0`` says that every total is the sum of its parts, along both sides.

        Returns
        -------
        sparse array, shape (n_equations, n_cells)
            1 for a part, -1 for its total.
        """
        down = kron(_sums(self.rows), eye_array(self.columns.size), format="csr")
        across = kron(eye_array(self.rows.size), _sums(self.columns), format="csr")
        return csr_array(vstack([down, across], format="csr"))

    def totals(self, leaves: npt.ArrayLike) -> FloatArray:
        """Add up figures of leaves, shape `leaf_shape`, into all the cells, shape `shape`."""
        figures = as_numbers(leaves, "leaves", ndim=(2,), rows=self.leaf_shape[0])
        return np.asarray((self.columns.membership @ (self.rows.membership @ figures).T).T)

    def largest(self, leaves: npt.ArrayLike) -> FloatArray:
        """Bring the largest of the leaves under each cell, NaN where one of them is not known."""
        figures = as_numbers(leaves, "leaves", ndim=(2,), rows=self.leaf_shape[0])
        by_row = _largest(self.rows, figures)
        return _largest(self.columns, by_row.T).T

    def spread(self, values: npt.ArrayLike, name: str) -> FloatArray:
        """Return figures given for all cells as they are, and figures of leaves with NaN for the totals.

        Raises
        ------
        ValueError
            Neither shape; an infinite or negative figure.
        """
        figures = as_numbers(values, name, ndim=(2,), signed=False)
        if figures.shape == self.shape:
            return figures.copy()
        if figures.shape != self.leaf_shape:
            raise ValueError(f"{name}: expected shape {self.shape} or {self.leaf_shape}, got {figures.shape}")
        whole = np.full(self.shape, np.nan)
        whole[np.ix_(self.rows.leaves, self.columns.leaves)] = figures
        return whole

    def spread_flags(self, values: npt.ArrayLike | None, name: str) -> BoolArray:
        """Do the same for flags, down for the totals when they are given for leaves."""
        if values is None:
            return np.zeros(self.shape, dtype=np.bool_)
        flags = np.asarray(values)
        if flags.dtype != np.bool_:
            raise ValueError(f"{name}: expected booleans, got {flags.dtype}")
        return np.asarray(self.spread(flags.astype(np.float64), name) == 1.0)

    def leaves_of(self, values: FloatArray) -> FloatArray:
        """Return the part of an array of all cells that belongs to leaves."""
        return values[np.ix_(self.rows.leaves, self.columns.leaves)]

    def name(self, cell: int | np.integer[Any]) -> str:
        """Name a cell by its number."""
        row, column = divmod(int(cell), self.columns.size)
        return f"{self.rows.names[row]} × {self.columns.names[column]}"

    def check_sums(self, values: FloatArray, equations: csr_array) -> None:
        """Refuse figures that do not add up.

        Raises
        ------
        ValueError
            A total that is not the sum of its parts; it is named, with both.
        """
        flat = values.ravel()
        gaps = np.abs(equations @ flat)
        wrong = np.flatnonzero(gaps > ROUNDING + SHARE * (abs(equations) @ np.abs(flat)))
        if wrong.size:
            row = equations[[wrong[0]]].tocoo()
            total = int(row.col[row.data < 0][0])
            parts = float(flat[row.col[row.data > 0]].sum())
            raise ValueError(
                f"values: expected totals that are the sum of their parts; "
                f"{self.name(total)} is {flat[total]:g}, its parts are {parts:g}"
            )


def _sums(side: Hierarchy) -> csr_array:
    """Return the equations of one side, shape (n_totals, n_nodes)."""
    rows = [number for number, (_, parts) in enumerate(side.totals) for _ in range(len(parts) + 1)]
    columns = [node for total, parts in side.totals for node in (total, *parts)]
    data = [sign for _, parts in side.totals for sign in (-1.0, *[1.0] * len(parts))]
    return csr_array(coo_array((data, (rows, columns)), shape=(len(side.totals), side.size)))


def _largest(side: Hierarchy, figures: FloatArray) -> FloatArray:
    held = side.membership
    if not held.nnz:
        return np.zeros((side.size, figures.shape[1]))
    result: FloatArray = np.maximum.reduceat(figures[held.indices], held.indptr[:-1], axis=0)
    return result
