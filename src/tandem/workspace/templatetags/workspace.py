"""What stands on every page of people who sign in, and on the page where they do."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts import demo
from tandem.core.journal.timeline import timeline
from tandem.core.models import JournalEntry
from tandem.theme.templatetags.ui import ui_breadcrumb
from tandem.workspace import navigation
from tandem.workspace.presenters import browsers, mandates

register = template.Library()
TIMELINE = 30
register.filter("browser_name", browsers.named)


@register.inclusion_tag("workspace/parts/acting_band.html", takes_context=True)
def acting_band(context: Mapping[str, Any]) -> dict[str, Any]:
    """For whom one acts, and a button for each other mandate."""
    request = context["request"]
    standing = request.standing
    if standing is None:
        return {"standing": None}
    shown = {each.key: each for each in mandates.shown(standing.mandates)}
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
    """Links to the sections of the workspace that the signed-in person may open."""
    request = context["request"]
    return {"sections": navigation.sections(request.acting, request.path) if request.standing else []}


@register.inclusion_tag("workspace/parts/timeline.html", takes_context=True)
def object_timeline(context: Mapping[str, Any], reference: str | Collection[str]) -> dict[str, Any]:
    """What the journal says of an object (or of a list of them together), the latest first.

    ``{% object_timeline "organisation:12" %}``; one query, and one for each kind of name in it.
    """
    references = [reference] if isinstance(reference, str) else list(reference)
    entries = JournalEntry.objects.filter(subject__in=references).order_by("-sequence")
    lines = timeline(entries[: TIMELINE + 1])
    acting = context["request"].acting
    role = next((each for each in programme.current().roles if acting and each.code == acting.role), None)
    whole = bool(role and "journal.read" in role.may)
    return {"lines": lines[:TIMELINE], "more": len(lines) > TIMELINE, "subject": references[0] if whole else ""}


@register.inclusion_tag("ui/breadcrumb.html", takes_context=True)
def path_to(context: Mapping[str, Any], current: str, *parents: str) -> dict[str, Any]:
    """Path to a page of the workspace: its home, then `parents` (label, address, label, address…)."""
    return ui_breadcrumb(context, current, _("Mon espace"), reverse("workspace:home"), *parents)


@register.inclusion_tag("ui/breadcrumb.html", takes_context=True)
def path_along(context: Mapping[str, Any], current: str, parents: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The same, with the parents as pairs."""
    return path_to(context, current, *chain.from_iterable(parents))
