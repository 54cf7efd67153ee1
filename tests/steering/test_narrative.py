"""What the rules say: each against figures on both sides of its threshold."""

import datetime as dt
from dataclasses import dataclass

import pytest

from tandem.core.figures import Availability, Comparison, Figure, FigureDefinition, Scope, Unit
from tandem.diagnosis.catalogue import CHAPTERS, INDICATORS
from tandem.diagnosis.queries import figures_of
from tandem.steering.narrative import facts, for_the_pair, in_full
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
    [(5, "se classe 5e sur 180, en partant de la valeur la plus forte"), (19, ""), (150, ""),
     (178, "se classe 3e sur 180, en partant de la valeur la plus faible")],
)  # fmt: skip
def test_a_figure_is_remarkable_in_the_first_or_last_tenth(rank, expected):
    found = said(facts.standing("industry-share"), figure("industry-share", 33.0, 11.6, rank=rank, ranked=180))
    assert expected in found
    assert bool(found) == bool(expected)


@pytest.mark.parametrize(("mine", "expected"), [(21_000.0, "au-dessous"), (24_500.0, "au-dessus"), (23_300.0, "")])
def test_income_is_told_from_five_percent_of_difference(mine, expected):
    assert expected in said(facts.income, figure("median-income", mine, 23_080.0))
    assert bool(said(facts.income, figure("median-income", mine, 23_080.0))) == bool(expected)


def test_the_peak_of_employment_is_named():
    series = tuple((str(year), value) for year, value in zip(range(2014, 2020), (5, 6, 9, 8, 8, 8), strict=True))
    assert said(facts.peak, figure("private-employees", 8.0, series=series)) == (
        "L’emploi privé a culminé en 2016 ; il est en 2019 11,1 % plus bas."
    )


def row(label: str, before: float | None, after: float | None, **more: object) -> dict[str, object]:
    return {
        "label": label, "industry": True, "establishments": 5, "before": before, "after": after, "quotient": 3.0,
        "low": 1.4, "high": 5.0, "secret": [], "first_year": 2006, "last_year": 2022, **more,
    }  # fmt: skip


def test_a_specialisation_is_told_when_its_interval_leaves_one_out():
    rows = (row("Sûre", 300, 400), row("Fragile", 300, 400, low=0.8), row("Petite", 20, 30))
    found = said(facts.class_specialisations, figure("class-industry-employees", 800.0, details=rows))
    assert "« Sûre » (3,0 fois sa part dans l’ensemble, 400 salariés)" in found
    assert "Fragile" not in found
    assert "Petite" not in found


def test_a_secret_class_is_never_told():
    hidden = row("Cachée", None, None, quotient=None, secret=["after", "before", "local", "quotient"])
    figures = figure("class-industry-employees", 800.0, details=(hidden, row("Ouverte", 300, 400)))
    for fact in (facts.class_specialisations, facts.class_moves, facts.hidden):
        assert "Cachée" not in said(fact, figures)
    assert said(facts.hidden, figures).startswith("1 activité sur 2 est secrète")


def test_gains_and_losses_are_told_from_a_fifth():
    rows = (row("Monte", 100, 150), row("Baisse", 500, 300), row("Stable", 400, 440))
    found = said(facts.class_moves, figure("class-industry-employees", 890.0, details=rows))
    assert "ont gagné : « Monte » (100 → 150)" in found
    assert "ont perdu : « Baisse » (500 → 300)" in found
    assert "Stable" not in found


def test_an_answer_to_a_crisis_is_told_from_a_point():
    assert said(facts.responses, figure("resistance-2008", 0.4), figure("resistance-2019", -2.0)) == (
        "Le territoire a moins bien tenu que ses activités ne le laissaient attendre en 2019-2020 (2,0 points)."
    )
    assert said(facts.responses, figure("resistance-2008", 0.4)) == ""


def test_recruitment_is_told_from_ten_points():
    assert "plus difficile" in said(facts.tension, figure("strong-tension", 75.0, 63.0))
    assert said(facts.tension, figure("strong-tension", 70.0, 63.0)) == ""


@pytest.mark.parametrize("rules", [
    facts.income, facts.peak, facts.large_plants, facts.few_sectors, facts.class_specialisations, facts.class_moves,
    facts.long_local_effect, facts.responses, facts.opportunities, facts.tension, facts.hidden,
    facts.standing("industry-share"),
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


def test_the_most_salient_facts_come_after_the_summary():
    figures = (
        figure("industry-share", 33.0, 11.6, rank=2, ranked=180),
        figure("median-income", 20_000.0, 23_000.0),
        figure("large-establishments", 80.0, 40.0),
    )
    short = for_the_pair([Chapter(CHAPTERS[0], figures)], "Ici")
    assert "niveau de vie" in short[5].text
    assert "100 salariés ou plus" in short[6].text
    assert [each.weight for each in short[5:]] == sorted((each.weight for each in short[5:]), reverse=True)
