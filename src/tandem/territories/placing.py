"""Where territories lie, for rights: themselves, and every department and region in which they have a commune."""

from collections import defaultdict
from collections.abc import Collection

from tandem.accounts.placing import locates
from tandem.accounts.scopes import Place, ScopeKind
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
