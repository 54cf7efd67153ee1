"""Tell which official file a person has given."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress

import duckdb

from tandem.core.typography import joined
from tandem.datasets import kinds
from tandem.datasets.errors import RefusedFileError
from tandem.datasets.kind import Form, Kind
from tandem.datasets.readings import listed
from tandem.datasets.sources import Source, distinct

SHOWN = 8
"""Columns that a message names."""

NAF_2025 = r"naf_?(20)?25"
"""Pattern, within a column's name, of the nomenclature of activities of 2025."""

IN_NAF_2025 = (
    "Un même code n’y désigne pas toujours la même activité : Tandem ne la lit pas encore. Importer le fichier dans la "
    "NAF rév. 2, que les producteurs publient aussi pendant la transition."
)


def fits(kind: Kind) -> Callable[[Sequence[str]], bool]:
    """Return whether columns, as published, are those of a kind."""
    return lambda columns: kind.form_of(distinct(columns)) is not None


def recognise(kind: Kind, source: Source, connection: duckdb.DuckDBPyConnection) -> Form:
    """Return the form of a kind in which a file is.

    Raises
    ------
    RefusedFileError
        It is not of this kind: the message names the kind that it is of, or the columns that it lacks.
    """
    columns = source.plain_columns
    form = _form_in(kind, source, connection)
    others = [other for other in kinds.KINDS.values() if other is not kind and other.form_of(columns)]
    best = max(others, key=lambda other: _likeness(other, columns), default=None)
    if form is not None and (best is None or form.likeness(columns) >= _likeness(best, columns)):
        _refuse_nested(form, source)
        return form
    if best is not None:
        raise RefusedFileError(
            f"{source.name} n’est pas un fichier « {kind.title} », mais « {best.title} ».",
            f"L’importer ainsi : tandem data import {best.id} {source.name}",
        )
    missing = kind.nearest_form(columns).missing(columns)
    newer = next(
        (name for plain, name in zip(columns, source.columns, strict=True) if re.search(NAF_2025, plain)), None
    )
    if newer is not None:
        raise RefusedFileError(
            f"{source.name} est dans la nomenclature d’activités de 2025 (colonne {newer}) : il n’a pas "
            f"{joined(missing)}.",
            IN_NAF_2025,
        )
    raise RefusedFileError(
        f"{source.name} n’a pas les colonnes d’un fichier « {kind.title} » : il manque "
        f"{joined(missing[:SHOWN])}{'…' if len(missing) > SHOWN else ''}.",
        f"Colonnes trouvées : {', '.join(source.columns[:SHOWN])}{'…' if len(source.columns) > SHOWN else ''}. "
        f"Où trouver le fichier : {kind.page}",
    )


def kind_of(source: Source) -> Kind | None:
    """Return the kind that a file's columns are most like; None when it is none of them."""
    columns = source.plain_columns
    known = [kind for kind in kinds.KINDS.values() if kind.form_of(columns)]
    return max(known, key=lambda kind: _likeness(kind, columns), default=None)


def _likeness(kind: Kind, columns: Sequence[str]) -> int:
    return max((form.likeness(columns) for form in kind.forms_of(columns)), default=0)


def _form_in(kind: Kind, source: Source, connection: duckdb.DuckDBPyConnection) -> Form | None:
    """The form that the columns tell, and the content when several have the same columns."""
    candidates = kind.forms_of(source.plain_columns)
    if len(candidates) > 1:
        for form in candidates:
            if form.telling is not None and _has(source, *form.telling, connection):
                return form
    return next(iter(candidates), None)


def _has(source: Source, column: str, values: tuple[str, ...], connection: duckdb.DuckDBPyConnection) -> bool:
    condition = f'trim("{column}") IN ({listed(values)})'
    with suppress(duckdb.IOException, duckdb.InvalidInputException):  # reading it says what is wrong with it
        return bool(connection.execute(f"SELECT 1 FROM ({source.scan}) WHERE {condition} LIMIT 1").fetchall())
    return False


def _refuse_nested(form: Form, source: Source) -> None:
    """Refuse a Parquet file of which a column that is needed holds lists or objects."""
    columns = source.plain_columns
    needed = columns if form.reshape else [found for each in form.fields if (found := each.found_in(columns))]
    for name in needed:
        if name in source.nested:
            published = source.columns[columns.index(name)]
            raise RefusedFileError(
                f"{source.name} : la colonne {published} contient {source.nested[name]}, pas une valeur par ligne.",
                "Importer le fichier tel que son producteur le publie.",
            )
