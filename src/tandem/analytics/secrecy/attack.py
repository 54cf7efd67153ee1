"""What a reader can find out: the attacker of a published table, who knows how totals are made and can subtract.

He is given what is published and nothing of how it was protected.  For each hidden cell he looks for the lowest and
the highest value that the published figures allow: two linear programmes.  The equations left between hidden cells
fall into independent blocks, and each block is a small programme that starts from the answer of the one before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import bmat, csr_array
from scipy.sparse.csgraph import connected_components

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray, as_numbers
from tandem.analytics.secrecy.linear import InfeasibleError, Program
from tandem.analytics.secrecy.table import ROUNDING, SHARE, Table

# An interval this much short of the protection, as a share of it, is the solver's rounding and not a disclosure.
SHORT = 1e-5


class Attack(NamedTuple):
    """What the attacker knows of each cell.

    Attributes
    ----------
    low, high : ndarray of float, shape (n_rows, n_columns)
        The interval in which the value must be; both are the value where it is published, infinite without end.  NaN
        for a cell that was not attacked.
    programs : int
        Linear programmes solved.
    """

    low: FloatArray
    high: FloatArray
    programs: int

    def recovered(self, values: npt.ArrayLike, below: npt.ArrayLike, above: npt.ArrayLike) -> BoolArray:
        """Say which cells are known within their protection: ``low > v - below`` or ``high < v + above``.

        Parameters
        ----------
        values : array_like, shape (n_rows, n_columns)
            The true values, which the attacker does not have.
        below, above : array_like, same shape
            Protection of each secret cell; NaN for a cell that needs none.
        """
        truth, under, over = (np.asarray(each, dtype=np.float64) for each in (values, below, above))
        with np.errstate(invalid="ignore"):
            found: BoolArray = (self.low > truth - (1 - SHORT) * under) | (self.high < truth + (1 - SHORT) * over)
        return found


def attack(
    table: Table,
    published: npt.ArrayLike,
    *,
    targets: npt.ArrayLike | None = None,
    lowest: npt.ArrayLike = 0.0,
    highest: npt.ArrayLike = np.inf,
) -> Attack:
    """Find the interval in which each hidden cell must be.

    Parameters
    ----------
    table : Table
        The cells and how totals are made, which everybody knows.
    published : array_like, shape (n_rows, n_columns)
        What is published; NaN where a value is hidden.
    targets : array_like of bool, same shape, optional
        Hidden cells to attack; all of them by default.
    lowest, highest : float or array_like of the same shape
        What the attacker knows of every hidden value beforehand.

    Returns
    -------
    Attack
        The intervals are exact: each end is reached by a table that agrees with all that is published, and proved by
        the dual of its programme.  Whole numbers are not imposed: an attacker who knows that values are whole can round
        the ends inwards.

    Raises
    ------
    ValueError
        A published total that is not the sum of its published parts, or figures that no hidden values explain.
    SolverError
        A programme without a proven answer.
    """
    siege = Siege(table, published, lowest, highest)
    wanted = siege.hidden if targets is None else np.asarray(targets, dtype=np.bool_).ravel() & siege.hidden
    low, high = siege.values.copy(), siege.values.copy()
    programs = 0
    for block in siege.blocks():
        attacked = np.flatnonzero(wanted[block.cells])
        if not attacked.size:
            continue
        program = block.program()
        cost = np.zeros(block.cells.size)
        for each in attacked:
            for sign, ends in ((1.0, low), (-1.0, high)):
                cost[each] = sign
                program.price(cost)
                answer = block.solve(program)
                ends[block.cells[each]] = -sign * np.inf if answer is None else sign * answer[0]
            cost[each] = 0.0
        programs += program.solved
    return Attack(low.reshape(table.shape), high.reshape(table.shape), programs)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Hidden cells that equations tie together, apart from all others: ``system @ x = total``."""

    cells: IntArray
    system: csr_array
    total: FloatArray
    lowest: FloatArray
    highest: FloatArray

    def program(self) -> Program:
        """Return the programme of the block, without cost."""
        return Program(self.system, self.total, self.lowest, self.highest)

    def solve(self, program: Program) -> tuple[float, FloatArray] | None:
        """Return the least cost and where it is reached; None when it has no bound.

        Raises
        ------
        ValueError
            No hidden values explain what is published.
        """
        try:
            return program.minimum()
        except InfeasibleError:
            raise ValueError("published: expected figures that some hidden values explain, none do") from None


class Siege:
    """What is left to find out once the attacker has subtracted all that he can.

    Attributes
    ----------
    values : ndarray of float, shape (n_cells,)
        What he knows: published, or the only hidden part of a published total, again and again; NaN for the rest.
    hidden : ndarray of bool, shape (n_cells,)
        Cells that he does not know for sure.
    """

    def __init__(
        self, table: Table, published: npt.ArrayLike, lowest: npt.ArrayLike = 0.0, highest: npt.ArrayLike = np.inf
    ) -> None:
        figures = as_numbers(published, "published", ndim=(2,), rows=table.shape[0])
        if figures.shape != table.shape:
            raise ValueError(f"published: expected shape {table.shape}, got {figures.shape}")
        self.lowest = np.broadcast_to(np.asarray(lowest, dtype=np.float64), table.shape).ravel()
        self.highest = np.broadcast_to(np.asarray(highest, dtype=np.float64), table.shape).ravel()
        self.values = figures.ravel().copy()
        withheld = np.isnan(self.values)
        self._system = table.equations()
        self._subtract()
        self.hidden = np.isnan(self.values)
        self._check(table, withheld)

    def _subtract(self) -> None:
        while True:
            hidden = np.isnan(self.values)
            alone = np.flatnonzero((abs(self._system) @ hidden.astype(np.float64)) == 1)
            if not alone.size:
                return
            rest = self._system[alone]
            sign = rest @ np.where(hidden, 1.0, 0.0)
            cell = (abs(rest) @ np.where(hidden, np.arange(hidden.size), 0.0)).astype(np.intp)
            # A cell alone in several equations is given by any of them.
            self.values[cell] = -(rest @ np.where(hidden, 0.0, self.values)) / sign

    def _check(self, table: Table, withheld: BoolArray) -> None:
        known = np.where(self.hidden, 0.0, self.values)
        complete = (abs(self._system) @ self.hidden.astype(np.float64)) == 0
        gap = np.abs(self._system @ known)
        outside = withheld & ~self.hidden
        outside &= (self.values < self.lowest - ROUNDING) | (self.values > self.highest + ROUNDING)
        if outside.any():
            cell = int(np.flatnonzero(outside)[0])
            raise ValueError(f"published: expected figures that leave possible values, not for {table.name(cell)}")
        wrong = np.flatnonzero(complete & (gap > ROUNDING + SHARE * (abs(self._system) @ np.abs(known))))
        if wrong.size:
            row = self._system[[wrong[0]]].tocoo()
            total = int(row.col[row.data < 0][0])
            raise ValueError(f"published: expected totals that are the sum of their parts, not {table.name(total)}")

    def blocks(self) -> Iterator[Block]:
        """Yield the independent blocks of hidden cells, each cell in one."""
        cells = np.flatnonzero(self.hidden)
        system = csr_array(self._system[:, cells])
        rows = np.flatnonzero(np.diff(system.indptr))
        system = csr_array(system[rows])
        total = -(self._system[rows] @ np.where(self.hidden, 0.0, self.values))
        links = bmat([[None, system], [system.T, None]], format="csr")
        count, label = connected_components(links, directed=False)
        of_row, of_cell = label[: rows.size], label[rows.size :]
        for number in range(count):
            mine, equations = np.flatnonzero(of_cell == number), np.flatnonzero(of_row == number)
            if mine.size:
                inside = cells[mine]
                yield Block(
                    inside,
                    csr_array(system[equations][:, mine]),
                    total[equations],
                    self.lowest[inside],
                    self.highest[inside],
                )
