"""Values for the cells that the source keeps secret, so that they can be protected without being known.

The protector needs some value to keep a reader away from.  Any value that agrees with the published totals will do:
what a reader could find out is an interval that holds the true value and this one, and it must be wide around this
one.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, hstack, kron

from tandem.analytics.arrays import BoolArray, FloatArray
from tandem.analytics.secrecy.linear import InfeasibleError, Program
from tandem.analytics.secrecy.table import ROUNDING, SHARE, Table

# Rounds of proportional fitting; the linear programme that follows needs a good start, not an exact one.
ROUNDS = 200


class Completion(NamedTuple):
    """A table without holes.

    Attributes
    ----------
    values : ndarray of float, shape (n_rows, n_columns)
        The figures given, the totals added up, and an estimate of each secret cell that some given total holds.
    estimated : ndarray of bool, same shape
        Cells whose value nobody here knows: secret cells, and totals that were not given and hold one of them.
    outside : ndarray of bool, same shape
        Secret cells that no given total holds.  They are 0 here: no total of the table holds them.
    partial : ndarray of bool, same shape
        Totals added up here, without some cell that is `outside`.
    """

    values: FloatArray
    estimated: BoolArray
    outside: BoolArray
    partial: BoolArray


def complete(table: Table, values: FloatArray) -> Completion:
    """Fill the missing cells of a table: totals by sums, secret cells by values that agree with the totals given.

    Proportional fitting (Deming and Stephan, 1940) spreads what the totals leave in proportion to the sizes of row and
    column; the nearest values that agree with every total exactly are then a linear programme.

    Parameters
    ----------
    table : Table
        The cells.
    values : ndarray of float, shape (n_rows, n_columns)
        The figures, NaN where missing: a leaf that the source keeps secret, or any total.

    Raises
    ------
    ValueError
        Totals that are not the sum of their parts, or that no values of the secret cells explain.
    """
    unknown = np.isnan(table.leaves_of(values))
    given = ~np.isnan(values) & ~table.leaf
    rows, columns = table.rows.membership, table.columns.membership
    held = np.asarray((columns.T @ (rows.T @ given.astype(np.float64)).T).T) > 0
    leaves = np.where(unknown, 0.0, table.leaves_of(values))
    inside = unknown & held
    if inside.any():
        leaves[inside] = _estimates(table, values, leaves, given, inside)
    whole = table.totals(leaves)
    estimated = (table.totals(inside.astype(np.float64)) > 0) & np.isnan(values)
    filled = np.where(np.isnan(values) | inside.any(), whole, values)
    table.check_sums(np.where(np.isnan(values), whole, values), table.equations())
    missing = unknown & ~held
    outside = np.zeros(table.shape, dtype=np.bool_)
    outside[np.ix_(table.rows.leaves, table.columns.leaves)] = missing
    partial = (table.totals(missing.astype(np.float64)) > 0) & ~table.leaf
    return Completion(filled, estimated, outside, partial)


def _estimates(table: Table, values: FloatArray, leaves: FloatArray, given: BoolArray, inside: BoolArray) -> FloatArray:
    """Return values of the secret leaves that agree with each total given."""
    rest = np.where(given, values - table.totals(leaves), 0.0).ravel()
    holds = csr_array(kron(table.rows.membership, table.columns.membership, format="csr")[:, np.flatnonzero(inside)])
    equations = np.flatnonzero(given.ravel() & (np.diff(holds.indptr) > 0))
    holds, left = csr_array(holds[equations]), rest[equations]
    slack = ROUNDING + SHARE * np.abs(values.ravel()[equations])
    short = np.flatnonzero(left < -slack)
    if short.size:
        total = equations[short[0]]
        raise ValueError(f"values: expected totals at least as large as their known parts, not {table.name(total)}")
    left = np.maximum(left, 0.0)
    row, column = np.nonzero(inside)
    start = 1.0 + leaves.sum(axis=1)[row] * leaves.sum(axis=0)[column] / max(float(leaves.sum()), 1.0)
    return _nearest(holds, left, _fitted(holds, left, start))


def _fitted(holds: csr_array, left: FloatArray, start: FloatArray) -> FloatArray:
    """Scale the start until each equation holds, or nearly."""
    fitted = np.where(holds.T @ (left == 0).astype(np.float64) > 0, 0.0, start)
    depth = np.maximum(np.asarray(holds.sum(axis=0)).ravel(), 1.0)
    for _ in range(ROUNDS):
        sums = holds @ fitted
        factor = np.log(np.where((sums > 0) & (left > 0), left, 1.0) / np.where((sums > 0) & (left > 0), sums, 1.0))
        if np.abs(factor).max(initial=0.0) < SHARE:
            break
        fitted = fitted * np.exp((holds.T @ factor) / depth)
    return fitted


def _nearest(holds: csr_array, left: FloatArray, near: FloatArray) -> FloatArray:
    """Return the values nearest to `near`, in relative terms, that satisfy the equations."""
    n = near.size
    program = Program(
        csr_array(hstack([holds, -holds], format="csr")),
        left - holds @ near,
        np.zeros(2 * n),
        np.concatenate([np.full(n, np.inf), near]),
        primal=False,
    )
    program.price(np.tile(1.0 / (1.0 + near), 2))
    try:
        answer = program.minimum(afresh=True)
    except InfeasibleError:
        raise ValueError("values: expected totals that some values of the secret cells explain, none do") from None
    assert answer is not None, "no cost is below zero"
    found: FloatArray = near + answer[1][:n] - answer[1][n:]
    return np.maximum(found, 0.0)
