"""How sure a quotient is: a dot, the interval around it as a whisker, and the line of 1 that it crosses or not."""

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
from tandem.core.charts.rows import lay_rows
from tandem.core.charts.scale import Scale, present
from tandem.core.charts.text import width_of
from tandem.core.errors import NothingToDrawError

_AXIS = 26
_WIDEST = 32.0  # an end beyond is drawn at the edge; the table says where it is
_TICK = 5.0


@dataclass(frozen=True, slots=True)
class Interval:
    """One row.

    Parameters
    ----------
    value
        Quotient: 1 is as elsewhere; None when it is hidden or not known, and `note` then says so.
    low, high
        Ends of its interval; None for a value without one.
    note
        What stands in place of a missing value: ``secret``.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""

    @property
    def side(self) -> int:
        """1 when the whole interval is above 1, -1 below, 0 when it holds 1: nothing can then be said."""
        if self.low is not None and self.low > 1:
            return 1
        return -1 if self.high is not None and self.high < 1 else 0


# A full dot says something, a hollow one does not; the colour says it again.
_COLOURS = {1: palette.THIS, 0: palette.AXIS, -1: palette.DECLINE}


def intervals(
    rows: Sequence[Interval],
    *,
    alt: str,
    measure: Measure | None = None,
    centre: str = "1",
    width: int = WIDE,
) -> Chart:
    """Return dots with whiskers on a logarithmic scale, in the order given; each value stands at the end of its row.

    Parameters
    ----------
    measure
        How the quotient is written; one decimal by default.
    centre
        What 1 means: ``part nationale``.

    Raises
    ------
    ValueError
        Without any value, or with one below zero.
    """
    drawn = [row for row in rows if present([row.value])]
    if not drawn:
        raise NothingToDrawError("intervals need at least one value")
    everything = [v for row in drawn for v in present([row.value, row.low, row.high])]
    if min(everything) < 0:
        raise ValueError("a quotient is never below zero")
    measure = measure or Measure(decimals=1)
    layout = lay_rows([row.label for row in rows], width, thickness=20, gap=8)
    ends = [measure.text(row.value) if row.value is not None else row.note for row in rows]
    tail = max(width_of(text, SMALL, bold=True) for text in ends) + 16
    low, high = _reach(everything)
    scale = Scale(low, high, layout.start + _TICK + 2, width - tail - _TICK, (), log=True)
    y, x = at_y(layout.height), at_x(scale)

    octave = scale(2) - scale(1)
    layers: list[Spec | None] = [
        axis_layer(x_axis(scale, _expression(centre), values=_ticks(scale, octave, centre)), layout.height)
    ]
    layers.append(baseline(scale, 1, y, layout.height))
    layers += layout.labels(y)
    placed = [(row, place.y) for row, place in zip(rows, layout.rows, strict=True) if present([row.value])]
    for side in (0, -1, 1):
        layers += _whiskers([(row, at) for row, at in placed if row.side == side], side, scale, x, y)
    for known in (True, False):
        texts: list[Spec] = [
            {"text": text, "y": place.y}
            for row, text, place in zip(rows, ends, layout.rows, strict=True)
            if text and bool(present([row.value])) is known
        ]
        layers += words(
            texts, palette.INK if known else palette.SOFT_INK, {"value": width - 2}, y, align="right", bold=known
        )
    return compose(layers, alt, width, layout.height + _AXIS, bottom=_AXIS, missing=len(rows) - len(drawn))


def _whiskers(rows: Sequence[tuple[Interval, float]], side: int, scale: Scale, x: Spec, y: Spec) -> list[Spec | None]:
    def inside(value: float) -> float:
        return min(max(value, scale.low), scale.high)

    colour = _COLOURS[side]
    lines, ends, dots = [], [], []
    for row, at in rows:
        low, high = present([row.low]), present([row.high])
        if low and high:
            lines.append({"x": inside(low[0]), "x2": inside(high[0]), "y": at})
            ends += [{"x": inside(end), "y": at - _TICK, "y2": at + _TICK} for end in (low[0], high[0])]
        dots.append({"label": row.label, "value": row.value, "x": inside(row.value or 0), "y": at})
    rule: Spec = {"type": "rule", "color": colour, "strokeWidth": 2}
    dot: Spec = {"type": "point", "shape": "circle", "filled": True, "opacity": 1, "size": 85, "strokeWidth": 2}
    dot |= {"color": palette.PAPER if side == 0 else colour, "stroke": colour}
    return [
        layer(lines, rule, x=x, x2={"field": "x2"}, y=y),
        layer(ends, rule, x=x, y=y, y2={"field": "y2"}),
        layer(dots, dot, x=x, y=y),
    ]


def _reach(values: Sequence[float]) -> tuple[float, float]:
    """The ends of the scale: every value up to a limit, at least a half and the double."""
    low = min([0.5, *(value for value in values if value > 0)])
    return max(low, 1 / _WIDEST) / 1.05, min(max([2.0, *values]), _WIDEST) * 1.05


def _ticks(scale: Scale, octave: float, centre: str) -> tuple[float, ...]:
    """Powers of two worth writing: not under the words at the centre, not too many."""
    first, last = math.ceil(math.log2(scale.low)), math.floor(math.log2(scale.high))
    clear = width_of(centre, SMALL) / 2 + 22
    step = 2 if last - first > 6 else 1
    return tuple(
        2.0**power
        for power in range(first, last + 1)
        if power == 0 or (power % step == 0 and abs(power) * octave >= clear)
    )


def _expression(centre: str) -> str:
    quoted = "'" + centre.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return (
        f"datum.value === 1 ? {quoted} : datum.value > 1 ? '× ' + format(datum.value, ',.0f') "
        ": '÷ ' + format(1 / datum.value, ',.0f')"
    )
