"""Appends entries to the business journal, one for each use case.

Entries are chained one after the other, so writers take turns: `record` holds an advisory lock until its transaction
ends. Call it last in a use case, in the same transaction as what it tells. Taking the turn, reading the last entry and
writing the next one is a function of the database, `journal_append`, for one round trip instead of three.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from tandem.core.journal.chain import items
from tandem.core.models import JournalEntry
from tandem.core.plain_text import plain_text


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts: a person by reference, under which mandate and for which organisation; or a command, by its name.

    Whatever writes on people's behalf makes one from the mandate under which they act
    (`tandem.accounts.acting.author_of`).
    """

    name: str
    mandate: str = ""
    organisation: str = ""

    def __str__(self) -> str:
        return self.name


_COLUMNS = ("code", "actor", "mandate", "organisation", "reason", "subject", "data", "content", "acting")
_APPEND = f"SELECT * FROM journal_append({', '.join(f'{name} => %s' for name in _COLUMNS)})"  # noqa: S608 - our own names


def record(code: str, *, actor: Author | str, subject: str = "", reason: str = "", **data: Any) -> JournalEntry:
    """Append one entry. `data` holds plain values that explain the act, never personal data in clear.

    Raises
    ------
    TransactionManagementError
        Outside a transaction: the entry and the act it tells must be written together or not at all.
    ValueError
        `data` holds what JSON has no word for: a NaN, an infinity.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("journal.record must run inside the transaction of its use case")
    reason = plain_text(reason)
    author = actor if isinstance(actor, Author) else Author(actor)
    plain = _plain(data)
    acting = (author.mandate, author.organisation, reason)
    told = [code, author.name, *acting, subject, json.dumps(plain)]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, [*told, items((code, author.name, subject, plain)), items(acting)])
        row = dict(zip((column.name for column in cursor.description), cursor.fetchone(), strict=True))
    entry = JournalEntry(**row | {"data": plain})
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


def _plain(data: dict[str, Any]) -> Any:
    """Return the values as PostgreSQL gives them back: a whole number is one whatever way it was written (1e16)."""

    def whole(text: str) -> float | int:
        value = float(text)
        return int(value) if value.is_integer() else value

    return json.loads(json.dumps(data, cls=DjangoJSONEncoder, allow_nan=False), parse_float=whole)
