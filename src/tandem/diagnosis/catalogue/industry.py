"""Industry: share, jobs, establishments, sizes."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature
from tandem.diagnosis.catalogue.types import (
    ESTABLISHMENTS,
    JOBS,
    PERCENT,
    POSTS_EACH,
    Chapter,
    Indicator,
    sources,
)
from tandem.diagnosis.measures import industry as measures

CENSUS_MISSING = _("outre-mer absent de la source, qui donne les secteurs par intercommunalité")
CENSUS_INCOMPLETE = _("commune sans emploi connu en 2018, ou d’une intercommunalité absente de la source")
MAYOTTE_MISSING = _("établissements de 2018 non publiés à Mayotte")
ESTABLISHMENTS_INCOMPLETE = _(
    "établissements de 2018 non publiés : commune créée ou rétablie depuis, ou hors de la base"
)

INDUSTRY_SHARE = Indicator(
    definition=FigureDefinition(
        id="industry-share",
        label=_("Part de l’industrie dans l’emploi"),
        unit=PERCENT,
        definition=_("Part des emplois au lieu de travail qui relèvent de l’industrie (sections B à E), en 2022."),
        method=_(
            "Part publiée par intercommunalité, pondérée par les emplois de ses communes du périmètre. Une commune "
            "isolée ou une intercommunalité partiellement couverte reçoit la part de l’intercommunalité entière : la "
            "valeur est alors une estimation. France : métropole seule."
        ),
        sources=sources("epci_jobs", "census_jobs"),
        nature=Nature.SHARE,
    ),
    measure=measures.industry_share,
    missing=CENSUS_MISSING,
    incomplete=CENSUS_INCOMPLETE,
    grain="intermunicipality",
    columns=(("epci_jobs", "share_industry"),),
    peer=2.0,
)

INDUSTRY_JOBS = Indicator(
    definition=FigureDefinition(
        id="industry-jobs",
        label=_("Emplois industriels"),
        unit=JOBS,
        definition=_("Emplois de l’industrie occupés dans le territoire en 2022, salariés ou non. Estimation."),
        method=_(
            "Emplois 2018 des communes, prolongés à 2022 par l’évolution de leur intercommunalité, multipliés par la "
            "part de l’industrie de celle-ci en 2022. Le nombre n’est pas publié à cette échelle : "
            "c’est une estimation. France : métropole seule."
        ),
        sources=sources("epci_jobs", "census_jobs"),
        nature=Nature.TOTAL,
    ),
    measure=measures.industry_jobs,
    missing=CENSUS_MISSING,
    incomplete=CENSUS_INCOMPLETE,
    grain="intermunicipality",
    columns=(("epci_jobs", "jobs_2022_estimate"), ("epci_jobs", "industry_jobs_2022_estimate")),
)

INDUSTRY_ESTABLISHMENTS = Indicator(
    definition=FigureDefinition(
        id="industry-establishments",
        label=_("Établissements industriels"),
        unit=ESTABLISHMENTS,
        definition=_("Établissements actifs de l’industrie à la fin de 2018, même sans salarié à cette date."),
        method=_("Somme des établissements actifs de l’industrie des communes du périmètre."),
        sources=sources("census_jobs"),
        nature=Nature.TOTAL,
    ),
    measure=measures.industry_establishments,
    missing=MAYOTTE_MISSING,
    incomplete=ESTABLISHMENTS_INCOMPLETE,
    grain="commune",
    columns=(
        ("census_jobs", "industry_establishments_2018"),
        ("census_jobs", "establishments_2018"),
    ),
)

INDUSTRY_ESTABLISHMENT_SIZE = Indicator(
    definition=FigureDefinition(
        id="industry-establishment-size",
        label=_("Taille moyenne d’un établissement industriel"),
        unit=POSTS_EACH,
        definition=_(
            "Postes salariés de l’industrie fin 2023 rapportés au nombre d’établissements industriels. Estimation."
        ),
        method=_(
            "Postes et établissements des zones d’emploi, répartis entre les territoires selon les emplois de leurs "
            "communes. Le nombre d’établissements n’est pas daté par sa source : probablement "
            "fin 2024. Une cellule vide de la source n’est pas comptée."
        ),
        sources=sources("sector_posts", "industry_establishments", "census_jobs"),
        nature=Nature.LEVEL,
    ),
    measure=measures.industry_establishment_size,
    missing=_("zone d’emploi de Mayotte absente de la source"),
    grain="zone",
    columns=(("industry_establishments", "industry"),),
    peer=0.5,
)

ESTABLISHMENTS_10_PLUS = Indicator(
    definition=FigureDefinition(
        id="establishments-10-plus",
        label=_("Établissements de 10 salariés ou plus"),
        unit=PERCENT,
        definition=_("Part des établissements employeurs de tous secteurs qui ont 10 salariés ou plus, fin 2018."),
        method=_("Établissements de 10 salariés ou plus ÷ établissements d’au moins 1 salarié, sommes des communes."),
        sources=sources("census_jobs"),
        nature=Nature.SHARE,
    ),
    measure=measures.establishments_10_plus_share,
    missing=MAYOTTE_MISSING,
    incomplete=ESTABLISHMENTS_INCOMPLETE,
    grain="commune",
    columns=(
        ("census_jobs", "establishments_1_9_2018"),
        ("census_jobs", "establishments_10_plus_2018"),
    ),
)

LARGE_ESTABLISHMENTS = Indicator(
    definition=FigureDefinition(
        id="large-establishments",
        label=_("Postes dans les établissements de 100 salariés ou plus"),
        unit=PERCENT,
        definition=_(
            "Part des postes salariés de tous secteurs qui sont dans un établissement de 100 salariés ou plus, en "
            "2023. Estimation."
        ),
        method=_(
            "Part publiée par intercommunalité (Flores), pondérée par les emplois de ses communes du périmètre. "
            "France : métropole seule."
        ),
        sources=sources("epci_jobs", "census_jobs"),
        nature=Nature.SHARE,
    ),
    measure=measures.large_establishments_share,
    missing=CENSUS_MISSING,
    incomplete=CENSUS_INCOMPLETE,
    grain="intermunicipality",
    columns=(("epci_jobs", "large_establishments_share"), ("epci_jobs", "small_establishments_share")),
)

CHAPTER = Chapter(
    id="industry",
    title=_("Industrie"),
    question=_("Quelle place l’industrie tient-elle, et dans quels établissements ?"),
    indicators=(
        INDUSTRY_SHARE,
        INDUSTRY_JOBS,
        INDUSTRY_ESTABLISHMENTS,
        INDUSTRY_ESTABLISHMENT_SIZE,
        ESTABLISHMENTS_10_PLUS,
        LARGE_ESTABLISHMENTS,
    ),
)
