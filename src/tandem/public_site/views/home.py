"""The way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.core.access import anyone, opened_by
from tandem.public_site import answers, atlas, reads
from tandem.public_site.answers import as_of, explained
from tandem.public_site.presenters import choropleth, listing
from tandem.public_site.presenters import home as present


@opened_by(anyone)
@explained
def home(request: HttpRequest) -> HttpResponse:
    lists = reads.lists()
    wanted = listing.asked(request.GET, as_of(request))
    current = next((each for each in lists if each.holds_on(wanted.at.date)), None)
    version = answers.data_version()
    context = {
        "wanted": wanted,
        "programme": present.programme(),
        "list": current,
        "figure_options": listing.figure_options(),
        "key_figures": answers.cached(
            "home-figures",
            (version, wanted.at.date, wanted.at.asked),
            lambda: present.key_figures(reads.programme_figures(wanted.at.date)),
        ),
        "map": None,
        "news": present.news(lists),
    }
    if current is not None:
        rows = reads.rows(current, version)
        key = (version, wanted.figure, wanted.at.query, current.code)
        context |= answers.cached("home-map", key, lambda: _map(wanted, current, rows, version))
    return render(request, "public_site/home.html", context)


def _map(wanted: listing.Asked, current: reads.PublishedList, rows: list[reads.Row], version: str) -> dict[str, object]:
    values = reads.values(wanted.figure, current.code)
    names = {row.code: row.name for row in listing.ordered(rows, "name", values)}
    definition = wanted.indicator.definition
    model = atlas.model(current.code, version)
    return {
        "map": choropleth.coloured(definition, model, names, values, values, wanted.at),
        "table": present.rendered_table(listing.table(listing.ordered(rows, "-value", values), wanted, values)),
        "finding": present.finding(wanted.indicator, rows, values),
        "source": " ; ".join(f"{s.producer}, {s.title}, {s.vintage}" for s in definition.sources),
    }
