"""What the pack of a meeting says, in words and pictures: one content for the PDF and the Word file."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.committees.effects import effect
from tandem.committees.models import Decision, Meeting
from tandem.committees.record import Point, record_of
from tandem.core.errors import NotFoundError
from tandem.core.typography import date_long, joined
from tandem.steering import addresses, pictures
from tandem.steering.booklet import Booklet, booklet
from tandem.steering.meetings.quoting import decisions_asked, quotes_of
from tandem.steering.payload.parts import Content, foot, frame, stat, typeset_texts
from tandem.steering.typeset import Picture

SAID = 4


def pack_of(meeting: Meeting, reader: int) -> Content:
    """Return the pack of a meeting for somebody: what a conflict of interest closes to them is left out, and said so.

    Parameters
    ----------
    reader
        Primary key of the person who reads it.
    """
    record = record_of(meeting, reader)
    base = addresses.base()
    booklets = {point.item.pk: found for point in record.open_points if (found := _booklet(point))}
    drawn: dict[str, Picture] = {}
    for key, each in booklets.items():
        names = joined(part.name for part in each.edition.parts)
        alt = _("Carte de %(name)s et de ses membres : %(names)s.") % {"name": each.name, "names": names}
        picture = pictures.local_map(each.contours, alt)
        if picture is not None:
            drawn[f"map-{key}"] = picture
    closed = [str(point.number) for point in record.points if point.closed]
    data = {
        **_frame(meeting, base, _("Dossier de séance")),
        "members": [_member(each) for each in record.seated],
        "agenda": [_line(point) for point in record.points],
        "left_out": _left_out(closed),
        "asked": [_asked(point) for point in decisions_asked(record.open_points)],
        "quotes": [{"text": each.text, "source": each.source} for each in quotes_of(_distinct(booklets.values()))],
        "no_quotes": _("Aucun point ne porte sur un territoire dont le diagnostic est calculé."),
        "pages": [_page(point, booklets.get(point.item.pk), reader, base) for point in record.open_points],
        "alts": {key: picture.alt for key, picture in drawn.items()},
    }
    return typeset_texts(data), drawn


def minutes_of(meeting: Meeting) -> dict[str, Any]:
    """Return the minutes of a meeting, a list of paragraphs of lines."""
    state = _("Relevé approuvé") if meeting.state == "approved" else _("Relevé soumis aux membres")
    if meeting.minutes_ready_at is None:
        state = _("Projet de relevé")
    data = _frame(meeting, addresses.base(), state) | {
        "paragraphs": [each.split("\n") for each in meeting.minutes.split("\n\n")], "alts": {}}  # fmt: skip
    return typeset_texts(data)


def _frame(meeting: Meeting, base: str, kind: str) -> dict[str, Any]:
    held = programme.current()
    local = meeting.local
    when = _("%(day)s à %(hour)s") % {
        "day": date_long(meeting.day),
        "hour": f"{local.hour}\u202fh\u202f{local.minute:02d}",
    }
    title = f"{kind}, {meeting.committee.name}"
    where = meeting.place or _("en visioconférence")
    url = base + reverse("workspace:meeting", args=[meeting.pk])
    return {
        **frame(title, held.name, meeting.day, url),
        "kind": kind, "committee": meeting.committee.name, "when": when, "where": where,
    }  # fmt: skip


def _distinct(booklets: Iterable[Booklet]) -> list[Booklet]:
    return list({each.edition.code: each for each in booklets}.values())


def _booklet(point: Point) -> Booklet | None:
    kind, _separator, code = point.item.about.partition(":")
    if kind != "territory":
        return None
    try:
        return booklet(code)
    except NotFoundError:
        return None


def _member(seated: Any) -> str:
    mandate = seated.mandate
    role = next((each.name for each in programme.current().roles if each.code == mandate.role), mandate.role)
    return _("%(person)s, %(organisation)s (%(role)s)") % {
        "person": mandate.person.full_name, "organisation": mandate.organisation.name, "role": role}  # fmt: skip


def _line(point: Point) -> dict[str, Any]:
    if point.closed:
        return {"number": point.number, "title": _("Point fermé par un conflit d’intérêts"), "about": "", "matter": ""}
    return {"number": point.number, "title": point.item.title, "matter": _matter(point),
            "about": point.about.name if point.about else ""}  # fmt: skip


def _matter(point: Point) -> str:
    names = {each.code: each.name for each in programme.current().matters}
    return names.get(point.item.matter, point.item.matter)


def _left_out(closed: list[str]) -> str:
    if not closed:
        return ""
    return _(
        "Ce dossier est le vôtre : le point n° %(numbers)s n’y est pas, un conflit d’intérêts déclaré vous en écarte."
    ) % {"numbers": joined(closed)}


def _asked(point: Point) -> dict[str, str]:
    return {"title": point.item.title, "proposal": point.item.proposal}


def _page(point: Point, found: Booklet | None, reader: int, base: str) -> dict[str, Any]:
    item = point.item
    acts = next((each.effect for each in programme.current().matters if each.code == item.matter), "")
    told = effect(acts) if acts else None
    territory = item.about.startswith("territory:")
    return {
        "number": point.number,
        "title": item.title,
        "matter": _matter(point),
        "about": point.about.name if point.about else "",
        "question": item.question,
        "proposal": item.proposal,
        "effect": _("Adoptée, elle agit aussitôt : %s.") % told.label if told else "",
        "documents": [each for each in item.documents.splitlines() if each.strip()],
        "earlier": _earlier(point, reader),
        "identity": [list(each) for each in found.edition.facts] if found else [],
        "said": [each.text for each in found.pair[:SAID]] if found else [],
        "figures": [stat(each, base) for each in found.key_figures] if found else [],
        "no_figures": _("Le diagnostic de ce territoire n’est pas calculé.") if territory and not found else "",
        "source": foot(
            {each.title: each for figure in found.key_figures for each in figure.definition.sources}.values()
        )
        if found
        else "",
        "map": f"map-{item.pk}",
    }


def _earlier(point: Point, reader: int) -> list[dict[str, str]]:
    """Earlier decisions on the same object and what was asked then, but those closed to who reads."""
    item = point.item
    if not item.about:
        return []
    rows = (
        Decision.objects.filter(item__about=item.about, on__lte=item.meeting.day)
        .exclude(item=item)
        .exclude(item__interests__person=reader)
        .select_related("committee", "item")
        .prefetch_related("follow_ups")
        .order_by("-on", "-pk")[:5]
    )
    return [
        {
            "reference": f"{each.reference}, {each.committee.name}, {date_long(each.on)}",
            "outcome": str(each.get_outcome_display()),
            "text": each.text,
            "follow_ups": _follow_ups(each),
        }
        for each in rows
    ]


def _follow_ups(decision: Decision) -> str:
    asked = list(decision.follow_ups.all())
    if not asked:
        return _("Rien n’était à faire ensuite.")
    done = [_("fait le %s") % date_long(each.done_on) if each.done_on else _("pour le %s") % date_long(each.due)
            for each in asked]  # fmt: skip
    told = " ; ".join(f"{each.what} ({when})" for each, when in zip(asked, done, strict=True))
    return _("Suites à donner : %s.") % told
