"""Who answers for the State, the Region and operators where a territory lies, as of a date; the absent are shown."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from tandem import programme
from tandem.accounts.models import Mandate, Organisation
from tandem.accounts.scopes import Place, ScopeKind


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A correspondent that is expected: of what, of which organisation when one is, and the mandates that answer."""

    name: str
    organisation: str
    mandates: tuple[Mandate, ...]

    @property
    def absent(self) -> bool:
        return not self.mandates


def correspondents_of(place: Place, date: dt.date) -> list[Correspondent]:
    """Return the correspondents that the programme expects for a territory, in its order (two queries)."""
    expected = programme.current().governance.correspondents
    roles = {role for each in expected for role in each.roles}
    over = (
        Q(scope_kind=ScopeKind.NATION)
        | Q(scope_kind=ScopeKind.REGION, scope_code__in=place.regions)
        | Q(scope_kind=ScopeKind.DEPARTMENT, scope_code__in=place.departments)
        | Q(scope_kind=ScopeKind.TERRITORY, scope_code__in=place.territories)
    )
    mandates = list(
        Mandate.objects.filter(over, role__in=roles)
        .as_of(date)
        .select_related("person", "organisation")
        .order_by("role", "organisation__name", "pk")
    )
    kinds = [each.each for each in expected if each.each]
    wanted = list(Organisation.objects.current().filter(kind__in=kinds).order_by("name", "pk")) if kinds else []
    found = []
    for each in expected:
        answering = [mandate for mandate in mandates if mandate.role in each.roles]
        named = [organisation for organisation in wanted if organisation.kind == each.each]
        if each.each and named:
            found += [
                Correspondent(each.name, organisation.name, _of(organisation, answering)) for organisation in named
            ]
        else:
            found.append(Correspondent(each.name, "", tuple(answering)))
    return found


def _of(organisation: Organisation, mandates: list[Mandate]) -> tuple[Mandate, ...]:
    return tuple(mandate for mandate in mandates if mandate.organisation_id == organisation.pk)
