"""What stands on every page of people who sign in, and on the page where they do."""

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.conf import settings
from django.urls import reverse

from tandem.accounts import demo
from tandem.workspace import navigation
from tandem.workspace.presenters import browsers, mandates
from tandem.workspace.templatetags.together import unread_of

register = template.Library()
register.filter("browser_name", browsers.named)


@register.inclusion_tag("workspace/parts/acting_band.html", takes_context=True)
def acting_band(context: Mapping[str, Any]) -> dict[str, Any]:
    """For whom one acts, and a button for each other mandate."""
    request = context["request"]
    standing = request.standing
    if standing is None:
        return {"standing": None}
    shown = {each.key: each for each in mandates.shown(standing.mandates, context.get("scope_names"))}
    current = shown.pop(standing.mandate.pk) if standing.mandate else None
    return {
        "standing": standing,
        "current": current,
        "others": list(shown.values()),
        "next": request.get_full_path() if request.method == "GET" else "",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("workspace/parts/demo_buttons.html", takes_context=True)
def demo_buttons(context: Mapping[str, Any]) -> dict[str, Any]:
    """The fictive people of the demo; nothing outside it."""
    return {"people": demo.people() if settings.TANDEM_DEMO else [], "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("workspace/parts/provider_buttons.html", takes_context=True)
def provider_buttons(context: Mapping[str, Any], wanted: str | None = "", process: str = "login") -> dict[str, Any]:
    """A way in for each identity provider that is configured; `wanted` is where to go after; or tie it: `connect`."""
    request = context["request"]
    after = {"process": process} | ({"next": wanted} if wanted else {})
    providers = [
        (provider.name, provider.get_login_url(request, **after)) for provider in get_adapter().list_providers(request)
    ]
    return {"providers": providers, "process": process, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("workspace/parts/sections.html", takes_context=True)
def workspace_sections(context: Mapping[str, Any]) -> dict[str, Any]:
    """Links to the sections of the workspace that the signed-in person may open, and the search of it."""
    request = context["request"]
    if not request.standing:
        return {"sections": []}
    search = reverse("workspace:search")
    return {
        "sections": navigation.sections(request.acting, request.path),
        "notices": reverse("workspace:notices"),
        "unread": unread_of(request),
        "searched": request.path != search,
        "request": request,
    }
