"""Every view is closed until a rule opens it.

A rule is a function of the request that answers with a `Verdict`; `opened_by` attaches it to a view. A view without one
answers 403 to everybody, so that forgetting a rule shows at once and gives nothing away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, and the reason that a person is shown when it is no."""

    allowed: bool
    reason: Any = ""

    def __bool__(self) -> bool:
        return self.allowed


Rule = Callable[[HttpRequest], Verdict]
View = Callable[..., HttpResponse]


def anyone(request: HttpRequest) -> Verdict:
    """The public site: what it shows is open data."""
    return Verdict(True)


def nobody(request: HttpRequest) -> Verdict:
    return Verdict(False, _("Aucune règle n’ouvre cette page."))


def opened_by(rule: Rule) -> Callable[[View], View]:
    """Open a view to those whom the rule allows."""

    def attach(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return attach


def rule_of(view: View) -> Rule:
    return getattr(view, "access_rule", nobody)


class ClosedByDefaultMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        verdict = rule_of(view)(request)
        if not verdict:
            raise PermissionDenied(str(verdict.reason))
