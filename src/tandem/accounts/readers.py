"""Who may read an object: the people whose mandates of today open it, for mentions and for notices."""

from collections.abc import Collection

from django.db.models import Case, IntegerField, Q, Value, When

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.accounts.objects import EVERYBODY, Found, is_open, operation_of
from tandem.accounts.rights import Acting
from tandem.accounts.scopes import ScopeKind
from tandem.core.clock import today

NEAREST_FIRST = Case(
    *(When(scope_kind=kind, then=Value(rank)) for rank, kind in enumerate(reversed(ScopeKind.values))),
    output_field=IntegerField(),
)
"""A mandate over a territory comes before one over its region."""


def readers(
    reference: str, found: Found, among: Collection[int] | None = None, only_for: str = "", limit: int | None = None
) -> dict[int, Mandate]:
    """Return who may read an object, each with the mandate that is the nearest to it (one query).

    Parameters
    ----------
    among
        Primary keys of the only people asked about.
    only_for
        Only those who act for this organisation (its key, as text).
    limit
        How many mandates are read at most.
    """
    operation = operation_of(reference, found)
    held = Mandate.objects.exercised_on(today())
    if operation != EVERYBODY:
        place = found.place
        within = Q(scope_kind=ScopeKind.NATION)
        for kind, codes in (
            (ScopeKind.REGION, place.regions),
            (ScopeKind.DEPARTMENT, place.departments),
            (ScopeKind.TERRITORY, place.territories),
            (ScopeKind.ORGANISATION, place.organisations),
        ):
            within |= Q(scope_kind=kind, scope_code__in=list(codes))
        held = held.filter(within, role__in=[r.code for r in programme.current().roles if operation in r.may])
    for organisation in filter(None, (found.only_for, only_for)):
        held = held.filter(organisation=organisation)
    if found.closed_to:
        held = held.exclude(person__in=found.closed_to)
    if among is not None:
        held = held.filter(person__in=list(among))
    found_by: dict[int, Mandate] = {}
    for mandate in held.order_by(NEAREST_FIRST, "person__last_name", "person__first_name", "pk")[:limit]:
        acting = Acting(mandate.pk, mandate.person_id, mandate.organisation_id, mandate.role, mandate.scope)
        if operation == EVERYBODY or is_open(acting, found):
            found_by.setdefault(mandate.person_id, mandate)
    return found_by
