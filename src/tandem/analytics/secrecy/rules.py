"""Which cells are secret by themselves, and how wide the doubt about each must be.

The rules are those of French business statistics (law n° 51-711 of 7 June 1951 and the decisions taken under it): no
figure that rests on fewer than three units, none of which one unit makes more than 85 %; eleven units for data of
natural persons that come from taxes.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import BoolArray, FloatArray, as_numbers

ReasonArray = npt.NDArray[np.int8]


class Reason(IntEnum):
    """Why a cell has no value in what is published."""

    PUBLISHED = 0
    PRIMARY_FREQUENCY = 1
    """Too few units."""
    PRIMARY_DOMINANCE = 2
    """One unit makes too much of it."""
    PRIMARY_SOURCE = 3
    """The source keeps it secret."""
    SECONDARY = 4
    """It would give away a secret cell by subtraction."""
    NOT_PRINTED = 5
    """Part of the accounts but of no publication, such as the part of a territory in a region."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds of statistical secrecy, and the protection that a secret cell gets.

    Attributes
    ----------
    min_units : int
        Units (establishments, companies, persons) below which a cell is secret.
    dominance : float
        Share of a cell above which its largest unit makes it secret.
    protection : float
        Share of a secret value by which nobody may come near it, above and below.
    least_protection : float
        The same in the unit of the values, for small values (1: a value of 2 may be 1 or 3).
    respondents : bool
        Whether to defend also against the only unit of a cell, who knows that cell and subtracts it.

    Raises
    ------
    ValueError
        A threshold that means nothing.

    Notes
    -----
    The protection interval of a secret value v is ``[v - d, v + d]`` with ``d = max(protection v, least_protection)``,
    cut at the lowest value that everybody knows possible (0): it slides with the value, so that a factory of 2,000 is
    not known to the nearest one.  With a dominance of 85 %, 15 % is what the other units of a dominated cell may weigh:
    whoever knows the cell within it does not know its dominant unit better than the rule allows.
    """

    min_units: int = 3
    dominance: float = 0.85
    protection: float = 0.15
    least_protection: float = 1.0
    respondents: bool = True

    def __post_init__(self) -> None:
        if self.min_units < 1:
            raise ValueError(f"min_units: expected at least 1, got {self.min_units}")
        if not 0 < self.dominance <= 1:
            raise ValueError(f"dominance: expected a share above 0, got {self.dominance}")
        if not 0 <= self.protection < np.inf:
            raise ValueError(f"protection: expected a share, got {self.protection}")
        if not 0 < self.least_protection < np.inf:
            raise ValueError(f"least_protection: expected a number above 0, got {self.least_protection}")

    @classmethod
    def natural_persons(cls) -> "Rules":
        """Return the rules for tax data of natural persons, sole traders among them: eleven units."""
        return cls(min_units=11)


class Primary(NamedTuple):
    """The cells that are secret by themselves.

    Attributes
    ----------
    reason : ndarray of int8
        A `Reason` for each cell: the source's secret first, then frequency, then dominance.
    frequency_unchecked : ndarray of bool
        Cells of which the number of units is not known, and may be too small.
    dominance_unchecked : ndarray of bool
        Published cells of which the largest unit is not known: one unit may dominate them.
    """

    reason: ReasonArray
    frequency_unchecked: BoolArray
    dominance_unchecked: BoolArray

    @property
    def secret(self) -> BoolArray:
        """Where a cell is secret."""
        return np.asarray(self.reason != Reason.PUBLISHED)


def primary(
    values: npt.ArrayLike,
    *,
    units: npt.ArrayLike | None = None,
    largest: npt.ArrayLike | None = None,
    source_secret: npt.ArrayLike | None = None,
    rules: Rules | None = None,
) -> Primary:
    """Say which cells of a table are secret by themselves, each cell on its own.

    A cell is secret when the source says so, when ``0 < n < min_units``, or when ``x_1 > dominance X``, with n its
    number of units, X its value and x_1 its largest unit.  Weighted data keep the same formula: x_1 is the largest
    *unweighted* value, X the *weighted* total.

    A cell without any unit is a structural zero: it is public, since it says nothing of anybody.  A value of zero that
    rests on one or two units (an establishment without employees) is secret.

    Parameters
    ----------
    values : array_like, one or two dimensions
        The figures, not negative, in any unit; NaN where the source keeps them secret.
    units : array_like, same shape, optional
        Number of units behind each figure, not weighted; NaN where not known.
    largest : array_like, same shape, optional
        The largest unit's part of each figure, not weighted; NaN where not known.
    source_secret : array_like of bool, same shape, optional
        Cells that the source keeps secret.
    rules : Rules, optional
        Thresholds; those of business statistics by default.

    Returns
    -------
    Primary
        What could not be checked, for want of units or of the largest one, is said in it: it is not cleared.

    Raises
    ------
    ValueError
        Shapes that differ; an infinite or negative figure; a missing value that the source does not keep secret; a
        value without unit.
    """
    rules = rules or Rules()
    figures = as_numbers(values, "values", signed=False)
    count = optional_numbers(units, "units", figures.shape)
    first = optional_numbers(largest, "largest", figures.shape)
    by_source = optional_flags(source_secret, "source_secret", figures.shape)
    if (np.isnan(figures) & ~by_source).any():
        raise ValueError("values: expected a value in each cell that the source does not keep secret, got NaN")
    if ((count == 0) & (figures > 0)).any():
        raise ValueError("units: expected at least one unit behind each value above zero, got none")

    empty = (count == 0) | (np.isnan(count) & (figures == 0))
    few = (count > 0) & (count < rules.min_units)
    dominated = first > rules.dominance * figures
    reason = np.full(figures.shape, Reason.PUBLISHED, dtype=np.int8)
    reason[dominated & ~empty] = Reason.PRIMARY_DOMINANCE
    reason[few] = Reason.PRIMARY_FREQUENCY
    reason[by_source] = Reason.PRIMARY_SOURCE
    shown = (reason == Reason.PUBLISHED) & ~empty
    return Primary(reason, np.isnan(count) & shown, np.isnan(first) & shown & (figures > 0))


def protection(values: npt.ArrayLike, rules: Rules, floor: npt.ArrayLike = 0.0) -> tuple[FloatArray, FloatArray]:
    """Return how far below and above each value nobody may come near it: ``max(protection v, least_protection)``.

    The first is cut so that ``v - below`` is not under `floor`, the lowest value that everybody knows possible.
    """
    figures = np.asarray(values, dtype=np.float64)
    above = np.maximum(rules.protection * figures, rules.least_protection)
    return np.minimum(above, figures - np.asarray(floor, dtype=np.float64)), above


def optional_numbers(values: npt.ArrayLike | None, name: str, shape: tuple[int, ...]) -> FloatArray:
    """Return figures of the shape of the table, all unknown (NaN) when there are none."""
    if values is None:
        return np.full(shape, np.nan)
    array = as_numbers(values, name, signed=False)
    if array.shape != shape:
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    return array


def optional_flags(values: npt.ArrayLike | None, name: str, shape: tuple[int, ...]) -> BoolArray:
    """Return flags of the shape of the table, all down when there are none."""
    if values is None:
        return np.zeros(shape, dtype=np.bool_)
    array = np.asarray(values)
    if array.dtype != np.bool_ or array.shape != shape:
        raise ValueError(f"{name}: expected booleans of shape {shape}, got {array.dtype} of shape {array.shape}")
    return array
