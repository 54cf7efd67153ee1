"""Daily digests: one e-mail for each person and local day, of what is not read yet."""

import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from tandem.notifications.models import Message, Notice, Pace
from tandem.notifications.rules import digest_day, digest_moment

LOCK = 7_210_033  # names the digests among PostgreSQL's advisory locks


@transaction.atomic
def prepare_digests(now: dt.datetime) -> int:
    """Make the digests that are due and were not made yet; return how many.

    Notices that came after the hour of the digest wait for the next one. One made late (the worker was down) holds all
    that waited.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    hour, zone = settings.TANDEM_DIGEST_HOUR, ZoneInfo(settings.TIME_ZONE)
    day = digest_day(now, hour, zone)
    waiting = Notice.objects.unread().filter(
        pace=Pace.DIGEST, message__isnull=True, at__lt=digest_moment(day, hour, zone), person__is_active=True
    )
    done = Message.objects.filter(digest_of=day).values("person")
    by_person: dict[int, list[int]] = defaultdict(list)
    for person, key in waiting.exclude(person__in=done).order_by("at").values_list("person_id", "pk"):
        by_person[person].append(key)
    for person, keys in by_person.items():
        message = Message.objects.create(person_id=person, digest_of=day, next_at=now)
        Notice.objects.filter(pk__in=keys).update(message=message)
    return len(by_person)
