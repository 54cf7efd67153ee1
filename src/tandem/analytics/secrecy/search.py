"""Chooses the cells to hide, one secret cell after another, and again until nothing gets cheaper.

Each secret class holds the moves that protect it, and the classes of these moves are hidden as long as some secret holds them.
What others hide is free, so that the cost of a secret is that of the classes that it alone keeps hidden.  In each pass, each secret
gives its moves back and takes the cheapest there are: a pattern, or a route among what is around it.
"""

import numpy as np

from tandem.analytics.arrays import BoolArray, IntArray
from tandem.analytics.secrecy.patterns import Need, Patterns
from tandem.analytics.secrecy.problem import Problem, UnprotectableError
from tandem.analytics.secrecy.routes import Route, Router, Surroundings, turned

# Passes over the secret classes: more change next to nothing.
PASSES = 4
# How far around a secret a route may go: among all classes, among hidden ones.
OPEN, HIDDEN = 0, 4

Moves = list[IntArray]


class Search:
    """The moves that each secret class holds, and what they hide.

    Attributes
    ----------
    uses : ndarray of int, shape (n_classes,)
        Number of moves that hold each class.
    moves : dict of int to list of ndarray of int
        Classes of each move of each secret class.
    """

    def __init__(self, problem: Problem, *, respondents: bool) -> None:
        self.problem, self.respondents = problem, respondents
        self.uses = np.zeros(problem.n_classes, dtype=np.intp)
        self.moves: dict[int, Moves] = {}
        self._patterns, self._around = Patterns(problem), Surroundings(problem)
        self._soles = np.flatnonzero(problem.sole)
        self.stats = dict(pattern=0, route=0, zero=0, routes=0)

    @property
    def hidden(self) -> BoolArray:
        """Classes that are hidden, secret ones included, shape (n_classes,)."""
        return self.problem.free | (self.uses > 0)

    @property
    def cost(self) -> float:
        """What they cost."""
        return float(self.problem.weight[self.hidden].sum())

    def run(self) -> None:
        """Protect every secret class.

        Raises
        ------
        UnprotectableError
            Secret classes that no move protects.
        """
        secrets = np.flatnonzero(self.problem.secret)
        order = secrets[np.argsort(-self.problem.above[secrets], kind="stable")].tolist()
        lost = []
        for number in range(PASSES):
            before = self.cost
            for secret in order:
                mine = self.moves.get(secret)
                # From the third pass on, a class whose cells are all hidden for others has nothing to gain.
                if mine is not None and number > FULL and self._own_cost(mine) == 0:
                    continue
                if not self._protect(secret):
                    lost.append(secret)
            if lost:
                raise UnprotectableError([self.problem.table.name(self.problem.cell[secret]) for secret in lost])
            if number and self.cost >= before:
                break

    def _own_cost(self, moves: Moves) -> float:
        if not moves:
            return 0.0
        classes, count = np.unique(np.concatenate(moves), return_counts=True)
        return float(self.problem.weight[classes[self.uses[classes] == count]].sum())

    def _new_cost(self, moves: Moves) -> float:
        classes = np.unique(np.concatenate(moves))
        return float(self.problem.weight[classes[self.uses[classes] == 0]].sum())

    def _take(self, moves: Moves, times: int = 1) -> None:
        for classes in moves:
            self.uses[classes] += times

    def _protect(self, secret: int) -> bool:
        """Give a secret class the cheapest moves found, its own if nothing is cheaper; say whether it has any."""
        mine = self.moves.get(secret)
        if mine is not None:
            self._take(mine, -1)
        choices = [] if mine is None else [mine]
        pattern = self._by_pattern(secret)
        if pattern is not None:
            choices.append(pattern)
        best = min(choices, key=self._new_cost, default=None)
        self.stats["pattern"] += 1
        if best is None or self._new_cost(best) > 0:
            self.stats["routes"] += 1
            route = self._by_route(secret, OPEN, HIDDEN, mine)
            if route is not None and (best is None or self._new_cost(route) < self._new_cost(best)):
                self.stats["route"] += 1
                best = route
        if best is None:
            best = self._by_route(secret, None, None, None)
        if best is None:
            return False
        self.moves[secret] = best
        self._take(best)
        return True

    def _by_pattern(self, secret: int) -> Moves | None:
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

    def _by_route(self, secret: int, around: int | None, among: int | None, mine: Moves | None) -> Moves | None:
        problem = self.problem
        if around is None or among is None:
            allowed = np.ones(problem.n_classes, dtype=np.bool_)
        else:
            allowed = self._around.near(secret, among) & self.hidden
            if around:
                allowed |= self._around.near(secret, around)
            for classes in mine or ():
                allowed[classes] = True
        router = Router(problem, allowed)
        moves: Moves = []
        way: Route | None = None
        for distance in (float(problem.above[secret]), -float(problem.below[secret])):
            if distance == 0:
                continue
            ways = None if way is None else self._turned(way, secret, distance)
            if ways is None:
                ways = self._ways(router, secret, distance)
            if ways is None:
                return None
            way = ways[0] if len(ways) == 1 else None
            moves += [each.classes for each in ways]
        return moves

    def _turned(self, way: Route, secret: int, distance: float) -> list[Route] | None:
        back = turned(self.problem, way, secret, distance)
        return None if back is None else [back]

    def _ways(self, router: Router, secret: int, distance: float) -> list[Route] | None:
        problem = self.problem
        # Among equals, rather cells that no respondent knows.
        price = np.where(self.hidden, 0.0, problem.weight) + np.where(problem.sole, 1e-3, 0.0)
        first = router.route(secret, distance, price)
        if first is None:
            return None
        seers = problem.seers(secret, first.classes)
        if not self.respondents or not seers.size:
            return [first]
        price[first.classes] = 0.0
        second = router.route(secret, distance, price, seers)
        return None if second is None else [first, second]


FULL = 1
