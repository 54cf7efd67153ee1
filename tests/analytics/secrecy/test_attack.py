"""The attacker against SciPy, against every whole-number table, and against what he must find."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analytics.secrecy.tables import NAN, interval, recovered, small_tables

from tandem.analytics.secrecy import Hierarchy, Rules, Table, attack, audit
from tandem.analytics.secrecy.attack import Siege
from tandem.analytics.secrecy.rules import protection

TWO_BY_TWO = Table(Hierarchy.flat(["r", "s"]), Hierarchy.flat(["x", "y"]))


def test_a_lone_hidden_cell_is_found_by_subtraction():
    found = attack(TWO_BY_TWO, [[NAN, 7, 10], [9, 9, 18], [12, 16, 28]])
    assert found.low[0, 0] == found.high[0, 0] == 3
    assert found.programs == 0


def test_a_rectangle_of_hidden_cells_leaves_the_room_of_its_smallest():
    found = attack(TWO_BY_TWO, [[NAN, NAN, 10], [NAN, NAN, 18], [12, 16, 28]])
    assert found.low.tolist() == [[0, 0, 10], [2, 6, 18], [12, 16, 28]]
    assert found.high.tolist() == [[10, 10, 10], [12, 16, 18], [12, 16, 28]]


def test_a_hidden_line_with_its_total_has_no_end():
    found = attack(Table(Hierarchy.flat(["r"], None), Hierarchy.flat(["x", "y"])), [[NAN, 5, NAN]])
    assert found.low.tolist() == [[0, 5, 5]]
    assert found.high.tolist() == [[np.inf, 5, np.inf]]


def test_what_is_known_beforehand_narrows_the_interval():
    found = attack(TWO_BY_TWO, [[NAN, NAN, 10], [NAN, NAN, 18], [12, 16, 28]], lowest=1.0, highest=11.0)
    assert found.low[:2].tolist() == [[1, 5, 10], [7, 7, 18]]
    assert found.high[:2].tolist() == [[5, 9, 10], [11, 11, 18]]


def test_only_the_cells_asked_for_are_attacked():
    target = np.zeros((3, 3), dtype=bool)
    target[0, 0] = True
    found = attack(TWO_BY_TWO, [[NAN, NAN, 10], [NAN, NAN, 18], [12, 16, 28]], targets=target)
    assert found.high[0, 0] == 10
    assert np.isnan(found.high[0, 1])
    assert found.programs == 2


def test_blocks_of_hidden_cells_that_share_no_total_are_apart():
    table = Table(Hierarchy.from_levels({"a": list("1234"), "b": list("xxyy")}), Hierarchy.flat(list("pqr")))
    published = table.totals(np.arange(12.0).reshape(4, 3))
    published[np.ix_([0, 1], [0, 1])] = NAN
    published[np.ix_([2, 3], [1, 2])] = NAN
    assert sorted(block.cells.size for block in Siege(table, published).blocks()) == [4, 4]


@pytest.mark.parametrize(
    ("published", "message"),
    [
        ([[1, 7, 10], [9, 9, 18], [10, 16, 28]], "totals that are the sum of their parts, not r × total"),
        ([[NAN, 12, 10], [9, 9, 18], [NAN, 21, 28]], "leave possible values, not for r × x"),
        ([[NAN, NAN, 10], [NAN, NAN, 18], [2, 25, 28]], "totals that are the sum of their parts, not total × total"),
        ([[1.0, 2.0]], "published: expected 3 rows"),
    ],
)
def test_a_publication_that_cannot_be_is_refused(published, message):
    with pytest.raises(ValueError, match=message):
        attack(TWO_BY_TWO, published)


def test_hidden_values_that_nothing_explains_are_refused():
    with pytest.raises(ValueError, match="some hidden values explain"):
        attack(TWO_BY_TWO, [[NAN, NAN, 10], [NAN, NAN, 18], [12, 16, 28]], highest=4.0)


def test_intervals_are_those_of_every_whole_table():
    values = TWO_BY_TWO.totals([[1.0, 3.0], [2.0, 2.0]])
    published = values.copy()
    published[:2, :2] = NAN
    published[0, 2] = published[1, 2] = NAN
    seen = [
        figures
        for figures in itertools.product(range(6), repeat=4)
        if figures[0] + figures[2] == 3 and figures[1] + figures[3] == 5
    ]
    found = attack(TWO_BY_TWO, published)
    for rank, (row, column) in enumerate(itertools.product(range(2), repeat=2)):
        assert found.low[row, column] == min(figures[rank] for figures in seen)
        assert found.high[row, column] == max(figures[rank] for figures in seen)
    assert found.high[0, 2] == max(figures[0] + figures[1] for figures in seen)


@given(small_tables(), st.integers(0, 2**32 - 1))
def test_intervals_are_those_of_another_program(drawn, seed):
    rows, columns, values, _, _ = drawn
    table = Table(rows, columns)
    whole = table.totals(values)
    published = np.where(np.random.default_rng(seed).random(table.shape) < 0.5, NAN, whole)
    found = attack(table, published)
    for row, column in np.argwhere(np.isnan(published)):
        cell = (int(row), int(column))
        np.testing.assert_allclose((found.low[cell], found.high[cell]), interval(table, published, cell), atol=1e-6)
    kept = ~np.isnan(published)
    np.testing.assert_array_equal(found.low[kept], published[kept])
    assert (found.low <= whole + 1e-6).all()
    assert (found.high >= whole - 1e-6).all()


@given(small_tables(), st.integers(0, 2**32 - 1))
def test_the_audit_and_the_attack_agree_with_another_program(drawn, seed):
    rows, columns, values, units, _ = drawn
    table = Table(rows, columns)
    whole = table.totals(values)
    random = np.random.default_rng(seed)
    secret = table.totals(units.astype(float)) < 3
    published = np.where(secret | (random.random(table.shape) < 0.3), NAN, whole)
    below, above = (np.where(secret, each, NAN) for each in protection(whole, Rules()))
    expected = recovered(table, published, whole, below, above)
    np.testing.assert_array_equal(audit(table, published, whole, below, above).recovered, expected)
    np.testing.assert_array_equal(attack(table, published).recovered(whole, below, above), expected)


def test_the_audit_takes_what_a_respondent_knows():
    values = TWO_BY_TWO.totals([[10.0, 10.0], [10.0, 10.0]])
    published = values.copy()
    published[:2, :2] = NAN
    below = above = np.where(np.isnan(published), 2.0, NAN)
    assert not audit(TWO_BY_TWO, published, values, below, above).recovered.any()
    known = np.zeros((3, 3), dtype=bool)
    known[0, 1] = True
    assert audit(TWO_BY_TWO, published, values, below, above, known=known).recovered[:2, :2].all()


def test_a_published_secret_is_recovered():
    values = TWO_BY_TWO.totals([[10.0, 10.0], [10.0, 10.0]])
    above = np.full((3, 3), NAN)
    above[0, 0] = 1.0
    assert audit(TWO_BY_TWO, values, values, above, above).recovered[0, 0]
