"""The plain types of a figure. No Django: labels may be lazy translations, they are only ever turned into text."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from tandem.core.tables import Table

Series = tuple[tuple[str, float | None], ...]
"""Values over time: (period, value or None), oldest first."""


class Availability(StrEnum):
    """How a value stands. What is missing says why; it is never a zero or a blank."""

    VALUE = "value"
    ESTIMATE = "estimate"
    PARTIAL = "partial"
    NOT_AVAILABLE = "not_available"
    SECRET = "secret"  # noqa: S105 - statistical secrecy, not a password
    MEANINGLESS = "meaningless"
    """It could be computed and would say nothing: too few establishments, an area set beside itself, no shock."""

    @property
    def has_value(self) -> bool:
        return self in (Availability.VALUE, Availability.ESTIMATE, Availability.PARTIAL)


class Nature(StrEnum):
    """What kind of number a figure is: it decides how two of them may be compared, everywhere alike."""

    TOTAL = "total"
    """Adds up: a part of the region's or the country's total, a ratio to its like."""
    SHARE = "share"
    """Part of a whole: a ratio, « deux fois la part nationale »."""
    RATE = "rate"
    """A rate in percent whose small differences matter: points."""
    CHANGE = "change"
    """A gain or a loss, its sign always written: points."""
    LEVEL = "level"
    """An amount per head or per establishment: a ratio."""
    INDEX = "index"
    """A construction without a natural unit: neither ratio nor points mean anything, only the values side by side."""
    LIST = "list"
    """Items of a list: more is neither better nor bigger."""


ELSEWHERE = ("region", "country", "peers")
ALSO = " ; "
"""What stands between two reasons of one figure."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its code in files, its French words, and the decimals that a person sees."""

    code: str
    singular: Any
    plural: Any
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where the records come from: the shipped table, and what its manifest says of it."""

    table: str
    title: str
    producer: str
    vintage: str
    licence: str


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """What a figure measures, independently of any territory.

    Parameters
    ----------
    id
        Stable code, in the figure's address and in files: ``industry-share``.
    label, definition, method
        What a person reads: a few words; one sentence; how it is computed, formula included.
    unit, chapter
        Its unit; the chapter of the diagnosis that holds it.
    sources
        The tables it is made from.
    nature
        What kind of number it is.
    against
        The scopes with which comparing it means something; France is left out of what is 0 or 1 there by construction.
    """

    id: str
    label: Any
    unit: Unit
    definition: Any
    method: Any
    chapter: str = ""
    sources: tuple[Source, ...] = ()
    nature: Nature = Nature.LEVEL
    against: tuple[str, ...] = ELSEWHERE


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what: ``programme``, ``fund``, ``country``, ``region``, ``territory`` or ``peers``."""

    kind: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same figure elsewhere."""

    scope: Scope
    value: float | None
    series: Series = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """The same figure as announced elsewhere: kept beside the computed one, never instead of it."""

    value: float
    source: str
    as_of: dt.date
    qualifier: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one definition for one scope at one date.

    Parameters
    ----------
    value
        None exactly when `availability` has no value; `reason` then says why, in the user's words.
    rank, ranked
        Place among the territories of the same list (1 = highest), and how many are ranked.
    unranked
        How many territories of the list have no value, and so no rank.
    lines
        Reads the records behind the value; `line_count` counts them without reading.
    series
        The same figure over time.
    details
        The rows of the table that explains it (sectors, zonings), for those figures that have one.
    """

    definition: FigureDefinition
    scope: Scope
    as_of: dt.date
    value: float | None
    availability: Availability = Availability.VALUE
    reason: Any = ""
    comparisons: tuple[Comparison, ...] = ()
    declared: tuple[Declared, ...] = ()
    rank: int | None = None
    ranked: int | None = None
    unranked: int = 0
    line_count: int | None = None
    lines: Callable[[], Table] | None = None
    series: Series = ()
    details: tuple[dict[str, Any], ...] = ()
    url: str = ""

    def __post_init__(self) -> None:
        if (self.value is not None) != self.availability.has_value:
            raise ValueError(f"{self.definition.id}: value {self.value!r} contradicts {self.availability}")
        if not self.availability.has_value and not self.reason:
            raise ValueError(f"{self.definition.id}: a missing value must say why")

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons one by one, for a page that says once what several figures have in common."""
        return tuple(str(self.reason).split(ALSO)) if self.reason else ()

    @property
    def source(self) -> str:
        return " ; ".join(f"{s.producer}, {s.title}" for s in self.definition.sources)

    @property
    def vintage(self) -> str:
        return " ; ".join(dict.fromkeys(s.vintage for s in self.definition.sources))

    @property
    def licence(self) -> str:
        return " ; ".join(dict.fromkeys(s.licence for s in self.definition.sources))

    def compared_with(self, kind: str) -> float | None:
        """Return the value of the first comparison of that kind (``region``, ``country``, ``peers``), or None."""
        return next((c.value for c in self.comparisons if c.scope.kind == kind), None)

    def as_dict(self) -> dict[str, Any]:
        """What files and the command line give; keys are a promise to the programs that read them."""
        return {
            "id": self.definition.id,
            "label": str(self.definition.label),
            "value": self.value,
            "unit": self.definition.unit.code,
            "definition": str(self.definition.definition),
            "method": str(self.definition.method),
            "availability": self.availability.value,
            "reason": str(self.reason),
            "scope": {"kind": self.scope.kind, "code": self.scope.code, "name": self.scope.name},
            "as_of": self.as_of.isoformat(),
            "source": self.source,
            "vintage": self.vintage,
            "licence": self.licence,
            "sources": [asdict(source) for source in self.definition.sources],
            "rank": self.rank,
            "ranked": self.ranked,
            "unranked": self.unranked,
            "comparisons": [
                {"kind": c.scope.kind, "code": c.scope.code, "name": c.scope.name, "value": c.value}
                for c in self.comparisons
            ],
            "declared": self.declared[0].value if self.declared else None,
            "declared_source": self.declared[0].source if self.declared else None,
            "series": [list(point) for point in self.series],
            "lines": self.line_count,
            "url": self.url,
        }
