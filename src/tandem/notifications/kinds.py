"""Kinds of notices, over which one has a preference: the room whose journal tells, and reminders of tasks."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.core.journal import notices
from tandem.notifications.models import Pace

TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice: its name, and when it goes by e-mail unless somebody chose otherwise."""

    code: str
    label: Any
    pace: Pace = Pace.DIGEST


KNOWN = {
    each.code: each
    for each in (
        NoticeKind("comments", _("Commentaires et mentions"), Pace.IMMEDIATE),
        NoticeKind("documents", _("Documents")),
        NoticeKind("accounts", _("Personnes et mandats"), Pace.IMMEDIATE),
        NoticeKind("territories", _("Vie des territoires")),
        NoticeKind("committees", _("Comités et décisions"), Pace.IMMEDIATE),
        NoticeKind(TASKS, _("Rappels d’échéances")),
    )
}


def kind_of(code: str) -> str:
    """Return the kind of the notices of a journal code: its room."""
    return code.partition(".")[0]


def offered() -> list[NoticeKind]:
    """Return the kinds that somebody may receive, those of rooms that tell nobody of anything left out."""
    told = {kind_of(code) for code in notices.told_codes()} | {TASKS}
    return [KNOWN.get(code) or NoticeKind(code, code) for code in sorted(told, key=_rank)]


def _rank(code: str) -> tuple[int, str]:
    return (list(KNOWN).index(code) if code in KNOWN else len(KNOWN), code)


def pace_of(kind: str) -> Pace:
    """Return when notices of a kind go unless somebody chose otherwise."""
    return KNOWN[kind].pace if kind in KNOWN else Pace.DIGEST
