"""What a change is made of: parts that add up to it, each starting where the one before ended."""

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
from tandem.core.charts.scale import linear, present
from tandem.core.charts.text import width_of
from tandem.core.errors import NothingToDrawError

_AXIS = 26
# Of a shift-share: what the country's growth would give, what the mix of sectors adds, what is proper to here.
NATIONAL, STRUCTURAL, LOCAL = palette.COUNTRY, palette.STRUCTURE, palette.THIS


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the change: its label, its value, its colour."""

    label: str
    value: float
    colour: str


def contributions(parts: Sequence[Part], total: str, *, alt: str, measure: Measure, width: int = WIDE) -> Chart:
    """Return the parts as bars laid end to end, and under them their sum, called `total`.

    Raises
    ------
    ValueError
        Without parts, or when a part has no finite value.
    """
    values = present(part.value for part in parts)
    if not parts or len(values) != len(parts):
        raise NothingToDrawError("every part of a change needs a value")
    ends = [sum(values[: i + 1]) for i in range(len(values))]
    whole = ends[-1]
    layout = lay_rows([*(part.label for part in parts), total], width, thickness=26, gap=10)
    tail = max(width_of(measure.text(v), SMALL, bold=True) for v in [*values, whole]) + 10
    scale = linear([0.0, *ends], layout.start + tail, width - tail, wanted=5 if layout.beside else 3, zero=True)
    y, x = at_y(layout.height), at_x(scale)
    layers: list[Spec | None] = [axis_layer(x_axis(scale, measure.tick_expression(scale.step)), layout.height)]
    layers.append(baseline(scale, 0, y, layout.height))
    layers += layout.labels(y, [False] * len(parts) + [True], palette.INK)
    joints = []
    for part, start, end, place in zip(parts, [0.0, *ends], ends, layout.rows, strict=False):
        layers += _bar(part.label, part.value, start, end, place.y, 18, part.colour, measure, x, y)
        joints.append(place.y)
    links = [
        {"x": end, "y": a + 9, "y2": b.y - (13 if i == len(parts) - 1 else 9)}
        for i, (end, a, b) in enumerate(zip(ends, joints, layout.rows[1:], strict=True))
    ]
    layers.append(
        layer(
            links,
            {"type": "rule", "color": palette.AXIS, "strokeWidth": 1, "strokeDash": [2, 2]},
            x=x,
            y=y,
            y2={"field": "y2"},
        )
    )
    layers += _bar(total, whole, 0.0, whole, layout.rows[-1].y, 26, palette.INK, measure, x, y)
    return compose(layers, alt, width, layout.height + _AXIS, bottom=_AXIS)


def _bar(
    label: str,
    value: float,
    start: float,
    end: float,
    middle: float,
    thickness: float,
    colour: str,
    measure: Measure,
    x: Spec,
    y: Spec,
) -> list[Spec | None]:
    row = {
        "label": label,
        "value": value,
        "x": start,
        "x2": end,
        "y": middle - thickness / 2,
        "y2": middle + thickness / 2,
    }
    right = value >= 0
    return [
        layer([row], {"type": "rect", "color": colour, "opacity": 1}, x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"}),
        *words(
            [{"text": measure.text(value), "x": end, "y": middle}],
            palette.INK,
            x,
            y,
            align="left" if right else "right",
            dx=6 if right else -6,
            bold=True,
            halo=True,
        ),
    ]
