"""Lightens a suppression: protects a secret cell by cells that others hide already, where there is such a way.

A rectangle is not the only move that protects.  For each secret cell in turn, the cells hidden for its sake alone are
priced, the cells that others hide are free, and the cheapest move among the hidden cells is a linear programme (the
heuristic of Kelly, Golden and Assad, 1992, on the cells that are hidden, so that it can only remove some).  The same programme over all the
cells protects those for which no rectangle was found.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import hstack

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray
from tandem.analytics.secrecy.linear import Program
from tandem.analytics.secrecy.problem import Problem, UnprotectableError

# What reaching the protection is worth, when the dearest class costs 1: more than any move costs.
WORTH = 1e4
# A class that moves less than this does not move.
STILL = 1e-7
# Programmes spent on lightening a suppression: a count, not a time, so that the answer is always the same.
BUDGET = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Classes that move together so that a secret class goes up (``sign`` 1) or down (-1) as far as it must."""

    sign: int
    classes: IntArray


class Router:
    """Cheapest moves among some of the classes."""

    def __init__(self, problem: Problem, allowed: BoolArray) -> None:
        self.problem = problem
        self.classes = np.flatnonzero(allowed)
        self._place = np.full(problem.n_classes, -1, dtype=np.intp)
        self._place[self.classes] = np.arange(self.classes.size)
        system = problem.system[:, self.classes]
        system = system[np.diff(system.indptr) > 0]
        self._n = self.classes.size
        self._upper = np.concatenate([problem.up[self.classes], problem.down[self.classes]])
        self._program = Program(
            hstack([system, -system], format="csr"), np.zeros(system.shape[0]), np.zeros(2 * self._n), self._upper
        )

    @property
    def solved(self) -> int:
        """Number of programmes solved."""
        return self._program.solved

    def route(self, secret: int, sign: int, price: FloatArray, banned: IntArray | None = None) -> Move | None:
        """Return the cheapest move of a secret class one way, None when there is none that goes far enough.

        Parameters
        ----------
        secret : int
            The class that must move.
        sign : int
            1 to move it up by `above`, -1 to move it down by `below`.
        price : ndarray of float, shape (n_classes,)
            What each class costs per unit of move.
        banned : ndarray of int, optional
            Classes that must not move.
        """
        target = float(self.problem.above[secret] if sign > 0 else self.problem.below[secret])
        place = self._place[secret]
        there, back = (place, self._n + place) if sign > 0 else (self._n + place, place)
        stuck = self._place[banned] if banned is not None else np.empty(0, dtype=np.intp)
        stuck = stuck[stuck >= 0]
        changed = np.concatenate([[there, back], stuck, self._n + stuck])
        limit = np.zeros(changed.size)
        limit[0] = min(target, self._upper[there])
        cost = np.tile(price[self.classes] / max(float(price.max()), 1.0), 2)
        cost[there], cost[back] = -WORTH, 0.0
        self._program.price(cost)
        self._program.bound(changed, np.zeros(changed.size), limit)
        answer = self._program.minimum(afresh=True)
        self._program.bound(changed, np.zeros(changed.size), self._upper[changed])
        if answer is None:
            return None
        _, point = answer
        move = point[: self._n] - point[self._n :]
        if sign * move[place] < target - 1e-6 * max(target, 1.0):
            return None
        return Move(sign, self.classes[np.abs(move) > STILL])


class Witnesses:
    """The moves that protect each secret class, and the classes that they keep hidden.

    Attributes
    ----------
    moves : dict of int to list of Move
        Moves of each secret class.  Two of the same sign protect it from the only respondent of a class that the first
        one moves.
    uses : ndarray of int, shape (n_classes,)
        Number of moves of each class.
    """

    def __init__(self, problem: Problem, moves: dict[int, list[Move]]) -> None:
        self.problem, self.moves = problem, moves
        self.uses = np.zeros(problem.n_classes, dtype=np.intp)
        for each in moves.values():
            self._count(each, 1)

    @property
    def hidden(self) -> BoolArray:
        """Classes that are hidden, shape (n_classes,)."""
        return self.problem.free | (self.uses > 0)

    def _count(self, moves: list[Move], times: int) -> None:
        for move in moves:
            self.uses[move.classes] += times

    def own_cost(self, secret: int) -> float:
        """Cost of the classes that are hidden for the sake of one secret class alone."""
        moves = self.moves[secret]
        if not moves:
            return 0.0
        classes, count = np.unique(np.concatenate([move.classes for move in moves]), return_counts=True)
        return float(self.problem.weight[classes[self.uses[classes] == count]].sum())

    def reroute(self, router: Router, secret: int, *, respondents: bool) -> None:
        """Protect a secret class anew, at the least cost that the router finds; leave it as it is when it finds none."""
        before = self.moves[secret]
        self._count(before, -1)
        after: list[Move] = []
        for sign in (1, -1):
            found = self._both_ways_out(router, secret, sign, respondents=respondents)
            after += found or [move for move in before if move.sign == sign]
        self.moves[secret] = after
        self._count(after, 1)

    def _both_ways_out(self, router: Router, secret: int, sign: int, *, respondents: bool) -> list[Move]:
        problem = self.problem
        if (problem.above if sign > 0 else problem.below)[secret] <= 0:
            return []
        # Among equals, rather cells that no respondent knows.
        price = np.where(self.uses > 0, 0.0, problem.weight) + np.where(problem.sole, 1e-6, 0.0)
        first = router.route(secret, sign, price)
        if first is None:
            return []
        seers = problem.seers(secret, first.classes)
        if not respondents or not seers.size:
            return [first]
        price[first.classes] = 0.0
        second = router.route(secret, sign, price, seers)
        return [] if second is None else [first, second]

    def protected(self, secret: int) -> bool:
        """Whether a secret class has a move each way that it needs one."""
        signs = {move.sign for move in self.moves[secret]}
        above, below = self.problem.above[secret] > 0, self.problem.below[secret] > 0
        return (1 in signs or not above) and (-1 in signs or not below)


def route_the_rest(witnesses: Witnesses, *, respondents: bool) -> int:
    """Protect the secret classes that have no rectangle, by any move of the table; return the programmes solved.

    Raises
    ------
    UnprotectableError
        No move protects them.
    """
    problem = witnesses.problem
    rest = [secret for secret in witnesses.moves if not witnesses.protected(secret)]
    if not rest:
        return 0
    router = Router(problem, np.ones(problem.n_classes, dtype=np.bool_))
    for secret in rest:
        witnesses.reroute(router, secret, respondents=respondents)
    lost = [secret for secret in rest if not witnesses.protected(secret)]
    if lost:
        raise UnprotectableError([problem.table.name(problem.cell[secret]) for secret in lost])
    return router.solved


def lighten(witnesses: Witnesses, *, respondents: bool, budget: int = BUDGET) -> int:
    """Protect by what others hide the secret classes that cost most, one after another; return the programmes solved."""
    costs = {secret: witnesses.own_cost(secret) for secret in witnesses.moves}
    order = sorted((secret for secret, cost in costs.items() if cost > 0), key=lambda secret: (-costs[secret], secret))
    if not order or budget <= 0:
        return 0
    router = Router(witnesses.problem, witnesses.hidden)
    for secret in order:
        if router.solved >= budget:
            break
        if witnesses.own_cost(secret) > 0:
            witnesses.reroute(router, secret, respondents=respondents)
    return router.solved
