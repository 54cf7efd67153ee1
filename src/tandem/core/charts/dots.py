"""The same figure here and elsewhere, one row a figure: a dot plot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tandem.core.charts import palette
from tandem.core.charts.chart import WIDE, Chart, Spec, at_x, at_y, axis_layer, compose, layer, words, x_axis
from tandem.core.charts.measure import Measure
from tandem.core.charts.palette import Role
from tandem.core.charts.rows import lay_keys, lay_rows, symbol
from tandem.core.charts.scale import linear, present
from tandem.core.charts.text import width_of
from tandem.core.errors import NothingToDrawError

_AXIS = 26
_KEY = 22


@dataclass(frozen=True, slots=True)
class DotRow:
    """One row: its label and its values; `note` says why this one has none."""

    label: str
    values: Mapping[Role, float | None]
    note: str = ""


def dots(
    rows: Sequence[DotRow],
    names: Mapping[Role, str],
    *,
    alt: str,
    measure: Measure,
    zero: bool = False,
    width: int = WIDE,
) -> Chart:
    """Return a dot plot, rows in the order given, this one's value written at the end of its row.

    Parameters
    ----------
    names
        What each symbol stands for, in the order of the key line.
    zero
        Start the axis at zero.

    Raises
    ------
    ValueError
        When no row has any value.
    """
    everything = present(value for row in rows for value in row.values.values())
    if not everything:
        raise NothingToDrawError("a dot plot needs at least one value")
    layout = lay_rows([row.label for row in rows], width, thickness=22, gap=12)
    bold_texts = [measure.text(v) if (v := row.values.get(Role.THIS)) is not None else row.note for row in rows]
    tail = min(max((width_of(text, 13, bold=True) for text in bold_texts), default=0) + 8, width * 0.3)
    scale = linear(everything, layout.start + 10, width - tail - 14, wanted=6 if layout.beside else 4, zero=zero)
    used = [(role, name) for role, name in names.items() if any(present([row.values.get(role)]) for row in rows)]
    keys = lay_keys(used, 0, width)
    top = _KEY * (1 + keys[-1].line) + 8 if keys else 0
    y = at_y(layout.height)
    x = at_x(scale)

    layers: list[Spec | None] = [axis_layer(x_axis(scale, measure.tick_expression(scale.step)), layout.height)]
    layers += layout.labels(y)
    spans = [
        {"x": min(found), "x2": max(found), "y": place.y}
        for row, place in zip(rows, layout.rows, strict=True)
        if (found := present(row.values.values()))
    ]
    layers.append(
        layer(
            spans,
            {"type": "rule", "color": palette.FAINT, "strokeWidth": 3, "strokeCap": "round"},
            x=x,
            x2={"field": "x2"},
            y=y,
        )
    )
    for role in (Role.PEERS, Role.COUNTRY, Role.REGION, Role.THIS):
        points: list[Spec] = [
            {"label": row.label, "x": row.values[role], "y": place.y}
            for row, place in zip(rows, layout.rows, strict=True)
            if present([row.values.get(role)])
        ]
        layers.append(layer(points, symbol(role), x=x, y=y))
        layers.append(
            layer(
                [{"y": key.line * _KEY - top + 11, "x": key.x + 7} for key in keys if key.role is role],
                symbol(role),
                x=_pixels(width),
                y=y,
            )
        )
    for key in keys:
        layers += words(
            [{"text": key.text, "y": key.line * _KEY - top + 11}],
            key.role.text_colour,
            {"value": key.x + 18},
            y,
            bold=key.role is Role.THIS,
        )
    written = list(zip(rows, bold_texts, layout.rows, strict=True))
    for has_value in (True, False):
        texts = [
            {"text": t, "y": place.y}
            for row, t, place in written
            if t and bool(present([row.values.get(Role.THIS)])) is has_value
        ]
        layers += words(
            texts,
            palette.THIS if has_value else palette.SOFT_INK,
            {"value": width - 2},
            y,
            align="right",
            bold=has_value,
        )
    missing = sum(not present([row.values.get(Role.THIS)]) for row in rows)
    return compose(layers, alt, width, top + layout.height + _AXIS, top=top, bottom=_AXIS, missing=missing)


def _pixels(width: float) -> Spec:
    """Return a position in pixels, for what does not belong to the axis of values."""
    return {"field": "x", "type": "quantitative", "axis": None, "scale": None}
