"""The rules: each looks at the figures and answers with a sentence, or nothing when its threshold is not reached."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Figure, Nature
from tandem.core.typography import counted, joined, number, percent, plural, significant
from tandem.steering.findings import READINGS, writer
from tandem.steering.narrative.sentence import Figures, Sentence, country_of, details_of, value_of
from tandem.steering.words import ordinal

Fact = Callable[[Figures], Sentence | None]

EDGE = 10
"""A territory stands out when it is in the first or the last tenth of those ranked."""
INCOME_GAP = 5.0
LARGE = 50.0
FEW_SECTORS = 10.0
SPECIALISED = 1.5
EMPLOYEES = 100
MOVED = 0.2
EFFECT = 5.0
RESPONSE = 1.0
TENSION_GAP = 10.0
NAMED = 3


def standing(code: str) -> Fact:
    """A figure whose rank is at either end of the list."""

    def fact(figures: Figures) -> Sentence | None:
        figure = figures.get(code)
        if figure is None or figure.value is None or not figure.rank or not figure.ranked or code not in READINGS:
            return None
        high = 2 * figure.rank <= figure.ranked + 1
        nth = figure.rank if high else figure.ranked - figure.rank + 1
        edge = figure.ranked / EDGE
        if nth > edge:
            return None
        text = _("%(subject)s (%(value)s%(country)s) se classe %(nth)s sur %(all)s, en partant %(end)s.") % {
            "subject": str(READINGS[code].subject).rstrip(","),
            "value": writer(figure.definition)(figure.value),
            "country": _country(figure),
            "nth": ordinal(nth),
            "all": number(figure.ranked),
            "end": _("de la valeur la plus forte") if high else _("de la valeur la plus faible"),
        }
        rule = _("rang dans le premier ou le dernier dixième de la liste")
        # An index without a unit says nothing to somebody who has a minute: it stays in the full register.
        weight = 0.0 if figure.definition.nature is Nature.INDEX else edge / nth
        return Sentence(text, (code,), rule, weight)

    return fact


def _country(figure: Figure) -> str:
    there = figure.compared_with("country")
    if there is None or figure.definition.nature is Nature.TOTAL:
        return ""
    return _(" ; France : %(value)s") % {"value": writer(figure.definition)(there)}


def income(figures: Figures) -> Sentence | None:
    mine, there = value_of(figures, "median-income"), country_of(figures, "median-income")
    if mine is None or not there or abs(mine / there - 1) * 100 < INCOME_GAP:
        return None
    gap = 100 * (mine / there - 1)
    side = _("au-dessus") if gap > 0 else _("au-dessous")
    text = _("Le niveau de vie médian (%(mine)s € par an) est de %(gap)s %(side)s de celui de la France.") % {
        "mine": significant(mine, 3),
        "gap": percent(abs(gap), 0),
        "side": side,
    }
    return Sentence(text, ("median-income",), _("écart d’au moins 5 % avec la France"), abs(gap) / INCOME_GAP)


def peak(figures: Figures) -> Sentence | None:
    """Whether private employment is at its highest, or how far below its peak."""
    figure = figures.get("private-employees")
    known = [] if figure is None else [(year, value) for year, value in figure.series if value is not None]
    if len(known) < 5:
        return None
    year, top = max(known, key=lambda point: point[1])
    last_year, last = known[-1]
    rule = _("comparaison avec la plus forte valeur de la série")
    if year == last_year:
        text = _("L’emploi privé est en %(year)s à son plus haut depuis %(first)s.") % {
            "year": last_year,
            "first": known[0][0],
        }
        return Sentence(text, ("private-employees",), rule)
    text = _("L’emploi privé a culminé en %(year)s ; il est en %(last)s %(gap)s plus bas.") % {
        "year": year,
        "last": last_year,
        "gap": percent(100 * (1 - last / top)),
    }
    return Sentence(text, ("private-employees",), rule)


def large_plants(figures: Figures) -> Sentence | None:
    mine, there = value_of(figures, "large-establishments"), country_of(figures, "large-establishments")
    if mine is None or mine < LARGE:
        return None
    text = _("Les établissements de 100 salariés ou plus concentrent %(mine)s des postes%(there)s.") % {
        "mine": percent(mine, 0),
        "there": "" if there is None else _(" (France : %(there)s)") % {"there": percent(there, 0)},
    }
    rule = _("50 % des postes ou plus dans les établissements de 100 salariés ou plus")
    return Sentence(text, ("large-establishments",), rule, mine / LARGE)


def few_sectors(figures: Figures) -> Sentence | None:
    mine, there = value_of(figures, "sector-diversity"), country_of(figures, "sector-diversity")
    if mine is None or mine > FEW_SECTORS:
        return None
    text = _("L’emploi privé repose sur peu de secteurs : l’équivalent de %(mine)s secteurs égaux%(there)s.") % {
        "mine": number(mine, 1),
        "there": "" if there is None else _(", %(there)s en France") % {"there": number(there, 1)},
    }
    return Sentence(text, ("sector-diversity",), _("10 secteurs équivalents ou moins"), FEW_SECTORS / mine)


def _open_classes(figures: Figures) -> list[dict[str, Any]]:
    """The industrial classes whose employees may be told, of a hundred employees at least at either date."""
    rows = details_of(figures, "class-industry-employees")
    return [
        row
        for row in rows
        if row["industry"]
        and not row.get("secret")
        and row["before"] is not None
        and row["after"] is not None
        and max(row["before"], row["after"]) >= EMPLOYEES
    ]


def class_specialisations(figures: Figures) -> Sentence | None:
    """The classes in which the territory is specialised beyond chance."""
    sure = [
        row
        for row in _open_classes(figures)
        if row["low"] is not None and row["low"] > 1 and row["quotient"] >= SPECIALISED
    ]
    if not sure:
        return None
    first = sorted(sure, key=lambda row: -row["quotient"])[:NAMED]
    named = joined(
        _("« %(label)s » (%(quotient)s fois sa part dans l’ensemble, %(employees)s salariés)")
        % {"label": row["label"], "quotient": number(row["quotient"], 1), "employees": number(row["after"])}
        for row in first
    )
    text = _("Ses spécialisations les plus nettes, commune par commune : %(named)s.") % {"named": named}
    rule = _(
        "quotient d’au moins 1,5, dont l’intervalle à 95 % ne contient pas 1, pour une classe d’au moins 100 salariés "
        "qui n’est pas secrète"
    )
    return Sentence(text, ("class-industry-employees",), rule, first[0]["quotient"] / SPECIALISED)


def class_moves(figures: Figures) -> Sentence | None:
    """The classes that gained and lost most over the whole period."""
    rows = [row for row in _open_classes(figures) if row["before"]]
    moved = [row for row in rows if abs(row["after"] / row["before"] - 1) >= MOVED]
    by_gain = sorted(moved, key=lambda row: row["before"] - row["after"])
    gains = [row for row in by_gain if row["after"] > row["before"]]
    losses = [row for row in by_gain[::-1] if row["after"] < row["before"]]
    if not gains and not losses:
        return None

    def told(found: list[dict[str, Any]]) -> str:
        return joined(f"« {row['label']} » ({number(row['before'])} → {number(row['after'])})" for row in found[:NAMED])

    first = moved[0]
    parts = [
        _("ont gagné : %(classes)s") % {"classes": told(gains)} if gains else "",
        _("ont perdu : %(classes)s") % {"classes": told(losses)} if losses else "",
    ]
    text = _("De %(first)s à %(last)s, parmi ses classes industrielles, %(parts)s.") % {
        "first": first["first_year"],
        "last": first["last_year"],
        "parts": " ; ".join(part for part in parts if part),
    }
    rule = _("classe d’au moins 100 salariés qui a varié d’au moins 20 %, et qui n’est pas secrète")
    return Sentence(text, ("class-industry-employees",), rule)


def long_local_effect(figures: Figures) -> Sentence | None:
    local, change = value_of(figures, "class-local-effect"), value_of(figures, "class-change")
    if local is None or change is None or abs(local) < EFFECT:
        return None
    text = _("Sur toute la période, le territoire a fait %(gap)s de %(side)s que l’ensemble et ses activités.") % {
        "gap": _points(abs(local)),
        "side": _("mieux") if local > 0 else _("moins bien"),
    }
    codes = ("class-local-effect", "class-change", "class-structural-effect")
    return Sentence(text, codes, _("effet local d’au moins 5 points"), abs(local) / EFFECT)


def responses(figures: Figures) -> Sentence | None:
    """How the territory took the two shocks."""
    said, codes, strongest = [], [], 0.0
    for code, when in (("resistance-2008", _("en 2008-2010")), ("resistance-2019", _("en 2019-2020"))):
        value = value_of(figures, code)
        if value is None or abs(value) < RESPONSE:
            continue
        how = _("mieux") if value > 0 else _("moins bien")
        said.append(_("%(how)s tenu que ses activités ne le laissaient attendre %(when)s (%(gap)s)") % {
            "how": how, "when": when, "gap": _points(abs(value))})  # fmt: skip
        codes.append(code)
        strongest = max(strongest, abs(value))
    if not said:
        return None
    text = _("Le territoire a %(said)s.") % {"said": joined(said)}
    return Sentence(text, tuple(codes), _("écart d’au moins 1 point avec ce qui était attendu"), strongest / RESPONSE)


def opportunities(figures: Figures) -> Sentence | None:
    """The absent industrial sectors that are near and complex, and why."""
    rows = [row for row in details_of(figures, "opportunities") if row["quadrant"] == "near_complex"][:NAMED]
    if not rows:
        return None
    named = " ; ".join(
        _("« %(label)s », proche de %(because)s")
        % {"label": row["label"], "because": joined(f"« {each} »" for each in row["because"][:2])}
        for row in rows
    )
    text = _("Pistes à vérifier, d’après ses spécialisations et non d’après une étude : %(named)s.") % {"named": named}
    rule = _("secteur industriel absent, plus proche que la médiane et plus complexe que la médiane de l’industrie")
    return Sentence(text, ("opportunities",), rule)


def tension(figures: Figures) -> Sentence | None:
    mine, there = value_of(figures, "strong-tension"), country_of(figures, "strong-tension")
    if mine is None or there is None or abs(mine - there) < TENSION_GAP:
        return None
    side = _("plus") if mine > there else _("moins")
    text = _(
        "En 2020, recruter dans l’industrie y était %(side)s difficile qu’en France : %(mine)s des métiers mesurés "
        "étaient en forte tension (France : %(there)s)."
    ) % {"side": side, "mine": percent(mine, 0), "there": percent(there, 0)}
    rule = _("écart d’au moins 10 points avec la France")
    return Sentence(text, ("strong-tension",), rule, abs(mine - there) / TENSION_GAP)


def hidden(figures: Figures) -> Sentence | None:
    """How many classes secrecy hides: a reader must know that the table is not all."""
    rows = details_of(figures, "class-industry-employees")
    secret = [row for row in rows if row.get("secret")]
    if not secret:
        return None
    text = _("%(count)s sur %(all)s %(are)s : moins de trois établissements, ou de quoi retrouver celles-là.") % {
        "count": counted(len(secret), _("activité"), _("activités")),
        "all": number(len(rows)),
        "are": plural(len(secret), _("est secrète"), _("sont secrètes")),
    }
    return Sentence(text, ("class-industry-employees",), _("au moins une classe secrète"))


def _points(value: float) -> str:
    return f"{number(value, 1)} {plural(value, _('point'), _('points'))}"
