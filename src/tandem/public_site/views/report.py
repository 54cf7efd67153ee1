"""The steering committee's report, as a page and as a PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.core.access import anyone, opened_by
from tandem.public_site import reads
from tandem.public_site.answers import as_of, explained, file_answer
from tandem.public_site.presenters import report_page
from tandem.steering import usecases
from tandem.steering.report import report


@opened_by(anyone)
@explained
def page(request: HttpRequest) -> HttpResponse:
    """The report at a date: ``?date=2024-09-16``, today without it."""
    at = as_of(request)
    return render(request, "public_site/report.html", report_page.context(report(at.date), at, reads.lists()))


@opened_by(anyone)
@explained
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF/UA-1, compiled once for each state of the data."""
    at = as_of(request)
    content = usecases.report_pdf(at.date, base=request.build_absolute_uri("/"))
    return file_answer(content, "application/pdf", report_page.file_name(at.date))
