"""The worker: follows the journal, scans what waits, makes reminders and digests, sends e-mails; again and again.

Each job is safe to stop anywhere and to run several at once. One that fails is told in the log and tried again at the
next round, without holding the others back.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections
from django.utils import timezone

from tandem.core.clock import today
from tandem.documents.usecases import scan_waiting
from tandem.notifications.digesting import prepare_digests
from tandem.notifications.following import follow_all
from tandem.notifications.mailing import send_waiting
from tandem.notifications.reminding import remind

ROUND = 5.0
"""Seconds between two rounds: how long a notice made by a command waits at most."""
log = logging.getLogger(__name__)


def jobs(actor: str) -> dict[str, Callable[[], int]]:
    """Return the jobs of a round, in their order; each returns how much it did."""
    return {
        "followed": follow_all,
        "scanned": lambda: scan_waiting(actor),
        "reminded": lambda: remind(today()),
        "digests": lambda: prepare_digests(timezone.now()),
        "sent": send_waiting,
    }


def work_once(actor: str) -> dict[str, int]:
    """Run each job once; return how much each did. One that fails did nothing."""
    done: dict[str, int] = {}
    for name, job in jobs(actor).items():
        close_old_connections()
        try:
            done[name] = job()
        except Exception:
            log.exception("job %s failed, and is tried again", name)
            done[name] = 0
    return done


def work(actor: str, stopping: threading.Event, pause: float = ROUND) -> None:
    """Work until told to stop: the round in course is finished first."""
    while not stopping.is_set():
        work_once(actor)
        stopping.wait(pause)
