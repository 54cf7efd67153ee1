"""Secrecy of all territories × A38 with nested totals: ours, the attacker, and what hiding whole lines would lose.

Values are real (Flores, brought from employment zones to territories); the establishments behind them, which no shipped
table counts by sector, are drawn with a fixed seed and heavy tails.
"""

import functools
import resource
import time
from typing import NamedTuple

import numpy as np

from benchmarks.timing import timed
from tandem import reference
from tandem.analytics.aggregation import Membership, apportion
from tandem.analytics.secrecy import Hierarchy, Protected, audit, overlay, protect

LIMIT = 10.0
LIST = "2024-07"
SEED = 7


class Crossed(NamedTuple):
    """A crossed table of leaves: values, units and largest unit."""

    rows: Hierarchy
    columns: Hierarchy
    values: np.ndarray
    units: np.ndarray
    largest: np.ndarray

    def protect(self, **options) -> Protected:
        return protect(self.values, self.rows, self.columns, units=self.units, largest=self.largest, **options)


def sectors() -> tuple[list[str], Hierarchy]:
    """The sectors of Flores: A38 within A21 and within A17, both within A5, within all."""
    posts = reference.load("sector_posts")
    a21 = dict(zip(posts["a38"].to_pylist(), posts["a21"].to_pylist(), strict=True))
    rows = [row for row in reference.load("sectors").to_pylist() if row["a38"] in a21]
    codes = [row["a38"] for row in rows]
    top = {"A5": [row["a5"] for row in rows], "all": ["all"] * len(rows)}
    return codes, Hierarchy.from_levels(
        {"A38": codes, "A21": [a21[code] for code in codes], **top},
        {"A38": codes, "A17": [row["a17"] for row in rows], **top},
    )


def posts_by_zone(zones: list[str], codes: list[str], year: str) -> np.ndarray:
    """Flores by employment zone and A38, NaN where there is no figure."""
    table = reference.load("sector_posts")
    figures = np.full((len(zones), len(codes)), np.nan)
    row, column = ({code: rank for rank, code in enumerate(each)} for each in (zones, codes))
    for zone, code, value in zip(*(table[name].to_pylist() for name in ("zone", "a38", year)), strict=True):
        if value is not None:
            figures[row[zone], column[code]] = value
    return figures


@functools.cache
def territories_by_sector() -> Crossed:
    """Posts of the territories that Flores covers, of the remainders of the regions, by A38; drawn establishments."""
    zones = sorted(set(reference.load("sector_posts")["zone"].to_pylist()))  # not Mayotte's, of which nothing is known
    communes = [c for c in reference.load("communes").to_pylist() if c["employment_zone"] in zones]
    found = reference.load("territory_communes").to_pylist()
    territory = {each["commune"]: each["territory"] for each in found if each["list"] == LIST}
    private = reference.load("private_employees")
    employees = dict(zip(private["commune"].to_pylist(), private["y2023"].to_pylist(), strict=True))
    codes, columns = sectors()
    cut = overlay([territory.get(c["code"]) for c in communes], [c["region"] for c in communes], country="France")
    brought = apportion(
        Membership.partition(cut.leaf, cut.hierarchy.leaves.size),
        np.array([zones.index(commune["employment_zone"]) for commune in communes]),
        np.array([employees.get(commune["code"]) or 0.0 for commune in communes]),
        posts_by_zone(zones, codes, "y2023"),
    )
    # A sector that no zone of the territory gives has no post there (decision 10), as far as this table goes.
    values = np.round(np.nan_to_num(brought.values))
    return Crossed(cut.hierarchy, columns, values, *draw_establishments(values, SEED))


def draw_establishments(values: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw how many establishments make each cell, and the largest of them: log-normal sizes around a sector's mean."""
    random = np.random.default_rng(seed)
    mean = np.exp(random.normal(np.log(16), 0.7, size=values.shape[1]))
    units = np.where(values > 0, np.clip(random.poisson(values / mean), 1, np.maximum(values, 1)), 0).astype(int)
    largest = np.zeros_like(values)
    for cell in np.argwhere(units > 0):
        size = np.exp(random.normal(0.0, 1.4, size=units[tuple(cell)]))
        largest[tuple(cell)] = values[tuple(cell)] * size.max() / size.sum()
    return units, largest


def whole_blocks(result: Protected) -> tuple[np.ndarray, float, float]:
    """Hide, around each secret cell, the whole detail of its territory's region by its sector's group.

    What one does without optimising: the detail is not published where it holds a secret, its totals are.

    Returns
    -------
    ndarray of bool, and two floats
        The hidden cells; the share of the cells and of the posts that they take besides the secret ones.
    """
    table, values = result.table, result.confidential.values
    secret = result.primary.secret
    hidden = secret.copy()
    for row, column in np.argwhere(secret):
        fellows = [part for _, parts in table.rows.totals if row in parts for part in parts] or [row]
        line = [part for _, parts in table.columns.totals if column in parts for part in parts] or [column]
        hidden[np.ix_(fellows, line)] = True
    printed = ~table.unprinted & (values > 0)
    extra = hidden & ~secret & printed
    return hidden, float(extra.sum() / printed.sum()), float(values[extra].sum() / values[printed].sum())


def recovered(result: Protected, hidden: np.ndarray) -> int:
    """How many secret cells a reader recovers when these cells are hidden."""
    secrets = result.confidential
    seen = np.where(hidden | result.table.unprinted, np.nan, secrets.values)
    return int(audit(result.table, seen, secrets.values, secrets.below, secrets.above).recovered.sum())


def main() -> None:
    crossed = territories_by_sector()
    before = time.process_time()
    result = crossed.protect()
    seconds = time.process_time() - before
    own = timed(crossed.protect, 3)
    attacker = timed(result.audit, 3)
    loss, found = result.loss(), result.audit()
    if found.recovered.any():
        raise SystemExit(f"the attacker recovers {int(found.recovered.sum())} cells")
    alone = recovered(result, result.primary.secret)
    blocks, cell_share, value_share = whole_blocks(result)
    bound = crossed.protect(with_bound=True).suppression
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"cells                   {loss.cells} with posts, {result.table.shape} with their nested totals")
    print(f"protect                 {own}, {seconds:.1f} s of CPU   limit {LIMIT:.0f} s")
    print(f"attacker                {attacker}, {found.programs} programmes; recovered 0")
    print(f"secret by rule          {loss.primary} cells; recovered when they alone are hidden: {alone}")
    print(f"hidden besides          {loss.secondary} cells, {loss.cell_share:.1%}, {loss.value_share:.2%} of the posts")
    print(f"least that would do     within {bound.gap:.0%} of that cost, by linear relaxation")
    print(
        f"peer: whole blocks      {cell_share:.1%}, {value_share:.2%} of the posts "
        f"({cell_share / loss.cell_share:.1f} and {value_share / loss.value_share:.1f} times as much); "
        f"recovered {recovered(result, blocks)}"
    )
    print(f"peak memory             {peak:.2f} GB")


if __name__ == "__main__":
    main()
