"""What each figure of the programme means, once: pages, files and report say the same."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Source, Unit
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.catalogue.types import EMPLOYEES, JOBS, PERCENT, sources
from tandem.programme.model import Programme

TERRITORIES = Unit("territories", _("territoire"), _("territoires"))
REGIONS = Unit("regions", _("région"), _("régions"))
MEMBERS = Unit("members", _("membre"), _("membres"))
INTERMUNICIPALITIES = Unit("intermunicipalities", _("intercommunalité"), _("intercommunalités"))
COMMUNES = Unit("communes", _("commune"), _("communes"))
PAIRS = Unit("pairs", _("binôme"), _("binômes"))
POSTS = Unit("posts", _("poste"), _("postes"))
CONTRACTS = Unit("contracts", _("contrat"), _("contrats"))
INHABITANTS = Unit("inhabitants", _("habitant"), _("habitants"))

_COUNTED = {
    "territories": (TERRITORIES, ("perimeters",)),
    "members": (MEMBERS, ("members",)),
    "communes": (COMMUNES, ("territory_communes",)),
    "population": (INHABITANTS, ("territory_communes", "communes")),
    "regions": (REGIONS, ("territories", "perimeters")),
    "lead-pairs": (PAIRS, ("perimeters",)),
    "project-managers": (POSTS, ("perimeters",)),
    "contracts-signed": (CONTRACTS, ("perimeters",)),
}
RECORDED = ("lead-pairs", "project-managers", "contracts-signed")
"""Figures that count what people record in Tandem: in the demo, what it invents."""
_COUNTS = {
    "territories": _("Compte des périmètres dont la période de validité contient la date."),
    "members": _("Compte des membres des périmètres en vigueur à la date."),
    "communes": _("Compte des communes des périmètres en vigueur à la date."),
    "population": _("Somme des populations des communes des périmètres en vigueur à la date."),
    "regions": _("Compte des régions de rattachement des territoires en vigueur à la date."),
    "lead-pairs": _(
        "Compte, parmi les territoires en vigueur à la date, de ceux dont les deux mandats du binôme le sont aussi, "
        "d’après les mandats enregistrés dans Tandem."
    ),
    "project-managers": _(
        "Compte des postes financés à la date qu’un chef de projet tient ce jour-là, d’après les postes enregistrés "
        "dans Tandem."
    ),
    "contracts-signed": _(
        "Compte des contrats dont la date de signature ne suit pas la date, et qui n’ont pas pris fin avant elle, "
        "d’après les actes enregistrés dans Tandem."
    ),
}


def counted(programme: Programme, code: str) -> FigureDefinition:
    """Return a figure that the programme's file words (territories, members, lead pairs…)."""
    wording = programme.figures[code]
    unit, tables = _COUNTED[code]
    label, definition = wording.label, wording.definition
    if settings.TANDEM_DEMO and code in RECORDED:
        label = _("%s (données fictives)") % label
        definition = _("%s Les enregistrements de cette démonstration sont fictifs.") % definition
    return FigureDefinition(
        id=code,
        label=label,
        unit=unit,
        definition=definition,
        method=_COUNTS[code],
        sources=sources(*tables),
    )


def intermunicipalities() -> FigureDefinition:
    return FigureDefinition(
        id="intermunicipalities",
        label=_("Intercommunalités concernées"),
        unit=INTERMUNICIPALITIES,
        definition=_(
            "Intercommunalités à fiscalité propre et établissements publics territoriaux membres d’au moins un "
            "territoire, en entier ou pour partie. Partagée entre deux territoires, elle compte une fois."
        ),
        method=_("Compte des SIREN distincts parmi les membres des périmètres en vigueur à la date."),
        sources=sources("members"),
    )


def new_territories() -> FigureDefinition:
    return FigureDefinition(
        id="new-territories",
        label=_("Territoires entièrement nouveaux"),
        unit=TERRITORIES,
        definition=_(
            "Territoires de la phase dont aucune commune n’appartenait à un territoire de la phase précédente."
        ),
        method=_("Compte des périmètres sans commune en partage avec la dernière liste de la phase précédente."),
        sources=sources("territory_communes"),
    )


def totals() -> tuple[tuple[str, FigureDefinition, FigureDefinition], ...]:
    """Return the indicators summed over the territories: its code, the sum's definition, its share of France's."""
    wanted = (
        ("census-jobs", JOBS, _("Emplois des territoires"), _("Part des emplois du pays")),
        (
            "private-employees",
            EMPLOYEES,
            _("Salariés du privé des territoires"),
            _("Part des salariés du privé du pays"),
        ),
        (
            "industry-jobs",
            JOBS,
            _("Emplois industriels des territoires"),
            _("Part des emplois industriels de la métropole"),
        ),
    )
    return tuple(
        (code, _total(code, unit, label), share_of(code, share_label)) for code, unit, label, share_label in wanted
    )


def _total(code: str, unit: Unit, label: object) -> FigureDefinition:
    source = INDICATORS[code].definition
    return FigureDefinition(
        id=code,
        label=label,
        unit=unit,
        definition=source.definition,
        method=_("Somme des diagnostics des territoires en vigueur à la date."),
        sources=source.sources,
    )


def share_of(code: str, label: object, extra: tuple[Source, ...] = ()) -> FigureDefinition:
    source = INDICATORS[code].definition
    return FigureDefinition(
        id=f"{code}-share",
        label=label,
        unit=PERCENT,
        definition=_("Ce que les territoires pèsent dans le pays, d’après le même indicateur."),
        method=_(
            "Somme des territoires ÷ valeur de la France, sur le même champ : métropole et départements et régions "
            "d’outre-mer, quand la source les couvre."
        ),
        sources=source.sources + extra,
    )


def population_share() -> FigureDefinition:
    return share_of("population", _("Part de la population du pays"))


def industry_share() -> FigureDefinition:
    source = INDICATORS["industry-share"].definition
    return FigureDefinition(
        id="industry-share",
        label=_("Part de l’industrie dans l’emploi des territoires"),
        unit=PERCENT,
        definition=source.definition,
        method=_("Σ emplois industriels des territoires ÷ Σ (emplois industriels ÷ part de l’industrie), en 2022."),
        sources=source.sources,
    )


def employees_growth() -> FigureDefinition:
    source = INDICATORS["private-employees"].definition
    return FigureDefinition(
        id="private-employees-change",
        label=_("Évolution des salariés du privé des territoires, 2014-2024"),
        unit=PERCENT,
        definition=_("Variation du nombre de salariés du privé des territoires entre fin 2014 et fin 2024."),
        method=_("S2024 ÷ S2014 − 1, sur les sommes des effectifs publiés de leurs communes à chaque date."),
        sources=source.sources,
    )
