"""What a search found, as its page shows it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse

from tandem.accounts import objects
from tandem.search.finding import Hit, Hits


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of object among what was found, and the address that keeps only it."""

    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An object found, with the name of its kind."""

    hit: Hit
    kind: str


def shown(typed: str, kind: str, hits: Hits, number: int, by_page: int) -> dict[str, Any]:
    """Return what the page of a search shows."""
    labels = {each.code: str(each.label) for each in objects.kinds()}
    total = hits.kinds.get(kind, 0) if kind else hits.total
    pages = Paginator(range(total), by_page)
    return {
        "typed": typed,
        "lines": [Line(hit, labels.get(hit.kind, hit.kind)) for hit in hits.page],
        "choices": [
            Choice(labels.get(code, code), count, _address(typed, "" if code == kind else code), code == kind)
            for code, count in Counter(hits.kinds).most_common()
        ],
        "total": total,
        "more": hits.more,
        "page": Page([], min(number, pages.num_pages), pages),
    }


def _address(typed: str, kind: str) -> str:
    return f"{reverse('workspace:search')}?{urlencode({'q': typed} | ({'nature': kind} if kind else {}))}"
