"""Territories side by side."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.core.access import anyone, opened_by
from tandem.core.errors import TandemError
from tandem.diagnosis.comparison import compared, spreads
from tandem.diagnosis.edition import Edition, of_perimeter
from tandem.diagnosis.projects import Project
from tandem.public_site import answers, documents, project, reads
from tandem.public_site.answers import AsOf, as_of, explained
from tandem.public_site.presenters import addresses, compare
from tandem.public_site.presenters.addresses import Pages
from tandem.territories.queries import reading_day


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a comparison is of: territories, and at most one that is to be."""

    at: AsOf
    codes: list[str]
    perimeters: list[reads.Perimeter]
    asked: project.Asked
    made: Project | None
    too_many: bool


def wanted(request: HttpRequest) -> Wanted:
    """Read the address: five at most, the territory to be among them.

    Raises
    ------
    TandemError
        A territory or a list of communes that cannot be read.
    """
    at, asked = as_of(request), project.asked(request.GET)
    found = project.find(asked)
    if found.faults:
        raise TandemError(" ".join(found.faults))
    codes = list(dict.fromkeys(code.strip() for code in request.GET.getlist("t") if code.strip()))
    room = compare.MOST - (found.project is not None)
    perimeters = [reads.perimeter(code, at) for code in codes[:room]]
    return Wanted(at, codes[:room], perimeters, asked, found.project, len(codes) > room)


@opened_by(anyone)
@explained
def page(request: HttpRequest) -> HttpResponse:
    it = wanted(request)
    current = reads.list_at(it.at, reads.lists())
    sides = compare.sides(it.perimeters, it.made, it.asked, it.at)
    rows, absent, caveats = compare.rows(sides, spreads(current.code), it.at) if sides else ([], [], ())
    said = project.query_of(it.asked.name, it.made.communes) if it.made else ()
    context: dict[str, Any] = {
        "at": it.at,
        "codes": it.codes,
        "said": said,
        "sides": sides,
        "rows": rows,
        "absent": absent,
        "caveats": caveats,
        "options": compare.options(reads.rows(current, answers.data_version()), it.codes),
        "room": compare.MOST - len(sides),
        "list": current,
        "asked_too_many": it.too_many,
        "files": compare.files(it.codes, it.at, said) if len(sides) > 1 else [],
    }
    answer = render(request, "public_site/compare.html", context)
    if it.made:
        answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@opened_by(anyone)
@explained
def as_document(request: HttpRequest, form: str) -> HttpResponse:
    """The comparison as a workbook or as slides."""
    it = wanted(request)
    current = reads.list_at(it.at, reads.lists())
    editions = [_edition(request, each, it.at) for each in it.perimeters]
    if it.made is not None:
        there = project.pages_of(it.made, it.asked.name)
        editions.append(project.edition_of(it.made, _absolute(request, there)))
    if len(editions) < 2:
        raise TandemError("Une comparaison demande deux territoires au moins.", "Ajouter un territoire sur la page.")
    rows = compared([each.chapters for each in editions], spreads(current.code))
    content = documents.COMPARISONS[form](editions, rows)
    return documents.answer(form, content, "comparaison-" + "-".join(each.code for each in editions))


def _edition(request: HttpRequest, perimeter: reads.Perimeter, at: AsOf) -> Edition:
    there = addresses.pages_of(perimeter.territory_id, at)
    date = at.wanted or reading_day(perimeter.validity.upper)
    return of_perimeter(perimeter, date, _absolute(request, there))


def _absolute(request: HttpRequest, there: Pages) -> Any:
    return lambda figure: request.build_absolute_uri(there.figure(figure.definition.id))
