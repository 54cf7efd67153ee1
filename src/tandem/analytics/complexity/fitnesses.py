"""Fitness of areas and complexity of sectors by iteration, the other school of economic complexity."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray
from tandem.analytics.complexity.tables import SparseTable, as_presence

# Fitness may fall towards zero without end; it is not let below this, so that its inverse stays finite.
LEAST = 1e-150
# Areas whose fitness differs by less, relatively, are not ordered.
ROUNDING = 1e-9


class Fitness(NamedTuple):
    """Fitness of areas and complexity of sectors, and whether the order of areas had settled.

    Attributes
    ----------
    fitness : ndarray of float, shape (n_areas,)
        Mean 1 over the areas that have a sector; NaN for the others.
    complexity : ndarray of float, shape (n_sectors,)
        Mean 1 over the sectors that an area has; NaN for the others.
    iterations : int
        Number of iterations done.
    stable : bool
        Whether the order of the areas had stayed the same for the iterations asked.
    """

    fitness: FloatArray
    complexity: FloatArray
    iterations: int
    stable: bool


def fitness(presence: npt.ArrayLike | SparseTable, *, unchanged: int = 20, max_iterations: int = 1000) -> Fitness:
    """Compute fitness and complexity (Tacchella, Cristelli, Caldarelli, Gabrielli and Pietronero, 2012).

    From ones, and each divided by its mean at every step::

        F_l = sum_s M_ls Q_s,   Q_s = 1 / sum_l (M_ls / F_l)

    An area is fit for its complex sectors, and a sector is only as complex as the least fit of its areas.

    The values need not converge: depending on the shape of the table, part of them go to zero, slowly (Pugliese,
    Zaccaria and Pietronero, 2016).  The iteration therefore stops on the order of the areas, once it has stayed the
    same for `unchanged` steps, and read as an order the result is sound; ratios between fitnesses are those of that
    step.

    Parameters
    ----------
    presence : array_like or scipy.sparse array of bool, shape (n_areas, n_sectors)
        What `presence` returns.
    unchanged : int
        Number of steps in a row that must leave the order of the areas as it is, at least 1.
    max_iterations : int
        Number of steps after which to give up, at least 1: `stable` is then false.

    Returns
    -------
    Fitness

    Raises
    ------
    ValueError
        Not a table of presence, no presence at all, or a number of steps below 1.
    """
    if unchanged < 1 or max_iterations < 1:
        raise ValueError(f"unchanged and max_iterations: expected at least 1, got {unchanged} and {max_iterations}")
    table = as_presence(presence).astype(np.float64)
    areas, sectors = table.sum(axis=1) > 0, table.sum(axis=0) > 0
    if not areas.any():
        raise ValueError("presence: no area has any sector")

    fit, difficulty = np.where(areas, 1.0, 0.0), np.where(sectors, 1.0, 0.0)
    order = np.argsort(-fit, kind="stable")
    settled = step = 0
    while settled < unchanged and step < max_iterations:
        next_fit = table @ difficulty
        burden = table.T @ np.divide(1.0, fit, out=np.zeros_like(fit), where=areas)
        difficulty = np.divide(1.0, burden, out=np.zeros_like(burden), where=sectors)
        fit = np.where(areas, np.maximum(next_fit / next_fit[areas].mean(), LEAST), 0.0)
        difficulty /= difficulty[sectors].mean()
        step += 1
        if _in_order(fit[order]):
            settled += 1
        else:
            settled, order = 0, np.argsort(-fit, kind="stable")
    return Fitness(np.where(areas, fit, np.nan), np.where(sectors, difficulty, np.nan), step, settled >= unchanged)


def _in_order(values: FloatArray) -> bool:
    """Tell whether values go down, but for rounding."""
    return bool((values[1:] <= values[:-1] * (1 + ROUNDING)).all())
