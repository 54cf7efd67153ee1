"""Every public function, on tables of all shapes: a defined result or an error that says what is wrong.

A warning is an error in these tests, so that neither a division by zero nor an empty mean passes unseen.
"""

import importlib
import inspect
import itertools
import pkgutil

import numpy as np
import pytest

import tandem.analytics
from tandem.analytics import (
    agglomeration,
    aggregation,
    crosswalk,
    dependency,
    establishments,
    ranking,
    resampling,
    resilience,
    similarity,
    specialisation,
    theil,
    trajectory,
    uncertainty,
)

NAN = np.nan
SIZES = (0, 1, 2, 4)
FILLINGS = {
    "nothing": lambda random, shape: np.zeros(shape),
    "unknown": lambda random, shape: np.full(shape, NAN),
    "one": lambda random, shape: np.ones(shape),
    "some": lambda random, shape: random.integers(0, 3, shape).astype(float),
    "gaps": lambda random, shape: np.where(random.random(shape) < 0.4, NAN, random.integers(0, 3, shape)),
    "complete": lambda random, shape: random.integers(5, 500, shape).astype(float),
    "huge": lambda random, shape: random.integers(1, 9, shape) * 1e15,
}


class Case:
    """The arguments of a country of some size, filled in some way."""

    def __init__(self, n_areas, n_sectors, filling):
        self.n_areas, self.n_sectors, self.filling = n_areas, n_sectors, filling
        self.random = np.random.default_rng([n_areas, n_sectors, list(FILLINGS).index(filling)])

    def array(self, *shape):
        return FILLINGS[self.filling](self.random, shape)

    def table(self):
        return self.array(self.n_areas, self.n_sectors)

    def by_area(self):
        return self.array(self.n_areas)

    def by_sector(self):
        return self.array(self.n_sectors)

    def whole(self):
        """A reference that holds what the areas have."""
        return self.by_sector() * max(self.n_areas, 1) * 600

    def by_year(self):
        return self.array(3, self.n_areas, self.n_sectors)

    def group(self):
        return np.arange(self.n_areas) % 2

    def plants(self):
        """Area, sector and size of three plants in each cell."""
        cells = np.repeat(np.arange(self.n_areas * self.n_sectors), 3)
        area, sector = np.divmod(cells, max(self.n_sectors, 1))
        return area, sector, self.array(cells.size)

    def membership(self):
        """Two areas at most, of which the rows are the places."""
        return aggregation.Membership.partition(self.group(), 2)

    def replicates(self):
        return [self.by_area() for _ in range(3)]


CALLS = {
    aggregation.total: lambda c: aggregation.total(c.membership(), c.table()),
    aggregation.weighted_mean: lambda c: aggregation.weighted_mean(c.membership(), c.table(), c.by_area()),
    aggregation.apportion: lambda c: aggregation.apportion(
        c.membership(), np.zeros(c.n_areas, dtype=int), c.by_area(), c.array(1, c.n_sectors)
    ),
    agglomeration.agglomeration: lambda c: agglomeration.agglomeration(
        c.table(), np.full(c.n_sectors, 0.1), c.by_area()
    ),
    crosswalk.Crosswalk.carry: lambda c: crosswalk.Crosswalk(
        np.arange(c.n_sectors), np.zeros(c.n_sectors, dtype=int), c.n_sectors, 1
    ).carry(c.table()),
    crosswalk.Crosswalk.evenly: lambda c: (
        crosswalk.Crosswalk.evenly(np.arange(c.n_sectors), np.zeros(c.n_sectors, dtype=int), c.n_sectors, 1).weight
    ),
    dependency.largest_shares: lambda c: dependency.largest_shares(
        c.plants()[0], c.plants()[2], c.n_areas, unit=c.plants()[1]
    ),
    dependency.largest_shares_from_bands: lambda c: dependency.largest_shares_from_bands(
        c.plants()[0], np.arange(c.plants()[0].size) % 4 - 1, [0.0, 1.0, 10.0], [0.0, 9.0, NAN], c.n_areas
    ),
    establishments.plant_table: lambda c: establishments.plant_table(*c.plants(), c.n_areas, c.n_sectors),
    establishments.plants_in_cells: lambda c: establishments.plants_in_cells(*c.plants(), c.n_areas, c.n_sectors),
    establishments.employment_by_cell: lambda c: establishments.employment_by_cell(
        np.arange(c.n_areas * c.n_sectors), c.table().ravel(), c.n_areas, c.n_sectors
    ),
    ranking.rank: lambda c: ranking.rank(c.by_area(), group=c.group()),
    ranking.quantile_classes: lambda c: ranking.quantile_classes(c.by_area()),
    resampling.resample_counts: lambda c: np.array(list(resampling.resample_counts(c.table(), 2, c.random))),
    resampling.resample_plants: lambda c: np.array(
        list(resampling.resample_plants(*c.plants(), c.n_areas, c.n_sectors, 2, c.random))
    ),
    resampling.rank_intervals: lambda c: resampling.rank_intervals(c.by_area(), c.replicates(), group=c.group()),
    resampling.check_counts: lambda c: resampling.check_counts(c.table()),
    resampling.check_draws: lambda c: resampling.check_draws(c.n_areas, 0.5),
    resilience.response: lambda c: resilience.response(
        c.table(), c.table() * 0.8, c.whole(), c.whole() * 0.9, by_sector=True
    ),
    resilience.resilience: lambda c: resilience.resilience(
        c.by_year(), np.array([c.whole(), c.whole() * 2, c.whole()]), (0, 1), (1, 2)
    ),
    similarity.nearest: lambda c: similarity.nearest(c.table(), k=1, group=c.group()),
    specialisation.location_quotient: lambda c: specialisation.location_quotient(c.table(), c.whole()),
    specialisation.krugman_index: lambda c: specialisation.krugman_index(c.table(), c.whole()),
    specialisation.herfindahl: lambda c: specialisation.herfindahl(c.table()),
    specialisation.normalised_herfindahl: lambda c: specialisation.normalised_herfindahl(c.table()),
    specialisation.equivalent_sectors: lambda c: specialisation.equivalent_sectors(c.table()),
    specialisation.shares_like_for_like: lambda c: specialisation.shares_like_for_like(c.table(), c.whole()),
    theil.theil_specialisation: lambda c: theil.theil_specialisation(c.table(), c.whole()),
    theil.theil_location: lambda c: [
        *theil.theil_location(c.table(), c.by_area(), c.group()),
        *theil.theil_location(c.table(), c.by_area(), c.group()).overall(),
    ],
    trajectory.change: lambda c: trajectory.change(c.table(), c.table()),
    trajectory.growth: lambda c: trajectory.growth(c.table(), c.table()),
    trajectory.annual_growth: lambda c: trajectory.annual_growth(c.table(), c.table(), 3),
    trajectory.shift_share: lambda c: [
        *trajectory.shift_share(c.table(), c.table(), c.whole(), c.whole()),
        *trajectory.shift_share(c.table(), c.table(), c.whole(), c.whole()).by_area(),
    ],
    trajectory.esteban_marquillas: lambda c: [
        *trajectory.esteban_marquillas(c.table(), c.table(), c.whole(), c.whole()),
        *trajectory.esteban_marquillas(c.table(), c.table(), c.whole(), c.whole()).by_area(),
    ],
    trajectory.dynamic_shift_share: lambda c: trajectory.dynamic_shift_share(c.by_year(), c.array(3, c.n_sectors)),
    trajectory.tables_by_year: lambda c: trajectory.tables_by_year(c.by_year(), c.array(3, c.n_sectors)),
    trajectory.tables_at_two_dates: lambda c: trajectory.tables_at_two_dates(
        c.table(), c.table(), c.whole(), c.whole()
    ),
    uncertainty.exact_quotients: lambda c: uncertainty.exact_quotients(c.table(), c.whole()),
    uncertainty.bootstrap_quotients: lambda c: uncertainty.bootstrap_quotients(c.table(), c.whole(), c.random, draws=5),
    uncertainty.bootstrap_quotients_of_plants: lambda c: uncertainty.bootstrap_quotients_of_plants(
        *c.plants(), c.n_areas, c.whole(), c.random, reference_squares=c.whole() ** 2, draws=5
    ),
}
# The others take anything.
MAY_REFUSE = {
    agglomeration.agglomeration: "a reference with a missing weight",
    resampling.check_counts: "more plants than can be",
    resampling.check_draws: "fewer than 2",
    resampling.resample_counts: "more plants than can be",
    similarity.nearest: "no features",
    uncertainty.exact_quotients: "a reference smaller than the area",
    uncertainty.bootstrap_quotients: "a reference smaller than the area, more plants than can be",
    uncertainty.bootstrap_quotients_of_plants: "a reference smaller than the area",
}
# Where complete figures leave a place to NaN all the same, as the docstring says.
MAY_LACK = {similarity.nearest: "fewer areas in the group than neighbours wanted"}


def arrays_of(result):
    """Every array of floats in a result, however it is nested."""
    if isinstance(result, np.ndarray | np.floating):
        if np.issubdtype(result.dtype, np.floating):
            yield np.asarray(result)
    elif isinstance(result, tuple | list):
        for part in result:
            yield from arrays_of(part)


def public_functions():
    for module in pkgutil.iter_modules(tandem.analytics.__path__):
        if module.ispkg or module.name == "arrays":  # which have tests of their own
            continue
        found = importlib.import_module(f"tandem.analytics.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == found.__name__:
                yield function


def test_no_public_function_is_left_out():
    assert set(public_functions()) - set(CALLS) == set()


def result_or_refusal(function, case):
    try:
        return CALLS[function](case), None
    except ValueError as error:
        return None, str(error)


@pytest.mark.parametrize("function", CALLS, ids=lambda function: function.__qualname__)
def test_any_shape_and_filling_gives_a_finite_result_or_a_named_error(function):
    for case in itertools.starmap(Case, itertools.product(SIZES, SIZES, FILLINGS)):
        said = f"{case.n_areas} areas, {case.n_sectors} sectors, {case.filling}"
        result, refusal = result_or_refusal(function, case)
        if refusal is not None:
            assert function in MAY_REFUSE, f"{said}: {refusal}"
            assert ": expected " in refusal, said  # which argument, and what it should be
        for array in arrays_of(result):
            assert not np.isinf(array).any(), said


@pytest.mark.parametrize("function", sorted(set(CALLS) - set(MAY_LACK), key=lambda function: function.__qualname__))
def test_complete_figures_give_complete_results(function):
    for n_areas, n_sectors in itertools.product((2, 4), (2, 4)):
        for array in arrays_of(CALLS[function](Case(n_areas, n_sectors, "complete"))):
            assert not np.isnan(array).any()
