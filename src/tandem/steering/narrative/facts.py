"""The rules on what everyone knows of a territory: each looks at the figures and answers with a sentence, or nothing.

A rule is silent under its threshold, and its threshold is told with its sentence. Those on activity classes are in
`narrative.classes`.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from tandem.core.figures import Figure, Nature
from tandem.core.typography import joined, number, percent, plural, significant
from tandem.steering.findings import READINGS, writer
from tandem.steering.narrative.sentence import Figures, Sentence, country_of, details_of, value_of
from tandem.steering.words import TENTH, among, place_of, superlative

Fact = Callable[[Figures], Sentence | None]

INCOME_GAP = 10.0
BELOW_PEAK = 0.5
LARGE = 50.0
LARGE_GAP = 5.0
FEW_SECTORS = 10.0
TENSION_GAP = 10.0
OCCUPATIONS = 10
MANY_SITES = 2.0
SITES = 5
JOBS = 10_000
NAMED = 3


def standing(code: str) -> Fact:
    """A figure whose rank is at either end of the list."""

    def fact(figures: Figures) -> Sentence | None:
        figure = figures.get(code)
        place = None if figure is None else place_of(figure)
        if figure is None or figure.value is None or place is None or not place.remarkable or code not in READINGS:
            return None
        text = _("%(subject)s est de %(value)s%(country)s : c’est la %(place)s %(among)s.") % {
            "subject": str(READINGS[code].subject).rstrip(","),
            "value": writer(figure.definition)(figure.value),
            "country": _country(figure),
            "place": superlative(place, _("valeur la plus forte"), _("valeur la plus faible")),
            "among": among(figure, place),
        }
        rule = _("rang dans le premier ou le dernier dixième de la liste")
        return Sentence(text, (code,), rule, place.ranked / TENTH / place.nth)

    return fact


def _country(figure: Figure) -> str:
    there = figure.compared_with("country")
    if there is None or figure.definition.nature is Nature.TOTAL:
        return ""
    # A unit that is a word has just been said; a sign is not.
    unit, decimals = figure.definition.unit, figure.definition.unit.decimals
    told = number(there, decimals) if unit.code == "posts_per_establishment" else writer(figure.definition)(there)
    return _(" (France : %(value)s)") % {"value": told}


def income(figures: Figures) -> Sentence | None:
    mine, there = value_of(figures, "median-income"), country_of(figures, "median-income")
    if mine is None or not there or abs(mine / there - 1) * 100 < INCOME_GAP:
        return None
    gap = 100 * (mine / there - 1)
    text = _(
        "Le niveau de vie médian de ses communes (%(mine)s € par an) est %(side)s de %(gap)s à celui de la France "
        "(%(there)s €)."
    ) % {
        "mine": significant(mine, 3),
        "gap": percent(abs(gap), 0),
        "side": _("supérieur") if gap > 0 else _("inférieur"),
        "there": significant(there, 3),
    }
    return Sentence(text, ("median-income",), _("écart d’au moins 10 % avec la France"), abs(gap) / INCOME_GAP)


def peak(figures: Figures) -> Sentence | None:
    """Whether private employment is at its highest, or how far below its peak; nothing when it is close to it."""
    figure = figures.get("private-employees")
    known = [] if figure is None else [(year, value) for year, value in figure.series if value is not None]
    if len(known) < 5:
        return None
    year, top = max(known, key=lambda point: point[1])
    (first, _start), (last_year, last) = known[0], known[-1]
    rule = _("la dernière valeur connue est la plus forte, ou inférieure d’au moins 0,5 % à la plus forte")
    if year == last_year:
        text = _("L’emploi privé est en %(year)s à son plus haut depuis %(first)s : %(count)s.") % {
            "year": last_year,
            "first": first,
            "count": _employees(last),
        }
        return Sentence(text, ("private-employees",), rule)
    below = 100 * (1 - last / top)
    if below < BELOW_PEAK:
        return None
    text = _(
        "L’emploi privé a culminé en %(year)s (%(top)s) ; en %(last_year)s, il est plus bas de %(gap)s (%(last)s)."
    ) % {
        "year": year,
        "top": _employees(top),
        "last_year": last_year,
        "gap": percent(below),
        "last": _employees(last),
    }
    return Sentence(text, ("private-employees",), rule)


def _employees(count: float) -> str:
    return significant(count, 3, plural(count, _("salarié"), _("salariés")))


def large_plants(figures: Figures) -> Sentence | None:
    mine, there = value_of(figures, "large-establishments"), country_of(figures, "large-establishments")
    if mine is None or there is None or mine < LARGE or mine - there < LARGE_GAP:
        return None
    text = _(
        "Tous secteurs confondus, %(mine)s des postes sont dans des établissements de 100 salariés ou plus (France : "
        "%(there)s)."
    ) % {"mine": percent(mine, 0), "there": percent(there, 0)}
    rule = _("50 % des postes ou plus, et au moins 5 points de plus qu’en France")
    return Sentence(text, ("large-establishments",), rule, mine / LARGE)


def few_sectors(figures: Figures) -> Sentence | None:
    figure = figures.get("sector-diversity")
    if figure is None or figure.value is None or figure.value > FEW_SECTORS:
        return None
    like = figure.compared_with("peers")
    told = "" if like is None else _(" (médiane des territoires semblables : %(like)s)") % {"like": number(like, 1)}
    text = _(
        "L’emploi privé repose sur peu de secteurs : il est aussi concentré que si %(mine)s secteurs de même taille "
        "se le partageaient%(like)s."
    ) % {"mine": number(figure.value, 1), "like": told}
    rule = _("10 secteurs équivalents ou moins, sur 38")
    return Sentence(text, ("sector-diversity",), rule, FEW_SECTORS / figure.value)


def structure(figures: Figures) -> Sentence | None:
    """How far the structure of the sectors is from that of France, when it is at either end of the list."""
    figure = figures.get("specialisation")
    place = None if figure is None else place_of(figure)
    if figure is None or figure.value is None or place is None or not place.remarkable:
        return None
    text = _(
        "La répartition de l’emploi privé entre secteurs est la %(place)s de celle de la France, parmi %(all)s "
        "territoires (indice de Krugman, de 0 à 2 : %(value)s)."
    ) % {
        "place": superlative(place, _("plus éloignée"), _("plus proche")),
        "all": number(place.ranked),
        "value": number(figure.value, 2),
    }
    return Sentence(text, ("specialisation",), _("rang dans le premier ou le dernier dixième de la liste"))


def leading(figures: Figures) -> Sentence | None:
    """A first specialisation that few territories have as marked, or as little."""
    figure = figures.get("leading-quotient")
    place = None if figure is None else place_of(figure)
    if figure is None or figure.value is None or place is None or not place.remarkable:
        return None
    text = _(
        "Sa première spécialisation industrielle, à %(value)s fois la part nationale, est la %(place)s de "
        "%(all)s territoires."
    ) % {
        "value": number(figure.value, 1),
        "place": superlative(place, _("plus marquée"), _("moins marquée")),
        "all": number(place.ranked),
    }
    return Sentence(text, ("leading-quotient",), _("rang dans le premier ou le dernier dixième de la liste"))


def leads_of(figures: Figures) -> list[tuple[str, list[str]]]:
    """Return the absent industrial sectors that are near and complex, each with the industries that bring it near.

    Those that no industry brings near are left out: next to hospitals and building, every territory of services is near
    to electricity and water, which is no lead.
    """
    industry = {row["label"] for row in details_of(figures, "industry-employees") if row["industry"]}
    near = [row for row in details_of(figures, "opportunities") if row["quadrant"] == "near_complex"]
    found = [(row["label"], [each for each in row["because"] if each in industry]) for row in near]
    return [(label, because) for label, because in found if because]


def opportunities(figures: Figures) -> Sentence | None:
    """The leads, and why; that there is none is a finding too."""
    rows = details_of(figures, "opportunities")
    found = leads_of(figures)[:NAMED]
    rule = _(
        "secteur industriel absent, plus proche que la médiane, plus complexe que la médiane de l’industrie, et qu’une "
        "spécialisation industrielle du territoire au moins rapproche"
    )
    if not found:
        near = sum(row["quadrant"] == "near_complex" for row in rows)
        return _no_lead(len(rows), near, rule)
    named = _(" ; ").join(
        _("« %(label)s », proche de %(because)s")
        % {"label": label, "because": joined(f"« {each} »" for each in because[:2])}
        for label, because in found
    )
    text = _("Pistes à vérifier, d’après ses spécialisations et non d’après une étude : %(named)s.") % {"named": named}
    return Sentence(text, ("opportunities",), rule)


def _no_lead(absent: int, near: int, rule: str) -> Sentence | None:
    """Say that no industry leads to another."""
    if not absent:
        return None
    text = _(
        "Parmi les %(absent)s secteurs industriels où il n’est pas spécialisé, aucun n’est à la fois proche et "
        "complexe."
    )
    if near:
        text = plural(
            near,
            _(
                "Le secteur industriel que le calcul dit proche et complexe l’est par ses services, non par ses "
                "industries : ce n’est pas une piste."
            ),
            _(
                "Les %(near)s secteurs industriels que le calcul dit proches et complexes le sont par ses services, "
                "non par ses industries : ce ne sont pas des pistes."
            ),
        )
    known = {"absent": number(absent), "near": number(near)}
    return Sentence(text % known, ("opportunities",), _("aucun secteur de cette sorte : %(rule)s") % {"rule": rule})


def tension(figures: Figures) -> Sentence | None:
    mine, there = value_of(figures, "strong-tension"), country_of(figures, "strong-tension")
    measured = len(details_of(figures, "strong-tension"))
    if mine is None or there is None or measured < OCCUPATIONS or abs(mine - there) < TENSION_GAP:
        return None
    text = _(
        "En 2020, recruter dans l’industrie y était %(side)s difficile qu’en France : %(mine)s des %(count)s métiers "
        "mesurés étaient en forte tension (France : %(there)s)."
    ) % {
        "side": _("plus") if mine > there else _("moins"),
        "mine": percent(mine, 0),
        "count": number(measured),
        "there": percent(there, 0),
    }
    rule = _("écart d’au moins 10 points avec la France, sur 10 métiers mesurés ou plus")
    return Sentence(text, ("strong-tension",), rule, abs(mine - there) / TENSION_GAP)


def many_brownfields(figures: Figures) -> Sentence | None:
    """Industrial brownfields for so many jobs, against France: their number alone says how large the territory is."""
    codes = ("industrial-brownfields", "census-jobs")
    sites, jobs = (value_of(figures, code) for code in codes)
    all_sites, all_jobs = (country_of(figures, code) for code in codes)
    if sites is None or not jobs or not all_sites or not all_jobs or sites < SITES:
        return None
    mine, there = JOBS * sites / jobs, JOBS * all_sites / all_jobs
    if mine < MANY_SITES * there:
        return None
    text = _(
        "Les friches industrielles recensées y sont nombreuses : %(mine)s pour 10 000 emplois, contre %(there)s en "
        "France, sous réserve d’un inventaire plus ou moins complet selon les lieux."
    ) % {"mine": number(mine, 1), "there": number(there, 1)}
    rule = _("au moins 5 friches industrielles, et deux fois plus pour 10 000 emplois qu’en France")
    return Sentence(text, codes, rule, mine / there / MANY_SITES)
