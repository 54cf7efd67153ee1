"""The territories, as a list and as a map, at a date."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString

from tandem.core.access import anyone, opened_by
from tandem.core.tables import Table
from tandem.public_site import answers, atlas, reads
from tandem.public_site.answers import as_of, explained
from tandem.public_site.presenters import choropleth, geojson
from tandem.public_site.presenters import listing as present
from tandem.territories.exports import TERRITORIES
from tandem.territories.queries import territories_as_of


@opened_by(anyone)
@explained
def listing(request: HttpRequest) -> HttpResponse:
    lists = reads.lists()
    wanted = present.day_of_phase(present.asked(request.GET, as_of(request)), lists)
    current = next((each for each in lists if each.holds_on(wanted.at.date)), None)
    version = answers.data_version()
    rows = reads.rows(current, version) if current else []
    # What is typed is free, so only the other states, which are few, are kept.
    results = (
        _results(request, wanted, current, rows, version)
        if wanted.text or current is None
        else answers.kept_page(
            "listing",
            (version, wanted.at.date, wanted.href()),
            lambda: _results(request, wanted, current, rows, version),
        )
    )
    context = {
        "wanted": wanted,
        "date_value": wanted.at.date.isoformat() if wanted.at.asked else "",
        "results": results,
        "tags": present.tags(wanted, {row.region_code: row.region for row in rows}),
        "region_options": present.region_options(rows),
        "date_options": present.date_options(lists, wanted.at),
        "figure_options": present.figure_options(),
        "order_options": present.order_options(wanted),
    }
    # Going back in the browser's history asks for the whole page again.
    asked_by_script = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    template = "public_site/parts/results_only.html" if asked_by_script else "public_site/territories.html"
    answer = render(request, template, context)
    if asked_by_script:
        answer["HX-Push-Url"] = wanted.href()
    patch_vary_headers(answer, ["HX-Request", "HX-History-Restore-Request"])
    return answer


def _results(
    request: HttpRequest,
    wanted: present.Asked,
    current: reads.PublishedList | None,
    rows: list[reads.Row],
    version: str,
) -> SafeString:
    values = reads.values(wanted.figure, current.code) if current else {}
    matches = reads.search(wanted.text, wanted.at.date) if wanted.text and current else None
    found = {match.code for match in matches} if matches is not None else None
    kept = present.kept(rows, wanted, found)
    shown = present.ordered(kept, wanted.order, values)
    names = {row.code: row.name for row in present.ordered(kept, "name", values)}
    definition = wanted.indicator.definition
    context = {
        "request": request,
        "wanted": wanted,
        "count": present.count_words(len(shown), len(rows), wanted),
        "rows": shown,
        "tags": present.tags(wanted, {row.region_code: row.region for row in rows}),
        "table": present.table(shown, wanted, values),
        "matches": present.by_place(matches or (), {row.code for row in kept}, wanted.at),
        "lonely": reads.communes_named(wanted.text) if wanted.text and not shown else (),
        "map": choropleth.coloured(definition, atlas.model(current.code, version), names, values, values, wanted.at)
        if current and shown
        else None,
        "indicator": wanted.indicator,
        "source": " ; ".join(f"{s.producer}, {s.title}" for s in definition.sources),
        "csv": wanted.href("public_site:territories_csv"),
        "json": wanted.href("public_site:territories_json"),
        "geojson": wanted.href("public_site:territories_geojson"),
        "list": current,
    }
    return render_to_string("public_site/parts/results.html", context)


def _asked(request: HttpRequest) -> tuple[present.Asked, reads.PublishedList]:
    lists = reads.lists()
    wanted = present.day_of_phase(present.asked(request.GET, as_of(request)), lists)
    return wanted, reads.list_at(wanted.at, lists)


def _kept(wanted: present.Asked, current: reads.PublishedList) -> list[reads.Row]:
    rows = reads.rows(current, answers.data_version())
    found = {match.code for match in reads.search(wanted.text, wanted.at.date)} if wanted.text else None
    return present.kept(rows, wanted, found)


def _file(wanted: present.Asked, current: reads.PublishedList) -> Table:
    """Exactly the territories that the list shows."""
    codes = {row.code for row in _kept(wanted, current)}
    return Table("", TERRITORIES, [each for each in territories_as_of(wanted.at.date) if each.code in codes])


@opened_by(anyone)
@explained
def as_csv(request: HttpRequest) -> HttpResponse:
    wanted, current = _asked(request)
    return answers.csv_answer(_file(wanted, current), f"territoires-{wanted.at.date.isoformat()}.csv")


@opened_by(anyone)
@explained
def as_json(request: HttpRequest) -> HttpResponse:
    return answers.json_answer(_file(*_asked(request)).records())


@opened_by(anyone)
@explained
def as_geojson(request: HttpRequest) -> HttpResponse:
    """The territories that the list shows, with the value of its figure: what the explorable map loads."""
    wanted, current = _asked(request)

    def make() -> str:
        values = reads.values(wanted.figure, current.code)
        return geojson.collection(wanted, _kept(wanted, current), values, reads.outlines(current.code), atlas.regions())

    key = (answers.data_version(), current.code, wanted.href())
    content = make() if wanted.text else answers.cached("geojson", key, make)
    return answers.file_answer(content, "application/geo+json; charset=utf-8", "territoires.geojson")
