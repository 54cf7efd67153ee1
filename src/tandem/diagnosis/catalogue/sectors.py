"""Structure by sector, specialisation, trajectory."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition
from tandem.diagnosis.catalogue.types import (
    EMPLOYEES,
    INDEX,
    PERCENT,
    SECTORS,
    TIMES_FRANCE,
    Chapter,
    Indicator,
    sources,
)
from tandem.diagnosis.measures import sectors as measures

SECRET = _("secret statistique : la source ne publie pas ce secteur dans les zones d’emploi du territoire")
BROUGHT = _(
    "Salariés privés des zones d’emploi par secteur (A38), répartis entre les territoires selon les emplois de leurs "
    "communes : chaque partie d’une zone est supposée avoir la structure de la zone. "
)
TABLES = ("sector_employees", "census_jobs", "sectors")
COLUMNS = (("sector_employees", "y2019"), ("sector_employees", "y2024"))

INDUSTRY_EMPLOYEES = Indicator(
    definition=FigureDefinition(
        id="industry-employees",
        label=_("Salariés privés de l’industrie"),
        unit=EMPLOYEES,
        definition=_("Salariés du privé dans les secteurs industriels (sections B à E) à la fin de 2024. Estimation."),
        method=BROUGHT + _("Somme des secteurs industriels publiés."),
        sources=sources(*TABLES),
    ),
    measure=measures.industry_employees,
    missing=SECRET,
    grain="zone",
    columns=COLUMNS,
)

LEADING_QUOTIENT = Indicator(
    definition=FigureDefinition(
        id="leading-quotient",
        label=_("Première spécialisation industrielle"),
        unit=TIMES_FRANCE,
        definition=_(
            "Plus fort quotient de localisation des secteurs industriels d’au moins 100 salariés : combien de fois la "
            "part du secteur dépasse sa part nationale."
        ),
        method=BROUGHT + _("QL = (salariés du secteur ÷ salariés du territoire) ÷ (même rapport en France)."),
        sources=sources(*TABLES),
    ),
    measure=measures.leading_quotient,
    missing=_("aucun secteur industriel publié n’atteint 100 salariés"),
    grain="zone",
    columns=COLUMNS,
    peer=0.5,
    logarithm=True,
)

SPECIALISATION = Indicator(
    definition=FigureDefinition(
        id="specialisation",
        label=_("Indice de spécialisation de Krugman"),
        unit=INDEX,
        definition=_("Écart entre la structure sectorielle du territoire et celle de la France, de 0 (la même) à 2."),
        method=BROUGHT + _("K = Σ |part du secteur dans le territoire − part en France| (Krugman, 1991)."),
        sources=sources(*TABLES),
    ),
    measure=measures.specialisation,
    missing=SECRET,
    grain="zone",
    columns=COLUMNS,
    peer=1.0,
)

SECTOR_DIVERSITY = Indicator(
    definition=FigureDefinition(
        id="sector-diversity",
        label=_("Diversité des secteurs"),
        unit=SECTORS,
        definition=_("Nombre de secteurs de même taille qui donneraient la même concentration de l’emploi."),
        method=BROUGHT + _("N = 1 ÷ Σ (part du secteur)², inverse de l’indice de Herfindahl (Adelman, 1969)."),
        sources=sources(*TABLES),
    ),
    measure=measures.sector_diversity,
    missing=SECRET,
    grain="zone",
    columns=COLUMNS,
)

EMPLOYEES_CHANGE = Indicator(
    definition=FigureDefinition(
        id="employees-change",
        label=_("Évolution des salariés privés, 2019-2024"),
        unit=PERCENT,
        definition=_("Variation des salariés du privé entre fin 2019 et fin 2024, en % de 2019. Estimation."),
        method=BROUGHT + _("Sur les secteurs publiés aux deux dates."),
        sources=sources(*TABLES),
    ),
    measure=measures.employees_change,
    missing=SECRET,
    grain="zone",
    columns=COLUMNS,
)

STRUCTURAL_EFFECT = Indicator(
    definition=FigureDefinition(
        id="structural-effect",
        label=_("Effet de structure, 2019-2024"),
        unit=PERCENT,
        definition=_(
            "Part de l’évolution qui tient aux secteurs présents : positive s’ils croissent plus que l’ensemble."
        ),
        method=BROUGHT
        + _("Analyse structurelle-résiduelle (Dunn, 1960) : Σ e × (croissance du secteur − croissance de l’ensemble)."),
        sources=sources(*TABLES),
    ),
    measure=measures.structural_effect,
    missing=SECRET,
    grain="zone",
    columns=COLUMNS,
)

LOCAL_EFFECT = Indicator(
    definition=FigureDefinition(
        id="local-effect",
        label=_("Effet local, 2019-2024"),
        unit=PERCENT,
        definition=_(
            "Part de l’évolution que ni la France ni les secteurs présents n’expliquent : propre au territoire."
        ),
        method=BROUGHT
        + _(
            "Analyse structurelle-résiduelle (Dunn, 1960) : "
            "Σ e × (croissance locale − croissance du secteur en France)."
        ),
        sources=sources(*TABLES),
    ),
    measure=measures.local_effect,
    missing=SECRET,
    grain="zone",
    columns=COLUMNS,
    peer=1.0,
)

CHAPTER = Chapter(
    id="sectors",
    title=_("Spécialisations et trajectoire"),
    question=_("De quoi le territoire vit-il, et qu’est-ce qui explique son évolution ?"),
    indicators=(
        INDUSTRY_EMPLOYEES,
        LEADING_QUOTIENT,
        SPECIALISATION,
        SECTOR_DIVERSITY,
        EMPLOYEES_CHANGE,
        STRUCTURAL_EFFECT,
        LOCAL_EFFECT,
    ),
)
