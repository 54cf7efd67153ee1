"""A figure against its region, France and its like, in the words that a person would use."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.figures import Availability, Comparison, Figure, FigureDefinition, Nature
from tandem.core.typography import NNBSP, number, percent, ratio_in_words, signed
from tandem.steering.words import ordinal, place_of, superlative, with_unit

NEARLY = {"percent_a_year": 0.05}
"""Gap, in points, under which two rates are the same to a reader."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison: with whom, its value as written, and what the difference means."""

    kind: str
    name: str
    value: str
    words: str


def rank_in_words(figure: Figure) -> str:
    """Return a rank and from which end it is counted, or an empty string where a rank would say nothing.

    ``12e valeur la plus forte sur 173 territoires (10 sans valeur)`` in the first quarter, ``3e valeur la plus
    faible…`` in the last; in the middle half, the rank from the strongest.
    """
    place = place_of(figure)
    if place is None or (is_total(figure.definition) and not figure.value):
        return ""
    ranked = number(place.ranked)
    if place.near_an_end:
        said = superlative(place, _("valeur la plus forte"), _("valeur la plus faible"))
        text = _("%(place)s sur %(ranked)s territoires") % {"place": said, "ranked": ranked}
    else:
        text = _("%(rank)s valeur sur %(ranked)s territoires, de la plus forte à la plus faible") % {
            "rank": ordinal(figure.rank or 0),
            "ranked": ranked,
        }
    if figure.unranked:
        text += _(" (%(count)s sans valeur)") % {"count": number(figure.unranked)}
    return text


def is_total(definition: FigureDefinition) -> bool:
    """Whether a figure adds up: it is then drawn from a base of 100, and set beside its like only."""
    return definition.nature is Nature.TOTAL


def compared(figure: Figure) -> list[Compared]:
    """Return the comparisons that have a value, each with its words; a region's total is not compared as if it were a
    territory's."""
    return [
        Compared(c.scope.kind, label_of(c), with_unit(c.value, figure), in_words(figure, c))
        for c in figure.comparisons
        if c.value is not None
    ]


def label_of(comparison: Comparison) -> str:
    if comparison.scope.kind == "peers":
        return _("Territoires semblables (médiane)")
    return comparison.scope.name


def in_words(figure: Figure, comparison: Comparison, *, alone: bool = False) -> str:
    """Say how the figure stands against one other value; empty when there is nothing worth saying.

    `alone`: the words will stand without the name of what is compared with.
    """
    mine, other, kind = figure.value, comparison.value, comparison.scope.kind
    if mine is None or other is None:
        return ""
    nature = figure.definition.nature
    if nature in (Nature.CHANGE, Nature.RATE):
        return _points(mine - other, NEARLY.get(figure.definition.unit.code, 0.25))
    if nature in (Nature.INDEX, Nature.LIST) or mine <= 0 or other <= 0:
        return ""
    if nature is Nature.TOTAL and kind != "peers":
        share = {"share": _small_share(100 * mine / other)}
        # A territory may reach into other regions than its own.
        part = _("soit l’équivalent de %(share)s du total") if kind == "region" else _("soit %(share)s du total")
        return part % share
    return _("soit %(words)s") % {"words": ratio_in_words(mine / other, _reference(nature, kind, alone))}


def _reference(nature: Nature, kind: str, alone: bool) -> str:
    if kind == "peers":
        return _("la médiane de ses semblables") if alone else _("leur médiane")
    if nature is Nature.SHARE:
        return _("la part nationale") if kind == "country" else _("la part régionale")
    return _("la valeur nationale") if kind == "country" else _("la valeur régionale")


def _points(gap: float, nearly: float) -> str:
    if abs(gap) < nearly:
        return _("presque autant")
    size = number(abs(gap), 2 if nearly < 0.1 else 1)
    several = "s" if abs(gap) >= 2 else ""
    text = _("%(size)s point%(several)s de plus") if gap > 0 else _("%(size)s point%(several)s de moins")
    return text % {"size": size, "several": several}


def _small_share(share: float) -> str:
    return percent(share, 1 if share >= 1 else 2)


def finding(figure: Figure) -> str:
    """Return the one sentence of the figure: its place if near an end, its distance to France, or for a size to its
    like."""
    if figure.value is None:
        return missing_in_words(figure)
    place, rank = place_of(figure), rank_in_words(figure)
    parts = [rank] if rank and place is not None and place.near_an_end else []
    wanted = "peers" if is_total(figure.definition) else "country"
    chosen = next((c for c in figure.comparisons if c.scope.kind == wanted and c.value is not None), None)
    if chosen is not None and (words := in_words(figure, chosen, alone=True)):
        words = words.removeprefix("soit ")
        where = {"peers": "", "country": _(" que la France")}[wanted]
        if "point" in words:
            words += where
        elif words == _("presque autant"):
            words = _("presque comme la France")
        parts.append(words)
    text = ", ".join(parts) or rank
    return text[:1].upper() + text[1:]


def missing_in_words(figure: Figure) -> str:
    """Say that there is no value and why; the reason of a figure that would mean nothing says both."""
    reason = str(figure.reason)
    if figure.availability is Availability.MEANINGLESS:
        return reason[:1].upper() + reason[1:]
    state = _("Secret statistique") if figure.availability is Availability.SECRET else _("Non disponible")
    return _("%(state)s : %(reason)s") % {"state": state, "reason": reason}


def caution(figure: Figure) -> str:
    """Return what the value's state asks a reader to know: an estimate, some records missing."""
    if figure.availability is Availability.ESTIMATE:
        return _("Estimation")
    if figure.availability is Availability.PARTIAL:
        return _("Valeur partielle")
    return ""


def change(value: float, unit: str, decimals: int) -> str:
    return f"{signed(value, decimals)}{NNBSP}{unit}".strip()
