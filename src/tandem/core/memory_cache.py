"""Django's cache in memory, bounded by what it weighs.

Anybody may ask for any day of any list: the number of entries alone would let a visitor fill a gigabyte with maps.
"""

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.utils.connection import ConnectionProxy

pages = ConnectionProxy(caches, "pages")
"""What public pages keep between two visitors, in each worker; what all workers must agree on goes to Django's default
cache, which is in the database."""


class BoundedMemoryCache(LocMemCache):
    """Forgets what was used least lately beyond ``OPTIONS["MAX_BYTES"]``; what is larger on its own is not kept."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._max_bytes = int(params["OPTIONS"]["MAX_BYTES"])

    def _set(self, key: str, value: bytes, timeout: Any = DEFAULT_TIMEOUT) -> None:
        # The parent calls this with its lock held and the value as it keeps it: pickled.
        if len(value) > self._max_bytes:
            self._delete(key)
            return
        super()._set(key, value, timeout)
        held = sum(map(len, self._cache.values()))
        while held > self._max_bytes:
            oldest = next(reversed(self._cache))
            held -= len(self._cache[oldest])
            self._delete(oldest)
