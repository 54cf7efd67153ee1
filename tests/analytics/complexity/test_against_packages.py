"""Where the packages of the field keep the conventions of Stata's ``ecomplexity``, they agree with ours at 1e-10.

Where they do not, the difference is undone here or stated as a test.
"""

import warnings

import numpy as np
import pandas as pd
import pytest
from tests.analytics.complexity import definitions

from tandem.analytics.complexity import complexity_profile, fitness, outlook

# ecomplexity 0.5.3 sets its index in place, which pandas deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")

N_AREAS, N_SECTORS = 40, 18
CELLS = N_AREAS * N_SECTORS
AREAS = np.repeat(np.arange(N_AREAS), N_SECTORS)
SECTORS = np.tile(np.arange(N_SECTORS), N_AREAS)
# These packages divide by the deviation of the areas, not of the cells (Stata).
PER_AREA = np.sqrt(CELLS / (CELLS - 1))


@pytest.fixture(scope="module")
def jobs():
    return definitions.country(N_AREAS, N_SECTORS, seed=8)


@pytest.fixture(scope="module")
def ours(jobs):
    return complexity_profile(jobs)


def run_ecomplexity(jobs, **options):
    from ecomplexity import ecomplexity

    frame = pd.DataFrame({"year": 0, "area": AREAS, "sector": SECTORS, "jobs": jobs.ravel()})
    columns = {"time": "year", "loc": "area", "prod": "sector", "val": "jobs"}
    found = ecomplexity(frame, columns, check_logsupermodularity=False, verbose=False, **options)
    return {
        name: found.pivot(index="area", columns="sector", values=name).to_numpy()
        for name in ("rca", "mcp", "eci", "pci", "density", "coi", "cog")
    }


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10)


def test_ecomplexity_has_the_same_quotients_presence_and_indices(jobs, ours):
    theirs = run_ecomplexity(jobs)
    close(ours.quotients, theirs["rca"])
    np.testing.assert_array_equal(ours.presence, theirs["mcp"] == 1)
    close(ours.complexity.eci * PER_AREA, theirs["eci"][:, 0])
    close(ours.complexity.pci * PER_AREA, theirs["pci"][0])


def test_ecomplexity_counts_a_sector_as_near_itself(jobs, ours):
    theirs = run_ecomplexity(jobs)["density"]
    with_self = ours.proximity.sum(axis=0)
    close(ours.density, (theirs * with_self - ours.presence) / (with_self - 1))
    assert np.abs(ours.density - theirs).max() > 0.01


def test_ecomplexity_agrees_on_density_and_outlook_when_it_is_given_proximities_without_self(jobs, ours):
    near = ours.proximity.copy()
    np.fill_diagonal(near, 0)
    first, second = np.divmod(np.arange(N_SECTORS**2), N_SECTORS)
    pairs = pd.DataFrame({"prod1": first, "prod2": second, "proximity": near.ravel()})
    theirs = run_ecomplexity(jobs, proximity_edgelist=pairs)
    found = outlook(ours.presence, ours.proximity, ours.complexity.pci)
    close(ours.density, theirs["density"])
    close(found.coi * PER_AREA, theirs["coi"][:, 0])
    close(found.cog * PER_AREA, theirs["cog"])


def test_econcomplex_has_the_same_proximity_density_and_eci(jobs, ours):
    from econcomplex.complexity.eci_pci import eci_pci
    from econcomplex.relatedness.density import relatedness_density
    from econcomplex.relatedness.proximity import proximity

    near = ours.proximity.copy()
    np.fill_diagonal(near, 0)
    close(near, proximity(jobs)["product"])
    close(ours.density, relatedness_density(jobs) / 100)
    close(ours.complexity.eci * PER_AREA, eci_pci(jobs)[0])


def test_econcomplex_scales_and_turns_the_pci_on_its_own_so_that_the_eci_is_no_mean_of_it(jobs, ours):
    from econcomplex.complexity.eci_pci import eci_pci

    eci, pci = eci_pci(jobs)
    assert abs(np.corrcoef(pci, ours.complexity.pci)[0, 1]) == pytest.approx(1)
    mean = (ours.presence @ pci) / ours.complexity.diversity
    assert np.abs(mean - eci).max() > 0.1


def test_econcomplex_has_the_same_outlook_index(ours):
    from econcomplex.outlook.coi_cog import complexity_outlook_index

    pci = ours.complexity.pci
    uncentred = pci - np.average(pci, weights=ours.complexity.ubiquity)
    theirs = complexity_outlook_index(ours.presence, uncentred, use_rca=False)
    found = outlook(ours.presence, ours.proximity, pci)
    close(found.coi * PER_AREA, (theirs - theirs.mean()) / theirs.std())


def test_econcomplex_updates_fitness_in_another_way_to_the_same_order(ours):
    from econcomplex.complexity.fitness import fitness_complexity

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # it asks for values that need not converge
        theirs, _ = fitness_complexity(ours.presence, use_rca=False, iterations=500)
    found = fitness(ours.presence)
    assert found.stable
    np.testing.assert_array_equal(np.argsort(-found.fitness), np.argsort(-theirs))
