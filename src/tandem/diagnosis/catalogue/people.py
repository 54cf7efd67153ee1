"""Inhabitants, income, unemployment."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition
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
        definition=_("Nombre d’habitants du territoire au 1er janvier 2023 (population municipale)."),
        method=_("Somme des populations municipales des communes du périmètre."),
        sources=sources("population"),
    ),
    measure=measures.population,
    missing=_("population non publiée pour cette commune"),
    grain="commune",
    columns=(
        ("population", "population_2013"),
        ("population", "population_2018"),
        ("population", "population_2023"),
    ),
    peer=1.0,
    logarithm=True,
)

POPULATION_GROWTH = Indicator(
    definition=FigureDefinition(
        id="population-growth",
        label=_("Évolution de la population"),
        unit=PERCENT_A_YEAR,
        definition=_("Taux d’évolution annuel moyen de la population entre 2013 et 2023."),
        method=_(
            "(P2023 ÷ P2013)^(1/10) − 1, sur les communes dont la population est connue aux deux dates, "
            "dans leur périmètre d’aujourd’hui."
        ),
        sources=sources("population"),
    ),
    measure=measures.population_growth,
    missing=_("population inconnue à l’une des deux dates"),
    grain="commune",
    columns=(("population", "population_2013"), ("population", "population_2023")),
    peer=1.0,
)

MEDIAN_INCOME = Indicator(
    definition=FigureDefinition(
        id="median-income",
        label=_("Niveau de vie médian des communes"),
        unit=EUROS_A_YEAR,
        definition=_("Revenu disponible par unité de consommation : moyenne des médianes communales de 2021."),
        method=_(
            "Moyenne des médianes des communes, pondérée par leur population. La moyenne des médianes n’est pas la "
            "médiane du territoire : c’est une estimation."
        ),
        sources=sources("income", "population"),
    ),
    measure=measures.median_income,
    missing=_("secret fiscal : commune trop petite pour que sa médiane soit publiée, ou outre-mer non couvert"),
    grain="commune",
    columns=(("income", "median"),),
    peer=1.0,
)

UNEMPLOYMENT = Indicator(
    definition=FigureDefinition(
        id="unemployment",
        label=_("Taux de chômage"),
        unit=PERCENT,
        definition=_("Taux de chômage localisé du dernier trimestre publié."),
        method=_(
            "Moyenne des taux des zones d’emploi où se trouvent les communes, pondérée par leurs habitants. Le taux "
            "n’est pas publié à une échelle plus fine : c’est une estimation. France : taux national publié."
        ),
        sources=sources("unemployment", "unemployment_france"),
    ),
    measure=measures.unemployment,
    missing=_("taux non publié pour cette zone d’emploi (Guyane et Mayotte)"),
    grain="zone",
    columns=(("unemployment", "rate"),),
    peer=1.0,
)

CHAPTER = Chapter(
    id="people",
    title=_("Habitants"),
    question=_("Combien d’habitants, et comment vont-ils ?"),
    indicators=(POPULATION, POPULATION_GROWTH, MEDIAN_INCOME, UNEMPLOYMENT),
)
