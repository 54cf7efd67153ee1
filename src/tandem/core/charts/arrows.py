"""From one date to another: an arrow a row."""

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.core.charts import palette
from tandem.core.charts.chart import SMALL, WIDE, Chart, Spec, at_x, at_y, axis_layer, compose, layer, words, x_axis
from tandem.core.charts.measure import Measure
from tandem.core.charts.rows import lay_rows
from tandem.core.charts.scale import Scale, linear, present
from tandem.core.charts.text import width_of
from tandem.core.errors import NothingToDrawError

_AXIS = 26
_HEADING = 24


@dataclass(frozen=True, slots=True)
class Change:
    """One row: the value before and after; `note` says why one is missing."""

    label: str
    before: float | None
    after: float | None
    note: str = ""
    strong: bool = False


def arrows(
    rows: Sequence[Change],
    *,
    alt: str,
    measure: Measure,
    before: str = "",
    after: str = "",
    zero: bool = False,
    width: int = WIDE,
) -> Chart:
    """Return one arrow per row, from the value before to the value after; blue when it grows, red when it shrinks.

    Parameters
    ----------
    before, after
        The two dates, written above the ends of the first complete row.
    zero
        Start the axis at zero.

    Raises
    ------
    ValueError
        When no row has both values.
    """
    if not any(_both(row) for row in rows):
        raise NothingToDrawError("an arrow needs a value before and a value after")
    layout = lay_rows([row.label for row in rows], width, thickness=20, gap=12)
    everything = present(v for row in rows for v in (row.before, row.after))
    tail = max(width_of(measure.text(v), SMALL, bold=True) for v in everything) + 16
    scale = linear(
        everything, layout.start + tail, width - tail, wanted=5 if layout.beside else 4, zero=zero, tight=True
    )
    heading = _HEADING if before and after else 0
    y, x = at_y(layout.height), at_x(scale)
    layers: list[Spec | None] = [axis_layer(x_axis(scale, measure.tick_expression(scale.step)), layout.height)]
    layers += layout.labels(y, [row.strong for row in rows])
    complete = [(row, place) for row, place in zip(rows, layout.rows, strict=True) if _both(row)]
    for grows in (True, False):
        colour = palette.THIS if grows else palette.DECLINE
        moves: list[Spec] = [
            {"label": row.label, "x": row.before, "x2": row.after, "y": place.y}
            for row, place in complete
            if ((row.after or 0) >= (row.before or 0)) is grows
        ]
        shafts = [move | {"tip": _tip(scale, move)} for move in moves]
        layers.append(layer(shafts, {"type": "rule", "color": colour, "strokeWidth": 3}, x=x, x2={"field": "tip"}, y=y))
        layers.append(
            layer(
                moves,
                {
                    "type": "point",
                    "shape": "circle",
                    "filled": True,
                    "color": palette.PAPER,
                    "stroke": colour,
                    "strokeWidth": 2,
                    "size": 50,
                    "opacity": 1,
                },
                x=x,
                y=y,
            )
        )
        head = "M0,0L-11,-6.5L-11,6.5Z" if grows else "M0,0L11,-6.5L11,6.5Z"
        layers.append(
            layer(
                [m for m in moves if m["x"] != m["x2"]],
                {"type": "point", "shape": head, "filled": True, "color": colour, "size": 4, "opacity": 1},
                x={**x, "field": "x2"},
                y=y,
            )
        )
        ahead, behind = ("left", "right") if grows else ("right", "left")
        step = 8 if grows else -8
        layers += words(
            [{"text": measure.text(m["x2"]), "x": m["x2"], "y": m["y"]} for m in moves],
            palette.THIS if grows else palette.DECLINE,
            x,
            y,
            align=ahead,
            dx=step,
            bold=True,
        )
        layers += words(
            [{"text": measure.text(m["x"]), "x": m["x"], "y": m["y"]} for m in moves],
            palette.SOFT_INK,
            x,
            y,
            align=behind,
            dx=-step - (3 if grows else -3),
        )
    for row, place in zip(rows, layout.rows, strict=True):
        if not _both(row) and row.note:
            layers += words(
                [{"text": row.note, "y": place.y}],
                palette.SOFT_INK,
                {"value": layout.start + (8 if layout.beside else 0)},
                y,
                halo=True,
            )
    if heading:
        layers += _heading(complete[0][0], before, after, scale, y, width)
    missing = sum(not _both(row) for row in rows)
    return compose(layers, alt, width, heading + layout.height + _AXIS, top=heading, bottom=_AXIS, missing=missing)


def _both(row: Change) -> bool:
    return len(present([row.before, row.after])) == 2


def _tip(scale: Scale, move: Spec) -> float:
    """Stop the shaft inside the head, in units of the axis, so that the point stays sharp."""
    per_pixel = (scale.high - scale.low) / (scale.end - scale.start)
    back = min(8 * per_pixel, abs(move["x2"] - move["x"]))
    return float(move["x2"] - back if move["x2"] >= move["x"] else move["x2"] + back)


def _heading(row: Change, before: str, after: str, scale: Scale, y: Spec, width: float) -> list[Spec | None]:
    """The dates, set apart when the two ends are close."""
    first, last = scale(row.before or 0), scale(row.after or 0)
    grows = last >= first
    start, end = ("right", "left") if grows else ("left", "right")
    gap = width_of(before, SMALL) / 2 + width_of(after, SMALL, bold=True) / 2 + 10
    if abs(last - first) > gap:
        start = end = "center"
    return [
        *words(
            [{"text": before, "y": -_HEADING + 9}], palette.SOFT_INK, {"value": first}, y, align=start, dx=_nudge(start)
        ),
        *words(
            [{"text": after, "y": -_HEADING + 9}], palette.INK, {"value": last}, y, align=end, dx=_nudge(end), bold=True
        ),
    ]


def _nudge(align: str) -> float:
    return {"left": 2, "right": -2, "center": 0}[align]
