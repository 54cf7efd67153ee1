"""Brownfields."""

from dataclasses import replace

import numpy as np

from tandem.analytics.aggregation import total
from tandem.diagnosis.measures.inputs import Inputs, Measure


def _sum(inputs: Inputs, column: str, scale: float = 1.0) -> Measure:
    # The inventory lists only the communes that have a site: no row is no known site, which is what a zero means here.
    found = total(inputs.membership, np.nan_to_num(inputs.by_commune("brownfields", column)))
    return Measure(found.values * scale, np.zeros(inputs.n_areas, dtype=np.intp), found.places)


def brownfields(inputs: Inputs) -> Measure:
    """Sites of the national inventory, of every kind and status."""
    return _sum(inputs, "sites")


def industrial_brownfields(inputs: Inputs) -> Measure:
    """Sites whose kind is given as industrial; most of the inventory does not give a kind."""
    return _sum(inputs, "industrial_sites")


def brownfield_surface(inputs: Inputs) -> Measure:
    """Hectares of the sites; an area without a site has no surface rather than one of zero."""
    surface, sites = _sum(inputs, "surface_m2", 1e-4), _sum(inputs, "sites")
    return replace(surface, values=np.where(sites.values > 0, surface.values, np.nan))
