"""Whom entries about committees concern: members, who leads the territory decided on, who is asked to follow up."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from tandem.accounts.models import Mandate
from tandem.accounts.scopes import ScopeKind
from tandem.committees.models import Committee, Decision, Interest, Meeting
from tandem.committees.sitting import sitting_of
from tandem.core.clock import today
from tandem.core.journal.notices import To, tells
from tandem.core.models import JournalEntry

ALWAYS = ("meeting_called", "meeting_opened", "minutes_ready", "minutes_approved")
ONCE_CALLED = ("meeting_changed", "meeting_cancelled", "item_added", "item_edited", "item_removed")
"""What changes before the call is the secretariat's own work."""


def _key(entry: JournalEntry) -> int:
    return int(entry.subject.partition(":")[2])


def _members(committee: Committee, about: str, aside: Iterable[int] = ()) -> list[To]:
    sitting = sitting_of(committee, today())
    why = _("Vous siégez dans ce comité : %s.") % committee.name
    left_out = set(aside)
    return [To(each.person_id, why, about) for each in sitting.mandates.values() if each.person_id not in left_out]


def _of_meeting(entry: JournalEntry) -> list[To]:
    if entry.data.get("called") is False:
        return []
    meeting = Meeting.objects.filter(pk=_key(entry)).select_related("committee").first()
    if meeting is None:
        return []
    aside: Iterable[int] = ()
    if "item" in entry.data:  # closed to them: they are not told of it either
        aside = Interest.objects.filter(item=entry.data["item"]).values_list("person", flat=True)
    return _members(meeting.committee, entry.subject, aside)


def _register(code: str, audience: Callable[[JournalEntry], list[To]]) -> None:
    tells(f"committees.{code}")(audience)


for _code in (*ALWAYS, *ONCE_CALLED):
    _register(_code, _of_meeting)


@tells("committees.decided")
def _decided(entry: JournalEntry) -> list[To]:
    decision = Decision.objects.filter(pk=_key(entry)).select_related("committee").first()
    if decision is None:
        return []
    aside = set(Interest.objects.filter(item=decision.item_id).values_list("person", flat=True))
    kind, _separator, code = entry.data["about"].partition(":")
    held = Mandate.objects.none()
    if kind == "territory":
        held = Mandate.objects.exercised_on(today()).filter(scope_kind=ScopeKind.TERRITORY, scope_code=code)
    why = _("Vous tenez un mandat sur le territoire dont ce comité a décidé.")
    leads = [To(each.person_id, why) for each in held if each.person_id not in aside]
    return [*_members(decision.committee, entry.subject, aside), *leads]


@tells("committees.follow_up_asked")
def _asked(entry: JournalEntry) -> list[To]:
    mandate, organisation = entry.data["mandate"], entry.data["organisation"]
    held = Mandate.objects.exercised_on(today())
    held = held.filter(pk=mandate) if mandate else held.filter(organisation=organisation)
    aside = Interest.objects.filter(item__decision=_key(entry)).values("person")
    held = held.exclude(person__in=aside)
    return [To(each.person_id, _("Une décision vous demande de faire quelque chose.")) for each in held]
