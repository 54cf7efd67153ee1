"""A territory in five sentences, made by rules from its figures: pure, so that page and booklet say the same."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.typography import (
    NNBSP,
    counted,
    no_break,
    number,
    percent,
    plural,
    ratio_in_words,
    signed,
    significant,
)
from tandem.steering.words import among, place_of, points, quarter, superlative

Figures = Mapping[str, Figure]

STABLE = 0.1
"""Points a year below which a change, or a difference with France, is not one that a reader should be told of."""

STABLE_OVER_FIVE = 5 * STABLE
"""The same over the five years of the change of employment."""

NO_EFFECT = 0.1
"""Points below which an effect is not told: « 0,0 point » explains nothing."""

SAME_RATE = 0.25
"""Points of unemployment below which two rates are the same to a reader."""

EMPLOYEES_FLOOR = 100
"""A specialisation of fewer employees says more about one establishment than about the territory."""

WHOLE = 10
"""Quotient from which a decimal says nothing more."""

SPECIALISED = 1.1
"""Quotient from which a sector is called a specialisation."""


class HasFigures(Protocol):
    """A chapter of a diagnosis, as far as the summary reads it."""

    @property
    def figures(self) -> Iterable[Figure]: ...


def summary_of(chapters: Iterable[HasFigures], name: str) -> list[str]:
    """Return the five sentences that sum a territory up.

    In order: inhabitants, weight of industry, first specialisation, trajectory of private employment, labour market and
    brownfields. A sentence whose figure is missing says so and why: it is never left out, nor filled with a zero.

    Parameters
    ----------
    chapters
        The chapters of its diagnosis (`tandem.diagnosis.queries.figures_of`).
    name
        Name of the territory.
    """
    figures = {figure.definition.id: figure for chapter in chapters for figure in chapter.figures}
    sentences = (
        _inhabitants(figures, name),
        _industry(figures),
        _specialisation(figures),
        _trajectory(figures),
        _labour_market(figures),
    )
    return [no_break(sentence) for sentence in sentences]


def _value(figures: Figures, code: str) -> float | None:
    figure = figures.get(code)
    return None if figure is None else figure.value


def _country(figures: Figures, code: str) -> float | None:
    figure = figures.get(code)
    return None if figure is None else figure.compared_with("country")


def _missing(figures: Figures, code: str, subject: str) -> str:
    figure = figures.get(code)
    reason = str(figure.reason) if figure is not None else ""
    if not reason:
        return _("Pas de donnée sur %(subject)s.") % {"subject": subject}
    return _("Pas de donnée sur %(subject)s (%(reason)s).") % {"subject": subject, "reason": reason}


def _inhabitants(figures: Figures, name: str) -> str:
    inhabitants = _value(figures, "population")
    if inhabitants is None:
        return _missing(figures, "population", _("la population"))
    series = figures["population"].series
    opening = _("%(name)s compte %(inhabitants)s%(when)s") % {
        "name": name,
        "inhabitants": _rounded(inhabitants, _("habitant"), _("habitants")),
        "when": _(" en %(year)s") % {"year": series[-1][0]} if series and all(known for _y, known in series) else "",
    }
    growth, country = _value(figures, "population-growth"), _country(figures, "population-growth")
    if growth is None:
        return _("%(opening)s ; l’évolution de sa population n’est pas disponible.") % {"opening": opening}
    since = _(" depuis %(year)s") % {"year": series[0][0]} if series else ""
    return _("%(opening)s ; sa population %(change)s%(compared)s.") % {
        "opening": opening,
        "change": _growth_in_words(growth, since),
        "compared": _growth_compared(growth, country),
    }


def _growth_in_words(growth: float, since: str) -> str:
    if abs(growth) < STABLE:
        return _("est stable%(since)s (%(rate)s par an)") % {"since": since, "rate": _signed_percent(growth, 2)}
    verb = _("augmente de %(rate)s par an%(since)s") if growth > 0 else _("diminue de %(rate)s par an%(since)s")
    return verb % {"rate": percent(abs(growth), 2 if abs(growth) < 1 else 1), "since": since}


def _growth_compared(growth: float, country: float | None) -> str:
    """Set a growth beside that of France: the same, the other way, or the same way faster or slower."""
    if country is None:
        return ""
    there = {"rate": _signed_percent(country, 2)}
    if abs(growth - country) < STABLE:
        return _(", au même rythme que celle de la France (%(rate)s)") % there
    mine, other = (0 if abs(each) < STABLE else (1 if each > 0 else -1) for each in (growth, country))
    if mine != other:
        ways = (_("est stable"), _("augmente"), _("diminue"))
        return _(", alors que celle de la France %(way)s (%(rate)s)") % {**there, "way": ways[other]}
    if abs(growth) > abs(country):
        return _(", plus vite que celle de la France (%(rate)s)") % there
    return _(", moins vite que celle de la France (%(rate)s)") % there


def _signed_percent(value: float, decimals: int = 1) -> str:
    return f"{signed(value, decimals)}{NNBSP}%"


def _industry(figures: Figures) -> str:
    share = _value(figures, "industry-share")
    if share is None:
        return _private_industry(figures) or _missing(
            figures, "industry-share", _("la part de l’industrie dans l’emploi")
        )
    country, jobs = _country(figures, "industry-share"), _value(figures, "industry-jobs")
    text = _("L’industrie y représente %(share)s des emplois") % {"share": percent(share)}
    if jobs is not None:
        text += _(" (environ %(jobs)s)") % {"jobs": about(jobs)}
    if country:
        text += _(", soit %(ratio)s (%(country)s)") % {
            "ratio": ratio_in_words(share / country),
            "country": percent(country),
        }
    return text + _place(figures["industry-share"]) + "."


def _private_industry(figures: Figures) -> str:
    """Overseas, where the census by sector is not published: industry among private employees, as in France."""
    codes = ("industry-employees", "private-employees")
    mine, all_of_mine = (_value(figures, code) for code in codes)
    there, all_of_there = (_country(figures, code) for code in codes)
    if not mine or not all_of_mine or not there or not all_of_there:
        return ""
    text = _(
        "La part de l’industrie dans l’emploi n’y est pas publiée ; parmi les salariés du privé, l’industrie en "
        "emploie environ %(share)s (%(employees)s), contre %(country)s en France."
    )
    return text % {
        "share": percent(100 * mine / all_of_mine),
        "employees": about(mine),
        "country": percent(100 * there / all_of_there),
    }


def _place(figure: Figure) -> str:
    """Say a place in the first or the last quarter; in the middle half, it says nothing."""
    place = place_of(figure)
    if place is None or not place.near_an_end:
        return ""
    return _(" : c’est la %(place)s %(among)s") % {
        "place": superlative(place, _("plus forte part"), _("plus faible part")),
        "among": among(figure, place),
    }


def _specialisation(figures: Figures) -> str:
    rows = figures["industry-employees"].details if "industry-employees" in figures else ()
    known = [row for row in rows if row["industry"] and row["after"] is not None and row["quotient"] is not None]
    if not known:
        return _missing(figures, "leading-quotient", _("les spécialisations industrielles"))
    strong = sorted(
        (row for row in known if row["after"] >= EMPLOYEES_FLOOR and row["quotient"] >= SPECIALISED),
        key=lambda row: -row["quotient"],
    )
    if not strong:
        return _none_stands_out(known)
    first = strong[0]
    text = _(
        "D’après ses zones d’emploi, sa première spécialisation industrielle est « %(sector)s » : %(ratio)s, pour "
        "environ %(employees)s"
    ) % {
        "sector": first["label"],
        "ratio": _times(first["quotient"]),
        "employees": about(first["after"], _("salarié"), _("salariés")),
    }
    if len(strong) > 1:
        text += _(" ; vient ensuite « %(sector)s » (%(quotient)s fois, environ %(employees)s)") % {
            "sector": strong[1]["label"],
            "quotient": _rounded_quotient(strong[1]["quotient"]),
            "employees": about(strong[1]["after"], _("salarié"), _("salariés")),
        }
    return text + "."


def _none_stands_out(rows: Iterable[Mapping[str, Any]]) -> str:
    large = [row for row in rows if row["after"] >= EMPLOYEES_FLOOR]
    if not large:
        return _("Aucun secteur industriel n’y atteint %(floor)s salariés.") % {"floor": number(EMPLOYEES_FLOOR)}
    first = max(large, key=lambda row: row["quotient"])
    text = _(
        "Aucun secteur industriel n’y pèse nettement plus que sa part nationale : le premier, « %(sector)s », en est "
        "à %(quotient)s fois."
    )
    return text % {"sector": first["label"], "quotient": number(first["quotient"], 2)}


def _times(quotient: float) -> str:
    return _("%(quotient)s fois sa part nationale") % {"quotient": _rounded_quotient(quotient)}


def _rounded_quotient(quotient: float) -> str:
    """A quotient with a decimal up to ten, without beyond: ``1,7``, ``18``."""
    return number(quotient, 1 if quotient < WHOLE else 0)


def _trajectory(figures: Figures) -> str:
    change = _value(figures, "employees-change")
    if change is None:
        return _missing(figures, "employees-change", _("l’évolution de l’emploi privé de 2019 à 2024"))
    country = _country(figures, "employees-change")
    if abs(change) < STABLE_OVER_FIVE:
        moved = _("est resté stable (%(rate)s)") % {"rate": _signed_percent(change)}
    else:
        verb = _("a augmenté de %(rate)s") if change > 0 else _("a reculé de %(rate)s")
        moved = verb % {"rate": percent(abs(change))}
    text = _("De 2019 à 2024, l’emploi privé y %(moved)s") % {"moved": moved}
    if country is None:
        return text + "."
    near = abs(change - country) < STABLE_OVER_FIVE
    beside = _(", à peu près comme en France (%(rate)s)") if near else _(", contre %(rate)s en France")
    text += beside % {"rate": _signed_percent(country)}
    return text + _effects(_value(figures, "structural-effect"), _value(figures, "local-effect")) + "."


def _effects(structural: float | None, local: float | None) -> str:
    """Say what the gap with France is made of: the two effects add up to it, and neither is a cause."""
    if structural is None or local is None:
        return ""
    said = []
    if abs(structural) >= NO_EFFECT:
        verb = _("avantageaient") if structural > 0 else _("désavantageaient")
        text = _("ses secteurs %(verb)s le territoire de %(points)s")
        said.append(text % {"verb": verb, "points": points(structural)})
    if abs(local) >= NO_EFFECT:
        text = _("il a fait %(points)s %(way)s qu’ils ne le laissaient attendre")
        if not said:
            text = _("le territoire a fait %(points)s %(way)s que ses secteurs ne le laissaient attendre")
        said.append(text % {"points": points(local), "way": _("de plus") if local > 0 else _("de moins")})
    if not said:
        return ""
    link = _(" et ") if structural * local > 0 else _(", mais ")
    return _(" : %(said)s") % {"said": link.join(said)}


def _labour_market(figures: Figures) -> str:
    """Two sentences in one text: the labour market, then the land that could serve again."""
    rate, country = _value(figures, "unemployment"), _country(figures, "unemployment")
    if rate is None:
        text = _missing(figures, "unemployment", _("le taux de chômage"))
    else:
        series = figures["unemployment"].series
        when = _(" au %(quarter)s") % {"quarter": quarter(series[-1][0])} if series else ""
        text = _("Le taux de chômage y est de %(rate)s%(when)s%(compared)s.") % {
            "rate": percent(rate),
            "when": when,
            "compared": _rate_compared(rate, country),
        }
    return text + _brownfields(_value(figures, "brownfields"), _value(figures, "industrial-brownfields"))


def _rate_compared(rate: float, country: float | None) -> str:
    if country is None:
        return ""
    there = {"rate": percent(country)}
    if abs(rate - country) < SAME_RATE:
        return _(", proche de celui de la France (%(rate)s)") % there
    if rate < country:
        return _(", inférieur à celui de la France (%(rate)s)") % there
    return _(", supérieur à celui de la France (%(rate)s)") % there


def _brownfields(sites: float | None, industrial: float | None) -> str:
    if sites is None:
        return ""
    if sites == 0:
        return _(" L’inventaire des friches n’y connaît aucun site.")
    text = _(" L’inventaire des friches, potentielles comprises, y compte %(sites)s") % {
        "sites": counted(round(sites), _("site"), _("sites")),
    }
    if industrial:
        text += _(", dont %(count)s %(industrial)s") % {
            "count": number(round(industrial)),
            "industrial": plural(industrial, _("industriel"), _("industriels")),
        }
    return text + "."


def _rounded(value: float, singular: Any, several: Any) -> str:
    """Three significant figures and the word, as prose has it: ``12 300 emplois``, ``1,23 million d’habitants``."""
    word = str(several if abs(value) >= 2 else singular)
    return significant(value, 3, word)


def about(value: float, singular: Any = "", several: Any = "") -> str:
    """An estimate, which « environ » precedes: two significant figures under a thousand, three beyond."""
    return significant(value, 2 if abs(value) < 1000 else 3, str(several if abs(value) >= 2 else singular))
