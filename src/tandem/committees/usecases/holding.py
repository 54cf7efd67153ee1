"""Hold a meeting: note who is there, open it, close it."""

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts.acting import By
from tandem.accounts.models import Mandate
from tandem.committees.models import Attendance, Meeting
from tandem.committees.rules import Quorum, State
from tandem.committees.sitting import presences, quorum_of
from tandem.committees.usecases.turns import in_state, locked, now, refuse_unless_runs
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.saving import save


@transaction.atomic
def note_attendance(
    by: By, meeting: Meeting, member: Mandate, *, state: str, stand_in: Mandate | None = None
) -> Attendance:
    """Note that a member is there, represented by who stands in for them, or absent; gone, when they were there.

    Raises
    ------
    RefusedError
        The one who acts neither prepares nor presides.
    TandemError
        This mandate does not sit, or the other does not stand in for it.
    """
    found = locked(meeting)
    sitting = refuse_unless_runs(by, found)
    in_state(found, State.CALLED, State.OPEN)
    seated = next((each for each in sitting.members if each.mandate == member.pk), None)
    if seated is None:
        raise TandemError(_("Ce mandat ne siège pas à cette séance."))
    if state == "represented" and (stand_in is None or stand_in.pk not in seated.stand_ins):
        raise TandemError(
            _("Nul mandat ne supplée ce membre ce jour-là."), _("Donner d’abord un mandat de suppléance.")
        )
    row = found.attendances.filter(mandate=member).first() or Attendance(meeting=found, mandate=member)
    moment = now()
    if state == "absent":
        was_there = row.pk is not None and row.state != "absent" and found.stage is State.OPEN
        if was_there:
            row.left_at = moment  # what they voted stands: they were there then
        else:
            row.state, row.stand_in, row.arrived_at, row.left_at = "absent", None, None, None
    else:
        row.state, row.stand_in = state, stand_in if state == "represented" else None
        row.left_at = None
        row.arrived_at = moment if found.stage is State.OPEN and row.arrived_at is None else row.arrived_at
    save(row)
    journal.record("committees.attendance_noted", actor=by.author, subject=f"meeting:{found.pk}", mandate=member.pk,
                   state=state, stand_in=row.stand_in_id)  # fmt: skip
    return row


@transaction.atomic
def open_meeting(by: By, meeting: Meeting, *, consult_only: bool = False) -> Quorum:
    """Open a meeting; the quorum is counted and kept.

    Parameters
    ----------
    consult_only
        Open without a quorum: the committee is consulted, and decides nothing but to defer.

    Raises
    ------
    TandemError
        There is no quorum, and nobody said to open for consultation only.
    """
    found = locked(meeting)
    sitting = refuse_unless_runs(by, found)
    in_state(found, State.CALLED)
    moment = now()
    if found.day_at(moment) < found.day:
        raise TandemError(_("Cette séance n’est pas d’aujourd’hui."), _("En changer la date, ou attendre son jour."))
    counted = quorum_of(found.committee, sitting, presences(found.attendances.all()).values(), moment)
    if not counted.reached and not consult_only:
        raise TandemError(
            _("Le quorum n’est pas atteint : %s.") % "\u202f; ".join(counted.reasons),
            _("Ouvrir pour consultation seulement, ou annuler et convoquer de nouveau."),
        )
    found.state, found.opened_at, found.deliberates = State.OPEN, moment, counted.reached
    found.quorum = {"present": counted.present, "of": counted.of, "needed": counted.needed,
                    "reasons": list(counted.reasons)}  # fmt: skip
    found.version += 1
    save(found)
    journal.record("committees.meeting_opened", actor=by.author, subject=f"meeting:{found.pk}",
                   deliberates=counted.reached, present=counted.present, of=counted.of)  # fmt: skip
    return counted


@transaction.atomic
def close_meeting(by: By, meeting: Meeting) -> Meeting:
    """Close a meeting; items without a decision are told as not examined."""
    found = locked(meeting)
    refuse_unless_runs(by, found)
    in_state(found, State.OPEN)
    found.state, found.closed_at, found.version = State.CLOSED, now(), found.version + 1
    save(found)
    left = found.items.filter(removed=False, decision__isnull=True).count()
    journal.record("committees.meeting_closed", actor=by.author, subject=f"meeting:{found.pk}",
                   decided=found.items.filter(decision__isnull=False).count(), left=left)  # fmt: skip
    return found
