"""The digest that chains an entry to the one before: SHA-256 of a text that Python and `journal_append` write alike.

The text is a JSON array: sequence, moment (UTC, microseconds), code, actor, subject, data with sorted keys, digest of
the entry before; then, in an array of their own, mandate, organisation, reason and act. What an entry does not have is
not in its text, so that entries written before one of these existed keep their digest.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol


class Told(Protocol):
    """What an entry says, from its row or from a tuple of its columns."""

    @property
    def sequence(self) -> int: ...
    @property
    def at(self) -> Any: ...
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
    def data(self) -> Any: ...
    @property
    def act(self) -> Any: ...
    @property
    def previous_digest(self) -> str: ...


def items(values: Iterable[Any]) -> str:
    """Write what stands between the brackets of a JSON array."""
    return json.dumps([*values], sort_keys=True, ensure_ascii=False, allow_nan=False)[1:-1]


def numbered(entry: Told) -> Callable[[int], str]:
    """Return the digest of an entry as a function of the number that it bears."""
    after = [entry.at.isoformat(timespec="microseconds"), entry.code, entry.actor, entry.subject, entry.data,
             entry.previous_digest]  # fmt: skip
    acting = [entry.mandate, entry.organisation, entry.reason, *([str(entry.act)] if entry.act else [])]
    if any(acting):
        after.append(acting)
    text = f", {items(after)}]".encode()
    return lambda sequence: hashlib.sha256(b"[%d%b" % (sequence, text)).hexdigest()


def digest_of(entry: Told) -> str:
    """Return the digest, in hexadecimal, of what an entry says and of its predecessor's digest."""
    return numbered(entry)(entry.sequence)
