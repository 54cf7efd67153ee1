"""What a territory could become: the quadrant of the industrial sectors that it does not have, and its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tandem.core import charts
from tandem.core.charts import Chart, Corners, Spot
from tandem.core.figures import Figure
from tandem.core.typography import counted, joined, number
from tandem.diagnosis.catalogue.potential import QUADRANTS
from tandem.public_site.presenters import details, pictures
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.presenters.details import Names
from tandem.public_site.presenters.pictures import Picture

FIGURE = "opportunities"
NEAR = ("near_complex", "near_simple")
COMPLEX = ("near_complex", "far_complex")
TOLD = 6
"""Sectors of a quarter that are put in words; the table has the others."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sector in words: why it is near, or what would bring it nearer, and who near here has it."""

    label: str
    why: str
    who: SafeString | str


@dataclass(frozen=True, slots=True)
class Quarter:
    """One of the four quarters: its name, its sectors in words, and in words too how many are left to the table."""

    id: str
    title: str
    sectors: tuple[Told, ...]
    others: str


def draw(figure: Figure, width: int) -> Chart:
    rows = figure.details
    return charts.quadrant(
        [Spot(row["label"], row["density"], row["complexity"]) for row in rows],
        Corners(
            *(str(QUADRANTS[each]) for each in ("far_complex", "near_complex", "far_simple", "near_simple")),
        ),
        alt=alt(figure),
        split=(
            _cut([(row["density"], row["quadrant"] in NEAR) for row in rows]),
            _cut([(row["complexity"], row["quadrant"] in COMPLEX) for row in rows]),
        ),
        across=_("plus proche de ce que le territoire sait faire"),
        upwards=_("plus complexe"),
        width=width,
        height=440 if width > charts.NARROW else 480,
    )


def _cut(places: Sequence[tuple[float, bool]]) -> float:
    """Where the line stands: half way between the two sides; at the edge of the only one when the other is empty."""
    low = [value for value, beyond in places if not beyond]
    high = [value for value, beyond in places if beyond]
    if not low or not high:
        return min(high) if high else max(low)
    return (max(low) + min(high)) / 2


def alt(figure: Figure) -> str:
    parts = []
    for quarter, title in QUADRANTS.items():
        labels = [row["label"] for row in figure.details if row["quadrant"] == quarter]
        named = joined(labels[:TOLD]) if labels else _("aucun")
        more = _(" et %(count)s autres") % {"count": number(len(labels) - TOLD)} if len(labels) > TOLD else ""
        parts.append(f"{title} : {named}{more}")
    return _("%(name)s, secteurs industriels absents, du plus éloigné au plus proche et du plus répandu au plus "
             "complexe. %(parts)s.") % {"name": figure.scope.name, "parts": " ; ".join(parts)}  # fmt: skip


def picture(figure: Figure, there: Pages, names: Names) -> Picture | None:
    """The scatter and its table; None for a territory about which nothing is known."""
    if not figure.details:
        return None
    first = [row["label"] for row in figure.details if row["quadrant"] == "near_complex"]
    title = (
        _("À sa portée et complexes : %(sectors)s") % {"sectors": joined(lowered(each) for each in first[:3])}
        if first
        else _("Aucun secteur industriel absent n’est à la fois proche et complexe")
    )
    return pictures.drawn(
        figure,
        there,
        "quadrant",
        title=title,
        subtitle=_(
            "Les secteurs industriels dans lesquels le territoire n’est pas spécialisé ; les deux lignes sont les "
            "médianes. Estimation"
        ),
        alt=alt(figure),
        table=details.table(figure, names, limit=details.FEW),
        more=there.figure(FIGURE) + "#lignes" if len(figure.details) > details.FEW else "",
    )


def quarters(figure: Figure, names: Names) -> list[Quarter]:
    """Return the four quarters in reading order, those without a sector left out."""
    found = []
    for code, title in QUADRANTS.items():
        rows = [row for row in figure.details if row["quadrant"] == code]
        if rows:
            told = tuple(_told(row, names) for row in rows[:TOLD])
            found.append(Quarter(code, str(title), told, _others(len(rows) - len(told))))
    return found


def _others(count: int) -> str:
    if not count:
        return ""
    return _("et %(count)s, dans le tableau") % {"count": counted(count, _("autre secteur"), _("autres secteurs"))}


def _told(row: Mapping[str, Any], names: Names) -> Told:
    near = row["quadrant"] in NEAR
    why = _("Proche parce que le territoire a déjà : %(because)s.") if near else _("Ce qui en rapproche : %(because)s.")
    because = " ; ".join(lowered(each) for each in row["because"])
    return Told(
        label=row["label"],
        why=why % {"because": because} if because else "",
        who=format_html(_("Pratiqué près d’ici : {}"), details.links(row["held_by"], names))
        if row["held_by"]
        else _("Aucun territoire proche ne l’a."),
    )


def lowered(label: str) -> str:
    """A sector's name within a sentence; an acronym keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def holders_of(figures: Sequence[Figure]) -> set[str]:
    """The codes of the territories that the details of figures name."""
    return {code for figure in figures for row in figure.details for code in row.get("held_by", ())}
