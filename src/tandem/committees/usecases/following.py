"""What decisions ask to be done: by whom, by when, and that it was."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Mandate, Organisation
from tandem.accounts.rights import Acting
from tandem.committees.models import Decision, FollowUp
from tandem.committees.sitting import may_run, sitting_of
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.saving import save


@transaction.atomic
def add_follow_up(
    by: By, decision: Decision, *, what: str, due: dt.date, mandate: Mandate | None = None,
    organisation: Organisation | None = None,
) -> FollowUp:  # fmt: skip
    """Ask somebody, by their mandate or their organisation, to do something that a decision calls for.

    Raises
    ------
    RefusedError
        The one who acts neither prepares nor presides.
    TandemError
        The day is before the decision, or nobody is asked, or both are.
    """
    committee = decision.committee
    refuse_unless(may_run(by.acting, committee, sitting_of(committee, today()), today()))
    if due < decision.on:
        raise TandemError(_("Une échéance ne précède pas la décision."))
    made = FollowUp(decision=decision, what=what.strip(), due=due, mandate=mandate, organisation=organisation)
    save(made)
    journal.record("committees.follow_up_asked", actor=by.author, subject=f"decision:{decision.pk}", follow_up=made.pk,
                   mandate=mandate and mandate.pk, organisation=organisation and organisation.pk, due=due)  # fmt: skip
    return made


def concerns(acting: Acting, follow_up: FollowUp) -> bool:
    """Whether it is for somebody to do: by this mandate, or by the organisation for which they act."""
    return acting.mandate == follow_up.mandate_id or acting.organisation == follow_up.organisation_id


@transaction.atomic
def mark_done(by: By, follow_up: FollowUp, *, on: dt.date, note: str) -> FollowUp:
    """Say that it was done, when and how: who was asked does, or who prepares or presides.

    Raises
    ------
    RefusedError
        It is neither theirs to do nor theirs to follow.
    TandemError
        It was done already, or on a day to come.
    """
    found = FollowUp.objects.select_for_update(of=("self",)).select_related("decision__committee").get(pk=follow_up.pk)
    committee = found.decision.committee
    if not concerns(by.acting, found):
        refuse_unless(may_run(by.acting, committee, sitting_of(committee, today()), today()))
    if found.done_on is not None:
        raise TandemError(_("C’est déjà fait."))
    if on > today():
        raise TandemError(_("Ce jour n’est pas encore venu."))
    if not note.strip():
        raise TandemError(_("Dire en quelques mots ce qui a été fait."))
    found.done_on, found.done_note = on, note.strip()
    save(found)
    journal.record("committees.follow_up_done", actor=by.author, subject=f"decision:{found.decision_id}",
                   follow_up=found.pk, on=on)  # fmt: skip
    return found
