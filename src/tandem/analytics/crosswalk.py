"""Figures counted by the codes of one classification, brought to those of another: fine activities to their groups,
occupations of 2009 to those of 2021, a nomenclature to the one that replaces it.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tandem.analytics.aggregation import Aggregate, Membership, total
from tandem.analytics.arrays import FloatArray, IntArray, as_indices, as_numbers, ratio, sum_by

# A sum of weights may differ from 1 by this much: published weights are rounded to a few decimals.
TOLERANCE = 1e-6


class CrosswalkError(ValueError):
    """A crosswalk that would lose some of what it carries, or count it twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Crosswalk:
    """What becomes of each source code: to which target codes it goes, and in what parts.

    Attributes
    ----------
    source, target : ndarray of int, shape (n_links,)
        Link i says that source code ``source[i]`` goes to target code ``target[i]``.
    n_sources, n_targets : int
        Codes are numbered from 0 to ``n_sources - 1`` and to ``n_targets - 1``.
    weight : ndarray of float, shape (n_links,), optional
        Part of the source code that goes there, above zero.  When not given, each source code has one target.

    Raises
    ------
    CrosswalkError
        A source code without target, or whose parts do not sum to 1 within 1e-6; it is named by its number.
    ValueError
        Vectors of different lengths, a number out of range, the same link twice, a weight missing or not above zero.
    """

    source: IntArray
    target: IntArray
    n_sources: int
    n_targets: int
    weight: FloatArray | None = None
    links: Membership = field(init=False)

    def __post_init__(self) -> None:
        # The target codes are areas, of which the source codes are the places.
        links = Membership(self.target, self.source, self.n_targets, self.n_sources, self.weight)
        parts = sum_by(links.place, links.link_weight, self.n_sources)
        wrong = np.flatnonzero(np.abs(parts - 1.0) > TOLERANCE)
        if wrong.size:
            named = ", ".join(f"{code} ({parts[code]:.6g})" for code in wrong[:5])
            more = f" and {wrong.size - 5} more" if wrong.size > 5 else ""
            raise CrosswalkError(f"weight: expected parts that sum to 1 for each source code, not for {named}{more}")
        for name, array in (("source", links.place), ("target", links.area), ("weight", links.weight)):
            object.__setattr__(self, name, array)
        object.__setattr__(self, "links", links)

    @classmethod
    def evenly(cls, source: npt.ArrayLike, target: npt.ArrayLike, n_sources: int, n_targets: int) -> "Crosswalk":
        """Return the crosswalk that parts each source code evenly among its targets.

        That is an assumption, not a fact: to be said where the figures are shown, and replaced by weights observed in a
        file that holds both codes as soon as there is one.
        """
        sources = as_indices(source, "source", stop=n_sources)
        weight = ratio(1.0, np.bincount(sources, minlength=n_sources))[sources]
        return cls(sources, as_indices(target, "target", stop=n_targets), n_sources, n_targets, weight)

    def carry(self, values: npt.ArrayLike) -> Aggregate:
        """Bring figures from the source codes to the target codes: ``y_t = sum_s w_st x_s``.

        Parameters
        ----------
        values : array_like, shape (n_sources,) or (n_areas, n_sources)
            Figures by source code, in any unit that adds up; NaN where missing.

        Returns
        -------
        Aggregate
            Figures by target code, shape (n_targets,) or (n_areas, n_targets), with the number of source codes that
            were to count and of those that are missing.  The total of what is known is kept, to rounding.  NaN for a
            target of which nothing is known, or to which no code leads.

        Raises
        ------
        ValueError
            Not one column per source code, or an infinite figure.
        """
        figures = as_numbers(values, "values")
        if figures.shape[-1] != self.n_sources:
            raise ValueError(f"values: expected {self.n_sources} columns, got {figures.shape[-1]}")
        carried = total(self.links, figures.T)
        return Aggregate(carried.values.T, carried.missing.T, carried.places.T)
