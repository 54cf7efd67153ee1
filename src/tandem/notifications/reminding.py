"""Reminders of tasks that fall due within a week, and of those that are late: once each."""

import datetime as dt
import hashlib

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts.acting import acting_under
from tandem.accounts.models import Mandate
from tandem.accounts.tasks import Task, waiting_for
from tandem.core.typography import date_long
from tandem.notifications.following import keep, paces_of
from tandem.notifications.kinds import TASKS
from tandem.notifications.models import Notice
from tandem.notifications.rules import reminder_of

LOCK = 7_210_032  # names the reminders among PostgreSQL's advisory locks


@transaction.atomic
def remind(today: dt.date, now: dt.datetime | None = None) -> int:
    """Make the reminders that are due on a day and were not made yet; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    wanted: dict[tuple[int, str], tuple[Task, str]] = {}
    for mandate in Mandate.objects.exercised_on(today).order_by("pk"):
        for task in waiting_for(acting_under(mandate, second_factor=True), today):
            stage = reminder_of(task.due, today) if task.due else ""
            if stage:
                wanted.setdefault((mandate.person_id, named(task, stage)), (task, stage))
    names = {once for _person, once in wanted}
    known = set(Notice.objects.filter(once__in=names).values_list("person_id", "once"))
    paces = paces_of({person for person, _once in wanted})
    made = [
        Notice(
            person_id=person,
            kind=TASKS,
            once=once,
            what=task.what[:300],
            href=task.href[:300],
            why=why(task, stage)[:300],
            at=now or timezone.now(),
            pace=paces[person][TASKS],
        )
        for (person, once), (task, stage) in wanted.items()
        if (person, once) not in known
    ]
    return len(keep(made))


def named(task: Task, stage: str) -> str:
    """Return what names a reminder: the task, its last day, and which of the two reminders it is."""
    text = "\n".join((stage, task.href, task.what, str(task.due)))
    return hashlib.sha256(text.encode()).hexdigest()


def why(task: Task, stage: str) -> str:
    day = date_long(task.due)
    if stage == "late":
        return _("L’échéance était le %(day)s. %(why)s") % {"day": day, "why": task.why}
    return _("L’échéance est le %(day)s. %(why)s") % {"day": day, "why": task.why}
