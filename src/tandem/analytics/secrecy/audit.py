"""Whether a publication keeps its secrets: the attacker's question without the attacker's intervals.

To know that nothing is recovered, the exact ends are not needed: a table that agrees with what is published and in
which a secret value is as far off as it must be is proof enough, and one table proves it for many cells at once.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray, as_numbers
from tandem.analytics.secrecy.attack import SHORT, Block, Siege
from tandem.analytics.secrecy.linear import Program
from tandem.analytics.secrecy.table import Table


class Audit(NamedTuple):
    """What a publication gives away.

    Attributes
    ----------
    recovered : ndarray of bool, shape (n_rows, n_columns)
        Secret cells that a reader knows within their protection.
    programs : int
        Linear programmes solved.
    """

    recovered: BoolArray
    programs: int


def audit(
    table: Table,
    published: npt.ArrayLike,
    values: npt.ArrayLike,
    below: npt.ArrayLike,
    above: npt.ArrayLike,
    *,
    lowest: npt.ArrayLike = 0.0,
    highest: npt.ArrayLike = np.inf,
    known: npt.ArrayLike | None = None,
) -> Audit:
    """Say which secret cells a reader knows within their protection.

    Parameters
    ----------
    table : Table
        The cells and how totals are made.
    published : array_like, shape (n_rows, n_columns)
        What is published; NaN where a value is hidden.
    values : array_like, same shape
        The true values.
    below, above : array_like, same shape
        How far below and above its value a reader must be left in doubt of each secret cell; NaN for the others.
    lowest, highest : float or array_like of the same shape
        What the reader knows of every hidden value beforehand.
    known : array_like of bool, same shape, optional
        Cells that this reader knows besides, such as the cell of which he is the only unit.

    Returns
    -------
    Audit

    Raises
    ------
    ValueError
        Shapes that differ; true values that what is published contradicts.
    """
    truth = as_numbers(values, "values", ndim=(2,)).ravel()
    seen = as_numbers(published, "published", ndim=(2,)).copy()
    if known is not None:
        told = np.asarray(known, dtype=np.bool_)
        seen[told] = np.asarray(values, dtype=np.float64)[told]
    siege = Siege(table, seen, lowest, highest)
    low, high = (np.asarray(each, dtype=np.float64).ravel() for each in (below, above))
    if not truth.size == low.size == high.size == siege.values.size:
        raise ValueError(f"values, below, above: expected shape {table.shape}")
    secret = ~(np.isnan(low) | np.isnan(high))
    # What he found by subtraction he knows exactly.
    recovered = secret & ~siege.hidden & ((low > 0) | (high > 0))
    programs = 0
    for block in siege.blocks():
        inside = np.flatnonzero(secret[block.cells])
        if inside.size:
            inquiry = _Inquiry(block, truth[block.cells])
            for sign, margin in ((1, high), (-1, low)):
                wanted = inside[margin[block.cells[inside]] > 0]
                failed = inquiry.failing(wanted, sign, margin[block.cells])
                recovered[block.cells[failed]] = True
            programs += inquiry.programs
    return Audit(recovered.reshape(table.shape), programs)


class _Inquiry:
    """Looks for tables in which secret values are far from the truth."""

    def __init__(self, block: Block, truth: FloatArray) -> None:
        self.block, self.truth = block, truth
        self.program: Program = block.program()

    @property
    def programs(self) -> int:
        return self.program.solved

    def failing(self, cells: IntArray, sign: int, margin: FloatArray) -> IntArray:
        """Return the cells whose value cannot be `margin` away from the truth, upwards (sign 1) or downwards (-1)."""
        waiting = cells
        while waiting.size > 1:
            # All at once: no one goes further than it must, so that the others can go too.
            far = self.truth[waiting] + sign * margin[waiting]
            if sign > 0:
                self.program.bound(waiting, self.block.lowest[waiting], np.maximum(far, self.block.lowest[waiting]))
            else:
                self.program.bound(waiting, np.minimum(far, self.block.highest[waiting]), self.block.highest[waiting])
            cost = np.zeros(self.truth.size)
            cost[waiting] = -sign / margin[waiting]
            still = waiting[~self._reached(cost, waiting, sign, margin)]
            self.program.bound(waiting, self.block.lowest[waiting], self.block.highest[waiting])
            few = waiting.size - still.size < 0.02 * waiting.size + 1
            waiting = still
            if few:
                break
        lost = []
        waiting = waiting.copy()
        while waiting.size:
            cost = np.zeros(self.truth.size)
            cost[waiting[0]] = -sign
            reached = self._reached(cost, waiting, sign, margin)
            if not reached[0]:
                lost.append(waiting[0])
                reached[0] = True
            waiting = waiting[~reached]
        return np.array(lost, dtype=np.intp)

    def _reached(self, cost: FloatArray, cells: IntArray, sign: int, margin: FloatArray) -> BoolArray:
        self.program.price(cost)
        answer = self.block.solve(self.program)
        if answer is None:  # no end: the one cell that is asked about can go as far as one wants
            return np.asarray(cost[cells] != 0)
        away: FloatArray = sign * (answer[1][cells] - self.truth[cells])
        return np.asarray(away >= margin[cells] * (1 - SHORT))
