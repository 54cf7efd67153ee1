"""Zonings and schemes present, and the occupations that are officially short of people."""

from typing import Any

import numpy as np

from tandem.analytics.aggregation import total
from tandem.diagnosis.measures.inputs import Inputs, Measure, index_of

WHOLE_COUNTRY = "FR"


def schemes(inputs: Inputs) -> Measure:
    """Number of zonings and schemes with a commune in the area; each with its communes and inhabitants."""
    catalogue = inputs.load("zoning_catalogue").to_pylist()
    codes = [row["zoning"] for row in catalogue]
    table = inputs.load("zonings")
    place = index_of(table["commune"], inputs.communes["code"])
    zoning = index_of(table["zoning"], codes)
    inside = np.zeros((inputs.communes.num_rows, len(codes)))
    kept = (place >= 0) & (zoning >= 0)
    inside[place[kept], zoning[kept]] = 1.0
    communes = total(inputs.membership, inside)
    inhabitants = total(inputs.membership, inside * np.nan_to_num(inputs.population)[:, np.newaxis])
    everyone = total(inputs.membership, inputs.population).values

    def present(area: int) -> list[dict[str, Any]]:
        return [
            {
                "zoning": row["zoning"],
                "name": row["name"],
                "kind": row["kind"],
                "vintage": row["vintage"],
                "communes": int(communes.values[area, i]),
                "population_share": round(100 * inhabitants.values[area, i] / everyone[area], 1),
            }
            for i, row in enumerate(catalogue)
            if communes.values[area, i]
        ]

    counts = np.where(communes.places[:, 0] > 0, (communes.values > 0).sum(axis=1).astype(float), np.nan)
    return Measure(counts, np.zeros(inputs.n_areas, dtype=np.intp), communes.places[:, 0], details=present)


def shortage_occupations(inputs: Inputs) -> Measure:
    """Occupations in the official list of the area's region, with those listed for the whole country.

    A region that the list leaves out (overseas) has no value; France counts the occupations listed everywhere.
    """
    table = inputs.load("shortage_occupations")
    listed: dict[str, set[str]] = {}
    for region, occupation in zip(table["region"].to_pylist(), table["fap"].to_pylist(), strict=True):
        listed.setdefault(region, set()).add(occupation)
    everywhere = listed.pop(WHOLE_COUNTRY, set())
    of_region = np.array(
        [len(listed[code] | everywhere) if code in listed else np.nan for code in inputs.region_codes], dtype=float
    )
    return Measure(np.concatenate([of_region[inputs.region_row - inputs.n_territories], of_region, [len(everywhere)]]))
