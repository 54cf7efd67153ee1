"""Figures: of a territory, over all territories, of the programme."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tandem.core.access import anyone, opened_by
from tandem.core.charts import NARROW, WIDE
from tandem.core.errors import NothingToDrawError
from tandem.diagnosis.catalogue import CHAPTERS
from tandem.diagnosis.queries import figure_of, figures_of
from tandem.public_site import answers, reads
from tandem.public_site.answers import as_of, explained
from tandem.public_site.presenters import addresses, draw, figure_page, indicator_page, programme_page, quadrant
from tandem.steering.figures import programme_figure


@opened_by(anyone)
@explained
def of_territory(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    at = as_of(request)
    perimeter = reads.perimeter(code, at)
    figure = figure_of(perimeter, reads.indicator(indicator).id)
    there, name = addresses.pages_of(perimeter.territory_id, at), perimeter.territory.name
    names = reads.named(quadrant.holders_of([figure]), at)
    wish = figure_page.Wish.of(request.GET)
    context = figure_page.context(figure, name, there, names, wish, request.build_absolute_uri) | {
        "indicator_href": addresses.of_indicator(figure.definition.id, at),
        "kept": [("date", at.date.isoformat())] if at.asked else [],
    }
    return render(request, "public_site/figure.html", context)


@opened_by(anyone)
@explained
def of_territory_svg(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    perimeter = reads.perimeter(code, as_of(request))
    wanted = reads.indicator(indicator).id
    kind, width = draw.kind_of(request.GET.get("dessin")), width_of(request)

    def make() -> str:
        def others() -> dict[str, reads.Figure]:
            return {f.definition.id: f for chapter in figures_of(perimeter) for f in chapter.figures}

        figure = figure_of(perimeter, wanted)
        return draw.draw(kind, figure, others, lambda: reads.values(wanted, perimeter.list), width)

    content = drawn(("figure-svg", answers.data_version(), perimeter.pk, wanted, kind, width), make)
    return answers.svg_answer(content, file_name(perimeter.territory_id, wanted, kind))


def drawn(key: tuple[object, ...], make: Callable[[], str]) -> str:
    """Return a drawing, kept while the data do not change; a figure without value is refused in words."""
    try:
        return answers.cached("figure-svg", key, make)
    except NothingToDrawError:
        raise answers.Elsewhere(_("Ce chiffre n’a pas de valeur à dessiner.")) from None


def file_name(code: str, indicator: str, kind: str) -> str:
    return f"{code}-{indicator}.svg" if kind == draw.PLAIN else f"{code}-{indicator}-{kind}.svg"


def width_of(request: HttpRequest) -> int:
    return NARROW if request.GET.get("largeur") == "etroite" else WIDE


@opened_by(anyone)
@explained
def of_territory_csv(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    perimeter = reads.perimeter(code, as_of(request))
    figure = figure_of(perimeter, reads.indicator(indicator).id)
    return answers.csv_answer(figure_page.lines(figure), f"{perimeter.territory_id}-{figure.definition.id}.csv")


@opened_by(anyone)
@explained
def of_territory_json(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    at = as_of(request)
    perimeter = reads.perimeter(code, at)
    figure = addresses.with_address(
        figure_of(perimeter, reads.indicator(indicator).id), addresses.pages_of(perimeter.territory_id, at)
    )
    figure = addresses.absolute(figure, request.build_absolute_uri)
    return answers.json_answer(figure.as_dict() | {"records": figure_page.lines(figure).records()})


@opened_by(anyone)
@explained
def index(request: HttpRequest) -> HttpResponse:
    at = as_of(request)
    programme, announced = answers.cached(
        "programme-figures",
        (answers.data_version(), answers.acts_version(), at.date),
        lambda: programme_page.strips(reads.programme_figures(at.date)),
    )
    chapters = [chapter for chapter in CHAPTERS if chapter.indicators]
    context = {
        "chapters": indicator_page.chapters(chapters, reads.country_values(), at),
        "contents": indicator_page.contents(chapters),
        "programme": programme,
        "announced": announced,
        "at": at,
    }
    return render(request, "public_site/figures.html", context)


@opened_by(anyone)
@explained
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    at = as_of(request)
    wanted = reads.indicator(indicator)
    context = indicator_page.context(wanted, reads.spread(wanted.id, at), at, request.build_absolute_uri)
    return render(request, "public_site/indicator.html", context)


@opened_by(anyone)
@explained
def indicator_svg(request: HttpRequest, indicator: str) -> HttpResponse:
    """The strip, or with ``?dessin=carte`` the map."""
    at = as_of(request)
    wanted = reads.indicator(indicator)
    spread = reads.spread(wanted.id, at)
    as_map, width = request.GET.get("dessin") == "carte", width_of(request)
    key = ("indicator-svg", answers.data_version(), wanted.id, spread.list.code, as_map, width)
    draw = lambda: indicator_page.draw_map(wanted, spread) if as_map else indicator_page.draw(wanted, spread, width)  # noqa: E731
    name = f"{wanted.id}-carte.svg" if as_map else f"{wanted.id}.svg"
    return answers.svg_answer(drawn(key, draw), name)


@opened_by(anyone)
@explained
def indicator_csv(request: HttpRequest, indicator: str) -> HttpResponse:
    at = as_of(request)
    wanted = reads.indicator(indicator)
    table = indicator_page.file_table(wanted, reads.spread(wanted.id, at))
    return answers.csv_answer(table, f"{wanted.id}.csv")


@opened_by(anyone)
@explained
def indicator_json(request: HttpRequest, indicator: str) -> HttpResponse:
    at = as_of(request)
    wanted = reads.indicator(indicator)
    return answers.json_answer(indicator_page.as_dict(wanted, reads.spread(wanted.id, at)))


@opened_by(anyone)
@explained
def programme(request: HttpRequest, figure: str) -> HttpResponse:
    at = as_of(request)
    found = programme_figure(figure, at.date)
    return render(
        request, "public_site/programme_figure.html", programme_page.context(found, at, request.build_absolute_uri)
    )


@opened_by(anyone)
@explained
def programme_csv(request: HttpRequest, figure: str) -> HttpResponse:
    found = programme_figure(figure, as_of(request).date)
    return answers.csv_answer(programme_page.lines(found), f"programme-{figure}.csv")
