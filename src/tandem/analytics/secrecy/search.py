"""Chooses the cells to hide, one secret cell after another, and again until nothing gets cheaper.

Each secret class holds the moves that protect it, and the classes of these moves stay hidden as long as some secret
holds them.  What others hide is free: the cost of a secret is that of the classes that it alone keeps hidden.  In each
pass, every secret gives its moves back and takes the cheapest it finds, a pattern or a route among what is around it.
"""

import numpy as np

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray
from tandem.analytics.secrecy.patterns import Need, Patterns
from tandem.analytics.secrecy.problem import Problem, UnprotectableError
from tandem.analytics.secrecy.routes import Route, Router, Surroundings, turned

# Passes over the secret classes: a third one gains less than 1 %.
PASSES = 2
# How many equations away a route may go, through classes still published and through hidden ones.
OPEN, HIDDEN = 3, 4
# How many classes of each kind it may go through: in a flat table everything is near everything.
CROWD = 1_500
# What a route pays to go through a class that a respondent knows, as a share of the cheapest class: among equals, it
# goes through another.
SEEN = 1e-3

Moves = list[IntArray]
"""Classes of each move that protects a secret class."""


class Search:
    """The moves that the secret classes hold, and what they hide.

    Attributes
    ----------
    uses : ndarray of int, shape (n_classes,)
        Number of moves that hold each class.
    moves : dict of int to list of ndarray of int
        Moves of each secret class.
    """

    def __init__(self, problem: Problem, *, respondents: bool) -> None:
        self.problem, self.respondents = problem, respondents
        self.uses = np.zeros(problem.n_classes, dtype=np.intp)
        self.moves: dict[int, Moves] = {}
        self._patterns, self._around = Patterns(problem), Surroundings(problem)
        self._soles = np.flatnonzero(problem.sole)
        least = float(problem.weight[problem.weight > 0].min(initial=np.inf))
        self._seen = np.where(problem.sole & respondents, SEEN * least if np.isfinite(least) else 0.0, 0.0)

    @property
    def hidden(self) -> BoolArray:
        """Classes that are hidden, secret ones included, shape (n_classes,)."""
        return self.problem.free | (self.uses > 0)

    @property
    def cost(self) -> float:
        """What the hidden classes cost."""
        return float(self.problem.weight[self.hidden].sum())

    def run(self) -> None:
        """Protect every secret class, the largest first.

        Raises
        ------
        UnprotectableError
            Secret classes that no move protects.
        """
        secrets = np.flatnonzero(self.problem.secret)
        order = secrets[np.argsort(-self.problem.above[secrets], kind="stable")].tolist()
        if not order:
            return
        lost = [secret for secret in order if not self._protect(secret)]
        if lost:
            raise UnprotectableError([self.problem.table.name(self.problem.cell[secret]) for secret in lost])
        for _ in range(PASSES - 1):
            before = self.cost
            for secret in order:
                # A secret whose cells are all hidden for others has nothing to gain.
                if self._own_cost(self.moves[secret]) > 0:
                    self._protect(secret)
            if self.cost >= before:
                break

    def _own_cost(self, moves: Moves) -> float:
        """Return the cost of what is hidden for these moves and for no other."""
        if not moves:
            return 0.0
        classes, count = np.unique(np.concatenate(moves), return_counts=True)
        return float(self.problem.weight[classes[self.uses[classes] == count]].sum())

    def _new_cost(self, moves: Moves) -> float:
        """Return the cost of what would be hidden for these moves and is not."""
        classes = np.unique(np.concatenate(moves)) if moves else np.empty(0, dtype=np.intp)
        return float(self.problem.weight[classes[self.uses[classes] == 0]].sum())

    def _take(self, moves: Moves, times: int = 1) -> None:
        for classes in moves:
            self.uses[classes] += times

    def _protect(self, secret: int) -> bool:
        """Give a secret class the cheapest moves found, its own if nothing is cheaper; say whether it has any."""
        mine = self.moves.get(secret)
        self._take(mine or [], -1)
        best, cost = mine, np.inf if mine is None else self._new_cost(mine)
        for find in (self._by_pattern, self._by_near_route, self._by_any_route):
            if cost == 0 or (find == self._by_any_route and best is not None):
                break
            found = find(secret)
            if found is not None and self._new_cost(found) < cost:
                best, cost = found, self._new_cost(found)
        if best is not None:
            self.moves[secret] = best
            self._take(best)
        return best is not None

    def _by_pattern(self, secret: int) -> Moves | None:
        """Return the cheapest pattern, or two where a respondent could see through one; None if there are none."""
        problem, hidden = self.problem, self.hidden
        need = Need(float(problem.above[secret]), float(problem.below[secret]))
        first = self._patterns.cheapest(secret, need, hidden)
        if first is None:
            return None
        seers = problem.seers(secret, first.classes)
        if not self.respondents or not seers.size:
            return [first.classes]
        # Whoever alone makes one of these cells knows how it moves: to him, the first pattern hides nothing.
        blind = self._patterns.cheapest(secret, need, hidden, problem.seers(secret, self._soles))
        if blind is not None and blind.cost <= first.cost:
            return [blind.classes]
        hidden[first.classes] = True
        second = self._patterns.cheapest(secret, need, hidden, seers)
        if blind is not None and (second is None or blind.cost <= first.cost + second.cost):
            return [blind.classes]
        return None if second is None else [first.classes, second.classes]

    def _by_near_route(self, secret: int) -> Moves | None:
        return self._by_route(secret, self._around.near(secret, OPEN, HIDDEN, self.hidden, CROWD))

    def _by_any_route(self, secret: int) -> Moves | None:
        return self._by_route(secret, np.ones(self.problem.n_classes, dtype=np.bool_))

    def _by_route(self, secret: int, allowed: BoolArray) -> Moves | None:
        """Return routes up and down, more of each where a respondent could see through one; None if some is missing."""
        problem = self.problem
        router = Router(problem, allowed)
        # What one route hides, the next one has for free.
        price = np.where(self.hidden, 0.0, problem.weight)
        moves: Moves = []
        up: list[Route] = []
        for distance in (float(problem.above[secret]), -float(problem.below[secret])):
            if distance == 0:
                continue
            ways = [turned(problem, way, secret, distance) for way in up]
            if not ways or any(way is None for way in ways):
                ways = list(self._ways(router, secret, distance, price))
            if not ways:
                return None
            up = [way for way in ways if way is not None]
            moves += [way.classes for way in up]
            for way in up:
                price[way.classes] = 0.0
        return moves

    def _ways(self, router: Router, secret: int, distance: float, price: FloatArray) -> list[Route]:
        problem = self.problem
        paid = price + self._seen
        first = router.route(secret, distance, paid)
        if first is None:
            return []
        seers = problem.seers(secret, first.classes)
        if not self.respondents or not seers.size:
            return [first]
        paid[first.classes] = 0.0
        second = router.route(secret, distance, paid, seers)
        if second is not None:
            return [first, second]
        # No way around all of them at once: one around each.
        ways = [router.route(secret, distance, paid, np.array([seer])) for seer in seers]
        found = [way for way in ways if way is not None]
        return [first, *found] if len(found) == len(ways) else []
