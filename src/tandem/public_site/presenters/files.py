"""Every file that the site gives, by what one looks for, with its format and weight."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.tables import Column, Table
from tandem.core.typography import counted, date_long, no_break
from tandem.diagnosis.catalogue import CHAPTERS
from tandem.public_site.answers import cached, data_version
from tandem.public_site.presenters import datasets
from tandem.public_site.presenters.datasets import Dataset, written_size
from tandem.public_site.presenters.directory import RegionOfTerritories
from tandem.public_site.reads import PublishedList, period

Weigh = Callable[[str], str]
LIGHT = gettext_lazy("moins de 25 ko")
"""Weight of an indicator's file, a line for each territory: to make all of them to weigh them takes seconds."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away; `size` is empty for a document that is made when asked for."""

    label: Any
    href: str
    format: str
    size: Any = ""
    detail: Any = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that go together, under a title of their own."""

    title: Any
    files: tuple[File, ...]

    @property
    def table(self) -> Table:
        """The files as rows, for long lists."""
        columns = (
            Column("label", _("Fichier"), value=lambda file: download(file.href, file.label)),
            Column("format", _("Format")),
            Column("size", _("Taille"), value=lambda file: file.size or _("préparé à la demande")),
            Column("detail", _("Contenu"), value=lambda file: file.detail),
        )
        return Table(self.title, columns, self.files)


def catalogue(
    request: HttpRequest, lists: Sequence[PublishedList], regions: list[RegionOfTerritories]
) -> dict[str, Any]:
    """Return what the page of downloads shows; small files are weighed once for each state of the data."""
    weigh = weigher(request)
    return {
        "lists": [_of_list(each, weigh) for each in lists],
        "reports": [_report_of(each) for each in lists],
        "indicators": [_of_chapter(chapter) for chapter in CHAPTERS if chapter.indicators],
        "tables": [
            Batch(group.title, tuple(of_table(table) for table in tables))
            for group, tables in datasets.grouped(datasets.datasets())
        ],
        "regions": regions,
        "contents": [
            {"href": "#territoires", "label": _("Les territoires")},
            {"href": "#rapport", "label": _("Le rapport")},
            {"href": "#chiffres", "label": _("Les chiffres")},
            {"href": "#livrets", "label": _("Les livrets")},
            {"href": "#tables", "label": _("Les tables d’origine")},
        ],
    }


def download(href: str, words: Any) -> SafeString:
    return format_html('<a href="{}" download>{}</a>', href, words)


def _query(each: PublishedList) -> str:
    """The list in force needs no date; the others are asked for by their first day."""
    return "" if each.valid_until is None else f"?date={each.valid_from.isoformat()}"


def _of_list(each: PublishedList, weigh: Weigh) -> Batch:
    query = _query(each)
    forms = (
        ("csv", "CSV", _("Liste des territoires")),
        ("json", "JSON", _("Liste des territoires")),
        ("geojson", "GeoJSON", _("Contours des territoires")),
    )
    hrefs = [reverse(f"public_site:territories_{form}") + query for form, _format, _label in forms]
    files = tuple(
        File(label, href, written, weigh(href)) for href, (_form, written, label) in zip(hrefs, forms, strict=True)
    )
    return Batch(f"{counted(each.territories, _('territoire'))}, {period(each.valid_from, each.valid_until)}", files)


def _report_of(each: PublishedList) -> File:
    last = each.last_day
    label = (
        _("Rapport à la date d’aujourd’hui") if last is None else _("Rapport au %(date)s") % {"date": date_long(last)}
    )
    query = "" if last is None else f"?date={last.isoformat()}"
    return File(label, reverse("public_site:report_pdf") + query, "PDF", detail=_("préparé à la demande"))


def _of_chapter(chapter: Any) -> Batch:
    return Batch(
        chapter.title,
        tuple(
            File(
                indicator.definition.label,
                reverse("public_site:indicator_csv", args=[indicator.id]),
                "CSV",
                LIGHT,
                no_break(str(indicator.definition.definition)),
            )
            for indicator in chapter.indicators
        ),
    )


def of_table(table: Dataset) -> File:
    rows = counted(table.entry["rows"], _("ligne"))
    return File(table.title, table.csv_href, "CSV", table.csv_size, rows)


def weigher(request: HttpRequest) -> Weigh:
    """Return a function that says the weight of what an address of the site gives, as it is served uncompressed."""
    version = data_version()
    return lambda href: written_size(cached("weight", (version, href), lambda: served_size(request, href)))


def served_size(request: HttpRequest, href: str) -> int:
    """Ask the view of an address for its file, and count the bytes."""
    parts = urlsplit(href)
    asked = copy.copy(request)
    asked.method, asked.path, asked.path_info, asked.GET = "GET", parts.path, parts.path, QueryDict(parts.query)
    match = resolve(parts.path)
    return len(match.func(asked, *match.args, **match.kwargs).content)
