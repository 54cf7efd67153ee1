"""A table as it may be published: secret cells and those that would give them away hidden, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import BoolArray, FloatArray
from tandem.analytics.secrecy.audit import Audit, audit
from tandem.analytics.secrecy.completion import complete
from tandem.analytics.secrecy.hierarchy import Hierarchy
from tandem.analytics.secrecy.problem import UnprotectableError
from tandem.analytics.secrecy.rules import Primary, Reason, ReasonArray, Rules, primary, protection
from tandem.analytics.secrecy.secondary import Suppression, secondary
from tandem.analytics.secrecy.table import Table

Weights = Literal["value", "log", "cells"]


class Loss(NamedTuple):
    """What a publication lacks, among the cells that it prints and that have a unit.

    Attributes
    ----------
    cells, primary, secondary : int
        Cells; those that are secret; those that are hidden to protect them.
    cell_share, value_share : float
        What secondary suppression takes of the cells, and of the sum of their values; NaN for an empty table.
    """

    cells: int
    primary: int
    secondary: int
    cell_share: float
    value_share: float


@dataclass(frozen=True, slots=True, eq=False)
class Confidential:
    """What must not leave: true values (estimates of the source's secrets), protection (NaN for none), sole units."""

    values: FloatArray = field(repr=False)
    below: FloatArray = field(repr=False)
    above: FloatArray = field(repr=False)
    sole: BoolArray = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """A table ready to be published.

    Attributes
    ----------
    table : Table
        The cells.
    values : ndarray of float, shape (n_rows, n_columns)
        What may be published; NaN, never 0, where a value is hidden.
    hidden : ndarray of int8, same shape
        The `Reason` of each cell.
    primary : Primary
        The cells that are secret by themselves, and what could not be checked.
    suppression : Suppression
        The choice of the other hidden cells, its cost and what is proved of it.
    partial : ndarray of bool, same shape
        Totals that were added up here without some cell that the source keeps secret: to be presented as partial.
    confidential : Confidential
        What the choice was made from; not to be published.
    """

    table: Table
    values: FloatArray
    hidden: ReasonArray
    primary: Primary
    suppression: Suppression
    partial: BoolArray
    confidential: Confidential = field(repr=False)

    @property
    def secret(self) -> BoolArray:
        """Where a reader finds "secret" in place of a value, shape (n_rows, n_columns)."""
        return np.asarray((self.hidden != Reason.PUBLISHED) & (self.hidden != Reason.NOT_PRINTED))

    def loss(self) -> Loss:
        """Count what is hidden."""
        printed = (self.hidden != Reason.NOT_PRINTED) & (self.secret | (self.confidential.values > 0))
        second = self.hidden == Reason.SECONDARY
        values = self.confidential.values
        cells, total = int(printed.sum()), float(values[printed].sum())
        return Loss(
            cells=cells,
            primary=int((self.secret & ~second).sum()),
            secondary=int(second.sum()),
            cell_share=float(second.sum()) / cells if cells else np.nan,
            value_share=float(values[second].sum()) / total if total else np.nan,
        )

    def audit(self) -> Audit:
        """Attack the publication as any reader may, and say which secret cells he recovers."""
        return audit(self.table, self._seen(), *self._secrets())

    def audits_by_respondents(self, cells: npt.ArrayLike | None = None) -> Iterator[tuple[int, Audit]]:
        """Attack it as the only unit of each leaf cell may, who knows that cell besides.

        Parameters
        ----------
        cells : array_like of int, optional
            Numbers of the leaf cells whose respondent attacks; all that have one unit by default, a lot of work.

        Yields
        ------
        (int, Audit)
            Each cell, and what its respondent recovers of the others.  The totals that hold his cell are left out: he
            has a part in them.
        """
        if cells is None:
            cells = np.flatnonzero((self.confidential.sole & self.secret & self.table.leaf).ravel())
        values, below, above = self._secrets()
        for cell in np.asarray(cells).tolist():
            row, column = divmod(cell, self.table.columns.size)
            own = np.outer(self.table.rows.over(row), self.table.columns.over(column))
            known = np.zeros(self.table.shape, dtype=np.bool_)
            known[row, column] = True
            others = np.where(own, np.nan, below), np.where(own, np.nan, above)
            yield cell, audit(self.table, self._seen(), values, *others, known=known)

    def _seen(self) -> FloatArray:
        """Return what a reader subtracts with: the values, and 0 for a secret cell that no total holds."""
        outside = (self.hidden == Reason.PRIMARY_SOURCE) & np.isnan(self.confidential.below)
        return np.where(outside, 0.0, self.values)

    def _secrets(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        return self.confidential.values, self.confidential.below, self.confidential.above


def protect(
    values: npt.ArrayLike,
    rows: Hierarchy,
    columns: Hierarchy,
    *,
    units: npt.ArrayLike | None = None,
    largest: npt.ArrayLike | None = None,
    source_secret: npt.ArrayLike | None = None,
    public: npt.ArrayLike | None = None,
    rules: Rules | None = None,
    weights: Weights = "value",
    exact: bool = False,
    with_bound: bool = False,
) -> Protected:
    """Make a crossed table fit to be published.

    Each array is given for the leaves alone, shape (n_leaf_rows, n_leaf_columns), and totals are added up; or for all
    the cells, shape (n_rows, n_columns), with NaN for the totals to add up.

    Parameters
    ----------
    values : array_like
        The figures, not negative.  NaN where the source keeps a leaf secret, or for a total to add up.
    rows, columns : Hierarchy
        The nodes of each side.
    units : array_like, optional
        Number of units behind each figure; NaN where not known.  Without it frequency is not checked.
    largest : array_like, optional
        The largest unit's part; NaN where not known.  Without it dominance is not checked.  Units of totals are added
        up, and the largest is that of a part: right for establishments, each in one leaf.  Give both for all the cells
        when a unit is in several, as a company is in the sectors of its plants.
    source_secret : array_like of bool, optional
        Cells that the source keeps secret; their value, when given, is used to protect them.
    public : array_like of bool, optional
        Cells that everybody has from elsewhere (national totals by sector): they cannot be hidden.
    rules : Rules, optional
        Thresholds and protection; those of business statistics by default.
    weights : {"value", "log", "cells"}
        What a hidden cell costs: 1 and its value, which spares totals; 1 and the logarithm of that, times its height
        in the totals; or 1, for as few cells as can be.
    exact, with_bound : bool
        See `secondary`.

    Returns
    -------
    Protected

    Raises
    ------
    ValueError
        Shapes that fit neither the leaves nor the cells; a negative, infinite or missing figure; totals that are not
        the sum of their parts.
    UnprotectableError
        A secret cell that public figures give away.

    Notes
    -----
    What a reader is taken to know: every published figure, that values are not negative, and how totals are made.
    Whole numbers are not imposed on the values that he tries.  Two respondents who put together what they know are not
    defended against, nor is a second table with the same cells published apart: protect both in one table.

    A secret cell that no given total holds is out of the accounts: it is not shown, no total here holds it, and those
    that would are marked `partial`.  Nothing published can give it away.
    """
    rules = rules or Rules()
    table = Table(rows, columns)
    figures = table.spread(values, "values")
    by_source = table.spread_flags(source_secret, "source_secret")
    known_already = table.spread_flags(public, "public")
    if (np.isnan(figures) & table.leaf & ~by_source).any():
        raise ValueError("values: expected a value for each leaf that the source does not keep secret, got NaN")
    if weights not in ("value", "log", "cells"):
        raise ValueError(f"weights: expected value, log or cells, got {weights}")
    whole = complete(table, figures)
    empty, count = _count(table, units, figures, by_source, rules)
    first = _largest(table, largest, count, whole.values, rules)
    by_source = by_source | whole.estimated | whole.outside
    secret = primary(
        np.where(whole.estimated | whole.outside, np.nan, whole.values),
        units=count,
        largest=first,
        source_secret=by_source,
        rules=rules,
    )
    hidden_by_rule = secret.secret & ~whole.outside
    given_away = np.flatnonzero(hidden_by_rule & known_already)
    if given_away.size:
        raise UnprotectableError([table.name(cell) for cell in given_away])
    below, above = protection(whole.values, rules)
    sole = (count == 1) | (by_source & np.isnan(count) & ~whole.outside)
    choice = secondary(
        table,
        whole.values,
        hidden_by_rule,
        below,
        above,
        np.where(table.unprinted, 0.0, _weights(table, whole.values, weights)),
        known=empty | whole.outside | known_already,
        sole=sole if rules.respondents else None,
        exact=exact,
        with_bound=with_bound,
    )
    reason = secret.reason.copy()
    reason[choice.hidden & (reason == Reason.PUBLISHED)] = Reason.SECONDARY
    reason[table.unprinted] = Reason.NOT_PRINTED
    return Protected(
        table=table,
        values=np.where(reason == Reason.PUBLISHED, whole.values, np.nan),
        hidden=reason,
        primary=secret,
        suppression=choice,
        partial=whole.partial,
        confidential=Confidential(
            whole.values, np.where(hidden_by_rule, below, np.nan), np.where(hidden_by_rule, above, np.nan), sole
        ),
    )


def _count(
    table: Table, units: npt.ArrayLike | None, figures: FloatArray, by_source: BoolArray, rules: Rules
) -> tuple[BoolArray, FloatArray]:
    """Return the cells without unit, and the number of units of each cell, NaN where it may be too small or not."""
    count = np.full(table.shape, np.nan) if units is None else table.spread(units, "units")
    count[np.isnan(count) & (figures == 0) & ~by_source & table.leaf] = 0.0
    leaves = table.leaves_of(count)
    known = table.totals(np.where(np.isnan(leaves), 0.0, leaves))
    unknown = table.totals(np.isnan(leaves).astype(np.float64)) > 0
    count = np.where(np.isnan(count), np.where(unknown, np.nan, known), count)
    # Enough units are known already, whatever the others.
    count = np.where(np.isnan(count) & (known >= rules.min_units), known, count)
    return (count == 0) & ~by_source, count


def _largest(
    table: Table, largest: npt.ArrayLike | None, count: FloatArray, values: FloatArray, rules: Rules
) -> FloatArray:
    """Return the largest unit of each cell, NaN where it is not known and may dominate."""
    first = np.full(table.shape, np.nan) if largest is None else table.spread(largest, "largest")
    first = np.where(np.isnan(first) & (count <= 1), np.where(count == 1, values, 0.0), first)
    leaves = table.leaves_of(first)
    known = table.largest(np.where(np.isnan(leaves), 0.0, leaves))
    unknown = table.totals(np.isnan(leaves).astype(np.float64)) > 0
    sure = ~unknown | (known > rules.dominance * values)
    return np.where(np.isnan(first) & sure, known, first)


def _weights(table: Table, values: FloatArray, weights: Weights) -> FloatArray:
    if weights == "cells":
        return np.ones(table.shape)
    if weights == "value":
        return 1.0 + values
    return (1.0 + np.log1p(values)) * (1.0 + table.rows.height[:, np.newaxis] + table.columns.height)
