"""Writes and checks the business journal.

Entries are chained one after the other, so writers take turns: `record` holds an advisory lock until its transaction
ends. Call it last in a use case, in the same transaction as what it tells.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from tandem.core.models import JournalEntry

_LOCK = 7_210_001  # names the journal among PostgreSQL's advisory locks


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


def record(code: str, *, actor: Author | str, subject: str = "", reason: str = "", **data: Any) -> JournalEntry:
    """Append one entry. `data` holds plain values that explain the act, never personal data in clear.

    Raises
    ------
    TransactionManagementError
        Outside a transaction: the entry and the act it tells must be written together or not at all.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("journal.record must run inside the transaction of its use case")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    author = actor if isinstance(actor, Author) else Author(actor)
    last = JournalEntry.objects.order_by("-sequence").first()
    entry = JournalEntry(
        sequence=last.sequence + 1 if last else 1,
        at=timezone.now(),
        code=code,
        actor=author.name,
        mandate=author.mandate,
        organisation=author.organisation,
        reason=reason,
        subject=subject,
        data=json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
        previous_digest=last.digest if last else "",
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    return entry


def digest_of(entry: JournalEntry) -> str:
    """SHA-256 (hexadecimal) of what the entry says and of its predecessor's digest."""
    told = [
        entry.sequence,
        entry.at.isoformat(timespec="microseconds"),
        entry.code,
        entry.actor,
        entry.subject,
        entry.data,
        entry.previous_digest,
    ]
    if entry.mandate or entry.organisation or entry.reason:  # entries written before these existed keep their digest
        told.append([entry.mandate, entry.organisation, entry.reason])
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def verify() -> int | None:
    """Return the sequence number of the first entry that breaks the chain, or None when it is whole."""
    previous, expected = "", 1
    for entry in JournalEntry.objects.order_by("sequence").iterator():
        if entry.sequence != expected or entry.previous_digest != previous or entry.digest != digest_of(entry):
            return entry.sequence
        previous, expected = entry.digest, expected + 1
    return None
