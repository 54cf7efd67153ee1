"""Hiding cells of one line: what a neighbour or a colleague could still work out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from tandem.analytics.secrecy.line import hide_in_line


def known_within(values: np.ndarray, hidden: np.ndarray, cell: int, told: int | None) -> tuple[float, float]:
    """What somebody who knows the total, the published cells and, maybe, one hidden cell can say of another."""
    unknown = [i for i in np.flatnonzero(hidden) if i != told]
    rest = values[hidden].sum() - (values[told] if told is not None else 0.0)
    ends = []
    for sign in (1, -1):
        objective = [sign * (i == cell) for i in unknown]
        found = linprog(objective, A_eq=[[1.0] * len(unknown)], b_eq=[rest], bounds=(0, None))
        ends.append(sign * found.fun)
    return ends[0], ends[1]


@given(st.lists(st.tuples(st.integers(0, 2000), st.booleans()), min_size=1, max_size=7))
def test_nobody_can_place_a_sensitive_cell_within_its_protection(cells):
    values = np.array([value for value, _flag in cells], dtype=float)
    sensitive = np.array([flag for _value, flag in cells])
    hidden, protected = hide_in_line([values], sensitive)
    assert (hidden | ~sensitive).all()
    if not protected:
        assert hidden[values > 0].all()
        return
    for cell in np.flatnonzero(sensitive & (values > 0)):
        for told in [None, *(i for i in np.flatnonzero(hidden) if i != cell)]:
            low, high = known_within(values, hidden, cell, told)
            assert low <= 1e-6
            assert high >= 1.15 * values[cell] - 1e-6


def test_a_line_without_a_sensitive_cell_is_published_whole():
    hidden, protected = hide_in_line([[1.0, 2.0]], [False, False])
    assert not hidden.any()
    assert protected


def test_the_smallest_cells_that_are_enough_are_hidden():
    hidden, protected = hide_in_line([[100.0, 1.0, 2.0, 30.0, 16.0, 900.0]], [True, False, False, False, False, False])
    assert protected
    assert not hidden[5]


def test_a_line_of_one_establishment_cannot_have_a_public_total():
    hidden, protected = hide_in_line([[500.0]], [True])
    assert hidden.tolist() == [True]
    assert not protected


def test_years_are_hidden_together():
    hidden, protected = hide_in_line([[100.0, 90.0, 0.0, 20.0], [100.0, 0.0, 90.0, 20.0]], [True, False, False, False])
    assert protected
    assert hidden[1:].sum() >= 2


@pytest.mark.parametrize("values", [[], [[-1.0]], [[np.inf]], [[1.0, 2.0]]])
def test_figures_of_the_wrong_shape_are_named(values):
    with pytest.raises(ValueError, match=r"values|sensitive"):
        hide_in_line(values, [True])


def test_what_another_line_hides_protects_and_needs_no_protection():
    hidden, protected = hide_in_line([[10.0, 300.0, 50.0]], [True, False, False], already=[False, True, False])
    assert hidden.tolist() == [True, True, True]  # the one who answers for 300 knows the other: a third is hidden
    assert protected
    alone, protected = hide_in_line([[300.0, 10.0]], [False, False], already=[True, False])
    assert alone.tolist() == [True, False]
    assert protected
