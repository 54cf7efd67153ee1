"""Territories coloured by one figure: classes of equal number, legend, words for each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core import maps
from tandem.core.charts import Measure
from tandem.core.figures import FigureDefinition
from tandem.core.maps import LegendItem, MapModel
from tandem.public_site import atlas
from tandem.public_site.answers import AsOf
from tandem.public_site.presenters.drawing import measure_of


@dataclass(frozen=True, slots=True)
class Coloured:
    """A map for a page: its SVG, its legend, what the colours mean."""

    svg: str
    legend: tuple[LegendItem, ...]
    heading: str
    unplaced: tuple[str, ...]


def titles(
    definition: FigureDefinition, names: Mapping[str, str], values: Mapping[str, float | None]
) -> dict[str, str]:
    """Return what each shape says: its name and its value with unit."""
    measure = measure_of(definition)
    return {code: f"{name} : {_said(measure, values.get(code))}" for code, name in names.items()}


def _said(measure: Measure, value: float | None) -> str:
    return _("non disponible") if value is None else measure.text(value, full=True)


def legend(definition: FigureDefinition, classes: maps.Classes) -> tuple[LegendItem, ...]:
    measure = measure_of(definition)

    def edges(low: float, high: float) -> str:
        if low == high:
            return measure.text(low, full=True)
        return _("de %(low)s à %(high)s") % {"low": measure.bare(low), "high": measure.text(high, full=True)}

    return maps.legend(classes, edges, _("non disponible"))


def coloured(
    definition: FigureDefinition,
    model: MapModel,
    names: Mapping[str, str],
    values: Mapping[str, float | None],
    scale_on: Mapping[str, float | None],
    at: AsOf,
) -> Coloured:
    """Return the map of the territories named, coloured on the classes of the whole list: a filter keeps colours.

    Parameters
    ----------
    names, values
        Of the territories shown, by code.
    scale_on
        Values of the whole list.
    """
    heading = str(definition.label)
    if not any(value is not None for value in scale_on.values()):
        css, items = dict.fromkeys(names, maps.MISSING_CLASS), ()
    else:
        classes = maps.quantiles(scale_on)
        css = {code: classes.css.get(code, maps.MISSING_CLASS) for code in names}
        items = legend(definition, classes)
    drawn = atlas.for_page(model, css, titles(definition, names, values), at)
    alt = _("Carte : %(label)s. Chaque territoire est un lien ; les mêmes valeurs sont dans le tableau.") % {
        "label": definition.label
    }
    return Coloured(maps.inline(drawn, alt), items, heading, tuple(c for c in drawn.unplaced if c in names))


def picture(
    definition: FigureDefinition, model: MapModel, values: Mapping[str, float | None], alt: str, heading: str
) -> str:
    """Return the map as a file, its legend inside."""
    classes = maps.quantiles(values)
    css = {shape.code: classes.css.get(shape.code, maps.MISSING_CLASS) for shape in model.shapes}
    return maps.render(
        model.coloured(css), classes.colours, alt=alt, legend=legend(definition, classes), heading=heading
    )
