import numpy as np
import pytest
from scipy import sparse
from tests.analytics.complexity import definitions

from tandem.analytics.complexity import complexity, outlook, proximity

NAN = np.nan


def made_up(n_areas=30, n_sectors=18):
    present = definitions.presence(definitions.country(n_areas, n_sectors))
    return present, proximity(present), complexity(present)


def test_outlook_follows_its_definition():
    present, phi, found = made_up()
    index, gain = definitions.outlook(present, phi, definitions.indices(present)[2])
    for table in (present, sparse.csr_array(present)):
        ours = outlook(table, phi, found.pci)
        np.testing.assert_allclose(ours.coi, index, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(ours.cog, gain, rtol=1e-10, atol=1e-10)


def test_outlook_does_not_depend_on_where_the_complexity_counts_from():
    present, phi, found = made_up()
    here, there = outlook(present, phi, found.pci), outlook(present, phi, found.pci + 3)
    np.testing.assert_allclose(there.coi, here.coi, atol=1e-10)
    np.testing.assert_allclose(there.cog, here.cog, atol=1e-10)


def test_the_index_has_mean_zero_and_deviation_one_over_the_cells():
    present, phi, found = made_up()
    rows = np.repeat(outlook(present, phi, found.pci).coi, present.shape[1])
    assert rows.mean() == pytest.approx(0, abs=1e-12)
    assert rows.std(ddof=1) == pytest.approx(1)


def test_a_sector_that_the_area_has_brings_no_gain():
    present, phi, found = made_up()
    gain = outlook(present, phi, found.pci).cog
    assert (gain[present] == 0).all()
    assert (gain[~present] != 0).all()


def test_part_of_the_areas_have_the_gain_that_they_have_in_the_country():
    present, phi, found = made_up()
    whole = outlook(present, phi, found.pci)
    part = outlook(present[3:9], phi, found.pci, ubiquity=found.ubiquity)
    np.testing.assert_allclose(part.cog, whole.cog[3:9], atol=1e-12)
    slope = np.polyfit(whole.coi[3:9], part.coi, 1)  # standardised over other rows: the same up to unit and origin
    np.testing.assert_allclose(np.polyval(slope, whole.coi[3:9]), part.coi, atol=1e-9)


def test_an_empty_area_has_no_outlook_and_a_sector_nowhere_no_gain():
    present, phi, found = made_up()
    padded = np.zeros((32, 19), dtype=bool)
    padded[1:31, :18] = present
    ours, expected = outlook(padded, proximity(padded), complexity(padded).pci), outlook(present, phi, found.pci)
    np.testing.assert_allclose(ours.coi[1:31], expected.coi, atol=1e-12)
    assert np.isnan(ours.coi[[0, 31]]).all()
    np.testing.assert_allclose(ours.cog[1:31, :18], expected.cog, atol=1e-12)
    assert np.isnan(ours.cog[:, 18]).all()


def test_single_precision_is_for_the_gain_alone():
    present, phi, found = made_up(60, 40)
    light, exact = outlook(present, phi, found.pci, dtype=np.float32), outlook(present, phi, found.pci)
    assert light.cog.dtype == np.float32
    assert light.coi.dtype == np.float64
    np.testing.assert_allclose(light.cog, exact.cog, atol=1e-5)
    np.testing.assert_allclose(light.coi, exact.coi, atol=1e-4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m, phi, pci: outlook(m, phi, pci[1:]), "pci: expected 18 rows"),
        (lambda m, phi, pci: outlook(m, phi, pci * NAN), "no sector that is present and near another"),
        (lambda m, phi, pci: outlook(m, phi[1:], pci), "proximity: expected shape"),
        (lambda m, phi, pci: outlook(m & False, phi, pci), "no sector that is present and near another"),
        (lambda m, phi, pci: outlook(m, phi, pci, ubiquity=[1.0]), "ubiquity: expected 18 rows"),
        (lambda m, phi, pci: outlook(m | True, phi, pci), "same outlook"),
        (lambda m, phi, pci: outlook(m[:1], phi, pci), "same outlook"),
        (lambda m, phi, pci: outlook(m[:0], phi, pci), "no sector that is present and near another"),
    ],
)
def test_wrong_input_and_undefined_outlooks_are_named_errors(call, message):
    present, phi, found = made_up()
    with pytest.raises(ValueError, match=message):
        call(present, phi, found.pci)
