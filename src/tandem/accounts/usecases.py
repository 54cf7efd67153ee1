"""What one does with people and organisations: give, end and stand in for mandates; merge duplicates.

Each checks the rights of who acts, locks what it changes, writes and journals in one transaction.
"""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, RefusedError, refuse_unless
from tandem.accounts.identifiers import is_siren, is_siret, plain
from tandem.accounts.models import EnterpriseLink, Mandate, Organisation, Person
from tandem.accounts.rights import may, may_grant
from tandem.accounts.scopes import Place, Scope, ScopeKind
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.saving import save
from tandem.core.typography import date_long

_FIRST = 7_210_005  # names the first mandate among PostgreSQL's advisory locks


@transaction.atomic
def grant_mandate(
    by: By,
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    scope: Scope,
    place: Place,
    first: dt.date,
    last: dt.date | None = None,
    ground: str = "",
    stands_in_for: Mandate | None = None,
) -> Mandate:
    """Give a mandate.

    Parameters
    ----------
    by
        Who gives it.
    scope, place
        The perimeter, and where that perimeter lies: what the giver's own mandate must hold.
    first, last
        First and last day; without a last one it has no end.
    ground
        The act that it rests on (deliberation, order, letter of assignment).
    stands_in_for
        The mandate that it stands in for during an absence: same role and perimeter, within its dates.

    Raises
    ------
    RefusedError
        The giver may not give this role there.
    TandemError
        Role, kind of organisation, perimeter or dates do not go together.
    """
    held = programme.current()
    refuse_unless(may_grant(by.acting, role, place, held))
    wanted = held.role(role)
    if organisation.kind not in wanted.kinds:
        raise TandemError(
            _("Le rôle « %(role)s » ne se tient pas pour une organisation de nature « %(kind)s ».")
            % {"role": wanted.name, "kind": held.organisation_kind(organisation.kind).name}
        )
    if scope.kind != wanted.scope:
        raise TandemError(
            _("Le rôle « %(role)s » s’exerce sur %(scope)s.")
            % {"role": wanted.name, "scope": ScopeKind(wanted.scope).label}
        )
    if last is not None and last < first:
        raise TandemError(_("Le dernier jour d’un mandat ne précède pas le premier."))
    if stands_in_for is not None:
        _check_stand_in(stands_in_for, role, scope, first, last)
    mandate = Mandate(
        person=person,
        organisation=organisation,
        role=role,
        scope_kind=scope.kind,
        scope_code=scope.code,
        validity=DateRange(first, None if last is None else last + dt.timedelta(days=1)),
        ground=ground,
        granted_by=by.mandate.person,
        stands_in_for=stands_in_for,
    )
    save(mandate)
    journal.record(
        "accounts.mandate_granted",
        actor=by.author,
        subject=f"mandate:{mandate.pk}",
        reason=ground,
        person=str(person.reference),
        organisation=organisation.pk,
        role=role,
        scope=str(scope),
        first=first,
        last=last,
        stands_in_for=stands_in_for and stands_in_for.pk,
    )
    return mandate


def _check_stand_in(of: Mandate, role: str, scope: Scope, first: dt.date, last: dt.date | None) -> None:
    if (of.role, of.scope) != (role, scope):
        raise TandemError(_("On ne supplée quelqu’un que dans son rôle et son périmètre."))
    if last is None:
        raise TandemError(_("Une suppléance a un dernier jour."))
    lower, upper = of.validity.lower, of.validity.upper
    if (lower is not None and first < lower) or (upper is not None and last >= upper):
        raise TandemError(_("Une suppléance tient dans les dates du mandat qu’elle supplée."))


@transaction.atomic
def appoint_first(*, actor: str, email: str, first_name: str, last_name: str, organisation: str) -> Mandate:
    """Give the mandate from which all others are given, to the first person of an installation.

    Parameters
    ----------
    actor
        Who runs the command: nobody has a mandate yet.
    organisation
        Name of the organisation that runs the programme.

    Raises
    ------
    TandemError
        Somebody holds this mandate already: mandates are then given by them. Or an address that is none.
    """
    role = programme.current().steering_role
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST])
    if Mandate.objects.filter(role=role.code).exercised_on(today()).exists():
        raise TandemError(
            _("Quelqu’un tient déjà le rôle « %(role)s ».") % {"role": role.name},
            _("C’est à cette personne de donner les mandats suivants."),
        )
    person = Person.objects.filter(email=email.lower()).first() or Person(email=email.lower())
    person.first_name, person.last_name = first_name, last_name
    if person.pk is None:
        person.set_unusable_password()
    save(person)
    # Whoever runs the installation vouches for the address: a first password is asked for there.
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    kind = role.kinds[0]
    runs = Organisation.objects.current().filter(kind=kind).first() or Organisation(kind=kind, name=organisation)
    save(runs)
    mandate = Mandate(
        person=person,
        organisation=runs,
        role=role.code,
        scope_kind=ScopeKind.NATION,
        validity=DateRange(today()),
        ground=_("premier mandat de cette installation"),
    )
    save(mandate)
    journal.record(
        "accounts.first_mandate",
        actor=actor,
        subject=f"mandate:{mandate.pk}",
        person=str(person.reference),
        organisation=runs.pk,
        role=role.code,
    )
    return mandate


@transaction.atomic
def end_mandate(by: By, mandate: Mandate, place: Place, *, last: dt.date, reason: str) -> Mandate:
    """End a mandate after a day; those that stand in for it end with it.

    Raises
    ------
    RefusedError
        The one who acts may not end this role there.
    TandemError
        It has ended already, or would end before it begins, or no reason is given.
    """
    verdict = may_grant(by.acting, mandate.role, place, programme.current())
    if not verdict and mandate.person_id != by.mandate.person_id:  # anybody may lay down their own mandate
        raise RefusedError(str(verdict.reason))
    if not reason.strip():
        raise TandemError(_("Dire pourquoi le mandat prend fin."))
    locked = Mandate.objects.select_for_update().get(pk=mandate.pk)
    upper = locked.validity.upper
    if upper is not None and last >= upper:
        raise TandemError(_("Ce mandat prend déjà fin le %(day)s.") % {"day": date_long(upper - dt.timedelta(days=1))})
    if locked.validity.lower is not None and last < locked.validity.lower:
        raise TandemError(_("Un mandat ne prend pas fin avant de commencer."))
    stand_ins = locked.stand_ins.select_for_update().filter(validity__contains=last + dt.timedelta(days=1))
    for each in [locked, *stand_ins]:
        each.validity = DateRange(each.validity.lower, last + dt.timedelta(days=1))
        save(each)
    journal.record(
        "accounts.mandate_ended",
        actor=by.author,
        subject=f"mandate:{locked.pk}",
        reason=reason,
        last=last,
        stand_ins=[each.pk for each in stand_ins],
    )
    return locked


@transaction.atomic
def register_organisation(by: By, *, name: str, kind: str, number: str, place: Place, **where: Model) -> Organisation:
    """Make an organisation known by its SIREN or SIRET; one already known under it is given back.

    Raises
    ------
    RefusedError
        The one who acts may not.
    TandemError
        The number is neither, or its check digit says that it was mistyped.
    """
    refuse_unless(may(by.acting, "organisations.manage", place, programme.current()))
    siren, siret = numbers_of(number)
    known = Organisation.objects.current().filter(siren=siren, siret=siret).first()
    if known is not None:
        return known
    made = Organisation(name=" ".join(name.split()), kind=kind, siren=siren, siret=siret, **where)
    save(made)
    journal.record(
        "accounts.organisation_registered",
        actor=by.author,
        subject=f"organisation:{made.pk}",
        kind=kind,
        siren=siren,
        siret=siret,
    )
    return made


def numbers_of(typed: str) -> tuple[str, str]:
    """Return the SIREN, and the SIRET if one was given, of what somebody typed.

    Raises
    ------
    TandemError
        It is neither; the message says whether a digit is missing or mistyped.
    """
    number = plain(typed)
    if is_siret(number):
        return number[:9], number
    if is_siren(number):
        return number, ""
    if number.isdigit() and len(number) in (9, 14):
        raise TandemError(
            _("Le numéro %(number)s n’existe pas : un de ses chiffres est faux.") % {"number": number},
            _("Le recopier depuis un document de l’organisation ou l’annuaire des entreprises."),
        )
    raise TandemError(
        _("« %(typed)s » n’est ni un SIREN (9 chiffres) ni un SIRET (14 chiffres).") % {"typed": typed.strip()}
    )


@dataclass(frozen=True, slots=True)
class Moves:
    """What a merge moves, counted before it is done."""

    mandates: int
    links: int


def moves_of(duplicate: Organisation) -> Moves:
    """Count what merging an organisation into another would move (two queries)."""
    links = EnterpriseLink.objects.filter(holder=duplicate) | EnterpriseLink.objects.filter(held=duplicate)
    return Moves(duplicate.mandates.count(), links.count())


@transaction.atomic
def merge_organisations(by: By, duplicate: Organisation, into: Organisation, place: Place, *, reason: str) -> Moves:
    """Merge a duplicate into the organisation that stands for it; return what moved.

    Raises
    ------
    RefusedError
        The one who acts may not.
    TandemError
        They are of different kinds, one of them was merged already, or a person holds the same mandate in both.
    """
    refuse_unless(may(by.acting, "organisations.merge", place, programme.current()))
    locked = {each.pk: each for each in Organisation.objects.select_for_update().filter(pk__in=(duplicate.pk, into.pk))
              .order_by("pk")}  # fmt: skip
    if len(locked) < 2 or any(each.merged_into_id for each in locked.values()):
        raise TandemError(_("L’une des deux est déjà fondue dans une autre, ou c’est la même."))
    if duplicate.kind != into.kind:
        raise TandemError(_("Deux organisations de natures différentes ne se fondent pas."))
    moves = moves_of(duplicate)
    try:
        with transaction.atomic():
            duplicate.mandates.update(organisation=into)
            EnterpriseLink.objects.filter(holder=duplicate).update(holder=into)
            EnterpriseLink.objects.filter(held=duplicate).update(held=into)
    except IntegrityError as error:
        raise TandemError(
            _("Une même personne tient le même mandat pour les deux, ou l’une détient l’autre."),
            _("Clore d’abord le mandat ou le lien en double."),
        ) from error
    locked[duplicate.pk].merged_into = into
    locked[duplicate.pk].save(update_fields=["merged_into"])
    journal.record(
        "accounts.organisations_merged",
        actor=by.author,
        subject=f"organisation:{into.pk}",
        reason=reason,
        duplicate=duplicate.pk,
        mandates=moves.mandates,
        links=moves.links,
    )
    return moves
