"""Where territories lie, for rights: themselves, and every department and region in which they have a commune."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from tandem.accounts.placing import locates
from tandem.accounts.scopes import Place, Scope, ScopeKind
from tandem.territories.models import PerimeterCommune, Territory


@locates(ScopeKind.TERRITORY)
def places_of(codes: Collection[str]) -> dict[str, Place]:
    """Return the place of each territory that exists (two queries).

    A territory between two regions lies in both; its perimeters of all dates count, so that who followed it still does.
    """
    departments: dict[str, set[str]] = defaultdict(set)
    regions: dict[str, set[str]] = defaultdict(set)
    links = PerimeterCommune.objects.filter(perimeter__territory__in=codes).order_by()
    where = ("perimeter__territory_id", "commune__department_id", "commune__department__region_id")
    for code, department, region in links.values_list(*where).distinct():
        departments[code].add(department)
        regions[code].add(region)
    return {
        code: Place(frozenset({code}), frozenset(departments[code]), frozenset(regions[code] | {region}))
        for code, region in Territory.objects.filter(pk__in=codes).values_list("pk", "region_id")
    }


def within(scope: Scope) -> QuerySet[Territory]:
    """Return the territories that a perimeter holds, as a query that others filter by (see `places_of`)."""
    if scope.kind == ScopeKind.NATION:
        return Territory.objects.all()
    if scope.kind == ScopeKind.TERRITORY:
        return Territory.objects.filter(pk=scope.code)
    links = {
        ScopeKind.DEPARTMENT: Q(commune__department=scope.code),
        ScopeKind.REGION: Q(commune__department__region=scope.code),
    }.get(scope.kind)
    if links is None:
        return Territory.objects.none()
    held = Q(pk__in=PerimeterCommune.objects.order_by().filter(links).values("perimeter__territory"))
    if scope.kind == ScopeKind.REGION:
        held |= Q(region=scope.code)
    return Territory.objects.filter(held)
