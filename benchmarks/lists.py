"""Lists of 100,000 objects under load: queries of a page, and how long eight readers wait with two workers.

On a database of its own in the embedded PostgreSQL: 100,000 organisations and as many mandates and notices, the index
of the search over them. A page more is a line more in `PAGES`. The limit is the bare server; the rights of who
reads are part of what is measured.
"""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from statistics import median
from urllib.parse import quote

ROWS, READERS, SECONDS = 100_000, 8, 6
ROLE = "delegate"
PAGES = (
    "/espace/",
    "/espace/avis/",
    "/espace/avis/?page=2000",
    "/espace/recherche/?q=" + quote("société industrie"),
    "/espace/recherche/?q=" + quote("oyonax"),
)


def fill() -> str:
    """Write the rows; return the session of somebody who signed in."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection
    from django.utils import timezone

    from tandem.accounts import demo
    from tandem.accounts.models import Mandate, Organisation, Person
    from tandem.core import journal
    from tandem.core.models import JournalEntry
    from tandem.notifications.models import Cursor, Notice
    from tandem.search.models import SearchEntry, SearchWord
    from tandem.search.rules import variants, words_of

    demo.prepare({"region": "84", "department": "01", "territory": "ti-8413"}, actor="bench")
    me = demo.person_of(ROLE)
    mandate = Mandate.objects.get(person=me, role=ROLE)
    now = timezone.now()
    names = [f"Société {'Oyonnax' if number % 100 == 0 else 'Bourg'} industrie {number}" for number in range(ROWS)]
    Organisation.objects.bulk_create([Organisation(name=name, kind="company") for name in names], 5_000)
    people = Person.objects.bulk_create(
        [Person(email=f"p{number}@exemple.invalid", last_name=f"Fictif {number}") for number in range(ROWS)], 5_000
    )
    keys = list(Organisation.objects.filter(kind="company").order_by("pk").values_list("pk", flat=True)[:ROWS])
    Mandate.objects.bulk_create(
        [
            Mandate(
                person=person, organisation_id=key, role="member", scope_kind="organisation", scope_code=str(key),
                validity=mandate.validity, ground="bench",
            )
            for person, key in zip(people, keys, strict=True)
        ],
        5_000,
    )  # fmt: skip
    from django.db import transaction

    with transaction.atomic():
        for number in range(0, ROWS, 20):
            journal.record("accounts.organisation_registered", actor="bench", subject=f"organisation:{keys[number]}",
                           kind="company", siren="", siret="")  # fmt: skip
    entries = list(JournalEntry.objects.filter(code="accounts.organisation_registered"))
    Cursor.objects.update_or_create(name="journal", defaults={"sequence": entries[-1].sequence})
    Notice.objects.bulk_create(
        [
            Notice(
                person=me if number < len(entries) else people[number % len(people)],
                entry=entries[number % len(entries)], kind="accounts", why="bench", at=now, pace="none",
                about=entries[number % len(entries)].subject, read_at=None if number % 50 == 0 else now,
            )
            for number in range(ROWS)
        ],
        5_000,
        ignore_conflicts=True,
    )  # fmt: skip
    words: set[str] = set()
    found = []
    for key, name in zip(keys, names, strict=True):
        each = words_of(name)
        words.update(each)
        found.append(
            SearchEntry(
                reference=f"organisation:{key}", kind="organisation", operation="organisations.read", name=name,
                href="/", folded=name.lower(), words=each, places=[f"organisation:{key}"], indexed_at=now,
            )
        )  # fmt: skip
    SearchWord.objects.bulk_create([SearchWord(word=each, variants=variants(each)) for each in sorted(words)], 5_000)
    SearchEntry.objects.bulk_create(found, 5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    session = SessionStore()
    session["_auth_user_id"] = str(me.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = me.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "demo", "at": time.time()}]
    session.create()
    return session.session_key


def queries(session: str) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    for path in PAGES:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        print(f"{path:<48} {answer.status_code} {len(captured):>3} queries")


def load(port: int, path: str, cookie: str) -> tuple[float, float, float]:
    """Requests a second, median and 95th percentile of waiting (ms) of readers who ask again at once."""
    waits: list[float] = []
    end = time.perf_counter() + SECONDS

    def read() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < end:
            start = time.perf_counter()
            link.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
            answer = link.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
            waits.append(time.perf_counter() - start)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    waits.sort()
    return len(waits) / SECONDS, 1000 * median(waits), 1000 * waits[int(0.95 * len(waits))]


def served(name: str, port: int) -> subprocess.Popen:
    """Start two workers on the database, and wait until they answer."""
    from django.conf import settings

    host = settings.DATABASES["default"]["HOST"]
    code = f"from tandem.cli import server, setup; setup.start_django(); server.run(port={port})"
    server = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "DATABASE_URL": f"postgresql://postgres@/{name}?host={host}"},
    )
    for _turn in range(300):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/readyz")
            if link.getresponse().status == 200:
                break
        except OSError:
            time.sleep(0.1)
    return server


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings.local")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tandem.core.embedded_postgres import ensure_running
    from tandem.theme.collect import collect

    ensure_running()
    collect()
    name = f"bench_lists_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    usual, settings.DATABASES["default"]["NAME"] = settings.DATABASES["default"]["NAME"], name
    connection.settings_dict["NAME"] = name
    server = None
    try:
        call_command("migrate", verbosity=0)
        session = fill()
        queries(session)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = served(name, port)
        for path in (*PAGES, "/healthz"):
            rate, middle, slow = load(port, path, f"{settings.SESSION_COOKIE_NAME}={session}")
            print(f"{path:<48} {rate:6.0f} requests/s   median {middle:5.0f} ms   p95 {slow:5.0f} ms")
    finally:
        if server is not None:
            server.terminate()
            server.wait()
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = usual
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
