"""What one indicator says of all the territories, in words: pure, from the values alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.figures import FigureDefinition, Nature
from tandem.core.typography import NNBSP, counted, no_break, number, plural, share, signed

Write = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Reading:
    """How to speak of an indicator: its subject with its article, the words of a gain and of a loss."""

    subject: Any
    gain: Any = ""
    loss: Any = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """The values of an indicator over the territories that have one.

    Parameters
    ----------
    count, missing
        Territories with a value, and without.
    lowest, highest
        Codes of the territories at both ends.
    """

    count: int
    missing: int
    low: float
    first: float
    median: float
    third: float
    high: float
    total: float
    lowest: str
    highest: str


_HELD = gettext_lazy("ont mieux tenu que leurs activités ne le laissaient attendre")
_RECOVERED = gettext_lazy("ont mieux repris que leurs activités ne le laissaient attendre")
_LESS = gettext_lazy("moins bien")

READINGS: dict[str, Reading] = {
    "industry-share": Reading(gettext_lazy("La part de l’industrie dans l’emploi")),
    "industry-establishment-size": Reading(gettext_lazy("La taille moyenne d’un établissement industriel")),
    "employees-change": Reading(
        gettext_lazy("L’évolution de l’emploi privé de 2019 à 2024"),
        gettext_lazy("ont gagné des salariés"),
        gettext_lazy("en ont perdu"),
    ),
    "local-effect": Reading(
        gettext_lazy("L’effet local, ce que ni la France ni les secteurs présents n’expliquent,"),
        gettext_lazy("ont fait mieux que leurs secteurs ne le laissaient attendre"),
        gettext_lazy("moins bien"),
    ),
    "private-employees-growth": Reading(
        gettext_lazy("Le rythme annuel de l’emploi privé depuis 2014"),
        gettext_lazy("ont plus de salariés du privé qu’en 2014"),
        gettext_lazy("en ont moins"),
    ),
    "population-growth": Reading(
        gettext_lazy("Le rythme annuel de la population depuis 2013"),
        gettext_lazy("gagnent des habitants"),
        gettext_lazy("en perdent"),
    ),
    "unemployment": Reading(gettext_lazy("Le taux de chômage")),
    "median-income": Reading(gettext_lazy("Le niveau de vie médian des communes")),
    "leading-quotient": Reading(gettext_lazy("Le quotient de la première spécialisation industrielle")),
    "sector-diversity": Reading(gettext_lazy("Le nombre de secteurs équivalents")),
    "specialisation": Reading(gettext_lazy("L’indice de spécialisation de Krugman")),
    "brownfields": Reading(gettext_lazy("Le nombre de sites recensés comme friches")),
    "industrial-brownfields": Reading(gettext_lazy("Le nombre de friches industrielles")),
    "brownfield-surface": Reading(gettext_lazy("La surface des friches recensées")),
    "large-establishments": Reading(gettext_lazy("La part des postes dans les établissements de 100 salariés ou plus")),
    "establishments-10-plus": Reading(gettext_lazy("La part des établissements de 10 salariés ou plus")),
    "population": Reading(gettext_lazy("Le nombre d’habitants")),
    "census-jobs": Reading(gettext_lazy("Le nombre d’emplois au lieu de travail")),
    "private-employees": Reading(gettext_lazy("Le nombre de salariés du privé")),
    "industry-jobs": Reading(gettext_lazy("Le nombre d’emplois industriels")),
    "industry-establishments": Reading(gettext_lazy("Le nombre d’établissements industriels")),
    "industry-employees": Reading(gettext_lazy("Le nombre de salariés privés de l’industrie")),
    "industry-employers": Reading(gettext_lazy("Le nombre d’établissements industriels employeurs")),
    "industry-births": Reading(gettext_lazy("Le nombre de créations d’établissements industriels")),
    "industry-closures": Reading(gettext_lazy("Le nombre de fermetures d’établissements industriels")),
    "largest-share": Reading(gettext_lazy("Le poids du premier établissement")),
    "structural-effect": Reading(
        gettext_lazy("L’effet de structure, ce que les secteurs présents expliquent,"),
        gettext_lazy("sont portés par leurs secteurs"),
        gettext_lazy("sont freinés par les leurs"),
    ),
    "class-industry-employees": Reading(gettext_lazy("Le nombre de salariés des classes industrielles")),
    "class-change": Reading(
        gettext_lazy("L’évolution de l’emploi privé sur toute la période"),
        gettext_lazy("ont gagné des salariés"),
        gettext_lazy("en ont perdu"),
    ),
    "class-structural-effect": Reading(
        gettext_lazy("L’effet de structure sur toute la période, ce que les activités présentes expliquent,"),
        gettext_lazy("sont portés par leurs activités"),
        gettext_lazy("sont freinés par les leurs"),
    ),
    "class-local-effect": Reading(
        gettext_lazy("L’effet local sur toute la période, ce que ni l’ensemble ni les activités n’expliquent,"),
        gettext_lazy("ont fait mieux que leurs activités ne le laissaient attendre"),
        gettext_lazy("moins bien"),
    ),
    "class-specialisation": Reading(gettext_lazy("L’indice de spécialisation par classe d’activité")),
    "class-diversity": Reading(gettext_lazy("Le nombre de classes d’activité équivalentes")),
    "resistance-2008": Reading(gettext_lazy("La résistance à la crise de 2008"), _HELD, _LESS),
    "recovery-2010": Reading(gettext_lazy("La reprise après 2009"), _RECOVERED, _LESS),
    "resistance-2019": Reading(gettext_lazy("La résistance à la crise de 2020"), _HELD, _LESS),
    "recovery-2020": Reading(gettext_lazy("La reprise après 2020"), _RECOVERED, _LESS),
    "complexity": Reading(gettext_lazy("La complexité des spécialisations")),
    "complexity-outlook": Reading(gettext_lazy("L’indice de perspectives de diversification")),
    "strong-tension": Reading(gettext_lazy("La part des métiers industriels en forte tension")),
    "difficult-hiring": Reading(gettext_lazy("La part des recrutements jugés difficiles")),
    "seasonal-hiring": Reading(gettext_lazy("La part des recrutements saisonniers")),
    "brownfields-without-project": Reading(gettext_lazy("Le nombre de friches industrielles sans projet")),
    "emitters": Reading(gettext_lazy("Le nombre d’établissements du registre des émissions")),
}


def compared(definition: FigureDefinition) -> bool:
    """Tell whether the value of one territory can be set beside that of France: not a total, nor a norm."""
    return "country" in definition.against and definition.nature is not Nature.TOTAL


def spread(values: Mapping[str, float], missing: int) -> Spread:
    """Sum up the values of an indicator by territory code.

    Raises
    ------
    ValueError
        Without any value.
    """
    if not values:
        raise ValueError("nothing is known of this indicator")
    found = sorted(values.values())
    first, _middle, third = quantiles(found, n=4, method="inclusive") if len(found) > 1 else (found[0],) * 3
    return Spread(
        count=len(found),
        missing=missing,
        low=found[0],
        first=first,
        median=median(found),
        third=third,
        high=found[-1],
        total=sum(found),
        lowest=min(values, key=lambda code: (values[code], code)),
        highest=max(values, key=lambda code: (values[code], code)),
    )


def sentences(
    definition: FigureDefinition,
    values: Mapping[str, float],
    missing: int,
    names: Mapping[str, str],
    country: float | None,
) -> tuple[str, ...]:
    """Say how an indicator is spread over the territories, in three or four sentences.

    Parameters
    ----------
    values, missing
        By territory code; how many territories have none.
    names
        Of the territories, by code.
    country
        The value of France, None when there is none.
    """
    known, reading = spread(values, missing), READINGS[definition.id]
    write = writer(definition)
    said = [
        _("%(subject)s va de %(low)s (%(lowest)s) à %(high)s (%(highest)s).")
        % {
            "subject": reading.subject,
            "low": write(known.low),
            "lowest": _where(values, known.low, names[known.lowest]),
            "high": write(known.high),
            "highest": _where(values, known.high, names[known.highest]),
        },
        _half(known, write, country if compared(definition) else None),
    ]
    said += _by_nature(definition, values, known, country if "country" in definition.against else None, write)
    if known.missing:
        said.append(
            _("%(missing)s territoires n’ont pas cette donnée : ils ne sont pas comptés ici.")
            % {"missing": number(known.missing)}
            if known.missing > 1
            else _("Un territoire n’a pas cette donnée : il n’est pas compté ici.")
        )
    return tuple(no_break(each) for each in said)


def _where(values: Mapping[str, float], end: float, name: str) -> str:
    """Name the territory at an end of the spread, or count them: with ties, one name would be an arbitrary choice."""
    tied = sum(value == end for value in values.values())
    return name if tied == 1 else counted(tied, _("territoire"), _("territoires"))


def _half(known: Spread, write: Write, country: float | None) -> str:
    text = _(
        "La moitié des territoires se tiennent entre %(first)s et %(third)s, autour d’une médiane de %(median)s"
    ) % {
        "first": write(known.first),
        "third": write(known.third),
        "median": write(known.median),
    }
    if country is not None:
        text += _(" ; la France est à %(country)s") % {"country": write(country)}
    return text + "."


def _by_nature(
    definition: FigureDefinition, values: Mapping[str, float], known: Spread, country: float | None, write: Write
) -> Sequence[str]:
    if definition.nature is Nature.CHANGE:
        reading = READINGS[definition.id]
        up, down = (sum(sign * value > 0 for value in values.values()) for sign in (1, -1))
        return [
            _("%(up)s territoires sur %(all)s %(gain)s, %(down)s %(loss)s.")
            % {
                "up": number(up),
                "all": number(known.count),
                "gain": reading.gain,
                "down": number(down),
                "loss": reading.loss,
            }
        ]
    if definition.nature is Nature.TOTAL:
        text = _("Ensemble, les territoires en comptent %(total)s") % {"total": write(known.total)}
        if country:
            text += _(", soit %(share)s du total national") % {"share": share(known.total / country, 0)}
        largest = sorted(values.values(), reverse=True)[:10]
        if known.total and known.count > 20:
            text += _(" ; les dix premiers en réunissent %(share)s") % {"share": share(sum(largest) / known.total, 0)}
        return [text + "."]
    if country is None:
        return []
    above = sum(value > country for value in values.values())
    return [
        _("%(above)s territoires sur %(all)s dépassent la valeur de la France.")
        % {"above": number(above), "all": number(known.count)}
    ]


def writer(definition: FigureDefinition) -> Callable[[float], str]:
    """Return how a value is written in a sentence whose subject already says what is counted: symbols only."""
    unit, decimals = definition.unit, definition.unit.decimals
    signs = definition.nature is Nature.CHANGE

    def write(value: float) -> str:
        text = signed(value, decimals) if signs else number(value, decimals)
        symbol = plural(value, str(unit.singular), str(unit.plural)) if unit.code in _SAID else _SYMBOLS.get(unit.code)
        return f"{text}{NNBSP}{symbol}" if symbol else text

    return write


_SAID = {"points", "posts_per_establishment"}
_SYMBOLS = {"percent": "%", "percent_a_year": "%", "euros_a_year": "€", "hectares": "ha"}
