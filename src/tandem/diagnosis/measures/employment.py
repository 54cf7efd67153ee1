"""Jobs and private employees, all sectors together."""

import numpy as np

from tandem.analytics.aggregation import Aggregate, total
from tandem.analytics.arrays import FloatArray
from tandem.analytics.trajectory import annual_growth, growth
from tandem.diagnosis.measures.inputs import Inputs, Measure

YEARS = tuple(str(year) for year in range(2014, 2025))


def census_jobs(inputs: Inputs) -> Measure:
    """Jobs at the place of work, census of 2018."""
    found = total(inputs.membership, inputs.jobs)
    uncovered = inputs.uncovered(inputs.jobs, inputs.population)
    return Measure(found.values, found.missing, found.places, uncovered)


def private_employees(inputs: Inputs) -> Measure:
    """Private employees at the end of 2024 (Urssaf), with the ten years before."""
    by_year = [inputs.by_commune("private_employees", f"y{year}") for year in YEARS]
    found = total(inputs.membership, np.column_stack(by_year))
    return Measure(
        values=found.values[:, -1],
        missing=found.missing[:, -1],
        places=found.places[:, -1],
        uncovered=inputs.uncovered(by_year[-1], inputs.jobs),
        series=(YEARS, found.values),
    )


def private_employees_growth(inputs: Inputs) -> Measure:
    """Yearly rate from 2014 to 2024, %, over the communes known at both dates: turning secret is no loss."""
    before, after, uncovered = _at_both(inputs, "2014")
    return Measure(100 * annual_growth(before.values, after.values, 10), before.missing, before.places, uncovered)


def employees_change(inputs: Inputs) -> Measure:
    """Change from 2019 to 2024, % of 2019, over the communes known at both dates."""
    before, after, uncovered = _at_both(inputs, "2019")
    return Measure(100 * growth(before.values, after.values), before.missing, before.places, uncovered)


def _at_both(inputs: Inputs, year: str) -> tuple[Aggregate, Aggregate, FloatArray]:
    """Private employees at a year and at the last, over the communes known at both, and the part that it leaves out."""
    first = inputs.by_commune("private_employees", f"y{year}")
    last = inputs.by_commune("private_employees", f"y{YEARS[-1]}")
    both = np.where(np.isnan(first) | np.isnan(last), np.nan, 1.0)
    before, after = total(inputs.membership, first * both), total(inputs.membership, last * both)
    return before, after, inputs.uncovered(both, inputs.jobs)
