"""Finding objects by what one remembers of them, among those that one may read.

Two steps. Each word typed becomes the words of the index that it may stand for: itself, those that it begins, those
that it mistypes (`tandem.search.rules`). Then one query reads the entries that have one of these for each word, in the
perimeter of the mandate, for the operations of the role: rights are its conditions, not a pass afterwards.
"""

import json
from dataclasses import dataclass, field

from django.db import connection

from tandem import programme
from tandem.accounts.objects import EVERYBODY
from tandem.accounts.rights import Acting
from tandem.accounts.scopes import ScopeKind
from tandem.places.rules import fold
from tandem.programme.operations import OPERATIONS
from tandem.search.rules import MOST, mistakes, near, variants, words_of

RANKED = 2_000
"""Entries that are ranked: a question that finds more is told so, and is worth another word."""
BEGUN = 200
"""Words that a typed beginning may stand for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An object that was found."""

    reference: str
    kind: str
    name: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search finds: a page of objects, how many of each kind, and whether there are more than were ranked."""

    page: list[Hit] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    more: bool = False

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Meant:
    """The words of the index that a typed word may stand for."""

    exact: str
    begun: list[str]
    mistyped: list[str]

    @property
    def all(self) -> list[str]:
        return [self.exact, *self.begun, *self.mistyped]


def meant_by(words: list[str]) -> list[Meant]:
    """Return what each typed word may stand for (one query)."""
    if not words:
        return []
    parts, values = [], []
    for rank, word in enumerate(words):
        parts.append("(SELECT %s, word FROM search_searchword WHERE word LIKE %s ORDER BY word LIMIT %s)")
        values += [rank, f"{word}%", BEGUN]
        if mistakes(word):
            # One by one: of many at once, PostgreSQL guesses that most words match, and reads them all.
            parts.append(
                "(SELECT %s, word FROM unnest(%s::varchar[]) AS each (variant) "
                "JOIN search_searchword ON variants @> ARRAY[variant])"
            )
            values += [rank, variants(word)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), values)
        rows = cursor.fetchall()
    return [
        Meant(
            word,
            sorted(other for at, other in rows if at == rank and other.startswith(word) and other != word),
            sorted(other for at, other in rows if at == rank and not other.startswith(word) and near(word, other)),
        )
        for rank, word in enumerate(words)
    ]


def _rights(acting: Acting | None) -> tuple[str, list[object]]:
    """The conditions of what somebody may read, as SQL with its values."""
    if acting is None:
        return "operation = %s", [EVERYBODY]
    role = next((each for each in programme.current().roles if each.code == acting.role), None)
    allowed = [code for code in (role.may if role else ()) if acting.second_factor or not OPERATIONS[code].binding]
    wanted, values = ["operation = ANY(%s)"], [[EVERYBODY, *allowed]]
    if acting.scope.kind != ScopeKind.NATION:
        wanted.append("places && %s::varchar[]")
        values.append([str(acting.scope), EVERYBODY])
    wanted.append("only_for IN ('', %s)")
    values.append(str(acting.organisation))
    return " AND ".join(wanted), values


def search(acting: Acting | None, typed: str, *, kind: str = "", first: int = 0, count: int = 20) -> Hits:
    """Return the objects that somebody may read and that answer to what they typed, the nearest first (two queries).

    Parameters
    ----------
    kind
        Only objects of this kind on the page; the others are still counted.
    first, count
        Which of them.
    """
    words = words_of(typed)[:MOST]
    if not words:
        return Hits()
    meant = meant_by(words)
    rights, granted = _rights(acting)
    having = " AND ".join("words && %s::varchar[]" for _each in meant)
    score = " + ".join("4 * (words && %s::varchar[])::int + 2 * (words && %s::varchar[])::int" for _each in meant)
    scored = [values for each in meant for values in ([each.exact], [each.exact, *each.begun])]
    name = fold(typed)
    query = f"""
        WITH found AS MATERIALIZED (
            (SELECT * FROM search_searchentry WHERE folded LIKE %s AND {rights} ORDER BY folded LIMIT 100)
            UNION
            (SELECT * FROM search_searchentry WHERE {having} AND {rights} LIMIT %s)
        ), ranked AS (
            SELECT reference, kind, name, detail, href, folded,
                {score} + 8 * (folded = %s)::int + 3 * (folded LIKE %s)::int AS score
            FROM found
        )
        SELECT reference, kind, name, detail, href,
            (SELECT jsonb_object_agg(kind, n) FROM (SELECT kind, count(*) AS n FROM ranked GROUP BY kind) AS each)
        FROM ranked WHERE %s IN ('', kind)
        ORDER BY score DESC, length(folded), folded, reference OFFSET %s LIMIT %s
    """  # noqa: S608 - conditions of our own, values apart
    beginning = f"{name}%"
    values = [beginning, *granted, *(each.all for each in meant), *granted, RANKED, *scored, name, beginning]
    with connection.cursor() as cursor:
        cursor.execute(query, [*values, kind, first, count])
        rows = cursor.fetchall()
    kinds = json.loads(rows[0][5]) if rows else {}
    return Hits([Hit(*row[:5]) for row in rows], kinds, sum(kinds.values()) >= RANKED)
