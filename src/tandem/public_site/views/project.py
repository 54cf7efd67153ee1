"""A territory to be: its form, its diagnosis before it exists, its files."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tandem.core.access import anyone, opened_by
from tandem.core.clock import today
from tandem.core.errors import NotFoundError, NothingToDrawError
from tandem.core.figures import Figure
from tandem.core.figures.tables import table_of
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.exports import project_record
from tandem.diagnosis.projects import CODE, Project
from tandem.public_site import answers, documents, project, project_reads, reads
from tandem.public_site.answers import AsOf, explained
from tandem.public_site.presenters import addresses, cards, compare, draw, figure_page, identity, project_page, quadrant
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.views.figures import drawn, width_of
from tandem.steering.narrative import for_the_pair

View = Callable[..., HttpResponse]


def unlisted(view: View) -> View:
    """Ask search engines to leave alone what anybody may draw: there is no end to it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = view(request, *args, **kwargs)
        given["X-Robots-Tag"] = "noindex, nofollow"
        return given

    return answer


@opened_by(anyone)
@unlisted
@explained
def page(request: HttpRequest) -> HttpResponse:
    found = project.find(project.asked(request.GET))
    made = found.project if found.project and not found.asked.choosing else None
    context: dict[str, Any] = {
        "found": found,
        "form": project_page.form(found),
        "notices": project_page.notices(found),
        "made": made,
        "size": project_page.size(found.project) if found.project else "",
    }
    if made is not None:
        there = project.pages_of(made, found.asked.name)
        key = (answers.data_version(), made.key, made.name, there.query, request.build_absolute_uri("/"))
        context["content"] = answers.kept_page("project", key, lambda: _content(request, made, there))
    return render(request, "public_site/project.html", context)


def _content(request: HttpRequest, made: Project, there: Pages) -> str:
    edition = _edition(request, made, there)
    at = AsOf(today())
    found = edition.chapters
    names = reads.named(quadrant.holders_of(edition.figures), at)
    chapters = cards.chapters(found, there, names, edition.name)
    said = project.query_of(project.asked(request.GET).name, made.communes)
    context = {
        "edition": edition,
        "there": there,
        "card": project_page.identity(edition),
        "map": project_page.picture(edition, there),
        "summary": for_the_pair(found, edition.name),
        "key_figures": cards.key_figures(found, there),
        "chapters": chapters,
        "contents": identity.contents_of_project(chapters),
        "files": project_page.files(there),
        "pdf": there.file("diagnostic.pdf"),
        "compare_href": compare.address([], at, said),
        "permalink": request.build_absolute_uri(there.page),
    }
    return render_to_string("public_site/parts/project_main.html", context, request)


def _edition(request: HttpRequest, made: Project, there: Pages, *, rooted: bool = False) -> Edition:
    """The diagnosis, its figures with addresses that work outside the site; from its root where the file adds it."""
    build = (lambda path: path) if rooted else request.build_absolute_uri
    return project.edition_of(made, lambda figure: build(there.figure(figure.definition.id)))


@opened_by(anyone)
@unlisted
@explained
def groups(request: HttpRequest) -> HttpResponse:
    """The intermunicipalities around a department, as GeoJSON: what the map to choose from loads."""
    asked = project.asked(request.GET)
    also = tuple(code for code in request.GET.get("avec", "").split(",") if code.isdigit())[: project_reads.MOST]
    key = (answers.data_version(), asked.department, also)
    content = answers.cached("project-groups", key, lambda: project_reads.around(asked.department, also))
    return answers.file_answer(content, "application/geo+json; charset=utf-8", "intercommunalites.geojson")


@opened_by(anyone)
@unlisted
@explained
def figure(request: HttpRequest, indicator: str) -> HttpResponse:
    made, there = project.get(request.GET)
    found = _figure(made, reads.indicator(indicator).id)
    at = AsOf(today())
    names = reads.named(quadrant.holders_of([found]), at)
    wish = figure_page.Wish.of(request.GET)
    context = figure_page.context(found, made.name, there, names, wish, request.build_absolute_uri) | {
        "indicator_href": addresses.of_indicator(found.definition.id, at),
        "kept": project.query_of(project.asked(request.GET).name, made.communes),
        "project": made,
    }
    return render(request, "public_site/figure.html", context)


def _figure(made: Project, code: str) -> Figure:
    found = _figures(made)
    if code not in found:
        raise NotFoundError(_("%(name)s : ce chiffre n’est pas calculé.") % {"name": made.name})
    return found[code]


def _figures(made: Project) -> dict[str, Figure]:
    return {figure.definition.id: figure for chapter in project.figures_of(made) for figure in chapter.figures}


@opened_by(anyone)
@unlisted
@explained
def figure_svg(request: HttpRequest, indicator: str) -> HttpResponse:
    made, _there = project.get(request.GET)
    wanted = reads.indicator(indicator).id
    kind, width = draw.kind_of(request.GET.get("dessin")), width_of(request)

    def make() -> str:
        current = reads.lists()[0].code
        return draw.draw(
            kind, _figure(made, wanted), lambda: _figures(made), lambda: reads.values(wanted, current), width
        )

    key = (answers.data_version(), made.key, made.name, wanted, kind, width)
    return answers.svg_answer(drawn(key, make), f"{_name(made)}-{wanted}-{kind}.svg")


def _name(made: Project) -> str:
    return f"{CODE}-{made.key}"


@opened_by(anyone)
@unlisted
@explained
def figure_csv(request: HttpRequest, indicator: str) -> HttpResponse:
    made, _there = project.get(request.GET)
    found = _figure(made, reads.indicator(indicator).id)
    return answers.csv_answer(figure_page.lines(found), f"{_name(made)}-{found.definition.id}.csv")


@opened_by(anyone)
@unlisted
@explained
def figure_json(request: HttpRequest, indicator: str) -> HttpResponse:
    made, there = project.get(request.GET)
    found = addresses.with_address(_figure(made, reads.indicator(indicator).id), there)
    found = addresses.absolute(found, request.build_absolute_uri)
    return answers.json_answer(found.as_dict() | {"records": figure_page.lines(found).records()})


@opened_by(anyone)
@unlisted
@explained
def map_svg(request: HttpRequest) -> HttpResponse:
    made, there = project.get(request.GET)
    key = (answers.data_version(), made.key, made.name)

    def make() -> str:
        return project_page.svg(made, _edition(request, made, there))

    try:
        content = answers.cached("project-map", key, make)
    except NothingToDrawError:
        raise answers.Elsewhere(_("Aucun contour connu pour ces communes.")) from None
    return answers.svg_answer(content, f"{_name(made)}-carte.svg")


@opened_by(anyone)
@unlisted
@explained
def as_document(request: HttpRequest, form: str) -> HttpResponse:
    """The workbook, the slides, the columns, the booklet."""
    made, there = project.get(request.GET)
    wanted, base = documents.DOCUMENTS[form], request.build_absolute_uri("/")
    content = answers.cached(
        "project-document",
        (answers.data_version(), form, made.key, made.name, there.query, today(), base),
        lambda: wanted.make(_edition(request, made, there, rooted=wanted.rooted), base),
    )
    return documents.answer(form, content, _name(made))


@opened_by(anyone)
@unlisted
@explained
def as_csv(request: HttpRequest) -> HttpResponse:
    made, there = project.get(request.GET)
    figures = list(_edition(request, made, there).figures)
    return answers.csv_answer(table_of(figures, _("Diagnostic")), f"{_name(made)}-diagnostic.csv")


@opened_by(anyone)
@unlisted
@explained
def as_json(request: HttpRequest) -> HttpResponse:
    made, there = project.get(request.GET)
    return answers.json_answer(project_record(_edition(request, made, there)))
