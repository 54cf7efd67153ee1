"""Notices in words: what happened, why one is told, where it opens."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.accounts import objects
from tandem.core.journal.timeline import timeline
from tandem.core.typography import french
from tandem.notifications.kinds import KNOWN
from tandem.notifications.models import Notice


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice as a page or an e-mail says it.

    Parameters
    ----------
    key
        Primary key.
    what, why
        What happened, and why the reader is told of it.
    href
        Path that marks it as read and opens its object.
    on
        Name of the object; empty when it is no more.
    """

    key: int
    at: dt.datetime
    kind: str
    what: str
    why: str
    href: str
    on: str
    unread: bool


def shown(notices: Sequence[Notice], *, named: bool = False) -> list[Shown]:
    """Put notices in words: a fixed number of queries, one for each kind of thing that they name.

    With `named`, the objects that they open are named apart, for the subject of an e-mail.
    """
    said = {line.entry.pk: line.sentence for line in timeline([each.entry for each in notices if each.entry_id])}
    found = objects.find({notice.about for notice in notices if notice.about}) if named else {}
    return lines(notices, said, found)


def lines(
    notices: Sequence[Notice], said: Mapping[int, str], found: Mapping[str, objects.Found] = MappingProxyType({})
) -> list[Shown]:
    """Put notices in words, from the sentences of their entries."""
    return [
        Shown(
            key=notice.pk,
            at=notice.at,
            kind=str(KNOWN[notice.kind].label) if notice.kind in KNOWN else notice.kind,
            what=french(said[notice.entry_id] if notice.entry_id else notice.what),
            why=french(notice.why),
            href=reverse("workspace:notice", args=[notice.pk]),
            on=found[notice.about].name if notice.about in found else "",
            unread=notice.read_at is None,
        )
        for notice in notices
    ]


def target_of(notice: Notice) -> str:
    """Return the path that a notice opens; empty when its object is no more."""
    if notice.href:
        return notice.href
    found = objects.find([notice.about]).get(notice.about)
    return found.href if found else ""


def subject_of(lines: Sequence[Shown], *, digest: bool) -> str:
    """Return the subject of an e-mail: it names no one, since a screen shows it to whoever passes by."""
    if digest or len(lines) > 1:
        return _("Tandem – %d nouveautés") % len(lines) if len(lines) > 1 else _("Tandem – une nouveauté")
    return (
        french(_("Tandem – %(kind)s : %(on)s") % {"kind": lines[0].kind, "on": lines[0].on})
        if lines[0].on
        else (_("Tandem – %s") % lines[0].kind)
    )
