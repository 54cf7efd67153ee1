"""The activity classes of a territory: how present each is, and how sure that is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tandem.core import charts
from tandem.core.charts import Chart, Interval, Measure
from tandem.core.figures import Figure
from tandem.core.tables import SECRET
from tandem.core.typography import joined, number
from tandem.public_site.presenters import details, pictures
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.presenters.effects import whole_of
from tandem.public_site.presenters.pictures import Picture

FIGURE = "class-industry-employees"
DRAWN = 12
NAMED = 2
ONE = Measure(decimals=1)


def shown(figure: Figure) -> list[Mapping[str, Any]]:
    """The largest industrial classes whose employees may be told, and one line for each of the first secret ones."""
    rows = [row for row in figure.details if row.get("industry") and row.get("quotient") is not None]
    return [row for row in rows if not row.get("secret")][:DRAWN]


def intervals_of(figure: Figure) -> list[Interval]:
    return [Interval(row["label"].strip(), row["quotient"], row["low"], row["high"]) for row in shown(figure)]


def draw(figure: Figure, width: int) -> Chart:
    """The largest industrial classes, each with its quotient and the interval around it."""
    return charts.intervals(
        intervals_of(figure),
        alt=alt(figure),
        measure=ONE,
        centre=_("comme l’ensemble"),
        width=width,
    )


def alt(figure: Figure) -> str:
    rows = [
        _("%(label)s %(value)s (de %(low)s à %(high)s)")
        % {
            "label": row.label,
            "value": ONE.text(row.value or 0.0),
            "low": ONE.text(row.low or 0.0),
            "high": ONE.text(row.high or 0.0),
        }
        for row in intervals_of(figure)
    ]
    return _("%(name)s, quotient de localisation des premières classes industrielles et son intervalle : %(rows)s.") % {
        "name": figure.scope.name,
        "rows": " ; ".join(rows),
    }


def picture(figure: Figure, there: Pages) -> Picture | None:
    """The picture, whose table holds the first classes; None without any class that may be drawn."""
    rows = intervals_of(figure)
    if not rows:
        return None
    return pictures.drawn(
        figure,
        there,
        "intervalles",
        title=_title(rows),
        subtitle=_subtitle(figure, rows),
        alt=alt(figure),
        table=details.table(figure, limit=details.FEW),
        more=there.figure(FIGURE) + "#lignes" if len(figure.details) > details.FEW else "",
    )


def _title(rows: Sequence[Interval]) -> str:
    above = [row for row in rows if row.side > 0]
    if not above:
        return _("Aucune des premières classes industrielles n’est sûrement plus présente ici que dans l’ensemble")
    if len(above) > NAMED:
        return _(
            "%(count)s des premières classes industrielles sont sûrement plus présentes ici que dans l’ensemble"
        ) % {"count": number(len(above))}
    return _("Sûrement plus présentes ici que dans l’ensemble : %(labels)s") % {
        "labels": joined(f"« {row.label} »" for row in above)
    }


def _subtitle(figure: Figure, rows: Sequence[Interval]) -> str:
    hidden = sum(bool(row.get("secret")) for row in figure.details)
    text = _(
        "Les %(count)s premières classes par leurs salariés, quotient de localisation et intervalle à 95 %%, par "
        "rapport à l’ensemble (%(whole)s) ; point creux : l’intervalle contient 1, on ne peut pas conclure"
    ) % {"count": number(len(rows)), "whole": whole_of(figure)}
    if hidden:
        text += _(" ; %(count)s classes « %(word)s » ne sont pas dessinées") % {"count": number(hidden), "word": SECRET}
    return text
