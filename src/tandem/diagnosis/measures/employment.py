"""Jobs and private employees, all sectors together."""

import numpy as np

from tandem.analytics.aggregation import total
from tandem.analytics.trajectory import annual_growth
from tandem.diagnosis.measures.inputs import Inputs, Measure

YEARS = tuple(str(year) for year in range(2014, 2025))


def census_jobs(inputs: Inputs) -> Measure:
    """Jobs at the place of work, census of 2018."""
    found = total(inputs.membership, inputs.jobs)
    return Measure(found.values, found.missing, found.places)


def private_employees(inputs: Inputs) -> Measure:
    """Private employees at the end of 2024 (Urssaf), with the ten years before."""
    by_year = [inputs.by_commune("private_employees", f"y{year}") for year in YEARS]
    found = total(inputs.membership, np.column_stack(by_year))
    return Measure(found.values[:, -1], found.missing[:, -1], found.places[:, -1], series=(YEARS, found.values))


def private_employees_growth(inputs: Inputs) -> Measure:
    """Yearly rate from 2014 to 2024, %, over the communes known at both dates: turning secret is no loss."""
    first = inputs.by_commune("private_employees", "y2014")
    last = inputs.by_commune("private_employees", "y2024")
    both = np.where(np.isnan(first) | np.isnan(last), np.nan, 1.0)
    before, after = total(inputs.membership, first * both), total(inputs.membership, last * both)
    return Measure(100 * annual_growth(before.values, after.values, 10), before.missing, before.places)
