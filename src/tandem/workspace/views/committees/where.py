"""Where the object of a page of committees lies, for the rule that opens it, and the object itself."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from tandem.accounts.access import may_do
from tandem.accounts.objects import find
from tandem.accounts.scopes import Place
from tandem.committees.models import Committee, Decision, Item, Meeting
from tandem.committees.sitting import is_closed, place_for
from tandem.core.clock import today


def _key(request: HttpRequest) -> int:
    return int(request.resolver_match.kwargs["pk"])


def _one(rows: QuerySet[Any], request: HttpRequest) -> Any:
    found = rows.filter(pk=_key(request)).first()
    if found is None:
        raise Http404
    return found


def of_committee(request: HttpRequest) -> Place:
    request.committee = _one(Committee.objects.all(), request)
    return place_for(request.acting, request.committee, today())


def of_meeting(request: HttpRequest) -> Place:
    request.meeting = _one(Meeting.objects.select_related("committee", "approved_in"), request)
    return place_for(request.acting, request.meeting.committee, request.meeting.day)


def of_item(request: HttpRequest) -> Place:
    """An item that a conflict of interest closes to somebody is not found by them."""
    request.item = _one(Item.objects.select_related("meeting__committee", "decision__committee"), request)
    if is_closed(request.user.pk, request.item):
        raise Http404
    return place_for(request.acting, request.item.meeting.committee, request.item.meeting.day)


def of_decision(request: HttpRequest) -> Place:
    """A decision is found where its committee lies, and where its object does; not by whom its file is closed to."""
    request.decision = _one(Decision.objects.select_related("committee", "item__meeting__committee"), request)
    if is_closed(request.user.pk, request.decision.item):
        raise Http404
    place = place_for(request.acting, request.decision.committee, today())
    if request.acting is None or place.within(request.acting.scope):
        return place
    return find([f"decision:{request.decision.pk}"])[f"decision:{request.decision.pk}"].place


reads_committee = may_do("committees.read", of_committee)
reads_meeting = may_do("committees.read", of_meeting)
reads_item = may_do("committees.read", of_item)
reads_decision = may_do("committees.read", of_decision)
prepares_meeting = may_do("committees.prepare", of_meeting)
prepares_item = may_do("committees.prepare", of_item)
