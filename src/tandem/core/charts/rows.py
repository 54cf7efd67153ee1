"""Rows with a label: beside the marks on a wide picture, above them on a narrow one."""

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.core.charts import palette
from tandem.core.charts.chart import SMALL, Spec, words
from tandem.core.charts.palette import Role
from tandem.core.charts.text import width_of, wrap

LINE = 17
_BESIDE = 500


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row stands: its label's lines, their first centre, and the centre of its marks."""

    lines: tuple[str, ...]
    text_y: float
    y: float


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a chart.

    Parameters
    ----------
    rows
        In their order, from the top.
    start
        Where the marks may start: right of the labels, or the picture's edge when labels stand above.
    height
        Of all rows.
    """

    rows: tuple[Row, ...]
    start: float
    height: float
    beside: bool

    def labels(self, y: Spec, emphasised: Sequence[bool] = (), colour: str = palette.THIS) -> list[Spec | None]:
        """Return the layers that write the labels; above the marks, they stand clear of the lines of the grid."""
        bold = emphasised or [False] * len(self.rows)
        layers: list[Spec | None] = []
        for strong in (False, True):
            texts = [
                {"text": line, "y": row.text_y + i * LINE}
                for row, is_strong in zip(self.rows, bold, strict=True)
                if is_strong is strong
                for i, line in enumerate(row.lines)
            ]
            layers += words(
                texts, colour if strong else palette.INK, {"value": 0}, y, bold=strong, halo=not self.beside
            )
        return layers


def lay_rows(labels: Sequence[str], width: float, *, thickness: float, column: float = 0.4, gap: float = 10) -> Rows:
    """Place one row per label.

    Parameters
    ----------
    thickness
        Height of the marks of a row.
    column
        Largest part of a wide picture that the labels may take; they take no more than they need.
    gap
        Between two rows.
    """
    beside = width > _BESIDE
    limit = min(width * column, max(width_of(label, SMALL) for label in labels) + 4) if beside else width - 4
    rows = []
    top = 0.0
    for label in labels:
        lines = tuple(wrap(label, SMALL, limit, lines=3))
        tall = LINE * len(lines)
        if beside:
            height = max(tall, thickness)
            middle = top + height / 2
            rows.append(Row(lines, middle - (len(lines) - 1) * LINE / 2, middle))
        else:
            height = tall + thickness
            rows.append(Row(lines, top + LINE / 2, top + tall + thickness / 2))
        top += height + gap
    return Rows(tuple(rows), limit + 14 if beside else 0.0, top - gap, beside)


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the line that says what the symbols are."""

    role: Role
    text: str
    x: float
    line: int


def lay_keys(names: Sequence[tuple[Role, str]], start: float, width: float) -> list[Key]:
    """Put the entries one after the other, on as many lines as the width asks for."""
    keys: list[Key] = []
    x, line = start, 0
    for role, name in names:
        text = wrap(name, SMALL, width - start - 24, bold=role is Role.THIS, lines=1)[0]
        taken = 18 + width_of(text, SMALL, bold=role is Role.THIS)
        if x > start and x + taken > width:
            x, line = start, line + 1
        keys.append(Key(role, text, x, line))
        x += taken + 18
    return keys


def symbol(role: Role) -> Spec:
    """Return the mark of a role in a dot plot: its colour and its shape."""
    size = {Role.THIS: 150, Role.REGION: 95, Role.COUNTRY: 75, Role.PEERS: 80}[role]
    return {
        "type": "point",
        "shape": role.shape,
        "filled": True,
        "opacity": 1,
        "color": role.colour,
        "size": size,
        "stroke": palette.PAPER,
        "strokeWidth": 1,
    }
