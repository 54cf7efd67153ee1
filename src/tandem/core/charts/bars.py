"""What it is made of: horizontal bars, the largest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.core.charts import palette
from tandem.core.charts.chart import SMALL, WIDE, Chart, Spec, at_x, at_y, baseline, compose, layer, words
from tandem.core.charts.measure import Measure
from tandem.core.charts.palette import Role
from tandem.core.charts.rows import lay_keys, lay_rows
from tandem.core.charts.scale import Scale, present
from tandem.core.charts.text import width_of
from tandem.core.errors import NothingToDrawError

_KEY = 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its value (None: secret or not available, `note` says which), the country's beside it."""

    label: str
    value: float | None
    reference: float | None = None
    note: str = ""
    strong: bool = False


def bars(
    rows: Sequence[Bar],
    *,
    alt: str,
    measure: Measure,
    this: str = "",
    reference: str = "",
    ordered: bool = True,
    width: int = WIDE,
) -> Chart:
    """Return bars from zero, each with its value.

    Parameters
    ----------
    this, reference
        What the bar and the reference tick stand for; the key line is written when both are given.
    ordered
        Largest first, those without value last; otherwise as given.

    Raises
    ------
    ValueError
        When no row has a value.
    """
    found = present(row.value for row in rows)
    if not found:
        raise NothingToDrawError("bars need at least one value")
    if ordered:
        rows = sorted(rows, key=lambda r: (r.value is None, -(r.value or 0)))
    layout = lay_rows([row.label for row in rows], width, thickness=20, gap=8)
    texts = [measure.text(row.value) if present([row.value]) and row.value is not None else row.note for row in rows]
    tail = (
        max(width_of(t, SMALL, bold=row.strong) for t, row in zip(texts, rows, strict=True) if present([row.value])) + 8
    )
    everything = found + present(row.reference for row in rows)
    low, high = min(0.0, *everything), max(0.0, *everything)
    start = layout.start + (tail if low < 0 else 1)
    scale = Scale(low, high if high > low else low + 1, start, width - (tail if high > 0 else 4), ())
    y, x = at_y(layout.height), at_x(scale)
    pairs = [(Role.THIS, this), (Role.COUNTRY, reference)]
    with_key = bool(this and reference and present(row.reference for row in rows))
    keys = lay_keys(pairs, 0, width) if with_key else []
    top = _KEY * (1 + keys[-1].line) + 8 if keys else 0

    layers: list[Spec | None] = list(layout.labels(y, [row.strong for row in rows]))
    body = [
        {"label": row.label, "x": row.value, "zero": 0, "y": place.y - 8, "y2": place.y + 8}
        for row, place in zip(rows, layout.rows, strict=True)
        if present([row.value])
    ]
    mark: Spec = {"type": "rect", "color": palette.THIS, "opacity": 1}
    layers.append(layer(body, mark, x=x, x2={"field": "zero"}, y=y, y2={"field": "y2"}))
    ticks = [
        {"x": row.reference, "y": place.y - 11, "y2": place.y + 11}
        for row, place in zip(rows, layout.rows, strict=True)
        if present([row.reference])
    ]
    layers.append(
        layer(ticks, {"type": "rule", "color": palette.PAPER, "strokeWidth": 6}, x=x, y=y, y2={"field": "y2"})
    )
    layers.append(
        layer(ticks, {"type": "rule", "color": palette.COUNTRY, "strokeWidth": 3}, x=x, y=y, y2={"field": "y2"})
    )
    if layout.beside:
        layers.append(baseline(scale, 0, y, layout.height))
    else:
        layers += [baseline(scale, 0, y, place.y + 10, place.y - 10) for place in layout.rows]
    for row, text, place in zip(rows, texts, layout.rows, strict=True):
        if not text:
            continue
        drawn = present([row.value])
        negative = bool(drawn) and drawn[0] < 0
        # The value stands after the bar and after the tick, whichever ends last.
        end = (min if negative else max)(drawn + present([row.reference])) if drawn else 0.0
        layers += words(
            [{"text": text, "x": end, "y": place.y}],
            palette.THIS if drawn else palette.SOFT_INK,
            x,
            y,
            align="right" if negative else "left",
            dx=-6 if negative else 6,
            bold=row.strong,
        )
    for key in keys:
        middle = key.line * _KEY - top + 11
        wide = key.role is Role.THIS
        layers.append(
            layer(
                [{"y": middle - (6 if wide else 9), "y2": middle + (6 if wide else 9)}],
                {"type": "rect", "color": key.role.colour, "opacity": 1},
                x={"value": key.x + (0 if wide else 6)},
                x2={"value": key.x + (12 if wide else 9)},
                y=y,
                y2={"field": "y2"},
            )
        )
        layers += words([{"text": key.text, "y": middle}], key.role.text_colour, {"value": key.x + 18}, y, bold=wide)
    missing = sum(not present([row.value]) for row in rows)
    return compose(layers, alt, width, top + layout.height + 4, top=top, bottom=4, missing=missing)
