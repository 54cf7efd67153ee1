"""The fictive people of the demo, and browsers signed in as one of them."""

from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tandem.accounts import demo
from tandem.accounts.models import Mandate, Organisation, Person

PLACES = {"region": "84", "department": "01", "territory": "ti-8413"}


@pytest.fixture
def people(db) -> dict[str, Person]:
    """Each fictive person, by the role that they are there for."""
    demo.prepare(PLACES, actor="tests")
    return {role.code: person for role, person in demo.people()}


@pytest.fixture
def signed_in_as(people):
    """Sign in by the button of a role."""

    def sign_in(role: str) -> Client:
        client = Client()
        response = client.post(reverse("workspace:demo"), {"role": role})
        assert response.status_code == 302, response
        return client

    return sign_in


@pytest.fixture(scope="module")
def served_people(django_db_setup: None, django_db_blocker) -> Iterator[dict[str, Person]]:
    """The same people where the served site sees them; gone after the module, for the next tests."""
    with django_db_blocker.unblock():
        demo.prepare(PLACES, actor="tests")
        yield {role.code: person for role, person in demo.people()}
        made = Person.objects.filter(email__endswith=".invalid")
        Mandate.objects.filter(person__in=made).delete()
        Organisation.objects.filter(name__endswith="(fictive)").delete()
        UserSession.objects.all().delete()
        Session.objects.all().delete()
        made.delete()
        cache.clear()
