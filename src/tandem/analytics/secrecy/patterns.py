"""Protects each secret cell by the cheapest pattern of hidden cells, given what is hidden already.

Two patterns, each of them a move of the whole table by construction, so that a secret cell that has one is protected
whatever happens to the rest:

* a *rectangle* takes two leaves of each side, i and i', j and j', and moves four cells by the same amount: (i, j) and
  (i', j') one way, (i, j') and (i', j) the other.  Common totals stay as they are; totals that hold i without i' move,
  and are hidden as well (the hypercube method of Repsilber, 1994, made aware of nested totals).  Either of i' and j'
  may be absent: the totals then move up to the top of that side;
* an *exchange* takes from one leaf cell (i', j') what it gives to (i, j), and moves the totals that hold one and not
  the other.  It protects the only large factory of a place and of a sector, for which no rectangle is large enough.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray
from tandem.analytics.secrecy.hierarchy import Hierarchy
from tandem.analytics.secrecy.problem import Problem

# More than any table costs, and small enough to add up.
FORBIDDEN = 1e12
# Leaves tried under a secret total: more change next to nothing.
CORNERS = 4


@dataclass(frozen=True, slots=True)
class Need:
    """What a pattern has to bear: its rising cells, up by `rise` and down by `fall`; its falling cells, the reverse.

    With both, the pattern turns both ways, and protects a secret cell above and below at once.
    """

    rise: float
    fall: float


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Classes that move together, and what hiding them would cost when it was found."""

    classes: IntArray
    cost: float


class Patterns:
    """Searches the patterns of a table."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._rows, self._columns = _Side(problem.table.rows), _Side(problem.table.columns)
        self._class = problem.class_of.reshape(problem.table.shape)
        # One more row, column and class stand for "no cell": no cost, and able to bear anything.
        self._grid = np.pad(self._class, ((0, 1), (0, 1)), constant_values=problem.n_classes)
        self._up, self._down = np.append(problem.up, np.inf), np.append(problem.down, np.inf)
        # All the cells of a class move in a pattern that moves one: each bears its part of the cost.
        members = np.bincount(problem.class_of[problem.class_of >= 0], minlength=problem.n_classes)
        self._weight = problem.weight / np.maximum(members, 1)
        leaf_classes = self._class[np.ix_(self._rows.leaves, self._columns.leaves)]
        self._leaf_rows, self._leaf_columns = np.nonzero(leaf_classes >= 0)
        self._over = self._cells_over(self._leaf_rows, self._leaf_columns)

    def cheapest(self, secret: int, need: Need, hidden: BoolArray, banned: IntArray | None = None) -> Pattern | None:
        """Return the cheapest pattern through a secret class that bears what it has to, None when there is none.

        Parameters
        ----------
        secret : int
            The class; its cell rises.
        need : Need
            How far the cells have to be able to move.
        hidden : ndarray of bool, shape (n_classes,)
            Classes that are hidden already, and free.
        banned : ndarray of int, optional
            Classes that must not move.
        """
        prices = self._prices(need, hidden, banned)
        row, column = divmod(int(self.problem.cell[secret]), self.problem.table.columns.size)
        best: tuple[float, tuple[int, int], tuple[int, int], bool] | None = None
        for corner in self._corners(row, column, prices.rising):
            cost, opposite = self._rectangle((row, column), corner, prices)
            if best is None or cost < best[0]:
                best = cost, corner, opposite, False
            if -1 in opposite and cost > 0:
                cost, opposite = self._exchange((row, column), corner, prices)
                if cost < best[0]:
                    best = cost, corner, opposite, True
            if best[0] == 0:
                break
        if best is None or best[0] >= FORBIDDEN:
            return None
        cost, corner, opposite, exchange = best
        return Pattern(self._exchanged(corner, opposite) if exchange else self._turned(corner, opposite), cost)

    def _prices(self, need: Need, hidden: BoolArray, banned: IntArray | None) -> "_Prices":
        rising = (self._up >= need.rise) & (self._down >= need.fall)
        falling = (self._down >= need.rise) & (self._up >= need.fall)
        if banned is not None:
            rising[banned] = False
            falling[banned] = False
        price = np.zeros(self._up.size)
        price[:-1] = np.where(hidden, 0.0, self._weight)
        # A class numbered -1 is a cell that cannot move: it reads the last price.
        rise = np.append(np.where(rising, price, FORBIDDEN), FORBIDDEN)
        fall = np.append(np.where(falling, price, FORBIDDEN), FORBIDDEN)
        return _Prices(rising, falling, rise, fall)

    def _corners(self, row: int, column: int, rising: BoolArray) -> list[tuple[int, int]]:
        """Return leaves (i, j) under the cell to go through, the largest first."""
        rows, columns = self._rows.under(row), self._columns.under(column)
        classes = self._class[np.ix_(self._rows.leaves[rows], self._columns.leaves[columns])].ravel()
        usable = np.flatnonzero((classes >= 0) & rising[classes])
        order = usable[np.argsort(-self.problem.down[classes[usable]], kind="stable")][:CORNERS]
        return [(int(rows[k // columns.size]), int(columns[k % columns.size])) for k in order]

    def _rectangle(
        self, cell: tuple[int, int], corner: tuple[int, int], prices: "_Prices"
    ) -> tuple[float, tuple[int, int]]:
        """Return the cost of the cheapest rectangle from the leaves (i, j), and its (i', j'), -1 for an absent one."""
        along_column = self._class[self._rows.leaves, self._columns.leaves[corner[1]]]
        along_row = self._class[self._rows.leaves[corner[0]], self._columns.leaves]
        rows = self._rows.others(cell[0], (along_column >= 0) & prices.falling[along_column])
        columns = self._columns.others(cell[1], (along_row >= 0) & prices.falling[along_row])
        near_rows, (up_rows, down_rows) = _renumber(*self._rows.apart(corner[0], rows))
        near_columns, (up_columns, down_columns) = _renumber(*self._columns.apart(corner[1], columns))
        classes = self._grid[np.ix_(near_rows, near_columns)]
        rise, fall = prices.rise[classes], prices.fall[classes]
        along = _added(rise, up_rows) + _added(fall, down_rows)
        against = _added(fall, up_rows) + _added(rise, down_rows)
        total = _added(along.T, up_columns) + _added(against.T, down_columns)
        best = int(np.argmin(total))
        column, row = divmod(best, rows.size)
        return float(total[column, row]), (int(rows[row]), int(columns[column]))

    def _exchange(
        self, cell: tuple[int, int], corner: tuple[int, int], prices: "_Prices"
    ) -> tuple[float, tuple[int, int]]:
        """Return the cost of the cheapest exchange with the leaves (i, j), and its (i', j')."""
        mine = self._cells_over(np.array([corner[0]]), np.array([corner[1]]))[0]
        grid = self._grid.ravel()
        place = np.full(grid.size, mine.size)
        place[mine] = np.arange(mine.size)
        place[-1] = mine.size
        shared = place[self._over]
        apart = np.ones((shared.shape[0], mine.size + 1), dtype=np.bool_)
        np.put_along_axis(apart, shared, False, axis=1)
        falls = np.where(shared < mine.size, 0.0, prices.fall[grid[self._over]]).sum(axis=1)
        total = falls + apart[:, :-1] @ prices.rise[grid[mine]]
        # What is under the secret cell does not change it.
        total[
            np.isin(self._leaf_rows, self._rows.under(cell[0]))
            & np.isin(self._leaf_columns, self._columns.under(cell[1]))
        ] = FORBIDDEN
        best = int(np.argmin(total))
        return float(total[best]), (int(self._leaf_rows[best]), int(self._leaf_columns[best]))

    def _cells_over(self, rows: IntArray, columns: IntArray) -> IntArray:
        """Return the cells (of the grid) that hold each leaf cell, itself included, shape (n, depth)."""
        pairs = (
            self._rows.ancestors[rows][:, :, np.newaxis] * self._grid.shape[1]
            + self._columns.ancestors[columns][:, np.newaxis, :]
        )
        none = (self._rows.ancestors[rows] == self._rows.none)[:, :, np.newaxis] | (
            self._columns.ancestors[columns] == self._columns.none
        )[:, np.newaxis, :]
        return np.where(none, self._grid.size - 1, pairs).reshape(rows.size, pairs.shape[1] * pairs.shape[2])

    def _turned(self, corner: tuple[int, int], opposite: tuple[int, int]) -> IntArray:
        rows = np.concatenate(self._rows.apart(corner[0], np.array([opposite[0]])), axis=1)[0]
        columns = np.concatenate(self._columns.apart(corner[1], np.array([opposite[1]])), axis=1)[0]
        return self._moving(self._grid[np.ix_(rows, columns)])

    def _exchanged(self, corner: tuple[int, int], opposite: tuple[int, int]) -> IntArray:
        both = self._cells_over(np.array([corner[0], opposite[0]]), np.array([corner[1], opposite[1]]))
        return self._moving(self._grid.ravel()[np.setxor1d(both[0], both[1])])

    def _moving(self, classes: IntArray) -> IntArray:
        found = np.unique(classes)
        return np.asarray(found[found < self.problem.n_classes], dtype=np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class _Prices:
    """Which classes may rise and fall, and what each then costs: "no cell" is the last but one, "fixed" the last."""

    rising: BoolArray
    falling: BoolArray
    rise: FloatArray
    fall: FloatArray


class _Side:
    """A hierarchy as the search reads it."""

    def __init__(self, side: Hierarchy) -> None:
        self.leaves = side.leaves
        self.none = side.size
        # The absent leaf, numbered -1, is the last row.
        self.ancestors = np.vstack([side.ancestors, np.full((1, side.ancestors.shape[1]), side.size, dtype=np.intp)])
        start = side.membership.indptr
        self._under: list[IntArray] = [side.membership.indices[first:last] for first, last in pairwise(start)]

    def under(self, node: int) -> IntArray:
        """Leaves of a node."""
        return self._under[node]

    def others(self, node: int, usable: BoolArray) -> IntArray:
        """Return the usable leaves that are not under the node, and -1 for the absent one."""
        usable[self._under[node]] = False
        return np.append(np.flatnonzero(usable), -1)

    def apart(self, leaf: int, others: IntArray) -> tuple[IntArray, IntArray]:
        """Return the nodes that hold the leaf and not each of the others, and the reverse, shape (n_others, depth)."""
        mine = self.ancestors[leaf]
        theirs = self.ancestors[others]
        common = mine[np.newaxis, :, np.newaxis] == theirs[:, np.newaxis, :]
        return np.where(common.any(axis=2), self.none, mine), np.where(common.any(axis=1), self.none, theirs)


def _renumber(*nodes: IntArray) -> tuple[IntArray, list[IntArray]]:
    """Return the distinct nodes, and each array with nodes by their place among them."""
    distinct, place = np.unique(np.stack(nodes), return_inverse=True)
    return distinct, list(place.reshape(len(nodes), *nodes[0].shape))


def _added(figures: FloatArray, choice: IntArray) -> FloatArray:
    """Add up, for each row of `choice`, the rows of `figures` that it names."""
    total = figures[choice[:, 0]]
    for column in range(1, choice.shape[1]):
        total += figures[choice[:, column]]
    return total
