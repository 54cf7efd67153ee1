"""Jobs and private employees."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature
from tandem.diagnosis.catalogue.types import EMPLOYEES, JOBS, PERCENT, PERCENT_A_YEAR, Chapter, Indicator, sources
from tandem.diagnosis.measures import employment as measures

URSSAF_MISSING = _("Mayotte n’est pas dans la source")
URSSAF_INCOMPLETE = _("aucun salarié déclaré ou donnée non diffusée, que la source ne distingue pas")

CENSUS_JOBS = Indicator(
    definition=FigureDefinition(
        id="census-jobs",
        label=_("Emplois au lieu de travail"),
        unit=JOBS,
        definition=_("Emplois, salariés ou non, publics ou privés, occupés dans le territoire en 2018."),
        method=_("Somme des emplois au lieu de travail des communes du périmètre (recensement de la population)."),
        sources=sources("census_jobs"),
        nature=Nature.TOTAL,
    ),
    measure=measures.census_jobs,
    missing=_("emplois de 2018 non publiés à Mayotte"),
    incomplete=_("emplois de 2018 non publiés : commune créée ou rétablie depuis, ou hors du recensement"),
    grain="commune",
    columns=(("census_jobs", "jobs_2013"), ("census_jobs", "jobs_2018")),
)

PRIVATE_EMPLOYEES = Indicator(
    definition=FigureDefinition(
        id="private-employees",
        label=_("Salariés du privé"),
        unit=EMPLOYEES,
        definition=_("Salariés du secteur privé, hors agriculture, déclarés à l’Urssaf à la fin de 2024."),
        method=_("Somme des effectifs salariés privés des communes du périmètre, de 2014 à 2024."),
        sources=sources("private_employees"),
        nature=Nature.TOTAL,
    ),
    measure=measures.private_employees,
    missing=URSSAF_MISSING,
    incomplete=URSSAF_INCOMPLETE,
    grain="commune",
    columns=(("private_employees", "y2014"), ("private_employees", "y2019"), ("private_employees", "y2024")),
)

PRIVATE_EMPLOYEES_GROWTH = Indicator(
    definition=FigureDefinition(
        id="private-employees-growth",
        label=_("Évolution des salariés du privé"),
        unit=PERCENT_A_YEAR,
        definition=_("Taux d’évolution annuel moyen des salariés du privé entre fin 2014 et fin 2024."),
        method=_("(S2024 ÷ S2014)^(1/10) − 1, sur les communes dont l’effectif est publié aux deux dates."),
        sources=sources("private_employees"),
        nature=Nature.CHANGE,
    ),
    measure=measures.private_employees_growth,
    missing=URSSAF_MISSING,
    incomplete=URSSAF_INCOMPLETE,
    grain="commune",
    columns=(("private_employees", "y2014"), ("private_employees", "y2024")),
    peer=1.0,
)

EMPLOYEES_CHANGE = Indicator(
    definition=FigureDefinition(
        id="employees-change",
        label=_("Évolution des salariés du privé, 2019-2024"),
        unit=PERCENT,
        definition=_("Variation du nombre de salariés du privé entre fin 2019 et fin 2024, en % de 2019."),
        method=_("S2024 ÷ S2019 − 1, sur les communes dont l’effectif est publié aux deux dates."),
        sources=sources("private_employees"),
        nature=Nature.CHANGE,
    ),
    measure=measures.employees_change,
    missing=URSSAF_MISSING,
    incomplete=URSSAF_INCOMPLETE,
    grain="commune",
    columns=(("private_employees", "y2019"), ("private_employees", "y2024")),
)

CHAPTER = Chapter(
    id="employment",
    title=_("Emploi"),
    question=_("Combien d’emplois, et dans quel sens vont-ils ?"),
    indicators=(CENSUS_JOBS, PRIVATE_EMPLOYEES, PRIVATE_EMPLOYEES_GROWTH, EMPLOYEES_CHANGE),
)
