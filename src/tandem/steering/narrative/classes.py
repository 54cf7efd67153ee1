"""The rules on activity classes and shocks, once the Urssaf's file is imported.

The file may cover the country or a zone only, and the territory whole or in part: each sentence says of which.
"""

from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Availability
from tandem.core.typography import counted, joined, number, percent, plural, signed
from tandem.diagnosis.measures.class_figures import WINDOWS
from tandem.steering.narrative.sentence import Figures, Sentence, country_of, details_of, value_of
from tandem.steering.words import points

CODE = "class-industry-employees"

SPECIALISED = 1.5
EMPLOYEES = 100
MOVED = 0.2
NAMED = 3
EFFECT = 5.0
RESPONSE = 1.0
NO_CHANGE = 0.1


def _open_classes(figures: Figures) -> list[dict[str, Any]]:
    """The industrial classes whose employees may be told, of a hundred employees at least at either date."""
    return [
        row
        for row in details_of(figures, CODE)
        if row["industry"]
        and not row.get("secret")
        and row["before"] is not None
        and row["after"] is not None
        and max(row["before"], row["after"]) >= EMPLOYEES
    ]


def _field(figures: Figures) -> str:
    """Of what the sentence speaks, when the file covers a part of the territory only."""
    figure = figures.get(CODE)
    partial = figure is not None and figure.availability is Availability.PARTIAL
    return _("dans les communes que couvre le fichier de l’Urssaf, ") if partial else ""


def _whole(figures: Figures) -> str:
    """With what the territory is compared: France when the file covers it, all of the file otherwise."""
    return _("en France") if country_of(figures, CODE) is not None else _("dans tout le fichier de l’Urssaf")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def specialisations(figures: Figures) -> Sentence | None:
    """The classes in which the territory is specialised beyond chance."""
    sure = [
        row
        for row in _open_classes(figures)
        if row["quotient"] is not None  # none when the territory is most of what the file covers
        and row["quotient"] >= SPECIALISED
        and row["low"] is not None
        and row["low"] > 1
        and row["after"] >= EMPLOYEES
    ]
    if not sure:
        return None
    first = sorted(sure, key=lambda row: -row["quotient"])[:NAMED]
    named = " ; ".join(
        _("« %(label)s » (%(quotient)s fois sa part %(whole)s, %(employees)s salariés)")
        % {
            "label": row["label"],
            "quotient": number(row["quotient"], 1),
            "employees": number(row["after"]),
            "whole": _whole(figures),
        }
        for row in first
    )
    what = plural(len(first), _("la classe d’activité industrielle où il est le plus nettement spécialisé est"),
                  _("les classes d’activité industrielles où il est le plus nettement spécialisé sont"))  # fmt: skip
    text = _("%(field)s%(what)s %(named)s.") % {"field": _field(figures), "what": what, "named": named}
    rule = _(
        "quotient d’au moins 1,5, dont l’intervalle à 95 % ne contient pas 1, pour une classe d’au moins 100 salariés "
        "qui n’est pas secrète"
    )
    return Sentence(_capital(text), (CODE,), rule, first[0]["quotient"] / SPECIALISED)


def moves(figures: Figures) -> Sentence | None:
    """The classes that gained and lost most over the whole period."""
    moved = [
        row for row in _open_classes(figures) if abs(row["after"] - row["before"]) >= MOVED * max(row["before"], 1)
    ]
    by_gain = sorted(moved, key=lambda row: row["before"] - row["after"])
    gains = [row for row in by_gain if row["after"] > row["before"]][:NAMED]
    losses = [row for row in by_gain[::-1] if row["after"] < row["before"]][:NAMED]
    if not moved:
        return None
    parts = []
    if gains:
        what = plural(len(gains), _("la classe industrielle qui a gagné le plus de salariés est"),
                      _("les classes industrielles qui ont gagné le plus de salariés sont"))  # fmt: skip
        parts.append(f"{what} {_told(gains)}")
    if losses and gains:
        what = plural(len(losses), _("celle qui en a perdu le plus est"), _("celles qui en ont perdu le plus sont"))
        parts.append(f"{what} {_told(losses)}")
    elif losses:
        what = plural(len(losses), _("la classe industrielle qui a perdu le plus de salariés est"),
                      _("les classes industrielles qui ont perdu le plus de salariés sont"))  # fmt: skip
        parts.append(f"{what} {_told(losses)}")
    text = _("%(field)sde %(first)s à %(last)s, %(parts)s.") % {
        "field": _field(figures),
        "first": moved[0]["first_year"],
        "last": moved[0]["last_year"],
        "parts": " ; ".join(parts),
    }
    rule = _(
        "classe d’au moins 100 salariés qui a varié d’au moins 20 %, et qui n’est pas secrète ; un établissement qui "
        "change de classe compte comme une perte et un gain"
    )
    return Sentence(_capital(text), (CODE,), rule)


def _told(rows: list[dict[str, Any]]) -> str:
    return joined(
        _("« %(label)s » (de %(before)s à %(after)s)")
        % {"label": row["label"], "before": number(row["before"]), "after": number(row["after"])}
        for row in rows
    )


def long_local_effect(figures: Figures) -> Sentence | None:
    """What employment did over the whole period, beside what its classes led to expect."""
    local, change = value_of(figures, "class-local-effect"), value_of(figures, "class-change")
    years = _years(figures)
    if local is None or change is None or years is None or abs(local) < EFFECT:
        return None
    text = _(
        "%(field)sde %(first)s à %(last)s, l’emploi privé a %(happened)s, soit %(gap)s %(way)s que si chacune de ses "
        "activités avait, chaque année, évolué comme %(whole)s (%(expected)s)."
    ) % {
        "field": _field(figures),
        "first": years[0],
        "last": years[1],
        "happened": _happened(change),
        "gap": points(local),
        "way": _("de plus") if local > 0 else _("de moins"),
        "whole": _whole(figures),
        "expected": f"{signed(change - local, 1)} %",
    }
    codes = ("class-local-effect", "class-change", "class-structural-effect")
    return Sentence(_capital(text), codes, _("effet local d’au moins 5 points"), abs(local) / EFFECT)


def _years(figures: Figures) -> tuple[Any, Any] | None:
    """First and last year of the file, from the classes, or from the series when they are all hidden."""
    rows = details_of(figures, CODE)
    if rows:
        return rows[0]["first_year"], rows[0]["last_year"]
    figure = figures.get(CODE)
    return (figure.series[0][0], figure.series[-1][0]) if figure is not None and len(figure.series) > 1 else None


def _happened(change: float) -> str:
    if abs(change) < NO_CHANGE:
        return _("été stable (%(rate)s)") % {"rate": f"{signed(change, 1)} %"}
    return (_("augmenté de %(rate)s") if change > 0 else _("reculé de %(rate)s")) % {"rate": percent(abs(change))}


def responses(figures: Figures) -> Sentence | None:
    """How the territory took the two shocks: what its employment did, against what its classes led to expect."""
    said, codes, strongest = [], [], 0.0
    for code, ((first, last), _after) in zip(("resistance-2008", "resistance-2019"), WINDOWS, strict=True):
        value = value_of(figures, code)
        if value is None or abs(value) < RESPONSE:
            continue
        when = _("de %(first)s à %(last)s") % {"first": first, "last": last}
        way = _("%(gap)s de plus") if value > 0 else _("%(gap)s de moins")
        said.append((when, way % {"gap": points(value)}))
        codes.append(code)
        strongest = max(strongest, abs(value))
    if not said:
        return None
    text = _(
        "%(field)sface à la crise, %(when)s, l’emploi privé a fait %(gap)s que si chacune de ses activités avait "
        "évolué comme %(whole)s"
    ) % {"field": _field(figures), "when": said[0][0], "gap": said[0][1], "whole": _whole(figures)}
    text += "".join(f" ; {when}, {gap}" for when, gap in said[1:])
    rule = _("écart d’au moins 1 point avec ce qui était attendu")
    return Sentence(_capital(text) + ".", tuple(codes), rule, strongest / RESPONSE)


def hidden(figures: Figures) -> Sentence | None:
    """How many classes secrecy hides: a reader must know that the table is not all."""
    rows = details_of(figures, CODE)
    secret = [row for row in rows if row.get("secret")]
    if not secret:
        return None
    text = _(
        "%(count)s sur %(all)s %(are)s sous le secret statistique : moins de trois établissements, ou de quoi "
        "retrouver par soustraction une activité qui en a moins de trois."
    ) % {
        "count": counted(len(secret), _("activité"), _("activités")),
        "all": number(len(rows)),
        "are": plural(len(secret), _("est"), _("sont")),
    }
    return Sentence(text, (CODE,), _("au moins une classe secrète"))
