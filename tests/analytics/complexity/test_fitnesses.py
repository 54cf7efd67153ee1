from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse
from tests.analytics.complexity import definitions

from tandem.analytics.complexity import fitness

NESTED = np.tri(6, dtype=bool)[:, ::-1]  # each area has the sectors of the one before, and a rarer one


def test_fitness_follows_its_definition_step_by_step():
    present = definitions.presence(definitions.country(15, 9))
    for steps in (1, 2, 30):
        found = fitness(present, max_iterations=steps, unchanged=10**6)
        fit, difficulty = definitions.fitness(present, steps)
        np.testing.assert_allclose(found.fitness, fit, rtol=1e-12)
        np.testing.assert_allclose(found.complexity, difficulty, rtol=1e-12)
        assert found.iterations == steps
        assert not found.stable


def test_in_a_nested_table_more_sectors_are_fitter_and_rarer_ones_more_complex():
    found = fitness(NESTED)
    assert found.stable
    assert (np.diff(found.fitness) > 0).all()
    assert (np.diff(found.complexity) < 0).all()


def test_the_iteration_stops_when_the_order_has_stayed_the_same_for_the_steps_asked():
    present = definitions.presence(definitions.country(30, 20))
    found = fitness(present, unchanged=15)
    assert found.stable
    orders = [np.argsort(-definitions.fitness(present, step)[0]) for step in range(1, found.iterations + 1)]
    changed = [step for step, (a, b) in enumerate(pairwise(orders), 2) if (a != b).any()]
    assert found.iterations - max(changed, default=1) == 15


def test_the_order_does_not_change_any_more_after_it_was_called_stable():
    present = definitions.presence(definitions.country(40, 25, seed=3))
    found, later = fitness(present), fitness(present, unchanged=10**6, max_iterations=3000)
    np.testing.assert_array_equal(np.argsort(-found.fitness), np.argsort(-later.fitness))


def test_fitness_that_falls_towards_zero_for_ever_stays_a_number():
    # Three areas have the first sector alone: it and they lose at each step, by the same factor.
    present = np.array([[1, 0, 0], [0, 1, 1], [1, 0, 0], [1, 0, 0]], dtype=bool)
    found = fitness(present, unchanged=10**6, max_iterations=3000)
    assert np.isfinite(found.fitness).all()
    assert np.isfinite(found.complexity).all()
    assert (found.fitness > 0).all()
    assert found.fitness.min() < 1e-100


def test_areas_with_the_same_sectors_have_the_same_fitness_and_do_not_keep_the_order_from_settling():
    present = np.vstack([NESTED, NESTED, np.ones((5, 6), dtype=bool)])
    found = fitness(present)
    assert found.stable
    np.testing.assert_allclose(found.fitness[:6], found.fitness[6:12], rtol=1e-9)


def test_empty_areas_and_sectors_have_none_and_weigh_nothing():
    padded = np.zeros((8, 8), dtype=bool)
    padded[1:7, :6] = NESTED
    expected, found = fitness(NESTED), fitness(padded)
    np.testing.assert_allclose(found.fitness[1:7], expected.fitness)
    np.testing.assert_allclose(found.complexity[:6], expected.complexity)
    assert np.isnan(found.fitness[[0, 7]]).all()
    assert np.isnan(found.complexity[6:]).all()


@given(hnp.arrays(np.bool_, (6, 5)), st.randoms(use_true_random=False))
def test_fitness_has_mean_one_and_depends_neither_on_order_nor_on_storage(present, random):
    if not present.any():
        with pytest.raises(ValueError, match="no area has any sector"):
            fitness(present)
        return
    found = fitness(present, max_iterations=25, unchanged=50)
    assert np.nanmean(found.fitness) == pytest.approx(1)
    assert np.nanmean(found.complexity) == pytest.approx(1)
    rows = random.sample(range(6), 6)
    moved = fitness(sparse.csr_array(present[rows]), max_iterations=25, unchanged=50)
    np.testing.assert_allclose(moved.fitness, found.fitness[rows], rtol=1e-9)
    np.testing.assert_allclose(moved.complexity, found.complexity, rtol=1e-9)


def test_wrong_input_is_refused_by_name():
    with pytest.raises(ValueError, match="presence: no area has any sector"):
        fitness(np.zeros((0, 3), dtype=bool))
    with pytest.raises(ValueError, match="presence: expected present"):
        fitness([[2.0]])
    for options in ({"unchanged": 0}, {"max_iterations": 0}):
        with pytest.raises(ValueError, match="expected at least 1"):
            fitness(NESTED, **options)
