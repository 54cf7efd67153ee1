"""The cheapest suppression there is, with its proof, for tables small enough; and a bound of its cost for the others.

Hiding is a yes or a no for each class, and a secret class is protected when an attacker's linear programme cannot
bring it nearer than allowed.  By duality each failed protection is an inequality between the yes and no: the branch
and cut of Fischetti and Salazar (2001), here with a mixed-integer programme solved anew for each round of
inequalities.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, vstack

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray
from tandem.analytics.secrecy.linear import Program, choose
from tandem.analytics.secrecy.problem import Problem

# Rounds of inequalities before giving up the proof.
ROUNDS = 200


class Optimum(NamedTuple):
    """A choice of hidden classes and what is known of the cheapest one.

    Attributes
    ----------
    hidden : ndarray of bool, shape (n_classes,)
        Classes that are hidden, secret ones included.
    bound : float
        No suppression costs less.
    proven : bool
        Whether this one costs no more than the bound.
    """

    hidden: BoolArray
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """A secret class that must be able to move by `target` one way (sign), what an intruder knows standing still."""

    secret: int
    sign: int
    target: float
    known: IntArray


def demands(problem: Problem, *, respondents: bool) -> Iterator[Demand]:
    """Yield all that must hold: for any reader and, if asked, for each sole respondent of a class."""
    nobody = np.empty(0, dtype=np.intp)
    soles = np.flatnonzero(problem.sole)
    for secret in np.flatnonzero(problem.secret).tolist():
        intruders = [nobody, *([each] for each in problem.seers(secret, soles))] if respondents else [nobody]
        for sign, target in ((1, problem.above[secret]), (-1, problem.below[secret])):
            if target > 0:
                for known in intruders:
                    yield Demand(secret, sign, float(target), np.asarray(known, dtype=np.intp))


def covers(problem: Problem) -> tuple[csr_array, FloatArray]:
    """Return inequalities ``cuts @ hidden >= least`` that hold for the cheapest suppression.

    In each equation of a secret class, what the other hidden classes can move by must reach what it must move by.  In
    each equation of a class hidden for another's sake, some other class is hidden: alone, it would hide nothing.

    Returns
    -------
    sparse array, shape (n_cuts, n_classes), and ndarray of float, shape (n_cuts,)
    """
    rows, columns, data, least = [], [], [], []
    number = 0
    system = problem.system
    for equation in range(system.shape[0]):
        part = slice(system.indptr[equation], system.indptr[equation + 1])
        classes, signs = system.indices[part], system.data[part]
        for at, each in enumerate(classes):
            others = np.delete(np.arange(classes.size), at)
            target = problem.above[each]
            if problem.secret[each] and target > 0:
                # The class goes up: one of the same side of the equation has to go down, one of the other side up.
                room = np.where(
                    signs[others] * signs[at] > 0, problem.down[classes[others]], problem.up[classes[others]]
                )
                share = np.minimum(room / target, 1.0)
                rows.append(np.full(others.size, number))
                columns.append(classes[others])
                data.append(share)
                least.append(1.0)
            elif not problem.secret[each] and not problem.free[classes[others]].any():
                rows.append(np.full(classes.size, number))
                columns.append(np.append(classes[others], each))
                data.append(np.append(np.ones(others.size), -1.0))
                least.append(0.0)
            else:
                continue
            number += 1
    if not number:
        return csr_array((0, problem.n_classes)), np.zeros(0)
    where = (np.concatenate(rows), np.concatenate(columns))
    return csr_array((np.concatenate(data), where), shape=(number, problem.n_classes)), np.array(least)


def bound(problem: Problem) -> float:
    """Return a cost that no suppression can go under: the linear relaxation of `covers`."""
    cuts, least = covers(problem)
    cost, _, _ = choose(problem.weight, cuts, least, problem.free, whole=False)
    return cost


def optimum(problem: Problem, start: BoolArray, *, respondents: bool, rounds: int = ROUNDS) -> Optimum:
    """Return the cheapest suppression, or `start` with the best bound found when the rounds run out."""
    cuts, least = covers(problem)
    wanted = list(demands(problem, respondents=respondents))
    attacker = Attacker(problem)
    limit = float(problem.weight[start].sum())
    best = 0.0
    for _ in range(rounds):
        best, chosen, _ = choose(problem.weight, cuts, least, problem.free, whole=True)
        if best >= limit - 1e-9 * max(limit, 1.0):
            return Optimum(start, limit, proven=True)
        failed = [cut for demand in wanted if (cut := attacker.cut(demand, chosen)) is not None]
        if not failed:
            return Optimum(chosen, best, proven=True)
        distinct = {each.tobytes(): each for each in failed}
        more = np.array(list(distinct.values()))
        cuts = csr_array(vstack([cuts, csr_array(more)], format="csr"))
        least = np.append(least, np.ones(len(more)))
    return Optimum(start, best, proven=False)


class Attacker:
    """Moves a secret class as far as hidden classes let it, and says what would let it go further."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        # "Without end" is far more than any class has to move: the inequalities do not change, the arithmetic does.
        end = 10.0 * (1.0 + float(problem.above.max(initial=0.0)) + float(problem.down.max(initial=0.0)))
        self._up, self._down = np.minimum(problem.up, end), np.minimum(problem.down, end)
        self._all = np.arange(problem.n_classes)
        still = np.zeros(problem.n_classes)
        self._program = Program(problem.system, np.zeros(problem.system.shape[0]), still, still)

    def cut(self, demand: Demand, hidden: BoolArray) -> FloatArray | None:
        """Return the inequality ``cut @ hidden >= 1`` that this choice breaks, None when the demand is met."""
        up, down = self._up.copy(), self._down.copy()
        up[demand.known] = down[demand.known] = 0.0
        self._program.bound(self._all, np.where(hidden, -down, 0.0), np.where(hidden, up, 0.0))
        cost = np.zeros(self.problem.n_classes)
        cost[demand.secret] = -demand.sign
        self._program.price(cost)
        answer = self._program.minimum()
        assert answer is not None, "every class has an end"
        reached, _ = answer
        if -reached >= demand.target * (1 - 1e-7):
            return None
        # Reduced costs say what each class's room is worth to the attacked one, hidden or not.
        gain = self._program.reduced_costs()
        worth: FloatArray = np.where(gain < 0, -gain * up, gain * down) / demand.target
        free = self.problem.free
        # What is hidden anyway gives its part; no other class needs to give more than all the rest.
        worth = np.minimum(worth / (1.0 - worth[free].sum()), 1.0)
        worth[free] = 0.0
        return worth
