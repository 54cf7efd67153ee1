"""How a chart writes its numbers: in French, with their unit."""

from dataclasses import dataclass

from tandem.core.typography import MINUS, NNBSP, number, signed

# d3's own French locale separates thousands with a full no-break space; typography asks for the narrow one.
LOCALE: dict[str, object] = {
    "decimal": ",",
    "thousands": NNBSP,
    "grouping": [3],
    "currency": ["", NNBSP + "€"],
    "percent": NNBSP + "%",
    "minus": MINUS,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit of a chart's values.

    Parameters
    ----------
    unit
        As it stands after a number: ``%``, ``€``, ``emplois``. One or two letters are repeated on every label and
        tick; a longer word only beside the value that the chart is about, the subtitle says it for the others.
    decimals
        Decimals of the value labels. Ticks take what their step needs.
    signed
        Write ``+`` before gains.
    """

    unit: str = ""
    decimals: int = 0
    signed: bool = False

    @property
    def short(self) -> bool:
        return len(self.unit) <= 2

    def text(self, value: float, *, full: bool = False) -> str:
        """Return the value as a person reads it; `full` adds a long unit too."""
        return self.bare(value) + self.suffix(full=full)

    def bare(self, value: float) -> str:
        """Return the number alone: ``1 234,5``, ``−0,4``, ``+12``."""
        return (signed if self.signed else number)(value, self.decimals)

    def suffix(self, *, full: bool = False) -> str:
        if not self.unit or not (full or self.short):
            return ""
        return NNBSP + self.unit

    def tick_expression(self, step: float) -> str:
        """Return the Vega expression that writes a tick of an axis graduated by `step`."""
        decimals = next((d for d in range(6) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 6)
        sign = "+" if self.signed else ""
        zero = "datum.value === 0 ? format(0, ',.0f') : " if self.signed else ""
        return f"({zero}format(datum.value, '{sign},.{decimals}f')) + '{self.suffix()}'"
