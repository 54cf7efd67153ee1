"""A meeting as a calendar file (iCalendar, RFC 5545)."""

import datetime as dt
from urllib.parse import urlsplit

from tandem.committees.models import Meeting
from tandem.committees.rules import State

LINE = 75
"""Octets that a line may hold (section 3.1)."""


def as_ics(meeting: Meeting, url: str, stamp: dt.datetime) -> str:
    """Return a meeting as a calendar file; a cancelled one takes itself out of the calendars that hold it.

    Times are written in UTC, so that no calendar has to know the rules of the meeting's time zone.

    Parameters
    ----------
    url
        Address of its page; its host makes the identifier unique.
    stamp
        When the file is written.
    """
    ends = meeting.starts_at + dt.timedelta(minutes=meeting.minutes_long)
    cancelled = meeting.stage is State.CANCELLED
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tandem//committees//FR",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:meeting-{meeting.pk}@{urlsplit(url).hostname or 'tandem'}",
        f"SEQUENCE:{meeting.version}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(meeting.starts_at)}",
        f"DTEND:{_utc(ends)}",
        f"SUMMARY:{_text(meeting.committee.name)}",
        f"LOCATION:{_text(meeting.place or meeting.video)}",
        f"URL:{url}",
        f"STATUS:{'CANCELLED' if cancelled else 'TENTATIVE' if meeting.stage is State.PLANNED else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Escape what the format gives a meaning to (section 3.3.11)."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a long line between characters, each piece within the octets allowed."""
    pieces, piece = [], ""
    for character in line:
        limit = LINE if not pieces else LINE - 1  # a continued line begins with a space
        if len((piece + character).encode()) > limit:
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join([*pieces, piece])
