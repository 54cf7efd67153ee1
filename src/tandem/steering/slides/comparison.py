"""The slides of several territories side by side."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tandem.core.charts import palette
from tandem.core.figures import Figure, Nature
from tandem.core.tables import Column, Table
from tandem.core.typography import joined, no_break, number
from tandem.diagnosis.comparison import STRONG, Row
from tandem.diagnosis.edition import Edition
from tandem.steering.pictures import leading_sectors
from tandem.steering.side_by_side import comparison_to_read
from tandem.steering.slides.content import Chart, Kind, Line, Slide
from tandem.steering.slides.diagnosis import sources_of
from tandem.steering.words import with_unit

COLOURS = (palette.THIS, palette.PEERS, palette.REGION, palette.STRUCTURE, palette.COUNTRY)
"""One for each territory; together, they differ in lightness too."""
WIDEST = 8
"""Rows of the slide of differences."""
CHARTED = ("industry-share", "employees-change", "unemployment")


def slides_of(editions: Sequence[Edition], rows: Sequence[Row]) -> list[Slide]:
    """Return the slides that follow the title: what differs most, three charts, the specialisations, the sources."""
    by_code = {row.indicator.id: row for row in rows}
    charted = [_charted(editions, by_code[code]) for code in CHARTED if code in by_code]
    made = [_differences(editions, rows), *charted, _specialisations(editions), sources_of(editions)]
    return [each for each in made if each is not None]


def _differences(editions: Sequence[Edition], rows: Sequence[Row]) -> Slide:
    apart = [row for row in rows if row.gap is not None]
    # That one is larger than the other is no news: what does not add up comes first.
    apart.sort(key=lambda row: row.indicator.definition.nature is Nature.TOTAL)
    shown = apart[:WIDEST] or list(rows)[:WIDEST]
    strong = sum(row.gap is not None and row.gap >= STRONG for row in rows)
    if strong > 1:
        title = _("%(count)s chiffres les séparent nettement") % {"count": number(strong)}
    elif shown and shown[0].gap is not None:
        title = _("Ce qui les sépare le plus : %(label)s") % {"label": shown[0].indicator.definition.label}
    else:
        title = _("Rien ne les sépare que l’on puisse mesurer")
    notes = _(
        "Un écart est fort quand il dépasse deux écarts-types de l’ensemble des territoires de la liste, net quand il "
        "en dépasse un. Les plus grands écarts d’abord, ceux de taille après les autres."
    )
    table = comparison_to_read(editions, shown, france=False)
    return Slide(title, table=table, notes=" ".join(filter(None, (notes, str(table.note)))))


def _charted(editions: Sequence[Edition], row: Row) -> Slide | None:
    known = [
        (edition.name, figure, colour)
        for edition, figure, colour in zip(editions, row.figures, COLOURS, strict=False)
        if figure is not None and figure.value is not None
    ]
    if not known:
        return None
    definition = row.indicator.definition
    bars = [(name, figure.value or 0.0, colour) for name, figure, colour in known]
    if row.france is not None:
        bars.append((_("France"), row.france, palette.COUNTRY))
    title = _("%(label)s, en %(unit)s") % {"label": definition.label, "unit": definition.unit.plural}
    first = known[0][1]
    alt = title + _(" : ") + " ; ".join(f"{name}, {with_unit(value, first)}" for name, value, _colour in bars) + "."
    chart = Chart(
        Kind.BARS,
        title,
        alt,
        tuple(name for name, _value, _colour in bars),
        (Line(title, tuple(v for _n, v, _c in bars), bars[0][2], colours=tuple(c for _n, _v, c in bars)),),
        decimals=definition.unit.decimals,
        suffix=" %" if definition.unit.code.startswith("percent") else "",
        signed=definition.nature is Nature.CHANGE,
    )
    missing = [
        f"{edition.name} : {figure.reason}."
        for edition, figure in zip(editions, row.figures, strict=True)
        if figure is not None and figure.value is None
    ]
    sentences = (str(definition.definition), *missing)
    return Slide(
        _said(definition.label, known, first),
        tuple(no_break(each) for each in sentences),
        chart,
        notes=str(definition.method),
    )


def _said(label: object, known: Sequence[tuple[str, Figure, str]], first: Figure) -> str:
    highest = max(known, key=lambda each: each[1].value or 0.0)
    lowest = min(known, key=lambda each: each[1].value or 0.0)
    if highest[1].value == lowest[1].value:
        return str(label)
    return _("%(label)s : de %(low)s (%(lowest)s) à %(high)s (%(highest)s)") % {
        "label": label,
        "low": with_unit(lowest[1].value or 0.0, first),
        "lowest": lowest[0],
        "high": with_unit(highest[1].value or 0.0, first),
        "highest": highest[0],
    }


def _specialisations(editions: Sequence[Edition]) -> Slide | None:
    rows = []
    for edition in editions:
        figure = edition.figure("industry-employees")
        for row in [] if figure is None else leading_sectors(figure)[:2]:
            rows.append((edition.name, row["label"], row["quotient"], row["after"]))
    if not rows:
        return None
    columns = (
        Column("name", _("Territoire"), value=lambda row: row[0]),
        Column("sector", _("Spécialisation"), value=lambda row: row[1]),
        Column("quotient", _("Fois sa part nationale"), value=lambda row: row[2], decimals=1),
        Column("employees", _("Salariés (estimation)"), value=lambda row: row[3], decimals=0),
    )
    shared = _shared(editions)
    title = _("Ce dont chacun vit : leurs deux premières spécialisations")
    if shared:
        title = _("Une spécialisation commune : %(sectors)s") % {"sectors": joined(shared[:2])}
    return Slide(title, table=Table(_("Premières spécialisations industrielles"), columns, rows))


def _shared(editions: Sequence[Edition]) -> list[str]:
    """The sectors in which all of them are specialised."""
    sets = []
    for edition in editions:
        figure = edition.figure("industry-employees")
        rows = [] if figure is None else leading_sectors(figure)
        sets.append({row["label"]: row["quotient"] for row in rows if row["quotient"] >= 1.5})
    common = set.intersection(*(set(each) for each in sets)) if sets else set()
    return sorted(common, key=lambda label: -min(each[label] for each in sets))
