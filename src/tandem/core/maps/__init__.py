"""Maps as plain values: areas in degrees become short paths on a canvas of frames, for a page, a file or a PDF.

Build the geometry once (`build`, `fit`) and keep it; colour it as often as needed (`MapModel.coloured`).
"""

from tandem.core.maps.choropleth import MISSING_CLASS, Classes, LegendItem, legend, quantiles
from tandem.core.maps.frame import FRANCE, Canvas, Frame, inset
from tandem.core.maps.model import Area, MapFrame, MapLabel, MapModel, MapShape, build, fit
from tandem.core.maps.projection import LAMBERT_93, LambertConformalConic, LocalProjection
from tandem.core.maps.svg import inline, render

__all__ = [
    "FRANCE",
    "LAMBERT_93",
    "MISSING_CLASS",
    "Area",
    "Canvas",
    "Classes",
    "Frame",
    "LambertConformalConic",
    "LegendItem",
    "LocalProjection",
    "MapFrame",
    "MapLabel",
    "MapModel",
    "MapShape",
    "build",
    "fit",
    "inline",
    "inset",
    "legend",
    "quantiles",
    "render",
]
