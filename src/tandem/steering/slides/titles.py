"""The titles of slides: each says what its slide shows, by a rule, from the figures alone."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.typography import NNBSP, number, percent, plural, ratio_in_words, signed

Figures = Mapping[str, Figure]

SAME = 0.1
"""Points below which two changes are the same to a reader."""
LONGEST = 64
"""Characters of a sector's name in a title."""


def value(figures: Figures, code: str) -> float | None:
    figure = figures.get(code)
    return None if figure is None else figure.value


def country(figures: Figures, code: str) -> float | None:
    figure = figures.get(code)
    return None if figure is None else figure.compared_with("country")


def essential(figures: Figures) -> str:
    share, there = value(figures, "industry-share"), country(figures, "industry-share")
    if share is None or not there:
        return _("L’essentiel du diagnostic")
    return _("L’essentiel : l’industrie y représente %(ratio)s") % {"ratio": ratio_in_words(share / there)}


def employment(figures: Figures) -> str:
    change, there = value(figures, "employees-change"), country(figures, "employees-change")
    if change is None:
        return _("L’emploi privé : évolution non disponible")
    if abs(change) < SAME:
        said = _("L’emploi privé est stable depuis 2019")
    else:
        verb = (
            _("L’emploi privé gagne %(rate)s depuis 2019")
            if change > 0
            else _("L’emploi privé perd %(rate)s depuis 2019")
        )
        said = verb % {"rate": percent(abs(change))}
    return (
        said
        if there is None
        else _("%(said)s (France : %(there)s)") % {"said": said, "there": signed(there, 1) + NNBSP + "%"}
    )


def industry(figures: Figures) -> str:
    share, there = value(figures, "industry-share"), country(figures, "industry-share")
    if share is None:
        return _("La part de l’industrie dans l’emploi n’est pas disponible")
    said = _("%(share)s des emplois sont industriels") % {"share": percent(share)}
    return f"{said}, {ratio_in_words(share / there)}" if there else said


def specialisation(rows: list[dict[str, Any]]) -> str:
    """From the rows of the sectors, strongest first."""
    first = rows[0]
    if first["quotient"] < 1.1:
        return _("Aucun secteur industriel ne pèse nettement plus que sa part nationale")
    return _("Première spécialisation : %(sector)s, %(times)s fois sa part nationale") % {
        "sector": shortened(first["label"]),
        "times": number(first["quotient"], 0 if first["quotient"] >= 10 else 1),
    }


def trajectory(structural: float, local: float) -> str:
    """Which of the two effects makes the gap with France; neither is a cause."""
    larger, smaller = (structural, local) if abs(structural) > abs(local) else (local, structural)
    who = _("à ses secteurs") if larger == structural else _("à ce qui lui est propre")
    if abs(larger - smaller) < SAME or abs(larger) < SAME:
        return _("L’écart avec la France tient autant à ses secteurs qu’à ce qui lui est propre")
    return _("L’écart avec la France tient d’abord %(who)s (%(points)s)") % {"who": who, "points": points(larger)}


def classes(change: float | None, first: str, last: str, *, whole: bool) -> str:
    """`whole`: the file covers the territory; otherwise the title says that it speaks of a part."""
    if change is None:
        return _("L’emploi industriel, classe par classe : évolution non disponible")
    if abs(change) < SAME:
        said = _("l’emploi industriel est stable de %(first)s à %(last)s")
    elif change > 0:
        said = _("l’emploi industriel gagne %(rate)s de %(first)s à %(last)s")
    else:
        said = _("l’emploi industriel perd %(rate)s de %(first)s à %(last)s")
    said %= {"first": first, "last": last, "rate": percent(abs(change))}
    return said[:1].upper() + said[1:] if whole else _("Dans la partie couverte, %(said)s") % {"said": said}


def potential(leads: int, near_complex: int, others: int) -> str:
    """`leads`: the sectors near and complex that an industry of the territory, not its services alone, is near to."""
    if leads:
        return _("%(count)s %(words)s à étudier d’abord") % {
            "count": _count(leads),
            "words": plural(leads, _("secteur proche et complexe est"), _("secteurs proches et complexes sont")),
        }
    if near_complex:
        return _("Aucune de ses industries ne mène à un secteur proche et complexe")
    if others:
        among = _("Parmi les %(count)s secteurs où il n’est pas spécialisé, aucun n’est à la fois proche et complexe")
        return among % {"count": number(others)}
    return _("Le territoire a déjà tous les secteurs industriels mesurés")


def fabric(establishments: float) -> str:
    return _("%(count)s établissements industriels employeurs, selon leur taille") % {
        "count": number(establishments, 0)
    }


def levers(schemes: int | None, sites: float | None) -> str:
    if schemes is None:
        return _("Foncier, recrutement et appuis")
    said = _("%(count)s %(words)s déjà le territoire") % {
        "count": _count(schemes),
        "words": plural(schemes, _("zonage ou dispositif couvre"), _("zonages ou dispositifs couvrent")),
    }
    if sites:
        said += _(" ; %(sites)s sites y sont recensés comme friches") % {"sites": number(sites, 0)}
    return said


def peers(first: str, region: str) -> str:
    return _("Le territoire le plus semblable : %(name)s (%(region)s)") % {"name": first, "region": region}


def lacks(files: int) -> str:
    if not files:
        return _("Ce que ce diagnostic ne dit pas encore")
    return _("%(count)s %(words)s ce diagnostic") % {
        "count": _("Une") if files == 1 else _count(files),
        "words": plural(files, _("source compléterait"), _("sources compléteraient")),
    }


def points(gap: float) -> str:
    return f"{signed(gap, 1)}{NNBSP}{plural(gap, _('point'), _('points'))}"


def shortened(name: str, most: int = LONGEST) -> str:
    """A sector's name as there is room for it, cut between words."""
    if len(name) <= most:
        return name
    return name[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


_WORDS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")


def _count(n: int) -> str:
    """A small number in letters, as a title begins with it."""
    return _WORDS[n].capitalize() if n < len(_WORDS) else number(n)
