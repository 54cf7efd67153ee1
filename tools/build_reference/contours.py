"""Simplified contours (GeoJSON geometries as text, WGS84) and contiguity."""

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
import shapely

from tools.build_reference.sources import Sources, check

# Degrees, about one kilometre: enough for a map of the whole country.
NATIONAL_TOLERANCE = 0.01
DECIMALS = 4


def build(sources: Sources, territory_communes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    contiguity = sources.csv("contours/epci_contiguite.csv")
    check(bool((contiguity["siren_epci_a"] < contiguity["siren_epci_b"]).all()), "epci_contiguite: pairs not ordered")
    return {
        "contiguity": pd.DataFrame(
            {
                "epci_a": contiguity["siren_epci_a"],
                "epci_b": contiguity["siren_epci_b"],
                "border": pd.to_numeric(contiguity["longueur_frontiere_approx_centidegres"]),
            }
        ),
        "contours_intermunicipalities": _as_published(sources, "contours/epci_2026_simplifie.geojson.gz", "siren_epci"),
        "contours_departments": _as_published(sources, "contours/departements_simplifie.geojson.gz", "insee_dep"),
        "contours_regions": _as_published(sources, "contours/regions_simplifie.geojson.gz", "insee_reg"),
        "contours_territories": _territories(sources, territory_communes),
    }


def _as_published(sources: Sources, path: str, code: str) -> pd.DataFrame:
    features = sources.geojson(path)
    return pd.DataFrame(
        {
            "code": [feature["properties"][code] for feature in features],
            "geometry": [_text(feature["geometry"]) for feature in features],
        }
    )


def _territories(sources: Sources, territory_communes: pd.DataFrame) -> pd.DataFrame:
    """Phase 1 dissolved from the communes of each list, phase 2 as the ANCT published it; all simplified alike."""
    communes = {
        feature["properties"]["insee_com"]: shapely.from_geojson(_text(feature["geometry"]))
        for feature in sources.geojson("contours/communes_2026_simplifie.geojson.gz")
    }
    tables = []
    for name in ("2020-10", "2022-12"):
        members = territory_communes[territory_communes["list"] == name]
        codes, shapes = [], []
        for code, group in members.groupby("territory"):
            codes.append(code)
            # Communes restored after 2018 have no contour of their own: their land is in the commune they left.
            shapes.append(shapely.coverage_union_all([communes[c] for c in sorted(group["commune"]) if c in communes]))
        tables.append(_simplified(codes, name, shapes))
    features = sources.geojson("territoires_industrie/ti_2023_2027_contours.geojson.gz")
    codes = [feature["properties"]["id_ti"] for feature in features]
    shapes = [shapely.from_geojson(_text(feature["geometry"])) for feature in features]
    tables.append(_simplified(codes, "2024-07", shapes))
    return pd.concat(tables, ignore_index=True)


def _simplified(codes: Sequence[str], list_name: str, shapes: Sequence[Any]) -> pd.DataFrame:
    simple = shapely.coverage_simplify(shapes, NATIONAL_TOLERANCE)
    check(not shapely.is_empty(simple).any(), f"contours of {list_name}: a territory vanished when simplified")
    return pd.DataFrame(
        {
            "code": codes,
            "list": list_name,
            "geometry": [_text(json.loads(shapely.to_geojson(shape))) for shape in simple],
        }
    )


def _text(geometry: dict[str, Any]) -> str:
    return json.dumps(
        {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}, separators=(",", ":")
    )


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, DECIMALS)
    return [_rounded(part) for part in coordinates]
