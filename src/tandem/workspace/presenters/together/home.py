"""Home: what waits for its reader, what changed since their last visit, where their territories are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.accounts import objects
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

SHOWN = 6
"""Notices, acts and territories that home shows; the rest is one step away."""
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


def notices(person: Person) -> list[wording.Shown]:
    """Return the latest unread notices."""
    return wording.shown(list(Notice.objects.of(person).unread().order_by("-at", "-pk")[:SHOWN]))


def territories(acting: Acting | None, today: dt.date) -> tuple[list[Place], int]:
    """Return the first territories of the day within one's perimeter, by name, and how many there are (four queries).

    None for a mandate over the country or over an organisation: the list of all of them is one step away.
    """
    if acting is None or acting.scope.kind not in WITHIN:
        return [], 0
    inside = PerimeterCommune.objects.filter(**{WITHIN[acting.scope.kind]: acting.scope.code})
    held = Territory.objects.as_of(today).filter(pk__in=inside.values("perimeter__territory"))
    codes = list(held.order_by("name", "pk").values_list("pk", flat=True))
    found = objects.readable(acting, [f"territory:{code}" for code in codes[:SHOWN]])
    return [Place(reference, each.name, each.href) for reference, each in found.items()], len(codes)


def acts(references: Sequence[str], person: Person, since: dt.datetime | None) -> list[Line]:
    """Return what others did on territories since a moment, the latest first."""
    if not references or since is None:
        return []
    held = JournalEntry.objects.filter(subject__in=references, at__gt=since).exclude(actor=f"person:{person.reference}")
    return timeline(held.order_by("-sequence")[:SHOWN])
