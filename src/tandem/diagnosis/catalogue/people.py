"""Inhabitants, income, unemployment."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature
from tandem.diagnosis.catalogue.types import (
    EUROS_A_YEAR,
    INHABITANTS,
    PERCENT,
    PERCENT_A_YEAR,
    Chapter,
    Indicator,
    sources,
)
from tandem.diagnosis.measures import people as measures

POPULATION = Indicator(
    definition=FigureDefinition(
        id="population",
        label=_("Population"),
        unit=INHABITANTS,
        definition=_("Habitants du territoire au 1er janvier 2023 (population municipale) ; à Mayotte, en 2017."),
        method=_("Somme des populations municipales des communes du périmètre."),
        sources=sources("population"),
        nature=Nature.TOTAL,
    ),
    measure=measures.population,
    missing=_("population non publiée pour cette commune"),
    grain="commune",
    columns=(
        ("population", "population_2013"),
        ("population", "population_2018"),
        ("population", "population_2023"),
    ),
    peer=2.0,
    logarithm=True,
)

POPULATION_GROWTH = Indicator(
    definition=FigureDefinition(
        id="population-growth",
        label=_("Évolution de la population"),
        unit=PERCENT_A_YEAR,
        definition=_(
            "Taux d’évolution annuel moyen de la population entre le 1er janvier 2013 et le 1er janvier 2023."
        ),
        method=_(
            "(P2023 ÷ P2013)^(1/10) − 1, sur les communes dont la population est connue aux deux dates, "
            "dans leur périmètre d’aujourd’hui."
        ),
        sources=sources("population"),
        nature=Nature.CHANGE,
    ),
    measure=measures.population_growth,
    missing=_("population de 2013 non publiée à Mayotte"),
    incomplete=_("population inconnue à l’une des deux dates : commune créée ou rétablie depuis"),
    grain="commune",
    columns=(("population", "population_2013"), ("population", "population_2023")),
    peer=1.0,
)

MEDIAN_INCOME = Indicator(
    definition=FigureDefinition(
        id="median-income",
        label=_("Niveau de vie médian des communes"),
        unit=EUROS_A_YEAR,
        definition=_("Revenu disponible par unité de consommation : moyenne des médianes communales de 2021."),
        method=_(
            "Moyenne des médianes des communes, pondérée par leur population. La moyenne des médianes n’est pas la "
            "médiane du territoire : c’est une estimation. Sont hors champ la Guadeloupe, la Guyane et Mayotte, ici "
            "comme dans la valeur de la France."
        ),
        sources=sources("income", "population"),
        nature=Nature.LEVEL,
    ),
    measure=measures.median_income,
    missing=_("niveau de vie communal non publié en Guadeloupe, en Guyane et à Mayotte"),
    incomplete=_("secret fiscal, la commune étant trop petite, ou commune réunie ou séparée depuis 2021"),
    grain="commune",
    columns=(("income", "median"), ("population", "population_2023")),
    peer=1.0,
)

UNEMPLOYMENT = Indicator(
    definition=FigureDefinition(
        id="unemployment",
        label=_("Taux de chômage"),
        unit=PERCENT,
        definition=_("Taux de chômage localisé au 4e trimestre 2025, en moyenne trimestrielle. Estimation."),
        method=_(
            "Moyenne des taux des zones d’emploi où se trouvent les communes, pondérée par leurs habitants. Le taux "
            "n’est pas publié à une échelle plus fine : deux territoires d’une même zone ont le même. France : taux "
            "national publié."
        ),
        sources=sources("unemployment", "unemployment_france"),
        nature=Nature.RATE,
    ),
    measure=measures.unemployment,
    missing=_("taux non publié pour les zones d’emploi de Guyane et de Mayotte"),
    grain="zone",
    columns=(("unemployment", "rate"),),
    peer=1.0,
)

CHAPTER = Chapter(
    id="people",
    title=_("Habitants"),
    question=_("Combien d’habitants, et comment vont-ils ?"),
    indicators=(POPULATION, POPULATION_GROWTH, MEDIAN_INCOME, UNEMPLOYMENT),
)
