"""How a page answers: as of which day, with which cache headers, and what it says when it refuses."""

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import quote_etag
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tandem import __version__
from tandem.core.clock import parse_date, today
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.memory_cache import pages
from tandem.core.models import JournalEntry
from tandem.core.tables import Table
from tandem.diagnosis.models import Diagnosis

MAX_AGE = 600
"""Seconds during which a browser or a proxy may keep a file; after that it asks whether it changed."""

DAY = 86_400

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that a page is asked for; `asked` when the address names it, so that its links keep it."""

    date: dt.date
    asked: bool = False

    @property
    def query(self) -> str:
        return f"?date={self.date.isoformat()}" if self.asked else ""

    @property
    def wanted(self) -> dt.date | None:
        """The day when one was asked for, None for « the latest »."""
        return self.date if self.asked else None


def as_of(request: HttpRequest) -> AsOf:
    """Read ``?date=``; today without it.

    Raises
    ------
    TandemError
        When it is not a date.
    """
    text = request.GET.get("date", "").strip()
    return AsOf(parse_date(text), asked=True) if text else AsOf(today())


def data_version() -> str:
    """Return what changes whenever the data, the rules, the program or the theme change (one query)."""
    row = Diagnosis.objects.order_by("pk").values_list("fingerprint", "computed_at").first()
    return hashlib.sha256(f"{__version__} {settings.TANDEM_THEME} {row}".encode()).hexdigest()[:16]


def acts_version() -> int:
    """Return what changes whenever somebody does something that is journalled (one query)."""
    return JournalEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def cached(name: str, key: Iterable[object], make: Callable[[], Value]) -> Value:
    """Return what `make` gave for this key; the key must hold the version of the data."""
    digest = hashlib.sha256("\x1f".join(map(str, key)).encode()).hexdigest()
    return pages.get_or_set(f"{name}:{digest}", make, DAY)


def kept_page(name: str, key: Iterable[object], make: Callable[[], str]) -> SafeString:
    """Return a rendered part of a page, kept compressed: a tenth of the memory."""
    return SafeString(zlib.decompress(cached(name, key, lambda: zlib.compress(make().encode()))).decode())


def file_answer(content: str | bytes, kind: str, filename: str = "") -> HttpResponse:
    """Answer with a file that anybody may keep for a while, and check again by its entity tag."""
    body = content.encode() if isinstance(content, str) else content
    answer = HttpResponse(body, content_type=kind)
    answer["ETag"] = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    answer["Cache-Control"] = f"public, max-age={MAX_AGE}"
    if filename:
        answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def csv_answer(table: Table, filename: str) -> HttpResponse:
    return file_answer(table.as_csv(), "text/csv; charset=utf-8", filename)


def json_answer(content: Any, kind: str = "application/json; charset=utf-8") -> HttpResponse:
    return file_answer(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", kind)


def svg_answer(content: str, filename: str) -> HttpResponse:
    """Answer with a drawing: shown where a page asks for it, saved under its name when it is opened by itself."""
    return file_answer(content, "image/svg+xml; charset=utf-8", filename)


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    href: str


class Elsewhere(NotFoundError):  # noqa: N818 - it says where to go
    """Nothing here, but these may be what was meant."""

    def __init__(self, message: str, hint: str = "", suggestions: Iterable[Suggestion] = ()) -> None:
        super().__init__(message, hint)
        self.suggestions = tuple(suggestions)


@contextmanager
def one_state() -> Iterator[None]:
    """Read one state of the database from the first query to the last.

    Without it, a page whose queries stand on both sides of the end of a load would show half of each.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def explained(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view read one state of the data, and show its refusals as pages: what is wrong, what to do instead."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with one_state():
            return view(request, *args, **kwargs)

    return refusals_shown(answer)


def refusals_shown(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the refusals of a view that needs no database as pages, with what may have been meant."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFoundError as error:
            return refusal(request, error, 404)
        except TandemError as error:
            return refusal(request, error, 400)

    return answer


def refusal(request: HttpRequest, error: TandemError, status: int) -> HttpResponse:
    title = _("Page introuvable") if status == 404 else _("Demande incomprise")
    context = {
        "refused": title,
        "message": error.message,
        "hint": error.hint,
        "suggestions": getattr(error, "suggestions", ()),
    }
    return render(request, "404.html", context, status=status)


def with_query(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"{path}?{query}" if query else path
