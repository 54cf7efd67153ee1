"""Fictive people for a demo on one's own machine, one for each role of the programme file.

Their addresses end in ``.invalid``, to which no message can ever go, and they have no password.
"""

import datetime as dt
from collections.abc import Mapping

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import EnterpriseLink, Invitation, JoiningRequest, Mandate, Organisation, Person
from tandem.accounts.scopes import NATION, Scope, ScopeKind
from tandem.core import journal
from tandem.places.models import Department, Region
from tandem.programme import Role

SINCE = dt.date(2026, 1, 1)
NAMES = (
    ("Camille", "Arnaud"), ("Dominique", "Besson"), ("Claude", "Chabert"), ("Sacha", "Delorme"), ("Alix", "Évrard"),
    ("Morgan", "Ferrand"), ("Andrea", "Guichard"), ("Lou", "Humbert"), ("Charlie", "Imbert"), ("Maxime", "Jacquet"),
    ("Noor", "Kessler"), ("Sasha", "Lambert"), ("Eden", "Marchand"),
)  # fmt: skip
ALSO = {"elected-lead": "organisation-manager"}
"""A second mandate for the same organisation: somebody in the demo acts under several."""


DOMAIN = "demonstration.invalid"


def address_of(role: str) -> str:
    return f"{role}@{DOMAIN}"


def person_of(role: str) -> Person | None:
    """Return the fictive person who holds a role of the programme file, None when there is none."""
    known = {each.code for each in programme.current().roles}
    return Person.objects.filter(email=address_of(role), is_active=True).first() if role in known else None


def people() -> list[tuple[Role, Person]]:
    """Return the fictive people, each with the role that they are there for (one query)."""
    roles = {address_of(role.code): role for role in programme.current().roles}
    found = {person.email: person for person in Person.objects.filter(email__in=roles, is_active=True)}
    return [(role, found[address]) for address, role in roles.items() if address in found]


@transaction.atomic
def prepare(places: Mapping[str, str], *, actor: str) -> int:
    """Make the fictive people that are missing; return how many were made.

    Parameters
    ----------
    places
        Code of the region, the department and the territory where they act, by kind of perimeter.
    """
    made = 0
    for rank, role in enumerate(programme.current().roles):
        if Person.objects.filter(email=address_of(role.code)).exists():
            continue
        first, last = NAMES[rank % len(NAMES)]
        person = Person.objects.create_user(address_of(role.code), first_name=first, last_name=last)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        organisation = _organisation(role)
        for code in filter(None, (role.code, ALSO.get(role.code))):
            _mandate(person, organisation, programme.current().role(code), places)
        made += 1
    if made:
        journal.record("accounts.demo_people_made", actor=actor, people=made)
    return made


@transaction.atomic
def surround(places: Mapping[str, str]) -> None:
    """Make, once, what waits for them: a proposal to approve, a request to answer, a group of enterprises."""
    arriving = f"arrivant@{DOMAIN}"
    if Person.objects.filter(email=arriving).exists():
        return
    region = Region.objects.filter(pk=places.get(ScopeKind.REGION)).first()
    department = Department.objects.filter(pk=places.get(ScopeKind.DEPARTMENT)).first()
    Organisation.objects.filter(name__endswith=_("(fictive)")).exclude(kind="national-delegation").update(
        region=region, department=department
    )
    manager, lead, delegate = (person_of(code) for code in ("project-manager", "industrial-lead", "delegate"))
    if not (manager and lead and delegate and region):
        return
    company = Mandate.objects.filter(person=lead).select_related("organisation")[0].organisation
    mother, partner = (
        Organisation.objects.get_or_create(name=name, kind=company.kind, defaults={"region": region})[0]
        for name in (_("Groupe de plasturgie (fictif)"), _("Fonds d’investissement local (fictif)"))
    )
    for holder, share in ((mother, 60), (partner, 30)):
        EnterpriseLink.objects.get_or_create(
            holder=holder, held=company, share=share, validity=DateRange(SINCE, None), source=_("exemple fictif")
        )
    now = timezone.now()
    Invitation.objects.get_or_create(
        email=f"partenaire@{DOMAIN}", organisation=company, role="local-partner", scope_kind=ScopeKind.TERRITORY,
        scope_code=places[ScopeKind.TERRITORY],
        defaults={"validity": DateRange(SINCE, None), "ground": _("pour la démonstration"), "invited_by": manager,
                  "created_at": now, "expires_at": now + dt.timedelta(days=programme.current().invitation_days)},
    )  # fmt: skip
    asker = Person.objects.create_user(arriving, first_name="Robin", last_name="Noël")
    EmailAddress.objects.create(user=asker, email=asker.email, primary=True, verified=True)
    JoiningRequest.objects.create(person=asker, organisation=company, message=_("demande fictive"), asked_at=now)


def _organisation(role: Role) -> Organisation:
    kind = programme.current().organisation_kind(role.kinds[0])
    name = _("%s (fictive)") % kind.name
    found, _made = Organisation.objects.get_or_create(name=name, kind=kind.code, siren="", siret="")
    return found


def _mandate(person: Person, organisation: Organisation, role: Role, places: Mapping[str, str]) -> None:
    kind = ScopeKind(role.scope)
    own = {ScopeKind.NATION: NATION, ScopeKind.ORGANISATION: Scope(kind, str(organisation.pk))}
    scope = own.get(kind) or Scope(kind, places[kind])
    Mandate.objects.create(
        person=person,
        organisation=organisation,
        role=role.code,
        scope_kind=scope.kind,
        scope_code=scope.code,
        validity=DateRange(SINCE, None),
        ground=_("pour la démonstration"),
    )
