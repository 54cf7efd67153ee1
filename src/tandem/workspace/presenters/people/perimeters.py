"""What lies within the perimeter of a mandate, as conditions of a query: lists show what the pages would open."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from tandem.accounts.models import Mandate, Organisation, Person
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.places.models import Department, Region
from tandem.programme import Role
from tandem.territories.models import PerimeterCommune, Territory


def territories_within(scope: Scope) -> QuerySet[Territory]:
    """Territories that a perimeter holds, those that only have a commune there included."""
    every = Territory.objects.all()
    if scope.kind == ScopeKind.NATION:
        return every
    if scope.kind == ScopeKind.TERRITORY:
        return every.filter(pk=scope.code)
    links = PerimeterCommune.objects.order_by()
    if scope.kind == ScopeKind.REGION:
        links = links.filter(commune__department__region=scope.code)
        return every.filter(Q(region=scope.code) | Q(pk__in=links.values("perimeter__territory")))
    if scope.kind == ScopeKind.DEPARTMENT:
        return every.filter(pk__in=links.filter(commune__department=scope.code).values("perimeter__territory"))
    return every.none()


def mandates_within(scope: Scope) -> Q:
    """Mandates whose perimeter, or the seat of whose organisation, a perimeter holds."""
    if scope.kind == ScopeKind.NATION:
        return Q()
    own = Q(scope_kind=scope.kind, scope_code=scope.code)
    if scope.kind in (ScopeKind.REGION, ScopeKind.DEPARTMENT):
        territories = territories_within(scope).order_by().values("pk")
        own |= Q(scope_kind=ScopeKind.TERRITORY, scope_code__in=territories)
    if scope.kind == ScopeKind.REGION:
        departments = Department.objects.filter(region=scope.code).order_by().values("pk")
        own |= Q(scope_kind=ScopeKind.DEPARTMENT, scope_code__in=departments) | Q(organisation__region=scope.code)
    if scope.kind == ScopeKind.DEPARTMENT:
        own |= Q(organisation__department=scope.code)
    if scope.kind == ScopeKind.ORGANISATION:
        own |= Q(organisation=scope.code)
    return own


def people_within(scope: Scope) -> QuerySet[Person]:
    """People who are met within a perimeter (`tandem.accounts.placing.whereabouts_of`), erased ones left out."""
    known = Person.objects.filter(erased_at__isnull=True)
    if scope.kind == ScopeKind.NATION:
        return known
    return known.filter(Exists(Mandate.objects.filter(mandates_within(scope), person=OuterRef("pk"))))


def organisations_within(scope: Scope) -> QuerySet[Organisation]:
    """Organisations that are met within a perimeter (`tandem.accounts.placing.presence_of`)."""
    known = Organisation.objects.current()
    if scope.kind == ScopeKind.NATION:
        return known
    seat = {
        ScopeKind.REGION: Q(region=scope.code),
        ScopeKind.DEPARTMENT: Q(department=scope.code),
        ScopeKind.ORGANISATION: Q(pk=scope.code),
    }.get(scope.kind, Q(pk__in=[]))
    return known.filter(seat | Exists(Mandate.objects.filter(mandates_within(scope), organisation=OuterRef("pk"))))


def scope_choices(role: Role, within: Scope) -> list[tuple[str, str]]:
    """Perimeters of a role that a perimeter holds, to choose from; none to choose for the nation or an organisation."""
    if role.scope == ScopeKind.TERRITORY:
        rows = territories_within(within)
    elif role.scope == ScopeKind.REGION:
        rows = (
            Region.objects.all()
            if within.kind == ScopeKind.NATION
            else Region.objects.filter(pk=within.code if within.kind == ScopeKind.REGION else None)
        )
    elif role.scope == ScopeKind.DEPARTMENT:
        held = {ScopeKind.NATION: Q(), ScopeKind.REGION: Q(region=within.code), ScopeKind.DEPARTMENT: Q(pk=within.code)}
        rows = Department.objects.filter(held.get(within.kind, Q(pk__in=[])))
    else:
        return []
    return [(code, name) for code, name in rows.order_by("name").values_list("pk", "name")]
