"""Territories side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.core.access import anyone, opened_by
from tandem.diagnosis.comparison import spreads
from tandem.diagnosis.queries import figures_of
from tandem.public_site import answers, reads
from tandem.public_site.answers import as_of, explained
from tandem.public_site.presenters import compare


@opened_by(anyone)
@explained
def page(request: HttpRequest) -> HttpResponse:
    at = as_of(request)
    codes = list(dict.fromkeys(code.strip() for code in request.GET.getlist("t") if code.strip()))[: compare.MOST]
    lists = reads.lists()
    current = reads.list_at(at, lists)
    version = answers.data_version()
    perimeters = [reads.perimeter(code, at) for code in codes]
    found = [figures_of(perimeter) for perimeter in perimeters]
    context = {
        "at": at,
        "codes": codes,
        "heads": compare.heads(perimeters, at),
        "rows": compare.rows(found, spreads(current.code), at) if found else [],
        "options": compare.options(reads.rows(current, version), codes),
        "room": compare.MOST - len(codes),
        "list": current,
        "asked_too_many": len(set(request.GET.getlist("t")) - {""}) > compare.MOST,
    }
    return render(request, "public_site/compare.html", context)
