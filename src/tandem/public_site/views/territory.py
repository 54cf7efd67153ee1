"""One territory: its page and its files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tandem.core.access import anyone, opened_by
from tandem.core.figures.tables import table_of
from tandem.diagnosis.edition import of_perimeter
from tandem.diagnosis.exports import diagnosis_record
from tandem.diagnosis.queries import figures_of, peers_of
from tandem.diagnosis.snapshots import latest_of
from tandem.public_site import answers, documents, project, reads
from tandem.public_site.answers import as_of, explained
from tandem.public_site.presenters import (
    addresses,
    cards,
    changed,
    compare,
    identity,
    life,
    project_page,
    quadrant,
    territory_map,
)
from tandem.steering.narrative import for_the_pair
from tandem.territories.queries import reading_day


@opened_by(anyone)
@explained
def page(request: HttpRequest, code: str) -> HttpResponse:
    at = as_of(request)
    perimeter = reads.perimeter(code, at)
    told = answers.cached(
        "life", (answers.acts_version(), perimeter.pk, at.date, at.asked), lambda: life.of_perimeter(perimeter, at)
    )
    key = (answers.data_version(), perimeter.pk, at.date, at.asked, told, request.build_absolute_uri("/"))
    content = answers.kept_page("territory", key, lambda: _content(request, perimeter, at, told))
    context = {"perimeter": perimeter, "territory": perimeter.territory, "content": content}
    return render(request, "public_site/territory.html", context)


def _content(request: HttpRequest, perimeter: reads.Perimeter, at: answers.AsOf, told: life.Life) -> str:
    members = reads.members(perimeter)
    found = figures_of(perimeter)
    name = perimeter.territory.name
    there = addresses.pages_of(perimeter.territory_id, at)
    names = reads.named(quadrant.holders_of([figure for each in found for figure in each.figures]), at)
    chapters = cards.chapters(found, there, names, name)
    peers, snapshots = peers_of(perimeter), latest_of(perimeter)
    codes = [perimeter.territory_id, *(peer.peer.territory_id for peer in peers[: compare.MOST - 1])]
    context = {
        "territory": perimeter.territory,
        "at": at,
        "card": identity.card(perimeter, members, reads.departments(perimeter), at),
        "map": territory_map.picture(perimeter, members, at),
        "there": there,
        "summary": for_the_pair(found, name) if chapters else (),
        "key_figures": cards.key_figures(found, there),
        "chapters": chapters,
        "peers": identity.peers(peers, at),
        "compare_href": identity.compare_href(perimeter, at),
        "compare_peers": compare.address(codes, at),
        "life": told,
        "kin": identity.kin(*reads.kin(perimeter)),
        "contents": identity.contents(chapters, changed=len(snapshots) > 1),
        "changed": changed.changed(snapshots, there),
        "dated": changed.dated(snapshots),
        "permalink": request.build_absolute_uri(identity.permalink(perimeter, at)),
        "stated_on": identity.stated_on(perimeter, at),
        "files": project_page.files(there),
        "as_project": project.address_of(name, reads.communes(perimeter)),
    }
    return render_to_string("public_site/parts/territory_main.html", context, request)


@opened_by(anyone)
@explained
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    at = as_of(request)
    perimeter = reads.perimeter(code, at)
    figures = _figures(request, perimeter, at)
    return answers.csv_answer(table_of(figures, _("Diagnostic")), f"{perimeter.territory_id}-diagnostic.csv")


@opened_by(anyone)
@explained
def as_json(request: HttpRequest, code: str) -> HttpResponse:
    at = as_of(request)
    perimeter = reads.perimeter(code, at)
    date = at.wanted or reading_day(perimeter.validity.upper)
    return answers.json_answer(diagnosis_record(perimeter, date, _figures(request, perimeter, at)))


def _figures(request: HttpRequest, perimeter: reads.Perimeter, at: answers.AsOf) -> list[reads.Figure]:
    """The figures with addresses that work outside the site."""
    there = addresses.pages_of(perimeter.territory_id, at)
    return [
        addresses.absolute(addresses.with_address(figure, there), request.build_absolute_uri)
        for chapter in figures_of(perimeter, at.wanted or reading_day(perimeter.validity.upper))
        for figure in chapter.figures
    ]


@opened_by(anyone)
@explained
def as_pdf(request: HttpRequest, code: str) -> HttpResponse:
    at = as_of(request)
    perimeter = reads.perimeter(code, at)
    content = answers.cached(
        "booklet",
        (answers.data_version(), perimeter.pk, at.wanted, request.build_absolute_uri("/")),
        lambda: reads.booklet(perimeter.territory_id, at, request.build_absolute_uri("/")),
    )
    return answers.file_answer(content, "application/pdf", f"{perimeter.territory_id}.pdf")


@opened_by(anyone)
@explained
def as_document(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The workbook, the slides, the columns."""
    at = as_of(request)
    perimeter = reads.perimeter(code, at)
    there, base = addresses.pages_of(perimeter.territory_id, at), request.build_absolute_uri("/")
    date = at.wanted or reading_day(perimeter.validity.upper)

    def make() -> bytes:
        edition = of_perimeter(
            perimeter, date, lambda figure: request.build_absolute_uri(there.figure(figure.definition.id))
        )
        return documents.DOCUMENTS[form].make(edition, base)

    key = (answers.data_version(), form, perimeter.pk, date, at.asked, base)
    return documents.answer(form, answers.cached("document", key, make), perimeter.territory_id)


@opened_by(anyone)
@explained
def map_svg(request: HttpRequest, code: str) -> HttpResponse:
    perimeter = reads.perimeter(code, as_of(request))
    content = answers.cached(
        "territory-map",
        (answers.data_version(), perimeter.pk),
        lambda: territory_map.svg(perimeter, *reads.outlined(perimeter)),
    )
    return answers.svg_answer(content, f"{perimeter.territory_id}-carte.svg")
