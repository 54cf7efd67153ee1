"""What somebody may do: from the mandate under which they act, the role's line in the programme file, and the place.

A right is never stored. A person acts under one mandate at a time, so that what they do says for whom.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.accounts.scopes import Place, Scope
from tandem.core.access import Verdict
from tandem.programme import Programme, Role
from tandem.programme.operations import OPERATIONS


@dataclass(frozen=True, slots=True)
class Acting:
    """For whom somebody acts, as what and over what; the second factor with which they signed in, or not.

    Parameters
    ----------
    mandate, person, organisation
        Primary keys.
    role
        Code of the role in the programme file.
    scope
        The perimeter of the mandate.
    second_factor
        Whether this session was opened with one.
    """

    mandate: int
    person: int
    organisation: int
    role: str
    scope: Scope
    second_factor: bool = False


def may(acting: Acting | None, operation: str, place: Place, programme: Programme) -> Verdict:
    """Say whether an operation is allowed on something that lies at a place, and why when it is not.

    Raises
    ------
    KeyError
        An operation that Tandem does not have: a mistake in the code, never a question of rights.
    """
    wanted = OPERATIONS[operation]
    if acting is None:
        return Verdict(False, _("Il faut se connecter, et agir au titre d’un mandat."))
    role = _role(acting.role, programme)
    if role is None or operation not in role.may:
        name = role.name if role is not None else acting.role
        return Verdict(False, _("Le rôle « %(role)s » ne le permet pas : %(what)s.") % {
            "role": name, "what": str(wanted.label).lower()})  # fmt: skip
    if not place.within(acting.scope):
        return Verdict(False, _("C’est hors du périmètre de votre mandat."))
    if wanted.binding and not acting.second_factor:
        return Verdict(False, _("Cet acte engage : il demande une connexion avec un second facteur."))
    return Verdict(True)


def may_grant(acting: Acting | None, role: str, place: Place, programme: Programme) -> Verdict:
    """Say whether somebody may give, suspend or end mandates of a role at a place."""
    allowed = may(acting, "mandates.grant", place, programme)
    if not allowed or acting is None:
        return allowed
    own = _role(acting.role, programme)
    if own is None or role not in own.grants:
        return Verdict(False, _("Ce rôle n’est pas de ceux que vous pouvez donner."))
    return Verdict(True)


def matrix(programme: Programme) -> list[tuple[Role, dict[str, bool]]]:
    """Return, for each role in the order of the programme file, which operations it allows: the page and its test."""
    return [(role, {code: code in role.may for code in OPERATIONS}) for role in programme.roles]


def _role(code: str, programme: Programme) -> Role | None:
    """The role as the file has it today; None for one that it no longer has, which then allows nothing."""
    return next((role for role in programme.roles if role.code == code), None)
