"""What a change of employment is made of: the whole, the activities present, what is proper to the territory."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core import charts
from tandem.core.charts import Chart, Measure
from tandem.core.figures import Figure
from tandem.core.tables import Column, Table
from tandem.core.typography import number, plural
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.official_files import in_service
from tandem.public_site.presenters import pictures
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.presenters.pictures import Picture

EFFECTS = {
    "employees-change": ("structural-effect", "local-effect"),
    "class-change": ("class-structural-effect", "class-local-effect"),
}
"""The changes that are taken apart, each with the figures of its two effects."""

LITTLE = 0.5
"""Points of local effect under which a territory did as its activities led to expect."""

SIGNED = Measure("%", 1, signed=True)


@dataclass(frozen=True, slots=True)
class Effects:
    """A change taken apart.

    Parameters
    ----------
    figure
        The change itself.
    structural, local
        Its two effects, in points.
    whole
        What it is set against: « la France », « 217 communes de la zone d’emploi de Rouen ».
    first, last
        The years between which it is measured.
    """

    figure: Figure
    structural: float
    local: float
    whole: str
    first: str
    last: str

    @property
    def change(self) -> float:
        assert self.figure.value is not None, "effects are only made of a change that is known"
        return self.figure.value

    @property
    def common(self) -> float:
        """What the whole's growth would have given."""
        return self.change - self.structural - self.local

    @property
    def parts(self) -> tuple[tuple[str, float, str], ...]:
        whole = _("Évolution de l’ensemble : %(whole)s") % {"whole": self.whole}
        return (
            (whole, self.common, charts.NATIONAL),
            (_("Effet de structure : les activités présentes"), self.structural, charts.STRUCTURAL),
            (_("Effet local : le propre du territoire"), self.local, charts.LOCAL),
        )


def of(change: str, figures: Mapping[str, Figure]) -> Effects | None:
    """Return a change taken apart; None when it or one of its effects is not known."""
    found = [figures.get(code) for code in (change, *EFFECTS.get(change, ()))]
    values = [figure.value for figure in found if figure is not None and figure.value is not None]
    if len(values) != 3 or found[0] is None:
        return None
    first, last = _years(figures)[change]
    return Effects(found[0], values[1], values[2], whole_of(found[0]), first, last)


def _years(figures: Mapping[str, Figure]) -> dict[str, tuple[str, str]]:
    classes = figures.get("class-industry-employees")
    series = classes.series if classes is not None and classes.series else (("", None),)
    return {"employees-change": ("2019", "2024"), "class-change": (series[0][0], series[-1][0])}


def whole_of(figure: Figure) -> str:
    """Say what a figure is compared with: France, or what the file that it comes from covers."""
    kind = INDICATORS[figure.definition.id].imported
    return in_service.whole_of(in_service.find(kind) if kind else None)


def draw(found: Effects, width: int) -> Chart:
    return charts.contributions(
        [charts.Part(*part) for part in found.parts],
        str(_("Évolution des salariés du privé")),
        alt=alt(found),
        measure=SIGNED,
        width=width,
    )


def alt(found: Effects) -> str:
    return _(
        "Évolution %(first)s-%(last)s : %(change)s, dont %(common)s pour l’ensemble (%(whole)s), "
        "%(structural)s d’effet de structure et %(local)s d’effet local."
    ) % {
        "first": found.first,
        "last": found.last,
        "whole": found.whole,
        "change": SIGNED.text(found.change),
        "common": SIGNED.text(found.common),
        "structural": SIGNED.text(found.structural),
        "local": SIGNED.text(found.local),
    }


def picture(change: str, figures: Mapping[str, Figure], there: Pages) -> Picture | None:
    found = of(change, figures)
    if found is None:
        return None
    return pictures.drawn(
        found.figure,
        there,
        "effets",
        file=False,
        title=_title(found),
        subtitle=_("Évolution des salariés du privé de %(first)s à %(last)s, en %% de %(first)s, et ce qui la compose")
        % {"first": found.first, "last": found.last},
        alt=alt(found),
        table=table(found),
    )


def _title(found: Effects) -> str:
    if abs(found.local) < LITTLE:
        return _("Le territoire a suivi ce que ses activités laissaient attendre")
    points = f"{number(abs(found.local), 1)} {plural(found.local, _('point'))}"
    if found.local > 0:
        return _("Le territoire a fait mieux que ses activités ne le laissaient attendre, de %s") % points
    return _("Le territoire a fait moins bien que ses activités ne le laissaient attendre, de %s") % points


def table(found: Effects) -> Table:
    total = _("Évolution %(first)s-%(last)s") % {"first": found.first, "last": found.last}
    rows = [*((label, value) for label, value, _colour in found.parts), (total, found.change)]
    columns = (
        Column("part", _("Composante"), value=lambda row: row[0]),
        Column("value", _("Part"), unit=_("% des salariés au départ"), decimals=2, value=lambda row: row[1]),
    )
    return Table(_("Évolution des salariés du privé, %(name)s") % {"name": found.figure.scope.name}, columns, rows)
