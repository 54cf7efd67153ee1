"""Pages that are read: glossary, legal notice, accessibility statement, site map."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tandem import programme
from tandem.core.access import anyone, opened_by
from tandem.core.clock import today
from tandem.diagnosis.catalogue import CHAPTERS
from tandem.public_site.content import glossary as words
from tandem.public_site.presenters import datasets, kept_for, official_files
from tandem.public_site.presenters.directory import by_region
from tandem.public_site.presenters.glossary import alphabetical, shown
from tandem.public_site.publisher import publisher

# The day when the pages were last tested as the statement says.
TESTED_ON = dt.date(2026, 11, 24)


@opened_by(anyone)
def glossary(request: HttpRequest) -> HttpResponse:
    """The words and their meaning; each has an anchor."""
    context = {
        "sections": shown(),
        "alphabetical": alphabetical(),
        "contents": [{"href": f"#{section.id}", "label": section.title} for section in words.SECTIONS],
    }
    return render(request, "public_site/glossary.html", context)


@opened_by(anyone)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked to leave: pages that are without end (dates, comparisons, sets of communes)."""
    rules = (
        "User-agent: *",
        "Disallow: /diagnostic/",
        "Disallow: /comparer/",
        "Disallow: /*?",
        "Disallow: /compte/",
        "Disallow: /espace/",
        "",
    )
    return HttpResponse("\n".join(rules), content_type="text/plain; charset=utf-8")


@opened_by(anyone)
def legal(request: HttpRequest) -> HttpResponse:
    """Legal notice, as the operator fills it in."""
    return render(request, "public_site/legal.html", {"publisher": publisher()})


@opened_by(anyone)
def privacy(request: HttpRequest) -> HttpResponse:
    """The register of processings of personal data, and how long each thing is kept."""
    held = programme.current()
    context = {"publisher": publisher(), "processings": held.processings, "retention": kept_for.table(held.retention)}
    return render(request, "public_site/privacy.html", context)


@opened_by(anyone)
def accessibility(request: HttpRequest) -> HttpResponse:
    """Accessibility statement."""
    context = {
        "publisher": publisher(),
        "tested_on": TESTED_ON,
        "address": request.build_absolute_uri(reverse("public_site:home")),
    }
    return render(request, "public_site/accessibility.html", context)


@opened_by(anyone)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page of the site."""
    context = {
        "chapters": [chapter for chapter in CHAPTERS if chapter.indicators],
        "official_files": official_files.official_files(),
        "groups": datasets.grouped(datasets.datasets()),
        "regions": by_region(today()),
    }
    return render(request, "public_site/sitemap.html", context)
