"""Native charts made from figures: the same values as the page's pictures, in the same colours."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.charts import palette
from tandem.core.charts.palette import Role
from tandem.core.figures import Figure
from tandem.core.typography import joined, number, signed
from tandem.diagnosis.catalogue.fabric import band_in_words, sizes_there_are
from tandem.diagnosis.catalogue.potential import QUADRANTS
from tandem.diagnosis.exports.details import indexed
from tandem.steering.slides.content import Chart, Cloud, Kind, Line, Point, Scatter
from tandem.steering.slides.titles import shortened
from tandem.steering.words import with_unit

LABELLED = 10
"""Points of a cloud that may all have their names."""
NAME = 40
"""Characters of a name beside a point."""
PARTS = ("employees-change", "structural-effect", "local-effect")
"""The figures that a change is split into, itself first."""
_ROLES = {"region": Role.REGION, "country": Role.COUNTRY, "peers": Role.PEERS}
_QUADRANTS = {
    "near_complex": palette.THIS,
    "far_complex": palette.STRUCTURE,
    "near_simple": palette.REGION,
    "far_simple": palette.MUTED,
}


def over_time(figure: Figure, name: str) -> Chart | None:
    """Return a total over time as lines, 100 at the first point; None without two points."""
    lines = [(name, indexed(dict(figure.series)), Role.THIS)]
    lines += [
        (each.scope.name, indexed(dict(each.series)), _ROLES[each.scope.kind])
        for each in figure.comparisons
        if any(value is not None for _period, value in each.series) and each.scope.kind in _ROLES
    ]
    periods = [period for period, _value in figure.series]
    known = [value for value in lines[0][1].values() if value is not None]
    if len(known) < 2:
        return None
    title = _("%(label)s, indice 100 en %(start)s") % {"label": figure.definition.label, "start": periods[0]}
    ends = joined(
        f"{label} {number(last, 1)}" for label, values, _role in lines if (last := values.get(periods[-1])) is not None
    )
    return Chart(
        Kind.LINES,
        title,
        _("Courbes. %(title)s ; en %(end)s : %(ends)s.") % {"title": title, "end": periods[-1], "ends": ends},
        tuple(periods),
        tuple(
            Line(label, tuple(values.get(period) for period in periods), role.colour, dashed=bool(role.dash))
            for label, values, role in lines
        ),
        decimals=1,
    )


def beside(figure: Figure, name: str) -> Chart:
    """Return a figure beside its region, France and similar territories, as bars in their colours."""
    assert figure.value is not None
    rows = [(name, figure.value, Role.THIS.colour)]
    for each in figure.comparisons:
        if each.value is not None:
            label = _("Territoires semblables") if each.scope.kind == "peers" else each.scope.name
            rows.append((label, each.value, _ROLES[each.scope.kind].colour))
    unit = figure.definition.unit
    suffix = " %" if unit.code.startswith("percent") else ""
    title = _("%(label)s, en %(unit)s") % {"label": figure.definition.label, "unit": unit.plural}
    alt = title + _(" : ") + " ; ".join(f"{label}, {with_unit(value, figure)}" for label, value, _colour in rows) + "."
    return Chart(
        Kind.BARS,
        title,
        alt,
        tuple(label for label, _value, _colour in rows),
        (Line(title, tuple(value for _l, value, _c in rows), rows[0][2], colours=tuple(c for _l, _v, c in rows)),),
        decimals=unit.decimals,
        suffix=suffix,
    )


def sizes(figure: Figure) -> Chart:
    """Return the establishments by size band, from the details of the figure that counts them."""
    rows = [(band_in_words(row["band"]), row["establishments"]) for row in sizes_there_are(figure.details)]
    title = _("Établissements industriels employeurs, par taille")
    return Chart(
        Kind.BARS,
        title,
        title + _(" : ") + " ; ".join(f"{label}, {number(count)}" for label, count in rows) + ".",
        tuple(label for label, _count in rows),
        (Line(title, tuple(count for _label, count in rows), Role.THIS.colour),),
    )


def quotients(rows: Sequence[dict[str, Any]], name: str) -> Chart:
    """Return location quotients of sectors as bars, in the order given."""
    title = _("Part du secteur parmi les salariés, en nombre de fois sa part nationale")
    alt = _("Barres. %(title)s, %(name)s : ") % {"title": title, "name": name}
    return Chart(
        Kind.BARS,
        title,
        alt + " ; ".join(f"{row['label']}, {number(row['quotient'], 1)}" for row in rows) + ".",
        tuple(row["label"] for row in rows),
        (Line(name, tuple(row["quotient"] for row in rows), Role.THIS.colour),),
        decimals=1,
    )


def parts(figures: Sequence[Figure], name: str, region: str) -> Chart | None:
    """Return what a change is made of, beside the region's; None when a part is missing.

    `figures` are those of `PARTS`, in its order.
    """
    mine = split([figure.value for figure in figures])
    if mine is None:
        return None
    lines = [Line(name, mine, Role.THIS.colour)]
    theirs = split([figure.compared_with("region") for figure in figures])
    if theirs is not None:
        lines.append(Line(region, theirs, Role.REGION.colour))
    names = (_("Tendance nationale"), _("Secteurs présents"), _("Effet local"), _("Évolution totale"))
    title = _("Évolution des salariés du privé de 2019 à 2024, en % de 2019, et ce qui la compose")
    told = [
        ", ".join(f"{label.lower()} {signed(each or 0, 1)}" for label, each in zip(names, line.values, strict=True))
        for line in lines
    ]
    alt = title + _(" : ") + " ; ".join(f"{line.name}, {text}" for line, text in zip(lines, told, strict=True))
    return Chart(Kind.COLUMNS, title, alt + ".", names, tuple(lines), decimals=1, suffix=" %", signed=True)


def split(values: Sequence[float | None]) -> tuple[float, float, float, float] | None:
    """Return national, structural, local and total from total, structural, local; None when one is missing."""
    if len(values) != len(PARTS) or any(value is None for value in values):
        return None
    total, structural, local = (float(value) for value in values if value is not None)
    return total - structural - local, structural, local, total


def cloud(figure: Figure) -> Scatter:
    """Return the sectors that a territory does not have, by quarter: how near they are, how complex."""
    clouds = []
    few = len(figure.details) <= LABELLED
    for quadrant, words in QUADRANTS.items():
        rows = [row for row in figure.details if row["quadrant"] == quadrant]
        points = tuple(
            Point(
                shortened(row["label"], NAME),
                row["density"],
                row["complexity"],
                labelled=few or (quadrant.startswith("near") and place < LABELLED),
            )
            for place, row in enumerate(rows)
        )
        if points:
            clouds.append(Cloud(str(words)[:1].upper() + str(words)[1:], _QUADRANTS[quadrant], points))
    title = _("Les secteurs industriels où le territoire n’est pas spécialisé")
    alt = _("Nuage de points. %(title)s. ") % {"title": title} + " ".join(
        f"{each.name} : {joined(point.name for point in each.points)}." for each in clouds
    )
    return Scatter(title, alt, _("Proximité avec les secteurs qu’il a"), _("Complexité du secteur"), tuple(clouds))
