"""Home: what waits for its reader, what changed since their last visit, where their territories are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.accounts.models import Person
from tandem.accounts.rights import Acting
from tandem.accounts.scopes import ScopeKind
from tandem.accounts.tasks import Task, waiting_for
from tandem.core.journal.timeline import Line, timeline
from tandem.core.models import JournalEntry
from tandem.core.typography import counted, date_long
from tandem.notifications import wording
from tandem.notifications.models import Notice
from tandem.territories.models import PerimeterCommune, Territory
from tandem.territories.objects import page_of

SHOWN = 6
"""Tasks, notices, acts and territories that home shows; the rest is one step away."""
WITHIN = {
    ScopeKind.TERRITORY: "perimeter__territory",
    ScopeKind.DEPARTMENT: "commune__department",
    ScopeKind.REGION: "commune__department__region",
}
"""What a perimeter holds, from a commune of a territory."""


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A task, with its day in words."""

    task: Task
    when: str
    late: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A territory of one's own, and the page of it."""

    reference: str
    name: str
    href: str


def tasks(acting: Acting | None, today: dt.date) -> list[TaskShown]:
    """Return what waits, the most urgent first (a query for each source at most)."""
    return [TaskShown(each, _when(each.due, today), each.due is not None and each.due < today)
            for each in waiting_for(acting, today)]  # fmt: skip


def _when(due: dt.date | None, today: dt.date) -> str:
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return _("en retard de %s") % counted(-days, _("jour"))
    if days == 0:
        return _("aujourd’hui")
    if days == 1:
        return _("demain")
    return _("dans %(days)s, le %(day)s") % {"days": counted(days, _("jour")), "day": date_long(due)}


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new: unread notices, how many there are in all, and what others did on one's territories."""

    notices: list[wording.Shown]
    unread: int
    acts: list[Line]


def changes(person: Person, references: Sequence[str], since: dt.datetime | None) -> Changes:
    """Return what is new (two queries, and one for each kind of thing that it names)."""
    notices = list(Notice.objects.of(person).unread().counted().order_by("-at", "-pk")[:SHOWN])
    entries = _acts(person, references, since)
    lines = {line.entry.pk: line for line in timeline([*entries, *(each.entry for each in notices if each.entry_id)])}
    told = {each.entry_id for each in notices}
    return Changes(
        wording.lines(notices, {key: line.sentence for key, line in lines.items()}),
        notices[0].together if notices else 0,
        [lines[each.pk] for each in entries if each.pk not in told],
    )


def _acts(person: Person, references: Sequence[str], since: dt.datetime | None) -> list[JournalEntry]:
    """What others did on territories since a moment, the latest first."""
    if not references or since is None:
        return []
    held = JournalEntry.objects.filter(subject__in=references, at__gt=since).exclude(actor=f"person:{person.reference}")
    return list(held.order_by("-sequence")[:SHOWN])


def territories(acting: Acting | None, today: dt.date) -> tuple[list[Place], int]:
    """Return the first territories of the day within one's perimeter, by name, and how many there are (one query).

    None for a mandate over the country or over an organisation: the list of all of them is one step away.
    """
    if acting is None or acting.scope.kind not in WITHIN:
        return [], 0
    inside = PerimeterCommune.objects.filter(**{WITHIN[acting.scope.kind]: acting.scope.code})
    held = Territory.objects.as_of(today).filter(pk__in=inside.values("perimeter__territory"))
    rows = list(held.order_by("name", "pk").values_list("pk", "name"))
    return [Place(f"territory:{code}", name, page_of(code)) for code, name in rows[:SHOWN]], len(rows)
