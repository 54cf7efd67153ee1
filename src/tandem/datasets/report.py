"""What an import did, or would do: counts, reasons, and where the refused rows are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tandem.datasets.kind import Kind


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason for which rows were refused.

    Parameters
    ----------
    column, reason
        What is wrong, and where.
    rows
        How many rows.
    line, value
        The first of them.
    """

    column: str
    reason: str
    rows: int
    line: int
    value: str | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which part of the country a dataset covers.

    Parameters
    ----------
    communes, of
        Communes with a row, out of those of today.
    zones
        Employment zones that it is about: the communes with a row hold at least half of their private employees.
    zones_of
        How many employment zones there are.
    """

    communes: int
    of: int
    zones: tuple[str, ...]
    zones_of: int

    @property
    def whole(self) -> bool:
        """Whether figures of the country can be taken from it."""
        return len(self.zones) >= 0.95 * self.zones_of


@dataclass(frozen=True, slots=True)
class Report:
    """An import.

    Parameters
    ----------
    kind
        The file's kind.
    vintage
        As found in the file, or given.
    periods
        First and last year of its rows; None when it has no year.
    read, kept, aside
        Rows read in the files; rows of the store; rows left out by the kind's own rule (`aside` is what they are).
    refusals
        Reasons for refusing rows, the most frequent first.
    refused
        Rows refused.
    refused_file
        Where they are, None when there is none.
    moved, merged
        Rows whose code was another year's; rows that came to share their key: `discarded` of them were left out, the
        others were added up.
    secret
        Cells that the producer hides, kept as secret.
    coverage
        For a file by commune.
    dataset
        Name of the dataset in service; None for a trial run.
    unchanged
        True when this very dataset was in service already.
    caveats
        What a reader of its figures must know.
    part
        Which of several datasets of the vintage it is; empty for a kind that has one.
    unplaced, mended
        Rows whose place could not be found; cells that were published in the wrong encoding and put right.
    discarded
        Rows kept out because another has the same key, written otherwise (two communes that merged, for a value that
        does not add up).
    sources
        The files, by name.
    """

    kind: Kind
    vintage: str
    periods: tuple[int, int] | None
    read: int
    kept: int
    aside: Mapping[str, int]
    refusals: tuple[Refusal, ...]
    refused: int
    refused_file: Path | None
    moved: int
    merged: int
    secret: int
    coverage: Coverage | None
    dataset: str | None = None
    unchanged: bool = False
    caveats: tuple[str, ...] = field(default_factory=tuple)
    part: str = ""
    unplaced: int = 0
    mended: int = 0
    discarded: int = 0
    sources: tuple[str, ...] = ()
