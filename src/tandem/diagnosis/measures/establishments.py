"""Industrial establishments, their sizes, births and closures, the largest of them: from Sirene's stock, once imported.

Sirene gives the size of an establishment as a band: employment taken from it is an estimate, each establishment
counting for the middle of its band. Establishments are public by name, but those whose diffusion is partial are only
counted.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray, ratio
from tandem.analytics.relational import BANDS, band_sizes, open_engine
from tandem.datasets.store import DATA, Dataset
from tandem.diagnosis.measures.cells import known_by_department
from tandem.diagnosis.measures.inputs import Inputs, Measure, index_of, once

KIND, LEGAL_UNITS = "sirene", "sirene-unites"
YEARS = 10
LISTED = 40
"""Establishments named at most; a size band is listed whole or not at all, for nothing orders what it holds."""
LARGE = BANDS.index("11")
"""Smallest band of the establishments that are listed: ten employees."""
EMPLOYING = BANDS.index("01")


class Stock(NamedTuple):
    """What the stock counts in each commune of its own list of codes.

    Attributes
    ----------
    communes : pyarrow.ChunkedArray
        Codes of the rows.
    industry, everything : ndarray of float, shape (n_communes, n_bands)
        Open establishments by size band.
    years : tuple of int
        The last full years.
    births, closures : ndarray of float, shape (n_communes, n_years)
        Of industrial establishments.
    large : pyarrow.Table
        Open establishments of ten employees or more that may be named.
    """

    communes: pa.ChunkedArray
    industry: FloatArray
    everything: FloatArray
    years: tuple[int, ...]
    births: FloatArray
    closures: FloatArray
    large: pa.Table


@lru_cache(maxsize=1)
def _stock(folder: Path, industrial: tuple[int, ...], last_year: int, units: Path | None) -> Stock:
    """Read the stock once for all that is asked of it: three passes over its columns, the last over names too."""
    communes = pq.read_table(folder / "commune.codes.parquet")["code"]
    size = len(communes)
    years = tuple(range(last_year - YEARS + 1, last_year + 1))
    with open_engine() as engine:
        rows = engine.read(folder / DATA)
        rows = rows.mutate(industry=rows["class"].isin(list(industrial)))
        opened = rows.filter(rows["closed"].isnull())
        bands = engine.to_arrow(
            opened.filter(opened["band"] >= 0).group_by(["commune", "band", "industry"]).aggregate(count=ibis._.count())
        )
        moved = rows.filter(rows["industry"])
        events = [
            engine.to_arrow(
                moved.filter(moved[column].between(years[0], years[-1]))
                .group_by(["commune", column])
                .aggregate(count=ibis._.count())
            )
            for column in ("created", "closed")
        ]
        named = opened.filter((opened["band"] >= LARGE) & ~opened["partial"]).select(
            "commune", "class", "band", "siren", "nic", "name"
        )
        if units is not None:  # few establishments have a name of their own: the legal person's stands in its place
            legal = engine.read(units / DATA).select("siren", legal_name="name")
            named = named.left_join(legal, "siren")
            named = named.mutate(name=ibis.coalesce(named["name"], named["legal_name"]))
        large = engine.to_arrow(named.select("commune", "class", "band", "siren", "nic", "name"))

    def grid(table: pa.Table, column: str, width: int, first: int = 0) -> FloatArray:
        found = np.zeros((size, width))
        np.add.at(found, (table["commune"].to_numpy(), table[column].to_numpy() - first), table["count"].to_numpy())
        return found

    return Stock(
        communes,
        grid(bands.filter(bands["industry"]), "band", len(BANDS)),
        grid(bands, "band", len(BANDS)),
        years,
        grid(events[0], "created", YEARS, years[0]),
        grid(events[1], "closed", YEARS, years[0]),
        large,
    )


class Fabric(NamedTuple):
    """The stock brought to the areas; `known` are those that it covers (`cells.known_by_department`)."""

    stock: Stock
    place: IntArray
    industry: FloatArray
    everything: FloatArray
    births: FloatArray
    closures: FloatArray
    known: BoolArray


@once
def fabric(inputs: Inputs) -> Fabric | None:
    """Compute the fabric once for the measures that read it; None when the stock is not imported."""
    dataset = inputs.imported(KIND)
    if dataset is None:
        return None
    units = inputs.imported(LEGAL_UNITS)
    stock = _stock(
        dataset.folder,
        _industrial(inputs, dataset),
        int(dataset.vintage[:4]) - 1,
        None if units is None else units.folder,
    )
    place = index_of(stock.communes, inputs.communes["code"])
    known = place >= 0

    def by_area(values: FloatArray) -> FloatArray:
        by_place = np.zeros((inputs.communes.num_rows, values.shape[1]))
        np.add.at(by_place, place[known], values[known])
        return np.asarray(inputs.membership.matrix @ by_place, dtype=np.float64)

    present = np.zeros(inputs.communes.num_rows, dtype=np.bool_)
    present[place[known]] = stock.everything[known].any(axis=1)
    industry, everything, births, closures = (
        by_area(each) for each in (stock.industry, stock.everything, stock.births, stock.closures)
    )
    return Fabric(stock, place, industry, everything, births, closures, known_by_department(inputs, present))


def _industrial(inputs: Inputs, dataset: Dataset) -> tuple[int, ...]:
    """Numbers of the industrial classes in the dataset's own list."""
    table = inputs.load("activity_classes")
    industrial = table.filter(table["industry"])["ape"]
    return tuple(np.flatnonzero(index_of(dataset.codes("activity"), industrial) >= 0).tolist())


def _absent(inputs: Inputs) -> Measure:
    return Measure(np.full(inputs.n_areas, np.nan))


def industry_employers(inputs: Inputs) -> Measure:
    """Open industrial establishments with an employee, with their sizes."""
    found = fabric(inputs)
    if found is None:
        return _absent(inputs)
    sizes = found.industry[:, EMPLOYING:]

    def by_band(area: int) -> list[dict[str, Any]]:
        counts = zip(BANDS[EMPLOYING:], sizes[area], strict=True)
        return [{"band": code, "establishments": int(count)} for code, count in counts] if sizes[area].sum() else []

    return Measure(np.where(found.known, sizes.sum(axis=1), np.nan), details=by_band)


def industry_births(inputs: Inputs) -> Measure:
    """Industrial establishments created in the last full year, and in the nine before."""
    return _events(inputs, "births")


def industry_closures(inputs: Inputs) -> Measure:
    """Industrial establishments closed in the last full year, and in the nine before."""
    return _events(inputs, "closures")


def _events(inputs: Inputs, which: str) -> Measure:
    found = fabric(inputs)
    if found is None:
        return _absent(inputs)
    over_time = np.where(found.known[:, np.newaxis], getattr(found, which), np.nan)
    return Measure(over_time[:, -1], series=(tuple(str(year) for year in found.stock.years), over_time))


def largest_share(inputs: Inputs) -> Measure:
    """Share of the largest establishment in the employment of the area, % (middles of bands), with the largest."""
    found = fabric(inputs)
    if found is None:
        return _absent(inputs)
    middles = band_sizes()["half_units"].to_numpy() / 2
    employment = found.everything @ middles
    largest = np.where(found.everything > 0, middles, 0).max(axis=1)
    share = np.where(found.known, 100 * ratio(largest, employment), np.nan)
    return Measure(share, estimate=True, details=lambda area: _largest(inputs, found, area))


def _largest(inputs: Inputs, found: Fabric, area: int) -> list[dict[str, Any]]:
    """The largest establishments of a territory; regions and France have no such list."""
    if area >= inputs.n_territories:
        return []
    rows, where = _large_rows(inputs)
    mine = rows.filter(pa.array(inputs.places_of(area)[where]))
    order = pc.sort_indices(mine, sort_keys=[("band", "descending"), ("siren", "ascending"), ("nic", "ascending")])
    return [
        {
            "siret": f"{row['siren']:09d}{row['nic']:05d}",
            "name": row["name"],
            "commune": row["commune_name"],
            "activity": row["label"],
            "band": BANDS[row["band"]],
        }
        for row in mine.take(order[: _whole_bands(mine["band"].take(order).to_numpy())]).to_pylist()
    ]


def _whole_bands(bands: IntArray) -> int:
    """How many of the establishments, the largest first, are listed without cutting a band."""
    if bands.size <= LISTED:
        return int(bands.size)
    above = int((bands > bands[LISTED]).sum())
    return above or LISTED


@once
def _large_rows(inputs: Inputs) -> tuple[pa.Table, IntArray]:
    """The large establishments that lie in a commune of today, with the names of what their numbers stand for."""
    found = fabric(inputs)
    dataset = inputs.imported(KIND)
    assert found is not None, "only asked for of an imported stock"
    assert dataset is not None, "only asked for of an imported stock"
    where = found.place[found.stock.large["commune"].to_numpy()]
    kept = where >= 0
    rows, where = found.stock.large.filter(pa.array(kept)), where[kept]
    table = inputs.load("activity_classes")
    label = index_of(dataset.codes("activity"), table["ape"])
    number = rows["class"].to_numpy()
    line = np.where(number >= 0, label[np.maximum(number, 0)], -1)
    labels = pc.take(table["label"], pa.array(np.where(line >= 0, line, 0)))
    rows = rows.append_column("label", pc.if_else(pa.array(line >= 0), labels, None))
    return rows.append_column("commune_name", pc.take(inputs.communes["name"], pa.array(where))), where
