"""Where perimeters and organisations lie, for rights: read from what is known of them, never believed from a caller."""

from collections.abc import Callable, Collection, Iterable

from django.utils.translation import gettext as _

from tandem.accounts.models import Mandate, Organisation
from tandem.accounts.scopes import ANYWHERE, Place, Scope, ScopeKind
from tandem.core.errors import NotFoundError
from tandem.places.models import Department, Region

Locator = Callable[[Collection[str]], dict[str, Place]]

_locators: dict[ScopeKind, Locator] = {}


def locates(kind: ScopeKind) -> Callable[[Locator], Locator]:
    """Register, in the room that holds perimeters of a kind, the function that says where they lie by code."""

    def register(locate: Locator) -> Locator:
        _locators[kind] = locate
        return locate

    return register


def place_of(scope: Scope) -> Place:
    """Return where a perimeter lies.

    Raises
    ------
    NotFoundError
        There is no such region, department, territory or organisation.
    """
    found = places_of([scope]).get(scope)
    if found is None:
        raise NotFoundError(
            _("Ce périmètre n’existe pas : %(scope)s.") % {"scope": scope}, _("Le choisir dans la liste proposée.")
        )
    return found


def places_of(scopes: Iterable[Scope]) -> dict[Scope, Place]:
    """Return where perimeters lie, those that do not exist left out (a fixed number of queries for each kind)."""
    wanted: dict[ScopeKind, set[str]] = {}
    for scope in scopes:
        wanted.setdefault(scope.kind, set()).add(scope.code)
    found = {Scope(kind): ANYWHERE for kind in wanted if kind == ScopeKind.NATION}
    for code in Region.objects.filter(pk__in=wanted.get(ScopeKind.REGION, ())).values_list("pk", flat=True):
        found[Scope(ScopeKind.REGION, code)] = Place(regions={code})
    departments = Department.objects.filter(pk__in=wanted.get(ScopeKind.DEPARTMENT, ()))
    for code, region in departments.values_list("pk", "region_id"):
        found[Scope(ScopeKind.DEPARTMENT, code)] = Place(departments={code}, regions={region})
    # Territories live in a room above this one, which says where they lie.
    territories = _locators[ScopeKind.TERRITORY](wanted.get(ScopeKind.TERRITORY, ()))
    found |= {Scope(ScopeKind.TERRITORY, code): place for code, place in territories.items()}
    seats = seats_of(int(code) for code in wanted.get(ScopeKind.ORGANISATION, ()) if code.isdecimal())
    return found | {Scope(ScopeKind.ORGANISATION, str(key)): place for key, place in seats.items()}


def seat_of(organisation: Organisation) -> Place:
    """Return where an organisation has its seat: what changes it is asked for there (no query)."""
    return Place(
        organisations={str(organisation.pk)} if organisation.pk else frozenset(),
        regions=frozenset(filter(None, [organisation.region_id])),
        departments=frozenset(filter(None, [organisation.department_id])),
    )


def seats_of(keys: Iterable[int]) -> dict[int, Place]:
    """Return the seats of organisations (one query)."""
    return {each.pk: seat_of(each) for each in Organisation.objects.filter(pk__in=set(keys))}


def presence_of(keys: Collection[int]) -> dict[int, Place]:
    """Return where organisations are met: their seat, and the perimeters of the mandates held for them.

    Whoever follows a territory may read who takes part in it; correcting an organisation is asked for at its seat.
    """
    held = Mandate.objects.filter(organisation__in=keys).order_by()
    rows = held.values_list("organisation_id", "scope_kind", "scope_code").distinct()
    scopes = [(key, Scope(ScopeKind(kind), code)) for key, kind, code in rows]
    places = places_of({scope for _key, scope in scopes})
    found = seats_of(keys)
    for key, scope in scopes:
        if key in found and scope in places:
            found[key] = joined(found[key], places[scope])
    return found


def whereabouts_of(people: Collection[int]) -> dict[int, Place]:
    """Return where people are met: the perimeters of their mandates, and the seats of those for whom they act.

    Somebody without a mandate is met nowhere: only a mandate over the nation sees them.
    """
    held = Mandate.objects.filter(person__in=people).select_related("organisation").order_by()
    rows = [(each.person_id, each.scope, seat_of(each.organisation)) for each in held]
    places = places_of({scope for _person, scope, _seat in rows})
    found = dict.fromkeys(people, ANYWHERE)
    for person, scope, seat in rows:
        found[person] = joined(found[person], places.get(scope, ANYWHERE), seat)
    return found


def joined(*places: Place) -> Place:
    """Return the place that lies wherever one of these does."""
    return Place(
        territories=frozenset().union(*(place.territories for place in places)),
        departments=frozenset().union(*(place.departments for place in places)),
        regions=frozenset().union(*(place.regions for place in places)),
        organisations=frozenset().union(*(place.organisations for place in places)),
    )
