"""What every measure reads: the areas, and the reference tables aligned on the communes of today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tandem.analytics.aggregation import Membership, total
from tandem.analytics.arrays import BoolArray, FloatArray, IntArray, ratio
from tandem.datasets.store import Dataset

Load = Callable[[str], pa.Table]
Details = Callable[[int], list[dict[str, Any]]]
Imported = Callable[[str], Dataset | None]
T = TypeVar("T")
COUNTRY = "country"
REGION = "region"
TERRITORY = "territory"
OVERSEAS_COLLECTIVITIES = "com"  # in the official code, but in no region: outside "France" here


@dataclass(frozen=True, slots=True, eq=False)
class Perimeter:
    """One territory of one list, and its communes.

    Parameters
    ----------
    code, list
        Territory and list; together they name a perimeter.
    region
        Code of the region that it is compared with.
    communes
        Codes of its communes today.
    """

    code: str
    list: str
    region: str
    communes: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One indicator over all areas.

    Parameters
    ----------
    values : ndarray of float, shape (n_areas,)
        NaN where nothing is known.
    missing, places : ndarray of int, shape (n_areas,), optional
        How many records of the area were missing, out of how many.
    uncovered : ndarray of float, shape (n_areas,), optional
        Share of the area (of its inhabitants, of its jobs) that lies where records are missing, from 0 to 1: what tells
        a total that lacks three hamlets from one that lacks a town.
    estimate : bool, or ndarray of bool, shape (n_areas,)
        True where the source does not give the figure at this scale and it was brought there by a rule.
    secret : ndarray of bool, shape (n_areas,), optional
        Where the value is missing because the producer says that it hides it; an empty cell does not say so.
    series : tuple of (periods, ndarray of shape (n_areas, n_periods)), optional
        The same figure over time.
    details : function of the row of an area, optional
        Gives the rows of the table that explains the figure there (sectors, zonings): made when they are read, since
        a territory to be needs its own out of two hundred.
    """

    values: FloatArray
    missing: IntArray | None = None
    places: IntArray | None = None
    uncovered: FloatArray | None = None
    estimate: bool | BoolArray = False
    secret: BoolArray | None = None
    series: tuple[tuple[str, ...], FloatArray] | None = None
    details: Details | None = None


@dataclass(eq=False)
class Inputs:
    """The areas (territories of every list, then regions, then France) and the tables they are measured on.

    Parameters
    ----------
    perimeters
        The territories, list by list.
    load
        Reads a reference table by name.
    imported
        Finds the dataset of a kind that this installation has in service, None when it has none.
    """

    perimeters: Sequence[Perimeter]
    load: Load
    imported: Imported = lambda kind: None
    _columns: dict[tuple[str, str], FloatArray] = field(default_factory=dict, repr=False)
    _made: dict[str, Any] = field(default_factory=dict, repr=False)

    # -- areas ---------------------------------------------------------------------------------------------------------

    @cached_property
    def communes(self) -> pa.Table:
        """The communes of the regions, one row each: the places of every membership."""
        communes = self.load("communes")
        zones = self.load("departments").select(["code", "zone"]).rename_columns(["department", "zone"])
        inside = pc.invert(pc.equal(zones["zone"], OVERSEAS_COLLECTIVITIES))
        return communes.filter(pc.is_in(communes["department"], zones.filter(inside)["department"])).combine_chunks()

    @cached_property
    def region_codes(self) -> list[str]:
        return sorted(set(self.communes["region"].to_pylist()))

    @property
    def n_territories(self) -> int:
        return len(self.perimeters)

    @property
    def n_areas(self) -> int:
        return self.n_territories + len(self.region_codes) + 1

    @property
    def country_row(self) -> int:
        return self.n_areas - 1

    @cached_property
    def region_row(self) -> IntArray:
        """Row of each territory's region, shape (n_territories,)."""
        row = {code: self.n_territories + i for i, code in enumerate(self.region_codes)}
        return np.array([row[perimeter.region] for perimeter in self.perimeters], dtype=np.intp)

    @cached_property
    def list_of(self) -> list[str]:
        """List of each territory, in order: comparisons and ranks stay inside a list."""
        return [perimeter.list for perimeter in self.perimeters]

    @cached_property
    def membership(self) -> Membership:
        """Communes of the territories, of the regions and of France."""
        n_communes = self.communes.num_rows
        sizes = [len(perimeter.communes) for perimeter in self.perimeters]
        area = np.repeat(np.arange(self.n_territories), sizes)
        codes = [code for perimeter in self.perimeters for code in perimeter.communes]
        place = index_of(codes, self.communes["code"])
        known = place >= 0  # a territory may hold communes of an overseas collectivity, which no table describes
        territories = Membership(area[known], place[known], self.n_territories, n_communes)
        regions = Membership.partition(index_of(self.communes["region"], self.region_codes), len(self.region_codes))
        country = Membership.partition(np.zeros(n_communes, dtype=np.intp), 1)
        return Membership.stack([territories, regions, country])

    def places_of(self, area: int) -> BoolArray:
        """Return which communes an area holds, shape (n_communes,)."""
        inside = np.zeros(self.communes.num_rows, dtype=np.bool_)
        inside[self.membership.place[self.membership.area == area]] = True
        return inside

    # -- tables --------------------------------------------------------------------------------------------------------

    def by_commune(self, table: str, column: str) -> FloatArray:
        """Return a column of a table keyed by commune, in the order of `communes`; NaN where there is no row."""
        key = (table, column)
        if key not in self._columns:
            source = self.load(table)
            rows = index_of(self.communes["code"], source["commune"])
            self._columns[key] = _pick(_floats(source[column]), rows)
        return self._columns[key]

    def column(self, name: str) -> FloatArray:
        """Return a column of numbers of `communes` itself."""
        return _floats(self.communes[name])

    def by_intermunicipality(self, table: str, column: str, key: str = "siren") -> FloatArray:
        """Return each commune's value by its intermunicipality (an EPT, or Paris itself, standing in its place)."""
        source = self.load(table)
        known = source[key]
        epci = index_of(self.communes["epci"], known)
        for finer in (self.communes["ept"], self.communes["code"]):
            rows = index_of(finer, known)
            epci = np.where(rows >= 0, rows, epci)
        return _pick(_floats(source[column]), epci)

    @cached_property
    def cuts_an_intermunicipality(self) -> BoolArray:
        """Whether an area holds part of an intermunicipality only, and so borrows the figure of the whole."""
        whole = pc.coalesce(self.communes["ept"], self.communes["epci"])
        known = pc.unique(whole.drop_null())
        number = index_of(whole, known)
        links = number[self.membership.place] >= 0
        held = np.zeros((self.n_areas, len(known)))
        np.add.at(held, (self.membership.area[links], number[self.membership.place[links]]), 1.0)
        sizes = np.bincount(number[number >= 0], minlength=len(known))
        return np.asarray(((held > 0) & (held < sizes)).any(axis=1), dtype=np.bool_)

    @cached_property
    def zones(self) -> list[str]:
        return sorted(set(self.load("employment_zones")["code"].to_pylist()))

    @cached_property
    def zone_of_commune(self) -> IntArray:
        return index_of(self.communes["employment_zone"], self.zones)

    def by_zone(self, table: str, column: str) -> FloatArray:
        """Return a column of a table keyed by employment zone, in the order of `zones`."""
        source = self.load(table)
        return _pick(_floats(source[column]), index_of(self.zones, source["zone"]))

    def zone_grid(self, table: str, column: str, across: str, keys: Sequence[str]) -> FloatArray:
        """Return a column as a grid of zones by the keys of another column (sectors, quarters).

        Shape (n_zones, n_keys); NaN where the producer gives nothing.
        """
        source = self.load(table)
        zone, key = index_of(source["zone"], self.zones), index_of(source[across], keys)
        found = np.full((len(self.zones), len(keys)), np.nan)
        kept = (zone >= 0) & (key >= 0)
        found[zone[kept], key[kept]] = _floats(source[column])[kept]
        return found

    @cached_property
    def population(self) -> FloatArray:
        return self.by_commune("population", "population_2023")

    @cached_property
    def jobs(self) -> FloatArray:
        """Census jobs of the communes: what an employment zone's figures are shared by."""
        return self.by_commune("census_jobs", "jobs_2018")

    def uncovered(self, values: FloatArray, weights: FloatArray) -> FloatArray:
        """Return the share of each area's weight that lies in communes without a value; NaN for one without weight."""
        weighing = np.nan_to_num(weights)
        sums = total(self.membership, np.column_stack([np.where(np.isnan(values), weighing, 0.0), weighing])).values
        return ratio(sums[:, 0], sums[:, 1])


def once(function: Callable[[Inputs], T]) -> Callable[[Inputs], T]:
    """Keep what a function makes of its inputs for the next that asks, and let go of it with them."""
    key = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def kept(inputs: Inputs) -> T:
        made = inputs._made
        if key not in made:
            made[key] = function(inputs)
        found: T = made[key]
        return found

    return kept


def index_of(values: Any, known: Any) -> IntArray:
    """Return the index in `known` of each of `values`, -1 for null or unknown."""
    wanted = values if isinstance(values, pa.ChunkedArray | pa.Array) else pa.array(values, pa.string())
    among = known if isinstance(known, pa.ChunkedArray | pa.Array) else pa.array(known, pa.string())
    found = pc.index_in(wanted.cast(pa.string()), value_set=among.cast(pa.string()), skip_nulls=True)
    return np.asarray(found.fill_null(-1).to_numpy(), dtype=np.intp)


def _floats(column: pa.ChunkedArray) -> FloatArray:
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)


def _pick(values: FloatArray, rows: IntArray) -> FloatArray:
    if not values.size:
        return np.full(rows.shape, np.nan)
    return np.where(rows >= 0, values[rows], np.nan)
