"""What both documents show alike: key figures, sources, and the frame around them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.charts import palette
from tandem.core.figures import Availability, Figure, Nature, Source
from tandem.core.plain_text import plain_text
from tandem.core.typography import date_long, no_break, number, signed
from tandem.steering import addresses
from tandem.steering.typeset import Picture
from tandem.steering.words import place_of, superlative, with_unit, written

Content = tuple[dict[str, Any], dict[str, Picture]]

COLOURS = {
    "ink": palette.INK,
    "soft": palette.SOFT_INK,
    "grid": palette.GRID,
    "accent": palette.THIS,
    "tint": "#eef2fa",
}


def typeset_texts(value: Any) -> Any:
    """Give every text of the data its narrow no-break spaces, less its unseen characters; addresses stay so."""
    if isinstance(value, str):
        return no_break(plain_text(value))
    if isinstance(value, dict):
        return {key: typeset_texts(each) for key, each in value.items()}
    return [typeset_texts(each) for each in value] if isinstance(value, list) else value


def frame(title: str, programme: str, date: dt.date, url: str) -> dict[str, Any]:
    return {
        "title": title,
        "document_title": f"{title}, {programme}, {date_long(date)}",
        "programme": programme,
        "date": date_long(date),
        "url": url,
        "colours": COLOURS,
        "author": programme,
    }


def stat(figure: Figure, base: str) -> dict[str, str | bool]:
    """A key figure: its number apart from its unit, and in a note what it compares with."""
    unit = figure.definition.unit
    missing = figure.value is None
    write = signed if figure.definition.nature is Nature.CHANGE else number
    text = written(figure) if figure.value is None else write(figure.value, unit.decimals)
    word = "" if figure.value is None else str(unit.singular if abs(figure.value) < 2 else unit.plural)
    return {
        "label": str(figure.definition.label),
        "value": text,
        "unit": word,
        "note": _note(figure),
        "href": base + figure.url,
        "missing": missing,
    }


def _note(figure: Figure) -> str:
    notes = []
    country = figure.compared_with("country")
    if country is not None and figure.definition.unit.code.startswith("percent"):
        notes.append(_("France : %(value)s") % {"value": with_unit(country, figure)})
    for each in figure.declared[:1]:
        if each.value != figure.value:
            notes.append(_("annoncé : %(value)s") % {"value": number(each.value)})
    place = place_of(figure)
    if place is not None and place.near_an_end:
        said = superlative(place, _("valeur la plus forte"), _("valeur la plus faible"))
        notes.append(_("%(place)s sur %(ranked)s") % {"place": said, "ranked": number(place.ranked)})
    if figure.availability is Availability.ESTIMATE:
        notes.append(_("estimation"))
    if figure.availability is Availability.PARTIAL:
        notes.append(_("partiel"))
    if figure.value is None:
        notes.append(str(figure.reason))
    return " ; ".join(notes)


def source(source: Source, base: str) -> dict[str, str]:
    return {
        "title": source.title,
        "producer": source.producer,
        "vintage": source.vintage,
        "licence": source.licence,
        "href": base + addresses.table(source.table),
    }


def foot(sources: Iterable[Source]) -> str:
    """The sources of a page, for its foot."""
    distinct = dict.fromkeys(
        f"{each.producer}, {each.title[:1].lower()}{each.title[1:]} ({each.vintage})" for each in sources
    )
    return " ; ".join(distinct) + "."


def known(value: int | None) -> str:
    return _("n. d.") if value is None else number(value)
