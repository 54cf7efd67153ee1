"""The files of a meeting."""

from tandem.committees.models import Meeting
from tandem.steering.meetings import word
from tandem.steering.meetings.content import minutes_of, pack_of
from tandem.steering.typeset import typeset


def pack_pdf(meeting: Meeting, reader: int) -> bytes:
    """Return the pack of a meeting as PDF/UA-1, for a person (see `content.pack_of`)."""
    data, pictures = pack_of(meeting, reader)
    closed = "-".join(str(each["number"]) for each in data["agenda"] if not each["matter"])
    return typeset("pack", data, pictures, name=f"pack-{meeting.pk}-{closed or 'whole'}")


def pack_docx(meeting: Meeting, reader: int) -> bytes:
    """Return the same pack as a Word file."""
    return word.pack(pack_of(meeting, reader)[0])


def minutes_pdf(meeting: Meeting) -> bytes:
    """Return the minutes of a meeting as PDF/UA-1."""
    return typeset("minutes", minutes_of(meeting), {}, name=f"minutes-{meeting.pk}")


def minutes_docx(meeting: Meeting) -> bytes:
    """Return the minutes of a meeting as a Word file."""
    return word.minutes(minutes_of(meeting))
