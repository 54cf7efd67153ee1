"""Which vintage a file is of: from its rows, its columns, its name, or the person who gives it."""

import datetime as dt
import re
from collections.abc import Iterable

import duckdb

from tandem.datasets.errors import DatasetError
from tandem.datasets.kind import NAMED, Form, Kind
from tandem.datasets.sources import Source


class UnknownVintageError(DatasetError):
    """Nothing in the file says its vintage, or it says another than the one given."""


def vintage_of(kind: Kind, form: Form, source: Source, connection: duckdb.DuckDBPyConnection, given: str | None) -> str:
    """Return the vintage: what the rows or the columns say, else the one given, else what the file's name says.

    Raises
    ------
    UnknownVintageError
        None of them says it, the vintage given is no year or year and month, or the file says another.
    """
    if given is not None and not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", given):
        raise UnknownVintageError(f"Millésime « {given} » : attendu AAAA ou AAAA-MM.")
    told = _told(kind, form, source, connection)
    if given is None:
        told = told or _year_in(NAMED, (source.name,))
        if told is None:
            raise UnknownVintageError(
                f"Rien dans {source.name} ne dit de quelle année il est.",
                f"Le dire : tandem data import {kind.id} … --vintage AAAA",
            )
        return told
    if told is not None and told[:4] != given[:4]:
        raise UnknownVintageError(
            f"{source.name} est de {told}, pas de {given} : ses "
            f"{'lignes' if form.vintage in kind.fields else 'colonnes'} le disent.",
            "Ne pas donner de millésime (--vintage), ou prendre le fichier de l’autre année.",
        )
    return given


def _told(kind: Kind, form: Form, source: Source, connection: duckdb.DuckDBPyConnection) -> str | None:
    """What the content says: the last year of its rows, or the year in a column's name."""
    if form.vintage in kind.fields:
        last = connection.execute(f"SELECT max({form.vintage}) FROM kept").fetchall()[0][0]
        return None if last is None else str(last)[:10]
    return None if form.vintage == NAMED else _year_in(form.vintage, source.plain_columns)


def _year_in(pattern: str, texts: Iterable[str]) -> str | None:
    """The latest past year that a pattern finds: a file of 2022 often repeats 2016 and 2011 beside it."""
    found = [match.group(1) for text in texts for match in re.finditer(pattern, text)]
    years = [year if len(year) > 2 else f"20{year}" if year < "60" else f"19{year}" for year in found]
    return max((year for year in years if int(year) <= dt.datetime.now(dt.UTC).year), default=None)
