"""Serves from the front-end wheels only what a page can ask for: thousands of their files stay where they are."""

from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder

# Every url() of a collected stylesheet must be there, or hashing its name fails: fonts and icons follow dsfr.main.
SERVED = {
    "dsfr": (
        "dsfr.main.min.css",
        "dsfr.print.min.css",
        "dsfr.module.min.js",
        "favicon/apple-touch-icon.png",
        "favicon/favicon.ico",
        "favicon/favicon.svg",
        "fonts/Marianne-*.woff*",
        "fonts/Spectral-*.woff*",
        "icons/*/*.svg",
    ),
    "leaflet": ("leaflet.css", "leaflet.js", "leaflet.js.map", "images/*.png"),
}


class ServedFilesFinder(FileSystemFinder):
    """``STATICFILES_DIRS``, less the files that no page links; the State's design system only under its own theme."""

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, Any]]:
        for prefix, _root in self.locations:
            storage = self.storages[_root]
            for pattern in SERVED.get(prefix, ()) if is_served(prefix) else ():
                yield from ((path, storage) for path in _matching(storage, pattern))

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        inner = path.removeprefix(f"{prefix}/")
        wanted = is_served(prefix or "") and any(_matches(inner, pattern) for pattern in SERVED.get(prefix or "", ()))
        return super().find_location(root, path, prefix) if wanted else None


def is_served(prefix: str) -> bool:
    return prefix != "dsfr" or settings.TANDEM_THEME == "dsfr"


def _matches(path: str, pattern: str) -> bool:
    """Tell whether path and pattern agree folder by folder (``*`` does not cross a slash)."""
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatch, parts, wanted))


def _matching(storage: Any, pattern: str, folder: str = "") -> Iterator[str]:
    head, _, rest = pattern.partition("/")
    folders, files = storage.listdir(folder)
    for name in sorted(folders if rest else files):
        if fnmatch(name, head):
            path = f"{folder}{name}"
            yield from _matching(storage, rest, f"{path}/") if rest else (path,)
