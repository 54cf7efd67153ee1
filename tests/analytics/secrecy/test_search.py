"""What the search is made of: classes, patterns, routes. Each move it trusts is checked as a move."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analytics.secrecy.tables import NAN, drawn, nested, small_tables

from tandem.analytics.secrecy import Hierarchy, Rules, Table
from tandem.analytics.secrecy.completion import complete
from tandem.analytics.secrecy.patterns import Need, Patterns
from tandem.analytics.secrecy.problem import UnprotectableError, pose
from tandem.analytics.secrecy.routes import Router, turned
from tandem.analytics.secrecy.rules import protection


def posed(rows, columns, values, units, *, known=None, lowest=0.0, highest=np.inf):
    """The problem of a table whose cells of one or two units are secret."""
    table = Table(rows, columns)
    whole, count = table.totals(values), table.totals(np.asarray(units, dtype=float))
    below, above = protection(whole, Rules())
    return pose(
        table,
        whole,
        known=(count == 0) | (False if known is None else known),
        secret=(count > 0) & (count < 3),
        below=below,
        above=above,
        floor=np.full(table.shape, lowest),
        ceiling=np.full(table.shape, highest),
        sole=count == 1,
        weight=1.0 + whole,
    )


def names(problem, classes):
    return {problem.table.name(problem.cell[each]) for each in classes}


def test_a_total_with_one_part_is_one_class_with_it():
    rows = Hierarchy.from_levels({"place": list("abc"), "region": list("uvv"), "all": ["all"] * 3})
    problem = posed(rows, Hierarchy.flat(["x"], None), [[5.0], [6.0], [7.0]], [[1], [9], [9]])
    assert problem.n_classes == 5  # a with u, b, c, v, all
    one, other = (problem.class_of[rows.names.index(name)] for name in ("place a", "region u"))
    assert one == other
    assert problem.weight[one] == 0
    assert problem.weight.sum() == 7 + 8 + 14 + 19


def test_what_is_known_does_not_move_and_fixes_what_it_leaves_alone():
    known = np.zeros((3, 3), dtype=bool)
    known[0, 1] = known[0, 2] = True
    sides = Hierarchy.flat(["r", "s"]), Hierarchy.flat(["x", "y"])
    values, units = [[2.0, 9.0], [9.0, 9.0]], [[9, 9], [9, 9]]
    problem = posed(*sides, values, units, known=known)
    assert problem.class_of[:3].tolist() == [-1, -1, -1]
    with pytest.raises(UnprotectableError, match="r × x"):
        posed(*sides, values, [[1, 9], [9, 9]], known=known)


def test_every_total_is_in_some_equation():
    problem = posed(nested(4, 2, "p"), nested(4, 2, "s"), np.full((4, 4), 5.0), np.full((4, 4), 9))
    assert problem.n_classes == problem.table.shape[0] * problem.table.shape[1]
    assert not (problem.system @ problem.down).any()  # the values themselves are a move
    assert set(problem.system.indices) == set(range(problem.n_classes))


@given(small_tables(), st.booleans())
def test_a_pattern_is_a_move_that_carries_the_protection_both_ways(drawn_table, one_way):
    rows, columns, values, units, _ = drawn_table
    problem = posed(rows, columns, values, units)
    patterns, free = Patterns(problem), problem.free
    for secret in np.flatnonzero(problem.secret):
        above, below = float(problem.above[secret]), 0.0 if one_way else float(problem.below[secret])
        found = patterns.cheapest(secret, Need(above, below), free)
        assert found is not None  # everything that moves may be hidden
        assert secret in found.classes
        assert found.cost == pytest.approx(problem.weight[found.classes][~free[found.classes]].sum())
        inside = np.isin(np.arange(problem.n_classes), found.classes)
        router = Router(problem, inside)
        for distance in (above, -below):
            if distance:
                route = router.route(secret, distance, np.ones(problem.n_classes))
                assert route is not None


def test_a_lone_factory_is_protected_by_an_exchange():
    # Nobody else has sector z, and no other sector of place a is large enough: no rectangle can carry 15 % of 1,000.
    values = np.array([[1000.0, 50, 40], [0, 300, 200], [0, 200, 400], [0, 30, 20]])
    units = np.array([[1, 9, 9], [0, 9, 9], [0, 9, 9], [0, 9, 9]])
    problem = posed(Hierarchy.flat(list("abcd")), Hierarchy.flat(list("zxy")), values, units)
    (secret,) = np.flatnonzero(problem.secret)
    found = Patterns(problem).cheapest(secret, Need(150.0, 150.0), problem.free)
    moved = names(problem, found.classes)
    assert "total × total" not in moved  # the exchange leaves the grand total in place
    assert {"a × z", "a × total"} <= moved
    assert len(moved & {"b × x", "b × y", "c × x", "c × y"}) == 1


def test_banned_classes_do_not_move():
    values, units = np.full((3, 3), 10.0), np.full((3, 3), 9)
    units[0, 0] = 1
    problem = posed(Hierarchy.flat(list("abc")), Hierarchy.flat(list("xyz")), values, units)
    (secret,) = np.flatnonzero(problem.secret)
    need = Need(1.5, 1.5)
    first = Patterns(problem).cheapest(secret, need, problem.free)
    banned = first.classes[first.classes != secret]
    second = Patterns(problem).cheapest(secret, need, problem.free, banned)
    assert not set(second.classes) & set(banned)
    route = Router(problem, np.ones(problem.n_classes, dtype=bool)).route(secret, 1.5, problem.weight, banned)
    assert not set(route.classes) & set(banned)


def test_a_route_goes_as_far_as_asked_at_the_least_cost():
    random = np.random.default_rng(4)
    values, units, _ = drawn(random, 6, 5)
    problem = posed(nested(6, 2, "p"), nested(5, 2, "s"), values, units)
    router = Router(problem, np.ones(problem.n_classes, dtype=bool))
    for secret in np.flatnonzero(problem.secret):
        distance = float(problem.above[secret])
        route = router.route(secret, distance, problem.weight)
        move = np.zeros(problem.n_classes)
        move[route.classes] = route.amounts
        assert move[secret] == pytest.approx(distance)
        np.testing.assert_allclose(problem.system @ move, 0, atol=1e-7)
        assert (move >= -problem.down - 1e-7).all()
        pattern = Patterns(problem).cheapest(secret, Need(distance, 0.0), problem.free)
        assert problem.weight @ np.abs(move) <= distance * pattern.cost + 1e-6


def test_a_route_turns_only_as_far_as_its_cells_can_follow():
    # s × y, at 1, can fall by 1: up by 1.5 through it, r × y may not turn.
    values, units = [[10.0, 1.0], [30.0, 30.0]], [[1, 9], [9, 9]]
    problem = posed(Hierarchy.flat(["r", "s"]), Hierarchy.flat(["x", "y"]), values, units)
    (secret,) = np.flatnonzero(problem.secret)
    grid = problem.class_of.reshape(3, 3)
    inside = np.isin(np.arange(problem.n_classes), grid[:2, :2])
    router = Router(problem, inside)
    assert router.route(secret, 1.5, problem.weight) is None
    down = router.route(secret, -1.0, problem.weight)
    assert turned(problem, down, secret, 1.5) is None
    assert turned(problem, down, secret, 1.0).amounts.tolist() == (-down.amounts).tolist()


def test_secrets_are_spread_in_proportion_to_row_and_column():
    table = Table(Hierarchy.flat(["large", "small"]), Hierarchy.flat(["x", "y", "z"]))
    values = table.totals([[90.0, 90, 900], [10.0, 10, 100]])
    values[:2, :2] = NAN
    found = complete(table, values)
    np.testing.assert_allclose(found.values[:2, :2], [[90, 90], [10, 10]], rtol=1e-6)
    assert found.estimated[:2, :2].all()
    assert not found.outside.any()
