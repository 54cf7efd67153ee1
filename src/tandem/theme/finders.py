"""Serves from the front-end wheels only what a page can ask for: thousands of their files stay where they are."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder

# What templates link. Fonts, icons and pictures follow from the stylesheets: hashing needs every url() to be there.
LINKED = {
    "dsfr": (
        "dsfr.main.min.css",
        "dsfr.print.min.css",
        "dsfr.module.min.js",
        "favicon/apple-touch-icon.png",
        "favicon/favicon.ico",
        "favicon/favicon.svg",
    ),
    # leaflet.js names its map in a comment, which hashing follows too; Leaflet itself asks for its pictures.
    "leaflet": (
        "leaflet.css",
        "leaflet.js",
        "leaflet.js.map",
        "images/marker-icon-2x.png",
        "images/marker-shadow.png",
    ),
    "django_htmx": ("htmx-2.min.js",),
}
_ADDRESS = re.compile(r"""url\(["']?([^"')?#]+)""")


class ServedFilesFinder(FileSystemFinder):
    """``STATICFILES_DIRS``, less what no page asks for; the State's design system only under its own theme."""

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, Any]]:
        for prefix, root in self.locations:
            yield from ((path, self.storages[root]) for path in sorted(served(prefix, root)))

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        wanted = path.removeprefix(f"{prefix}/") in served(prefix or "", root)
        return super().find_location(root, path, prefix) if wanted else None


def served(prefix: str, root: str) -> frozenset[str]:
    """Return the paths, under a folder of ``STATICFILES_DIRS``, that may be asked for."""
    if prefix == "dsfr" and settings.TANDEM_THEME != "dsfr":
        return frozenset()
    return _linked_and_needed(prefix, str(root))


@cache
def _linked_and_needed(prefix: str, root: str) -> frozenset[str]:
    linked = LINKED[prefix]
    needed = {
        address
        for sheet in linked
        if sheet.endswith(".css")
        for address in _ADDRESS.findall((Path(root) / sheet).read_text(encoding="utf-8"))
        if not address.startswith("data:")
    }
    return frozenset(linked) | needed
