"""Reads from mandates who sits in a committee, and who may do what there."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.accounts.rights import Acting, may
from tandem.accounts.scopes import ANYWHERE, Place, Scope, ScopeKind
from tandem.committees import rules
from tandem.committees.models import Attendance, Committee, Interest, Item, Meeting, Seat
from tandem.committees.rules import Composition, Held, Member, Presence, Quorum, Voice
from tandem.core.access import Verdict
from tandem.places.models import Region
from tandem.territories.models import Territory
from tandem.territories.placing import places_of


def place_of_scope(scope: Scope) -> Place | None:
    """Return where a committee over a perimeter lies; None when there is no such perimeter."""
    if scope.kind == ScopeKind.NATION:
        return ANYWHERE
    if scope.kind == ScopeKind.REGION:
        return Place(regions=frozenset({scope.code})) if Region.objects.filter(pk=scope.code).exists() else None
    return places_of([scope.code]).get(scope.code) if scope.kind == ScopeKind.TERRITORY else None


def name_of_scope(scope: Scope) -> str:
    model = {ScopeKind.REGION: Region, ScopeKind.TERRITORY: Territory}.get(scope.kind)
    found = model.objects.filter(pk=scope.code).values_list("name", flat=True).first() if model else None
    return found or _("toute la France")


def places(committees: Iterable[Committee]) -> dict[int, Place]:
    """Return where committees lie, by primary key (two queries when territories are among them)."""
    committees = list(committees)
    codes = {each.scope_code for each in committees if each.scope_kind == ScopeKind.TERRITORY}
    territories = places_of(codes) if codes else {}
    return {
        each.pk: ANYWHERE if each.scope_kind == ScopeKind.NATION
        else Place(regions=frozenset({each.scope_code})) if each.scope_kind == ScopeKind.REGION
        else territories.get(each.scope_code, ANYWHERE)
        for each in committees
    }  # fmt: skip


def within(scope: Scope) -> Place:
    """Return some place that a perimeter holds: where somebody named to a seat finds their committee."""
    code = frozenset({scope.code})
    return {
        ScopeKind.NATION: ANYWHERE,
        ScopeKind.REGION: Place(regions=code),
        ScopeKind.DEPARTMENT: Place(departments=code),
        ScopeKind.TERRITORY: Place(territories=code),
        ScopeKind.ORGANISATION: Place(organisations=code),
    }[scope.kind]


def place_for(acting: Acting | None, committee: Committee, day: dt.date) -> Place:
    """Return where a committee lies for somebody: within their own perimeter when they have a seat in it by name."""
    own = places([committee])[committee.pk]
    if acting is None or own.within(acting.scope):
        return own
    named = Seat.objects.as_of(day).filter(committee=committee, mandate=acting.mandate).exists()
    return within(acting.scope) if named else own


def concerns(acting: Acting, committee: Committee, day: dt.date) -> bool:
    """Whether a committee is somebody's to read: they sit in it, by role or by name, or their role prepares committees.

    A perimeter is not enough: who sits in the national committee does not read all those of the country.
    """
    role = next((each for each in programme.current().roles if each.code == acting.role), None)
    if role is None:
        return False
    if "committees.prepare" in role.may or acting.role in rules.voices(committee.rule):
        return True
    return Seat.objects.as_of(day).filter(committee=committee, mandate=acting.mandate).exists()


def held(mandate: Mandate) -> Held:
    return Held(mandate.pk, mandate.person_id, mandate.role, mandate.validity.lower, mandate.last_day,
                mandate.stands_in_for_id)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits in a committee on a day, with their mandates."""

    composition: Composition
    mandates: Mapping[int, Mandate]

    @property
    def members(self) -> tuple[Member, ...]:
        return self.composition.members


def sitting_of(committee: Committee, day: dt.date) -> Sitting:
    """Read who sits on a day (two queries, four for a committee of a territory)."""
    place = places([committee])[committee.pk]
    named = {seat.mandate_id: Voice(seat.voice) for seat in Seat.objects.as_of(day).filter(committee=committee)}
    rows = list(
        Mandate.objects.as_of(day)
        .filter(
            Q(role__in=rules.voices(committee.rule)) & _covers(place) | Q(pk__in=named) | Q(stands_in_for__in=named)
        )
        .select_related("person", "organisation")
        .order_by("pk")
    )
    found = rules.composition(committee.rule, map(held, rows), day, named)
    return Sitting(found, {each.pk: each for each in rows})


def _covers(place: Place) -> Q:
    """Mandates whose perimeter holds a place."""
    return (
        Q(scope_kind=ScopeKind.NATION)
        | Q(scope_kind=ScopeKind.REGION, scope_code__in=place.regions)
        | Q(scope_kind=ScopeKind.DEPARTMENT, scope_code__in=place.departments)
        | Q(scope_kind=ScopeKind.TERRITORY, scope_code__in=place.territories)
    )


def presences(attendances: Iterable[Attendance]) -> dict[int, Presence]:
    """Return who is or was there, or represented, by mandate."""
    return {
        each.mandate_id: Presence(each.mandate_id, each.stand_in_id, each.arrived_at, each.left_at)
        for each in attendances
        if each.state != "absent"
    }


def quorum_of(
    committee: Committee, sitting: Sitting, there: Iterable[Presence], at: dt.datetime, aside: Collection[int] = ()
) -> Quorum:
    """Say whether a committee may deliberate at a moment, some persons set aside; a stand-in set aside is not there."""
    present = {
        each.mandate for each in there
        if each.there(at) and (each.stand_in is None or sitting.mandates[each.stand_in].person_id not in aside)
    }  # fmt: skip
    return rules.quorum(committee.rule, sitting.composition, present, role_names(), aside)


def role_names() -> dict[str, str]:
    return {role.code: role.name for role in programme.current().roles}


def presides(acting: Acting | None, sitting: Sitting) -> bool:
    """Whether somebody presides, or stands in for who does."""
    member = sitting.composition.member(acting.mandate) if acting else None
    return member is not None and member.voice is Voice.CHAIR


def may_run(acting: Acting | None, committee: Committee, sitting: Sitting, day: dt.date) -> Verdict:
    """Say whether somebody may open, hold and close a meeting: who prepares it, or who presides."""
    allowed = may(acting, "committees.prepare", place_for(acting, committee, day), programme.current())
    if not allowed and presides(acting, sitting):
        return may(acting, "committees.read", place_for(acting, committee, day), programme.current())
    return allowed


def closed_items(person: int, meeting: Meeting) -> frozenset[int]:
    """Return the items of a meeting that a conflict of interest closes to somebody (one query)."""
    pairs = Interest.objects.filter(item__meeting=meeting).values_list("item", "person")
    return rules.closed_to(person, pairs)


def is_closed(person: int, item: Item) -> bool:
    """Whether a conflict of interest closes an item to somebody (one query)."""
    return Interest.objects.filter(item=item, person=person).exists()
