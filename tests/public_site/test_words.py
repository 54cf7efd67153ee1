"""Comparisons said in words."""

import datetime as dt

import pytest

from tandem.core.figures import Availability, Comparison, Figure, Scope
from tandem.diagnosis.catalogue import INDICATORS
from tandem.public_site.presenters import cards, stats
from tandem.steering import against

FRANCE = Scope("country", "FR", "France")
REGION = Scope("region", "84", "Auvergne-Rhône-Alpes")
PEERS = Scope("peers", "ti-8413", "territoires semblables (médiane)")


def figure(code: str, value: float | None, *comparisons: Comparison, **more) -> Figure:
    return Figure(
        definition=INDICATORS[code].definition,
        scope=Scope("territory", "ti-8413", "Plastics Vallée"),
        as_of=dt.date(2024, 9, 16),
        value=value,
        comparisons=comparisons,
        **more,
    )


@pytest.mark.parametrize(
    ("code", "value", "scope", "other", "said"),
    [
        ("industry-share", 34.8, FRANCE, 11.6, "soit trois fois la part nationale"),
        ("unemployment", 9.0, FRANCE, 7.8, "1,2 point de plus"),
        ("unemployment", 7.9, FRANCE, 7.8, "presque autant"),
        ("population-growth", -0.5, FRANCE, 0.38, "0,88 point de moins"),
        ("employees-change", 2.0, FRANCE, 6.7, "4,7 points de moins"),
        ("population", 64_000, FRANCE, 68_350_000, "soit 0,09\u202f% du total"),
        ("population", 64_000, REGION, 640_000, "soit l’équivalent de 10,0\u202f% du total"),
        ("population", 64_000, PEERS, 32_000, "soit deux fois leur médiane"),
        ("shortage-occupations", 32, FRANCE, 4, ""),
        ("industry-jobs", 10, PEERS, 0, ""),
        ("structural-effect", -1.0, PEERS, 0.0, "1,0 point de moins"),
        ("brownfields", 0, PEERS, 12, ""),
        ("specialisation", 0.66, PEERS, 0.11, ""),
        ("leading-quotient", 18.0, PEERS, 3.0, ""),
    ],
)
def test_a_comparison_is_said_as_a_person_would(code, value, scope, other, said):
    comparison = Comparison(scope, other)
    assert against.in_words(figure(code, value, comparison), comparison) == said


def test_the_finding_gives_place_and_distance_to_france():
    found = figure("industry-share", 34.8, Comparison(FRANCE, 11.6), rank=2, ranked=173)
    assert against.finding(found) == "2e valeur la plus forte sur 173 territoires, trois fois la part nationale"


@pytest.mark.parametrize(
    ("rank", "said"),
    [
        (1, "valeur la plus forte sur 173 territoires"),
        (43, "43e valeur la plus forte sur 173 territoires"),
        (44, "44e valeur sur 173 territoires, de la plus forte à la plus faible"),
        (130, "130e valeur sur 173 territoires, de la plus forte à la plus faible"),
        (131, "43e valeur la plus faible sur 173 territoires"),
        (173, "valeur la plus faible sur 173 territoires"),
    ],
)
def test_a_rank_says_from_which_end_it_is_counted(rank, said):
    assert against.rank_in_words(figure("industry-share", 20.0, rank=rank, ranked=173)) == said


def test_the_finding_of_a_middle_place_says_the_distance_only():
    found = figure("industry-share", 11.8, Comparison(FRANCE, 11.6), rank=87, ranked=173)
    assert against.finding(found) == "À peu près la part nationale"
    alone = figure("industry-share", 11.8, rank=87, ranked=173)
    assert against.finding(alone) == "87e valeur sur 173 territoires, de la plus forte à la plus faible"


@pytest.mark.parametrize(
    ("code", "value", "unranked", "said"),
    [
        ("industry-share", 34.8, 0, "2e valeur la plus forte sur 173 territoires"),
        ("industry-share", 34.8, 10, "2e valeur la plus forte sur 173 territoires (10 sans valeur)"),
        ("brownfields", 0.0, 0, ""),
        ("employees-change", 0.0, 1, "2e valeur la plus forte sur 173 territoires (1 sans valeur)"),
    ],
)
def test_a_rank_says_how_many_have_none_and_no_count_of_zero_has_one(code, value, unranked, said):
    assert against.rank_in_words(figure(code, value, rank=2, ranked=173, unranked=unranked)) == said


def test_what_france_is_by_construction_is_compared_with_no_one():
    for code in ("specialisation", "leading-quotient", "local-effect", "structural-effect", "shortage-occupations"):
        assert "country" not in INDICATORS[code].definition.against


def test_the_finding_of_a_size_is_against_its_like_never_against_the_country():
    found = figure("industry-jobs", 9_000, Comparison(FRANCE, 3e6), Comparison(PEERS, 4_500), rank=1, ranked=173)
    assert against.finding(found) == "Valeur la plus forte sur 173 territoires, deux fois la médiane de ses semblables"


def test_a_missing_value_says_why_instead_of_a_finding():
    hidden = figure("population", None, availability=Availability.SECRET, reason="moins de trois entreprises")
    assert against.finding(hidden) == "Secret statistique\u202f: moins de trois entreprises"
    alone = figure("class-local-effect", None, availability=Availability.MEANINGLESS, reason="non comparable")
    assert against.finding(alone) == "Non comparable"
    assert not cards.waits(alone)  # no file would give it


@pytest.mark.parametrize(
    ("code", "value", "rounded", "expected"),
    [
        ("population", 40_982_012, True, ("41\u202fmillions", "d’habitants")),
        ("population", 63_904, True, ("63\u202f900", "habitants")),
        ("population", 63_904, False, ("63\u202f904", "habitants")),
        ("industry-share", 34.55, False, ("34,6\u202f%", "")),
        ("population-growth", 0.38, False, ("+0,38\u202f%", "par an")),
        ("median-income", 21_450, False, ("21\u202f450\u202f€", "par an")),
        ("specialisation", 0.66, False, ("0,66", "")),
    ],
)
def test_a_stat_keeps_its_symbol_close_and_its_word_apart(code, value, rounded, expected):
    assert stats.split(value, INDICATORS[code].definition, rounded=rounded) == expected
