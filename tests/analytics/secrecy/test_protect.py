"""Protected tables: nothing recovered, least cost where it can be counted, and every odd case defined."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analytics.secrecy.tables import NAN, drawn, nested, recovered, small_tables

from tandem.analytics.secrecy import Hierarchy, Reason, Rules, Table, UnprotectableError, protect, secondary
from tandem.analytics.secrecy.rules import protection

TWO = (Hierarchy.flat(["r", "s"]), Hierarchy.flat(["x", "y"]))
PUBLISHED, SECONDARY, FREQUENCY, SOURCE = (
    Reason.PUBLISHED,
    Reason.SECONDARY,
    Reason.PRIMARY_FREQUENCY,
    Reason.PRIMARY_SOURCE,
)


def reader_recovers(result):
    secrets = result.confidential
    return recovered(result.table, result.values, secrets.values, secrets.below, secrets.above)


def test_a_secret_cell_takes_three_others_with_it():
    result = protect([[2.0, 9.0], [9.0, 9.0]], *TWO, units=[[1, 9], [9, 9]])
    assert result.hidden.tolist() == [[FREQUENCY, SECONDARY, 0], [SECONDARY, SECONDARY, 0], [0, 0, 0]]
    assert np.isnan(result.values[:2, :2]).all()
    assert result.values[2].tolist() == [11, 18, 29]
    assert not result.audit().recovered.any()
    loss = result.loss()
    assert (loss.cells, loss.primary, loss.secondary) == (9, 1, 3)
    assert loss.value_share == pytest.approx(27 / (4 * 29))


def test_the_cheapest_cells_are_taken():
    values = np.array([[2.0, 50.0, 9.0], [50.0, 50.0, 50.0], [8.0, 50.0, 7.0]])
    rows, columns = Hierarchy.flat(list("rst")), Hierarchy.flat(list("xyz"))
    result = protect(values, rows, columns, units=np.where(values == 2, 1, 9))
    assert {tuple(cell) for cell in np.argwhere(result.hidden == SECONDARY)} == {(0, 2), (2, 0), (2, 2)}


def test_a_total_equal_to_its_secret_part_is_hidden_with_it():
    rows = Hierarchy.from_levels({"place": list("abcd"), "region": list("uuvv"), "all": ["all"] * 4})
    values = np.array([[2.0, 30], [0, 40], [20, 50], [30, 60]])
    result = protect(values, rows, Hierarchy.flat(["x", "y"]), units=np.where(values == 2, 2, values))
    hidden = {result.table.name(cell) for cell in np.flatnonzero(result.secret)}
    assert {"place a × x", "region u × x"} <= hidden
    assert not reader_recovers(result).any()


def test_one_respondent_alone_does_not_see_through():
    # Two cells of one unit in each line: either respondent would find the other by subtracting his own.
    values = np.array([[5.0, 5.0, 90.0], [5.0, 5.0, 90.0], [90.0, 90.0, 90.0]])
    units = np.where(values == 5, 1, 20)
    rows, columns = Hierarchy.flat(list("rst")), Hierarchy.flat(list("xyz"))
    naive = protect(values, rows, columns, units=units, rules=Rules(respondents=False))
    assert naive.suppression.cost == 0
    assert any(found.recovered.any() for _, found in naive.audits_by_respondents())
    careful = protect(values, rows, columns, units=units)
    attacks = list(careful.audits_by_respondents())
    assert len(attacks) == 4
    assert not any(found.recovered.any() for _, found in attacks)


def test_unprinted_nodes_hide_for_nothing():
    rows = Hierarchy(("a", "b", "rest", "all"), ((3, (0, 1, 2)),), unprinted=frozenset([2]))
    values = np.array([[2.0, 40], [30, 40], [50, 40]])
    units = np.where(values == 2, 1, 9)
    result = protect(values, rows, Hierarchy.flat(["x", "y"]), units=units)
    assert (result.hidden[2] == Reason.NOT_PRINTED).all()
    assert np.argwhere(result.hidden == SECONDARY).tolist() == [[0, 1]]
    printed = protect(values, Hierarchy.flat(["a", "b", "rest"], "all"), Hierarchy.flat(["x", "y"]), units=units)
    assert (printed.hidden == SECONDARY).sum() == 3


def test_public_totals_stay_and_the_rest_goes_around_them():
    values = np.full((3, 3), 20.0)
    values[0, 0] = 2
    sides = Hierarchy.flat(list("rst")), Hierarchy.flat(list("xyz"))
    public = np.zeros((4, 4), dtype=bool)
    public[3] = public[:, 3] = public[1] = True
    result = protect(values, *sides, units=np.where(values == 2, 1, 9), public=public)
    assert not result.secret[public].any()
    assert not result.audit().recovered.any()


def test_a_secret_that_public_figures_give_away_is_an_error_with_its_name():
    public = np.zeros((3, 3), dtype=bool)
    public[2] = public[:, 2] = public[1, 0] = True
    with pytest.raises(UnprotectableError, match="none around r × x") as caught:
        protect([[2.0, 9.0], [9.0, 9.0]], *TWO, units=[[1, 9], [9, 9]], public=public)
    assert caught.value.cells == ["r × x"]
    public[0, 0] = True
    with pytest.raises(UnprotectableError, match="r × x"):
        protect([[2.0, 9.0], [9.0, 9.0]], *TWO, units=[[1, 9], [9, 9]], public=public)


def test_a_structural_zero_is_published_and_hides_nothing():
    values = np.array([[2.0, 0.0, 9.0], [9.0, 9.0, 9.0]])
    units = np.array([[1, 0, 9], [9, 9, 9]])
    result = protect(values, Hierarchy.flat(["r", "s"]), Hierarchy.flat(list("xyz")), units=units)
    assert result.values[0, 1] == 0
    assert result.hidden[0, 1] == PUBLISHED
    assert not reader_recovers(result).any()


def test_a_zero_that_rests_on_one_unit_is_hidden_and_may_be_more():
    result = protect([[0.0, 9.0], [9.0, 9.0]], *TWO, units=[[1, 9], [9, 9]])
    assert result.hidden[0, 0] == FREQUENCY
    assert not reader_recovers(result).any()


class TestSecretsOfTheSource:
    SECRET = np.array([[True, False], [False, False]])

    def test_alone_under_a_published_total_it_takes_others_with_it(self):
        values = np.array([[NAN, 9, 12], [9, 9, 18], [12, 18, 30]])
        marks = np.pad(self.SECRET, ((0, 1), (0, 1)))
        result = protect(values, *TWO, source_secret=marks)
        assert result.hidden[0, 0] == SOURCE
        assert result.confidential.values[0, 0] == pytest.approx(3)
        assert (result.hidden == SECONDARY).sum() == 3
        assert not reader_recovers(result).any()

    def test_several_get_values_that_agree_with_the_totals(self):
        random = np.random.default_rng(5)
        table = Table(nested(6, 2, "place"), nested(6, 3, "sector"))
        truth = table.totals(random.integers(1, 60, size=(6, 6)).astype(float))
        marks = np.zeros(table.shape, dtype=bool)
        marks[:6, :6] = random.random((6, 6)) < 0.3
        result = protect(np.where(marks, NAN, truth), table.rows, table.columns, source_secret=marks)
        estimate = result.confidential.values
        np.testing.assert_allclose(table.equations() @ estimate.ravel(), 0, atol=1e-6)
        np.testing.assert_allclose(estimate[~marks], truth[~marks], atol=1e-6)
        assert (estimate >= 0).all()
        assert np.isnan(result.values[marks]).all()
        assert not reader_recovers(result).any()

    def test_outside_of_any_total_it_is_out_of_the_accounts(self):
        result = protect([[NAN, 9], [9, 9]], *TWO, source_secret=self.SECRET)
        assert np.isnan(result.values[0, 0])
        assert result.hidden[0, 0] == SOURCE
        assert result.values[0, 2] == 9
        assert result.partial.tolist() == [[False, False, True], [False, False, False], [True, False, True]]
        assert result.suppression.cost == 0
        assert not result.audit().recovered.any()

    def test_a_total_that_only_the_source_could_add_up_is_secret_too(self):
        values = np.array([[NAN, 9, 12], [9, 9, NAN], [NAN, NAN, NAN]])
        result = protect(values, *TWO, source_secret=np.pad(self.SECRET, ((0, 1), (0, 1))))
        assert result.hidden[2, 0] == result.hidden[2, 2] == SOURCE
        assert not reader_recovers(result).any()

    @pytest.mark.parametrize(
        ("total", "message"), [(8.0, "at least as large as their known parts, not r × total"), (13.0, "explain")]
    )
    def test_totals_that_no_secret_explains_are_refused(self, total, message):
        values = np.array([[NAN, 9, total], [9, 9, 18], [12, 18, total + 18]])
        with pytest.raises(ValueError, match=message):
            protect(values, *TWO, source_secret=np.pad(self.SECRET, ((0, 1), (0, 1))))


@pytest.mark.parametrize("shape", [(0, 0), (0, 2), (2, 0)])
def test_an_empty_table_is_empty(shape):
    sides = (Hierarchy.flat([str(name) for name in range(n)]) for n in shape)
    result = protect(np.zeros(shape), *sides)
    assert result.values.size == 0
    assert not result.audit().recovered.any()
    assert np.isnan(result.loss().cell_share)


def test_one_cell():
    alone = Hierarchy.flat(["r"], None), Hierarchy.flat(["x"], None)
    assert protect([[5.0]], *alone, units=[[3]]).values.tolist() == [[5.0]]
    assert np.isnan(protect([[5.0]], *alone, units=[[2]]).values).all()


def test_nothing_secret_hides_nothing():
    result = protect([[5.0, 6.0], [7.0, 8.0]], *TWO, units=np.full((2, 2), 3), largest=np.full((2, 2), 4.0))
    assert not result.secret.any()
    assert (result.suppression.proven, result.suppression.gap) == (True, 0.0)


def test_everything_secret_leaves_the_grand_total_if_it_may_be():
    result = protect(np.ones((2, 2)), *TWO, units=np.ones((2, 2)))
    assert (~result.secret).sum() == 1
    assert result.values[2, 2] == 4
    assert not reader_recovers(result).any()
    hidden = protect(np.ones((2, 2)), *TWO, units=np.ones((2, 2)), rules=Rules.natural_persons())
    assert hidden.secret.all()


def test_a_table_of_zeros_is_public():
    assert protect(np.zeros((2, 2)), *TWO, units=np.zeros((2, 2))).values.tolist() == [[0.0] * 3] * 3


def test_totals_of_units_count_what_is_known():
    result = protect(np.full((2, 2), 9.0), *TWO, units=[[NAN, 2], [9, 9]], largest=[[NAN, 1], [1, 8.5]])
    unchecked = result.primary.frequency_unchecked
    # Two known units and an unknown number: maybe too few. Nine and an unknown number: enough.
    assert unchecked.tolist() == [[True, False, True], [False, False, False], [False, False, False]]
    assert result.hidden[1, 1] == Reason.PRIMARY_DOMINANCE
    assert result.primary.dominance_unchecked[0, 0]


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        ([[NAN, 9], [9, 9]], {}, "values: expected a value for each leaf"),
        ([[-1.0, 9], [9, 9]], {}, "values: negative"),
        ([[np.inf, 9], [9, 9]], {}, "values: infinite"),
        ([[1, 9, 12], [9, 9, 18], [12, 18, 30]], {}, "total × x is 12, its parts are 10"),
        ([[1, 2, 3, 4]], {}, r"values: expected shape \(3, 3\) or \(2, 2\), got \(1, 4\)"),
        ([[1, 9], [9, 9]], {"units": [[1]]}, "units: expected shape"),
        ([[1, 9], [9, 9]], {"units": [[0, 9], [9, 9]]}, "units: expected at least one unit"),
        ([[1, 9], [9, 9]], {"public": [[1, 0], [0, 0]]}, "public: expected booleans"),
        ([[1, 9], [9, 9]], {"weights": "beauty"}, "weights: expected value, log or cells"),
    ],
)
def test_wrong_tables_are_refused_by_name(values, options, message):
    with pytest.raises(ValueError, match=message):
        protect(values, *TWO, **options)


@given(small_tables(), st.sampled_from(("value", "log", "cells")))
def test_no_reader_and_no_respondent_recovers_anything(drawn_table, weights):
    rows, columns, values, units, largest = drawn_table
    result = protect(values, rows, columns, units=units, largest=largest, weights=weights)
    assert not reader_recovers(result).any()
    assert not result.audit().recovered.any()
    assert not any(found.recovered.any() for _, found in result.audits_by_respondents())
    # What is published is true, and no hidden value is a zero or a blank.
    shown = ~np.isnan(result.values)
    np.testing.assert_array_equal(result.values[shown], result.table.totals(values)[shown])
    assert (np.isnan(result.values) == (result.hidden != PUBLISHED)).all()
    assert result.secret[result.primary.secret & ~result.table.unprinted].all()


def test_a_secret_total_of_a_secret_and_a_public_part_gets_its_own_protection():
    # The total moves with the part that is not public, and needs more doubt than it.
    values, units = np.array([[82.0, 13.0, 13.0], [40.0, 50.0, 60.0]]), np.array([[1, 3, 2], [9, 9, 9]])
    columns = Hierarchy.from_levels({"x": list("abc"), "y": ["ab", "ab", "c"], "z": ["all"] * 3})
    public = np.zeros((3, 6), dtype=bool)
    public[0, 1] = True
    largest = np.array([[82.0, 5.0, 7.0], [9.0, 9.0, 9.0]])
    result = protect(values, Hierarchy.flat(["r", "s"]), columns, units=units, largest=largest, public=public)
    total = columns.names.index("y ab")
    assert result.hidden[0, total] == Reason.PRIMARY_DOMINANCE
    assert result.confidential.above[0, total] == pytest.approx(0.15 * 95)
    assert not reader_recovers(result).any()


@given(small_tables(), st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_nothing_is_recovered_around_public_cells_and_the_secrets_of_the_source(drawn_table, seed, totals, some_public):
    rows, columns, values, units, largest = drawn_table
    random = np.random.default_rng(seed)
    table = Table(rows, columns)
    marks = random.random(values.shape) < 0.25
    figures = np.where(marks, NAN, values)
    by_source = marks
    if totals:
        by_source = np.zeros(table.shape, dtype=bool)
        by_source[np.ix_(rows.leaves, columns.leaves)] = marks
        figures = np.where(by_source, NAN, table.totals(values))
    public = (random.random(table.shape) < 0.05) & some_public
    options = {"source_secret": by_source, "public": public}
    unknown = {"units": np.where(marks, NAN, units), "largest": np.where(marks, NAN, largest)}
    try:
        result = protect(figures, rows, columns, **unknown, **options)
    except UnprotectableError:
        assert some_public
        return
    assert not result.audit().recovered.any()
    assert not any(found.recovered.any() for _, found in result.audits_by_respondents())
    assert not (result.secret & public & (result.hidden != SOURCE)).any()


@given(small_tables())
def test_the_same_table_gives_the_same_choice(drawn_table):
    rows, columns, values, units, largest = drawn_table
    once, again = (protect(values, rows, columns, units=units, largest=largest).hidden for _ in range(2))
    np.testing.assert_array_equal(once, again)


def cheapest_by_trying_all(table, values, secret, below, above, known, weight):
    """The least cost over every choice of hidden cells that another program finds safe."""
    open_cells = [tuple(cell) for cell in np.argwhere(~secret & ~known)]
    choices = sorted(
        (sum(weight[cell] for cell in choice), choice)
        for size in range(len(open_cells) + 1)
        for choice in itertools.combinations(open_cells, size)
    )
    for cost, choice in choices:
        published = np.where(secret, NAN, values)
        for cell in choice:
            published[cell] = NAN
        if not recovered(table, published, values, below, above).any():
            return cost
    raise AssertionError("hiding all is always safe")


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from(((2, 2), (2, 3), (3, 2))))
def test_the_exact_choice_is_the_cheapest_of_all(seed, shape):
    random = np.random.default_rng(seed)
    values, units, _ = drawn(random, *shape, mean=5.0, empty=0.0)
    rows, columns = Hierarchy.flat(list("rst"[: shape[0]])), Hierarchy.flat(list("xyz"[: shape[1]]))
    table = Table(rows, columns)
    whole, count = table.totals(values), table.totals(units.astype(float))
    secret, known = (count < 3) & (count > 0), count == 0
    below, above = protection(whole, Rules())
    weight = 1.0 + whole
    found = {exact: secondary(table, whole, secret, below, above, weight, known=known, exact=exact) for exact in (0, 1)}
    secrets = (np.where(secret, each, NAN) for each in (below, above))
    least = cheapest_by_trying_all(table, whole, secret, *secrets, known, weight) if secret.any() else 0.0
    assert found[1].proven
    assert found[1].cost == pytest.approx(least)
    assert found[0].cost >= least - 1e-9


def test_the_exact_choice_is_never_dearer_and_its_bound_never_above():
    random = np.random.default_rng(11)
    dearer = 0
    for size in range(6, 12):
        values, units, largest = drawn(random, size, 6, mean=6.0)
        sides = nested(size, 3, "place"), nested(6, 2, "sector")
        options = {"units": units, "largest": largest}
        searched = protect(values, *sides, **options, with_bound=True)
        exact = protect(values, *sides, **options, exact=True)
        assert exact.suppression.proven
        assert not exact.audit().recovered.any()
        assert searched.suppression.bound <= exact.suppression.cost + 1e-6
        assert exact.suppression.cost <= searched.suppression.cost + 1e-6
        dearer += searched.suppression.cost > exact.suppression.cost * 1.25
    assert dearer <= 1  # the search is not a proof, but it is near


def test_when_the_rounds_run_out_the_bound_is_kept_and_nothing_is_claimed():
    from tandem.analytics.secrecy.exact import optimum
    from tandem.analytics.secrecy.problem import pose

    random = np.random.default_rng(3)
    values, units, _ = drawn(random, 8, 6, mean=5.0)
    table = Table(nested(8, 3, "place"), nested(6, 2, "sector"))
    whole, count = table.totals(values), table.totals(units.astype(float))
    below, above = protection(whole, Rules())
    problem = pose(
        table,
        whole,
        known=count == 0,
        secret=(count > 0) & (count < 3),
        below=below,
        above=above,
        floor=np.zeros(table.shape),
        ceiling=np.full(table.shape, np.inf),
        sole=count == 1,
        weight=1.0 + whole,
    )
    everything = np.ones(problem.n_classes, dtype=bool)
    best, stopped = (optimum(problem, everything, respondents=True, rounds=rounds) for rounds in (200, 1))
    assert best.proven
    assert not stopped.proven
    assert stopped.hidden.all()
    assert stopped.bound <= best.bound
