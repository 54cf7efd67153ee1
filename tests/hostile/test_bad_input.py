"""Whatever is typed in an address, a query or a form, no page of the workspace and of the account fails."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.http import urlencode

import tandem
from tandem.accounts import demo
from tandem.comments.models import Comment
from tandem.core.access import methods_of
from tandem.documents.models import Document, Version
from tests.access import committees, exchanges, people, territories
from tests.access.test_urls import PLACES, SAMPLES, patterns

ROLES = ("delegate", "project-manager")
"""Who may do most, over the country and over a territory."""
HOSTILE = {
    "null": "a\0b",
    "control": "a\r\nBcc: x@exemple.fr\x1b\x07",
    "huge": "9" * 5000,
    "integer": "99999999999999999999",
    "bigint": "9223372036854775808",
    "negative": "-1",
    "date": "0000-99-99",
    "late": "9999-12-31",
    "early": "0001-01-01",
    "digits": "²٣",
    "markup": "<script>\"'{{ 7*7 }}#let",
    "text": "é" * 70_000,
    "surrogate": "a�￿",
    "colon": "mandate:99999999999999999999:x",
}
IN_PATHS = ("²", "9" * 30, "9223372036854775808", "a\0b", "territory:\0", "x" * 3000)
KINDS = ("territory", "committee", "meeting", "decision", "comment", "document", "candidacy", "agreement", "post",
         "person", "mandate", "organisation", "invitation", "item", "")  # fmt: skip
KEYS = ("9" * 5000, "99999999999999999999", "-1", "²", "a\0b", "", "1:2", "١")
FIELD = re.compile(r"<(?:input|select|textarea|button)\b[^>]*\bname=\"([^\"]+)\"[^>]*>", re.S)
VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")
QUERY = re.compile(r"GET\.get(?:list)?\(\s*\"(\w+)\"")
POSTED = re.compile(r"POST\.get(?:list)?\(\s*\"(\w+)\"")


def words_of_code(pattern: re.Pattern[str]) -> list[str]:
    sources = (Path(tandem.__file__).parent / "workspace").rglob("*.py")
    return sorted({name for each in sources for name in pattern.findall(each.read_text(encoding="utf-8"))})


@pytest.fixture
def clients(db) -> dict[str, Client]:
    demo.prepare(PLACES, actor="tests")
    territories.make()
    people.make()
    committees.make()
    exchanges.make()
    held = Document.objects.get()
    Version.objects.create(document=held, number=1, digest="0" * 64, name="a.txt", extension="txt", size=1,
                           state="clean", person=held.person)  # fmt: skip
    with connection.cursor() as cursor:  # rows with a key of their own are among the samples
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment, Document]):
            cursor.execute(statement)
    found = {}
    for role in ROLES:
        found[role] = Client()
        found[role].post(reverse("workspace:demo"), {"role": role})
    return found


class Faults:
    """Asks for pages, each in a transaction that is undone, and keeps what failed."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def ask(self, client: Client, method: str, address: str, told: str, data: dict | None = None):
        try:
            with transaction.atomic():
                answer = client.post(address, data) if method == "POST" else client.get(address)
                transaction.set_rollback(True)
        except (Exception, pytest.fail.Exception) as error:
            self.found.setdefault(f"{method} {address.partition('?')[0][:90]} {type(error).__name__}",
                                  f"{told}: {str(error)[:160]}")  # fmt: skip
            return None
        if answer.status_code >= 500 and answer.status_code != 503:
            self.found.setdefault(f"{method} {address[:90]} {answer.status_code}", told)
        return answer

    def told(self) -> str:
        return "\n".join(f"{where}: {why}" for where, why in sorted(self.found.items()))


def addresses() -> Iterator[tuple[object, str]]:
    for _route, pattern, address in patterns(get_resolver()):
        if address.startswith(("/espace/", "/compte/")):
            yield pattern, address


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_query_makes_a_page_fail(clients, role):
    faults, names = Faults(), words_of_code(QUERY)
    for pattern, address in addresses():
        if "GET" not in methods_of(pattern.callback):
            continue
        plain = faults.ask(clients[role], "GET", address, "plain")
        if plain is None or plain.status_code != 200:
            continue
        for told, value in HOSTILE.items():
            faults.ask(clients[role], "GET", f"{address}?{urlencode(dict.fromkeys(names, value))}", told)
    assert not faults.told(), faults.told()


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_form_makes_a_page_fail(clients, role):
    faults, others = Faults(), dict.fromkeys(words_of_code(POSTED), "1")
    for pattern, address in addresses():
        if "POST" not in methods_of(pattern.callback) or "deconnexion" in address:
            continue
        names, acts = dict(others), {""}
        shown = faults.ask(clients[role], "GET", address, "plain") if "GET" in methods_of(pattern.callback) else None
        if shown is not None and shown.status_code == 200 and not shown.streaming:
            for tag in re.finditer(FIELD, shown.content.decode()):
                value = VALUE.search(tag[0])
                names[tag[1]] = unescape(value[1]) if value else "1"
        for module_acts in ACTS_OF(pattern.callback):
            acts.add(module_acts)
        for act in acts:
            base = {**names, **({"act": act} if act else {})}
            faults.ask(clients[role], "POST", address, f"{act} as shown", base)
            for told, value in HOSTILE.items():
                data = dict.fromkeys(base, value) | ({"act": act} if act else {})
                faults.ask(clients[role], "POST", address, f"{act} {told}", data)
    assert not faults.told(), faults.told()


def ACTS_OF(view) -> list[str]:
    inner = view
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    return list(getattr(inner, "__globals__", {}).get("ACTS", ()))


def test_no_reference_makes_the_page_of_exchanges_fail(clients):
    faults = Faults()
    for kind in KINDS:
        for key in KEYS:
            try:
                address = reverse("workspace:object", args=[f"{kind}:{key}"])
            except NoReverseMatch:
                continue
            for role in ("delegate", "project-manager"):
                faults.ask(clients[role], "GET", address, f"{kind} {key[:30]!r}")
    assert not faults.told(), faults.told()


def test_no_key_in_an_address_makes_a_page_fail(clients):
    faults = Faults()
    for key in IN_PATHS:
        for _route, pattern, address in patterns(get_resolver()):
            if not address.startswith(("/espace/", "/compte/")) or not pattern.pattern.regex.groupindex:
                continue
            for name in pattern.pattern.regex.groupindex:
                sample = str(SAMPLES.get(name, "exemple"))
                other = address.replace(sample, key.replace("\0", "%00"), 1)
                faults.ask(clients["delegate"], "GET", other, f"{name} {key[:20]!r}")
    assert not faults.told(), faults.told()
