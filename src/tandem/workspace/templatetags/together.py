"""What any object's page takes in one line: its comments and its documents.

``{% load together %}{% object_documents reference %}{% object_comments reference %}``

The page must have checked that its reader may read the object; these ask again, and show nothing otherwise.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tandem.core.keys import is_number
from tandem.documents.models import Retention, Visibility
from tandem.documents.rules import TAKEN
from tandem.notifications.models import Notice
from tandem.workspace.presenters.together import exchanges
from tandem.workspace.views.together.rules import object_of

register = template.Library()

TYPED = {"title": "", "visibility": Visibility.OBJECT, "retention": Retention.WORKING}
VISIBLE_TO = {Visibility.PUBLIC: _("tout le monde, sans compte")}


@register.inclusion_tag("workspace/together/comments.html", takes_context=True)
def object_comments(context: Mapping[str, Any], reference: str) -> dict[str, Any]:
    """The comments of an object, and the field to add one."""
    request = context["request"]
    found = object_of(request, reference)
    if found is None:
        return {"found": None}
    refused = context.get("refused_comment")
    writes = exchanges.may_write(request.acting, found)
    chosen = {int(key) for key in refused.data.getlist("mentioned") if is_number(key)} if refused else set()
    return {
        "found": found,
        "reference": reference,
        "comments": exchanges.comments(reference, found, request.acting, timezone.now(), request.user),
        "people": exchanges.people(reference, found, request.acting, chosen) if writes else [],
        "writes": writes,
        "organisation": request.standing.mandate.organisation if request.standing.mandate else None,
        "refused": refused is not None,
        "typed": {name: refused.data.get(name, "") if refused else "" for name in ("text", "internal")},
        "fault": context.get("comment_fault", ""),
        "back": request.path,
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }


@register.inclusion_tag("workspace/together/documents.html", takes_context=True)
def object_documents(context: Mapping[str, Any], reference: str) -> dict[str, Any]:
    """The documents of an object, and the fields to attach one."""
    request = context["request"]
    found = object_of(request, reference)
    if found is None:
        return {"found": None}
    refused = context.get("refused_document")
    public = exchanges.may_publish(request.acting, found)
    return {
        "found": found,
        "reference": reference,
        "documents": exchanges.documents(reference, found, request.acting, request.user),
        "writes": exchanges.may_write(request.acting, found),
        "visibilities": [
            (each.value, VISIBLE_TO.get(each, each.label)) for each in Visibility if public or each != Visibility.PUBLIC
        ],
        "retentions": Retention.choices,
        "taken": TAKEN,
        "limit": settings.TANDEM_UPLOAD_LIMIT,
        "refused": refused is not None,
        "typed": {name: refused.data.get(name, "") if refused else usual for name, usual in TYPED.items()},
        "fault": context.get("document_fault", ""),
        "back": request.path,
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }


def unread_of(request: Any) -> int:
    """Return how many notices somebody has not read; asked once for each request."""
    known = request.__dict__
    if "unread_notices" not in known:
        known["unread_notices"] = Notice.objects.filter(person=request.user).unread().count()
    return known["unread_notices"]
