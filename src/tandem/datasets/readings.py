"""How a cell becomes a value, and why it is refused: fragments of SQL over a column of text.

A reading is given the SQL of the cell, already trimmed, NULL when empty. Everything a person can meet is worded here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Reading(Protocol):
    """What a kind of cell holds."""

    @property
    def type(self) -> str:
        """SQL type in the store."""

    def value(self, cell: str) -> str:
        """SQL of the value; NULL when the cell cannot be read."""

    def fault(self, cell: str) -> str:
        """SQL of the reason for refusing a cell that is not empty; NULL when it is right."""


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def listed(values: tuple[str, ...]) -> str:
    return ", ".join(quoted(value) for value in values)


def number_in(cell: str) -> str:
    """SQL of the number written in a cell, in French or in English: « 1 234,5 », « 1234.5 »; NULL for anything else."""
    bare = rf"regexp_replace({cell}, '[\s\x{{00A0}}\x{{202F}}]', '', 'g')"
    return f"TRY_CAST(replace({bare}, ',', '.') AS DOUBLE)"


@dataclass(frozen=True, slots=True)
class Text:
    """Any text, up to `longest` characters."""

    longest: int = 500
    type: str = "VARCHAR"

    def value(self, cell: str) -> str:
        return cell

    def fault(self, cell: str) -> str:
        return f"CASE WHEN length({cell}) > {self.longest} THEN 'plus de {self.longest} caractères' END"


@dataclass(frozen=True, slots=True)
class Code:
    """A text of a fixed pattern (an identifier)."""

    pattern: str
    what: str
    type: str = "VARCHAR"

    def value(self, cell: str) -> str:
        return f"CASE WHEN regexp_full_match({cell}, {quoted(self.pattern)}) THEN {cell} END"

    def fault(self, cell: str) -> str:
        said = quoted(f"n’est pas {self.what}")
        return f"CASE WHEN NOT regexp_full_match({cell}, {quoted(self.pattern)}) THEN {said} END"


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two bounds.

    Parameters
    ----------
    minimum, maximum
        Beyond them the cell is refused: nobody has a billion employees.
    whole
        Whether it must be a whole number.
    secret
        Marks by which the producer says that it hides the value: the value is then missing and the column
        ``NAME_secret`` of the store is true. Never a zero.
    """

    minimum: float = 0
    maximum: float = 100_000_000
    whole: bool = True
    secret: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        return "INTEGER" if self.whole else "DOUBLE"

    def value(self, cell: str) -> str:
        bounds = f"{number_in(cell)} BETWEEN {self.minimum} AND {self.maximum}"
        if self.whole:
            bounds += f" AND {number_in(cell)} = floor({number_in(cell)})"
        return f"CASE WHEN {bounds} THEN CAST({number_in(cell)} AS {self.type}) END"

    def hidden(self, cell: str) -> str:
        """SQL of whether the producer hides the value."""
        return f"coalesce({cell} IN ({listed(self.secret)}), false)"

    def fault(self, cell: str) -> str:
        found = number_in(cell)
        cases = f"WHEN {cell} IN ({listed(self.secret)}) THEN NULL " if self.secret else ""
        cases += f"WHEN {found} IS NULL OR isnan({found}) OR isinf({found}) THEN 'n’est pas un nombre' "
        negative = "nombre négatif" if self.minimum == 0 else f"moins que {self.minimum:g}"
        cases += f"WHEN {found} < {self.minimum} THEN '{negative}' "
        cases += f"WHEN {found} > {self.maximum} THEN 'trop grand pour être vrai (plus de {self.maximum:.0f})' "
        if self.whole:
            cases += f"WHEN {found} <> floor({found}) THEN 'n’est pas un nombre entier' "
        return f"CASE {cases}END"


@dataclass(frozen=True, slots=True)
class Year:
    """A year, from 1900 to 2100; the first four digits of what is written (2022, 2022-12-31)."""

    type: str = "SMALLINT"

    def value(self, cell: str) -> str:
        year = f"TRY_CAST(left({cell}, 4) AS SMALLINT)"
        return f"CASE WHEN {year} BETWEEN 1900 AND 2100 THEN {year} END"

    def fault(self, cell: str) -> str:
        return f"CASE WHEN {self.value(cell)} IS NULL THEN 'n’est pas une année' END"


@dataclass(frozen=True, slots=True)
class Date:
    """A date, written 2024-01-31 or 31/01/2024."""

    type: str = "DATE"

    def value(self, cell: str) -> str:
        french = f"TRY_CAST(try_strptime({cell}, '%d/%m/%Y') AS DATE)"
        return f"coalesce(TRY_CAST({cell} AS DATE), {french})"

    def fault(self, cell: str) -> str:
        return f"CASE WHEN {self.value(cell)} IS NULL THEN 'n’est pas une date (AAAA-MM-JJ ou JJ/MM/AAAA)' END"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few texts, coded by a small number.

    Parameters
    ----------
    codes
        Text in the file → number in the store.
    """

    codes: Mapping[str, int] = field(default_factory=dict)
    type: str = "TINYINT"

    def value(self, cell: str) -> str:
        cases = " ".join(f"WHEN {quoted(text)} THEN {number}" for text, number in self.codes.items())
        return f"CAST(CASE {cell} {cases} END AS TINYINT)"

    def fault(self, cell: str) -> str:
        shown = list(self.codes)[:6]
        said = quoted("inconnu ; attendu : " + ", ".join(shown) + ("…" if len(self.codes) > len(shown) else ""))
        return f"CASE WHEN {self.value(cell)} IS NULL THEN {said} END"


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of a nomenclature of today, kept as its small whole number (see `tandem.datasets.codes`).

    Parameters
    ----------
    table
        Name of the code list: ``commune``, ``activity``, ``zone``.
    unknown
        What to say of a code that the list does not have.
    clean
        SQL that brings what files write to the list's spelling, ``{cell}`` standing for the cell.
    """

    table: str
    unknown: str
    clean: str = "{cell}"
    type: str = "INTEGER"

    def spelled(self, cell: str) -> str:
        """SQL of the code, spelled as the list spells it."""
        return self.clean.format(cell=cell)

    def value(self, cell: str) -> str:
        """SQL of the number, as a look-up; the import joins the list instead, which is faster over many rows."""
        return f"(SELECT code FROM {self.table}_codes WHERE text = {self.spelled(cell)})"

    def fault(self, cell: str) -> str:
        return f"CASE WHEN {self.value(cell)} IS NULL THEN {quoted(self.unknown)} END"


COMMUNE = Coded("commune", "commune inconnue du code officiel géographique", "lpad({cell}, 5, '0')")
"""A commune of any vintage, with its leading zero or without; read as the commune of today that holds it."""

ACTIVITY = Coded("activity", "classe d’activité inconnue de la NAF rév. 2", "replace({cell}, '.', '')")
"""One of the 732 classes of NAF rév. 2, with or without its point."""

ZONE = Coded("zone", "zone d’emploi inconnue du découpage de 2020", "lpad({cell}, 4, '0')")
"""An employment zone of 2020."""

SECTOR = Coded("sector", "secteur inconnu de la nomenclature A38")
"""One of the 38 sectors of the A38 nomenclature."""

BASIN = Coded("basin", "bassin d’emploi inconnu du découpage de 2021")
"""A France Travail basin of 2021."""
