"""5,000 establishments with what real files have: closed ones, no size, places in no area or in two."""

import numpy as np
import pandas as pd
import pyarrow as pa

from tandem.analytics.relational import BANDS, Engine, band_sizes

N = 5_000
SIZES = dict(zip(*(band_sizes()[name].to_pylist() for name in ("band", "half_units")), strict=True))


def establishments(n: int = N, classes: int = 25) -> pa.Table:
    random = np.random.default_rng(7)
    created = random.integers(1990, 2024, n)
    closed = np.minimum(created + random.integers(0, 30, n), 2024)
    return pa.table(
        {
            "commune": pa.array(random.zipf(1.3, n) % 60, pa.int32()),
            "class": pa.array(random.zipf(1.4, n) % classes - 1, pa.int16()),
            "band": pa.array(random.integers(-1, len(BANDS), n), pa.int8(), mask=random.random(n) < 0.05),
            "created": pa.array(created, pa.int16(), mask=random.random(n) < 0.02),
            "closed": pa.array(closed, pa.int16(), mask=random.random(n) < 0.6),
        }
    )


def membership() -> pa.Table:
    """Communes 0 to 49 in five areas; the first ten in area 9 too; the last ten in none."""
    return pa.table(
        {
            "commune": pa.array([*range(50), *range(10)], pa.int32()),
            "area": pa.array([*(number // 10 for number in range(50)), *[9] * 10], pa.int32()),
        }
    )


def plain_cells(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The counts as an analyst would write them."""
    half_units = rows["band"].map(SIZES)
    found = rows.assign(establishments=1, half_units=half_units.fillna(0), unsized=half_units.isna().astype(int))
    return found.groupby(by)[["establishments", "half_units", "unsized"]].sum().astype(int).reset_index()


def frame(engine: Engine, expression) -> pd.DataFrame:
    """The result, in an order of its own."""
    found = engine.to_arrow(expression).to_pandas()
    keys = [name for name in ("area", "commune", "class", "band", "year", "sector") if name in found]
    return found.sort_values(keys, na_position="first").reset_index(drop=True)
