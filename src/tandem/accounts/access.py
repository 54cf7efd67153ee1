"""Rules of views for people who sign in: `whoever`, `signed_in`, and `may_do` an operation where the object lies.

Like those of `tandem.core.access`, whose `opened_by` takes them.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.rights import Acting, may
from tandem.accounts.scopes import ANYWHERE, Place, ScopeKind
from tandem.core.access import Rule, Verdict
from tandem.core.typography import date_long
from tandem.programme.operations import OPERATIONS


def whoever(request: HttpRequest) -> Verdict:
    """Anybody, and the page looks at who it is (to sign in, to go away): unlike a public one, no cache keeps it."""
    return Verdict(True)


def signed_in(request: HttpRequest) -> Verdict:
    """Anybody who has signed in, with a mandate or without."""
    if request.user.is_authenticated:
        return Verdict(True)
    return Verdict(False, _("Il faut se connecter."), sign_in=True)


def may_do(operation: str, place_of: Callable[[HttpRequest], Place] | None = None) -> Rule:
    """Make the rule of those who may do an operation.

    Parameters
    ----------
    operation
        Code of the operation.
    place_of
        Where the object of the request lies (its identifier is in ``request.resolver_match.kwargs``); raises `Http404`
        when there is none. An object outside the perimeter of the mandate is not found either: nobody learns from the
        answer that it exists. Without it, the operation need only be allowed somewhere in one's own perimeter, to
        which the view then keeps.

    Raises
    ------
    KeyError
        An operation that Tandem does not have.
    """
    OPERATIONS[operation]

    def rule(request: HttpRequest) -> Verdict:
        known = signed_in(request)
        if not known:
            return known
        acting = request.acting
        if acting is None:
            return Verdict(False, _without_mandate(request))
        place = _own(acting) if place_of is None else place_of(request)
        if not place.within(acting.scope):
            raise Http404
        return may(acting, operation, place, programme.current())

    return rule


def _own(acting: Acting) -> Place:
    """Some place within the perimeter of a mandate."""
    code = {acting.scope.code}
    return {
        ScopeKind.NATION: ANYWHERE,
        ScopeKind.REGION: Place(regions=code),
        ScopeKind.DEPARTMENT: Place(departments=code),
        ScopeKind.TERRITORY: Place(territories=code),
        ScopeKind.ORGANISATION: Place(organisations=code),
    }[acting.scope.kind]


def _without_mandate(request: HttpRequest) -> str:
    ended = request.standing.ended
    if ended is not None:
        told = _("Le mandat au titre duquel vous agissiez a pris fin le %s : rien n’a été fait.")
        return told % date_long(ended.last_day)
    return _("Il faut agir au titre d’un mandat en vigueur, et vous n’en avez pas aujourd’hui.")
