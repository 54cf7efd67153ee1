"""Where everything comes from: the tables, the methods, and every file to take away."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from tandem import reference
from tandem.core.access import anyone, opened_by
from tandem.core.clock import today
from tandem.core.errors import nearest
from tandem.datasets import kinds
from tandem.public_site import reads
from tandem.public_site.answers import Elsewhere, Suggestion, explained, refusals_shown
from tandem.public_site.content.methods import SECRECY
from tandem.public_site.presenters import datasets, files, methods, official_files
from tandem.public_site.presenters.directory import by_region


@opened_by(anyone)
def index(request: HttpRequest) -> HttpResponse:
    """Tables, methods, secrecy rules."""
    tables, imports = datasets.datasets(), official_files.official_files()
    context = {
        "groups": [
            (group, datasets.inventory(group, found), "-".join(("tables", group.id)))
            for group, found in datasets.grouped(tables)
        ],
        "count": len(tables),
        "rows": sum(table.entry["rows"] for table in tables.values()),
        "loaded_at": max((table.loaded_at for table in tables.values() if table.loaded_at), default=None),
        "imports": official_files.inventory(imports),
        "imports_size": official_files.size_words(imports),
        "methods": methods.shown(),
        "secrecy": SECRECY,
        "contents": [
            {"href": "#tables", "label": _("Les tables")},
            {"href": "#fichiers", "label": _("Les fichiers officiels")},
            {"href": "#methodes", "label": _("Les méthodes")},
            {"href": "#secret", "label": _("Le secret statistique")},
            {"href": "#reutiliser", "label": _("Citer et réutiliser")},
        ],
    }
    return render(request, "public_site/data.html", context)


@opened_by(anyone)
@explained
def table(request: HttpRequest, table: str) -> HttpResponse:
    """One table: what it holds, its columns, its first rows, how to cite it; or one official file to import."""
    if table in kinds.KINDS:
        return _official_file(request, table)
    _must_exist(table)
    found = datasets.dataset(table)
    context = {
        "dataset": found,
        "columns": datasets.dictionary(found),
        "preview": datasets.preview(found),
        "uses": datasets.uses_of(table),
        "citation": datasets.citation(found, request.build_absolute_uri(found.href), today()),
    }
    return render(request, "public_site/data_table.html", context)


def _official_file(request: HttpRequest, name: str) -> HttpResponse:
    """An official file: what it brings, what is in service, how it is read; never its rows."""
    found = official_files.official_file(name)
    context = {
        "file": found,
        "kind": found.kind,
        "columns": official_files.columns(found.kind),
        "recognised": official_files.recognised(found.kind),
        "commands": official_files.commands(found.kind),
        "uses": datasets.uses_of(name),
        "citation": official_files.citation(found, request.build_absolute_uri(found.href), today()),
    }
    return render(request, "public_site/data_file.html", context)


def _must_exist(name: str) -> None:
    known = reference.manifest()["tables"]
    if name not in known:
        titles = {each: entry["title"] for each, entry in known.items()}
        titles |= {each.id: each.title for each in kinds.KINDS.values()}
        close = [
            Suggestion(titles[each], reverse("public_site:data_table", args=[each])) for each in nearest(name, titles)
        ]
        raise Elsewhere(_("Aucune table « %s ».") % name, suggestions=close)


def _digest(request: HttpRequest, table: str) -> str | None:
    entry = reference.manifest()["tables"].get(table)
    return f'"{entry["sha256"][:32]}"' if entry else None


@opened_by(anyone)
@condition(etag_func=_digest)
@refusals_shown
def table_csv(request: HttpRequest, table: str) -> HttpResponse | StreamingHttpResponse:
    """The whole table; a reader who has this version already is told so."""
    _must_exist(table)
    response = StreamingHttpResponse(datasets.csv_chunks(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return response


@opened_by(anyone)
def downloads(request: HttpRequest) -> HttpResponse:
    """Every file of the site, with its format and weight."""
    context = files.catalogue(request, reads.lists(), by_region(today()))
    return render(request, "public_site/downloads.html", context)
