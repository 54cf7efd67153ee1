"""E-mails: claimed, sent, marked. At most once, and never lost in silence.

A message is claimed in a transaction of its own (SKIP LOCKED: several workers share them out), handed to the mail
server outside any, then marked. A server that cannot be reached, or asks to come back later, is asked again after a
wait that doubles. What a crash or a cut interrupts after the message was handed over may have left: it is not sent
again, and is told as uncertain; its notices are still unread in the page (decision 30).
"""

import datetime as dt
import logging
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from tandem.notifications import wording
from tandem.notifications.models import Message, Notice
from tandem.notifications.rules import wait_after

ABANDONED = dt.timedelta(minutes=15)
"""A message claimed for longer than this was interrupted."""
State = Message.State
log = logging.getLogger(__name__)


def send_waiting(now: dt.datetime | None = None, limit: int = 200) -> int:
    """Send what waits; return how many were sent. It stops at the first sign that the server is down."""
    note_interrupted(now or timezone.now())
    sent = 0
    for _turn in range(limit):
        message = claim(now or timezone.now())
        if message is None:
            break
        outcome = _send(message, now)
        sent += outcome == State.SENT
        if outcome == State.WAITING:
            break
    return sent


@transaction.atomic
def claim(now: dt.datetime) -> Message | None:
    """Take the first message that is due, for oneself alone."""
    due = Message.objects.filter(state=State.WAITING, next_at__lte=now).order_by("next_at", "pk")
    message = due.select_for_update(skip_locked=True, of=("self",)).select_related("person").first()
    if message is not None:
        message.state, message.claimed_at, message.attempts = State.SENDING, now, message.attempts + 1
        message.save(update_fields=["state", "claimed_at", "attempts"])
    return message


def note_interrupted(now: dt.datetime) -> int:
    """Tell as uncertain what was claimed long ago and never marked: its sender was killed."""
    lost = Message.objects.filter(state=State.SENDING, claimed_at__lt=now - ABANDONED)
    count = lost.update(state=State.UNCERTAIN)
    if count:
        log.warning("%d messages interrupted while they were sent: they may have left, and are not sent again", count)
    return count


def _send(message: Message, now: dt.datetime | None) -> str:
    email = compose(message)
    if email is None:
        return _mark(message, State.EMPTY, now)
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return _later(message, error, now)
    try:
        email.connection = connection
        email.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        return _later(message, error, now) if min(codes) < 500 else _mark(message, State.REFUSED, now, error)
    except smtplib.SMTPResponseException as error:
        return _later(message, error, now) if error.smtp_code < 500 else _mark(message, State.REFUSED, now, error)
    except (OSError, smtplib.SMTPException) as error:
        return _mark(message, State.UNCERTAIN, now, error)
    finally:
        _close(connection)
    return _mark(message, State.SENT, now)


def _close(connection) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        log.info("the mail server went away before the end")


def _later(message: Message, error: Exception, now: dt.datetime | None) -> str:
    message.next_at = (now or timezone.now()) + wait_after(message.attempts)
    return _mark(message, State.WAITING, now, error)


@transaction.atomic
def _mark(message: Message, state: str, now: dt.datetime | None, error: Exception | None = None) -> str:
    message.state, message.fault = state, type(error).__name__ if error else ""  # what a server says may hold addresses
    if state == State.SENT:
        message.sent_at = now or timezone.now()
        message.notices.update(mailed_at=message.sent_at)
    message.save(update_fields=["state", "fault", "next_at", "sent_at"])
    return state


def compose(message: Message) -> EmailMultiAlternatives | None:
    """Write an e-mail from its notices; None when they were read meanwhile, or when its person is no more."""
    held = list(Notice.objects.of(message.person).unread().filter(message=message).order_by("at", "pk"))
    if not held or not message.person.is_active:
        return None
    lines = wording.shown(held, named=True)
    site = settings.TANDEM_SITE.rstrip("/")
    context = {
        "lines": lines,
        "digest": message.digest_of is not None,
        "site": site,
        "preferences": f"{site}{reverse('workspace:notice_preferences')}",
    }
    email = EmailMultiAlternatives(
        subject=" ".join(wording.subject_of(lines, digest=message.digest_of is not None).splitlines()),
        body=render_to_string("notifications/message.txt", context),
        to=[message.person.email],
        headers={
            # The same at each attempt: a server that already has it can tell.
            "Message-ID": f"<tandem-{message.pk}@{urlsplit(site).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    email.attach_alternative(render_to_string("notifications/message.html", context), "text/html")
    return email
