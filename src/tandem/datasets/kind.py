"""What an official file is: how it is recognised, what its columns must hold, what is kept of it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Field:
    """A column that the import reads.

    Parameters
    ----------
    name
        Its name in the store.
    names
        Its names in the files, in `plain` form; the first that a file has is read.
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
        return next((name for name in self.names if name in columns), None)


Reshape = Callable[[Sequence[str], str], str]
"""From the file's plain column names and the name of its rows, to a query that gives one row per row of the store,
under the first name of each field, with the ``line`` it comes from."""


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
        Further columns that tell it from another form; in `plain` form.
    vintage
        How the vintage is told: a field of the store (``"year"``: its last value), or a pattern, with one group, of the
        file's name or of a column's.
    where
        Condition on the fields of the store for a row to be of interest; other rows are counted as set aside.
    aside
        What the rows that `where` leaves out are, for the report.
    """

    name: str
    fields: tuple[Field, ...]
    reshape: Reshape | None = None
    marks: tuple[str, ...] = ()
    vintage: str = r"((?:19|20)\d\d)"
    where: str = ""
    aside: str = ""

    def missing(self, columns: Sequence[str]) -> list[str]:
        """Return the required columns that a file lacks, under their usual name; none: the file is of this form."""
        if self.reshape is not None:
            return [mark for mark in self.marks if mark not in columns]
        absent = [each.names[0] for each in self.fields if each.required and not each.found_in(columns)]
        return absent + [mark for mark in self.marks if mark not in columns]


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
        The ways in which it is published.
    key
        Fields that name a row of the store. Rows that come to share one (two communes that merged) are added up when
        every other field is in `sums`; otherwise the first is kept and the others are counted.
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

    def form_of(self, columns: Sequence[str]) -> Form | None:
        """Return the form whose columns the file has, the most demanding first; None when it is none of them."""
        return next((form for form in self.forms if not form.missing(columns)), None)

    def nearest_form(self, columns: Sequence[str]) -> Form:
        """Return the form that the file resembles most: the one whose missing columns a message should name."""
        return min(self.forms, key=lambda form: len(form.missing(columns)))

    @property
    def fields(self) -> dict[str, Field]:
        """Every field of every form, by name in the store."""
        return {each.name: each for form in self.forms for each in form.fields}
