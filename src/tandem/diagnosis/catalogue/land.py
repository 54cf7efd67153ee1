"""Brownfields."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature
from tandem.core.tables import Column
from tandem.diagnosis.catalogue.types import HECTARES, SITES, Chapter, Indicator, official_file, sources
from tandem.diagnosis.measures import land as measures
from tandem.diagnosis.measures import sites

NO_PLACE = _("aucune commune du périmètre dans le code officiel géographique")

BROWNFIELDS = Indicator(
    definition=FigureDefinition(
        id="brownfields",
        label=_("Friches recensées"),
        unit=SITES,
        definition=_("Sites de l’inventaire Cartofriches : friches constatées, potentielles ou déjà reconverties."),
        method=_(
            "Somme des sites des communes. L’inventaire n’est pas exhaustif : zéro veut dire qu’il n’y connaît aucun "
            "site, non qu’il n’y a pas de friche. Sur ses 27 983 sites, 13 129 sont des friches potentielles, à "
            "vérifier, et 674 sont déjà reconverties."
        ),
        sources=sources("brownfields"),
        nature=Nature.TOTAL,
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
        definition=_("Sites dont l’inventaire Cartofriches donne le type : friche industrielle."),
        method=_(
            "Somme des sites des communes. Plus de la moitié des sites de l’inventaire (16 001 sur 27 983) n’ont pas "
            "de type : c’est un minimum."
        ),
        sources=sources("brownfields"),
        nature=Nature.TOTAL,
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
        definition=_("Surface des sites de l’inventaire Cartofriches, telle que l’inventaire la donne."),
        method=_(
            "Somme des surfaces des communes, en hectares. Quelques surfaces de l’inventaire sont aberrantes (jusqu’à "
            "141 km² dans une commune) et ne sont pas corrigées : aucun rang n’en est tiré."
        ),
        sources=sources("brownfields"),
        nature=Nature.TOTAL,
    ),
    measure=measures.brownfield_surface,
    missing=_("aucun site connu de l’inventaire, donc aucune surface"),
    grain="commune",
    columns=(("brownfields", "surface_m2"),),
    ranked=False,
)

WITHOUT_PROJECT = Indicator(
    definition=FigureDefinition(
        id="brownfields-without-project",
        label=_("Friches industrielles sans projet"),
        unit=SITES,
        definition=_("Sites que Cartofriches donne comme friches industrielles sans projet, un par un."),
        method=_(
            "Compte des sites du fichier importé dont le type est « friche industrielle » et le statut « friche sans "
            "projet ». Le fichier ne dit ni l’un ni l’autre de beaucoup de sites : c’est un minimum. Les propriétaires "
            "que le producteur masque le restent."
        ),
        sources=(official_file(sites.SITES),),
        nature=Nature.TOTAL,
    ),
    measure=sites.brownfields_without_project,
    missing="",
    imported=sites.SITES,
    table=(
        Column("name", _("Site")),
        Column("commune_name", _("Commune")),
        Column("area_m2", _("Surface"), unit="m²", decimals=0),
        Column("soil_pollution", _("Pollution du sol")),
        Column("activity_end", _("Fin d’activité")),
    ),
)

CHAPTER = Chapter(
    id="land",
    title=_("Foncier et friches"),
    question=_("Quels terrains pourraient resservir ?"),
    indicators=(BROWNFIELDS, INDUSTRIAL_BROWNFIELDS, BROWNFIELD_SURFACE, WITHOUT_PROJECT),
)
