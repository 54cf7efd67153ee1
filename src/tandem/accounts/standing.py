"""For whom the signed-in person acts, from one page to the next.

The session holds the mandate chosen; the database says each time whether it is still in force. Two queries, and none on
a public page, which does not look at who reads it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from tandem.accounts.acting import By, mandates_of
from tandem.accounts.models import Mandate
from tandem.accounts.rights import Acting
from tandem.core.access import READING, is_public
from tandem.core.clock import today
from tandem.core.errors import NotFoundError
from tandem.core.typography import date_long

CHOSEN = "tandem_mandate"
DEMO = "demo"
"""How the authentication records of a session name the sign-in by a button of the demo."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may act under today.

    Parameters
    ----------
    mandates
        Those in force, in a stable order.
    mandate
        The one under which they act; None without any.
    ended
        The one under which they acted until now, when it is no longer in force.
    second_factor
        Whether this session was opened with one.
    demo
        Whether it was opened by a button of the demo.
    """

    mandates: list[Mandate]
    mandate: Mandate | None
    ended: Mandate | None
    second_factor: bool
    demo: bool = False

    @property
    def by(self) -> By | None:
        """Who acts, for a use case."""
        return By(self.mandate, self.second_factor) if self.mandate else None

    @property
    def acting(self) -> Acting | None:
        return self.by.acting if self.by else None


def standing_of(request: HttpRequest, date: dt.date) -> Standing:
    """Read for whom the person of a session acts, and remember it in the session."""
    mandates = mandates_of(request.user, date)
    by_key = {each.pk: each for each in mandates}
    chosen = request.session.get(CHOSEN)
    mandate = by_key.get(chosen) or next(iter(mandates), None)
    ended = None
    if chosen is not None and chosen not in by_key:
        ended = Mandate.objects.of(request.user).filter(pk=chosen, validity__fully_lt=(date, None))
        ended = ended.select_related("organisation").first()
    if chosen != (mandate and mandate.pk):
        request.session[CHOSEN] = mandate and mandate.pk
    # An authenticator, a key and a recovery code are all told as "mfa".
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    demo = settings.TANDEM_DEMO and DEMO in methods
    return Standing(mandates, mandate, ended, "mfa" in methods or demo, demo)


def switch_to(request: HttpRequest, key: str) -> Mandate:
    """Act under another of one's own mandates from now on.

    Raises
    ------
    NotFoundError
        It is not theirs, or not in force: the answer does not tell which.
    """
    for mandate in request.standing.mandates:
        if str(mandate.pk) == key:
            request.session[CHOSEN] = mandate.pk
            return mandate
    raise NotFoundError(
        _("Ce mandat n’est pas, ou n’est plus, un des vôtres."), _("Choisir parmi vos mandats en vigueur.")
    )


class ActingMiddleware:
    """Sets `request.signed_in`, `request.standing` and `request.acting` on pages that are not public.

    What was asked under a mandate that has ended since the page was shown is not done under another one:
    `request.acting` is then None until the next page, which says for whom one acts now.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.public, request.signed_in, request.standing, request.acting = True, False, None, None
        response = self.get_response(request)
        if not request.public:
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        request.public = is_public(view)
        if request.public or not request.user.is_authenticated:
            return
        request.signed_in = True
        request.standing = standing = standing_of(request, today())
        if standing.ended is not None:
            messages.warning(request, _ended(standing))
        if standing.ended is None or request.method in READING:
            request.acting = standing.acting


def _ended(standing: Standing) -> str:
    told = _("Votre mandat pour %(organisation)s a pris fin le %(day)s.") % {
        "organisation": standing.ended.organisation.name, "day": date_long(standing.ended.last_day)}  # fmt: skip
    if standing.mandate is None:
        return told + " " + _("Vous n’avez plus de mandat en vigueur.")
    return told + " " + _("Vous agissez maintenant pour %s.") % standing.mandate.organisation.name
