"""Structure by sector, specialisation, trajectory."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature
from tandem.core.tables import Column
from tandem.diagnosis.catalogue.types import (
    EMPLOYEES,
    INDEX,
    POINTS,
    SECTORS,
    TIMES_FRANCE,
    Chapter,
    Indicator,
    sources,
)
from tandem.diagnosis.measures import sectors as measures

MISSING = _("zone d’emploi de Mayotte absente de la source")
INCOMPLETE = _("aucun salarié déclaré dans les zones d’emploi du territoire, ou donnée non diffusée")
SECTORS_COUNTED = (_("secteur"), _("secteurs"))
BROUGHT = _(
    "Salariés privés des zones d’emploi par secteur (A38), répartis entre les territoires selon les emplois de leurs "
    "communes : chaque partie d’une zone est supposée avoir la structure de la zone. "
)
TABLES = ("sector_employees", "census_jobs", "sectors")
COLUMNS = (("sector_employees", "y2019"), ("sector_employees", "y2024"))
SECTOR_TABLE = (
    Column("a38", _("Code")),
    Column("label", _("Secteur")),
    Column("industry", _("Industrie"), value=lambda row: _("oui") if row["industry"] else _("non")),
    Column("before", _("Salariés fin 2019"), decimals=0),
    Column("after", _("Salariés fin 2024"), decimals=0),
    Column("share", _("Part dans le territoire"), unit="%", decimals=1),
    Column("quotient", _("Quotient de localisation"), decimals=1),
)

INDUSTRY_EMPLOYEES = Indicator(
    definition=FigureDefinition(
        id="industry-employees",
        label=_("Salariés privés de l’industrie"),
        unit=EMPLOYEES,
        definition=_("Salariés du privé dans les secteurs industriels (sections B à E) à la fin de 2024. Estimation."),
        method=BROUGHT + _("Somme des secteurs industriels renseignés."),
        sources=sources(*TABLES),
        nature=Nature.TOTAL,
    ),
    measure=measures.industry_employees,
    missing=MISSING,
    incomplete=INCOMPLETE,
    counted=SECTORS_COUNTED,
    grain="zone",
    columns=COLUMNS,
    table=SECTOR_TABLE,
)

LEADING_QUOTIENT = Indicator(
    definition=FigureDefinition(
        id="leading-quotient",
        label=_("Première spécialisation industrielle"),
        unit=TIMES_FRANCE,
        definition=_(
            "Plus fort quotient de localisation des secteurs industriels d’au moins 100 salariés : la part du secteur "
            "parmi les salariés du territoire, en nombre de fois sa part nationale. Estimation."
        ),
        method=BROUGHT + _("QL = (salariés du secteur ÷ salariés du territoire) ÷ (même rapport en France)."),
        sources=sources(*TABLES),
        nature=Nature.INDEX,
        against=("peers",),
    ),
    measure=measures.leading_quotient,
    missing=_("aucun secteur industriel renseigné n’y atteint 100 salariés"),
    grain="zone",
    columns=COLUMNS,
)

SPECIALISATION = Indicator(
    definition=FigureDefinition(
        id="specialisation",
        label=_("Indice de spécialisation de Krugman"),
        unit=INDEX,
        definition=_(
            "Écart entre la structure sectorielle du territoire et celle de la France, de 0 (la même) à 2. Estimation."
        ),
        method=BROUGHT + _("K = Σ |part du secteur dans le territoire − part en France| (Krugman, 1991)."),
        sources=sources(*TABLES),
        nature=Nature.INDEX,
        against=("peers",),
    ),
    measure=measures.specialisation,
    missing=MISSING,
    incomplete=INCOMPLETE,
    counted=SECTORS_COUNTED,
    grain="zone",
    columns=COLUMNS,
    peer=1.0,
)

SECTOR_DIVERSITY = Indicator(
    definition=FigureDefinition(
        id="sector-diversity",
        label=_("Diversité des secteurs"),
        unit=SECTORS,
        definition=_("Nombre de secteurs de même taille qui donneraient la même concentration. Estimation."),
        method=BROUGHT + _("N = 1 ÷ Σ (part du secteur)², inverse de l’indice de Herfindahl (Adelman, 1969)."),
        sources=sources(*TABLES),
        nature=Nature.INDEX,
        against=("peers",),
    ),
    measure=measures.sector_diversity,
    missing=MISSING,
    incomplete=INCOMPLETE,
    counted=SECTORS_COUNTED,
    grain="zone",
    columns=COLUMNS,
)

STRUCTURAL_EFFECT = Indicator(
    definition=FigureDefinition(
        id="structural-effect",
        label=_("Effet de structure, 2019-2024"),
        unit=POINTS,
        definition=_(
            "Ce que l’évolution des salariés du privé doit aux secteurs présents, en points : positif s’ils croissent "
            "en France plus que l’ensemble. Estimation."
        ),
        method=BROUGHT
        + _(
            "Analyse structurelle-résiduelle (Dunn, 1960) : "
            "Σ e × (croissance du secteur − croissance de l’ensemble), en France, ÷ Σ e."
        ),
        sources=sources(*TABLES),
        nature=Nature.CHANGE,
        against=("region", "peers"),
    ),
    measure=measures.structural_effect,
    missing=MISSING,
    incomplete=INCOMPLETE,
    counted=SECTORS_COUNTED,
    grain="zone",
    columns=COLUMNS,
)

LOCAL_EFFECT = Indicator(
    definition=FigureDefinition(
        id="local-effect",
        label=_("Effet local, 2019-2024"),
        unit=POINTS,
        definition=_(
            "Ce que ni la croissance de la France ni les secteurs présents n’expliquent de l’évolution des salariés du "
            "privé, en points : un écart propre au territoire, non sa cause. Estimation."
        ),
        method=_(
            "Analyse structurelle-résiduelle (Dunn, 1960) : évolution du territoire, donnée par ses communes, moins "
            "celle de la France, moins l’effet de structure, estimé par ses zones d’emploi."
        ),
        sources=sources("private_employees", *TABLES),
        nature=Nature.CHANGE,
        against=("region", "peers"),
    ),
    measure=measures.local_effect,
    missing=MISSING,
    incomplete=INCOMPLETE,
    counted=SECTORS_COUNTED,
    grain="zone",
    columns=COLUMNS,
    peer=1.0,
)

CHAPTER = Chapter(
    id="sectors",
    title=_("Spécialisations et trajectoire"),
    question=_("De quoi le territoire vit-il, et qu’est-ce qui explique son évolution ?"),
    indicators=(
        INDUSTRY_EMPLOYEES,
        LEADING_QUOTIENT,
        SPECIALISATION,
        SECTOR_DIVERSITY,
        STRUCTURAL_EFFECT,
        LOCAL_EFFECT,
    ),
)
