"""Where one stands among all: every one a faint dot, this one strong, its references as ticks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product

from tandem.core.charts import palette
from tandem.core.charts.chart import SMALL, WIDE, Chart, Spec, at_x, at_y, axis_layer, compose, layer, words, x_axis
from tandem.core.charts.measure import Measure
from tandem.core.charts.palette import Role
from tandem.core.charts.scale import Scale, linear, logarithmic, present, swarm
from tandem.core.charts.text import width_of, wrap
from tandem.core.errors import NothingToDrawError

_EDGE = 10
_ROW = 19
_AXIS = 24


@dataclass(frozen=True, slots=True)
class Reference:
    """A value to compare with: the region's, the country's, the similar ones'."""

    role: Role
    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class _Flag:
    """A label on its pole: `left` when the text stands left of the pole; row 0 is the lowest."""

    x: float
    text: str
    role: Role
    left: bool = False
    row: int = 0

    @property
    def span(self) -> tuple[float, float]:
        width = width_of(self.text, SMALL, bold=self.role is Role.THIS) + 8
        return (self.x - width, self.x) if self.left else (self.x, self.x + width)


def strip(
    values: Mapping[str, float | None],
    this: str,
    *,
    alt: str,
    measure: Measure,
    name: str = "",
    references: Sequence[Reference] = (),
    missing_text: Callable[[int], str] | None = None,
    log: bool = False,
    low: bool = False,
    width: int = WIDE,
) -> Chart:
    """Return a strip of dots, one per value.

    Parameters
    ----------
    values
        Value by key; None for what is secret or not available: counted, never drawn.
    this
        Key of the one we look at. When it has no value the others are drawn without it.
    name
        How the label calls it; its key by default.
    references
        Drawn as ticks across the strip, with label and value; those without a value are left out.
    missing_text
        Given the number of values not drawn (when there are some), the sentence that says so under the axis.
    log
        Logarithmic axis, for sizes that differ by a hundred; every value must then be above zero.
    low
        Low enough for a row among others: smaller dots, pressed closer, and no sentence on those not drawn.

    Raises
    ------
    ValueError
        Without any value, or when `this` is not a key of `values`.
    """
    if this not in values:
        raise ValueError(f"{this!r} is not among the values of the strip")
    drawn = {key: value for key, value in values.items() if present([value])}
    if not drawn:
        raise NothingToDrawError("a strip needs at least one value")
    marks = [reference for reference in references if present([reference.value])]
    everything = present([*drawn.values(), *(mark.value for mark in marks)])
    scale = (logarithmic if log else _linear)(everything, _EDGE, width - _EDGE, wanted=6 if width > 500 else 5)
    radius, strong = (4.0, 7.0) if width > 500 and not low else (3.0, 5.5) if low else (3.2, 6.0)

    here = drawn.get(this)
    others = {key: value for key, value in drawn.items() if key != this and value is not None}
    clear = None if here is None else scale(here)
    offsets = swarm(
        [scale(value) for value in others.values()], radius, 20 if low else 46, keep_clear=clear, clear_radius=strong
    )
    half = max([abs(y) for y in offsets] + [strong + 4]) + radius + 4
    labels = [(Role.THIS, name or this, here, _value(here, name or this, measure, width))] if here is not None else []
    labels += [
        (mark.role, mark.label, mark.value, measure.text(mark.value)) for mark in marks if mark.value is not None
    ]
    flags = _placed([_flag(role, label, text, scale(value), width) for role, label, value, text in labels], width)
    top = _ROW * (1 + max((flag.row for flag in flags), default=-1)) + 2
    height = round(2 * half)

    missing = len(values) - len(drawn)
    caption = missing_text(missing) if missing and missing_text and not low else ""
    note = wrap(caption, SMALL, width - 2 * _EDGE, lines=3) if caption else []
    total = top + height + _AXIS + _ROW * len(note)

    y = at_y(height)
    poles = [
        _pole(
            flag,
            top=-_ROW * (flag.row + 1) + 5,
            bottom=half if flag.role is Role.THIS else height,
            scale=scale,
            y=y,
            raw=raw,
        )
        for flag, raw in zip(flags, [value for _, _, value, _ in labels], strict=True)
    ]
    dots = [{"key": k, "x": v, "y": half + dy} for (k, v), dy in zip(others.items(), offsets, strict=True)]
    dot = {"type": "circle", "color": palette.MUTED, "opacity": 0.85, "size": 3.1416 * radius**2}
    star = {
        "type": "circle",
        "color": palette.THIS,
        "opacity": 1,
        "size": 3.1416 * strong**2,
        "stroke": palette.PAPER,
        "strokeWidth": 1.5,
    }
    layers = [
        axis_layer(x_axis(scale, measure.tick_expression(scale.step), flush=24), height),
        layer(dots, dot, x=at_x(scale), y=y),
        *poles,
        layer([{"key": this, "x": here, "y": half}] * (here is not None), star, x=at_x(scale), y=y),
    ]
    for flag in flags:
        strong_text = flag.role is Role.THIS
        row = {"text": flag.text, "y": -_ROW * (flag.row + 1) + 10}
        layers += words(
            [row],
            flag.role.text_colour,
            {"value": flag.x},
            y,
            align="right" if flag.left else "left",
            dx=-5 if flag.left else 5,
            bold=strong_text,
        )
    layers += words(
        [{"text": line, "y": height + _AXIS + 8 + _ROW * i} for i, line in enumerate(note)],
        palette.SOFT_INK,
        {"value": _EDGE},
        y,
    )
    return compose(layers, alt, width, total, top=top, bottom=total - top - height, missing=missing)


def _linear(values: Sequence[float], start: float, end: float, *, wanted: int) -> Scale:
    return linear(values, start, end, wanted=wanted, tight=True)


def _value(value: float, name: str, measure: Measure, width: float) -> str:
    """A long unit is left to the subtitle when the name would have to be shortened for it."""
    full = measure.text(value, full=True)
    return full if width_of(f"{name} {full}", SMALL, bold=True) + 10 <= width / 2 else measure.text(value)


def _flag(role: Role, label: str, value: str, x: float, width: float) -> _Flag:
    """Return a label that fits at least on the wider side of its pole: the name is shortened, never the value."""
    bold = role is Role.THIS
    room = max(x, width - x) - 10 - width_of(" " + value, SMALL, bold=bold)
    return _Flag(x, f"{wrap(label, SMALL, room, bold=bold, lines=1)[0]} {value}", role)


def _pole(flag: _Flag, *, top: float, bottom: float, scale: Scale, y: Spec, raw: float) -> Spec | None:
    strong = flag.role is Role.THIS
    mark: Spec = {"type": "rule", "color": flag.role.colour, "strokeWidth": 2 if strong else 1.5}
    if flag.role.dash:
        mark["strokeDash"] = list(flag.role.dash)
    return layer([{"x": raw, "y": top, "y2": bottom}], mark, x=at_x(scale), y=y, y2={"field": "y2"})


def _placed(flags: Sequence[_Flag], width: float) -> list[_Flag]:
    """Choose side and row of each label so that no text meets another nor a pole, on as few rows as can be."""
    best: tuple[float, list[_Flag]] | None = None
    sides = product((False, True), repeat=len(flags))
    for choice in sides:
        turned = [replace(f, left=left) for f, left in zip(flags, choice, strict=True)]
        outside = sum(max(-f.span[0], f.span[1] - width, 0) for f in turned)
        for order in permutations(range(len(flags))):
            laid = _laid(turned, order)
            if laid is None:
                continue
            cost = 100 * outside + 10 * max((f.row for f in laid), default=0) + sum(choice)
            if best is None or cost < best[0]:
                best = (cost, laid)
    # Texts too long for any clean placing: one row each, and a pole may cross a text.
    return best[1] if best else [replace(flag, row=i) for i, flag in enumerate(flags)]


def _laid(flags: Sequence[_Flag], order: Sequence[int]) -> list[_Flag] | None:
    laid: dict[int, _Flag] = {}
    for i in order:
        row = next((r for r in range(len(flags)) if _fits(flags[i], r, laid.values())), None)
        if row is None:
            return None
        laid[i] = replace(flags[i], row=row)
    return [laid[i] for i in range(len(flags))]


def _fits(flag: _Flag, row: int, laid: Iterable[_Flag]) -> bool:
    (low, high), gap = flag.span, 4
    for other in laid:
        left, right = other.span
        if other.row == row and low < right + gap and left < high + gap:
            return False
        if other.row < row and left - gap < flag.x < right + gap:
            return False
        if other.row > row and low - gap < other.x < high + gap:
            return False
    return True
