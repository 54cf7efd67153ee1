"""Round graduations and positions, computed here so that labels can be placed without a browser."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to pixels along one axis.

    Parameters
    ----------
    low, high
        Values at both ends of the axis.
    start, end
        Pixels at both ends; `end` may be before `start` (a vertical axis).
    ticks
        Graduated values.
    log
        Logarithmic; `low` is then above zero.
    """

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    log: bool = False

    def __call__(self, value: float) -> float:
        if self.log:
            share = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def step(self) -> float:
        """Smallest distance between two ticks."""
        return min((b - a for a, b in zip(self.ticks, self.ticks[1:], strict=False)), default=1.0)

    def encoding(self) -> dict[str, object]:
        """Return Vega-Lite's scale definition."""
        plain: dict[str, object] = {"domain": [self.low, self.high], "range": [self.start, self.end], "nice": False}
        return plain | ({"type": "log"} if self.log else {"zero": False})


def present(values: Iterable[float | None]) -> list[float]:
    """Return the values that exist: neither None nor NaN nor infinite."""
    return [float(v) for v in values if v is not None and math.isfinite(v)]


def round_step(span: float, wanted: int) -> float:
    """Return the step 1, 2, 2.5 or 5 × 10ⁿ that cuts `span` in about `wanted` parts."""
    raw = span / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next((m * power for m in (1, 2, 2.5, 5) if raw <= m * power * 1.0001), 10 * power)


def linear(
    values: Sequence[float], start: float, end: float, *, wanted: int = 5, zero: bool = False, tight: bool = False
) -> Scale:
    """Return a linear scale that holds every value.

    Parameters
    ----------
    zero
        Include zero: bars always do.
    tight
        End at the extreme values instead of at a round tick, so that points use the whole width.
    """
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        pad = abs(low) * 0.1 or 1.0
        low, high = (low, high + pad) if zero and low >= 0 else (low - pad, high + pad)
    step = round_step(high - low, wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(i * step, 10) for i in range(first, last + 1))
    if not tight:
        return Scale(ticks[0], ticks[-1], start, end, ticks)
    inside = tuple(t for t in ticks if low - 1e-9 <= t <= high + 1e-9)
    return Scale(low, high, start, end, inside)


def logarithmic(values: Sequence[float], start: float, end: float, *, wanted: int = 5) -> Scale:
    """Return a logarithmic scale of base 10 that ends at the extreme values, with ticks at 1, 2, 5 × 10ⁿ.

    Raises
    ------
    ValueError
        When a value is not above zero.
    """
    low, high = min(values), max(values)
    if low <= 0:
        raise ValueError("a logarithmic scale needs values above zero")
    if low == high:
        low, high = low / 2, high * 2
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for multiples in ((1, 2, 5), (1, 3), (1,)):
        ticks = tuple(m * 10.0**p for p in powers for m in multiples if low <= m * 10.0**p <= high)
        if len(ticks) <= wanted + 1:
            break
    return Scale(low, high, start, end, ticks, log=True)


def swarm(
    positions: Sequence[float],
    radius: float,
    limit: float,
    *,
    keep_clear: float | None = None,
    clear_radius: float = 0.0,
) -> list[float]:
    """Return for each position along an axis the offset across it that keeps the dots from hiding each other.

    Dots are laid in order of position, each as near to the middle as its neighbours allow. When the pile is higher
    than `limit` on a side, it is pressed evenly, and dots then overlap.

    Parameters
    ----------
    positions
        Pixels along the axis.
    keep_clear, clear_radius
        Position and radius of a larger dot that stands in the middle.
    """
    placed: list[tuple[float, float, float]] = []
    if keep_clear is not None:
        placed.append((keep_clear, 0.0, clear_radius))
    offsets = [0.0] * len(positions)
    for i in sorted(range(len(positions)), key=lambda i: (positions[i], i)):
        x = positions[i]
        near = [(px, py, pr) for px, py, pr in placed if abs(px - x) < radius + pr]
        reach = [((radius + pr) ** 2 - (px - x) ** 2, py) for px, py, pr in near]
        edges = [py + side * math.sqrt(max(square, 0.0)) for square, py in reach for side in (-1, 1)]
        free = [
            y
            for y in (0.0, *edges)
            if all((px - x) ** 2 + (py - y) ** 2 >= (radius + pr) ** 2 - 1e-6 for px, py, pr in near)
        ]
        offsets[i] = min(free, key=lambda y: (abs(y), y))
        placed.append((x, offsets[i], radius))
    highest = max((abs(y) for y in offsets), default=0.0)
    if highest > limit:
        offsets = [y * limit / highest for y in offsets]
    return offsets
