"""Occupations short of people."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature
from tandem.diagnosis.catalogue.types import OCCUPATIONS, Chapter, Indicator, sources
from tandem.diagnosis.measures import schemes as measures

SHORTAGE_OCCUPATIONS = Indicator(
    definition=FigureDefinition(
        id="shortage-occupations",
        label=_("Métiers en tension"),
        unit=OCCUPATIONS,
        definition=_("Métiers de la liste officielle des métiers en tension de la région, au 1er mars 2024."),
        method=_(
            "Nombre de familles professionnelles de l’arrêté du 1er mars 2024 pour la région ou pour toute la France. "
            "La liste est régionale : tous les territoires d’une région ont la même. Ni rang ni comparaison n’en sont "
            "tirés."
        ),
        sources=sources("shortage_occupations"),
        nature=Nature.LIST,
        against=(),
    ),
    measure=measures.shortage_occupations,
    missing=_("la liste de 2024 ne couvre que la métropole"),
    grain="region",
    columns=(("shortage_occupations", "label"),),
    ranked=False,
)

CHAPTER = Chapter(
    id="recruitment",
    title=_("Recrutement"),
    question=_("Quels métiers manquent de candidats ?"),
    indicators=(SHORTAGE_OCCUPATIONS,),
)
