"""Who may open what: every address of the site, asked for by a visitor and by every role, against the agreed list.

``urls.txt`` is read by people: a change of it is a change of who may see or do something.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from tandem import programme
from tandem.accounts import demo
from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Organisation, Person
from tandem.core.access import methods_of, nobody, rule_of

COMMITTED = Path(__file__).with_name("urls.txt")
PLACES = {"region": "84", "department": "01", "territory": "ti-8413"}
KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")
NUMBER = 8_000_000_001
SAMPLES = {
    "code": "ti-8413", "pk": 1, "uidb36": "1", "key": "x-y",
    "person": KEY, "invitation": KEY, "joining": KEY, "organisation": NUMBER, "mandate": NUMBER, "link": NUMBER,
}  # fmt: skip
VISITOR, NO_MANDATE = "visitor", "without a mandate"


class Reached:
    """Stands behind every other middleware: what comes here would have reached the view, which does not run."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse:
        return HttpResponse("reached", status=299)


def patterns(
    resolver: URLResolver, route: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern, str]]:
    """Every pattern with its whole route, and a sample of its address."""
    for each in resolver.url_patterns:
        longer = route + str(each.pattern).removeprefix("^").removesuffix("$")
        if isinstance(each, URLResolver):
            yield from patterns(each, longer, (*spaces, each.namespace) if each.namespace else spaces)
            continue
        wanted = {name: SAMPLES.get(name, "exemple") for name in each.pattern.regex.groupindex}
        address = reverse(":".join((*spaces, each.name)), kwargs={**wanted, **each.default_args})
        assert resolve(address).func is each.callback, f"{address} leads to another view"
        yield longer, each, address


@pytest.fixture
def visitors(db, settings) -> dict[str, Client]:
    demo.prepare(PLACES, actor="tests")
    people_of_the_territory()
    found = {VISITOR: Client(), NO_MANDATE: Client()}
    found[NO_MANDATE].force_login(Person.objects.create_user("seule@exemple.fr"))
    for role, _person in demo.people():
        found[role.code] = Client()
        found[role.code].post(reverse("workspace:demo"), {"role": role.code})
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.access.test_urls.Reached"]
    return {name: _again(client) for name, client in found.items()}


def people_of_the_territory() -> None:
    """Somebody with a mandate on the territory of the demo, an invitation and a request; the seat is elsewhere."""
    person = Person.objects.create(reference=KEY, email="lou@exemple.fr")
    organisation = Organisation.objects.create(pk=NUMBER, name="Fictive", kind="company", region_id="28")
    mandate = {"organisation": organisation, "role": "industrial-lead", "scope_kind": "territory",
               "scope_code": "ti-8413", "validity": DateRange(dt.date(2026, 1, 1)), "ground": "x"}  # fmt: skip
    Mandate.objects.create(pk=NUMBER, person=person, **mandate)
    now = timezone.now()
    Invitation.objects.create(reference=KEY, email="x@exemple.fr", invited_by=person, created_at=now, expires_at=now,
                              **mandate)  # fmt: skip
    JoiningRequest.objects.create(reference=KEY, person=person, organisation=organisation, asked_at=now)


def _again(client: Client) -> Client:
    """The same cookies under the middleware of now: a client keeps those of its first request."""
    renewed = Client()
    renewed.cookies = client.cookies
    return renewed


def outcome(client: Client, address: str, method: str) -> str:
    answer = client.generic(method, address)
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith(reverse("account_login")), (address, answer.headers)
        return "sign in"
    return {299: "yes", 403: "no", 404: "not found"}[answer.status_code]


def told(outcomes: dict[str, str]) -> str:
    """Say in a few words who gets through."""
    through = [name for name, found in outcomes.items() if found == "yes"]
    if len(through) == len(outcomes):
        return "anybody"
    if not through:
        return "nobody"
    assert outcomes[VISITOR] == "sign in", outcomes
    if set(outcomes) - set(through) == {VISITOR}:
        return "signed in"
    hidden = [name for name, found in outcomes.items() if found == "not found"]
    return ", ".join(through) + (f" (not found: {', '.join(hidden)})" if hidden else "")


def test_who_may_open_what_is_what_was_agreed(visitors):
    """When it differs: read the difference; if it is meant, write the file anew with what the test prints."""
    lines = []
    for route, pattern, address in patterns(get_resolver()):
        methods = [method for method in methods_of(pattern.callback) if method != "HEAD"]
        outcomes = {name: outcome(client, address, methods[0]) for name, client in visitors.items()}
        lines.append(f"{' '.join(methods):8}  /{route:66}  {told(outcomes)}".rstrip())
    written = "\n".join(sorted(lines, key=lambda line: line[10:])) + "\n"
    print(written)
    assert written == COMMITTED.read_text(encoding="utf-8")


def test_every_view_has_a_rule():
    assert [route for route, pattern, _address in patterns(get_resolver()) if rule_of(pattern.callback) is nobody] == []


def test_every_role_of_the_programme_is_among_the_visitors(visitors):
    assert set(visitors) == {VISITOR, NO_MANDATE, *(role.code for role in programme.current().roles)}


def test_another_method_than_those_of_a_view_is_refused_to_everybody(visitors):
    for route, pattern, address in patterns(get_resolver()):
        if "POST" not in methods_of(pattern.callback):
            answer = visitors["delegate"].post(address)
            assert answer.status_code in (403, 405), route
