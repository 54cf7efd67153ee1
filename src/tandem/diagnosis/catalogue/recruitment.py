"""Occupations short of people."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature
from tandem.core.tables import Column
from tandem.diagnosis.catalogue.types import OCCUPATIONS, PERCENT, Chapter, Indicator, official_file, or_secret, sources
from tandem.diagnosis.measures import hiring, schemes
from tandem.diagnosis.measures import labour as measures

SHORTAGE_OCCUPATIONS = Indicator(
    definition=FigureDefinition(
        id="shortage-occupations",
        label=_("Métiers en tension"),
        unit=OCCUPATIONS,
        definition=_("Métiers de la liste officielle des métiers en tension de la région, au 1er mars 2024."),
        method=_(
            "Nombre de familles professionnelles de l’arrêté du 1er mars 2024 pour la région ou pour toute la France. "
            "La liste est régionale : tous les territoires d’une région ont la même. Ni rang ni comparaison n’en sont "
            "tirés."
        ),
        sources=sources("shortage_occupations"),
        nature=Nature.LIST,
        against=(),
    ),
    measure=schemes.shortage_occupations,
    missing=_("la liste de 2024 ne couvre que la métropole"),
    grain="region",
    columns=(("shortage_occupations", "label"),),
    ranked=False,
)

STRONG_TENSION = Indicator(
    definition=FigureDefinition(
        id="strong-tension",
        label=_("Métiers industriels en forte tension"),
        unit=PERCENT,
        definition=_(
            "Part des mesures de forte tension parmi toutes celles des métiers de l’industrie et de la maintenance "
            "dans les bassins d’emploi du territoire : un métier tendu dans un bassin sur deux compte pour moitié. "
            "Estimation."
        ),
        method=_(
            "Indice de tension de 1 à 5 par métier ROME (domaines H et I) et bassin d’emploi : part des mesures de la "
            "classe la plus forte, chaque bassin comptant selon les emplois du territoire qui s’y trouvent. L’indice "
            "date de 2020 et les volumes de la source sont partiels : il dit où l’on peine à recruter, non combien de "
            "personnes."
        ),
        sources=sources("job_tensions", "commune_basins", "census_jobs"),
        nature=Nature.SHARE,
    ),
    measure=measures.strong_tension,
    missing=_("moins de dix métiers industriels mesurés dans les bassins d’emploi du territoire"),
    incomplete=_("commune sans bassin d’emploi dans le découpage de 2021"),
    table=(
        Column("rome", _("Code ROME")),
        Column("label", _("Métier")),
        Column("tension", _("Indice de tension"), unit=_("sur 5"), decimals=1),
    ),
)

DEPARTMENTS = _(
    "Enquête Besoins en main-d’œuvre, dernière année du fichier, sommée par département : part des départements du "
    "territoire, selon les emplois qu’il y a. Les bassins d’emploi de l’enquête changent chaque année. "
)
DIFFICULT_HIRING = Indicator(
    definition=FigureDefinition(
        id="difficult-hiring",
        label=_("Recrutements jugés difficiles"),
        unit=PERCENT,
        definition=_("Part des projets de recrutement que les employeurs jugent difficiles. Estimation."),
        method=DEPARTMENTS + _("Une donnée secrète (« * ») est laissée de côté dans les deux termes de la part."),
        sources=(official_file(hiring.KIND), *sources("census_jobs")),
        nature=Nature.SHARE,
    ),
    measure=hiring.difficult_hiring,
    missing="",
    imported=hiring.KIND,
    table=(
        Column("name", _("Métier")),
        Column("projects", _("Projets de recrutement"), value=or_secret("projects"), decimals=0),
        Column("difficult", _("Jugés difficiles"), value=or_secret("difficult"), unit="%", decimals=0),
        Column(
            "partly_secret",
            _("Part secrète"),
            value=lambda row: _("une partie est secrète") if row["partly_secret"] else _("non"),
        ),
    ),
)
SEASONAL_HIRING = Indicator(
    definition=FigureDefinition(
        id="seasonal-hiring",
        label=_("Recrutements saisonniers"),
        unit=PERCENT,
        definition=_("Part des projets de recrutement qui sont saisonniers, toutes activités. Estimation."),
        method=DEPARTMENTS + _("Une donnée secrète (« * ») est laissée de côté dans les deux termes de la part."),
        sources=(official_file(hiring.KIND), *sources("census_jobs")),
        nature=Nature.SHARE,
    ),
    measure=hiring.seasonal_hiring,
    missing="",
    imported=hiring.KIND,
    behind="difficult-hiring",
)

CHAPTER = Chapter(
    id="recruitment",
    title=_("Recrutement"),
    question=_("Quels métiers manquent de candidats ?"),
    indicators=(STRONG_TENSION, DIFFICULT_HIRING, SEASONAL_HIRING, SHORTAGE_OCCUPATIONS),
)
