"""What waits in this room: proposals to approve, messages to send, requests to answer, stand-ins about to end."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Invitation, InvitationState, JoiningRequest, Mandate
from tandem.accounts.placing import places_of, seat_of
from tandem.accounts.rights import Acting
from tandem.accounts.scopes import ANYWHERE
from tandem.accounts.tasks import Task, waits

SOON = dt.timedelta(days=30)


@waits
def _invitations(acting: Acting, date: dt.date) -> Iterable[Task]:
    """Proposals that one may approve, and one's own that did not leave or are about to expire."""
    role = _role(acting)
    if role is None or not {"people.invite", "mandates.grant"} & set(role.may):
        return
    rows = list(Invitation.objects.open().filter(expires_at__gt=timezone.now()).select_related("organisation"))
    wanted = [each for each in rows if each.state == InvitationState.PROPOSED and each.role in role.grants]
    places = places_of({each.scope for each in wanted}) if wanted else {}
    for each in wanted:
        if places.get(each.scope, ANYWHERE).within(acting.scope):
            what = _("Approuver une invitation pour %(organisation)s") % {"organisation": each.organisation.name}
            yield Task(what, _("Vous pouvez donner ce mandat."), _invitation(each), _day(each.expires_at))
    for each in rows:
        if each.invited_by_id != acting.person or each.state == InvitationState.PROPOSED:
            continue
        if each.state == InvitationState.TO_SEND:
            what = _("Envoyer l’invitation pour %(organisation)s") % {"organisation": each.organisation.name}
            yield Task(what, _("Son message n’est pas parti."), _invitation(each), _day(each.expires_at))
        elif each.expires_at - timezone.now() < dt.timedelta(days=7):
            what = _("Relancer l’invitation pour %(organisation)s") % {"organisation": each.organisation.name}
            yield Task(what, _("Elle n’est pas acceptée et expire bientôt."), _invitation(each), _day(each.expires_at))


@waits
def _requests(acting: Acting, date: dt.date) -> Iterable[Task]:
    """Requests to join an organisation where one may give a mandate."""
    role = _role(acting)
    if role is None or "mandates.grant" not in role.may:
        return
    for each in JoiningRequest.objects.waiting().select_related("organisation", "person"):
        if seat_of(each.organisation).within(acting.scope):
            what = _("Répondre à %(person)s, qui demande à rejoindre %(organisation)s") % {
                "person": each.person.full_name, "organisation": each.organisation.name}  # fmt: skip
            yield Task(what, _("Vous pouvez donner un mandat dans cette organisation."),
                       reverse("workspace:joining", args=[each.reference]))  # fmt: skip


@waits
def _stand_ins(acting: Acting, date: dt.date) -> Iterable[Task]:
    """Stand-ins about to end: for who stands in, and for who is stood in for."""
    held = Mandate.objects.exercised_on(date).filter(stands_in_for__isnull=False)
    held = held.filter(validity__endswith__lte=date + SOON).select_related("stands_in_for")
    for each in held:
        if acting.mandate in (each.pk, each.stands_in_for_id):
            what = _("Préparer la fin de la suppléance pour %(organisation)s") % {
                "organisation": each.organisation.name}  # fmt: skip
            yield Task(what, _("Elle concerne votre mandat."), reverse("workspace:mandate", args=[each.pk]),
                       each.last_day)  # fmt: skip


def _invitation(invitation: Invitation) -> str:
    return reverse("workspace:invitation", args=[invitation.reference])


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


def _role(acting: Acting) -> programme.Role | None:
    return next((each for each in programme.current().roles if each.code == acting.role), None)
