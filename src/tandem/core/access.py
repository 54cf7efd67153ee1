"""Every view is closed until a rule opens it.

A rule is a function of the request that answers with a `Verdict`; `opened_by` attaches it to a view. A view without one
answers 403 to everybody, so that forgetting a rule shows at once and gives nothing away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, and the reason that a person is shown when it is no; `sign_in` when signing in may turn it to yes."""

    allowed: bool
    reason: Any = ""
    sign_in: bool = False

    def __bool__(self) -> bool:
        return self.allowed


Rule = Callable[[HttpRequest], Verdict]
View = Callable[..., HttpResponse]


def anyone(request: HttpRequest) -> Verdict:
    """The public site: what it shows is open data."""
    return Verdict(True)


def nobody(request: HttpRequest) -> Verdict:
    return Verdict(False, _("Aucune règle n’ouvre cette page."))


READING = ("GET", "HEAD")


def opened_by(rule: Rule, methods: tuple[str, ...] = READING) -> Callable[[View], View]:
    """Open a view to those whom the rule allows, for reading unless other methods are given."""

    def attach(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        view.access_methods = methods  # type: ignore[attr-defined]
        return view

    return attach


def rule_of(view: View) -> Rule:
    return getattr(view, "access_rule", nobody)


def methods_of(view: View) -> tuple[str, ...]:
    return getattr(view, "access_methods", READING)


def is_public(view: View) -> bool:
    """Whether a view is open to anybody: it then never looks at who reads it, and may be kept by caches."""
    return rule_of(view) is anyone


def sent_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to sign in, then back; what was posted is not done again by coming back to it."""
    address = resolve_url(settings.LOGIN_URL)
    if request.method not in READING:
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()}, safe='/')}")


class ClosedByDefaultMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        verdict = rule_of(view)(request)
        if not verdict and verdict.sign_in:
            return sent_to_sign_in(request)
        if not verdict:
            raise PermissionDenied(str(verdict.reason))
        if request.method not in methods_of(view):
            return HttpResponseNotAllowed(methods_of(view))
        return None
