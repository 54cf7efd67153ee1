"""Keeping the index as the objects are: those that the journal tells of, or all of them."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.utils import timezone

from tandem.accounts import objects
from tandem.accounts.objects import EVERYBODY, Found
from tandem.core.models import JournalEntry
from tandem.places.rules import fold
from tandem.search.models import SearchEntry, SearchWord
from tandem.search.rules import variants, words_of

BATCH = 1_000
COPIED = ("kind", "operation", "only_for", "name", "detail", "href", "folded", "words", "places", "indexed_at")


@transaction.atomic
def index(references: Collection[str]) -> int:
    """Bring the index in line with some objects; those that are no more leave it. Return how many are in it.

    A fixed number of queries for each kind among them.
    """
    wanted = {each for each in references if (kind := objects.kind_of(each)) and kind.every}
    if not wanted:
        return 0
    # Rights are conditions of the query: what is closed to people by name is found where it is, never by searching.
    found = {reference: each for reference, each in objects.find(wanted).items() if not each.guarded}
    now = timezone.now()
    entries = [_entry(reference, each, now) for reference, each in sorted(found.items())]
    words = sorted({word for entry in entries for word in entry.words})
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, variants=variants(word)) for word in words], ignore_conflicts=True
    )
    SearchEntry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["reference"], update_fields=COPIED)
    if gone := wanted - found.keys():
        SearchEntry.objects.filter(reference__in=gone).delete()
    return len(entries)


def _entry(reference: str, found: Found, now: dt.datetime) -> SearchEntry:
    operation = objects.operation_of(reference, found)
    places = ["*"] if operation == EVERYBODY else places_of(found)
    return SearchEntry(
        reference=reference,
        kind=reference.partition(":")[0],
        operation=operation,
        only_for=found.only_for,
        name=found.name[:300],
        detail=found.detail[:300],
        href=found.href[:300],
        folded=fold(found.name)[:300],
        words=words_of(f"{found.name} {found.detail} {found.words}"),
        places=places,
        indexed_at=now,
    )


def places_of(found: Found) -> list[str]:
    """Return the perimeters that hold an object, as `tandem.accounts.scopes.Scope` writes them."""
    place = found.place
    return sorted(
        f"{kind}:{code}"
        for kind, codes in (
            ("territory", place.territories),
            ("department", place.departments),
            ("region", place.regions),
            ("organisation", place.organisations),
        )
        for code in codes
    )


def reindex() -> int:
    """Make the index anew, kind by kind, while it is used; return how many objects are in it."""
    start, count = timezone.now(), 0
    for kind in objects.kinds():
        if kind.every is None:
            continue
        for keys in _batches(kind.every()):
            count += index([f"{kind.code}:{key}" for key in keys])
        SearchEntry.objects.filter(kind=kind.code, indexed_at__lt=start).delete()
    SearchEntry.objects.exclude(kind__in=[kind.code for kind in objects.kinds() if kind.every]).delete()
    return count


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    left = iter(keys)
    while batch := list(islice(left, BATCH)):
        yield batch


def told_of(entry: JournalEntry) -> set[str]:
    """Return the references that a journal entry holds: its subject, and those among its data."""
    found = {entry.subject}
    for name, value in entry.data.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and objects.kind_of(each):
                found.add(each)
            elif isinstance(each, str | int) and objects.kind_of(f"{name}:"):
                found.add(f"{name}:{each}")
    return {each for each in found if objects.kind_of(each)}


def references_told(entries: Iterable[JournalEntry]) -> set[str]:
    """Return the references that journal entries hold."""
    return {reference for entry in entries for reference in told_of(entry)}
