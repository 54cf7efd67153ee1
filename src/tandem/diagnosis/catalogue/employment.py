"""Jobs and private employees."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition
from tandem.diagnosis.catalogue.types import EMPLOYEES, JOBS, PERCENT_A_YEAR, Chapter, Indicator, sources
from tandem.diagnosis.measures import employment as measures

URSSAF_MISSING = _("commune sans salarié déclaré ou couverte par le secret statistique : la source ne distingue pas")

CENSUS_JOBS = Indicator(
    definition=FigureDefinition(
        id="census-jobs",
        label=_("Emplois au lieu de travail"),
        unit=JOBS,
        definition=_("Emplois, salariés ou non, publics ou privés, occupés dans le territoire en 2018."),
        method=_("Somme des emplois au lieu de travail des communes du périmètre (recensement de la population)."),
        sources=sources("census_jobs"),
    ),
    measure=measures.census_jobs,
    missing=_("emploi non publié pour cette commune"),
    grain="commune",
    columns=(("census_jobs", "jobs_2013"), ("census_jobs", "jobs_2018")),
)

PRIVATE_EMPLOYEES = Indicator(
    definition=FigureDefinition(
        id="private-employees",
        label=_("Salariés du privé"),
        unit=EMPLOYEES,
        definition=_("Salariés du secteur privé en fin d’année 2024, d’après les déclarations à l’Urssaf."),
        method=_("Somme des effectifs salariés privés des communes du périmètre, de 2014 à 2024."),
        sources=sources("private_employees"),
    ),
    measure=measures.private_employees,
    missing=URSSAF_MISSING,
    grain="commune",
    columns=(("private_employees", "y2014"), ("private_employees", "y2019"), ("private_employees", "y2024")),
)

PRIVATE_EMPLOYEES_GROWTH = Indicator(
    definition=FigureDefinition(
        id="private-employees-growth",
        label=_("Évolution des salariés du privé"),
        unit=PERCENT_A_YEAR,
        definition=_("Taux d’évolution annuel moyen des salariés du privé entre 2014 et 2024."),
        method=_("(S2024 ÷ S2014)^(1/10) − 1, sur les communes dont l’effectif est publié aux deux dates."),
        sources=sources("private_employees"),
    ),
    measure=measures.private_employees_growth,
    missing=URSSAF_MISSING,
    grain="commune",
    columns=(("private_employees", "y2014"), ("private_employees", "y2024")),
    peer=1.0,
)

CHAPTER = Chapter(
    id="employment",
    title=_("Emploi"),
    question=_("Combien d’emplois, et dans quel sens vont-ils ?"),
    indicators=(CENSUS_JOBS, PRIVATE_EMPLOYEES, PRIVATE_EMPLOYEES_GROWTH),
)
