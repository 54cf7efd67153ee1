"""Which object a request is about: where it lies, for its rule, then the object itself for its view."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Organisation, Person
from tandem.accounts.objects import find
from tandem.accounts.placing import places_of, seat_of
from tandem.accounts.scopes import ANYWHERE, Place


def person_place(request: HttpRequest) -> Place:
    return _place(f"person:{_key(request, 'person')}")


def mandate_place(request: HttpRequest) -> Place:
    return _place(f"mandate:{_key(request, 'mandate')}")


def organisation_place(request: HttpRequest) -> Place:
    """Where an organisation is met: what reading it asks for."""
    return _place(f"organisation:{_key(request, 'organisation')}")


def organisation_seat(request: HttpRequest) -> Place:
    """Where an organisation has its seat: what changing it asks for."""
    return seat_of(organisation_of(_key(request, "organisation")))


def invitation_place(request: HttpRequest) -> Place:
    invitation = get_object_or_404(Invitation, reference=_key(request, "invitation"))
    return places_of([invitation.scope]).get(invitation.scope, ANYWHERE)


def joining_seat(request: HttpRequest) -> Place:
    asked = get_object_or_404(JoiningRequest.objects.select_related("organisation"), reference=_key(request, "joining"))
    return seat_of(asked.organisation)


def person_of(reference: Any) -> Person:
    return get_object_or_404(Person, reference=reference)


def mandate_of(key: int) -> Mandate:
    known = Mandate.objects.select_related("person", "organisation", "granted_by", "stands_in_for__person")
    return get_object_or_404(known, pk=key)


def organisation_of(key: int) -> Organisation:
    return get_object_or_404(Organisation.objects.select_related("region", "department", "merged_into"), pk=key)


def _place(reference: str) -> Place:
    found = find([reference]).get(reference)
    if found is None:
        raise Http404
    return found.place


def _key(request: HttpRequest, name: str) -> Any:
    return request.resolver_match.kwargs[name]
