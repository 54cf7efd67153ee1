"""One colour means one thing on the whole site; a shape says the same again, for who sees no colour or prints in grey.

Blue is the one we look at, light blue what encloses it, grey the country, ochre the similar ones. Contrasts on white,
distances under the three colour-blindnesses and the order of the greys are held by tests/core/charts/test_palette.py.
"""

from enum import StrEnum

INK = "#161616"
SOFT_INK = "#5b5b5b"
GRID = "#e3e3e3"
AXIS = "#929292"
PAPER = "#ffffff"

THIS = "#000091"
REGION = "#3f7fc4"
COUNTRY = "#666666"
PEERS = "#b36b00"
MUTED = "#a9adc4"
FAINT = "#d5d7e3"

LESS = "#7b80a3"
DECLINE = "#b8402a"
STRUCTURE = "#a0579f"
WANTED = "#eef2fb"

# Five steps of one blue, from the lightest: lightness falls evenly, so the order survives a grey printer.
SEQUENCE = ("#d6e2f6", "#abc6ea", "#6f9bd6", "#3763b4", "#000074")
BACKDROP = "#f4f4f4"
BORDER = "#8b8b8b"
MISSING = "#ffffff"

# The families after system-ui are for PDF: Typst has no generic family.
FONT = "Marianne, system-ui, Arial, Liberation Sans, DejaVu Sans, sans-serif"


class Role(StrEnum):
    """What a mark stands for; it decides colour, shape and weight everywhere."""

    THIS = "this"
    REGION = "region"
    COUNTRY = "country"
    PEERS = "peers"

    @property
    def colour(self) -> str:
        return {"this": THIS, "region": REGION, "country": COUNTRY, "peers": PEERS}[self.value]

    @property
    def text_colour(self) -> str:
        """The same colour, dark enough for small text on white (4.5:1)."""
        return {"this": THIS, "region": "#2a67a8", "country": SOFT_INK, "peers": "#8f5500"}[self.value]

    @property
    def shape(self) -> str:
        """Vega's name of its symbol."""
        return {"this": "circle", "region": "diamond", "country": "square", "peers": "triangle-up"}[self.value]

    @property
    def dash(self) -> tuple[int, ...]:
        """Its stroke pattern on lines; empty for a full line."""
        return {"this": (), "region": (), "country": (7, 3), "peers": (2, 3)}[self.value]


def sequence(count: int) -> tuple[str, ...]:
    """Return `count` colours (1 to 5) of the sequence, spread over its whole range.

    Raises
    ------
    ValueError
        Outside one to five classes: more cannot be told apart on a map.
    """
    picks = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
    if count not in picks:
        raise ValueError(f"one to five classes, not {count}")
    return tuple(SEQUENCE[i] for i in picks[count])
