"""Which other cells must be hidden for the secret ones to stay so."""

from typing import NamedTuple

import numpy as np

from tandem.analytics.arrays import BoolArray, FloatArray
from tandem.analytics.secrecy.exact import bound, optimum
from tandem.analytics.secrecy.problem import Problem, UnprotectableError, pose
from tandem.analytics.secrecy.search import Search
from tandem.analytics.secrecy.table import Table

__all__ = ["Suppression", "UnprotectableError", "secondary"]


class Suppression(NamedTuple):
    """The cells that are hidden, and what is known of that choice.

    Attributes
    ----------
    hidden : ndarray of bool, shape (n_rows, n_columns)
        Cells that are hidden: secret ones, those that protect them, those that would tell one of them.
    cost : float
        Sum of the weights of the cells hidden besides the secret ones.
    bound : float
        No suppression that protects costs less; NaN when not asked for.
    proven : bool
        Whether this one is proved to cost no more than any other.
    """

    hidden: BoolArray
    cost: float
    bound: float
    proven: bool

    @property
    def gap(self) -> float:
        """How far above the bound the cost may be, as a share of the bound; 0 when proved the least."""
        if self.proven:
            return 0.0
        return (self.cost - self.bound) / self.bound if self.bound > 0 else np.nan


def secondary(
    table: Table,
    values: FloatArray,
    secret: BoolArray,
    below: FloatArray,
    above: FloatArray,
    weight: FloatArray,
    *,
    known: BoolArray | None = None,
    sole: BoolArray | None = None,
    lowest: FloatArray | float = 0.0,
    highest: FloatArray | float = np.inf,
    exact: bool = False,
    with_bound: bool = False,
) -> Suppression:
    """Choose the cells to hide so that no reader comes within the protection of a secret cell.

    Minimise ``sum_i w_i h_i`` over the cells hidden (h = 1), such that for each secret cell of value v there are two
    tables ``y >= 0`` that agree with all published cells and add up, one with ``y >= v + above``, the other with
    ``y <= v - below``.

    By default a search, whose choice always protects and is not proved to be the cheapest
    (`tandem.analytics.secrecy.search`); with `exact`, the cheapest, by branch and cut (Fischetti and Salazar, 2001),
    for tables of a few hundred cells.

    Parameters
    ----------
    table : Table
        The cells.
    values : ndarray of float, shape (n_rows, n_columns)
        The true values, which add up; none missing.
    secret : ndarray of bool, same shape
        Cells to protect.
    below, above : ndarray of float, same shape
        Their protection; not read for the others.
    weight : ndarray of float, same shape
        What hiding each cell costs, above zero; 0 for one that is in no publication.
    known : ndarray of bool, same shape, optional
        Cells that everybody knows, and that can hide nothing: structural zeros, figures published elsewhere.  A zero
        left out of it may be hidden.
    sole : ndarray of bool, same shape, optional
        Cells that one respondent alone makes.  When given, each secret cell is also protected from each of these
        respondents, who knows his own cell; not from two of them who tell each other.
    lowest, highest : float or ndarray of the same shape
        What everybody knows of every hidden value beforehand.
    exact : bool
        Look for the cheapest suppression, with its proof.
    with_bound : bool
        Also compute a bound of the least cost, by linear relaxation.

    Returns
    -------
    Suppression

    Raises
    ------
    UnprotectableError
        Secret cells that what is known gives away.
    """
    nothing = np.zeros(table.shape, dtype=np.bool_)
    problem = pose(
        table,
        values,
        known=nothing if known is None else known,
        secret=secret,
        below=below,
        above=above,
        floor=np.broadcast_to(np.asarray(lowest, dtype=np.float64), table.shape),
        ceiling=np.broadcast_to(np.asarray(highest, dtype=np.float64), table.shape),
        sole=nothing if sole is None else sole,
        weight=weight,
    )
    search = Search(problem, respondents=sole is not None)
    search.run()
    hidden, cost, least, proven = search.hidden, search.cost, np.nan, search.cost == 0
    if exact and not proven:
        best = optimum(problem, hidden, respondents=sole is not None)
        hidden, least, proven = best.hidden, best.bound, best.proven
        cost = float(problem.weight[hidden].sum())
    elif with_bound:
        least = bound(problem)
    return Suppression(_cells(problem, hidden), cost, least, bool(proven))


def _cells(problem: Problem, hidden: BoolArray) -> BoolArray:
    """Return the cells of the hidden classes; a cell of no class, numbered -1, is not hidden."""
    return np.append(hidden, False)[problem.class_of].reshape(problem.table.shape)
