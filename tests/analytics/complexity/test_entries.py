import numpy as np
import pytest
from scipy import sparse
from tests.analytics.complexity import definitions

from tandem.analytics.complexity import (
    Quadrant,
    complexity,
    holders,
    opportunities,
    outlook,
    proximity,
    relatedness_density,
)

NAN = np.nan
PRESENT = np.array([[True, False, False, False, False], [False, True, False, False, False]])
DENSITY = np.array([[0.9, 0.4, 0.3, 0.2, 0.1], [0.04, 0.9, 0.03, 0.02, 0.01]])
PCI = np.array([0.0, 2.0, -1.0, 1.0, -2.0])
GAIN = np.array([[0.0, 0.1, 0.2, 0.3, 0.4], [0.5, 0.0, 0.2, 0.1, 0.3]])
NC, FC, NS, FS = Quadrant.NEAR_COMPLEX, Quadrant.FAR_COMPLEX, Quadrant.NEAR_SIMPLE, Quadrant.FAR_SIMPLE


def test_absent_sectors_fall_into_quadrants_of_their_own_area():
    found = opportunities(PRESENT, DENSITY, PCI, GAIN)
    np.testing.assert_allclose(found.density_cuts, [0.25, 0.025])
    assert found.complexity_cut == 0.0
    np.testing.assert_array_equal(found.quadrant, [[0, NC, NS, FC, FS], [NC, 0, NS, FC, FS]])


def test_one_cut_for_all_areas_leaves_a_small_one_without_near_sectors():
    found = opportunities(PRESENT, DENSITY, PCI, GAIN, same_density_cut=True)
    np.testing.assert_allclose(found.density_cuts, [0.07, 0.07])
    np.testing.assert_array_equal(found.quadrant, [[0, NC, NS, NC, NS], [FC, 0, FS, FC, FS]])


def test_a_sector_without_density_or_complexity_is_in_no_quadrant():
    density, pci = DENSITY.copy(), PCI.copy()
    density[0, 1], pci[4] = NAN, NAN
    found = opportunities(PRESENT, density, pci, GAIN)
    assert (found.quadrant[:, 4] == Quadrant.NONE).all()
    assert found.quadrant[0, 1] == Quadrant.NONE
    assert found.complexity_cut == pytest.approx(0.5)


def test_an_area_that_has_everything_has_no_cut_and_no_opportunity():
    found = opportunities(PRESENT | [[True], [False]], DENSITY, PCI, GAIN)
    assert np.isnan(found.density_cuts[0])
    assert (found.quadrant[0] == Quadrant.NONE).all()
    assert found.best(0).size == 0


def test_the_best_of_a_quadrant_are_those_with_the_highest_gain():
    gain = np.array([[0.0, 0.2, 0.7, 0.2, 0.9]])
    density = np.array([[0.0, 0.5, 0.5, 0.5, 0.5]])
    found = opportunities(PRESENT[:1], density, np.zeros(5), gain)
    assert found.best(0).tolist() == [4, 2, 1, 3]
    assert found.best(0, 2).tolist() == [4, 2]
    assert found.best(0, quadrant=Quadrant.FAR_SIMPLE).size == 0


def test_half_of_the_absent_sectors_of_each_area_are_near_and_none_that_it_has():
    present = definitions.presence(definitions.country(40, 20))
    phi, found = proximity(present), complexity(present)
    density, gain = relatedness_density(present, phi), outlook(present, phi, found.pci).cog
    ours = opportunities(sparse.csr_array(present), density, found.pci, gain)
    assert (ours.quadrant[present] == Quadrant.NONE).all()
    assert (ours.quadrant[~present] != Quadrant.NONE).all()
    near = np.isin(ours.quadrant, (NC, NS)).sum(axis=1)
    assert (2 * near >= (~present).sum(axis=1)).all()


def test_tables_of_nothing_have_no_opportunity():
    found = opportunities(np.zeros((0, 3), dtype=bool), np.zeros((0, 3)), [NAN] * 3, np.zeros((0, 3)))
    assert found.quadrant.shape == (0, 3)
    assert np.isnan(found.complexity_cut)


def test_who_near_has_a_sector_the_nearest_first():
    present = np.array([[0, 1], [1, 0], [1, 1], [0, 0], [1, 0]], dtype=bool)
    for table in (present, sparse.csr_array(present)):
        assert holders(table, [4, 3, 1, 2, -1], 0).tolist() == [4, 1, 2]
        assert holders(table, [3, -1, -1], 0).tolist() == []
        assert holders(table, [], 0).tolist() == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: opportunities(PRESENT, DENSITY[:1], PCI, GAIN), "density: expected shape"),
        (lambda: opportunities(PRESENT, DENSITY, PCI[:2], GAIN), "pci: expected 5 rows"),
        (lambda: opportunities(PRESENT, DENSITY, PCI, GAIN[:, :2]), "gain: expected shape"),
        (lambda: holders(PRESENT, [2], 0), "neighbours: expected numbers in"),
        (lambda: holders(PRESENT, [0], 5), "sector: expected a column"),
        (lambda: holders(PRESENT, [0], -1), "sector: expected a column"),
    ],
)
def test_wrong_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
