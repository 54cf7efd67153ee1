"""Activity classes, commune by commune, since 2006: once the Urssaf's file is imported."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature, Unit
from tandem.core.tables import Column
from tandem.diagnosis.catalogue.types import (
    EMPLOYEES,
    INDEX,
    PERCENT,
    POINTS,
    Chapter,
    Indicator,
    official_file,
    or_secret,
    sources,
)
from tandem.diagnosis.measures import classes as measures

CLASSES = Unit("classes", _("classe équivalente"), _("classes équivalentes"), 1)

FIELD = _(
    "Salariés du privé des communes du territoire, par classe d’activité (732 classes de la NAF). Comparaison avec "
    "tout ce que le fichier couvre : la France, ou la seule zone d’emploi du fichier. "
)
INTERVAL = _(
    "QL = (part de la classe dans le territoire) ÷ (part dans l’ensemble). L’intervalle à 95 % est celui du quotient "
    "des établissements : ce qu’il aurait pu être si un établissement de plus ou de moins s’était trouvé là. "
)
SECRECY = _(
    "Une classe de moins de trois établissements est secrète, et avec elle les classes qui permettraient de la "
    "retrouver par soustraction. "
)

TABLE_OF = "class-industry-employees"
CLASS_TABLE = (
    Column("ape", _("Code")),
    Column("label", _("Classe d’activité")),
    Column("establishments", _("Établissements"), decimals=0),
    Column("before", _("Salariés au début"), decimals=0, value=or_secret("before")),
    Column("after", _("Salariés à la fin"), decimals=0, value=or_secret("after")),
    Column("quotient", _("Quotient de localisation"), decimals=1, value=or_secret("quotient")),
    Column("low", _("au moins"), decimals=1),
    Column("high", _("au plus"), decimals=1),
    Column("local", _("Effet local, salariés"), decimals=0, value=or_secret("local")),
)


def _indicator(
    code: str,
    label: Any,
    unit: Unit,
    definition: Any,
    method: Any,
    measure: Any,
    nature: Nature,
    against: tuple[str, ...] = ("peers",),
    table: tuple[Column, ...] = (),
    ranked: bool = True,
) -> Indicator:
    return Indicator(
        definition=FigureDefinition(
            id=code,
            label=label,
            unit=unit,
            definition=definition,
            method=method,
            sources=(official_file(measures.KIND), *sources("activity_classes")),
            nature=nature,
            against=against,
        ),
        measure=measure,
        missing="",
        counted=(_("commune"), _("communes")),
        imported=measures.KIND,
        table=table,
        behind="" if table else TABLE_OF,
        ranked=ranked,
    )


CLASS_INDUSTRY_EMPLOYEES = _indicator(
    TABLE_OF,
    _("Salariés de l’industrie, par classe"),
    EMPLOYEES,
    _("Salariés du privé des classes industrielles (sections B à E), comptés dans les communes du territoire."),
    FIELD + INTERVAL + SECRECY,
    measures.class_industry_employees,
    Nature.TOTAL,
    against=("region", "country", "peers"),
    table=CLASS_TABLE,
)
CLASS_CHANGE = _indicator(
    "class-change",
    _("Évolution de l’emploi privé sur toute la période"),
    PERCENT,
    _("Évolution des salariés du privé de la première à la dernière année du fichier."),
    FIELD,
    measures.class_change,
    Nature.CHANGE,
)
CLASS_STRUCTURAL_EFFECT = _indicator(
    "class-structural-effect",
    _("Effet de structure sur toute la période"),
    POINTS,
    _("Part de cette évolution que ses activités expliquent : ce qu’elles ont fait dans l’ensemble, en points."),
    FIELD + _("Analyse structurelle-résiduelle dynamique (Barff et Knight, 1988) : somme de celles de chaque année."),
    measures.class_structural_effect,
    Nature.CHANGE,
)
CLASS_LOCAL_EFFECT = _indicator(
    "class-local-effect",
    _("Effet local sur toute la période"),
    POINTS,
    _("Part de cette évolution que ni l’ensemble ni les activités présentes n’expliquent, en points."),
    FIELD + _("Analyse structurelle-résiduelle dynamique (Barff et Knight, 1988) : somme de celles de chaque année."),
    measures.class_local_effect,
    Nature.CHANGE,
)
CLASS_SPECIALISATION = _indicator(
    "class-specialisation",
    _("Indice de spécialisation, par classe"),
    INDEX,
    _("Écart entre la structure du territoire et celle de l’ensemble, classe par classe, de 0 (la même) à 2."),
    FIELD + _("K = Σ |part de la classe dans le territoire − part dans l’ensemble| (Krugman, 1991)."),
    measures.class_specialisation,
    Nature.INDEX,
)
CLASS_DIVERSITY = _indicator(
    "class-diversity",
    _("Diversité des classes"),
    CLASSES,
    _("Nombre de classes égales qui seraient aussi concentrées que celles du territoire."),
    FIELD + _("N = 1 ÷ Σ (part de la classe)² (Adelman, 1969)."),
    measures.class_diversity,
    Nature.INDEX,
)


def _response(code: str, label: Any, years: str, measure: Any, what: Any) -> Indicator:
    return _indicator(
        code,
        label,
        POINTS,
        what,
        FIELD
        + _("Évolution de l’emploi de %(years)s, moins celle qu’il aurait eue si chaque classe avait fait comme dans ")
        % {"years": years}
        + _("l’ensemble, en points de l’emploi de départ (Martin et Gardiner, 2019)."),
        measure,
        Nature.CHANGE,
    )


RESISTED = _("De combien de points le territoire a mieux tenu que ses activités ne le laissaient attendre.")
RECOVERED = _("De combien de points le territoire a mieux repris que ses activités ne le laissaient attendre.")
RESPONSES = (
    _response("resistance-2008", _("Résistance à la crise de 2008"), "2008 à 2010", measures.resistance_2008, RESISTED),
    _response("recovery-2010", _("Reprise après 2010"), "2010 à 2012", measures.recovery_2010, RECOVERED),
    _response("resistance-2019", _("Résistance à la crise de 2020"), "2019 à 2020", measures.resistance_2019, RESISTED),
    _response("recovery-2020", _("Reprise après 2020"), "2020 à 2022", measures.recovery_2020, RECOVERED),
)

CHAPTER = Chapter(
    id="classes",
    title=_("Activités et trajectoire"),
    question=_("Quelles activités ont porté ou perdu l’emploi, et le territoire a-t-il tenu dans les crises ?"),
    indicators=(
        CLASS_INDUSTRY_EMPLOYEES,
        CLASS_CHANGE,
        CLASS_STRUCTURAL_EFFECT,
        CLASS_LOCAL_EFFECT,
        CLASS_SPECIALISATION,
        CLASS_DIVERSITY,
        *RESPONSES,
    ),
)
