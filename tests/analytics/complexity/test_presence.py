import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse
from tests.analytics.complexity import definitions

from tandem.analytics.complexity import presence
from tandem.analytics.complexity.presences import quotients
from tandem.analytics.specialisation import location_quotient

NAN = np.nan
JOBS = np.array([[60.0, 20.0, 20.0], [20.0, 60.0, 120.0]])  # shares of the country: 80, 80 and 140 of 300
TABLES = hnp.arrays(np.float64, (4, 5), elements=st.integers(0, 30).map(float) | st.just(NAN))


def dense(table):
    return table.toarray() if sparse.issparse(table) else table


def test_a_sector_is_present_from_the_share_of_the_country():
    np.testing.assert_array_equal(presence(JOBS), [[True, False, False], [False, True, True]])
    np.testing.assert_array_equal(presence(JOBS, threshold=1.2), [[True, False, False], [False, False, True]])


def test_a_share_equal_to_the_country_is_present_whatever_the_last_bit_of_the_division():
    alike = np.outer([1.0, 3.0, 7.0, 11.0], [1.0, 2.0, 3.0, 10.0, 49.0])
    assert presence(alike).all()
    assert presence(sparse.csr_array(alike)).toarray().all()


def test_the_reference_can_be_a_country_that_holds_the_areas():
    np.testing.assert_array_equal(presence(JOBS[:1], [80.0, 80.0, 140.0]), [[True, False, False]])
    np.testing.assert_array_equal(presence(JOBS[:1]), [[True, True, True]])  # an area is like itself


def test_each_area_can_have_its_own_reference():
    own = np.array([[60.0, 20.0, 20.0], [80.0, 80.0, 140.0]])
    np.testing.assert_array_equal(presence(JOBS, own), [[True, True, True], [False, True, True]])


def test_a_floor_of_jobs_or_of_establishments_keeps_small_cells_out():
    assert presence(JOBS, floor=60.0).sum() == 3
    assert presence(JOBS, floor=61.0).sum() == 1
    counts = np.array([[2.0, 9.0, 9.0], [9.0, NAN, 3.0]])
    expected = [[False, False, False], [False, False, True]]
    np.testing.assert_array_equal(presence(JOBS, establishments=counts, establishments_floor=3), expected)
    for table in (JOBS, sparse.csr_array(JOBS)):
        for number in (counts, sparse.csr_array(counts)):
            found = presence(table, establishments=number, establishments_floor=3)
            np.testing.assert_array_equal(dense(found), expected)


def test_a_secret_cell_is_never_present_and_is_left_out_of_what_the_area_is_compared_with():
    secret = np.array([[NAN, 20.0, 20.0], [20.0, 60.0, 120.0]])
    # The first area has 40 known jobs, half in each sector, where the country has 80 and 140 jobs of 220.
    reference = [80.0, 80.0, 140.0]
    np.testing.assert_array_equal(presence(secret, reference), [[False, True, False], [False, True, True]])
    np.testing.assert_array_equal(presence(sparse.csr_array(secret), reference).toarray(), presence(secret, reference))


def test_what_has_no_quotient_is_not_present():
    jobs = np.array([[0.0, 0.0, 0.0], [5.0, 0.0, 7.0]])
    np.testing.assert_array_equal(presence(jobs), [[False] * 3, [True, False, True]])
    np.testing.assert_array_equal(presence(jobs, [1.0, 30.0, 0.0])[1], [True, False, False])
    np.testing.assert_array_equal(presence(jobs, [5.0, 3.0, NAN])[1], [True, False, False])


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 1), (2, 3)])
@pytest.mark.parametrize("value", [0.0, NAN])
def test_nothing_known_or_nobody_at_work_is_nothing_present(shape, value):
    jobs = np.full(shape, value)
    for table in (jobs, sparse.csr_array(jobs)):
        found = presence(table)
        assert found.shape == shape
        assert found.dtype == np.bool_
        assert not dense(found).any()


def test_presence_follows_its_definition():
    jobs = definitions.country(20, 12)
    np.testing.assert_array_equal(presence(jobs), definitions.presence(jobs))


@given(TABLES, hnp.arrays(np.float64, 5, elements=st.integers(0, 100).map(float) | st.just(NAN)) | st.none())
def test_sparse_and_dense_tables_have_the_same_presence_and_quotients(jobs, reference):
    stored = sparse.csr_array(jobs)
    found = presence(stored, reference)
    assert sparse.issparse(found)
    np.testing.assert_array_equal(found.toarray(), presence(jobs, reference))
    lq, expected = quotients(stored, reference).toarray(), quotients(jobs, reference)
    np.testing.assert_allclose(lq[jobs > 0], expected[jobs > 0], rtol=1e-12)


@given(TABLES)
def test_quotients_are_location_quotients(jobs):
    reference = np.nansum(jobs, axis=0)
    np.testing.assert_allclose(quotients(jobs), location_quotient(jobs, reference), rtol=1e-12)
    complete = np.nan_to_num(jobs)
    np.testing.assert_allclose(quotients(complete), location_quotient(complete, complete.sum(axis=0)), rtol=1e-12)


@given(TABLES, st.integers(1, 1000), st.randoms(use_true_random=False))
def test_presence_does_not_depend_on_the_unit_nor_on_the_order(jobs, unit, random):
    rows, columns = (random.sample(range(size), size) for size in jobs.shape)
    expected = presence(jobs)
    np.testing.assert_array_equal(presence(jobs * unit), expected)
    np.testing.assert_array_equal(presence(jobs[rows][:, columns]), expected[rows][:, columns])


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([1.0, 2.0],), {}, "employment: expected 2"),
        (([[np.inf]],), {}, "employment: infinite"),
        (([[-1.0]],), {}, "employment: negative"),
        ((sparse.csr_array([[-1.0]]),), {}, "employment: negative"),
        ((sparse.csr_array([[np.inf]]),), {}, "employment: infinite"),
        ((sparse.coo_array(np.ones(3)),), {}, "employment: expected 2"),
        ((JOBS, [1.0, 2.0]), {}, "reference: expected"),
        ((sparse.csr_array(JOBS), [1.0, 2.0]), {}, "reference: expected"),
        ((JOBS, [1.0, -2.0, 1.0]), {}, "reference: negative"),
        ((JOBS,), {"threshold": 0.0}, "threshold: expected"),
        ((JOBS,), {"threshold": NAN}, "threshold: expected"),
        ((JOBS,), {"floor": -1.0}, "floor: expected"),
        ((JOBS,), {"floor": NAN}, "floor: expected"),
        ((JOBS,), {"establishments": JOBS, "establishments_floor": 0.0}, "establishments_floor: expected"),
        ((JOBS,), {"establishments": JOBS[:1]}, "establishments: expected shape"),
    ],
)
def test_wrong_input_is_refused_by_name(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        presence(*arguments, **options)
