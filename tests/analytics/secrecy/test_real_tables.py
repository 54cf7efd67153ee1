"""The attacker recovers nothing: real tables, all territories, nested totals on both sides.

Each table is first attacked with its primary secrets hidden and nothing else, and must give some of them away: the
attacker of these tests is one that finds what there is to find.
"""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.secrecy import (
    draw_establishments,
    posts_by_zone,
    recovered,
    sectors,
    territories_by_sector,
    whole_blocks,
)

from tandem import reference
from tandem.analytics.secrecy import Hierarchy, Reason, Rules, Table, attack, protect

GATHERED = Path(__file__).parents[3] / "../shared/data/emploi/urssaf_commune_ape_ze_rouen_2006_2022.parquet"
NAN = np.nan
pytestmark = pytest.mark.slow


def only_primary(result):
    return np.where(result.primary.secret | result.table.unprinted, NAN, result.confidential.values)


def check(result, *, respondents=0):
    """The primary secrets alone give secrets away; what is published gives none, not even to some respondents."""
    assert recovered(result, result.primary.secret) > 0
    assert not result.audit().recovered.any()
    soles = np.flatnonzero((result.confidential.sole & result.secret & result.table.leaf).ravel())
    chosen = np.random.default_rng(1).choice(soles, min(respondents, soles.size), replace=False)
    assert not any(found.recovered.any() for _, found in result.audits_by_respondents(chosen))


@pytest.fixture(scope="module")
def territories():
    return territories_by_sector().protect()


def test_all_territories_by_sector_within_regions_within_the_country(territories):
    names = territories.table.rows.names
    assert sum(name.startswith("territory ") for name in names) == 182  # all but Mayotte's, which Flores leaves out
    assert sum(name.startswith("region ") for name in names) == 17
    check(territories, respondents=10)
    assert territories.hidden[names.index("France"), -1] == Reason.PUBLISHED
    loss = territories.loss()
    assert loss.cell_share < 0.1
    assert loss.value_share < 0.005
    blocks, cells, _ = whole_blocks(territories)
    assert loss.cell_share < cells / 4
    assert recovered(territories, blocks) > 0


def test_the_exact_intervals_of_the_territories_say_the_same(territories):
    confidential = territories.confidential
    rows = territories.table.rows
    inside = rows.holds(rows.names.index("region 28"), np.arange(rows.size))
    targets = ~np.isnan(confidential.above) & inside[:, np.newaxis]
    found = attack(territories.table, territories.values, targets=targets)
    assert found.programs > targets.sum()
    assert not found.recovered(confidential.values, confidential.below, confidential.above).any()
    assert (found.low[targets] <= confidential.values[targets] + 1e-6).all()
    assert (found.high[targets] >= confidential.values[targets] - 1e-6).all()


def test_flores_by_zone_and_sector_with_its_hidden_cells():
    """The cells that Flores leaves empty in 2023 are taken for secrets, under the totals that an agency would publish.

    What they held the year before stands for the truth, which the protector does not get.
    """
    zones = reference.load("employment_zones")["code"].to_pylist()
    codes, columns = sectors()
    before, now = (posts_by_zone(zones, codes, year) for year in ("y2022", "y2023"))
    marks = np.isnan(now) & ~np.isnan(before)
    assert marks.sum() == 736
    truth = np.where(marks, before, np.nan_to_num(now))
    table = Table(Hierarchy.flat(zones, "France"), columns)
    secret = np.zeros(table.shape, dtype=bool)
    secret[np.ix_(table.rows.leaves, columns.leaves)] = marks
    result = protect(np.where(secret, NAN, table.totals(truth)), table.rows, columns, source_secret=secret)
    check(result)
    assert np.isnan(result.values[secret]).all()
    # Nor does the reader find the truth, which the protector did not know.
    shown = result.values[secret.any(axis=1)][:, secret.any(axis=0)]
    assert not (shown == 0).all()
    found = attack(table, result.values, targets=secret & (table.totals(truth) >= 5))
    width = (found.high - found.low)[secret & (table.totals(truth) >= 5)]
    assert (width >= 2).all()


def test_urssaf_by_zone_and_sector():
    """Employees make at most as many establishments: a cell of one or two is secret whatever else is known."""
    found = reference.load("sector_employees").to_pylist()
    zones, codes = (sorted({row[name] for row in found}) for name in ("zone", "a38"))
    levels = {name: {row["a38"]: row[name] for row in found} for name in ("a21", "a5")}
    columns = Hierarchy.from_levels(
        {
            "A38": codes,
            **{name: [groups[code] for code in codes] for name, groups in levels.items()},
            "all": ["all"] * len(codes),
        }
    )
    values = np.zeros((len(zones), len(codes)))
    marks = np.zeros(values.shape, dtype=bool)
    for row in found:
        cell = zones.index(row["zone"]), codes.index(row["a38"])
        marks[cell] = row["y2024"] is None
        values[cell] = row["y2024"] or 0.0
    table = Table(Hierarchy.flat(zones, "France"), columns)
    secret = np.zeros(table.shape, dtype=bool)
    secret[np.ix_(table.rows.leaves, columns.leaves)] = marks
    units = np.where(marks, NAN, np.where(values <= 2, values, NAN))
    result = protect(
        np.where(secret, NAN, table.totals(values)), table.rows, columns, units=units, source_secret=secret
    )
    assert (result.hidden == Reason.PRIMARY_SOURCE).sum() == 115
    assert (result.hidden == Reason.PRIMARY_FREQUENCY).sum() > 50
    check(result, respondents=10)


def commune_by_class(communes, groups, classes, values, units, marks=None):
    """Communes in intermunicipalities in the zone; classes in divisions in all."""
    rows = Hierarchy.from_levels({"commune": communes, "epci": groups, "zone": ["zone"] * len(communes)})
    columns = Hierarchy.from_levels(
        {"APE": classes, "A88": [code[:2] for code in classes], "all": ["all"] * len(classes)}
    )
    return protect(values, rows, columns, units=units, source_secret=marks, rules=Rules(respondents=False))


@pytest.mark.skipif(not GATHERED.exists(), reason="the gathered data sets are not beside the repository")
def test_rouen_by_commune_and_class():
    import pyarrow.parquet as pq

    lines = [row for row in pq.read_table(GATHERED).to_pylist() if row["annee"] == 2022]
    communes, classes = (sorted({row[name] for row in lines}) for name in ("insee_com", "code_ape"))
    group = {row["insee_com"]: row["siren_epci"] for row in lines}
    values, units = (np.zeros((len(communes), len(classes))) for _ in range(2))
    for row in lines:
        cell = communes.index(row["insee_com"]), classes.index(row["code_ape"])
        values[cell] = NAN if row["effectifs_salaries"] is None else row["effectifs_salaries"]
        units[cell] = row["nb_etablissements"]
    marks = np.isnan(values)
    result = commune_by_class(communes, [group[code] for code in communes], classes, values, units, marks)
    leaves = result.table.leaves_of(result.hidden)
    assert ((leaves == Reason.PRIMARY_FREQUENCY) == ((units > 0) & (units < 3) & ~marks)).all()
    assert (leaves[marks] == Reason.PRIMARY_SOURCE).all()
    assert result.hidden[-1, -1] == Reason.PUBLISHED
    check(result)


def test_a_drawn_zone_of_the_same_shape():
    random = np.random.default_rng(2022)
    n_communes, n_classes = 60, 140
    weight = np.outer(random.pareto(1.1, n_communes) + 0.2, random.pareto(1.3, n_classes) + 0.1)
    units = random.poisson(weight * 0.25)
    values = np.floor(units * np.exp(random.normal(1.5, 1.2, size=units.shape)))
    communes = [f"{number:05}" for number in range(n_communes)]
    groups = [str(number // 12) for number in range(n_communes)]
    classes = [f"{number // 6:02}{number:03}" for number in range(n_classes)]
    result = commune_by_class(communes, groups, classes, values, units)
    few = (result.table.leaves_of(result.hidden) == Reason.PRIMARY_FREQUENCY).sum()
    assert few > 0.5 * (units > 0).sum()  # as in Rouen: most cells hold one or two establishments
    check(result)


def test_drawn_establishments_add_up():
    values = np.array([[0.0, 1.0, 500.0]])
    units, largest = draw_establishments(values, seed=1)
    assert units[0, 0] == largest[0, 0] == 0
    assert (units <= np.maximum(values, units > 0)).all()
    assert (largest <= values).all()
    assert largest[0, 1] == 1
