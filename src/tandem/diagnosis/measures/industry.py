"""Industry: its share, its jobs, its establishments and their sizes."""

import numpy as np

from tandem.analytics.aggregation import apportion, total, weighted_mean
from tandem.analytics.arrays import FloatArray, ratio
from tandem.diagnosis.measures.inputs import Inputs, Measure
from tandem.diagnosis.measures.sectors import sector_codes


def _jobs_2022(inputs: Inputs) -> FloatArray:
    """Jobs of each commune in 2022: those of 2018, moved as its intermunicipality's."""
    before = inputs.by_intermunicipality("epci_jobs", "jobs_2018")
    after = inputs.by_intermunicipality("epci_jobs", "jobs_2022_estimate")
    return inputs.jobs * ratio(after, before)


def industry_share(inputs: Inputs) -> Measure:
    """Share of industry in jobs, %: the intermunicipalities' (census 2022), weighted by the jobs of the communes."""
    share = inputs.by_intermunicipality("epci_jobs", "share_industry")
    jobs = _jobs_2022(inputs)
    mean = weighted_mean(inputs.membership, share, jobs)
    uncovered = inputs.uncovered(share + jobs, inputs.population)
    return Measure(mean.values, mean.missing, mean.places, uncovered, estimate=inputs.cuts_an_intermunicipality)


def industry_jobs(inputs: Inputs) -> Measure:
    """Industrial jobs in 2022: estimated jobs of the communes times the share of their intermunicipality."""
    share = inputs.by_intermunicipality("epci_jobs", "share_industry") / 100
    found = total(inputs.membership, _jobs_2022(inputs) * share)
    return Measure(found.values, found.missing, found.places, estimate=True)


def industry_establishments(inputs: Inputs) -> Measure:
    """Active industrial establishments at the end of 2018."""
    establishments = inputs.by_commune("census_jobs", "industry_establishments_2018")
    found = total(inputs.membership, establishments)
    return Measure(found.values, found.missing, found.places, inputs.uncovered(establishments, inputs.population))


def establishments_10_plus_share(inputs: Inputs) -> Measure:
    """Establishments of ten employees or more among those that employ, all sectors, %, end of 2018."""
    small = inputs.by_commune("census_jobs", "establishments_1_9_2018")
    large = inputs.by_commune("census_jobs", "establishments_10_plus_2018")
    sums = total(inputs.membership, np.column_stack([small, large]))
    share = 100 * ratio(sums.values[:, 1], sums.values.sum(axis=1))
    return Measure(share, sums.missing[:, 1], sums.places[:, 1], inputs.uncovered(large, inputs.population))


def large_establishments_share(inputs: Inputs) -> Measure:
    """Share of posts in establishments of 100 or more, %: the intermunicipalities' (Flores 2023), weighted by jobs."""
    share = inputs.by_intermunicipality("epci_jobs", "large_establishments_share")
    mean = weighted_mean(inputs.membership, share, _jobs_2022(inputs))
    return Measure(mean.values, mean.missing, mean.places, estimate=True)


def industry_establishment_size(inputs: Inputs) -> Measure:
    """Posts per industrial establishment in the employment zones, brought to the area by its communes' jobs."""
    sectors = sector_codes(inputs, industry=True)
    posts = np.nansum(inputs.zone_grid("sector_posts", "y2023", "a38", sectors), axis=1)
    establishments = inputs.by_zone("industry_establishments", "industry")
    both = apportion(
        inputs.membership,
        inputs.zone_of_commune,
        inputs.jobs,
        np.column_stack([np.where(np.isnan(establishments), np.nan, posts), establishments]),
    )
    return Measure(ratio(both.values[:, 0], both.values[:, 1]), estimate=True)
