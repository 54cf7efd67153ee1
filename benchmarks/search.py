"""The search of the workspace over 100,000 objects with rights, beside PostgreSQL's own full-text search.

On a database of its own in the embedded PostgreSQL, filled with fictive objects named after real communes: people,
organisations, comments, spread over the country's territories, departments and regions. Each question is asked by
three mandates: over the country, a region, a territory. The peer answers the same questions, under the same rights, by
a ``tsvector`` of the same words: it forgives no mistake. The limits: one row by its key, and reading every row.
"""

import os
import random
import time
import uuid
from collections.abc import Callable
from statistics import median

OBJECTS, TURNS = 100_000, 15
QUESTIONS = {
    "a name": "oyonnax",
    "two words": "communaute bourg",
    "a beginning": "saint eti",
    "a mistake": "oyonax",
    "two mistakes": "comunaute oyonnnax",
    "a word of thousands": "communaute",
    "a person": "camille arnaud",
    "nothing": "zzyzxq",
}
RIGHTS = (
    "operation = ANY(%(may)s) AND (%(scope)s = 'nation' OR places && ARRAY[%(scope)s, '*']::varchar[]) "
    "AND only_for IN ('', %(own)s)"
)


def fill() -> None:
    """Write the objects as `tandem.search.indexing` does, from names and places drawn once and for all."""
    from django.db import connection

    from tandem.places.models import Commune
    from tandem.places.rules import fold
    from tandem.search.models import SearchEntry, SearchWord
    from tandem.search.rules import variants, words_of

    draw = random.Random(1)
    communes = list(Commune.objects.values_list("name", "department_id", "department__region_id").order_by("pk"))
    first = ("Camille", "Dominique", "Claude", "Sacha", "Alix", "Morgan", "Andrea", "Lou", "Charlie", "Maxime")
    last = ["Arnaud", *(name for name, _department, _region in draw.sample(communes, 3_000))]
    forms = ("Communauté de communes {}", "Société {} industrie", "Mairie de {}", "Atelier {} et fils", "Lycée {}")
    kinds = ("territories.follow", "organisations.read", "people.read")
    words: set[str] = set()
    entries = []
    for number in range(OBJECTS):
        name, department, region = draw.choice(communes)
        told = f"{draw.choice(first)} {draw.choice(last)}" if number % 3 == 2 else draw.choice(forms).format(name)
        found = words_of(f"{told} {name}")
        words.update(found)
        entries.append(
            SearchEntry(
                reference=f"bench:{number}", kind=f"bench{number % 3}", operation=kinds[number % 3], name=told,
                detail=name, href="/", folded=fold(told), words=found, indexed_at="2026-01-01T00:00Z",
                places=[f"territory:t{draw.randrange(183)}", f"department:{department}", f"region:{region}"],
            )
        )  # fmt: skip
    SearchWord.objects.bulk_create([SearchWord(word=each, variants=variants(each)) for each in sorted(words)], 5_000)
    SearchEntry.objects.bulk_create(entries, 5_000)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE peer AS SELECT *, to_tsvector('simple', array_to_string(words, ' ')) AS told "
            "FROM search_searchentry"
        )
        cursor.execute("CREATE INDEX ON peer USING gin (told)")
        cursor.execute("CREATE INDEX ON peer USING gin (places)")
        cursor.execute("ANALYZE")
        for table in ("search_searchentry", "search_searchword", "peer"):
            cursor.execute("SELECT count(*), pg_size_pretty(pg_total_relation_size(%s)) FROM " + table, [table])
            print(f"{table:<20} {cursor.fetchone()}")


def mandates() -> dict[str, object]:
    from tandem.accounts.rights import Acting
    from tandem.accounts.scopes import NATION, Scope, ScopeKind

    return {
        "country": Acting(1, 1, 1, "delegate", NATION, True),
        "region": Acting(1, 1, 1, "state-instructor", Scope(ScopeKind.REGION, "84"), True),
        "territory": Acting(1, 1, 1, "project-manager", Scope(ScopeKind.TERRITORY, "t7"), True),
    }


def peer(acting, typed: str) -> list:
    from django.db import connection

    from tandem import programme
    from tandem.search.rules import words_of

    asked = " & ".join(f"{word}:*" for word in words_of(typed))
    values = {
        "may": list(programme.current().role(acting.role).may), "scope": str(acting.scope),
        "own": str(acting.organisation), "asked": asked,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, kind, name FROM peer, to_tsquery('simple', %(asked)s) AS asked "
            f"WHERE told @@ asked AND {RIGHTS} ORDER BY ts_rank(told, asked) DESC, length(folded) LIMIT 20", values
        )  # fmt: skip
        return cursor.fetchall()


def one_row(_acting, _typed: str) -> list:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT reference, kind, name FROM search_searchentry WHERE reference = 'bench:77777'")
        return cursor.fetchall()


def every_row(_acting, typed: str) -> list:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, kind, name FROM search_searchentry WHERE folded LIKE %s ORDER BY folded LIMIT 20",
            [f"%{typed}%"],
        )
        return cursor.fetchall()


def ours(acting, typed: str) -> list:
    from tandem.search.finding import search

    return search(acting, typed).page


def spent(run: Callable, acting: object, typed: str) -> tuple[float, float, int]:
    """Median and worst time, in milliseconds, and how many answers."""
    run(acting, typed)
    times = []
    for _turn in range(TURNS):
        start = time.perf_counter()
        found = run(acting, typed)
        times.append(1000 * (time.perf_counter() - start))
    return median(times), max(times), len(found)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings.local")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tandem.core.embedded_postgres import ensure_running

    ensure_running()
    name = f"bench_search_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    usual, settings.DATABASES["default"]["NAME"] = settings.DATABASES["default"]["NAME"], name
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        from tandem.places.usecases import load_places

        load_places(actor="bench")
        fill()
        key, _worst, _found = spent(one_row, None, "")
        print(f"limit: one row by its key {key:.2f} ms; every row {spent(every_row, None, 'oyonnax')[0]:.0f} ms")
        print(f"{'':<22}{'who':<11}{'ours: median, worst, found':<32}{'full text':<26}{'ours / full text'}")
        for what, typed in QUESTIONS.items():
            for who, acting in mandates().items():
                mine, worst, found = spent(ours, acting, typed)
                other, _slow, theirs = spent(peer, acting, typed)
                print(f"{what:<22}{who:<11}{mine:6.1f} ms {worst:6.1f} ms {found:>4}       "
                      f"{other:6.1f} ms {theirs:>4}         × {mine / other:.1f}")  # fmt: skip
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = usual
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
