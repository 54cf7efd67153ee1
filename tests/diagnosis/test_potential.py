"""What a territory could become, on the real employment zones."""

import numpy as np
import pytest

from tandem import reference
from tandem.analytics.complexity import Quadrant
from tandem.diagnosis.measures import potential as measures
from tandem.diagnosis.measures.inputs import Inputs, Perimeter


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    table = reference.load("territory_communes").to_pylist()
    regions = {row["code"]: row["region"] for row in reference.load("territories").to_pylist()}
    communes: dict[str, list[str]] = {}
    for row in table:
        if row["list"] == "2024-07":
            communes.setdefault(row["territory"], []).append(row["commune"])
    return Inputs([Perimeter(code, "2024-07", regions[code], found) for code, found in sorted(communes.items())],
                  reference.load)  # fmt: skip


def test_an_opportunity_is_an_industrial_sector_that_the_territory_has_not(inputs):
    found = measures.potential(inputs)
    wanted = found.entries.quadrant != Quadrant.NONE
    assert wanted[: inputs.n_territories].any(axis=1).mean() > 0.95
    assert not (wanted & found.presence).any()
    assert not wanted[:, ~found.space.enterable].any()
    assert (found.quotients[wanted] < measures.NEARLY).all()


def test_each_opportunity_says_why_and_who_near_does_it(inputs):
    found = measures.potential(inputs)
    details = measures.near_opportunities(inputs).details
    codes = {perimeter.code: row for row, perimeter in enumerate(inputs.perimeters)}
    label = {label: i for i, label in enumerate(found.space.labels)}
    for area in range(inputs.n_territories):
        for row in details(area):
            column = found.space.codes.index(row["sector"])
            assert all(found.presence[area, label[each]] for each in row["because"])
            assert all(found.presence[codes[code], column] for code in row["held_by"])
            assert all(found.space.areas[codes[code], column] >= 2 * measures.FLOOR for code in row["held_by"])
            assert all(found.space.telling[label[each]] for each in row["because"])
            assert row["quotient"] <= measures.NEARLY
            assert inputs.perimeters[area].code not in row["held_by"]


def test_the_nearest_territories_are_those_next_door(inputs):
    near = measures._nearby(inputs)
    codes = [perimeter.code for perimeter in inputs.perimeters]
    oyonnax = codes.index("ti-8413")
    assert codes[near[oyonnax][0]].startswith(("ti-84", "ti-27"))
    assert oyonnax not in near[oyonnax]


def test_indices_do_not_depend_on_which_other_territories_are_measured(inputs):
    few = Inputs(inputs.perimeters[:3], reference.load)
    for measure in (measures.complexity_index, measures.outlook_index):
        np.testing.assert_allclose(measure(few).values[:3], measure(inputs).values[:3], rtol=1e-9)


def test_regions_and_france_are_no_place_to_settle_in(inputs):
    assert np.isnan(measures.complexity_index(inputs).values[inputs.n_territories :]).all()
