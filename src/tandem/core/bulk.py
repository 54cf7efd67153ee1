"""The one way of loading many rows: COPY into a temporary table, then statements that write only what differs."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connection, models, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from tandem.core.errors import TandemError

STAGED = sql.Identifier("staged_rows")


class LoadError(TandemError):
    """A load that the database refused or could not finish; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a load did to the rows of one table."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0

    @property
    def changed(self) -> int:
        return self.inserted + self.updated + self.deleted


@contextmanager
def whole_load(lock: int) -> Iterator[None]:
    """Write everything that runs inside, or nothing; a second load under the same lock waits for the first.

    Foreign keys and exclusions are checked once, at the end, so that the order of the tables does not matter.

    Parameters
    ----------
    lock
        Number of the load among PostgreSQL's advisory locks, held until the transaction ends.

    Raises
    ------
    LoadError
        The database refused the rows, ran out of disk or stopped; its message says that nothing was kept.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            yield
            connection.check_constraints()
    except (DataError, IntegrityError, OperationalError) as error:
        raise _told(error) from error


def upsert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    key: Sequence[str],
    *,
    delete_absent: bool = False,
    spare: Collection[Any] = (),
) -> Counts:
    """Bring the rows of a model's table in line with `rows`, writing only what differs.

    Parameters
    ----------
    model
        Table to load. Fields left out of `columns` keep their value, or take their database default.
    columns
        Field names, in the order of the cells of a row.
    rows
        Cells as plain values (text, numbers, dates, ranges, None), or as the text that PostgreSQL reads.
    key
        Field names that identify a row; a unique constraint of the table must cover exactly them.
    delete_absent
        Also delete the rows of the table whose key is not among `rows`.
    spare
        Primary keys of rows that are not deleted all the same: what people decided, which no file holds.

    Returns
    -------
    Counts

    Raises
    ------
    LoadError
        A key is missing or comes twice, or a cell does not fit its column.
    django.db.IntegrityError
        A constraint of the table refuses a row.
    TransactionManagementError
        Outside a transaction: a load must be all or nothing.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("bulk.upsert must run inside a transaction")
    table = sql.Identifier(model._meta.db_table)
    names = [_column(model, name) for name in columns]
    keys = [_column(model, name) for name in key]
    with connection.cursor() as cursor:
        try:
            _stage(cursor, table, names, keys, rows)
        except (DataError, IntegrityError) as error:
            raise LoadError(
                _("Données inutilisables pour « %(table)s » : %(why)s")
                % {"table": model._meta.verbose_name_plural, "why": _reason(error)}
            ) from error
        # Deleting first lets a row that took another's place come in under the constraints of the table.
        deleted = (
            _delete_absent(cursor, table, keys, _column(model, model._meta.pk.name), spare) if delete_absent else 0
        )
        inserted, updated, staged = _merge(cursor, table, names, keys)
        cursor.execute(sql.SQL("DROP TABLE {}").format(STAGED))
        counts = Counts(inserted, updated, staged - inserted - updated, deleted)
        if counts.changed:
            # What follows in the same transaction would be planned as if the table were still empty.
            cursor.execute(sql.SQL("ANALYZE {}").format(table))
    return counts


def _column(model: type[models.Model], name: str) -> sql.Identifier:
    return sql.Identifier(model._meta.get_field(name).column)


def _listed(names: Iterable[sql.Composable], form: str = "{}") -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL(form).format(name) for name in names)


def _stage(
    cursor: Any, table: sql.Identifier, names: list[sql.Identifier], keys: list[sql.Identifier], rows: Iterable[Any]
) -> None:
    cursor.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            STAGED, _listed(names), table
        )
    )
    # Django passes `copy` through to psycopg's cursor but not its errors: they are wrapped here like those of a query.
    with (
        connection.wrap_database_errors,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(STAGED, _listed(names))) as copy,
    ):
        for row in rows:
            copy.write_row(row)
    cursor.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(STAGED, _listed(keys)))
    cursor.execute(sql.SQL("ANALYZE {}").format(STAGED))


def _delete_absent(
    cursor: Any, table: sql.Identifier, keys: list[sql.Identifier], primary: sql.Identifier, spare: Collection[Any]
) -> int:
    same = sql.SQL(" AND ").join(sql.SQL("{0}.{1} = {2}.{1}").format(STAGED, key, table) for key in keys)
    absent = sql.SQL("DELETE FROM {} WHERE NOT EXISTS (SELECT FROM {} WHERE {})").format(table, STAGED, same)
    kept = sql.SQL(" AND {}.{} <> ALL (%s)").format(table, primary) if spare else sql.SQL("")
    cursor.execute(absent + kept, [list(spare)] if spare else None)
    return cursor.rowcount


def _merge(
    cursor: Any, table: sql.Identifier, names: list[sql.Identifier], keys: list[sql.Identifier]
) -> tuple[int, int, int]:
    values = [name for name in names if name not in keys]
    action = sql.SQL("NOTHING")
    if values:
        action = sql.SQL("UPDATE SET ({}) = ROW ({}) WHERE ({}) IS DISTINCT FROM ({})").format(
            _listed(values),
            _listed(values, "EXCLUDED.{}"),
            sql.SQL(", ").join(sql.SQL("{}.{}").format(table, name) for name in values),
            _listed(values, "EXCLUDED.{}"),
        )
    # xmax is 0 on a row version that no transaction has replaced: the row was inserted, not updated.
    cursor.execute(
        sql.SQL(
            "WITH written AS (INSERT INTO {table} ({names}) SELECT {names} FROM {staged} ORDER BY {keys}"
            " ON CONFLICT ({keys}) DO {action} RETURNING xmax = 0 AS inserted)"
            " SELECT count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE NOT inserted),"
            " (SELECT count(*) FROM {staged}) FROM written"
        ).format(table=table, names=_listed(names), keys=_listed(keys), staged=STAGED, action=action)
    )
    return cursor.fetchone()


def _reason(error: DatabaseError) -> str:
    """PostgreSQL's own words on what it refused, which name the value, without its stack of contexts."""
    cause = error.__cause__
    if isinstance(cause, psycopg.Error) and cause.diag.message_primary:
        return " ; ".join(filter(None, (cause.diag.message_primary, cause.diag.message_detail)))
    return str(error).strip()


def _told(error: DatabaseError) -> LoadError:
    undone = _("Rien n’a été gardé : la base est comme avant le chargement.")
    cause = error.__cause__
    if isinstance(error, IntegrityError | DataError):
        return LoadError(_("La base refuse ces données : %s") % (_violation(cause) or _reason(error)), undone)
    room = _("Vérifier la place libre sur le disque, puis relancer.")
    if isinstance(cause, psycopg.errors.DiskFull):
        return LoadError(_("Le disque est plein."), f"{room} {undone}")
    if _stopped(cause):
        # A disk too full for its own log is one reason for PostgreSQL to stop: the client only sees it go.
        return LoadError(_("La base de données s’est arrêtée pendant le chargement."), f"{room} {undone}")
    return LoadError(_("La base de données n’a pas pu finir le chargement : %s") % _reason(error), undone)


def _stopped(cause: BaseException | None) -> bool:
    """Whether the server went away or is coming back: no code at all, or one of the class "operator intervention"."""
    return isinstance(cause, psycopg.OperationalError) and (cause.sqlstate is None or cause.sqlstate.startswith("57P"))


def _violation(cause: BaseException | None) -> str:
    """Return the French message of the named constraint that refused a row, with the values that it quotes."""
    if not isinstance(cause, psycopg.Error) or not cause.diag.constraint_name:
        return ""
    from django.apps import apps

    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == cause.diag.constraint_name:
                return f"{constraint.violation_error_message} ({cause.diag.message_detail or model._meta.verbose_name})"
    return ""
