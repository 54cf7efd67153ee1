"""The minutes: made from the record, edited, sent to the members, approved at a following meeting."""

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts.acting import By, refuse_unless
from tandem.committees.minutes import draft
from tandem.committees.models import Meeting
from tandem.committees.rules import State
from tandem.committees.sitting import may_run, presides, sitting_of
from tandem.committees.usecases.turns import (
    ChangedMeanwhileError,
    day_of_sitting,
    in_state,
    locked,
    now,
    refuse_unless_prepares,
)
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.saving import save


@transaction.atomic
def draft_minutes(by: By, meeting: Meeting) -> Meeting:
    """Write the minutes from the record of a closed meeting; what was already written is not overwritten."""
    found = locked(meeting)
    refuse_unless_prepares(by, found)
    in_state(found, State.CLOSED)
    if found.minutes:
        raise TandemError(_("Le relevé est déjà commencé."), _("Le reprendre où il en est."))
    found.minutes, found.version = draft(found), found.version + 1
    save(found)
    journal.record("committees.minutes_drafted", actor=by.author, subject=f"meeting:{found.pk}")
    return found


@transaction.atomic
def edit_minutes(by: By, meeting: Meeting, *, version: int, text: str, ready: bool = False) -> Meeting:
    """Change the minutes; `ready` gives them to the members to read.

    Raises
    ------
    ChangedMeanwhileError
        Somebody changed them first: nothing of theirs is overwritten.
    """
    found = locked(meeting)
    refuse_unless_prepares(by, found)
    in_state(found, State.CLOSED)
    if found.version != version:
        raise ChangedMeanwhileError(found)
    if not text.strip():
        raise TandemError(_("Un relevé ne peut pas être vide."))
    found.minutes, found.version = text.replace("\r\n", "\n").strip(), version + 1
    first = ready and found.minutes_ready_at is None
    found.minutes_ready_at = now() if ready else found.minutes_ready_at
    save(found)
    code = "committees.minutes_ready" if first else "committees.minutes_edited"
    journal.record(code, actor=by.author, subject=f"meeting:{found.pk}")
    return found


@transaction.atomic
def approve_minutes(by: By, meeting: Meeting, *, at: Meeting) -> Meeting:
    """Approve the minutes of a meeting at a following one of the same committee, which is open.

    Raises
    ------
    TandemError
        They are not ready, the other meeting is not open or of another committee, or the one who acts does not preside.
    """
    rows = {each.pk: each for each in map(locked, sorted({meeting.pk, at.pk}))}
    found, following = rows[meeting.pk], rows[at.pk]
    sitting = sitting_of(following.committee, day_of_sitting(following))
    refuse_unless(may_run(by.acting, following.committee, sitting, following.day))
    if not presides(by.acting, sitting):
        raise TandemError(_("Seule la présidence fait approuver un relevé."))
    in_state(found, State.CLOSED)
    in_state(following, State.OPEN)
    if following.committee_id != found.committee_id or following.starts_at <= found.starts_at:
        raise TandemError(_("Un relevé s’approuve à une séance suivante du même comité."))
    if found.minutes_ready_at is None:
        raise TandemError(_("Ce relevé n’a pas encore été soumis aux membres."))
    found.state, found.approved_in, found.version = State.APPROVED, following, found.version + 1
    save(found)
    journal.record("committees.minutes_approved", actor=by.author, subject=f"meeting:{found.pk}",
                   at=following.pk)  # fmt: skip
    return found
