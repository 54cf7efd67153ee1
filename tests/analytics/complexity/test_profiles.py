import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse
from tests.analytics.complexity import definitions

from tandem.analytics.complexity import (
    UndefinedComplexityError,
    complexity,
    complexity_profile,
    complexity_profiles,
    presence,
    proximity,
    relatedness_density,
)
from tandem.analytics.specialisation import location_quotient

NAN = np.nan


def dense(table):
    return table.toarray() if sparse.issparse(table) else table


@pytest.mark.parametrize("form", [np.asarray, sparse.csr_array])
def test_a_profile_is_its_parts_called_in_turn(form):
    jobs = definitions.country(60, 30)
    jobs[3, 4] = NAN
    jobs[7], jobs[:, 9] = 0.0, 0.0
    reference = np.nansum(jobs, axis=0) + 7
    found = complexity_profile(form(jobs), reference, threshold=1.1, floor=3.0)
    present = presence(jobs, reference, threshold=1.1, floor=3.0)
    phi, expected = proximity(present), complexity(present)
    np.testing.assert_array_equal(dense(found.presence), present)
    np.testing.assert_array_equal(found.proximity, phi)
    np.testing.assert_allclose(found.density, relatedness_density(present, phi), rtol=1e-12)
    np.testing.assert_allclose(found.complexity.eci, expected.eci, atol=1e-10)
    np.testing.assert_allclose(found.complexity.pci, expected.pci, atol=1e-10)
    at_work = jobs > 0
    np.testing.assert_allclose(dense(found.quotients)[at_work], location_quotient(jobs, reference)[at_work], rtol=1e-12)
    assert sparse.issparse(found.presence) == sparse.issparse(found.quotients) == (form is sparse.csr_array)


def test_single_precision_is_for_the_density_alone():
    jobs = sparse.csr_array(definitions.country(300, 110))
    exact, light = complexity_profile(jobs), complexity_profile(jobs, dtype=np.float32)
    assert light.density.dtype == np.float32
    np.testing.assert_allclose(light.density, exact.density, rtol=1e-5, atol=1e-12)
    np.testing.assert_array_equal(light.complexity.eci, exact.complexity.eci)
    np.testing.assert_array_equal(light.proximity, exact.proximity)


def test_the_table_given_is_left_as_it_was():
    jobs = definitions.country(30, 12)
    for table in (jobs, sparse.csr_array(jobs)):
        before = dense(table).copy()
        complexity_profile(table, floor=2.0)
        np.testing.assert_array_equal(dense(table), before)


def test_several_years_are_profiles_of_each():
    years = np.stack([definitions.country(30, 12, seed) for seed in range(3)])
    references = [years[0].sum(axis=0), None, years[2].sum(axis=0) + 1]
    for tables in (years, iter(years), [sparse.csr_array(year) for year in years]):
        found = complexity_profiles(tables, references, floor=2.0)
        assert len(found) == 3
        for year, reference, ours in zip(years, references, found, strict=True):
            expected = complexity_profile(year, reference, floor=2.0)
            np.testing.assert_allclose(ours.complexity.eci, expected.complexity.eci, atol=1e-10)
            np.testing.assert_allclose(ours.density, expected.density, rtol=1e-12)
    assert complexity_profiles([]) == []


def test_an_error_says_which_year():
    good = definitions.country(30, 12)
    with pytest.raises(UndefinedComplexityError, match="year 1: presence: expected at least two"):
        complexity_profiles([good, good * 0])
    with pytest.raises(ValueError, match="year 0: employment: negative"):
        complexity_profiles([-good - 1])
    with pytest.raises(ValueError, match="references: expected 2, got 1"):
        complexity_profiles([good, good], [None])


@given(
    hnp.arrays(
        np.float64,
        hnp.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=5),
        elements=st.integers(0, 20).map(float) | st.just(NAN),
    )
)
def test_any_table_has_a_profile_or_a_named_error(jobs):
    for table in (jobs, sparse.csr_array(jobs)):
        try:
            found = complexity_profile(table)
        except UndefinedComplexityError:
            continue
        secret = np.isnan(jobs)
        assert not dense(found.presence)[secret].any()
        # What is not known is said so: no density only for a sector near no other, no index only without presence
        # or outside the part that is compared.
        near = found.proximity.copy()
        np.fill_diagonal(near, 0)
        np.testing.assert_array_equal(np.isnan(found.density).all(axis=0), near.sum(axis=0) == 0)
        np.testing.assert_array_equal(np.isnan(found.density).any(axis=0), near.sum(axis=0) == 0)
        assert not np.isnan(found.proximity).any()
        assert np.isnan(found.complexity.eci[found.complexity.diversity == 0]).all()
