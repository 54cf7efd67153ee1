"""Inhabitants, their income, their unemployment."""

import numpy as np

from tandem.analytics.aggregation import total, weighted_mean
from tandem.analytics.trajectory import annual_growth
from tandem.diagnosis.measures.inputs import Inputs, Measure

POPULATION_YEARS = ("2013", "2018", "2023")


def population(inputs: Inputs) -> Measure:
    """Municipal population, with the two censuses before it."""
    by_year = [inputs.by_commune("population", f"population_{year}") for year in POPULATION_YEARS]
    over_time = total(inputs.membership, np.column_stack(by_year))
    return Measure(
        values=over_time.values[:, -1],
        missing=over_time.missing[:, -1],
        places=over_time.places[:, -1],
        uncovered=inputs.uncovered(inputs.population, inputs.population),
        series=(POPULATION_YEARS, over_time.values),
    )


def population_growth(inputs: Inputs) -> Measure:
    """Yearly rate from 2013 to 2023, %, over the communes known at both dates."""
    first = inputs.by_commune("population", "population_2013")
    last = inputs.population
    both = np.where(np.isnan(first) | np.isnan(last), np.nan, 1.0)
    before, after = total(inputs.membership, first * both), total(inputs.membership, last * both)
    uncovered = inputs.uncovered(both, inputs.population)
    return Measure(100 * annual_growth(before.values, after.values, 10), before.missing, before.places, uncovered)


def median_income(inputs: Inputs) -> Measure:
    """Mean of the communes' median standards of living, weighted by their inhabitants; euros a year."""
    mean = weighted_mean(inputs.membership, inputs.by_commune("income", "median"), inputs.population)
    return Measure(mean.values, mean.missing, mean.places, estimate=True)


def unemployment(inputs: Inputs) -> Measure:
    """Rate of the employment zones, weighted by the inhabitants who live in each; %. France: the published rate."""
    quarters = tuple(sorted(set(inputs.load("unemployment")["quarter"].to_pylist())))
    rates = inputs.zone_grid("unemployment", "rate", "quarter", quarters)
    zone = inputs.zone_of_commune
    by_commune = np.where((zone >= 0)[:, np.newaxis], rates[zone], np.nan)
    mean = weighted_mean(inputs.membership, by_commune, inputs.population)
    values = mean.values
    country = inputs.load("unemployment_france")
    published = dict(zip(country["quarter"].to_pylist(), country["rate"].to_pylist(), strict=True))
    values[inputs.country_row] = [published.get(quarter, np.nan) for quarter in quarters]
    return Measure(values[:, -1], mean.missing[:, -1], mean.places[:, -1], estimate=True, series=(quarters, values))
