"""Which vintage a file is of: from its rows, its columns, its name, or the person who gives it."""

import re

import duckdb

from tandem.core.errors import TandemError
from tandem.datasets.kind import Form, Kind
from tandem.datasets.sources import Source


class UnknownVintageError(TandemError):
    """Nothing in the file says its vintage."""


def vintage_of(kind: Kind, form: Form, source: Source, connection: duckdb.DuckDBPyConnection, given: str | None) -> str:
    """Return the vintage: the one given, else the last year of the rows, else what the columns or the name say.

    Raises
    ------
    UnknownVintageError
        None of them says it, or the vintage given is no year or year and month.
    """
    if given is not None:
        if not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", given):
            raise UnknownVintageError(f"Millésime « {given} » : attendu AAAA ou AAAA-MM.")
        return given
    if form.vintage in kind.fields:
        last = connection.execute(f"SELECT max({form.vintage}) FROM kept").fetchall()[0][0]
        if last is not None:
            return str(last)[:10]
    else:
        for text in (*source.plain_columns, source.name):
            if found := re.search(form.vintage, text):
                year = found.group(1)
                return year if len(year) > 2 else f"20{year}"
    raise UnknownVintageError(
        f"Rien dans {source.name} ne dit de quelle année il est.",
        f"Le dire : tandem data import {kind.id} … --vintage AAAA",
    )
