"""What the rules say: each against figures on both sides of its threshold."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from tandem.core.figures import Availability, Comparison, Figure, FigureDefinition, Scope, Unit
from tandem.diagnosis.catalogue import CHAPTERS, INDICATORS
from tandem.diagnosis.queries import figures_of
from tandem.steering.narrative import classes, facts, for_the_pair, in_full
from tandem.territories.models import Perimeter

FRANCE = Scope("country", "FR", "France")


def figure(code: str, value: float | None, country: float | None = None, **more: object) -> Figure:
    known = INDICATORS.get(code)
    definition = known.definition if known else FigureDefinition(code, code, Unit("u", "u", "u"), "d", "m")
    return Figure(
        definition=definition,
        scope=Scope("territory", "ti-1", "Val d’Ici"),
        as_of=dt.date(2024, 9, 16),
        value=value,
        availability=Availability.NOT_AVAILABLE if value is None else Availability.VALUE,
        reason="donnée non publiée" if value is None else "",
        comparisons=() if country is None else (Comparison(FRANCE, country),),
        **more,  # type: ignore[arg-type]
    )


def said(fact: facts.Fact, *figures: Figure) -> str:
    found = fact({each.definition.id: each for each in figures})
    return "" if found is None else found.text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("rank", "expected"),
    [(1, "c’est la valeur la plus forte des 180 territoires."), (18, "c’est la 18e valeur la plus forte"), (19, ""),
     (162, ""), (163, "c’est la 18e valeur la plus faible"), (178, "c’est la 3e valeur la plus faible")],
)  # fmt: skip
def test_a_figure_is_remarkable_in_the_first_or_last_tenth(rank, expected):
    found = said(facts.standing("unemployment"), figure("unemployment", 12.1, 7.8, rank=rank, ranked=180))
    assert expected in found
    assert bool(found) == bool(expected)


def test_a_remarkable_figure_gives_its_value_that_of_france_and_how_many_are_ranked():
    found = figure("unemployment", 12.1, 7.8, rank=2, ranked=173, unranked=10)
    assert said(facts.standing("unemployment"), found) == (
        "Le taux de chômage est de 12,1 % (France : 7,8 %) : c’est la 2e valeur la plus forte des 173 territoires où "
        "elle est connue."
    )


def test_the_size_of_an_establishment_is_in_posts_said_once():
    found = figure("industry-establishment-size", 12.34, 9.0, rank=2, ranked=180)
    assert said(facts.standing("industry-establishment-size"), found) == (
        "La taille moyenne d’un établissement industriel est de 12,3 postes (France : 9,0) : c’est la 2e valeur "
        "la plus forte des 180 territoires."
    )


@pytest.mark.parametrize(
    ("mine", "expected"),
    [(20_500.0, "inférieur de 11 % à celui de la France (23 100 €)"), (26_000.0, "supérieur de 13 %"), (25_300.0, "")],
)
def test_income_is_told_from_ten_percent_of_difference(mine, expected):
    assert expected in said(facts.income, figure("median-income", mine, 23_080.0))
    assert bool(said(facts.income, figure("median-income", mine, 23_080.0))) == bool(expected)


def employees(*values: float) -> Figure:
    series = tuple((str(2014 + place), value) for place, value in enumerate(values))
    return figure("private-employees", values[-1], series=series)


def test_the_peak_of_employment_is_named_with_both_numbers():
    assert said(facts.peak, employees(500, 600, 900, 800, 800, 800)) == (
        "L’emploi privé a culminé en 2016 (900 salariés) ; en 2019, il est plus bas de 11,1 % (800 salariés)."
    )
    assert said(facts.peak, employees(500, 600, 700, 800, 1_234_567)) == (
        "L’emploi privé est en 2018 à son plus haut depuis 2014 : 1,23 million de salariés."
    )


def test_a_peak_passed_by_less_than_half_a_percent_is_not_one():
    assert said(facts.peak, employees(500, 600, 700, 1000, 995.1)) == ""
    assert "plus bas de 0,5 %" in said(facts.peak, employees(500, 600, 700, 1000, 994.9))


@pytest.mark.parametrize(
    ("mine", "there", "told"), [(60, 50, True), (60, 56, False), (49, 40, False), (60, None, False)]
)
def test_large_plants_are_told_from_half_of_the_posts_and_five_points_more_than_france(mine, there, told):
    assert bool(said(facts.large_plants, figure("large-establishments", mine, there))) is told


@pytest.mark.parametrize(
    ("sites", "expected"),
    [(8, "8,0 pour 10 000 emplois, contre 4,0 en France"), (7, ""), (80, "80,0 pour 10 000 emplois")],
)
def test_brownfields_are_many_for_the_jobs_of_the_territory_not_by_their_number(sites, expected):
    jobs = figure("census-jobs", 10_000.0, 25_000_000.0)
    found = said(facts.many_brownfields, figure("industrial-brownfields", sites, 10_000.0), jobs)
    assert expected in found
    assert bool(found) == bool(expected)


def test_four_brownfields_are_never_many():
    jobs = figure("census-jobs", 1_000.0, 25_000_000.0)
    assert said(facts.many_brownfields, figure("industrial-brownfields", 4.0, 10_000.0), jobs) == ""
    assert said(facts.many_brownfields, figure("industrial-brownfields", 5.0, 10_000.0), jobs)


def row(label: str, before: float | None, after: float | None, **more: object) -> dict[str, object]:
    return {
        "label": label, "industry": True, "establishments": 5, "before": before, "after": after, "quotient": 3.0,
        "low": 1.4, "high": 5.0, "secret": [], "first_year": 2006, "last_year": 2022, **more,
    }  # fmt: skip


def of_classes(*rows: dict[str, object], country: float | None = None, **more: object) -> Figure:
    return figure("class-industry-employees", 800.0, country, details=rows, **more)


def test_a_specialisation_is_told_when_its_interval_leaves_one_out():
    rows = (row("Sûre", 300, 400), row("Fragile", 300, 400, low=0.8), row("Petite", 20, 30), row("Partie", 300, 20))
    assert said(classes.specialisations, of_classes(*rows)) == (
        "La classe d’activité industrielle où il est le plus nettement spécialisé est « Sûre » (3,0 fois sa part dans "
        "tout le fichier de l’Urssaf, 400 salariés)."
    )


def test_a_territory_that_is_not_compared_has_no_specialisation():
    assert said(classes.specialisations, of_classes(row("Seule", 300, 400, quotient=None, low=None))) == ""


def test_a_class_is_compared_with_france_when_the_file_covers_it():
    assert "3,0 fois sa part en France" in said(classes.specialisations, of_classes(row("Sûre", 3, 400), country=3e6))


def test_what_a_file_covers_in_part_is_told_of_that_part_only():
    partial = replace(of_classes(row("Monte", 100, 150)), availability=Availability.PARTIAL)
    for fact in (classes.specialisations, classes.moves):
        assert said(fact, partial).startswith("Dans les communes que couvre le fichier de l’Urssaf, ")


def test_a_secret_class_is_never_told():
    hidden = row("Cachée", None, None, quotient=None, secret=["after", "before", "local", "quotient"])
    figures = of_classes(hidden, row("Ouverte", 300, 400))
    for fact in (classes.specialisations, classes.moves, classes.hidden):
        assert "Cachée" not in said(fact, figures)
    assert said(classes.hidden, figures).startswith("1 activité sur 2 est sous le secret statistique")


def test_gains_and_losses_are_told_from_a_fifth():
    rows = (row("Monte", 100, 150), row("Naît", 0, 120), row("Baisse", 500, 300), row("Stable", 400, 440))
    assert said(classes.moves, of_classes(*rows)) == (
        "De 2006 à 2022, les classes industrielles qui ont gagné le plus de salariés sont « Naît » (de 0 à 120) et "
        "« Monte » (de 100 à 150) ; celle qui en a perdu le plus est « Baisse » (de 500 à 300)."
    )
    assert said(classes.moves, of_classes(row("Baisse", 500, 300))) == (
        "De 2006 à 2022, la classe industrielle qui a perdu le plus de salariés est « Baisse » (de 500 à 300)."
    )
    assert said(classes.moves, of_classes(row("Stable", 400, 440))) == ""


def test_a_long_local_effect_comes_with_its_years_what_happened_and_what_was_expected():
    happened = figure("class-change", -12.3)
    known = of_classes(row("Monte", 100, 150))
    assert said(classes.long_local_effect, figure("class-local-effect", -5.4), happened, known) == (
        "De 2006 à 2022, l’emploi privé a reculé de 12,3 %, soit 5,4 points de moins que si chacune de ses activités "
        "avait, chaque année, évolué comme dans tout le fichier de l’Urssaf (−6,9 %)."
    )
    assert said(classes.long_local_effect, figure("class-local-effect", -4.9), happened, known) == ""
    assert said(classes.long_local_effect, figure("class-local-effect", -5.4), happened) == ""


def test_an_answer_to_a_crisis_is_told_from_a_point():
    (first, last), _after = classes.WINDOWS[0]
    assert said(classes.responses, figure("resistance-2008", 0.9), figure("resistance-2019", -2.0)) == (
        "Face à la crise, de 2019 à 2020, l’emploi privé a fait 2,0 points de moins que si chacune de ses activités "
        "avait évolué comme dans tout le fichier de l’Urssaf."
    )
    assert said(classes.responses, figure("resistance-2008", 1.2), figure("resistance-2019", -2.0)) == (
        f"Face à la crise, de {first} à {last}, l’emploi privé a fait 1,2 point de plus que si chacune de ses "
        "activités avait évolué comme dans tout le fichier de l’Urssaf ; de 2019 à 2020, 2,0 points de moins."
    )
    assert said(classes.responses, figure("resistance-2008", 0.4)) == ""


def test_recruitment_is_told_from_ten_points_and_ten_occupations():
    measured = tuple({"label": str(number)} for number in range(10))
    assert said(facts.tension, figure("strong-tension", 75.0, 63.0, details=measured)) == (
        "En 2020, recruter dans l’industrie y était plus difficile qu’en France : 75 % des 10 métiers mesurés étaient "
        "en forte tension (France : 63 %)."
    )
    assert said(facts.tension, figure("strong-tension", 70.0, 63.0, details=measured)) == ""
    assert said(facts.tension, figure("strong-tension", 75.0, 63.0, details=measured[:9])) == ""


def absent(label: str, *because: str, quadrant: str = "near_complex") -> dict[str, object]:
    return {"label": label, "because": list(because), "quadrant": quadrant}


SECTORS = figure(
    "industry-employees",
    900.0,
    details=({"label": "Chimie", "industry": True}, {"label": "Éducation", "industry": False}),
)


def test_a_lead_is_a_sector_that_an_industry_of_the_territory_is_near_to():
    rows = (absent("Pharmacie", "Éducation", "Chimie"), absent("Électricité", "Éducation"))
    assert said(facts.opportunities, SECTORS, figure("opportunities", 2.0, details=rows)) == (
        "Pistes à vérifier, d’après ses spécialisations et non d’après une étude : « Pharmacie », proche de « Chimie »."
    )


def test_what_only_services_are_near_to_is_said_to_be_no_lead():
    rows = (absent("Électricité", "Éducation"), absent("Eau", "Éducation"))
    assert said(facts.opportunities, SECTORS, figure("opportunities", 2.0, details=rows)) == (
        "Les 2 secteurs industriels que le calcul dit proches et complexes le sont par ses services, non par ses "
        "industries : ce ne sont pas des pistes."
    )
    rows = tuple(absent(name, "Chimie", quadrant="near_simple") for name in ("Textile", "Bois"))
    assert said(facts.opportunities, SECTORS, figure("opportunities", 0.0, details=rows)) == (
        "Parmi les 2 secteurs industriels où il n’est pas spécialisé, aucun n’est à la fois proche et complexe."
    )


@pytest.mark.parametrize(
    ("rank", "expected"), [(2, "2e plus éloignée de celle de la France, parmi 180"), (178, "3e plus proche"), (19, "")]
)
def test_an_index_is_told_by_what_it_means(rank, expected):
    found = said(facts.structure, figure("specialisation", 0.65, rank=rank, ranked=180))
    assert expected in found
    assert bool(found) == bool(expected)


def test_a_first_specialisation_is_set_among_those_of_the_other_territories():
    assert said(facts.leading, figure("leading-quotient", 16.7, rank=5, ranked=181)) == (
        "Sa première spécialisation industrielle, à 16,7 fois la part nationale, est la 5e plus marquée de 181 "
        "territoires."
    )
    assert "la moins marquée" in said(facts.leading, figure("leading-quotient", 1.2, rank=181, ranked=181))


@pytest.mark.parametrize("rules", [
    facts.income, facts.peak, facts.large_plants, facts.few_sectors, facts.opportunities, facts.tension,
    facts.many_brownfields, facts.structure, facts.leading,
    classes.specialisations, classes.moves, classes.long_local_effect, classes.responses,
    classes.hidden, facts.standing("industry-share"),
])  # fmt: skip
def test_a_rule_says_nothing_of_what_is_not_known(rules):
    assert rules({}) is None
    assert rules({code: figure(code, None) for code in INDICATORS}) is None


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["ti-2802", "ti-8413", "ti-0101", "ti-3203", "ti-9301"])
def test_every_sentence_opens_to_figures_and_says_its_threshold(code):
    perimeter = Perimeter.objects.select_related("territory__region").get(territory=code, list="2024-07")
    chapters = figures_of(perimeter)
    short, full = for_the_pair(chapters, "Ici"), in_full(chapters, "Ici")
    assert 5 <= len(short) <= 9
    assert [each.id for each in full] == [chapter.id for chapter in CHAPTERS if chapter.id in {c.id for c in full}]
    for sentence in (*short, *(each for chapter in full for each in chapter.sentences)):
        assert sentence.rule
        assert sentence.figures
        assert set(sentence.figures) <= INDICATORS.keys()
        assert sentence.text.endswith(".")
        assert "None" not in sentence.text
        assert "nan" not in sentence.text.split()


@dataclass(frozen=True)
class Chapter:
    chapter: object
    figures: tuple[Figure, ...]


def chapter(code: str, *figures: Figure) -> Chapter:
    return Chapter(next(each for each in CHAPTERS if each.id == code), figures)


def test_the_most_salient_facts_come_after_the_summary():
    income = figure("median-income", 18_464.0, 23_080.0)  # twice its threshold
    plants = figure("large-establishments", 80.0, 40.0)  # 1.6 times
    short = for_the_pair([chapter("people", income), chapter("industry", plants)], "Ici")
    assert "niveau de vie" in short[5].text
    assert "100 salariés ou plus" in short[6].text


def test_one_chapter_gives_one_salient_fact_and_no_fact_outweighs_three_thresholds():
    rows = (row("Unique", 300, 400, quotient=60.0, low=30.0),)
    classes_ = figure("class-industry-employees", 800.0, details=rows)
    fall = figure("class-local-effect", -40.0), figure("class-change", -50.0)
    income = figure("median-income", 11_540.0, 23_080.0)
    short = for_the_pair([chapter("people", income), chapter("classes", classes_, *fall)], "Ici")
    assert [each.weight for each in short[5:]] == [3.0, 3.0]
    assert "niveau de vie" in short[5].text
    assert "« Unique »" in short[6].text.replace("\u202f", " ")
