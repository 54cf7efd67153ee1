"""Zonings and schemes."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature
from tandem.core.tables import Column
from tandem.diagnosis.catalogue.types import SCHEMES, Chapter, Indicator, sources
from tandem.diagnosis.measures import schemes as measures

SCHEMES_PRESENT = Indicator(
    definition=FigureDefinition(
        id="schemes",
        label=_("Zonages et dispositifs présents"),
        unit=SCHEMES,
        definition=_("Zonages réglementaires et dispositifs publics qui couvrent au moins une commune du territoire."),
        method=_(
            "Compte des zonages et dispositifs connus, chacun avec son millésime ; certains ne sont plus en vigueur."
        ),
        sources=sources("zonings", "zoning_catalogue"),
        nature=Nature.LIST,
        against=(),
    ),
    measure=measures.schemes,
    missing=_("aucune commune du périmètre dans le code officiel géographique"),
    grain="commune",
    columns=(("zonings", "zoning"),),
    ranked=False,
    table=(
        Column("zoning", _("Sigle")),
        Column("name", _("Zonage ou dispositif")),
        Column("kind", _("Nature")),
        Column("vintage", _("Millésime")),
        Column("communes", _("Communes du territoire"), decimals=0),
        Column("population_share", _("Part des habitants"), unit="%", decimals=1),
    ),
)

CHAPTER = Chapter(
    id="schemes",
    title=_("Zonages et dispositifs"),
    question=_("Sur quels appuis le territoire peut-il déjà compter ?"),
    indicators=(SCHEMES_PRESENT,),
)
