"""The charts and maps of the documents, drawn from figures that are already read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from tandem.core import maps
from tandem.core.charts import (
    LOCAL,
    NATIONAL,
    STRUCTURAL,
    Bar,
    Chart,
    Measure,
    Part,
    Quotient,
    Reference,
    Role,
    Series,
    bars,
    contributions,
    line,
    quotients,
    strip,
)
from tandem.core.charts.palette import FAINT
from tandem.core.figures import Figure, FigureDefinition, Nature
from tandem.core.figures.figure import Series as Points
from tandem.core.typography import number
from tandem.places.models import Contour
from tandem.steering.findings import writer
from tandem.steering.summary import EMPLOYEES_FLOOR
from tandem.steering.typeset import Picture
from tandem.steering.words import quarter
from tandem.territories.models import Perimeter, PerimeterContour

HALF = 340
"""Width of a chart that shares its line with another; a whole line takes the charts' own width."""

_MIDDLE = "·median"


def of_chart(chart: Chart) -> Picture:
    return Picture(chart.alt, repr(chart.spec), chart.svg)


def measure_of(definition: FigureDefinition) -> Measure:
    """Return how a chart writes the values of an indicator."""
    code, decimals = definition.unit.code, definition.unit.decimals
    signs = definition.nature is Nature.CHANGE
    units = {"percent": "%", "percent_a_year": "%", "euros_a_year": "€", "hectares": "ha", "times_france": "×"}
    return Measure(units.get(code, ""), decimals, signed=signs)


# -- report ------------------------------------------------------------------------------------------------------------


def distribution(definition: FigureDefinition, values: Mapping[str, float], country: float | None) -> Picture:
    """Every territory a dot, their median strong, France a tick."""
    middle = median(values.values())
    write = writer(definition)
    alt = _("%(label)s : nuage de %(count)s territoires, de %(low)s à %(high)s, médiane %(middle)s") % {
        "label": definition.label,
        "count": number(len(values)),
        "low": write(min(values.values())),
        "high": write(max(values.values())),
        "middle": write(middle),
    }
    if country is not None:
        alt += _(" ; France %(country)s") % {"country": write(country)}
    references = [Reference(Role.COUNTRY, _("France"), country)] if country is not None else []
    skewed = min(values.values()) > 0 and max(values.values()) > 40 * middle
    chart = strip(
        {**values, _MIDDLE: middle},
        _MIDDLE,
        alt=alt + ".",
        measure=measure_of(definition),
        name=_("Médiane"),
        references=references,
        log=skewed,
    )
    return of_chart(chart)


def largest(definition: FigureDefinition, rows: Sequence[tuple[str, float]]) -> Picture:
    """The territories that have most of what adds up, as bars."""
    write = writer(definition)
    alt = _("%(label)s, les plus élevées : ") % {"label": definition.label} + " ; ".join(
        f"{name}, {write(value)}" for name, value in rows
    )
    chart = bars([Bar(name, value) for name, value in rows], alt=alt + ".", measure=measure_of(definition))
    return of_chart(chart)


def index_lines(territories: Points, country: Points, label: str) -> Picture:
    """The territories together and France, 100 at the first period."""
    start, end = territories[0][0], territories[-1][0]
    alt = _("%(label)s, indice 100 en %(start)s : en %(end)s, %(mine)s dans les territoires, %(france)s en France.") % {
        "label": label,
        "start": start,
        "end": end,
        "mine": number(territories[-1][1] or 0, 1),
        "france": number(country[-1][1] or 0, 1),
    }
    chart = line(
        [Series(_("France"), country, Role.COUNTRY), Series(_("Territoires d’industrie"), territories, Role.THIS)],
        alt=alt,
        measure=Measure(decimals=1),
        reference=100,
    )
    return of_chart(chart)


def national_map(
    perimeters: Iterable[Perimeter], values: Mapping[str, float | None], definition: FigureDefinition
) -> Picture:
    """The territories coloured by an indicator, five classes of equal number, overseas in insets (two queries)."""
    perimeters = list(perimeters)
    identifiers = {each.pk: each for each in perimeters}
    contours = PerimeterContour.objects.filter(pk__in=identifiers).values_list("perimeter_id", "geometry")
    shapes = {identifiers[pk].territory_id: geometry for pk, geometry in contours}
    regions = list(Contour.objects.filter(kind=Contour.Kind.REGION).order_by("code").values_list("geometry", flat=True))
    classes = maps.quantiles(values)
    write = writer(definition)
    low, high = classes.edges[0][0], classes.edges[-1][1]
    missing = sum(value is None for value in values.values())
    alt = _(
        "Carte de France des %(count)s territoires, colorés du plus clair au plus foncé selon l’indicateur "
        "« %(label)s », de %(low)s à %(high)s ; %(missing)s sans donnée. Valeurs : voir la liste des territoires."
    ) % {
        "count": number(len(perimeters)),
        "label": definition.label,
        "low": write(low),
        "high": write(high),
        "missing": number(missing),
    }
    key = repr((sorted(values.items()), len(shapes), definition.id))
    return Picture(alt, key, partial(_drawn_map, perimeters, shapes, regions, classes, definition, alt))


def _drawn_map(
    perimeters: list[Perimeter],
    shapes: Mapping[str, str],
    regions: list[str],
    classes: maps.Classes,
    definition: FigureDefinition,
    alt: str,
) -> str:
    write = writer(definition)
    areas = [
        maps.Area(each.territory_id, each.territory.name.strip(), shapes[each.territory_id])
        for each in perimeters
        if each.territory_id in shapes
    ]
    model = maps.build(areas, maps.FRANCE, backdrop=regions).coloured(classes.css)
    legend = maps.legend(
        classes, lambda low, high: _("%(low)s à %(high)s") % {"low": write(low), "high": write(high)}, _("sans donnée")
    )
    return maps.render(model, classes.colours, alt=alt, legend=legend, heading=str(definition.label))


# -- booklet -----------------------------------------------------------------------------------------------------------


def standing(figure: Figure, values: Mapping[str, float | None], name: str) -> Picture | None:
    """Where the territory stands among all of its list; None when it has no value."""
    if figure.value is None:
        return None
    definition = figure.definition
    write = writer(definition)
    references = [
        Reference(role, label, figure.compared_with(kind))
        for role, label, kind in (
            (Role.REGION, _("Région"), "region"),
            (Role.COUNTRY, _("France"), "country"),
        )
    ]
    alt = _("%(label)s : %(name)s est à %(value)s, parmi %(count)s territoires.") % {
        "label": definition.label,
        "name": name,
        "value": write(figure.value),
        "count": number(len(values)),
    }
    chart = strip(
        values, figure.scope.code, alt=alt, measure=measure_of(definition), name=_short(name), references=references
    )
    return of_chart(chart)


def evolution(figure: Figure, name: str, *, indexed: bool) -> Picture | None:
    """The territory over time, France and its region in grey behind; None without two points."""
    mine = _indexed(figure.series) if indexed else figure.series
    points = [value for _period, value in mine if value is not None]
    if len(points) < 2:
        return None
    others = {
        comparison.scope.kind: _indexed(comparison.series) if indexed else comparison.series
        for comparison in figure.comparisons
        if comparison.series
    }
    lines_ = [
        Series(label, others[kind], role)
        for kind, label, role in (("country", _("France"), Role.COUNTRY), ("region", _("Région"), Role.REGION))
        if kind in others
    ]
    measure = Measure(decimals=1) if indexed else measure_of(figure.definition)
    first, last = mine[0][0], mine[-1][0]
    alt = _("%(label)s de %(first)s à %(last)s : %(before)s puis %(after)s (%(name)s).") % {
        "label": figure.definition.label,
        "first": quarter(first),
        "last": quarter(last),
        "before": measure.text(points[0]),
        "after": measure.text(points[-1]),
        "name": name,
    }
    if indexed:
        alt = _("Indice 100 en %(first)s. ") % {"first": first} + alt
    chart = line(
        [*lines_, Series(_short(name), mine, Role.THIS)],
        alt=alt,
        measure=measure,
        reference=100 if indexed else None,
        height=220,
    )
    return of_chart(chart)


def _indexed(series: Points) -> Points:
    first = series[0][1] if series else None
    if not first:
        return ()
    return tuple((period, None if value is None else 100 * value / first) for period, value in series)


def leading_sectors(figure: Figure) -> list[dict[str, Any]]:
    """Return the industrial sectors that count, the eight of the highest quotients, highest first."""
    rows = [
        row
        for row in figure.details
        if row["industry"] and row["quotient"] and row["after"] is not None and row["after"] >= EMPLOYEES_FLOOR
    ]
    return sorted(rows, key=lambda row: -row["quotient"])[:8]


def specialisations(figure: Figure, name: str) -> Picture | None:
    """Quotients of the industrial sectors that count; None when none is published."""
    rows = leading_sectors(figure)
    if not rows:
        return None
    alt = _("%(name)s, spécialisations industrielles : ") % {"name": name} + "; ".join(
        f"{row['label']} {number(row['quotient'], 1)}" for row in rows
    )
    chart = quotients(
        [
            Quotient(
                row["label"],
                row["quotient"],
                weight=row["after"],
                detail=_("%(count)s sal.") % {"count": number(_rounded(row["after"]))},
            )
            for row in rows
        ],
        alt=alt + ".",
        measure=Measure(decimals=1),
        centre=_("part nationale"),
    )
    return of_chart(chart)


def shift_share(change: Figure, structural: Figure, local: Figure, name: str) -> Picture | None:
    """What the change of private employment is made of; None when a part is missing."""
    if change.value is None or structural.value is None or local.value is None:
        return None
    national = change.value - structural.value - local.value
    parts = [
        Part(_("Tendance nationale"), national, NATIONAL),
        Part(_("Secteurs présents"), structural.value, STRUCTURAL),
        Part(_("Effet local"), local.value, LOCAL),
    ]
    measure = Measure("%", 1, signed=True)
    alt = _("%(name)s, évolution de l’emploi privé, %(total)s : ") % {
        "name": name,
        "total": measure.text(change.value),
    } + ", ".join(f"{part.label.lower()} {measure.text(part.value)}" for part in parts)
    return of_chart(contributions(parts, _("Évolution 2019-2024"), alt=alt + ".", measure=measure))


def local_map(members: Iterable[tuple[str, str, str]], alt: str) -> Picture | None:
    """The members of a territory, each with its name where there is room.

    Parameters
    ----------
    members
        Code, name and GeoJSON geometry of each that has a contour.
    """
    found = list(members)
    if not found:
        return None
    areas = [maps.Area(code, name, geometry, css_class="map-q1") for code, name, geometry in found]
    key = repr([(code, len(geometry)) for code, _name, geometry in found])
    return Picture(alt, key, partial(_drawn_local, areas, alt))


def _drawn_local(areas: list[maps.Area], alt: str) -> str:
    model = maps.fit(areas, text_size=34)
    if len(areas) == 1:
        model = replace(model, labels=())  # its name is the booklet's title
    return maps.render(model, {"map-q1": FAINT}, alt=alt)


def _rounded(value: float) -> int:
    return round(value) if value < 1000 else 10 * round(value / 10)


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25].rstrip(" –-") + "…"
