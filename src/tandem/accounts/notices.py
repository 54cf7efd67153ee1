"""Who is told of what happens to people, mandates and organisations."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Person
from tandem.accounts.placing import places_of, seat_of
from tandem.accounts.scopes import ANYWHERE, Place
from tandem.core.clock import today
from tandem.core.journal.notices import To, tells
from tandem.core.models import JournalEntry


@tells("accounts.mandate_granted")
def _granted(entry: JournalEntry) -> Iterable[To]:
    return _holder(entry, _("Ce mandat est le vôtre."))


@tells("accounts.mandate_ended")
def _ended(entry: JournalEntry) -> Iterable[To]:
    yield from _holder(entry, _("Ce mandat était le vôtre."))
    for mandate in Mandate.objects.filter(pk__in=entry.data["stand_ins"], person__is_active=True):
        yield To(mandate.person_id, _("Vous suppléiez ce mandat."), f"mandate:{mandate.pk}")


@tells("accounts.invitation_proposed")
def _proposed(entry: JournalEntry) -> Iterable[To]:
    invitation = Invitation.objects.filter(reference=_key(entry)).first()
    if invitation is None:
        return
    place = places_of([invitation.scope]).get(invitation.scope, ANYWHERE)
    for person in who_may_grant(place, invitation.role):
        yield To(person, _("Vous pouvez donner ce mandat."))


@tells("accounts.invitation_approved")
def _approved(entry: JournalEntry) -> Iterable[To]:
    return _inviter(entry)


@tells("accounts.invitation_refused")
def _refused(entry: JournalEntry) -> Iterable[To]:
    return _inviter(entry)


@tells("accounts.invitation_accepted")
def _accepted(entry: JournalEntry) -> Iterable[To]:
    return _inviter(entry)


@tells("accounts.joining_asked")
def _asked(entry: JournalEntry) -> Iterable[To]:
    request = JoiningRequest.objects.filter(reference=_key(entry)).select_related("organisation").first()
    for person in who_may_grant(seat_of(request.organisation)) if request else ():
        yield To(person, _("Vous pouvez donner un mandat dans cette organisation."))


@tells("accounts.joining_approved")
def _joined(entry: JournalEntry) -> Iterable[To]:
    return _asker(entry)


@tells("accounts.joining_refused")
def _not_joined(entry: JournalEntry) -> Iterable[To]:
    return _asker(entry)


def who_may_grant(place: Place, role: str = "") -> list[int]:
    """Return the people whose mandate in force lets them give mandates (of a role, when one is named) at a place.

    Those over the organisation or the territory itself come alone when there are some: who holds the nation is not told
    of every request.
    """
    held = programme.current()
    giving = {each.code for each in held.roles if each.grants and (not role or role in each.grants)}
    mandates = [each for each in Mandate.objects.filter(role__in=giving).exercised_on(today()).order_by("pk")
                if place.within(each.scope)]  # fmt: skip
    nearest = max((_WIDTH.index(each.scope_kind) for each in mandates), default=0)
    return sorted({each.person_id for each in mandates if _WIDTH.index(each.scope_kind) == nearest})


_WIDTH = ("nation", "region", "department", "territory", "organisation")


def _holder(entry: JournalEntry, why: str) -> Iterable[To]:
    for mandate in Mandate.objects.filter(pk=_key(entry), person__is_active=True):
        yield To(mandate.person_id, why)


def _inviter(entry: JournalEntry) -> Iterable[To]:
    for invitation in Invitation.objects.filter(reference=_key(entry), invited_by__is_active=True):
        yield To(invitation.invited_by_id, _("Cette invitation est la vôtre."))


def _asker(entry: JournalEntry) -> Iterable[To]:
    for person in Person.objects.filter(reference=entry.data["person"], is_active=True):
        yield To(person.pk, _("C’est votre demande."), f"organisation:{entry.data['organisation']}")


def _key(entry: JournalEntry) -> str:
    return entry.subject.partition(":")[2]
