"""Protects a secret cell by the cheapest move of the cells around it: a linear programme.

Patterns have a fixed shape; a move may go through as many cells as it takes (Kelly, Golden and Assad, 1992).  Where
many cells are secret already, they protect each other by moves that no pattern follows, and that cost nothing.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray
from tandem.analytics.secrecy.linear import InfeasibleError, Program
from tandem.analytics.secrecy.problem import Problem

# A class that moves less than this does not move.
STILL = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """Classes that move together, and how far: up above zero, down below."""

    classes: IntArray
    amounts: FloatArray


class Router:
    """Cheapest moves among some of the classes."""

    def __init__(self, problem: Problem, allowed: BoolArray) -> None:
        self.problem = problem
        self.classes = np.flatnonzero(allowed)
        self._place = np.full(problem.n_classes, -1, dtype=np.intp)
        self._place[self.classes] = np.arange(self.classes.size)
        system = csr_array(problem.system[:, self.classes])
        system = csr_array(system[np.diff(system.indptr) > 0])
        self._n = self.classes.size
        self._upper = np.concatenate([problem.up[self.classes], problem.down[self.classes]])
        self._program = Program(
            csr_array(hstack([system, -system], format="csr")),
            np.zeros(system.shape[0]),
            np.zeros(2 * self._n),
            self._upper,
            primal=False,
        )

    def route(self, secret: int, distance: float, price: FloatArray, banned: IntArray | None = None) -> Route | None:
        """Return the cheapest move of a secret class by `distance`, None when there is none that goes so far.

        Parameters
        ----------
        secret : int
            The class that must move.
        distance : float
            How far: up above zero, down below.
        price : ndarray of float, shape (n_classes,)
            What each class costs per unit of move.
        banned : ndarray of int, optional
            Classes that must not move.
        """
        place = int(self._place[secret])
        there, back = (place, self._n + place) if distance > 0 else (self._n + place, place)
        stuck = self._place[banned] if banned is not None else np.empty(0, dtype=np.intp)
        stuck = stuck[stuck >= 0]
        if abs(distance) > self._upper[there]:
            return None
        changed = np.concatenate([[there, back], stuck, self._n + stuck])
        limit = np.zeros(changed.size)
        limit[0] = abs(distance)
        own = price[self.classes]
        cost = np.tile(own / max(float(own.max()), 1e-9), 2)
        cost[there] = cost[back] = 0.0
        self._program.price(cost)
        self._program.bound(changed, limit, limit)
        try:
            answer = self._program.minimum(afresh=True, proof=False)
        except InfeasibleError:
            return None
        finally:
            self._program.bound(changed, np.zeros(changed.size), self._upper[changed])
        assert answer is not None, "no cost is below zero"
        amounts = answer[1][: self._n] - answer[1][self._n :]
        moving = np.abs(amounts) > STILL
        return Route(self.classes[moving], amounts[moving])


def turned(problem: Problem, route: Route, secret: int, distance: float) -> Route | None:
    """Return the same move the other way, as far as `distance`; None when some class cannot follow."""
    amounts = route.amounts * (distance / route.amounts[route.classes == secret][0])
    room = np.where(amounts > 0, problem.up[route.classes], problem.down[route.classes])
    return Route(route.classes, amounts) if (np.abs(amounts) <= room + STILL).all() else None


class Surroundings:
    """Which classes are near a class, by the equations that they share."""

    def __init__(self, problem: Problem) -> None:
        self._links = abs(problem.system)
        self._back = csr_array(self._links.T)
        self._n = problem.n_classes

    def near(self, secret: int, steps: int, hidden_steps: int, hidden: BoolArray, crowd: int) -> BoolArray:
        """Return the classes that equations link to the class in so many steps, and the hidden ones in so many others.

        Of either, one step less, and again, when there are more than `crowd`; never less than one step.
        """
        found = np.zeros(self._n)
        found[secret] = 1.0
        near = np.zeros(self._n, dtype=np.bool_)
        for step in range(1, max(steps, hidden_steps) + 1):
            found = (self._back @ (self._links @ found > 0).astype(np.float64) > 0).astype(np.float64)
            reached = found > 0
            for kind, last in ((reached, steps), (reached & hidden, hidden_steps)):
                if step == 1 or (step <= last and int(kind.sum()) <= crowd):
                    near |= kind
        return near
