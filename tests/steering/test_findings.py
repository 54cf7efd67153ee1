"""What an indicator says of all territories, from values small enough to count by hand."""

import pytest

from tandem.core.figures import FigureDefinition
from tandem.diagnosis.catalogue import INDICATORS
from tandem.steering.findings import READINGS, sentences, spread
from tandem.steering.pillars import BASE
from tandem.steering.pillars import READINGS as PILLARS

NAMES = {"a": "Amont", "b": "Bocage", "c": "Cité", "d": "Delta"}


def said(code: str, values: dict[str, float], missing: int = 0, country: float | None = None) -> list[str]:
    definition: FigureDefinition = INDICATORS[code].definition
    return [each.replace("\u202f", " ") for each in sentences(definition, values, missing, NAMES, country)]


def test_spread_counts_each_territory_once_whatever_its_size() -> None:
    found = spread({"a": 1.0, "b": 2.0, "c": 3.0, "d": 10.0}, missing=2)

    assert (found.low, found.median, found.high, found.total) == (1.0, 2.5, 10.0, 16.0)
    assert (found.lowest, found.highest, found.count, found.missing) == ("a", "d", 4, 2)


def test_spread_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing is known"):
        spread({}, missing=3)


def test_a_rate_is_set_beside_that_of_france() -> None:
    assert said("industry-share", {"a": 5.0, "b": 10.0, "c": 20.0, "d": 30.0}, 1, 11.6) == [
        "La part de l’industrie dans l’emploi va de 5,0 % (Amont) à 30,0 % (Delta).",
        "La moitié des territoires se tiennent entre 8,8 % et 22,5 %, autour d’une médiane de 15,0 % ; "
        "la France est à 11,6 %.",
        "2 territoires sur 4 dépassent la valeur de la France.",
        "Un territoire n’a pas cette donnée : il n’est pas compté ici.",
    ]


def test_a_change_counts_gains_and_losses_with_their_sign() -> None:
    found = said("employees-change", {"a": -6.2, "b": 0.0, "c": 2.0, "d": 38.4}, 0, 6.7)

    assert found[0] == "L’évolution de l’emploi privé de 2019 à 2024 va de −6,2 % (Amont) à +38,4 % (Delta)."
    assert found[2] == "2 territoires sur 4 ont gagné des salariés, 1 en ont perdu."


def test_a_count_adds_up_and_is_never_compared_one_to_all() -> None:
    found = said("brownfields", {"a": 0.0, "b": 10.0, "c": 30.0, "d": 60.0}, 0, 400.0)

    assert found[-1] == "Ensemble, les territoires en comptent 100, soit 25 % du total national."
    assert not any("la France est à" in each for each in found)


def test_ties_at_an_end_are_counted_rather_than_one_of_them_named() -> None:
    found = said("brownfields", {"a": 0.0, "b": 0.0, "c": 30.0, "d": 60.0}, 0, 400.0)

    assert found[0] == "Le nombre de sites recensés comme friches va de 0 (2 territoires) à 60 (Delta)."


def test_points_take_their_word_and_their_sign() -> None:
    found = said("local-effect", {"a": -2.0, "b": 0.9, "c": 3.0}, 0, None)

    assert "va de −2,0 points (Amont) à +3,0 points (Cité)" in found[0]
    assert "autour d’une médiane de +0,9 point." in found[1]


def test_a_norm_is_no_comparison() -> None:
    found = said("leading-quotient", {"a": 1.0, "b": 4.0, "c": 6.0}, 2, 1.0)

    assert not any("France" in each for each in found)
    assert found[-1] == "2 territoires n’ont pas cette donnée : ils ne sont pas comptés ici."


def test_every_ranked_indicator_can_be_spoken_of() -> None:
    ranked = {code for code, indicator in INDICATORS.items() if indicator.ranked}

    assert ranked - set(READINGS) == set()
    for code in ranked:
        found = said(code, {"a": 1.0, "b": 2.0, "c": 3.0}, 1, 2.0)
        assert str(READINGS[code].subject) in found[0]
        assert not any("  " in each or " ," in each for each in found)


def test_every_indicator_of_a_pillar_exists_and_can_be_spoken_of() -> None:
    used = {code for reading in (BASE, *PILLARS.values()) for code in reading.indicators}

    assert used <= set(INDICATORS)
    assert used <= set(READINGS)
