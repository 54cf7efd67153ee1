"""Brownfields one by one, from Cartofriches' own file, and the establishments that declare emissions, from IREP's."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tandem.datasets.store import Dataset
from tandem.diagnosis.measures.cells import known_by_department
from tandem.diagnosis.measures.inputs import Inputs, Measure, index_of

SITES, EMITTERS, EMISSIONS = "cartofriches", "irep-etablissements", "irep-emissions"
NO_PROJECT = "friche sans projet"
INDUSTRIAL = "friche industrielle"
LISTED = 200
CARBON = "carbone (co2)"
"""What the pollutants' names that are carbon dioxide have in common; some are « d’origine biomasse », told apart."""
BIOMASS = "biomasse"


def brownfields_without_project(inputs: Inputs) -> Measure:
    """Industrial sites that the inventory gives as without a project, each by name."""
    dataset = inputs.imported(SITES)
    if dataset is None:
        return _absent(inputs)
    rows = dataset.rows()
    # The file says little of many sites: what it does not call industrial or without project is not claimed to be.
    wanted = pc.and_(pc.equal(rows["type"], INDUSTRIAL), pc.equal(rows["status"], NO_PROJECT))
    return _listed(inputs, dataset, rows.filter(pc.fill_null(wanted, False)), _site)


def _site(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("site", "name", "commune_name", "area_m2", "soil_pollution", "activity_end")}


def emitters(inputs: Inputs) -> Measure:
    """Establishments of the register of polluting emissions, with the carbon dioxide that they declare."""
    dataset = inputs.imported(EMITTERS)
    if dataset is None:
        return _absent(inputs)
    carbon = _carbon(inputs.imported(EMISSIONS))
    rows = dataset.rows()
    # An establishment that changed its name has a row under each.
    _, first = np.unique(rows["establishment"].to_numpy(), return_index=True)
    rows = rows.take(np.sort(first))

    def emitter(row: dict[str, Any]) -> dict[str, Any]:
        return {
            **{key: row[key] for key in ("establishment", "name", "commune_name", "activity_name")},
            "carbon_tonnes": carbon.get(row["establishment"]),
        }

    return _listed(inputs, dataset, rows.filter(pc.is_valid(rows["commune"])), emitter)


def _carbon(dataset: Dataset | None) -> dict[str, float]:
    """Tonnes of carbon dioxide, biomass apart, that each establishment declares for the last year of the file."""
    if dataset is None:
        return {}
    rows = dataset.rows(["establishment", "year", "medium", "pollutant", "quantity", "unit"]).to_pylist()
    last = max((row["year"] for row in rows), default=0)
    found: dict[str, float] = {}
    for row in rows:
        name = row["pollutant"].casefold()
        if row["year"] == last and CARBON in name and BIOMASS not in name and row["unit"].casefold() == "kg/an":
            found[row["establishment"]] = found.get(row["establishment"], 0.0) + row["quantity"] / 1000
    return found


def _listed(inputs: Inputs, dataset: Dataset, rows: pa.Table, told: Any) -> Measure:
    """Count rows by area and list them for the territories."""
    place = index_of(dataset.codes("commune"), inputs.communes["code"])[rows["commune"].to_numpy()]
    kept = place >= 0
    rows, place = rows.filter(pa.array(kept)), place[kept]
    rows = rows.append_column("commune_name", pc.take(inputs.communes["name"], pa.array(place)))
    by_place = np.bincount(place, minlength=inputs.communes.num_rows).astype(np.float64)

    def inside(area: int) -> list[dict[str, Any]]:
        if area >= inputs.n_territories:
            return []
        mine = rows.filter(pa.array(inputs.places_of(area)[place]))
        return [told(row) for row in mine.sort_by("name").slice(0, LISTED).to_pylist()]

    counts = np.asarray(inputs.membership.matrix @ by_place, dtype=np.float64)
    known = known_by_department(inputs, by_place > 0)
    return Measure(np.where(known, counts, np.nan), details=inside)


def _absent(inputs: Inputs) -> Measure:
    return Measure(np.full(inputs.n_areas, np.nan))
