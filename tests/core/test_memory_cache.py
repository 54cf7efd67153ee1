"""What is kept in memory weighs no more than it may."""

import pytest
from django.core.cache import cache as shared

from tandem.core.memory_cache import BoundedMemoryCache, pages


@pytest.fixture
def kept(request):
    cache = BoundedMemoryCache(request.node.name, {"OPTIONS": {"MAX_BYTES": 10_000, "MAX_ENTRIES": 2000}})
    yield cache
    cache.clear()


def test_what_was_used_least_lately_is_forgotten_first(kept):
    for name in "abc":
        kept.set(name, name * 3000)
    kept.get("a")
    kept.set("d", "d" * 3000)
    assert {name for name in "abcd" if kept.get(name)} == {"a", "c", "d"}


def test_any_number_of_entries_stays_within_the_bound(kept):
    for number in range(500):
        kept.set(number, "x" * 900)
    assert sum(map(len, kept._cache.values())) <= 10_000
    assert kept.get(499)


def test_what_is_too_large_on_its_own_is_made_each_time_and_pushes_nothing_out(kept):
    kept.set("small", "s")
    assert kept.get_or_set("large", lambda: "x" * 20_000) == "x" * 20_000
    assert kept.get("large") is None
    assert kept.get("small") == "s"


def test_pages_are_kept_apart_from_what_workers_share(db):
    """Emptying the memory of pages forgets no attempt to sign in, and the other way round."""
    pages.set("x", 1)
    shared.set("x", 2)
    pages.clear()
    assert (pages.get("x"), shared.get("x")) == (None, 2)
