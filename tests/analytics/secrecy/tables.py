"""Tables to protect, and a reader of published tables written apart from the code under test."""

import itertools

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

from tandem.analytics.secrecy import Hierarchy, Table

NAN = np.nan


def equations(table: Table) -> list[dict[tuple[int, int], float]]:
    """Every total of both sides, one by one."""
    rows, columns = range(table.rows.size), range(table.columns.size)
    down = [
        {(total, column): -1.0, **{(part, column): 1.0 for part in parts}}
        for total, parts in table.rows.totals
        for column in columns
    ]
    across = [
        {(row, total): -1.0, **{(row, part): 1.0 for part in parts}}
        for total, parts in table.columns.totals
        for row in rows
    ]
    return down + across


def interval(table: Table, published: np.ndarray, cell: tuple[int, int]) -> tuple[float, float]:
    """What a reader finds out of one cell, by SciPy."""
    hidden = [tuple(each) for each in np.argwhere(np.isnan(published))]
    number = {each: rank for rank, each in enumerate(hidden)}
    matrix, right = [], []
    for equation in equations(table):
        row = np.zeros(len(hidden))
        for each, sign in equation.items():
            if each in number:
                row[number[each]] = sign
        if row.any():
            matrix.append(row)
            right.append(-sum(sign * published[each] for each, sign in equation.items() if each not in number))
    ends = []
    for sign in (1.0, -1.0):
        cost = np.zeros(len(hidden))
        cost[number[cell]] = sign
        answer = linprog(cost, A_eq=np.array(matrix) if matrix else None, b_eq=right or None, method="highs")
        ends.append(-sign * np.inf if answer.status == 3 else sign * answer.fun)
        assert answer.status in (0, 3)
    return ends[0], ends[1]


def recovered(table: Table, published: np.ndarray, values: np.ndarray, below: np.ndarray, above: np.ndarray):
    """Secret cells (those with a protection) that the reader knows within it, one by one."""
    found = np.zeros(table.shape, dtype=bool)
    for row, column in np.argwhere(~np.isnan(above)):
        cell = (int(row), int(column))
        low, high = interval(table, published, cell)
        found[cell] = low > values[cell] - below[cell] + 1e-4 or high < values[cell] + above[cell] - 1e-4
    return found


def nested(n_leaves: int, group: int, name: str) -> Hierarchy:
    """Leaves in groups of the same size, in a total."""
    return Hierarchy.from_levels(
        {
            name: [str(leaf) for leaf in range(n_leaves)],
            f"{name} group": [str(leaf // group) for leaf in range(n_leaves)],
            f"{name} total": ["all"] * n_leaves,
        }
    )


def two_ways(n_leaves: int) -> Hierarchy:
    """Leaves in two nomenclatures that do not nest: by pairs, and odd or even."""
    leaves, top = [str(leaf) for leaf in range(n_leaves)], ["all"] * n_leaves
    return Hierarchy.from_levels(
        {"leaf": leaves, "pair": [str(leaf // 2) for leaf in range(n_leaves)], "total": top},
        {"leaf": leaves, "parity": [str(leaf % 2) for leaf in range(n_leaves)], "total": top},
    )


def drawn(random: np.random.Generator, n_rows: int, n_columns: int, mean: float = 4.0, empty: float = 0.2):
    """Values, numbers of units and largest unit of leaves: establishments with heavy tails, and empty cells."""
    units = random.poisson(mean, size=(n_rows, n_columns))
    units[random.random(units.shape) < empty] = 0
    values, largest = np.zeros(units.shape), np.zeros(units.shape)
    for cell in itertools.product(range(n_rows), range(n_columns)):
        sizes = np.floor(np.exp(random.normal(1.2, 1.3, size=units[cell])))  # some have no employee
        values[cell], largest[cell] = sizes.sum(), sizes.max(initial=0.0)
    return values, units, largest


@st.composite
def small_tables(draw):
    """Rows, columns, values, units and largest of a small table with nested totals."""
    n_rows, n_columns = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    kind = draw(st.sampled_from(("flat", "nested", "two ways")))
    flat = Hierarchy.flat([f"r{row}" for row in range(n_rows)])
    rows = flat if kind == "flat" else nested(n_rows, 2, "place")
    columns = (
        nested(n_columns, 2, "sector") if kind == "nested" else two_ways(n_columns) if kind == "two ways" else None
    )
    columns = columns or Hierarchy.flat([f"c{column}" for column in range(n_columns)])
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return rows, columns, *drawn(random, n_rows, n_columns, draw(st.sampled_from((1.0, 3.0, 8.0))))
