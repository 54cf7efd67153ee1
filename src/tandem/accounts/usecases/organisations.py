"""Organisations: made known by their number, corrected, merged when they are one."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.identifiers import is_siren, is_siret, plain
from tandem.accounts.models import EnterpriseLink, Invitation, JoiningRequest, Mandate, Organisation, OrganisationState
from tandem.accounts.placing import seat_of
from tandem.accounts.rights import may
from tandem.accounts.scopes import ScopeKind
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.saving import save
from tandem.places.models import Department, Region


class ChangedMeanwhileError(TandemError):
    """Somebody else changed the object since it was shown: nothing was written."""


@transaction.atomic
def register_organisation(
    by: By,
    *,
    name: str,
    kind: str,
    number: str,
    region: Region | None = None,
    department: Department | None = None,
) -> Organisation:
    """Make an organisation known by its SIREN or SIRET; one already known under it is given back.

    Parameters
    ----------
    region, department
        Where it has its seat: where the one who acts must be allowed to.

    Raises
    ------
    RefusedError
        The one who acts may not.
    TandemError
        The number is neither, or its check digit says that it was mistyped.
    """
    seat = _seat(region, department)
    made = Organisation(name=" ".join(name.split()), kind=kind, **seat)
    refuse_unless(may(by.acting, "organisations.manage", seat_of(made), programme.current()))
    _check(made)
    made.siren, made.siret = numbers_of(number)
    known = Organisation.objects.current().filter(siren=made.siren, siret=made.siret).first()
    if known is not None:
        return known
    save(made)
    journal.record(
        "accounts.organisation_registered",
        actor=by.author,
        subject=f"organisation:{made.pk}",
        kind=kind,
        siren=made.siren,
        siret=made.siret,
    )
    return made


@transaction.atomic
def correct_organisation(
    by: By,
    organisation: Organisation,
    *,
    version: int,
    name: str,
    kind: str,
    number: str,
    region: Region | None,
    department: Department | None,
    reason: str,
) -> Organisation:
    """Correct what is known of an organisation.

    Parameters
    ----------
    version
        The state that the one who acts was shown (`version_of`).

    Raises
    ------
    RefusedError
        The one who acts may not, where it has its seat or where it would.
    ChangedMeanwhileError
        It is no longer in that state.
    TandemError
        What is typed does not go together, or no reason is given.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    held = programme.current()
    refuse_unless(may(by.acting, "organisations.manage", seat_of(locked), held))
    if version_of(locked) != version:
        raise ChangedMeanwhileError(
            _("Quelqu’un a corrigé cette organisation pendant que vous l’aviez sous les yeux."),
            _("Comparer avec ce que vous avez tapé, puis enregistrer de nouveau."),
        )
    before = _known(locked)
    locked.name, locked.kind = " ".join(name.split()), kind
    for field, value in _seat(region, department).items():
        setattr(locked, field, value)
    refuse_unless(may(by.acting, "organisations.manage", seat_of(locked), held))
    _check(locked)
    locked.siren, locked.siret = numbers_of(number) if number.strip() else ("", "")
    changed = {key: value for key, value in _known(locked).items() if value != before[key]}
    if not changed:
        return locked
    if not reason.strip():
        raise TandemError(_("Dire pourquoi vous corrigez."))
    save(locked)
    journal.record(
        "accounts.organisation_corrected",
        actor=by.author,
        subject=f"organisation:{locked.pk}",
        reason=reason,
        before={key: before[key] for key in changed},
        after=changed,
    )
    return locked


def version_of(organisation: Organisation) -> int:
    """Return the key of the latest state of an organisation: what a form carries (one query)."""
    states = OrganisationState.objects.filter(of=organisation.pk)
    return states.order_by("-since", "-pk").values_list("pk", flat=True).first() or 0


def _seat(region: Region | None, department: Department | None) -> dict[str, Region | Department | None]:
    """A department says its region."""
    return {"region": department.region if department is not None else region, "department": department}


def _known(organisation: Organisation) -> dict[str, str]:
    names = ("name", "kind", "siren", "siret", "region_id", "department_id")
    return {name.removesuffix("_id"): getattr(organisation, name) or "" for name in names}


def _check(organisation: Organisation) -> None:
    if not organisation.name:
        raise TandemError(_("Donner le nom de l’organisation."))
    if organisation.kind not in {each.code for each in programme.current().organisation_kinds}:
        raise TandemError(_("Choisir la nature de l’organisation dans la liste."))


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
    """What a merge moves, counted before it is done; `waiting` are invitations and requests that are not settled."""

    mandates: int
    links: int
    waiting: int = 0


def moves_of(duplicate: Organisation) -> Moves:
    """Count what merging an organisation into another would move (four queries)."""
    links = EnterpriseLink.objects.filter(holder=duplicate) | EnterpriseLink.objects.filter(held=duplicate)
    waiting = Invitation.objects.open().filter(organisation=duplicate).count()
    waiting += JoiningRequest.objects.waiting().filter(organisation=duplicate).count()
    return Moves(Mandate.objects.filter(_of(duplicate)).count(), links.count(), waiting)


def _of(organisation: Organisation) -> Q:
    """Mandates held for an organisation, or over it."""
    return Q(organisation=organisation) | Q(scope_kind=ScopeKind.ORGANISATION, scope_code=str(organisation.pk))


@transaction.atomic
def merge_organisations(by: By, duplicate: Organisation, into: Organisation, *, reason: str) -> Moves:
    """Merge a duplicate into the organisation that stands for it; return what moved.

    Raises
    ------
    RefusedError
        The one who acts may not.
    TandemError
        They are of different kinds, one of them was merged already, a person holds the same mandate in both, or no
        reason is given.
    """
    for each in (duplicate, into):
        refuse_unless(may(by.acting, "organisations.merge", seat_of(each), programme.current()))
    if not reason.strip():
        raise TandemError(_("Dire pourquoi les deux n’en sont qu’une."))
    locked = {each.pk: each for each in Organisation.objects.select_for_update().filter(pk__in=(duplicate.pk, into.pk))
              .order_by("pk")}  # fmt: skip
    if len(locked) < 2 or any(each.merged_into_id for each in locked.values()):
        raise TandemError(_("L’une des deux est déjà fondue dans une autre, ou c’est la même."))
    if duplicate.kind != into.kind:
        raise TandemError(_("Deux organisations de natures différentes ne se fondent pas."))
    moves = moves_of(duplicate)
    try:
        with transaction.atomic():
            over = Mandate.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_code=str(duplicate.pk))
            over.update(scope_code=str(into.pk))
            Mandate.objects.filter(organisation=duplicate).update(organisation=into)
            for waiting in (Invitation.objects.open(), JoiningRequest.objects.waiting()):
                waiting.filter(organisation=duplicate).update(organisation=into)
            invited = Invitation.objects.open().filter(scope_kind=ScopeKind.ORGANISATION)
            invited.filter(scope_code=str(duplicate.pk)).update(scope_code=str(into.pk))
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
