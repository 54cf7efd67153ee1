"""When messages go: the day of a digest, the wait after a mail server's refusal. Pure."""

import datetime as dt
from zoneinfo import ZoneInfo

LONGEST_WAIT = dt.timedelta(hours=1)
SOON = dt.timedelta(days=7)
"""How long before its last day one is reminded of a task."""


def digest_moment(day: dt.date, hour: int, zone: ZoneInfo) -> dt.datetime:
    """Return when the digest of a local day goes out.

    An hour that happens twice is the first one; an hour that does not exist is the one that the clocks show instead.
    """
    return dt.datetime.combine(day, dt.time(hour), zone).astimezone(dt.UTC)


def digest_day(now: dt.datetime, hour: int, zone: ZoneInfo) -> dt.date:
    """Return the local day whose digest is the last to have been due: once each, whatever the clocks do."""
    day = now.astimezone(zone).date()
    return day if now >= digest_moment(day, hour, zone) else day - dt.timedelta(days=1)


def wait_after(attempts: int) -> dt.timedelta:
    """Return how long to wait after a number of failed attempts: one minute, two, four… an hour at most."""
    return min(dt.timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)


def reminder_of(due: dt.date, today: dt.date) -> str:
    """Say which reminder a task is due for: ``late``, ``soon``, or none yet."""
    if due < today:
        return "late"
    return "soon" if due - today <= SOON else ""
