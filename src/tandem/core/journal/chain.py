"""The digest that chains an entry to the one before: SHA-256 of a text that Python and `journal_append` write alike.

The text is a JSON array: sequence, moment (UTC, microseconds), code, actor, subject, data with sorted keys, digest of
the entry before; then, in an array of their own, mandate, organisation, reason and act. What an entry does not have is
not in its text, so that entries written before one of these existed keep their digest.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol


class Told(Protocol):
    """What an entry says, besides its moment and its data."""

    @property
    def sequence(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def mandate(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def act(self) -> Any: ...
    @property
    def previous_digest(self) -> str: ...


class Entry(Told, Protocol):
    """What an entry says."""

    @property
    def at(self) -> dt.datetime: ...
    @property
    def data(self) -> dict[str, Any]: ...


def items(values: Iterable[Any]) -> str:
    """Write what stands between the brackets of a JSON array."""
    return json.dumps([*values], sort_keys=True, ensure_ascii=False, allow_nan=False)[1:-1]


def numbered(told: Told, moment: str | None, data: Any) -> Callable[[int], str]:
    """Return the digest of an entry as a function of the number that it bears.

    Raises
    ------
    ValueError, RecursionError
        The data are such that `record` would have refused them.
    """
    after = [moment, told.code, told.actor, told.subject, data, told.previous_digest]
    acting = [told.mandate, told.organisation, told.reason, *([str(told.act)] if told.act else [])]
    if any(acting):
        after.append(acting)
    text = f", {items(after)}]".encode()
    return lambda sequence: hashlib.sha256(b"[%d%b" % (sequence, text)).hexdigest()


def digest_of(entry: Entry) -> str:
    """Return the digest, in hexadecimal, of what an entry says and of its predecessor's digest."""
    return numbered(entry, entry.at.isoformat(timespec="microseconds"), entry.data)(entry.sequence)
