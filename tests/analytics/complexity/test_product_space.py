import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse
from tests.analytics.complexity import definitions

from tandem.analytics.complexity import contributions, proximity, relatedness_density
from tandem.analytics.complexity.tables import BLOCK_ROWS

NAN = np.nan
TABLES = hnp.arrays(np.bool_, (6, 5))
# Sector 0 in three areas, 1 in two of them, 2 in one of those; 3 alone in an area of its own; 4 nowhere.
PRESENT = np.array([[1, 1, 1, 0, 0], [1, 1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0]], dtype=bool)
PHI = np.array(
    [[1, 2 / 3, 1 / 3, 0, 0], [2 / 3, 1, 1 / 2, 0, 0], [1 / 3, 1 / 2, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0]]
)


def test_proximity_hand_worked():
    np.testing.assert_allclose(proximity(PRESENT), PHI, rtol=1e-15)


def test_density_hand_worked():
    found = relatedness_density(PRESENT, PHI)
    # Sector 0 is 2/3 near 1 and 1/3 near 2: all of what is near is in area 0, two thirds in area 1, nothing in 2.
    np.testing.assert_allclose(found[:3, 0], [1, 2 / 3, 0])
    np.testing.assert_allclose(found[:3, 2], [1, 1, (1 / 3) / (5 / 6)])
    np.testing.assert_array_equal(found[4, :3], 0.0)


def test_a_sector_near_no_other_has_no_density():
    assert np.isnan(relatedness_density(PRESENT, PHI)[:, 3:]).all()


def test_having_a_sector_does_not_make_it_near():
    with_it = relatedness_density(PRESENT, PHI)
    without = PRESENT.copy()
    without[:, 0] = False
    np.testing.assert_array_equal(relatedness_density(without, PHI)[:, 0], with_it[:, 0])
    np.testing.assert_array_equal(relatedness_density(PRESENT, PHI - np.diag(PHI.diagonal())), with_it)


def test_contributions_hand_worked():
    [found] = contributions(PRESENT, PHI, area=0, sectors=[0])
    np.testing.assert_array_equal(found.sectors, [1, 2])
    np.testing.assert_allclose(found.parts, [2 / 3, 1 / 3])
    assert found.density == pytest.approx(1)
    assert contributions(PRESENT, PHI, 0, [0], k=1)[0].sectors.tolist() == [1]
    assert contributions(PRESENT, PHI, 4, [0])[0].sectors.size == 0


def test_a_sector_near_no_other_has_no_contribution_and_no_density():
    [found] = contributions(PRESENT, PHI, area=0, sectors=[3])
    assert found.sectors.size == 0
    assert np.isnan(found.density)


def test_equal_contributions_keep_the_order_of_the_sectors():
    [found] = contributions(np.ones((2, 6), dtype=bool), np.ones((6, 6)), 0, [2])
    assert found.sectors.tolist() == [0, 1, 3, 4, 5]


@given(TABLES)
def test_proximity_is_symmetric_between_zero_and_one_and_one_on_the_diagonal(present):
    phi = proximity(present)
    np.testing.assert_array_equal(phi, phi.T)
    assert ((phi >= 0) & (phi <= 1)).all()
    np.testing.assert_array_equal(phi.diagonal(), present.any(axis=0).astype(float))


@given(TABLES)
def test_density_is_between_zero_and_one_and_sums_its_contributions(present):
    phi = proximity(present)
    density = relatedness_density(present, phi)
    known = density[~np.isnan(density)]
    assert ((known >= 0) & (known <= 1 + 1e-12)).all()
    for sector in range(5):
        [found] = contributions(present, phi, 0, [sector], k=5)
        np.testing.assert_allclose(found.density, density[0, sector], rtol=1e-12)
        np.testing.assert_allclose(found.parts.sum(), np.nan_to_num(density[0, sector]), rtol=1e-12, atol=1e-15)
        assert sector not in found.sectors
        assert (np.diff(found.parts) <= 0).all()
        assert present[0, found.sectors].all()


@given(TABLES)
def test_an_area_that_has_everything_else_is_as_near_as_can_be(present):
    density = relatedness_density(np.ones((1, 5), dtype=bool), proximity(present))
    np.testing.assert_allclose(density[~np.isnan(density)], 1)


@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_areas_and_sectors_does_not_matter(present, random):
    rows, columns = (random.sample(range(size), size) for size in present.shape)
    phi, moved = proximity(present), present[rows][:, columns]
    np.testing.assert_array_equal(proximity(moved), phi[columns][:, columns])
    np.testing.assert_allclose(
        relatedness_density(moved, proximity(moved)), relatedness_density(present, phi)[rows][:, columns], rtol=1e-12
    )


@given(TABLES)
def test_sparse_and_dense_tables_agree(present):
    stored, phi = sparse.csr_array(present), proximity(present)
    np.testing.assert_array_equal(proximity(stored), phi)
    np.testing.assert_allclose(
        relatedness_density(stored, phi), relatedness_density(present, phi), rtol=1e-13, atol=1e-16
    )
    [ours], [theirs] = contributions(stored, phi, 1, [2]), contributions(present, phi, 1, [2])
    np.testing.assert_array_equal(ours.sectors, theirs.sectors)


def test_a_long_sparse_table_is_worked_in_blocks_to_the_same_result():
    rng = np.random.default_rng(5)
    share = rng.beta(0.5, 4, (2 * BLOCK_ROWS + 100, 1))  # areas with few sectors and with many
    present = rng.random((share.size, 40)) < share
    np.testing.assert_array_equal(proximity(sparse.csr_array(present)), proximity(present))


def test_proximity_and_density_follow_their_definitions():
    present = definitions.presence(definitions.country(25, 14))
    phi = proximity(present)
    np.testing.assert_allclose(phi, definitions.proximity(present), rtol=1e-14)
    np.testing.assert_allclose(relatedness_density(present, phi), definitions.density(present, phi), rtol=1e-13)


def test_single_precision_is_within_what_is_said():
    present = definitions.presence(definitions.country(200, 120))
    phi = proximity(present)
    exact, light = relatedness_density(present, phi), relatedness_density(present, phi, dtype=np.float32)
    assert light.dtype == np.float32
    np.testing.assert_allclose(light, exact, rtol=1e-5, atol=1e-12)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 1)])
def test_tables_of_nothing_have_an_empty_proximity(shape):
    for table in (np.zeros(shape, dtype=bool), sparse.csr_array(shape, dtype=bool)):
        phi = proximity(table)
        np.testing.assert_array_equal(phi, np.zeros((shape[1], shape[1])))
        assert relatedness_density(table, phi).shape == shape


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: proximity([1, 0]), "presence: expected 2"),
        (lambda: proximity([[0.5]]), "presence: expected present"),
        (lambda: proximity([[NAN]]), "presence: expected present"),
        (lambda: proximity(sparse.csr_array([[2.0]])), "presence: expected present"),
        (lambda: relatedness_density(PRESENT, PHI[:4]), "proximity: expected shape"),
        (lambda: relatedness_density(PRESENT, PHI * NAN), "proximity: missing"),
        (lambda: relatedness_density(PRESENT, -PHI), "proximity: negative"),
        (lambda: contributions(PRESENT, PHI, 5, [0]), "area: expected a row"),
        (lambda: contributions(PRESENT, PHI, 0, [-1]), "sectors: "),
        (lambda: contributions(PRESENT, PHI, 0, [0], k=0), "k: expected"),
    ],
)
def test_wrong_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
