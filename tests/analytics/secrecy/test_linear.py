"""Every answer of the solver is proved, or computed again."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from tandem.analytics.secrecy.linear import InfeasibleError, Program, SolverError


def program():
    """x + y = 10, each between 0 and 8."""
    return Program(csr_array([[1.0, 1.0]]), np.array([10.0]), np.zeros(2), np.full(2, 8.0))


def test_the_least_cost_and_where():
    each = program()
    each.price(np.array([1.0, 0.0]))
    cost, point = each.minimum()
    assert (cost, point.tolist()) == (2.0, [2.0, 8.0])
    each.price(np.array([-1.0, 0.0]))
    assert each.minimum()[0] == -8.0
    each.bound(np.array([0]), np.array([0.0]), np.array([3.0]))
    assert each.minimum()[0] == -3.0


def test_a_point_that_is_feasible_and_not_the_best_proves_nothing():
    each = program()
    each.price(np.array([1.0, 0.0]))
    each.minimum()
    assert each._proves(np.array([2.0, 8.0]))
    assert not each._proves(np.array([5.0, 5.0]))
    assert each._holds(np.array([5.0, 5.0]))
    assert not each._holds(np.array([5.0, 6.0]))
    assert not each._holds(np.array([1.0, 9.0]))


def test_no_end_is_none_and_no_point_is_an_error():
    free = Program(csr_array([[1.0, -1.0]]), np.zeros(1), np.zeros(2), np.full(2, np.inf))
    free.price(np.array([-1.0, 0.0]))
    assert free.minimum() is None
    free.price(np.array([1.0, 0.0]))
    assert free.minimum()[0] == 0.0
    none = Program(csr_array([[1.0, 1.0]]), np.array([20.0]), np.zeros(2), np.full(2, 8.0))
    with pytest.raises(InfeasibleError):
        none.minimum()


def test_an_answer_that_cannot_be_proved_is_an_error():
    each = program()
    each.price(np.array([1.0, 0.0]))
    each.minimum()
    each._proves = lambda point: False
    with pytest.raises(SolverError, match="no proven answer"):
        each.minimum()
    assert each.minimum(proof=False)[0] == 2.0
