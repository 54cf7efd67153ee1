"""Where the object of a page of committees lies, for the rule that opens it, and the object itself."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from tandem.accounts.access import may_do
from tandem.accounts.objects import find, readable
from tandem.accounts.scopes import Place
from tandem.committees.models import Committee, Decision, Item, Meeting
from tandem.committees.sitting import concerns, is_closed, place_for
from tandem.core.clock import today


def _key(request: HttpRequest) -> int:
    return int(request.resolver_match.kwargs["pk"])


def _one(rows: QuerySet[Any], request: HttpRequest) -> Any:
    found = rows.filter(pk=_key(request)).first()
    if found is None:
        raise Http404
    return found


def _place(request: HttpRequest, committee: Committee, day: dt.date) -> Place:
    """Where a committee lies; not found by whom it does not concern."""
    if request.acting is not None and not concerns(request.acting, committee, day):
        raise Http404
    return place_for(request.acting, committee, day)


def of_committee(request: HttpRequest) -> Place:
    request.committee = _one(Committee.objects.all(), request)
    return _place(request, request.committee, today())


def of_meeting(request: HttpRequest) -> Place:
    request.meeting = _one(Meeting.objects.select_related("committee", "approved_in"), request)
    return _place(request, request.meeting.committee, request.meeting.day)


def of_item(request: HttpRequest) -> Place:
    """An item that a conflict of interest closes to somebody is not found by them."""
    request.item = _one(Item.objects.select_related("meeting__committee", "decision__committee"), request)
    if is_closed(request.user.pk, request.item):
        raise Http404
    return _place(request, request.item.meeting.committee, request.item.meeting.day)


def of_decision(request: HttpRequest) -> Place:
    """Where a decision lies: found by whom its committee concerns,
    and by who follows its object; not by whom it is closed to.
    """
    request.decision = _one(Decision.objects.select_related("committee", "item__meeting__committee"), request)
    if is_closed(request.user.pk, request.decision.item):
        raise Http404
    acting, about = request.acting, request.decision.item.about
    if acting is not None and about and about in readable(acting, [about]):
        return find([about])[about].place
    return _place(request, request.decision.committee, today())


reads_committee = may_do("committees.read", of_committee)
reads_meeting = may_do("committees.read", of_meeting)
reads_item = may_do("committees.read", of_item)
reads_decision = may_do("committees.read", of_decision)
prepares_meeting = may_do("committees.prepare", of_meeting)
prepares_item = may_do("committees.prepare", of_item)
