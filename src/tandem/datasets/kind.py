"""What an official file is: how it is recognised, what its columns must hold, what is kept of it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tandem.core.typography import no_break
from tandem.datasets.readings import Reading


def plain(name: str) -> str:
    """Return a column's name without accents, capitals or punctuation: what two publications of it share.

    Examples
    --------
    >>> plain("Nombre d'établissements 2006")
    'nombre_d_etablissements_2006'
    """
    bare = unicodedata.normalize("NFKD", name.replace("\ufeff", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")


def column_like(pattern: str, columns: Sequence[str]) -> str | None:
    """Return the first column, in `plain` form, that a name or a pattern (``be\\d\\d``) designates."""
    if pattern in columns:
        return pattern
    if re.fullmatch(r"\w+", pattern):
        return None
    return next((column for column in columns if re.fullmatch(pattern, column)), None)


def readable(pattern: str) -> str:
    r"""Write a pattern for a person: ``be\d\d`` is « beAA »."""
    shown = pattern.replace(r"\d{4}", "AAAA").replace(r"\d\d", "AA").replace("|", " ou ")
    return re.sub(r"[()?:]|\.\*", "", shown)


NAMED = r"((?:19|20)\d\d)"
"""Pattern of a year in the name of a file."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column that the import reads.

    Parameters
    ----------
    name
        Its name in the store.
    names
        Its names in the files, in `plain` form; the first that a file has is read. A name that changes with the year
        is a pattern: ``be\\d\\d``.
    reading
        How a cell becomes a value.
    required
        Whether a row without it is refused. A file without a required column is not of this form at all.
    """

    name: str
    names: tuple[str, ...]
    reading: Reading
    required: bool = True

    def found_in(self, columns: Sequence[str]) -> str | None:
        return next((found for name in self.names if (found := column_like(name, columns))), None)


Reshape = Callable[[Sequence[str], str], str]
"""From the file's plain column names and the name of its rows, to a query that gives one row per row of the store,
under the first name of each field, with the ``line`` it comes from.  A column ``FIRSTNAME_column`` may say which column
of the file a cell comes from, so that a refusal names that of the right year.  See `tandem.datasets.reshaping`."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a producer publishes a kind of file.

    Parameters
    ----------
    name
        What to call it in a message.
    fields
        Its columns.
    reshape
        For a file whose rows are not the store's (one column per year).
    marks
        Further columns that tell it from another form; in `plain` form, or patterns.
    telling
        A column, and values of it that only this form has: for two forms with the same columns.
    vintage
        How the vintage is told: a field of the store (``"year"``: its last value), or a pattern, with one group, of the
        names of its columns; by default the last year in the file's own name.
    where
        Condition on the fields of the store for a row to be of interest; other rows are counted as set aside.
    aside
        What the rows that `where` leaves out are, for the report.
    part
        Which of several datasets of one vintage it brings (``A88`` beside ``A38``): one does not replace the other.
    blank
        Texts that the producer writes in an empty cell (``NA``).
    cities_counted
        True when the districts of Paris, Lyon and Marseille stand beside their cities, which they would count twice.
    """

    name: str
    fields: tuple[Field, ...]
    reshape: Reshape | None = None
    marks: tuple[str, ...] = ()
    telling: tuple[str, tuple[str, ...]] | None = None
    vintage: str = NAMED
    where: str = ""
    aside: str = ""
    part: str = ""
    blank: tuple[str, ...] = ()
    cities_counted: bool = False

    def missing(self, columns: Sequence[str]) -> list[str]:
        """Return the required columns that a file lacks, under their usual name; none: the file is of this form."""
        absent = [readable(mark) for mark in self.marks if not column_like(mark, columns)]
        if self.reshape is not None:
            return absent
        return [
            readable(each.names[0]) for each in self.fields if each.required and not each.found_in(columns)
        ] + absent

    def likeness(self, columns: Sequence[str]) -> int:
        """Return how many of the form's columns a file has: what decides between two kinds that could be meant."""
        found = {each.found_in(columns) for each in self.fields} | {column_like(mark, columns) for mark in self.marks}
        return len(found - {None})


@dataclass(frozen=True, slots=True)
class Large:
    """How a file of tens of millions of rows is kept (see `tandem.datasets.coding`).

    Parameters
    ----------
    identity
        Whole number, in SQL over the fields, that a row shares with none: what is repeated is refused.
    stored
        Columns of the store → SQL over the fields.
    explained
        Columns of the store whose numbers stand for codes → the field that says for which.
    order
        What the rows of the store are sorted by, in SQL over its columns and over the fields (``kept.FIELD``): enough
        for the order to be told, so that the same file always gives the same bytes.
    spellings
        Code list → another spelling of its codes that the files use, in SQL with ``{text}`` for the code.
    """

    identity: str
    stored: Mapping[str, str]
    explained: Mapping[str, str]
    order: tuple[str, ...]
    spellings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """An official file.

    Parameters
    ----------
    id
        As the command line names it.
    title, producer, licence
        Cited beside every figure made from it.
    page
        Official page where a person finds the file.
    fills
        What it brings to the diagnosis, in a few words.
    forms
        The ways in which it is published, the most demanding first.
    key
        Fields that name a row of the store. Rows that come to share one (two communes that merged) are added up, as far
        as their fields are in `sums`; a number that does not add up is then missing, a text is that of the first.
    sums
        Fields that add up.
    derived
        Columns computed from the fields, name → SQL.
    caveats
        What a reader of the figures must know: field, breaks in the series, secrecy.
    address
        Where `tandem data download` fetches it; empty where the producer changes the address with each vintage.
    private
        True where single rows may not leave the store (persons whose diffusion is partial).
    large
        For a file of tens of millions of rows, each of its own key.
    """

    id: str
    title: str
    producer: str
    licence: str
    page: str
    fills: str
    forms: tuple[Form, ...]
    key: tuple[str, ...]
    sums: tuple[str, ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    address: str = ""
    private: bool = False
    large: Large | None = None

    def __post_init__(self) -> None:
        """Give the sentences that people read their no-break spaces."""
        for name in ("title", "fills"):
            object.__setattr__(self, name, no_break(getattr(self, name)))
        object.__setattr__(self, "caveats", tuple(no_break(each) for each in self.caveats))

    def form_of(self, columns: Sequence[str]) -> Form | None:
        """Return the form whose columns the file has, the most demanding first; None when it is none of them."""
        return next(iter(self.forms_of(columns)), None)

    def forms_of(self, columns: Sequence[str]) -> list[Form]:
        """Return every form whose columns the file has; more than one when only the content tells them apart."""
        return [form for form in self.forms if not form.missing(columns)]

    def nearest_form(self, columns: Sequence[str]) -> Form:
        """Return the form that the file resembles most: the one whose missing columns a message should name."""
        return min(self.forms, key=lambda form: (-form.likeness(columns), len(form.missing(columns))))

    @property
    def fields(self) -> dict[str, Field]:
        """Every field of every form, by name in the store."""
        return {each.name: each for form in self.forms for each in form.fields}

    @property
    def explained(self) -> dict[str, Field]:
        """The columns of the store that are a field, each with it: what their numbers stand for."""
        if self.large is None:
            return self.fields
        return {column: self.fields[name] for column, name in self.large.explained.items()}
