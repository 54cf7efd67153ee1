"""Brownfields."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition
from tandem.diagnosis.catalogue.types import HECTARES, SITES, Chapter, Indicator, sources
from tandem.diagnosis.measures import land as measures

NO_PLACE = _("aucune commune du périmètre dans le code officiel géographique")

BROWNFIELDS = Indicator(
    definition=FigureDefinition(
        id="brownfields",
        label=_("Friches recensées"),
        unit=SITES,
        definition=_("Sites de l’inventaire national Cartofriches, de tous types et de tous statuts."),
        method=_("Somme des sites des communes. L’inventaire n’est pas exhaustif : zéro veut dire aucun site connu."),
        sources=sources("brownfields"),
    ),
    measure=measures.brownfields,
    missing=NO_PLACE,
    grain="commune",
    columns=(("brownfields", "sites"), ("brownfields", "industrial_sites"), ("brownfields", "surface_m2")),
)

INDUSTRIAL_BROWNFIELDS = Indicator(
    definition=FigureDefinition(
        id="industrial-brownfields",
        label=_("Friches industrielles"),
        unit=SITES,
        definition=_("Sites que l’inventaire Cartofriches classe comme friches industrielles."),
        method=_("Somme des sites des communes. La plupart des sites de l’inventaire n’ont pas de type renseigné."),
        sources=sources("brownfields"),
    ),
    measure=measures.industrial_brownfields,
    missing=NO_PLACE,
    grain="commune",
    columns=(("brownfields", "industrial_sites"),),
)

BROWNFIELD_SURFACE = Indicator(
    definition=FigureDefinition(
        id="brownfield-surface",
        label=_("Surface des friches recensées"),
        unit=HECTARES,
        definition=_("Surface des sites de l’inventaire Cartofriches dont la surface est connue."),
        method=_("Somme des surfaces des communes, en hectares."),
        sources=sources("brownfields"),
    ),
    measure=measures.brownfield_surface,
    missing=NO_PLACE,
    grain="commune",
    columns=(("brownfields", "surface_m2"),),
)

CHAPTER = Chapter(
    id="land",
    title=_("Foncier et friches"),
    question=_("Quels terrains pourraient resservir ?"),
    indicators=(BROWNFIELDS, INDUSTRIAL_BROWNFIELDS, BROWNFIELD_SURFACE),
)
