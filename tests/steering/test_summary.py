"""The five sentences of a territory: each rule against the figures that trigger it."""

import datetime as dt
from dataclasses import dataclass

import pytest

from tandem.core.figures import Availability, Comparison, Figure, FigureDefinition, Scope, Unit
from tandem.steering.summary import summary_of

DATE = dt.date(2024, 9, 16)
HERE = Scope("territory", "ti-1", "Val d’Ici")
FRANCE = Scope("country", "FR", "France")


@dataclass(frozen=True)
class Chapter:
    figures: tuple[Figure, ...]


def figure(code: str, value: float | None, country: float | None = None, **more: object) -> Figure:
    missing = value is None
    return Figure(
        definition=FigureDefinition(code, code, Unit("u", "u", "u"), "d", "m"),
        scope=HERE,
        as_of=DATE,
        value=value,
        availability=Availability.NOT_AVAILABLE if missing else Availability.VALUE,
        reason="donnée non publiée" if missing else "",
        comparisons=() if country is None else (Comparison(FRANCE, country),),
        **more,  # type: ignore[arg-type]
    )


def sector(label: str, after: float | None, quotient: float | None, industry: bool = True) -> dict[str, object]:
    return {"label": label, "after": after, "quotient": quotient, "industry": industry}


def sentence(number: int, *figures: Figure) -> str:
    """One sentence, its narrow no-break spaces made ordinary so that a test can be read."""
    return summary_of([Chapter(figures)], "Val d’Ici")[number].replace("\u202f", " ")


POPULATION = figure("population", 63_904.0, series=(("2013", 63_500.0), ("2023", 63_904.0)))


@pytest.mark.parametrize(
    ("growth", "country", "expected"),
    [
        (0.8, 0.38, "augmente de 0,80 % par an depuis 2013, plus vite que celle de la France (+0,38 %)"),
        (0.2, 0.38, "augmente de 0,20 % par an depuis 2013, moins vite que celle de la France (+0,38 %)"),
        (0.4, 0.38, "augmente de 0,40 % par an depuis 2013, au même rythme que celle de la France (+0,38 %)"),
        (0.4, -0.2, "augmente de 0,40 % par an depuis 2013, alors que celle de la France diminue (−0,20 %)"),
        (0.4, 0.05, "augmente de 0,40 % par an depuis 2013, alors que celle de la France est stable (+0,05 %)"),
        (-0.5, 0.38, "diminue de 0,50 % par an depuis 2013, alors que celle de la France augmente (+0,38 %)"),
        (-0.8, -0.2, "diminue de 0,80 % par an depuis 2013, plus vite que celle de la France (−0,20 %)"),
        (-0.2, -0.8, "diminue de 0,20 % par an depuis 2013, moins vite que celle de la France (−0,80 %)"),
        (-0.09, 0.38, "est stable depuis 2013 (−0,09 % par an), alors que celle de la France augmente (+0,38 %)"),
        (-0.1, None, "diminue de 0,10 % par an depuis 2013"),
        (1.62, None, "augmente de 1,6 % par an depuis 2013"),
    ],
)
def test_inhabitants_and_their_change(growth: float, country: float | None, expected: str) -> None:
    said = sentence(0, POPULATION, figure("population-growth", growth, country))

    assert said == f"Val d’Ici compte 63 900 habitants en 2023 ; sa population {expected}."


def test_the_year_of_a_population_whose_past_is_not_known_is_not_said() -> None:
    """Mayotte's is that of 2017, beside the 2023 of the others."""
    mayotte = figure("population", 256_518.0, series=(("2013", None), ("2023", 256_518.0)))

    assert sentence(0, mayotte, figure("population-growth", None)).startswith("Val d’Ici compte 257 000 habitants ;")


def test_an_unknown_change_of_the_population_is_said() -> None:
    assert sentence(0, POPULATION, figure("population-growth", None)) == (
        "Val d’Ici compte 63 900 habitants en 2023 ; l’évolution de sa population n’est pas disponible."
    )


@pytest.mark.parametrize(
    ("rank", "unranked", "place"),
    [
        (1, 10, "la plus forte part des 173 territoires où elle est connue"),
        (2, 10, "la 2e plus forte part des 173 territoires où elle est connue"),
        (2, 8, "la 2e plus forte part des 173 territoires"),
        (43, 0, "la 43e plus forte part des 173 territoires"),
        (44, 0, None),
        (87, 0, None),
        (130, 0, None),
        (131, 0, "la 43e plus faible part des 173 territoires"),
        (172, 10, "la 2e plus faible part des 173 territoires où elle est connue"),
        (173, 10, "la plus faible part des 173 territoires où elle est connue"),
        (None, 0, None),
    ],
)
def test_weight_of_industry_is_compared_in_words(rank: int | None, unranked: int, place: str | None) -> None:
    said = sentence(
        1,
        figure("industry-share", 24.0, 12.0, rank=rank, ranked=173, unranked=unranked),
        figure("industry-jobs", 9_557.4),
    )

    tail = f" : c’est {place}." if place else "."
    assert said == (
        f"L’industrie y représente 24,0 % des emplois (environ 9 560), soit deux fois la part nationale (12,0 %){tail}"
    )


def test_weight_of_industry_without_jobs_nor_comparison() -> None:
    assert sentence(1, figure("industry-share", 24.0)) == "L’industrie y représente 24,0 % des emplois."


def test_overseas_industry_is_told_among_private_employees() -> None:
    known = (figure("industry-employees", 3_210.0, 3_180_000.0), figure("private-employees", 50_000.0, 20_000_000.0))

    assert sentence(1, figure("industry-share", None), *known) == (
        "La part de l’industrie dans l’emploi n’y est pas publiée ; parmi les salariés du privé, l’industrie en "
        "emploie environ 6,4 % (3 210), contre 15,9 % en France."
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [sector("Plasturgie", 4440, 7.0), sector("Bois", 662, 4.34), sector("Commerce", 900, 9.0, industry=False)],
            "D’après ses zones d’emploi, sa première spécialisation industrielle est « Plasturgie » : 7,0 fois sa "
            "part nationale, pour environ "
            "4 440 salariés ; vient ensuite « Bois » (4,3 fois, environ 660 salariés).",
        ),
        (
            [sector("Plasturgie", 4440, 2.0), sector("Cuir", 99, 30.0)],
            "D’après ses zones d’emploi, sa première spécialisation industrielle est « Plasturgie » : 2,0 fois sa "
            "part nationale, pour environ "
            "4 440 salariés.",
        ),
        (
            [sector("Plasturgie", 4440, 17.62)],
            "D’après ses zones d’emploi, sa première spécialisation industrielle est « Plasturgie » : 18 fois sa part "
            "nationale, pour environ 4 440 salariés.",
        ),
        (
            [sector("Plasturgie", 4440, 1.05)],
            "Aucun secteur industriel n’y pèse nettement plus que sa part nationale : le premier, « Plasturgie », en "
            "est à 1,05 fois.",
        ),
        ([sector("Cuir", 99, 30.0)], "Aucun secteur industriel n’y atteint 100 salariés."),
        ([sector("Plasturgie", None, None)], "Pas de donnée sur les spécialisations industrielles."),
    ],
)
def test_first_specialisation_is_an_industrial_sector_of_some_size(rows: list, expected: str) -> None:
    said = sentence(2, figure("industry-employees", 5_000.0, details=tuple(rows)))

    assert said == expected


@pytest.mark.parametrize(
    ("change", "structural", "local", "expected"),
    [
        (9.0, 1.0, 1.3, "a augmenté de 9,0 %, contre +6,7 % en France : ses secteurs avantageaient le territoire de "
                        "1,0 point et il a fait 1,3 point de plus qu’ils ne le laissaient attendre."),
        (-1.4, -3.7, -4.4, "a reculé de 1,4 %, contre +6,7 % en France : ses secteurs désavantageaient le territoire "
                           "de 3,7 points et il a fait 4,4 points de moins qu’ils ne le laissaient attendre."),
        (6.7, -3.0, 3.05, "a augmenté de 6,7 %, à peu près comme en France (+6,7 %) : ses secteurs désavantageaient le "
                          "territoire de 3,0 points, mais il a fait 3,1 points de plus qu’ils ne le laissaient "
                          "attendre."),
        (8.0, 0.04, 1.31, "a augmenté de 8,0 %, contre +6,7 % en France : le territoire a fait 1,3 point de plus que "
                          "ses secteurs ne le laissaient attendre."),
        (8.0, 1.35, -0.05, "a augmenté de 8,0 %, contre +6,7 % en France : ses secteurs avantageaient le territoire de "
                           "1,4 point."),
        (6.7, -0.04, 0.09, "a augmenté de 6,7 %, à peu près comme en France (+6,7 %)."),
        (0.49, None, None, "est resté stable (+0,5 %), contre +6,7 % en France."),
        (-0.5, None, None, "a reculé de 0,5 %, contre +6,7 % en France."),
    ],
)  # fmt: skip
def test_trajectory_says_what_the_gap_with_france_is_made_of(
    change: float, structural: float | None, local: float | None, expected: str
) -> None:
    said = sentence(
        3,
        figure("employees-change", change, 6.65),
        figure("structural-effect", structural),
        figure("local-effect", local),
    )

    assert said == f"De 2019 à 2024, l’emploi privé y {expected}"


@pytest.mark.parametrize(
    ("rate", "sites", "industrial", "expected"),
    [
        (7.7, 57, 14, "7,7 % au 4e trimestre 2025, proche de celui de la France (7,8 %). L’inventaire des friches, "
                      "potentielles comprises, y compte 57 sites, dont 14 industriels."),
        (6.0, 1, 1, "6,0 % au 4e trimestre 2025, inférieur à celui de la France (7,8 %). L’inventaire des friches, "
                    "potentielles comprises, y compte 1 site, dont 1 industriel."),
        (9.1, 0, 0, "9,1 % au 4e trimestre 2025, supérieur à celui de la France (7,8 %). L’inventaire des friches n’y "
                    "connaît aucun site."),
    ],
)  # fmt: skip
def test_labour_market_and_brownfields(rate: float, sites: int, industrial: int, expected: str) -> None:
    said = sentence(
        4,
        figure("unemployment", rate, 7.8, series=(("2025-T4", rate),)),
        figure("brownfields", float(sites)),
        figure("industrial-brownfields", float(industrial)),
    )

    assert said == f"Le taux de chômage y est de {expected}"


def test_what_is_missing_is_said_with_its_reason() -> None:
    missing = [figure(code, None) for code in ("population", "industry-share", "employees-change", "unemployment")]

    said = summary_of([Chapter(tuple(missing))], "Val d’Ici")

    assert len(said) == 5
    assert [each.replace("\u202f", " ") for each in said] == [
        "Pas de donnée sur la population (donnée non publiée).",
        "Pas de donnée sur la part de l’industrie dans l’emploi (donnée non publiée).",
        "Pas de donnée sur les spécialisations industrielles.",
        "Pas de donnée sur l’évolution de l’emploi privé de 2019 à 2024 (donnée non publiée).",
        "Pas de donnée sur le taux de chômage (donnée non publiée).",
    ]
    assert "0" not in "".join(said).replace("2019", "").replace("2024", "")
