"""Industry: share, jobs, establishments, sizes."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition
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

CENSUS_MISSING = _("recensement 2022 par intercommunalité non disponible (outre-mer)")

INDUSTRY_SHARE = Indicator(
    definition=FigureDefinition(
        id="industry-share",
        label=_("Part de l’industrie dans l’emploi"),
        unit=PERCENT,
        definition=_("Part des emplois au lieu de travail qui relèvent de l’industrie (sections B à E), en 2022."),
        method=_(
            "Part publiée par intercommunalité, pondérée par les emplois de ses communes du périmètre. Une commune "
            "isolée ou une intercommunalité partiellement couverte reçoit la part de l’intercommunalité entière."
        ),
        sources=sources("epci_jobs", "census_jobs"),
    ),
    measure=measures.industry_share,
    missing=CENSUS_MISSING,
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
            "part de l’industrie de celle-ci en 2022. Le nombre n’est pas publié à cette échelle : "
            "c’est une estimation."
        ),
        sources=sources("epci_jobs", "census_jobs"),
    ),
    measure=measures.industry_jobs,
    missing=CENSUS_MISSING,
    grain="intermunicipality",
    columns=(("epci_jobs", "jobs_2022_estimate"), ("epci_jobs", "industry_jobs_2022_estimate")),
)

INDUSTRY_ESTABLISHMENTS = Indicator(
    definition=FigureDefinition(
        id="industry-establishments",
        label=_("Établissements industriels"),
        unit=ESTABLISHMENTS,
        definition=_("Établissements actifs de l’industrie à la fin de 2018, avec ou sans salarié."),
        method=_("Somme des établissements actifs de l’industrie des communes du périmètre."),
        sources=sources("census_jobs"),
    ),
    measure=measures.industry_establishments,
    missing=_("établissements non publiés pour cette commune"),
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
        definition=_("Postes salariés de l’industrie en 2023 rapportés au nombre d’établissements industriels."),
        method=_(
            "Postes et établissements des zones d’emploi, répartis entre les territoires selon les emplois de leurs "
            "communes. Les cellules secrètes ne comptent pas : c’est une estimation."
        ),
        sources=sources("sector_posts", "industry_establishments", "census_jobs"),
    ),
    measure=measures.industry_establishment_size,
    missing=_("zone d’emploi absente de la source"),
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
    ),
    measure=measures.establishments_10_plus_share,
    missing=_("établissements non publiés pour cette commune"),
    grain="commune",
    columns=(
        ("census_jobs", "establishments_1_9_2018"),
        ("census_jobs", "establishments_10_plus_2018"),
    ),
)

LARGE_ESTABLISHMENTS = Indicator(
    definition=FigureDefinition(
        id="large-establishments",
        label=_("Postes dans de grands établissements"),
        unit=PERCENT,
        definition=_("Part des postes salariés de tous secteurs qui sont dans de grands établissements, en 2023."),
        method=_("Part publiée par intercommunalité (Flores), pondérée par les emplois de ses communes du périmètre."),
        sources=sources("epci_jobs", "census_jobs"),
    ),
    measure=measures.large_establishments_share,
    missing=CENSUS_MISSING,
    grain="intermunicipality",
    columns=(("epci_jobs", "large_establishments_share"), ("epci_jobs", "small_establishments_share")),
)

CHAPTER = Chapter(
    id="industry",
    title=_("Industrie"),
    question=_("Quelle place l’industrie tient-elle, et dans quels établissements ?"),
    indicators=(
        INDUSTRY_SHARE,
        INDUSTRY_JOBS,
        INDUSTRY_ESTABLISHMENTS,
        INDUSTRY_ESTABLISHMENT_SIZE,
        ESTABLISHMENTS_10_PLUS,
        LARGE_ESTABLISHMENTS,
    ),
)
