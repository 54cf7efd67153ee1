"""Mandates: given, stood in for, ended."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Mandate, Organisation, Person
from tandem.accounts.placing import place_of
from tandem.accounts.rights import may_grant
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.journal import Author
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
    scope
        The perimeter: where it lies is what the giver's own mandate must hold.
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
    NotFoundError
        There is no such perimeter.
    TandemError
        Role, kind of organisation, perimeter or dates do not go together, it rests on nothing, or it is for oneself.
    """
    refuse_unless(may_grant(by.acting, role, place_of(scope), programme.current()))
    check_terms(organisation, role, scope, first, last, ground)
    refuse_oneself(by, person.email)
    if person.erased_at is not None or not person.is_active:
        raise TandemError(_("Cette personne ne peut plus se connecter : elle ne reçoit pas de mandat."))
    if stands_in_for is not None:
        if stands_in_for.person_id == person.pk:
            raise TandemError(_("Nul ne se supplée soi-même."))
        _check_stand_in(stands_in_for, role, scope, first, last)
    mandate = Mandate(
        person=person,
        organisation=organisation,
        role=role,
        scope_kind=scope.kind,
        scope_code=scope.code,
        validity=DateRange(first, None if last is None else last + dt.timedelta(days=1)),
        ground=" ".join(ground.split()),
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


def refuse_oneself(by: By, email: str) -> None:
    """Refuse a mandate that somebody would give, or propose, to themselves: it would open what is kept for others.

    Raises
    ------
    TandemError
        The address is that of who gives.
    """
    if by.mandate.person.email == email:
        raise TandemError(
            _("Nul ne se donne de mandat à soi-même."), _("Demander à quelqu’un d’autre qui peut le donner.")
        )


def check_terms(
    organisation: Organisation, role: str, scope: Scope, first: dt.date, last: dt.date | None, ground: str
) -> None:
    """Check that a mandate's terms go together, before it is given or proposed.

    Raises
    ------
    TandemError
        With all the reasons.
    """
    held = programme.current()
    wanted = next((each for each in held.roles if each.code == role), None)
    if wanted is None:
        raise TandemError(_("Le fichier du programme n’a pas de rôle « %(role)s ».") % {"role": role})
    wrong = []
    if organisation.merged_into_id is not None:
        wrong.append(_("« %(name)s » a été fondue dans une autre organisation.") % {"name": organisation.name})
    if organisation.kind not in wanted.kinds:
        kinds = {each.code: each.name for each in held.organisation_kinds}
        wrong.append(
            _("Le rôle « %(role)s » ne se tient pas pour une organisation de nature « %(kind)s ».")
            % {"role": wanted.name, "kind": kinds.get(organisation.kind, organisation.kind)}
        )
    if scope.kind != wanted.scope:
        wrong.append(
            _("Le rôle « %(role)s » s’exerce sur %(scope)s.")
            % {"role": wanted.name, "scope": ScopeKind(wanted.scope).label}
        )
    elif scope.kind == ScopeKind.ORGANISATION and scope.code != str(organisation.pk):
        wrong.append(_("Le rôle « %(role)s » s’exerce sur l’organisation pour laquelle il est tenu.") % {
            "role": wanted.name})  # fmt: skip
    if last is not None and last < first:
        wrong.append(_("Le dernier jour d’un mandat ne précède pas le premier."))
    if not ground.strip():
        wrong.append(_("Dire le fondement du mandat : délibération, arrêté, lettre de mission."))
    if wrong:
        raise TandemError(" ".join(wrong))


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
            _("Quelqu’un tient déjà le rôle « %(role)s ».") % {"role": role.name},
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
def end_mandate(by: By, mandate: Mandate, *, last: dt.date, reason: str) -> Mandate:
    """End a mandate after a day; those that stand in for it end with it.

    Raises
    ------
    RefusedError
        The one who acts may not end this role there.
    TandemError
        It has ended already, or would end before it begins, or no reason is given.
    """
    locked = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if locked.person_id != by.mandate.person_id:  # anybody may lay down their own mandate
        refuse_unless(may_grant(by.acting, locked.role, place_of(locked.scope), programme.current()))
    if not reason.strip():
        raise TandemError(_("Dire pourquoi le mandat prend fin."))
    upper = locked.validity.upper
    if upper is not None and last >= upper:
        raise TandemError(_("Ce mandat prend déjà fin le %(day)s.") % {"day": date_long(upper - dt.timedelta(days=1))})
    if locked.validity.lower is not None and last < locked.validity.lower:
        raise TandemError(_("Un mandat ne prend pas fin avant de commencer."))
    close(locked, last=last, actor=by.author, reason=reason)
    return locked


def close(locked: Mandate, *, last: dt.date, actor: Author | str, reason: str) -> None:
    """Write that a locked mandate ends after a day, and those that stand in for it with it.

    One that stands in and would begin later holds on its first day only.
    """
    after = last + dt.timedelta(days=1)
    stand_ins = list(locked.stand_ins.select_for_update().filter(Q(validity__endswith__gt=after)))
    for each in [locked, *stand_ins]:
        lower = each.validity.lower
        each.validity = DateRange(lower, max(after, lower + dt.timedelta(days=1)) if lower else after)
        save(each)
    journal.record(
        "accounts.mandate_ended",
        actor=actor,
        subject=f"mandate:{locked.pk}",
        reason=reason,
        last=last,
        stand_ins=[each.pk for each in stand_ins],
    )
