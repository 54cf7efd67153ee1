"""Anchors: what the journal was on a day, to be kept where whoever administers it cannot write.

The chain shows any change but the removal of its end, and its being written anew from some entry on. Against an anchor
those show too. An anchor is a line of JSON, a file holds one for each day; nothing signs it, keeping it elsewhere does.
"""

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry


@dataclass(frozen=True, slots=True)
class Anchor:
    """How many entries the journal had on a day, and the digest of the last one (none when it was empty)."""

    date: dt.date
    entries: int
    digest: str

    def as_line(self) -> str:
        return json.dumps({"date": self.date.isoformat(), "entries": self.entries, "digest": self.digest})


def anchor_now() -> Anchor:
    """Return the anchor of today (one query)."""
    last = JournalEntry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    return Anchor(today(), *(last or (0, "")))


def append_anchor(path: Path) -> Anchor:
    """Add the anchor of today to a file, made when it does not exist; return that which the file has for today.

    A day has one anchor, the first: an anchor that was taken is never changed.

    Raises
    ------
    TandemError
        A line of the file is no anchor: nothing is added.
    OSError
        The file cannot be written.
    """
    now = anchor_now()
    known = [anchor for anchor in read_anchors(path) if anchor.date == now.date] if path.exists() else []
    if known:
        return known[0]
    with path.open("a", encoding="utf-8") as file:
        file.write(now.as_line() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return now


def read_anchors(path: Path) -> list[Anchor]:
    """Read the anchors of a file, in its order.

    Raises
    ------
    TandemError
        A line is no anchor; the message says which.
    """
    return list(_read(path))


def _read(path: Path) -> Iterator[Anchor]:
    for place, line in enumerate(path.read_bytes().splitlines(keepends=True), start=1):
        try:
            told = json.loads(line)
            anchor = Anchor(dt.date.fromisoformat(told["date"]), told["entries"], told["digest"])
            if not line.endswith(b"\n") or (type(anchor.entries), type(anchor.digest)) != (int, str):
                raise ValueError
        except (ValueError, KeyError, TypeError) as error:
            raise TandemError(
                _("La ligne %(line)s du fichier « %(file)s » n’est pas une ancre du journal.")
                % {"line": place, "file": path},
                _("Reprendre le fichier d’une copie."),
            ) from error
        yield anchor
