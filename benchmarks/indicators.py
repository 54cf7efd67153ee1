"""Indicators of a whole country from tables in memory: ours, the same by plain pandas, and the bare traffic of memory.

The country is made up (seeded, heavy-tailed): 1,250 intermunicipalities and 732 classes of activity, of which each has
39 %, or ten million plants. Results are compared before anything is timed. Nobody else offers the bootstrap: its peer
is the way one writes it first, all the draws in one array.
"""

import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.timing import Timing, timed
from tandem.analytics.agglomeration import agglomeration
from tandem.analytics.establishments import plant_table
from tandem.analytics.resampling import rank_intervals, resample_counts
from tandem.analytics.specialisation import herfindahl, krugman_index, location_quotient
from tandem.analytics.theil import theil_specialisation
from tandem.analytics.trajectory import esteban_marquillas
from tandem.analytics.uncertainty import bootstrap_quotients, bootstrap_quotients_of_plants

AREAS, CLASSES, GROUPS, PLANTS = 1_250, 732, 38, 10_000_000


def country(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Employment by area and class at two dates."""
    weight = random.lognormal(0, 1.2, (AREAS, 1)) * random.lognormal(0, 1.5, (1, CLASSES))
    before = np.ceil(weight * random.lognormal(1, 1.6, (AREAS, CLASSES)))
    before[random.random(before.shape) > 0.39] = 0
    after = np.round(before * random.lognormal(0, 0.25, before.shape))
    appeared = random.random(before.shape) < 0.01
    after[appeared] += random.integers(1, 30, appeared.sum())
    return before, after


def report(name: str, own: Timing, peer: Timing, peer_name: str, limit: Timing) -> None:
    print(name)
    for who, timing in (("Tandem", own), (peer_name, peer), ("limit", limit)):
        times = f"best {1000 * timing.best:8.1f} ms, median {1000 * timing.median:8.1f} ms ({timing.runs} runs)"
        ratio = "" if who == "Tandem" else f"   ratio {max(timing.median / own.median, own.median / timing.median):.1f}"
        print(f"  {who:<22} {times}{ratio}")


def agree(mine: np.ndarray, theirs: np.ndarray, what: str) -> None:
    np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-6, err_msg=what)


def shift_shares(before: np.ndarray, after: np.ndarray) -> None:
    first, last = before.sum(axis=0), after.sum(axis=0)
    area, sector = np.nonzero(before + after)
    cells = {"area": area, "sector": sector, "before": before[area, sector], "after": after[area, sector]}
    frame = pd.DataFrame(cells)
    mine, theirs = esteban_marquillas(before, after, first, last), pandas_shift_share(frame)
    for name in ("national", "structural", "local"):
        agree(getattr(mine.classic, name)[area, sector], theirs[name], name)
    for name in ("homothetic", "competitive", "allocation"):
        agree(getattr(mine, name)[area, sector], theirs[name], name)
    report(
        f"shift-share, classic and Esteban-Marquillas, {AREAS} x {CLASSES}",
        timed(lambda: esteban_marquillas(before, after, first, last), 15),
        timed(lambda: pandas_shift_share(frame), 3),
        "plain pandas",
        timed(lambda: [before + after for _ in range(7)], 15),  # the seven tables of the result, written once
    )


def pandas_shift_share(frame: pd.DataFrame) -> pd.DataFrame:
    sums = frame.groupby("sector")[["before", "after"]].sum().rename(columns=lambda name: f"sector_{name}")
    areas = frame.groupby("area")["before"].sum().rename("area_before")
    table = frame.merge(sums, on="sector").merge(areas, on="area")
    whole = sums["sector_after"].sum() / sums["sector_before"].sum() - 1
    growth = table["sector_after"] / table["sector_before"] - 1
    table["national"] = table["before"] * whole
    table["structural"] = table["before"] * (growth - whole)
    table["local"] = table["after"] - table["before"] - table["national"] - table["structural"]
    table["homothetic"] = table["area_before"] * table["sector_before"] / sums["sector_before"].sum()
    own_growth = table["after"] / table["before"].where(table["before"] > 0) - 1
    table["competitive"] = (table["homothetic"] * (own_growth - growth)).fillna(table["local"])
    table["allocation"] = table["local"] - table["competitive"]
    return table


def specialisations(before: np.ndarray) -> None:
    whole = before.sum(axis=0)
    area, sector = np.nonzero(before)
    frame = pd.DataFrame({"area": area, "sector": sector, "jobs": before[area, sector]})

    def ours() -> list[np.ndarray]:
        return [index(before, whole) for index in (location_quotient, krugman_index, theil_specialisation)] + [
            herfindahl(before)
        ]

    quotients, *indices = ours()
    table, by_area = pandas_specialisation(frame)
    agree(quotients[area, sector], table["quotient"], "quotient")
    for mine, name in zip(indices, ("krugman", "theil", "herfindahl"), strict=True):
        agree(mine, by_area[name], name)
    report(
        f"location quotient, Krugman, Theil and Herfindahl, {AREAS} x {CLASSES}",
        timed(ours, 15),
        timed(lambda: pandas_specialisation(frame), 3),
        "plain pandas",
        timed(lambda: before + before, 15),  # the table read, the quotients written
    )


def pandas_specialisation(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    table = frame.copy()
    table["share"] = table["jobs"] / table.groupby("area")["jobs"].transform("sum")
    table["whole"] = table.groupby("sector")["jobs"].transform("sum") / table["jobs"].sum()
    table["quotient"] = table["share"] / table["whole"]
    # A sector that the area does not have counts for its share of the country.
    table["beyond"] = (table["share"] - table["whole"]).abs() - table["whole"]
    table["theil"] = table["share"] * np.log(table["quotient"])
    table["herfindahl"] = table["share"] ** 2
    by_area = table.groupby("area")[["beyond", "theil", "herfindahl"]].sum()
    by_area["krugman"] = by_area["beyond"] + 1
    return table, by_area


def agglomerations(random: np.random.Generator) -> None:
    sector = np.minimum(random.zipf(1.3, PLANTS) - 1, CLASSES - 1)
    area = np.minimum(random.zipf(1.2, PLANTS) - 1, AREAS - 1)
    size = np.ceil(random.lognormal(1, 1.5, PLANTS))
    frame = pd.DataFrame({"area": area, "sector": sector, "size": size})

    def ours():
        table = plant_table(area, sector, size, AREAS, CLASSES)
        return agglomeration(table.employment, table.plant_herfindahl, table.employment.sum(axis=1))

    mine, theirs = ours(), pandas_agglomeration(frame)
    agree(mine.ellison_glaeser[theirs.index], theirs["ellison_glaeser"], "Ellison-Glaeser")
    agree(mine.maurel_sedillot[theirs.index], theirs["maurel_sedillot"], "Maurel-Sédillot")
    report(
        f"Ellison-Glaeser and Maurel-Sédillot, {PLANTS / 1e6:.0f} million plants",
        timed(ours, 5),
        timed(lambda: pandas_agglomeration(frame), 3),
        "plain pandas",
        timed(lambda: (area + sector, size.sum()), 5),  # the three vectors read once
    )


def pandas_agglomeration(frame: pd.DataFrame) -> pd.DataFrame:
    cells = frame.groupby(["sector", "area"])["size"].sum().reset_index()
    total = cells.groupby("sector")["size"].sum()
    weight = cells.groupby("area")["size"].sum() / cells["size"].sum()
    share = cells["size"] / cells["sector"].map(total)
    expected = cells["area"].map(weight)
    squares = (weight**2).sum()
    # Areas without the sector have a share of zero: their weights are added as a whole.
    cells["gap"], cells["square"] = (share - expected) ** 2 - expected**2, share**2
    table = cells.groupby("sector")[["gap", "square"]].sum()
    table["g"] = table["gap"] + squares
    table["h"] = frame.assign(square=frame["size"] ** 2).groupby("sector")["square"].sum() / total**2
    apart = 1 - squares
    table["ellison_glaeser"] = (table["g"] / apart - table["h"]) / (1 - table["h"])
    table["maurel_sedillot"] = ((table["square"] - squares) / apart - table["h"]) / (1 - table["h"])
    return table


def bootstraps(before: np.ndarray, random: np.random.Generator) -> None:
    plants = random.poisson(np.add.reduceat(before, np.arange(0, CLASSES, 20)[:GROUPS], axis=1) / 12).astype(float)
    whole, draws = plants.sum(axis=0), 200

    def first_way() -> tuple[np.ndarray, np.ndarray]:
        own = random.poisson(plants, (draws, *plants.shape))
        rest = random.poisson(whole - plants, (draws, *plants.shape))
        sector = own + rest
        with np.errstate(invalid="ignore"):
            quotients = (own / own.sum(axis=2, keepdims=True)) / (sector / sector.sum(axis=2, keepdims=True))
        low, high = np.nanquantile(quotients, [0.025, 0.975], axis=0)
        return low, high

    def ours(times: int = draws):
        return bootstrap_quotients(plants, whole, random, draws=times)

    many = plants >= 50
    mine, theirs = ours(), first_way()
    np.testing.assert_allclose(mine.low[many], theirs[0][many], rtol=0.35)
    np.testing.assert_allclose(mine.high[many], theirs[1][many], rtol=0.35)
    report(
        f"bootstrap of location quotients, {draws} draws x {AREAS} x {GROUPS}",
        timed(ours, 3),
        timed(first_way, 2),
        "all draws at once",
        timed(lambda: random.poisson(plants, (draws, *plants.shape)), 3),  # the draws alone, of the areas alone
    )
    print(f"  peak memory: Tandem {peak(ours):.0f} MB, all draws at once {peak(first_way):.0f} MB")

    ranks = timed(
        lambda: rank_intervals(
            location_quotient(plants, whole)[:, 4],
            (location_quotient(table, whole)[:, 4] for table in resample_counts(plants, draws, random)),
        ),
        2,
    )
    print(f"rank intervals of {AREAS} areas, {draws} draws: {ranks}")
    one_territory(plants[:1], whole, "38 groups", random)
    classes = np.ceil(before[:1] / 12)
    one_territory(classes, np.ceil(before / 12).sum(axis=0), "732 classes", random)


def one_territory(plants: np.ndarray, whole: np.ndarray, what: str, random: np.random.Generator) -> None:
    sector = np.repeat(np.arange(whole.size), plants[0].astype(int))
    size = np.ceil(random.lognormal(1.5, 1.2, sector.size))
    jobs = np.bincount(sector, weights=size, minlength=whole.size) + 10 * whole
    area = np.zeros(sector.size, dtype=int)
    counts = timed(lambda: bootstrap_quotients(plants, whole, random, draws=500), 7)
    plants_too = timed(lambda: bootstrap_quotients_of_plants(area, sector, size, 1, jobs, random, draws=500), 7)
    print(f"one territory, {what}, 500 draws: {1000 * counts.best:.1f} ms from counts")
    print(f"  from its {sector.size} plants one by one: {1000 * plants_too.best:.1f} ms")


def peak(run: Callable[[], object]) -> float:
    """Megabytes that a run holds at most, beyond what there was before it."""
    tracemalloc.start()
    run()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    random = np.random.default_rng(20181122)
    before, after = country(random)
    shift_shares(before, after)
    specialisations(before)
    agglomerations(random)
    bootstraps(before, random)


if __name__ == "__main__":
    main()
