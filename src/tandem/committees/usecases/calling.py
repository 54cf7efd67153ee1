"""Call a meeting: plan it, call its members, put it off, cancel it; give a seat by name."""

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Mandate
from tandem.accounts.rights import may
from tandem.accounts.scopes import Scope
from tandem.committees import rules
from tandem.committees.models import Committee, Meeting, Seat
from tandem.committees.rules import State, Voice
from tandem.committees.sitting import name_of_scope, place_of_scope, places
from tandem.committees.usecases.turns import (
    ChangedMeanwhileError,
    in_state,
    locked,
    now,
    refuse_unless_prepares,
)
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.saving import save

_MAKING = 7_210_027  # names the making of a committee among PostgreSQL's advisory locks


def committee_of(kind: str, scope: Scope) -> Committee:
    """Return the committee of a kind over a perimeter, made the first time; run inside a transaction.

    Raises
    ------
    TandemError
        The programme has no such committee, or not over such a perimeter.
    """
    rule = next((each for each in programme.current().committees if each.code == kind), None)
    if rule is None or rule.level != scope.kind:
        raise TandemError(_("Le programme n’a pas de comité de cette nature sur ce périmètre."))
    if place_of_scope(scope) is None:
        raise TandemError(_("Ce périmètre n’existe pas."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING])
    found = Committee.objects.of(kind, scope).in_force().first()
    if found is None:
        name = rule.name if not scope.code else f"{rule.name}, {name_of_scope(scope)}"
        found = Committee(kind=kind, scope_kind=scope.kind, scope_code=scope.code, name=name,
                          validity=DateRange(now().date(), None))  # fmt: skip
        save(found)
    return found


def moment(day: dt.date, hour: dt.time, time_zone: str) -> dt.datetime:
    """Return the moment that a clock shows somewhere.

    Raises
    ------
    TandemError
        The clock never shows it there (it is put forward that night), or nobody knows this time zone.
    """
    if time_zone not in available_timezones():
        raise TandemError(_("Le fuseau horaire « %s » n’existe pas.") % time_zone)
    local = dt.datetime.combine(day, hour, ZoneInfo(time_zone))
    back = local.astimezone(dt.UTC).astimezone(ZoneInfo(time_zone))
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise TandemError(_("Cette heure n’existe pas ce jour-là : on passe à l’heure d’été."))
    return local


@transaction.atomic
def plan_meeting(
    by: By, *, kind: str, scope: Scope, starts_at: dt.datetime, time_zone: str = "Europe/Paris", place: str = "",
    video: str = "", minutes_long: int = 120,
) -> Meeting:  # fmt: skip
    """Plan a meeting of a committee, which is made if it has never met.

    Raises
    ------
    RefusedError
        The one who acts may not prepare this committee.
    TandemError
        There is no such committee, or the meeting is nowhere, or in the past.
    """
    where = place_of_scope(scope)
    if where is None:
        raise TandemError(_("Ce périmètre n’existe pas."))
    refuse_unless(may(by.acting, "committees.prepare", where, programme.current()))
    if starts_at <= now():
        raise TandemError(_("Une séance se prépare avant d’avoir lieu : cette date est passée."))
    committee = committee_of(kind, scope)
    made = Meeting(committee=committee, starts_at=starts_at, time_zone=time_zone, place=place.strip(), video=video,
                   minutes_long=minutes_long)  # fmt: skip
    save(made)
    journal.record("committees.meeting_planned", actor=by.author, subject=f"meeting:{made.pk}",
                   committee=committee.pk, starts_at=starts_at, time_zone=time_zone)  # fmt: skip
    return made


@transaction.atomic
def change_meeting(
    by: By, meeting: Meeting, *, version: int, starts_at: dt.datetime, time_zone: str, place: str, video: str,
    minutes_long: int, reason: str = "",
) -> Meeting:  # fmt: skip
    """Put a meeting at another moment or place; once called, one says why and the members are told.

    Raises
    ------
    ChangedMeanwhileError
        Somebody changed it first.
    """
    found = locked(meeting)
    refuse_unless_prepares(by, found)
    in_state(found, State.PLANNED, State.CALLED)
    if found.version != version:
        raise ChangedMeanwhileError(found)
    if found.stage is State.CALLED and not reason.strip():
        raise TandemError(_("La séance est convoquée : dire pourquoi elle change."))
    if starts_at <= now():
        raise TandemError(_("Une séance se prépare avant d’avoir lieu : cette date est passée."))
    found.starts_at, found.time_zone, found.minutes_long = starts_at, time_zone, minutes_long
    found.place, found.video, found.version = place.strip(), video, version + 1
    save(found)
    journal.record("committees.meeting_changed", actor=by.author, subject=f"meeting:{found.pk}", reason=reason,
                   starts_at=starts_at, time_zone=time_zone, called=found.stage is State.CALLED)  # fmt: skip
    return found


@transaction.atomic
def call_meeting(by: By, meeting: Meeting, *, reason: str = "") -> Meeting:
    """Call the members; a notice shorter than the programme asks for needs a reason.

    Raises
    ------
    RefusedError
        The one who acts may not prepare this committee.
    TandemError
        It has no agenda, or its notice is short and nobody says why.
    """
    found = locked(meeting)
    refuse_unless_prepares(by, found)
    in_state(found, State.PLANNED)
    if not found.items.filter(removed=False).exists():
        raise TandemError(_("L’ordre du jour est vide."), _("Y inscrire au moins un point, puis convoquer."))
    given = rules.notice(found.day_at(now()), found.day, found.committee.rule.notice_days)
    if given.days < 0:
        raise TandemError(_("La date de cette séance est passée."), _("La reporter, puis convoquer."))
    if given.short and not reason.strip():
        raise TandemError(_("Délai trop court : %s.") % given, _("Dire pourquoi convoquer quand même."))
    found.state, found.called_at, found.version = State.CALLED, now(), found.version + 1
    save(found)
    journal.record("committees.meeting_called", actor=by.author, subject=f"meeting:{found.pk}", reason=reason,
                   starts_at=found.starts_at, time_zone=found.time_zone, notice=given.days,
                   asked=given.asked)  # fmt: skip
    return found


@transaction.atomic
def cancel_meeting(by: By, meeting: Meeting, *, reason: str) -> Meeting:
    """Cancel a meeting that has not opened, and say why."""
    found = locked(meeting)
    refuse_unless_prepares(by, found)
    if not rules.may_become(found.stage, State.CANCELLED):
        in_state(found, State.PLANNED, State.CALLED)
    if not reason.strip():
        raise TandemError(_("Dire pourquoi la séance est annulée."))
    called = found.stage is State.CALLED
    found.state, found.version = State.CANCELLED, found.version + 1
    save(found)
    journal.record("committees.meeting_cancelled", actor=by.author, subject=f"meeting:{found.pk}", reason=reason,
                   called=called)  # fmt: skip
    return found


@transaction.atomic
def give_seat(by: By, committee: Committee, mandate: Mandate, *, voice: Voice, first: dt.date, reason: str,
              last: dt.date | None = None) -> Seat:  # fmt: skip
    """Give a seat by name to a mandate that has none by its role.

    Raises
    ------
    TandemError
        A voting seat needs a role that may take part in decisions; a reason is asked for.
    """
    refuse_unless(may(by.acting, "committees.prepare", places([committee])[committee.pk], programme.current()))
    if not reason.strip():
        raise TandemError(_("Dire pourquoi ce siège est donné."))
    role = programme.current().role(mandate.role)
    if voice.votes and "committees.decide" not in role.may:
        raise TandemError(_("Le rôle « %s » ne permet pas de voter en comité.") % role.name)
    if "committees.read" not in role.may:
        raise TandemError(_("Le rôle « %s » ne permet pas de lire les comités.") % role.name)
    made = Seat(committee=committee, mandate=mandate, voice=voice,
                validity=DateRange(first, None if last is None else last + dt.timedelta(days=1)))  # fmt: skip
    save(made)
    journal.record("committees.seat_given", actor=by.author, subject=f"committee:{committee.pk}", reason=reason,
                   mandate=mandate.pk, voice=voice.value, first=first, last=last)  # fmt: skip
    return made
