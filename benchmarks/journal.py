"""The business journal beside its limit: the same rows written without a chain, each in a transaction of its own.

On a database of its own in the embedded PostgreSQL, durable as an installation's is: what both wait for is the disk.
They take turns, so that a busy machine slows both. Then eight writers at once, whose turns are what a chain costs, and
the reading of a long journal.
"""

import os
import resource
import threading
import time
import uuid
from collections.abc import Callable

ENTRIES = 1_000
ROUNDS = 5
WRITERS = 8
LONG = 200_000
AUTHOR = ("person:6f1c1a52-9d3b-4a53-8d55-0d4f6a3c2b1e", "mandate:1234", "organisation:56")
DATA = {"person": "6f1c1a52-9d3b-4a53-8d55-0d4f6a3c2b1e", "role": "project-manager", "scope": "territory:ti-8413"}


def chained(count: int) -> None:
    from django.db import transaction

    from tandem.core import journal

    author = journal.Author(*AUTHOR)
    for number in range(count):
        with transaction.atomic():
            journal.record("bench.done", actor=author, subject=f"mandate:{number}", reason="délibération", **DATA)


def unchained(count: int) -> None:
    """The same columns, indexes and triggers, by one statement as plain as can be."""
    import json

    from django.db import connection, transaction

    told = ["bench.done", *AUTHOR, "délibération", json.dumps(DATA), "0" * 64, "0" * 64]
    for number in range(count):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO plain (sequence, at, code, actor, mandate, organisation, reason, data, previous_digest, "
                "digest, act, subject) VALUES (nextval('plain_sequence'), clock_timestamp(), %s, %s, %s, %s, %s, %s, "
                "%s, %s, gen_random_uuid(), %s) RETURNING *",
                [*told, f"mandate:{number}"],
            )
            cursor.fetchone()


def seconds(run: Callable[[int], None], count: int) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    run(count)
    return time.perf_counter() - wall, time.process_time() - cpu


def one_writer() -> None:
    spent: dict[str, list[tuple[float, float]]] = {"chained": [], "unchained": []}
    for run in (chained, unchained):
        run(100)
    for _ in range(ROUNDS):
        for run in (chained, unchained):
            spent[run.__name__].append(seconds(run, ENTRIES))
    for name, each in spent.items():
        rates = sorted(ENTRIES / wall for wall, _ in each)
        cpu = min(used for _, used in each) / ENTRIES * 1e6
        print(f"{name:<10} one connection   best {rates[-1]:6.0f}/s, median {rates[len(rates) // 2]:6.0f}/s, "
              f"{cpu:.0f} µs of processor each")  # fmt: skip


def many_writers() -> None:
    from django.db import connection

    def write(run: Callable[[int], None]) -> None:
        run(ENTRIES // WRITERS * 2)
        connection.close()

    for run in (chained, unchained):
        rates = []
        for _ in range(3):
            threads = [threading.Thread(target=write, args=(run,)) for _ in range(WRITERS)]
            start = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            rates.append(ENTRIES // WRITERS * 2 * WRITERS / (time.perf_counter() - start))
        print(f"{run.__name__:<10} {WRITERS} connections    best {max(rates):6.0f}/s, median {sorted(rates)[1]:6.0f}/s")


def long_journal() -> None:
    """Fill the journal in one transaction, and read it."""
    from django.db import transaction

    from tandem.core import journal

    with transaction.atomic():
        for number in range(LONG):
            journal.record("bench.done", actor="bench", subject=f"mandate:{number}", reason="délibération", **DATA)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    found = journal.verify()
    wall = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert found.faults == (), found.faults
    print(f"verify     {found.entries:,} entries   {wall:.1f} s, {found.entries / wall:,.0f}/s, {grown:.0f} MB more")


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings.local")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tandem.core.embedded_postgres import ensure_running

    ensure_running()
    name = f"bench_journal_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    usual, settings.DATABASES["default"]["NAME"] = settings.DATABASES["default"]["NAME"], name
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE plain (LIKE core_journalentry INCLUDING ALL)")
            cursor.execute("CREATE SEQUENCE plain_sequence")
        one_writer()
        many_writers()
        long_journal()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = usual
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
