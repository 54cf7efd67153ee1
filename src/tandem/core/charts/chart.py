"""A chart is a Vega-Lite spec and the sentence that says what it shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tandem.core.charts import palette
from tandem.core.charts.palette import AXIS, FONT, GRID, INK, SOFT_INK
from tandem.core.charts.scale import Scale

Spec = dict[str, Any]

# A column of text on a wide screen and on paper; a phone of 375 px less its margins. Letters are as large in both.
WIDE = 640
NARROW = 343

TEXT = 14
SMALL = 13


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be rendered.

    Parameters
    ----------
    spec
        Vega-Lite, with its data inside: the numbers are those that the caller gave, unrounded.
    alt
        What it shows, in the reader's language, for who does not see it.
    width, height
        Of the picture, in pixels.
    missing
        How many values were not drawn, being secret or not available.
    """

    spec: Spec
    alt: str
    width: int
    height: int
    missing: int = 0

    def svg(self) -> str:
        """Return the picture; see `tandem.core.charts.svg`."""
        from tandem.core.charts.render import svg  # the renderer's engine is only loaded by who draws

        return svg(self)


def compose(
    layers: Sequence[Spec | None],
    alt: str,
    width: int,
    height: float,
    *,
    top: float = 0,
    bottom: float = 0,
    missing: int = 0,
) -> Chart:
    """Return the chart made of `layers`, from the back to the front; None layers are left out.

    Horizontal positions are pixels of the whole picture; vertical ones start under `top` and the plot, with its
    grid, ends above `bottom`, where the axis writes.
    """
    if not alt.strip():
        raise ValueError("a chart says in words what it shows")
    spec: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": alt,
        "autosize": "none",
        "background": None,
        "padding": {"left": 0, "right": 0, "top": top, "bottom": bottom},
        "width": width,
        "height": round(height) - top - bottom,
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "text": {"color": INK, "fontSize": SMALL, "baseline": "middle"},
            "axis": {"labelColor": SOFT_INK, "labelFontSize": SMALL, "labelLimit": 0, "title": None},
        },
        "resolve": {"axis": {"x": "independent", "y": "independent"}},
        "layer": [layer for layer in layers if layer is not None],
    }
    return Chart(spec, alt, width, round(height), missing)


def x_axis(scale: Scale, expression: str, *, flush: float = 0, values: Sequence[float] | None = None) -> Spec:
    """Return the encoding of a graduated horizontal axis; labels nearer than `flush` to an end stay inside it."""
    axis: Spec = {
        "values": list(scale.ticks if values is None else values),
        "labelExpr": expression,
        "grid": True,
        "gridColor": GRID,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "labelFlush": flush or False,
        "labelSeparation": 6,
        "labelOverlap": "greedy",
        "zindex": 0,
    }
    return {"type": "quantitative", "scale": scale.encoding(), "axis": axis}


def axis_layer(x: Spec, height: float) -> Spec:
    """Return a layer that draws nothing but the axis: it goes first, under the data."""
    low = x["scale"]["domain"][0]
    return {
        "data": {"values": [{"x": low}]},
        "mark": {"type": "point", "opacity": 0, "size": 0},
        "encoding": {"x": {"field": "x", **x}, "y": {"value": height}},
    }


def at_x(scale: Scale, field: str = "x") -> Spec:
    return {"field": field, "type": "quantitative", "scale": scale.encoding(), "axis": None}


def at_y(height: float, field: str = "y") -> Spec:
    """Return the encoding of a position in pixels from the top."""
    scale = {"domain": [0, height], "range": [0, height], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def layer(rows: Iterable[Spec], mark: Spec, **encoding: Spec) -> Spec | None:
    """Return a layer, or None without rows."""
    values = list(rows)
    return {"data": {"values": values}, "mark": mark, "encoding": encoding} if values else None


def words(
    rows: Iterable[Spec],
    colour: str,
    x: Spec,
    y: Spec,
    *,
    align: str = "left",
    dx: float = 0,
    bold: bool = False,
    size: int = SMALL,
    halo: bool = False,
) -> list[Spec | None]:
    """Return layers of texts: each row gives ``text``; `halo` first draws it in white, to stand clear of lines."""
    mark: Spec = {"type": "text", "align": align, "dx": dx, "fontSize": size, "color": colour}
    if bold:
        mark["fontWeight"] = "bold"
    values = list(rows)
    text: Spec = {"field": "text", "type": "nominal"}
    front = layer(values, mark, x=x, y=y, text=text)
    if not halo:
        return [front]
    back = layer(
        values,
        mark | {"color": palette.PAPER, "stroke": palette.PAPER, "strokeWidth": 4, "strokeJoin": "round"},
        x=x,
        y=y,
        text=text,
    )
    return [back, front]


def baseline(scale: Scale, value: float, y: Spec, bottom: float, top: float = 0) -> Spec | None:
    """Return a thin vertical line at `value`: where bars start."""
    return layer(
        [{"x": value, "y": top, "y2": bottom}],
        {"type": "rule", "color": AXIS, "strokeWidth": 1},
        x=at_x(scale),
        y=y,
        y2={"field": "y2"},
    )
