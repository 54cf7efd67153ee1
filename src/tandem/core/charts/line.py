"""How it went: this one strong, the others behind it, each named at the end of its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.core.charts import palette
from tandem.core.charts.chart import SMALL, WIDE, Chart, Spec, at_x, at_y, compose, layer, words
from tandem.core.charts.measure import Measure
from tandem.core.charts.palette import Role
from tandem.core.charts.scale import Scale, linear, present
from tandem.core.charts.text import width_of, wrap
from tandem.core.errors import NothingToDrawError

_LINE = 16
_AXIS = 24
_TOP = 12


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name and its points.

    Parameters
    ----------
    points
        Date and value in any order; dates of one shape, as ``2021`` or ``2021-T1``, which sort as text. None leaves a
        gap.
    """

    name: str
    points: Sequence[tuple[str, float | None]]
    role: Role = Role.THIS


@dataclass(frozen=True, slots=True)
class _End:
    series: Series
    lines: tuple[str, ...]
    y: float
    text_y: float

    @property
    def half(self) -> float:
        return _LINE * len(self.lines) / 2


def line(
    series: Sequence[Series],
    *,
    alt: str,
    measure: Measure,
    zero: bool = False,
    reference: float | None = None,
    width: int = WIDE,
    height: int = 260,
) -> Chart:
    """Return lines over time.

    Parameters
    ----------
    zero
        Start the axis at zero.
    reference
        Value of a thin full line across, such as the 100 of an index.

    Raises
    ------
    ValueError
        When no series has a value.
    """
    shown = [s for s in series if present(v for _, v in s.points)]
    if not shown:
        raise NothingToDrawError("a line needs at least one value")
    dates = sorted({date for s in shown for date, _ in s.points})
    everything = present([v for s in shown for _, v in s.points] + [reference])
    bottom = height - _AXIS
    ys = linear(everything, bottom - _TOP, 0, wanted=5, zero=zero)
    ticks = [measure.text(t) if not measure.decimals else _tick(t, measure, ys.step) for t in ys.ticks]
    left = max(width_of(t, SMALL) for t in ticks) + 10
    room = 168.0 if width > 500 else 108.0
    # One date: a point in the middle of its own little axis.
    xs = Scale(0, max(len(dates) - 1, 1), left + 6, width - room, ())
    y = at_y(bottom - _TOP)
    x = at_x(xs)
    index = {date: i for i, date in enumerate(dates)}

    layers: list[Spec | None] = [
        layer(
            [{"y": ys(t)} for t in ys.ticks],
            {"type": "rule", "color": palette.GRID},
            y=y,
            x={"value": left},
            x2={"value": width - room},
        ),
        *words(
            [{"text": text, "y": ys(t)} for t, text in zip(ys.ticks, ticks, strict=True)],
            palette.SOFT_INK,
            {"value": left - 7},
            y,
            align="right",
        ),
    ]
    if reference is not None:
        layers.append(
            layer(
                [{"y": ys(reference)}],
                {"type": "rule", "color": palette.AXIS},
                y=y,
                x={"value": left},
                x2={"value": width - room},
            )
        )
    layers += _dates(dates, xs, bottom - _TOP, y)
    order = sorted(shown, key=lambda s: s.role is Role.THIS)
    for s in order:
        layers += _drawn(s, index, ys, x, y)
    layers += _ends([_end(s, ys, measure, room - 16) for s in shown], bottom - _TOP, width - room, y)
    missing = sum(not present([v]) for s in shown if s.role is Role.THIS for _, v in s.points)
    return compose(layers, alt, width, height, top=_TOP, bottom=_AXIS, missing=missing)


def _tick(value: float, measure: Measure, step: float) -> str:
    decimals = next((d for d in range(4) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 4)
    return Measure(measure.unit, decimals, measure.signed).text(value)


def _drawn(s: Series, index: dict[str, int], ys: Scale, x: Spec, y: Spec) -> list[Spec | None]:
    """The line in pieces between its gaps, a dot on what stands alone and on the last value."""
    strong = s.role is Role.THIS
    given = sorted(s.points)
    pieces: list[list[Spec]] = [[]]
    for date, value in given:
        if not present([value]):
            pieces.append([])
        elif value is not None:
            pieces[-1].append({"date": date, "x": index[date], "value": value, "y": ys(value)})
    for i, piece in enumerate(pieces):
        for point in piece:
            point["piece"] = i
    pieces = [piece for piece in pieces if piece]
    mark: Spec = {
        "type": "line",
        "color": s.role.colour,
        "strokeWidth": 3 if strong else 1.8,
        "strokeJoin": "round",
        "strokeCap": "round" if strong else "butt",
    }
    if s.role.dash:
        mark["strokeDash"] = list(s.role.dash)
    alone = [piece[0] for piece in pieces if len(piece) == 1] + [pieces[-1][-1]]
    dot = {"type": "circle", "color": s.role.colour, "opacity": 1, "size": 60 if strong else 24}
    detail: Spec = {"field": "piece", "type": "nominal"}
    points = [point for piece in pieces if len(piece) > 1 for point in piece]
    return [layer(points, mark, x=x, y=y, detail=detail), layer(alone, dot, x=x, y=y)]


def _dates(dates: Sequence[str], xs: Scale, height: float, y: Spec) -> list[Spec | None]:
    """Name the years (the first date of each), as many as there is room for, always the first and the last."""
    years: dict[str, int] = {}
    for i, date in enumerate(dates):
        years.setdefault(date.split("-")[0], i)
    items = list(years.items())
    if len(dates) == len(years) == 1:
        items = [(dates[0], 0)]
    room = (xs.end - xs.start) / max(xs.high, 1)
    every = 1
    while every < len(items) and (items[every][1] - items[0][1]) * room < width_of("2000", SMALL) + 16:
        every += 1
    kept = items[::-every][::-1] if len(items) > 1 else items
    texts = [{"text": name, "x": i, "y": height + 15} for name, i in kept]
    marks = [{"x": i, "y": height, "y2": height + 5} for _, i in kept]
    return [
        layer(marks, {"type": "rule", "color": palette.AXIS}, x=at_x(xs), y=y, y2={"field": "y2"}),
        *words(texts, palette.SOFT_INK, at_x(xs), y, align="center"),
    ]


def _end(s: Series, ys: Scale, measure: Measure, room: float) -> _End:
    strong = s.role is Role.THIS
    last = [value for _, value in sorted(s.points) if present([value])][-1]
    assert last is not None
    value = measure.text(last, full=strong)
    lines = wrap(f"{s.name} {value}", SMALL, room, bold=strong, lines=3)
    if value.replace("\u202f", "") not in "".join(lines).replace("\u202f", ""):
        lines = [*wrap(s.name, SMALL, room, bold=strong, lines=2), value]
    return _End(s, tuple(lines), ys(last), ys(last))


def _ends(ends: Sequence[_End], height: float, x: float, y: Spec) -> list[Spec | None]:
    layers: list[Spec | None] = []
    for end in _apart(ends, height):
        texts = [{"text": t, "y": end.text_y + _LINE * (i - (len(end.lines) - 1) / 2)} for i, t in enumerate(end.lines)]
        if abs(end.text_y - end.y) > 3:
            joint = [{"x": x + 5, "y": end.y}, {"x": x + 13, "y": end.text_y}]
            layers.append(
                layer(
                    joint,
                    {"type": "line", "color": end.series.role.colour, "strokeWidth": 0.8},
                    x={"field": "x", "type": "quantitative", "scale": None, "axis": None},
                    y=y,
                )
            )
        layers += words(texts, end.series.role.text_colour, {"value": x + 16}, y, bold=end.series.role is Role.THIS)
    return layers


def _apart(ends: Sequence[_End], height: float) -> list[_End]:
    """Move labels that meet, as little as possible, keeping their order: pools of neighbours share their middle."""
    pools: list[tuple[list[_End], float]] = []
    for end in sorted(ends, key=lambda e: e.y):
        pool, middle = [end], end.y
        while pools and pools[-1][1] + _tall(pools[-1][0]) / 2 > middle - _tall(pool) / 2:
            pool = pools.pop()[0] + pool
            middle = sum(e.y for e in pool) / len(pool)
        half = _tall(pool) / 2
        middle = max(half - _TOP, min(middle, height + _AXIS - half)) if 2 * half < height else height / 2
        pools.append((pool, middle))
    placed = []
    for pool, middle in pools:
        top = middle - _tall(pool) / 2
        for end in pool:
            placed.append(_End(end.series, end.lines, end.y, top + end.half))
            top += 2 * end.half + 3
    return placed


def _tall(pool: Sequence[_End]) -> float:
    return sum(2 * end.half + 3 for end in pool) - 3
