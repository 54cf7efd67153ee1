import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse
from tests.analytics.complexity import definitions

from tandem.analytics.complexity import UndefinedComplexityError, complexity

TABLES = hnp.arrays(np.bool_, (7, 6))


def defined(present):
    """The complexity of a table that has one, and well apart from the next."""
    try:
        found = complexity(present)
    except UndefinedComplexityError:
        assume(False)
    assume(found.gap > 1e-4 and found.eigenvalue > 1e-4)
    return found


def made_up(n_areas, n_sectors, seed=0):
    return definitions.presence(definitions.country(n_areas, n_sectors, seed))


def ring(size):
    return np.eye(size, dtype=bool) | np.roll(np.eye(size, dtype=bool), 1, axis=1)


@pytest.mark.parametrize(("n_areas", "n_sectors"), [(10, 30), (40, 12), (60, 130), (160, 120)])
def test_indices_are_the_second_eigenvectors_of_the_definition(n_areas, n_sectors):
    """The symmetric form, iterative (from 100 sectors) or not, against the full non-symmetric problem."""
    present = made_up(n_areas, n_sectors)
    eci, pci, _ = definitions.indices(present)
    for table in (present, sparse.csr_array(present)):
        found = complexity(table)
        np.testing.assert_allclose(found.eci, eci, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(found.pci, pci, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("n_sectors", [12, 130])
def test_eigenvalues_gap_and_share_are_those_of_the_definition(n_sectors):
    present = made_up(50, n_sectors)
    m = present.astype(float)
    full = np.sort(np.linalg.eigvals((m / m.sum(axis=0) / m.sum(axis=1, keepdims=True)).T @ m).real)[::-1]
    for table in (present, sparse.csr_array(present)):
        found = complexity(table)
        assert found.eigenvalue == pytest.approx(full[1], rel=1e-10)
        assert found.eigenvalue - found.gap == pytest.approx(full[2], rel=1e-3)
        assert found.share == pytest.approx(full[1] / full[1:].sum(), rel=1e-10)


def test_diversity_and_ubiquity_count_presences():
    found = complexity(made_up(12, 8))
    np.testing.assert_array_equal(found.diversity, made_up(12, 8).sum(axis=1))
    np.testing.assert_array_equal(found.ubiquity, made_up(12, 8).sum(axis=0))
    assert found.diversity.dtype == found.ubiquity.dtype == np.intp


@given(TABLES)
def test_the_index_of_an_area_is_the_mean_of_its_sectors(present):
    found = defined(present)
    for area in np.flatnonzero(found.areas):
        sectors = found.pci[present[area]]
        assert found.eci[area] == pytest.approx(sectors.mean(), abs=1e-9)


@given(TABLES)
def test_the_index_is_centred_scaled_and_grows_with_diversity(present):
    found = defined(present)
    known = found.eci[found.areas]
    rows = np.repeat(known, found.sectors.sum())
    assert known.mean() == pytest.approx(0, abs=1e-9)
    assert rows.std(ddof=1) == pytest.approx(1, rel=1e-9)
    assert np.corrcoef(known, found.diversity[found.areas])[0, 1] > 0


@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_areas_and_sectors_does_not_matter(present, random):
    expected = defined(present)
    rows, columns = (random.sample(range(size), size) for size in present.shape)
    found = complexity(present[rows][:, columns])
    np.testing.assert_allclose(found.eci, expected.eci[rows], atol=1e-8)
    np.testing.assert_allclose(found.pci, expected.pci[columns], atol=1e-8)


@given(TABLES)
def test_sparse_and_dense_tables_agree(present):
    expected, found = defined(present), complexity(sparse.csr_array(present))
    np.testing.assert_allclose(found.eci, expected.eci, atol=1e-8)
    np.testing.assert_allclose(found.pci, expected.pci, atol=1e-8)
    assert found.share == pytest.approx(expected.share, rel=1e-9)


def test_the_iterative_solver_gives_the_same_figures_each_time():
    present = made_up(150, 120)
    first, second = complexity(present), complexity(present)
    np.testing.assert_array_equal(first.eci, second.eci)
    np.testing.assert_array_equal(first.pci, second.pci)


def test_empty_areas_and_sectors_are_left_out_before_anything_is_normalised():
    present = made_up(12, 8)
    padded = np.zeros((14, 11), dtype=bool)
    padded[np.ix_(np.arange(1, 13), [0, 1, 2, 3, 5, 6, 7, 9])] = present
    expected = complexity(present)
    for table in (padded, sparse.csr_array(padded)):
        found = complexity(table)
        np.testing.assert_allclose(found.eci[1:13], expected.eci, atol=1e-12)
        np.testing.assert_allclose(found.pci[[0, 1, 2, 3, 5, 6, 7, 9]], expected.pci, atol=1e-12)
        assert np.isnan(found.eci[[0, 13]]).all()
        assert np.isnan(found.pci[[4, 8, 10]]).all()
        assert found.areas.sum() == 12
        assert found.sectors.sum() == 8


@pytest.mark.parametrize("n_sectors", [8, 120])
def test_isolated_areas_have_no_index_and_leave_that_of_the_others_as_it_is(n_sectors):
    present = made_up(30, n_sectors)
    whole = np.zeros((33, n_sectors + 2), dtype=bool)
    whole[1:31, :n_sectors] = present
    whole[0, n_sectors], whole[31, n_sectors], whole[32, n_sectors + 1] = True, True, True
    expected = complexity(present)
    for table in (whole, sparse.csr_array(whole)):
        found = complexity(table)
        np.testing.assert_allclose(found.eci[1:31], expected.eci, atol=1e-10)
        np.testing.assert_allclose(found.pci[:n_sectors], expected.pci, atol=1e-10)
        assert np.isnan(found.eci[[0, 31, 32]]).all()
        assert np.isnan(found.pci[n_sectors:]).all()
        assert found.diversity[0] == 1
        assert found.ubiquity[n_sectors] == 2
        assert found.eigenvalue == pytest.approx(expected.eigenvalue)


@pytest.mark.parametrize("n_sectors", [6, 130])
def test_two_kinds_of_areas_leave_no_third_eigenvalue(n_sectors):
    present = np.ones((5, n_sectors), dtype=bool)
    present[:2, n_sectors // 2 :] = False
    for table in (present, sparse.csr_array(present)):
        found = complexity(table)
        assert found.gap == pytest.approx(found.eigenvalue)
        assert found.share == pytest.approx(1)
        assert np.unique(found.eci.round(10)).size == 2


def test_an_area_to_be_has_the_mean_of_the_sectors_it_would_have():
    found = complexity(made_up(20, 9))
    to_be = np.array([[1, 0, 1, 0, 0, 0, 0, 0, 0], [0] * 9], dtype=bool)
    np.testing.assert_allclose(found.eci_of(to_be), [(found.pci[0] + found.pci[2]) / 2, np.nan])
    np.testing.assert_allclose(found.eci_of(made_up(20, 9)), found.eci)
    np.testing.assert_allclose(found.eci_of(sparse.csr_array(to_be)), found.eci_of(to_be))


BLOCKS = np.kron(np.eye(2, dtype=bool), [[1, 1, 0], [0, 1, 1], [1, 1, 1]]).astype(bool)
SAME_LENGTH = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)


@pytest.mark.parametrize(
    ("present", "message"),
    [
        (np.zeros((0, 0), dtype=bool), "at least two"),
        (np.zeros((4, 0), dtype=bool), "at least two"),
        (np.zeros((4, 3), dtype=bool), "at least two"),
        (np.ones((1, 3), dtype=bool), "at least two"),
        (np.ones((3, 1), dtype=bool), "at least two"),
        (np.array([[1, 1], [0, 0]], dtype=bool), "at least two"),
        (np.ones((4, 3), dtype=bool), "do not differ"),
        (np.ones((4, 130), dtype=bool), "do not differ"),
        (np.eye(4, dtype=bool), "parts without a common sector"),
        (np.eye(130, dtype=bool), "parts without a common sector"),
        (BLOCKS, "parts without a common sector"),
        (ring(6), "equally good"),
        (ring(130), "equally good"),
        (SAME_LENGTH, "no sign"),
    ],
)
def test_a_table_without_an_index_is_a_named_error(present, message):
    for table in (present, sparse.csr_array(present)):
        with pytest.raises(UndefinedComplexityError, match=message):
            complexity(table)


@given(hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=6)))
def test_any_table_has_an_index_without_surprise_or_a_named_error(present):
    try:
        found = complexity(present)
    except UndefinedComplexityError:
        return
    # Every area and sector of the part that is compared has a finite index, and there are enough of them.
    assert found.areas.sum() >= 2
    assert found.sectors.sum() >= 2
    assert not np.isinf(found.eci).any()
    assert (found.diversity[found.areas] > 0).all()
    assert 0 < found.eigenvalue <= 1 + 1e-12
    assert found.gap > 0
    assert 0 < found.share <= 1 + 1e-12


def test_wrong_input_is_refused_by_name():
    with pytest.raises(ValueError, match="presence: expected present"):
        complexity([[0.5, 1.0]])
    with pytest.raises(ValueError, match="presence: expected 2"):
        complexity([True])
