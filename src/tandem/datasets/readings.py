"""How a cell becomes a value, and why it is refused: fragments of SQL over a column of text.

A reading is given the SQL of the cell, already trimmed, NULL when empty. Everything a person can meet is worded here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeGuard

from tandem.core.typography import no_break, number


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


def said(reason: str) -> str:
    """Return a reason as an SQL literal, with its no-break spaces."""
    return quoted(no_break(reason))


def number_in(cell: str) -> str:
    """SQL of the number written in a cell, in French or in English: « 1 234,5 », « 1234.5 »; NULL for anything else."""
    bare = rf"regexp_replace({cell}, '[\s\x{{00A0}}\x{{202F}}]', '', 'g')"
    # The engine would read 1_000 as a thousand.
    return f"TRY_CAST(replace(replace({bare}, ',', '.'), '_', '?') AS DOUBLE)"


@dataclass(frozen=True, slots=True)
class Text:
    """Any text, up to `longest` characters.

    Parameters
    ----------
    longest
        Beyond it the cell is refused.
    secret
        Marks by which the producer masks the text: it is then missing and the column ``NAME_secret`` is true.
    mended
        Whether a text that was read in the wrong encoding before it was published is put right (« Ã©tang »).
    """

    longest: int = 500
    secret: tuple[str, ...] = ()
    mended: bool = False
    type: str = "VARCHAR"

    def value(self, cell: str) -> str:
        text = f"mended({cell})" if self.mended else cell
        return f"CASE WHEN NOT {self.hidden(cell)} THEN {text} END" if self.secret else text

    def hidden(self, cell: str) -> str:
        """SQL of whether the producer masks the text."""
        return f"coalesce({cell} IN ({listed(self.secret)}), false)"

    def fault(self, cell: str) -> str:
        reason = said(f"plus de {number(self.longest)} caractères")
        return f"CASE WHEN length({cell}) > {self.longest} THEN {reason} END"


@dataclass(frozen=True, slots=True)
class Code:
    """A text of a fixed pattern (an identifier).

    Parameters
    ----------
    pattern
        Regular expression that the whole text matches.
    what
        What it is, after « n’est pas ».
    clean
        SQL that brings what files write to the pattern, ``{cell}`` standing for the cell.
    """

    pattern: str
    what: str
    clean: str = "{cell}"
    type: str = "VARCHAR"

    def value(self, cell: str) -> str:
        text = self.clean.format(cell=cell)
        return f"CASE WHEN regexp_full_match({text}, {quoted(self.pattern)}) THEN {text} END"

    def fault(self, cell: str) -> str:
        reason = said(f"n’est pas {self.what}")
        text = self.clean.format(cell=cell)
        return f"CASE WHEN NOT regexp_full_match({text}, {quoted(self.pattern)}) THEN {reason} END"


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
    unsaid
        Condition, in SQL over the cells, under which an empty cell hides a value rather than having none.
    absent
        Marks by which the producer says that there is no value to hide.
    """

    minimum: float = 0
    maximum: float = 100_000_000
    whole: bool = True
    secret: tuple[str, ...] = ()
    unsaid: str = ""
    absent: tuple[str, ...] = ()

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
        marked = f"coalesce({cell} IN ({listed(self.secret)}), false)" if self.secret else "false"
        return f"({marked} OR coalesce({cell} IS NULL AND {self.unsaid}, false))" if self.unsaid else marked

    def fault(self, cell: str) -> str:
        found = number_in(cell)
        marks = self.secret + self.absent
        cases = f"WHEN {cell} IN ({listed(marks)}) THEN NULL " if marks else ""
        cases += f"WHEN {found} IS NULL OR isnan({found}) OR isinf({found}) THEN 'n’est pas un nombre' "
        low = "nombre négatif" if self.minimum == 0 else f"moins que {number(self.minimum)}"
        cases += f"WHEN {found} < {self.minimum} THEN {said(low)} "
        high = f"trop grand pour être vrai (plus de {number(self.maximum)})"
        cases += f"WHEN {found} > {self.maximum} THEN {said(high)} "
        if self.whole:
            cases += f"WHEN {found} <> floor({found}) THEN 'n’est pas un nombre entier' "
        return f"CASE {cases}END"


@dataclass(frozen=True, slots=True)
class Year:
    """A year, from 1900 to 2100, alone or at the start of a date (2022, 2022-12-31)."""

    type: str = "SMALLINT"

    def value(self, cell: str) -> str:
        return (
            f"CASE WHEN regexp_full_match({cell}, '(19\\d\\d|20\\d\\d|2100)([.]0+|-\\d\\d.*)?') "
            f"THEN CAST(left({cell}, 4) AS SMALLINT) END"
        )

    def fault(self, cell: str) -> str:
        return f"CASE WHEN {self.value(cell)} IS NULL THEN 'n’est pas une année' END"


@dataclass(frozen=True, slots=True)
class Date:
    """A date from 1700 to 2200, written 2024-01-31 or 31/01/2024, with an hour or without."""

    type: str = "DATE"

    def value(self, cell: str) -> str:
        # The engine would read « epoch » and « infinity » as dates, and « 1/2/24 » as a day of the year 24.
        found = (
            f"coalesce(TRY_CAST({cell} AS DATE), "
            f"TRY_CAST(try_strptime(split_part({cell}, ' ', 1), '%d/%m/%Y') AS DATE))"
        )
        likely = f"left({cell}, 1) <= '9' AND {found} BETWEEN DATE '1700-01-01' AND DATE '2200-12-31'"
        return f"CASE WHEN {likely} THEN {found} END"

    def fault(self, cell: str) -> str:
        return f"CASE WHEN {self.value(cell)} IS NULL THEN 'n’est pas une date (AAAA-MM-JJ ou JJ/MM/AAAA)' END"


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of a few texts, coded by a small number.

    Parameters
    ----------
    codes
        Text in the file → number in the store. Of several texts with one number, the first is shown to people.
    """

    codes: Mapping[str, int] = field(default_factory=dict)
    type: str = "TINYINT"

    def value(self, cell: str) -> str:
        cases = " ".join(f"WHEN {quoted(text)} THEN {number}" for text, number in self.codes.items())
        return f"CAST(CASE {cell} {cases} END AS TINYINT)"

    def fault(self, cell: str) -> str:
        shown = list(self.codes)[:6]
        reason = said("inconnu ; attendu : " + ", ".join(shown) + ("…" if len(self.codes) > len(shown) else ""))
        return f"CASE WHEN {self.value(cell)} IS NULL THEN {reason} END"


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
    by
        Name of the look-up, when what the file writes is not the code (see `tandem.datasets.codes.LOOKUPS`).
    foreign, foreigner
        Pattern of the codes of another nomenclature, and what to say of one: it proves that the whole file is in that
        nomenclature, which is then refused whatever the share of its rows.
    unplaced
        True when an unknown code does not refuse the row: the value is missing, and such rows are counted.
    """

    table: str
    unknown: str
    clean: str = "{cell}"
    by: str = ""
    foreign: str = ""
    foreigner: str = ""
    unplaced: bool = False
    type: str = "INTEGER"

    @property
    def lookup(self) -> str:
        return self.by or self.table

    def spelled(self, cell: str) -> str:
        """SQL of the code, spelled as the list spells it."""
        return self.clean.format(cell=cell)

    def value(self, cell: str) -> str:
        """SQL of the number, as a look-up; the import joins the list instead, which is faster over many rows."""
        return f"(SELECT code FROM {self.lookup}_codes WHERE text = {self.spelled(cell)})"

    def fault(self, cell: str) -> str:
        return self.fault_of(cell, self.value(cell))

    def fault_of(self, cell: str, code: str) -> str:
        """SQL of the reason for refusing a cell whose number was looked up already."""
        if self.unplaced:
            return "NULL"
        cases = f"WHEN {code} IS NOT NULL THEN NULL "
        if self.foreign:
            cases += f"WHEN regexp_full_match({cell}, {quoted(self.foreign)}) THEN {said(self.foreigner)} "
        return f"CASE {cases}ELSE {said(self.unknown)} END"


def hides(reading: Reading) -> TypeGuard[Text | Number]:
    """Whether the cells of a reading can be secret, so that the store has a column ``NAME_secret`` beside it."""
    return isinstance(reading, Text | Number) and bool(reading.secret or getattr(reading, "unsaid", ""))


def _padded(length: int) -> str:
    """SQL that gives a code the leading zeros that a spreadsheet took away, and leaves a longer one as it is."""
    return f"CASE WHEN length({{cell}}) < {length} THEN lpad({{cell}}, {length}, '0') ELSE {{cell}} END"


NAF_2025 = "classe de la NAF 2025 : ce fichier n’est plus dans la NAF rév. 2"

COMMUNE = Coded("commune", "commune inconnue du code officiel géographique", _padded(5))
"""A commune of any vintage, with its leading zero or without; read as the commune of today that holds it."""

# The classes of the two nomenclatures never end with the same letter.
ACTIVITY = Coded(
    "activity",
    "classe d’activité inconnue de la NAF rév. 2",
    "replace({cell}, '.', '')",
    foreign=r"\d\d[.]?\d\d[GHJKLY]",
    foreigner=NAF_2025,
)
"""One of the 732 classes of NAF rév. 2, with or without its point."""

ZONE = Coded("zone", "zone d’emploi inconnue du découpage de 2020", _padded(4))
"""An employment zone of 2020."""

SECTOR = Coded("sector", "secteur inconnu de la nomenclature A38")
"""One of the 38 sectors of the A38 nomenclature."""

AGGREGATE = Coded("aggregate", "regroupement d’activités inconnu (A88, A38, A17 ou A5)", "upper({cell})")
"""A level of aggregation of the activities: a division, a sector of A38, of A17 or of A5, or their total."""

BASIN = Coded("basin", "bassin d’emploi inconnu du découpage de 2021")
"""A France Travail basin of 2021."""

PLAIN_NAME = (
    "trim(regexp_replace(upper(strip_accents(replace(replace({cell}, 'œ', 'oe'), 'Œ', 'OE'))), '[^A-Z0-9]+', ' ', 'g'))"
)
"""SQL of a place's name without accents, small letters or punctuation."""

DEPARTMENT = Coded("department", "département inconnu", PLAIN_NAME)
"""A department: its code, with its leading zero or without, or its name."""

REGION = Coded("region", "région inconnue", PLAIN_NAME)
"""A region: its code, with its leading zero or without, or its name."""
