"""Energy and emitters: once the register of polluting emissions is imported."""

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature
from tandem.core.tables import Column
from tandem.diagnosis.catalogue.types import ESTABLISHMENTS, Chapter, Indicator, official_file
from tandem.diagnosis.measures import sites as measures

EMITTERS = Indicator(
    definition=FigureDefinition(
        id="emitters",
        label=_("Établissements du registre des émissions"),
        unit=ESTABLISHMENTS,
        definition=_("Établissements du registre national des émissions polluantes et des déchets (IREP)."),
        method=_(
            "Compte des établissements du registre situés dans les communes du territoire, chacun une fois. Le "
            "registre ne connaît que ceux qui dépassent un seuil d’émission ou de déchets : il n’est pas exhaustif. "
            "Dioxyde de carbone : dernière année du fichier des émissions, part issue de la biomasse exclue ; vide, "
            "l’établissement n’en déclare pas."
        ),
        sources=(official_file(measures.EMITTERS), official_file(measures.EMISSIONS)),
        nature=Nature.TOTAL,
    ),
    measure=measures.emitters,
    missing="",
    imported=measures.EMITTERS,
    table=(
        Column("name", _("Établissement")),
        Column("commune_name", _("Commune")),
        Column("activity_name", _("Activité")),
        Column("carbon_tonnes", _("Dioxyde de carbone"), unit=_("t par an"), decimals=0),
    ),
)

CHAPTER = Chapter(
    id="energy",
    title=_("Énergie et émissions"),
    question=_("Qui émet, et quels établissements auront à se décarboner ?"),
    indicators=(EMITTERS,),
    lacks=_(
        "Tandem ne lit pas encore les consommations locales d’énergie (service statistique du développement durable) "
        "ni les quotas européens : à demander aux gestionnaires de réseau."
    ),
)
