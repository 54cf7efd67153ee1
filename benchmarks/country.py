"""A synthetic country, so that anyone can test scale without downloading: `python -m benchmarks.country OUT`.

**Nothing in it is true.** The codes of communes, intermunicipalities and classes are the official ones, so that
importers accept them; the establishments are drawn at random. SIRET numbers have valid keys for the same reason: some
are bound to be the number of a real company, and nothing else in the row is that company's. Every Parquet file says
``synthetic: true`` in its metadata.

Three kinds of file, the same for the same seed (and the first rows the same whatever the number of rows):

``StockEtablissement_utf8.parquet``
    Sirene's stock of establishments *as published*: text columns under their official names, in the order of SIREN
    numbers, so without any order of place or class; a row group for each million rows.
``StockEtablissement_utf8.zip``
    On request, the first rows of the same as the CSV in a zip.
``area_class_years.parquet``
    Ten years of establishments and jobs by intermunicipality and class, one row for each cell that is not empty.

How it is drawn:

* communes: Zipf-Mandelbrot over the rank of their real population, ``1 / (rank + 10)``; the three largest cities by
  arrondissement;
* classes: Zipf-Mandelbrot ``1 / (rank + 8)^0.9`` over a drawn order; each intermunicipality has one of 60 profiles,
  which multiply it by log-normal factors (sigma 1.2) and twelve specialities by 20; presence is nested: a small commune
  only has the 60 most common classes, the largest have all 732;
* sizes: a quarter of the open establishments are employers; log-normal (sigma 1.3, a median of its own for each class)
  with a Pareto tail above 250 employees (exponent 1.1), published as size bands; the others are ``NN`` or empty;
* time: age exponential (mean 14 years); half of the establishments are closed, the older the likelier; those closed
  before 2008 keep the codes of the nomenclature of their day; 8 % are partly diffused; a few have no commune, no class.
"""

import argparse
import datetime as dt
import time
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from tandem import reference
from tandem.analytics.relational.sizes import BANDS, LOWER_BOUNDS

SEED = 20181122
ROWS = 40_000_000
CHUNK = 1_000_000
UNITS = 750_000  # legal units in each chunk: a quarter of the establishments are further ones of a unit
MOST = CHUNK * (90_000_000 // UNITS)  # rows for which there are SIREN numbers
PROFILES = 60
COMMONEST = np.array([60, 120, 220, 360, 520, 732])  # classes found in communes of each tier, the smallest first
STEPS = 1 << 16  # a 16-bit random number picks a class
FIRST_DAY, LAST_DAY = dt.date(1950, 1, 1), dt.date(2025, 11, 30)
YEARS = range(2015, 2025)
STOCK = "StockEtablissement_utf8"
DICTIONARIES = (
    "statutDiffusionEtablissement", "dateCreationEtablissement", "trancheEffectifsEtablissement",
    "codeCommuneEtablissement", "dateDebut", "etatAdministratifEtablissement", "activitePrincipaleEtablissement",
    "nomenclatureActivitePrincipaleEtablissement",
)  # fmt: skip


class Country(NamedTuple):
    """What is drawn once: how probable each commune is, and what one finds there."""

    seed: int
    communes: list[str]
    areas: list[str]
    area: np.ndarray  # of each commune: row in areas, -1 outside any
    weight: np.ndarray  # of each commune, sums to 1
    keep: np.ndarray  # Walker's alias method: probability of keeping the commune drawn,
    alias: np.ndarray  # and the one to take otherwise
    classes: list[str]
    kind: np.ndarray  # of each commune: profile × tier
    mix: np.ndarray  # kind × class: probability
    pick: np.ndarray  # kind × 16-bit number: class
    bands: np.ndarray  # class × band: probability that an employer is of this band or a smaller one


def draw_country(seed: int = SEED) -> Country:
    """Return the places, the mixes of classes and the sizes that go with the seed."""
    random = np.random.default_rng([seed, 0])
    communes, area_codes, population = _places()
    areas = sorted({code for code in area_codes if code})
    rank = {code: number for number, code in enumerate(areas)}
    area = np.array([rank[code] if code else -1 for code in area_codes])
    order = np.lexsort((communes, -population))
    weight = np.empty(len(communes))
    weight[order] = 1 / (np.arange(len(communes)) + 11)
    weight /= weight.sum()
    classes = [f"{code[:2]}.{code[2:]}" for code in reference.load("activity_classes")["ape"].to_pylist()]

    common = 1 / (random.permutation(len(classes)) + 9) ** 0.9
    profiles = common * random.lognormal(0, 1.2, (PROFILES, len(classes)))
    for profile in profiles:
        profile[random.choice(len(classes), 12, replace=False)] *= 20
    rarity = np.argsort(np.argsort(-common))
    nested = rarity < COMMONEST[:, None]
    mix = (profiles[:, None, :] * nested).reshape(-1, len(classes))
    mix /= mix.sum(axis=1, keepdims=True)
    limits = np.round(np.cumsum(mix, axis=1) * STEPS).astype(np.int64)
    pick = np.stack([np.repeat(np.arange(len(classes), dtype=np.int16), np.diff(row, prepend=0)) for row in limits])

    profile_of_area = random.integers(0, PROFILES, len(areas) + 1)  # the last one is for communes outside any
    tier = np.searchsorted(np.quantile(weight, [0.3, 0.6, 0.8, 0.93, 0.985]), weight)
    kind = profile_of_area[area] * len(COMMONEST) + tier
    keep, alias = _alias(weight)
    bands = _bands(random.normal(1.2, 0.7, len(classes)))
    return Country(seed, communes, areas, area, weight, keep, alias, classes, kind, mix, pick, bands)


def _places() -> tuple[list[str], list[str | None], np.ndarray]:
    """Return the communes of the official code, the three cities by arrondissement, as Sirene has them."""
    table = reference.load("communes")
    places = {
        code: (epci, population or 0)
        for code, epci, population in zip(*(table[n].to_pylist() for n in ("code", "epci", "population")), strict=True)
    }
    for city, first, count in (("13055", 13201, 16), ("69123", 69381, 9), ("75056", 75101, 20)):
        epci, population = places.pop(city)
        places.update({str(first + number): (epci, population // count) for number in range(count)})
    codes = sorted(places)
    return codes, [places[code][0] for code in codes], np.array([places[code][1] for code in codes])


def _alias(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the tables of Walker's method, which draws from any distribution with two random numbers."""
    scaled = weight * len(weight)
    keep, alias = np.ones(len(weight)), np.arange(len(weight))
    small, large = list(np.flatnonzero(scaled < 1)), list(np.flatnonzero(scaled >= 1))
    while small and large:
        low, high = small.pop(), large[-1]
        keep[low], alias[low] = scaled[low], high
        scaled[high] -= 1 - scaled[low]
        if scaled[high] < 1:
            small.append(large.pop())
    return keep, alias


def _bands(location: np.ndarray) -> np.ndarray:
    """Return the probability of each band or a smaller one: log-normal, then Pareto above 250 employees."""
    from scipy.special import ndtr

    ends = np.append(LOWER_BOUNDS[2:], np.inf)  # band 00 of an employer: less than one in the year
    normal = ndtr((np.log(np.minimum(ends, 250)) - location[:, None]) / 1.3)
    tail = np.where(ends > 250, (250 / ends) ** 1.1, 1.0)
    return np.where(ends > 250, 1 - (1 - normal) * tail, normal)


def chunk_of(country: Country, number: int) -> pa.Table:
    """Return the million establishments of that number, always the same for the same seed."""
    random = np.random.Generator(np.random.SFC64([country.seed, 1 + number]))
    n = CHUNK
    siren, nic, siret = _numbers(random, number)
    commune = random.integers(0, len(country.communes), n, dtype=np.int32)
    commune = np.where(random.random(n, np.float32) < country.keep[commune], commune, country.alias[commune])
    activity = country.pick[country.kind[commune], random.integers(0, STEPS, n, dtype=np.uint16)].astype(np.int32)

    last = (LAST_DAY - FIRST_DAY).days
    age = np.minimum(random.exponential(14 * 365.25, n), last).astype(np.int32)
    closed = random.random(n, np.float32) > 0.18 + 0.72 * np.exp(-age / (15 * 365.25))
    ended = (last - age * random.random(n, np.float32)).astype(np.int32)
    since = np.where(closed, ended, np.where(random.random(n, np.float32) < 0.7, last - age, ended))
    system = np.searchsorted([_day(1993), _day(2003), _day(2008)], since, side="right")
    system = np.where(closed, system, 3)

    employer = np.flatnonzero((random.random(n, np.float32) < 0.25) & ~closed)
    band = np.where(random.random(n, np.float32) < 0.5, 0, len(BANDS)).astype(np.int8)
    size = random.random(employer.size)
    band[employer] = 1 + (size[:, None] >= country.bands[activity[employer]]).sum(axis=1)
    luck = random.random(n, np.float32)

    # Distinct values, without which Parquet would not keep them as a dictionary.
    activities, code = np.unique([*country.classes, *_older(country.classes)], return_inverse=True)
    columns = {
        "siren": siren,
        "nic": nic,
        "siret": siret,
        "statutDiffusionEtablissement": _coded((luck < 0.08).astype(np.int8), ["O", "P"]),
        "dateCreationEtablissement": _coded(last - age, _days()),
        "trancheEffectifsEtablissement": _coded(band, list(BANDS), band == len(BANDS)),
        "codeCommuneEtablissement": _coded(commune.astype(np.int32), country.communes, luck > 0.9998),
        "dateDebut": _coded(since.astype(np.int32), _days()),
        "etatAdministratifEtablissement": _coded(closed.astype(np.int8), ["A", "F"]),
        "activitePrincipaleEtablissement": _coded(
            code[activity + len(country.classes) * (3 - system)].astype(np.int16),
            activities,
            (luck > 0.5) & (luck < 0.5005),
        ),
        "nomenclatureActivitePrincipaleEtablissement": _coded(
            system.astype(np.int8), ["NAP", "NAF1993", "NAFRev1", "NAFRev2"]
        ),
    }
    return pa.table(columns)


def _numbers(random: np.random.Generator, number: int) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Return SIREN, NIC and SIRET with their Luhn keys; a unit's establishments follow each other."""
    further = random.permutation(UNITS)[(UNITS * random.random(CHUNK - UNITS) ** 3).astype(np.int64)]
    count = 1 + np.bincount(further, minlength=UNITS)
    unit = np.repeat(np.arange(UNITS, dtype=np.int64), count)
    rank = 1 + np.arange(CHUNK) - np.repeat(np.cumsum(count) - count, count)
    high, low = np.divmod(10_000_000 + number * UNITS + unit, 10_000)
    even, odd = LUHN
    key = -(even[high] + even[low]) % 10
    check = -(odd[high] + odd[low] + odd[1000 * key] + even[rank]) % 10
    whole = np.empty(CHUNK, [("high", "S4"), ("low", "S4"), ("key", "u1"), ("nic", "S4"), ("check", "u1")])
    whole["high"], whole["low"], whole["nic"] = FOUR[high], FOUR[low], FOUR[rank]
    whole["key"], whole["check"] = key + ord("0"), check + ord("0")
    digits = whole.view(np.uint8).reshape(CHUNK, 14)
    return _text(digits[:, :9]), _text(digits[:, 9:]), _text(digits)


def _luhn_sums(doubled: int) -> np.ndarray:
    """Return Luhn's sum of each four-digit number whose first digit is `doubled` (0) or whose second one is (1)."""
    digits = np.arange(10_000)[:, None] // np.array([1000, 100, 10, 1]) % 10
    digits[:, doubled::2] *= 2
    return np.where(digits > 9, digits - 9, digits).sum(axis=1)


LUHN = _luhn_sums(1), _luhn_sums(0)
FOUR = np.array([f"{number:04}" for number in range(10_000)], dtype="S4")


def _text(digits: np.ndarray) -> pa.Array:
    offsets = np.arange(len(digits) + 1, dtype=np.int32) * digits.shape[1]
    data = np.ascontiguousarray(digits)
    return pa.StringArray.from_buffers(len(digits), pa.py_buffer(offsets), pa.py_buffer(data))


def _coded(indices: np.ndarray, values: Sequence[str] | np.ndarray, null: np.ndarray | None = None) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(indices, mask=null), pa.array(values))


def _older(classes: list[str]) -> Iterator[str]:
    """Yield codes in the forms of NAF rev. 1, of NAF 1993 and of NAP, in that order; only their forms are true."""
    for pattern in ("{0}.{1}{3}", "{0}.{2}{3}", "{0}.{1}{2}"):
        for code in classes:
            yield pattern.format(code[:2], code[3], code[4], chr(ord("A") + int(code[4])))


def _day(year: int) -> int:
    return (dt.date(year, 1, 1) - FIRST_DAY).days


def _days() -> list[str]:
    return [str(day) for day in np.arange(FIRST_DAY, LAST_DAY + dt.timedelta(1), dtype="datetime64[D]")]


def write_establishments(path: Path, rows: int = ROWS, seed: int = SEED) -> None:
    """Write the stock of establishments, a row group at a time.

    Raises
    ------
    ValueError
        No row, or more than there are SIREN numbers for.
    """
    if not 0 < rows <= MOST:
        raise ValueError(f"rows: expected 1 to {MOST}, got {rows}")
    country = draw_country(seed)
    numbers = range(-(-rows // CHUNK))
    partial = path.with_name(f"{path.name}.partial")
    with ThreadPoolExecutor(2) as pool:
        ahead: list[Future[pa.Table]] = [pool.submit(chunk_of, country, number) for number in numbers[:2]]
        writer: pq.ParquetWriter | None = None
        for number in numbers:
            table = ahead.pop(0).result()
            if number + 2 in numbers:
                ahead.append(pool.submit(chunk_of, country, number + 2))
            table = table.slice(0, rows - number * CHUNK)
            if writer is None:
                writer = pq.ParquetWriter(
                    partial, table.schema, compression="zstd", use_dictionary=list(DICTIONARIES), store_schema=False
                )
            writer.write_table(table, row_group_size=CHUNK)
        if writer is not None:
            writer.add_key_value_metadata(_labels(seed, rows))
            writer.close()
    partial.replace(path)


def write_csv(parquet: Path, path: Path, rows: int) -> None:
    """Write the first rows of the stock as the CSV in a zip."""
    left = rows
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(f"{path.stem}.csv", "w", force_zip64=True) as file,
    ):
        for batch in pq.ParquetFile(parquet).iter_batches(100_000):
            if left <= 0:
                break
            options = pyarrow.csv.WriteOptions(include_header=left == rows, quoting_style="needed")
            pyarrow.csv.write_csv(batch.slice(0, left), file, options)
            left -= batch.num_rows


def write_years(path: Path, seed: int = SEED) -> None:
    """Write ten years of establishments and jobs by intermunicipality and class: 26 million jobs, random walks."""
    country = draw_country(seed)
    random = np.random.default_rng([seed, 1_000_000])
    n_areas, n_classes = len(country.areas), len(country.classes)
    inside = np.flatnonzero(country.area >= 0)
    expected = np.zeros((n_areas, n_classes))
    for number in range(n_areas):
        members = inside[country.area[inside] == number]
        expected[number] = country.weight[members] @ country.mix[country.kind[members]]
    jobs = 26e6 * expected * random.lognormal(-0.32, 0.8, expected.shape)
    per_plant = random.lognormal(1.5, 0.7, n_classes)
    tables = []
    for year in YEARS:
        drawn = random.poisson(jobs)
        row, column = np.nonzero(drawn)
        amount = drawn[row, column]
        plants = 1 + random.poisson(amount / per_plant[column])
        tables.append(
            pa.table(
                {
                    "area": _coded(row.astype(np.int32), country.areas),
                    "class": _coded(column.astype(np.int32), country.classes),
                    "year": pa.array(np.full(row.size, year, dtype=np.int16)),
                    "establishments": pa.array(np.minimum(plants, amount).astype(np.int32)),
                    "jobs": pa.array(amount.astype(np.int32)),
                }
            )
        )
        growth = random.normal(0.004, 0.02, n_classes) + random.normal(0, 0.01, n_areas)[:, None]
        jobs = jobs * np.exp(growth + random.normal(0, 0.05, jobs.shape))
    with pq.ParquetWriter(path, tables[0].schema, compression="zstd", store_schema=False) as writer:
        for table in tables:
            writer.write_table(table)
        writer.add_key_value_metadata(_labels(seed, sum(map(len, tables))))


def _labels(seed: int, rows: int) -> dict[str, str]:
    return {"synthetic": "true", "generator": "benchmarks.country", "seed": str(seed), "rows": str(rows)}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write a synthetic country.")
    parser.add_argument("folder", metavar="OUT", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS, help="establishments (40_000_000)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--csv-rows", type=int, default=0, help="first rows to write as CSV in a zip too (none)")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    stock = given.folder / f"{STOCK}.parquet"
    start = time.perf_counter()
    write_establishments(stock, given.rows, given.seed)
    print(f"{stock}: {given.rows} rows, {stock.stat().st_size / 1e6:.0f} MB, {time.perf_counter() - start:.1f} s")
    if given.csv_rows:
        write_csv(stock, given.folder / f"{STOCK}.zip", min(given.csv_rows, given.rows))
    write_years(given.folder / "area_class_years.parquet", given.seed)
    print(f"{given.folder}: done, {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
