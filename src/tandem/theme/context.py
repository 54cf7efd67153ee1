"""What the page's shell needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tandem.theme import navigation

SITE_NAME = "Tandem"
SITE_BASELINE = _("Territoires d’industrie, à livre ouvert")


def theme(request: HttpRequest) -> dict[str, Any]:
    """Context processor: names of theme and site, and the links of header and footer (made when asked for)."""
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),  # stays out of the policy until a template writes it
        "theme_name": settings.TANDEM_THEME,
        "site_name": SITE_NAME,
        "site_baseline": SITE_BASELINE,
        "main_links": lambda: navigation.entries(navigation.MAIN, request.path),
        "account_links": lambda: navigation.entries(_account_words(request), request.path),
        "footer_links": lambda: navigation.entries(navigation.FOOTER, request.path),
    }


def _account_words(request: HttpRequest) -> dict[str, Any]:
    """A public page does not know who reads it, so that it may be kept for all: it offers to sign in."""
    return navigation.SIGNED_IN if getattr(request, "signed_in", False) else navigation.VISITOR
