"""Specialised in what: bars of quotients on a logarithmic scale, centred on 1, as thick as there are jobs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tandem.core.charts import palette
from tandem.core.charts.chart import (
    SMALL,
    WIDE,
    Chart,
    Spec,
    at_x,
    at_y,
    axis_layer,
    baseline,
    compose,
    layer,
    words,
    x_axis,
)
from tandem.core.charts.measure import Measure
from tandem.core.charts.scale import Scale, present
from tandem.core.charts.text import width_of, wrap
from tandem.core.errors import NothingToDrawError

_LINE = 16
_AXIS = 26
_THICKEST = 26.0
_THINNEST = 3.0
_WIDEST = 32.0  # a quotient beyond is drawn at the edge; its label says how much


@dataclass(frozen=True, slots=True)
class Quotient:
    """One row.

    Parameters
    ----------
    value
        Quotient: 1 is as elsewhere, 0 none at all; None when it cannot be known.
    weight
        What its thickness says: jobs.
    low, high
        Ends of its interval, drawn as a thin line.
    detail
        A few words after the value, as ``1 240 emplois``.
    """

    label: str
    value: float | None
    weight: float = 0.0
    low: float | None = None
    high: float | None = None
    detail: str = ""


def quotients(
    rows: Sequence[Quotient],
    *,
    alt: str,
    measure: Measure | None = None,
    centre: str = "1",
    width: int = WIDE,
) -> Chart:
    """Return diverging bars, largest quotient first; rows without a value are left out and counted.

    Labels stand on the side that the bar leaves free, so the scale has the whole width.

    Parameters
    ----------
    measure
        How the quotient is written; two decimals by default.
    centre
        What 1 means: ``part nationale``.

    Raises
    ------
    ValueError
        Without any quotient, or with one below zero.
    """
    drawn = [row for row in rows if present([row.value])]
    if not drawn:
        raise NothingToDrawError("quotients need at least one value")
    if any((row.value or 0) < 0 for row in drawn):
        raise ValueError("a quotient is never below zero")
    measure = measure or Measure(decimals=2)
    drawn.sort(key=lambda row: -(row.value or 0))
    farthest = max(abs(math.log2(v)) for row in drawn for v in present([row.value, row.low, row.high, 2]) if v > 0)
    reach = min(2.0 ** max(farthest, 1), _WIDEST)
    tail = max(width_of(measure.text(row.value or 0), SMALL, bold=True) for row in drawn) + 12
    scale = Scale(1 / reach, reach, tail, width - tail, (), log=True)
    middle = scale(1)
    ticks = _ticks(reach, (scale(2) - middle), width_of(centre, SMALL) / 2 + 24)
    heaviest = max((row.weight for row in drawn), default=0) or 1.0

    top = 0.0
    body, spans, layers_text = [], [], []
    for row in drawn:
        value = row.value or 0.0
        above = value >= 1
        lines = wrap(row.label, SMALL, middle - 14)
        thick = max(_THINNEST, _THICKEST * row.weight / heaviest) if any(r.weight for r in drawn) else 16.0
        detail = wrap(row.detail, SMALL, middle - 14, lines=1) if row.detail else []
        tall = max(thick, _LINE * (len(lines) + len(detail))) + 10
        y = top + tall / 2
        body.append(
            {
                "label": row.label,
                "x": min(max(value, 1 / reach), reach),
                "quotient": value,
                "one": 1,
                "y": y - thick / 2,
                "y2": y + thick / 2,
                "above": above,
            }
        )
        if present([row.low]) and present([row.high]):
            spans.append({"x": max(row.low or 0, 1 / reach), "x2": min(row.high or 0, reach), "y": y})
        first = y - _LINE * (len(lines) + len(detail) - 1) / 2
        for i, text in enumerate([*lines, *detail]):
            layers_text.append(({"text": text, "y": first + i * _LINE}, above, i < len(lines)))
        top += tall
    height = top
    y_of, x = at_y(height), at_x(scale)
    one = "datum.value === 1 ? " + _quoted(centre)
    expression = (
        f"{one} : datum.value > 1 ? '× ' + format(datum.value, ',.0f') : '÷ ' + format(1 / datum.value, ',.0f')"
    )
    layers: list[Spec | None] = [axis_layer(x_axis(scale, expression, values=ticks), height)]
    for above in (True, False):
        mark: Spec = {"type": "rect", "color": palette.THIS if above else palette.LESS, "opacity": 1}
        layers.append(
            layer([b for b in body if b["above"] is above], mark, x=x, x2={"field": "one"}, y=y_of, y2={"field": "y2"})
        )
    whisker = {"type": "rule", "strokeWidth": 1.5, "color": palette.COUNTRY}
    layers.append(
        layer(spans, {**whisker, "color": palette.PAPER, "strokeWidth": 3.5}, x=x, x2={"field": "x2"}, y=y_of)
    )
    layers.append(layer(spans, whisker, x=x, x2={"field": "x2"}, y=y_of))
    layers.append(baseline(scale, 1, y_of, height))
    for above in (True, False):
        for is_label in (True, False):
            texts = [t for t, side, label in layers_text if side is above and label is is_label]
            layers += words(
                texts,
                palette.INK if is_label else palette.SOFT_INK,
                {"value": middle + (-10 if above else 10)},
                y_of,
                align="right" if above else "left",
            )
        ends = [
            {"text": measure.text(b["quotient"]), "x": _end(b, row, reach), "y": (b["y"] + b["y2"]) / 2}
            for b, row in zip(body, drawn, strict=True)
            if b["above"] is above
        ]
        layers += words(
            ends,
            palette.THIS if above else palette.SOFT_INK,
            x,
            y_of,
            align="left" if above else "right",
            dx=6 if above else -6,
            bold=above,
        )
    return compose(layers, alt, width, height + _AXIS, bottom=_AXIS, missing=len(rows) - len(drawn))


def _end(bar: Spec, row: Quotient, reach: float) -> float:
    """Where the value is written: after the bar and its interval."""
    if bar["above"]:
        return float(min(max([bar["x"], *present([row.high])]), reach))
    return float(max(min([bar["x"], *present([row.low])]), 1 / reach))


def _ticks(reach: float, octave: float, clear: float) -> tuple[float, ...]:
    """Return the powers of two worth writing: not under the words at the centre, not too many."""
    powers = range(-math.floor(math.log2(reach) + 1e-9), math.floor(math.log2(reach) + 1e-9) + 1)
    kept = [p for p in powers if (len(powers) <= 7 or p % 2 == 0) and (p == 0 or abs(p) * octave >= clear)]
    return tuple(2.0**p for p in kept)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
