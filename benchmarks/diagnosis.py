"""All diagnoses of the three lists, from the shipped tables: ours, plain pandas', and the bare reading of the files.

The three start from the files on disk. pandas' results are compared with ours before anything is timed.
"""

import functools
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks import peer_pandas
from benchmarks.timing import timed
from tandem import reference
from tandem.diagnosis.measures.inputs import Inputs, Perimeter

TABLES = Path(reference.__file__).parent / "tables"


def read(name: str):
    return pq.read_table(TABLES / f"{name}.parquet")


def perimeters() -> list[Perimeter]:
    """The 480 territories of the three lists, in the order of the shipped tables."""
    regions = {row["code"]: row["region"] for row in read("territories").to_pylist()}
    communes: dict[tuple[str, str], list[str]] = {}
    table = read("territory_communes")
    for territory, list_code, commune in zip(
        *(table[name].to_pylist() for name in ("territory", "list", "commune")), strict=True
    ):
        communes.setdefault((list_code, territory), []).append(commune)
    return [Perimeter(code, name, regions[code], found) for (name, code), found in sorted(communes.items())]


def ours(names=None):
    from tandem.diagnosis.catalogue import INDICATORS
    from tandem.diagnosis.usecases import measure_all

    inputs = Inputs(perimeters(), functools.cache(read))
    return inputs, measure_all(inputs, INDICATORS if names is None else names)


def limit() -> None:
    """Decode every table that the diagnosis reads, and do nothing with it."""
    for name in (*peer_pandas.TABLES, "territories", "territory_communes"):
        read(name)


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings.local")
    django.setup()  # the catalogue's texts are translations; nothing here touches a database

    frame = peer_pandas.diagnose(TABLES)
    inputs, result = ours()
    check(inputs, result, frame)
    names = [name for name in result.measures if name in frame.columns]
    own, peer, floor = timed(lambda: ours(names)), timed(lambda: peer_pandas.diagnose(TABLES), 3), timed(limit)
    print(f"territories            {inputs.n_territories} in three lists, {len(names)} indicators that both compute")
    print(f"Tandem                 {own}")
    print(f"plain pandas           {peer}   ratio {peer.median / own.median:.1f}")
    print(f"limit: decode tables   {floor}   ratio {own.median / floor.median:.1f}")
    print(f"all {len(result.measures)} indicators      {timed(ours)}   with those that wait for a file")


def check(inputs: Inputs, result, frame) -> None:
    """Refuse to time two computations that do not agree."""
    keys = [f"{p.list}/{p.code}" for p in inputs.perimeters] + inputs.region_codes + ["FR"]
    for name in frame.columns:
        mine, theirs = result.measures[name].values, frame.loc[keys, name].to_numpy(dtype=float)
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-9, err_msg=name)


if __name__ == "__main__":
    main()
