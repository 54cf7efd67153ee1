"""Chapters for which Tandem reads no source yet: it says so, and which source would fill them."""

from django.utils.translation import gettext_lazy as _

from tandem.diagnosis.catalogue.types import Chapter

TRAINING = Chapter(
    id="training",
    title=_("Formation"),
    question=_("Où se forme-t-on aux métiers de l’industrie ?"),
    indicators=(),
    lacks=_(
        "Tandem ne lit encore aucune source sur la formation. L’offre par établissement est publiée par l’Onisep, "
        "l’insertion des sortants par InserJeunes, l’apprentissage par les Carif-Oref : à demander à la Région."
    ),
)

RISKS = Chapter(
    id="risks",
    title=_("Risques"),
    question=_("Quels risques pèsent sur les sites industriels et ce qui les entoure ?"),
    indicators=(),
    lacks=_(
        "Tandem ne lit encore aucune source sur les risques. Géorisques publie les installations classées, les sites "
        "Seveso et les plans de prévention, commune par commune : à demander à la préfecture."
    ),
)
