"""Draws a figure: from its values to a `Chart`. Only the addresses that answer with SVG draw; pages use the words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tandem.core import charts
from tandem.core.charts import Chart, Measure, Role
from tandem.core.errors import NothingToDrawError
from tandem.core.figures import ELSEWHERE, Comparison, Figure, FigureDefinition, Nature
from tandem.core.typography import counted, plural
from tandem.steering import against
from tandem.steering.words import with_unit

ROLES = {"region": Role.REGION, "country": Role.COUNTRY, "peers": Role.PEERS}
SECTORS_SHOWN = 12

Values = Mapping[str, float | None]


def measure_of(definition: FigureDefinition) -> Measure:
    unit = definition.unit
    return Measure(str(unit.plural), unit.decimals, signed=definition.nature is Nature.CHANGE)


def on_log_scale(definition: FigureDefinition, values: Values) -> bool:
    """Sizes differ by a hundred; a logarithm spreads them, when none is zero."""
    return against.is_total(definition) and all(value > 0 for value in values.values() if value is not None)


def place(figure: Figure, values: Values, width: int, *, low: bool = False) -> Chart:
    """Where the territory stands among all; `low` for a row among others."""
    wanted = ("peers",) if against.is_total(figure.definition) else ELSEWHERE
    references = [
        charts.Reference(ROLES[c.scope.kind], _short(c), c.value)
        for c in figure.comparisons
        if c.scope.kind in wanted and c.value is not None
    ]
    known = dict(values) | {figure.scope.code: figure.value}
    return charts.strip(
        known,
        figure.scope.code,
        alt=place_alt(figure),
        measure=measure_of(figure.definition),
        name=figure.scope.name,
        references=references,
        missing_text=_undrawn,
        log=on_log_scale(figure.definition, known),
        low=low,
        width=width,
    )


def place_alt(figure: Figure) -> str:
    """Say the strip in words: the value, its rank, and each value that it is compared with."""
    if figure.value is None:
        return f"{figure.scope.name} : {against.missing_in_words(figure)}"
    parts = [f"{figure.scope.name} : {with_unit(figure.value, figure)}"]
    if rank := against.rank_in_words(figure):
        parts.append(rank)
    parts += [f"{each.name} : {each.value}" for each in against.compared(figure)]
    return " ; ".join(parts) + "."


def among_all(definition: FigureDefinition, values: Values, references: Sequence[Comparison], width: int) -> Chart:
    """Every territory, none of them stronger than the others."""
    marks = [charts.Reference(ROLES[c.scope.kind], _short(c), c.value) for c in references if c.value is not None]
    return charts.strip(
        dict(values) | {"": None},
        "",
        alt=spread_alt(definition, values, references),
        measure=measure_of(definition),
        references=marks,
        missing_text=lambda missing: _undrawn(missing - 1),
        log=on_log_scale(definition, values),
        width=width,
    )


def spread_alt(definition: FigureDefinition, values: Values, references: Sequence[Comparison]) -> str:
    present = sorted(value for value in values.values() if value is not None)
    if not present:
        raise NothingToDrawError("no territory has a value")
    measure = measure_of(definition)
    text = _("%(label)s de %(count)s : de %(low)s à %(high)s, médiane %(middle)s") % {
        "label": definition.label,
        "count": counted(len(present), _("territoire")),
        "low": measure.text(present[0], full=True),
        "high": measure.text(present[-1], full=True),
        "middle": measure.text(present[len(present) // 2], full=True),
    }
    others = [f"{c.scope.name} : {measure.text(c.value, full=True)}" for c in references if c.value is not None]
    return " ; ".join([text, *others]) + "."


def _undrawn(missing: int) -> str:
    if missing <= 0:
        return ""
    verb = plural(
        missing, _("n’a pas de valeur et n’est pas dessiné"), _("n’ont pas de valeur et ne sont pas dessinés")
    )
    return f"{counted(missing, _('territoire'))} {verb}."


def _short(comparison: Comparison) -> str:
    return _("semblables") if comparison.scope.kind == "peers" else comparison.scope.name


def evolution(figure: Figure, width: int) -> Chart:
    """How it went here, in the region and in France: as it is for rates, from a base of 100 for sizes."""
    indexed = against.is_total(figure.definition)
    lines = [(figure.scope.name, figure.series, Role.THIS)]
    lines += [
        (c.scope.name, c.series, ROLES[c.scope.kind])
        for c in figure.comparisons
        if c.scope.kind in ("region", "country") and c.series
    ]
    series = [
        charts.Series(name, _based(points) if indexed else points, role)
        for name, points, role in lines
        if any(value is not None for _period, value in points)
    ]
    return charts.line(
        series,
        alt=evolution_alt(figure),
        measure=Measure("", 1) if indexed else measure_of(figure.definition),
        reference=100 if indexed else None,
        width=width,
    )


def evolution_alt(figure: Figure) -> str:
    known = [(period, value) for period, value in figure.series if value is not None]
    if not known:
        return f"{figure.definition.label}, {figure.scope.name} : {_('aucune valeur')}."
    (first, before), (last, after) = known[0], known[-1]
    return _("%(name)s : %(before)s en %(first)s, %(after)s en %(last)s.") % {
        "name": figure.scope.name,
        "before": with_unit(before, figure),
        "first": first,
        "after": with_unit(after, figure),
        "last": last,
    }


def _based(points: Sequence[tuple[str, float | None]]) -> list[tuple[str, float | None]]:
    base = next((value for _period, value in points if value), None)
    return [(period, None if value is None or base is None else 100 * value / base) for period, value in points]


def sector_quotients(figure: Figure, width: int) -> Chart:
    """In what the territory is more industrial than France: its industrial sectors of some size."""
    rows = industrial(figure)
    shown = [
        charts.Quotient(
            row["label"], row["quotient"], row["after"] or 0.0, detail=counted(round(row["after"]), _("salarié"))
        )
        for row in rows[:SECTORS_SHOWN]
    ]
    return charts.quotients(shown, alt=quotients_alt(figure), centre=_("part nationale"), width=width)


def industrial(figure: Figure) -> list[dict[str, Any]]:
    """Industrial sectors with a quotient, the most specific first; under ten employees a quotient says nothing."""
    rows = [
        row for row in figure.details if row["industry"] and row["quotient"] is not None and row["after"] is not None
    ]
    return sorted((row for row in rows if row["after"] >= 10), key=lambda row: -row["quotient"])


def quotients_alt(figure: Figure) -> str:
    rows = industrial(figure)[:3]
    measure = Measure("", 1)
    named = [f"{row['label']} ({measure.text(row['quotient'])})" for row in rows]
    return _("%(name)s, secteurs industriels les plus spécifiques, en nombre de fois la part nationale : %(rows)s.") % {
        "name": figure.scope.name,
        "rows": " ; ".join(named),
    }
