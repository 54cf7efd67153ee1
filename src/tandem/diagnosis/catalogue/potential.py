"""What the territory could become."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature, Unit
from tandem.core.tables import Column
from tandem.core.typography import joined
from tandem.diagnosis.catalogue.types import INDEX, Chapter, Indicator, sources
from tandem.diagnosis.measures import potential as measures

TABLES = ("sector_employees", "census_jobs", "sectors")
MISSING = _("trop peu de salariés connus par secteur pour situer le territoire")
SPACE = _(
    "Deux secteurs sont proches quand les zones d’emploi spécialisées dans l’un le sont souvent dans l’autre (Hidalgo "
    "et autres, 2007). Un territoire a un secteur quand celui-ci y pèse plus qu’en France et y compte au moins 100 "
    "salariés. Quand le fichier de l’Urssaf par commune est importé pour tout le pays, les 732 classes remplacent les "
    "secteurs, les intercommunalités les zones d’emploi, et 10 salariés suffisent. "
)
CAUTION = _(
    "L’indice vient de l’étude des exportations des pays : à l’échelle de zones d’emploi, il range d’abord les "
    "services des métropoles, puis l’énergie, l’électronique et la pharmacie, enfin les industries les plus "
    "répandues. Il classe des structures, non des mérites."
)

ABSENT_SECTORS = Unit("absent_sectors", _("secteur"), _("secteurs"))

QUADRANTS = {
    "near_complex": _("proche et complexe : à étudier d’abord"),
    "far_complex": _("complexe mais éloigné : un pari"),
    "near_simple": _("proche et répandu : un prolongement"),
    "far_simple": _("éloigné et répandu"),
}

COMPLEXITY = Indicator(
    definition=FigureDefinition(
        id="complexity",
        label=_("Complexité des spécialisations"),
        unit=INDEX,
        definition=_("Complexité moyenne des secteurs dans lesquels le territoire est spécialisé. Estimation."),
        method=SPACE
        + _("Indice de complexité économique (Hidalgo et Hausmann, 2009) : 0 est la moyenne des zones d’emploi. ")
        + CAUTION,
        sources=sources(*TABLES),
        nature=Nature.INDEX,
        against=("peers",),
    ),
    measure=measures.complexity_index,
    missing=MISSING,
    grain="zone",
    columns=(("sector_employees", "y2024"),),
)

OUTLOOK = Indicator(
    definition=FigureDefinition(
        id="complexity-outlook",
        label=_("Perspectives de diversification"),
        unit=INDEX,
        definition=_(
            "Ce dont le territoire est proche sans l’avoir encore : secteurs complexes à sa portée. Estimation."
        ),
        method=SPACE + _("Indice de perspective de complexité (Hausmann et autres, 2014). ") + CAUTION,
        sources=sources(*TABLES),
        nature=Nature.INDEX,
        against=("peers",),
    ),
    measure=measures.outlook_index,
    missing=MISSING,
    grain="zone",
    columns=(("sector_employees", "y2024"),),
)

OPPORTUNITIES = Indicator(
    definition=FigureDefinition(
        id="opportunities",
        label=_("Secteurs industriels proches et complexes"),
        unit=ABSENT_SECTORS,
        definition=_(
            "Secteurs industriels que le territoire n’a pas ou peu, proches des siens et plus complexes que la médiane "
            "de l’industrie. Estimation."
        ),
        method=SPACE
        + _(
            "Est à considérer un secteur industriel qui pèse moins de 0,8 fois son poids en France, hors extraction, "
            "raffinage, énergie et eau, qui suivent un gisement ou un réseau. Parmi eux, est proche celui dont la "
            "densité dépasse la médiane de ceux du "
            "territoire, complexe celui dont l’indice dépasse la médiane de l’industrie (Balland, Boschma, Crespo et "
            "Rigby, 2019). Les raisons sont les spécialisations industrielles ou de recherche du territoire qui "
            "l’en rapprochent ; les territoires cités sont les plus proches à vol d’oiseau qui ont ce secteur, avec "
            "deux fois le nombre de salariés qu’il faut pour l’avoir. "
        )
        + CAUTION,
        sources=sources(*TABLES),
        nature=Nature.LIST,
        against=(),
    ),
    measure=measures.near_opportunities,
    missing=MISSING,
    ranked=False,
    table=(
        Column("sector", _("Code")),
        Column("label", _("Secteur")),
        Column("quadrant", _("Situation"), value=lambda row: str(QUADRANTS[row["quadrant"]])),
        Column("density", _("Proximité, de 0 à 1"), decimals=2),
        Column("complexity", _("Complexité"), decimals=1),
        Column("employees", _("Salariés déjà là"), decimals=0),
        Column("quotient", _("Quotient"), decimals=2),
        Column("because", _("Ce qui en rapproche"), value=lambda row: joined(row["because"])),
        Column("held_by", _("Territoires proches qui l’ont"), value=lambda row: joined(row["held_by"])),
    ),
)

CHAPTER = Chapter(
    id="potential",
    title=_("Ce que le territoire pourrait devenir"),
    question=_("Quels secteurs sont à sa portée, pourquoi, et qui les pratique près de lui ?"),
    indicators=(OPPORTUNITIES, COMPLEXITY, OUTLOOK),
)
