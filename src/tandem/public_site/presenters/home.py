"""What the home page says of the programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.tables import Table
from tandem.core.typography import counted, date_long
from tandem.diagnosis.catalogue import Indicator
from tandem.programme import Programme, current
from tandem.public_site.presenters import stats
from tandem.public_site.presenters.drawing import measure_of
from tandem.public_site.presenters.stats import Stat
from tandem.public_site.reads import PublishedList, Row

KEY_FIGURES = ("territories", "population", "industry-jobs", "industry-share")


def programme() -> Programme:
    return current()


def key_figures(found: Sequence[Figure]) -> list[Stat]:
    """Return the four figures of the home page, rounded for reading; each is exact on its own page."""
    by_code = {figure.definition.id: figure for figure in found}
    return [
        stats.of(figure, stats.compared_with_france(figure, ""), rounded=True)
        for figure in (by_code[code] for code in KEY_FIGURES if code in by_code)
    ]


@dataclass(frozen=True, slots=True)
class News:
    date: str
    text: str
    href: str


def news(lists: Sequence[PublishedList]) -> list[News]:
    """Return what changed in the programme, the latest first: the published lists."""
    return [
        News(
            date_long(each.valid_from),
            _("%(name)s : %(count)s.") % {"name": each.name, "count": counted(each.territories, _("territoire"))},
            reverse("public_site:territories")
            + ("" if each.valid_until is None else f"?date={each.valid_from.isoformat()}"),
        )
        for each in lists
    ]


def finding(indicator: Indicator, rows: Sequence[Row], values: Mapping[str, float | None]) -> str:
    """Return the sentence that the map makes visible: who is highest, who is lowest."""
    known = [(values[row.code], row.name) for row in rows if values.get(row.code) is not None]
    if not known:
        return ""
    (low, last), (high, first) = min(known), max(known)
    measure = measure_of(indicator.definition)
    return _("%(label)s : de %(low)s (%(last)s) à %(high)s (%(first)s)") % {
        "label": indicator.definition.label,
        "low": measure.text(low, full=True),
        "last": last,
        "high": measure.text(high, full=True),
        "first": first,
    }


def rendered_table(table: Table) -> str:
    return render_to_string("public_site/parts/table.html", {"table": table})
