"""Activity classes, commune by commune, since 2006: once the Urssaf's file is imported."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature, Unit
from tandem.core.tables import Column
from tandem.core.typography import share
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
from tandem.diagnosis.measures import class_figures as figures
from tandem.diagnosis.measures import classes as measures
from tandem.diagnosis.measures.class_figures import ClassFigure, Limit, Limited
from tandem.diagnosis.measures.inputs import Inputs, Measure, once
from tandem.diagnosis.official_files import in_service

CLASSES = Unit("classes", _("classe équivalente"), _("classes équivalentes"), 1)

FIELD = _(
    "Salariés du privé des communes du territoire, par classe d’activité (732 classes de la NAF). Comparaison avec "
    "tout ce que le fichier couvre : la France, ou la seule zone d’emploi du fichier. "
)
COMPARED = _(
    "Un territoire qui pèse plus de la moitié de ce que le fichier couvre n’y est pas comparé : il le serait surtout à "
    "lui-même. "
)
COMPARED_IN_PARTS = _(
    "Les parts de l’évolution s’ajoutent toujours : elles sont données jusqu’à 95 % de ce que le fichier "
    "couvre, l’effet local étant d’autant plus petit. "
)
ENOUGH = _("Donné à partir de 30 établissements et de 1 000 salariés au départ. ")
DYNAMIC = _("Analyse structurelle-résiduelle dynamique (Barff et Knight, 1988) : somme de celles de chaque année. ")
ENOUGH_FOR_SHARES = _("Donné à partir de 30 établissements. ")
INTERVAL = _(
    "QL = (part de la classe dans le territoire) ÷ (part dans l’ensemble). L’intervalle à 95 % est celui du quotient "
    "des établissements : ce qu’il aurait pu être si un établissement de plus ou de moins s’était trouvé là. "
)
WEIGHS = _("le territoire pèse %(weight)s des salariés que le fichier couvre (%(whole)s)")
REASONS: dict[Limit, Any] = {
    Limit.YEARS: _("sans objet, car le fichier n’a pas les années qu’il faut"),
    Limit.ITSELF: _("non comparable, car ") + WEIGHS,
    Limit.ESTABLISHMENTS: _("non significatif, avec moins de 30 établissements"),
    Limit.EMPLOYEES: _("non significatif, avec moins de 1 000 salariés au départ"),
    Limit.NO_FALL: _("sans objet, car l’emploi de référence n’a pas reculé (%(whole)s)"),
    Limit.NO_RISE: _("sans objet, car l’emploi de référence n’a pas progressé (%(whole)s)"),
}
"""Why a figure of the classes is not given, in the words of a visitor."""
WITH_A_PART = _("comparé à ce que le fichier couvre (%(whole)s)")
WITH_ITSELF = _("comparé à ce que le fichier couvre (%(whole)s), dont le territoire pèse %(weight)s des salariés")
SMALLER = _(", l’effet local en étant d’autant plus petit")
NO_COMPARISON = _("quotients et effets locaux non comparables, car ") + WEIGHS
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
    remark: Callable[[Inputs, Measure, int], str] | None = None,
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
        remark=partial(_of_figure, measure) if remark is None else remark,
    )


def _of_figure(figure: ClassFigure, inputs: Inputs, measure: Measure, area: int) -> str:
    """Say why a figure is not given, or what it is compared with when that is not France."""
    limit = measure.limits[area] if isinstance(measure, Limited) else None
    if limit is not None:
        return str(REASONS[limit] % _facts(inputs, area))
    if not figure.compares:
        return ""
    said = _of_comparison(inputs, area)
    table = measures.classes(inputs)
    return said + str(SMALLER) if said and table is not None and not table.comparable[area] else said


def _of_table(inputs: Inputs, _measure: Measure, area: int) -> str:
    """Say what the quotients of the table are compared with, or why it has none."""
    table = measures.classes(inputs)
    if table is not None and table.cover.known[area] and not table.comparable[area]:
        return NO_COMPARISON % _facts(inputs, area)
    return _of_comparison(inputs, area)


def _of_comparison(inputs: Inputs, area: int) -> str:
    """Say with what an area is compared, and how much of it it is; nothing of a comparison with the whole country."""
    table = measures.classes(inputs)
    if table is None or not table.cover.known[area]:
        return ""
    if table.weight[area] > measures.HEAVY:
        return WITH_ITSELF % _facts(inputs, area)
    return WITH_A_PART % _facts(inputs, area) if _whole(inputs) != in_service.whole_of(None) else ""


def _facts(inputs: Inputs, area: int) -> dict[str, str]:
    table = measures.classes(inputs)
    assert table is not None, "only what the file covers is compared with it"
    return {"weight": share(float(table.weight[area]), 0), "whole": _whole(inputs)}


@once
def _whole(inputs: Inputs) -> str:
    return in_service.whole_of(inputs.imported(measures.KIND))


CLASS_INDUSTRY_EMPLOYEES = _indicator(
    TABLE_OF,
    _("Salariés de l’industrie, par classe"),
    EMPLOYEES,
    _("Salariés du privé des classes industrielles (sections B à E), comptés dans les communes du territoire."),
    FIELD + COMPARED + INTERVAL + SECRECY,
    measures.class_industry_employees,
    Nature.TOTAL,
    against=("region", "country", "peers"),
    table=CLASS_TABLE,
    remark=_of_table,
)
CLASS_CHANGE = _indicator(
    "class-change",
    _("Évolution de l’emploi privé sur toute la période"),
    PERCENT,
    _("Évolution des salariés du privé de la première à la dernière année du fichier."),
    FIELD + ENOUGH,
    figures.class_change,
    Nature.CHANGE,
)
CLASS_STRUCTURAL_EFFECT = _indicator(
    "class-structural-effect",
    _("Effet de structure sur toute la période"),
    POINTS,
    _("Part de cette évolution que ses activités expliquent : ce qu’elles ont fait dans l’ensemble, en points."),
    FIELD + COMPARED_IN_PARTS + ENOUGH + DYNAMIC,
    figures.class_structural_effect,
    Nature.CHANGE,
)
CLASS_LOCAL_EFFECT = _indicator(
    "class-local-effect",
    _("Effet local sur toute la période"),
    POINTS,
    _("Part de cette évolution que ni l’ensemble ni les activités présentes n’expliquent, en points."),
    FIELD + COMPARED_IN_PARTS + ENOUGH + DYNAMIC,
    figures.class_local_effect,
    Nature.CHANGE,
)
CLASS_SPECIALISATION = _indicator(
    "class-specialisation",
    _("Indice de spécialisation, par classe"),
    INDEX,
    _("Écart entre la structure du territoire et celle de l’ensemble, classe par classe, de 0 (la même) à 2."),
    FIELD
    + COMPARED
    + ENOUGH_FOR_SHARES
    + _("K = Σ |part de la classe dans le territoire − part dans l’ensemble| (Krugman, 1991)."),
    figures.class_specialisation,
    Nature.INDEX,
)
CLASS_DIVERSITY = _indicator(
    "class-diversity",
    _("Diversité des classes"),
    CLASSES,
    _("Nombre de classes égales qui seraient aussi concentrées que celles du territoire."),
    FIELD + ENOUGH_FOR_SHARES + _("N = 1 ÷ Σ (part de la classe)² (Adelman, 1969)."),
    figures.class_diversity,
    Nature.INDEX,
)


def _response(code: str, label: Any, figure: ClassFigure, what: Any, needs: Any) -> Indicator:
    assert figure.years is not None, "a shock has its years"
    first, last = figure.years
    return _indicator(
        code,
        label,
        POINTS,
        what,
        FIELD
        + COMPARED
        + ENOUGH
        + _("Évolution de l’emploi de fin %(first)s à fin %(last)s, moins celle qu’il aurait eue si chaque classe ")
        % {"first": first, "last": last}
        + _("avait fait comme dans l’ensemble, en points de l’emploi de départ (Martin et Gardiner, 2019). ")
        + needs,
        figure,
        Nature.CHANGE,
    )


RESISTED = _("De combien de points le territoire a mieux tenu que ses activités ne le laissaient attendre.")
RECOVERED = _("De combien de points le territoire a mieux repris que ses activités ne le laissaient attendre.")
IN_A_FALL = _("Années où l’emploi privé a reculé en France ; donné si celui de l’ensemble a reculé aussi.")
IN_A_RISE = _("Années où l’emploi privé a repris en France ; donné si celui de l’ensemble a repris aussi.")
RESPONSES = (
    _response("resistance-2008", _("Résistance à la crise de 2008"), figures.resistance_2008, RESISTED, IN_A_FALL),
    _response("recovery-2010", _("Reprise après 2009"), figures.recovery_2010, RECOVERED, IN_A_RISE),
    _response("resistance-2019", _("Résistance à la crise de 2020"), figures.resistance_2019, RESISTED, IN_A_FALL),
    _response("recovery-2020", _("Reprise après 2020"), figures.recovery_2020, RECOVERED, IN_A_RISE),
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
