"""The words that files say for what has no number."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.figures import Availability, Figure
from tandem.core.tables import SECRET

NOT_AVAILABLE = gettext_lazy("n.d.")
MEANINGLESS = gettext_lazy("sans objet")

AVAILABILITIES: dict[Availability, Any] = {
    Availability.VALUE: gettext_lazy("valeur"),
    Availability.ESTIMATE: gettext_lazy("estimation"),
    Availability.PARTIAL: gettext_lazy("valeur partielle"),
    Availability.NOT_AVAILABLE: gettext_lazy("non disponible"),
    Availability.SECRET: gettext_lazy("secret statistique"),
    Availability.MEANINGLESS: gettext_lazy("non significatif"),
}


def value_or_word(figure: Figure) -> float | str:
    """Return the value of a figure, or the word that stands for it: never a zero, never a blank."""
    if figure.value is not None:
        return figure.value
    return SECRET if figure.availability is Availability.SECRET else str(NOT_AVAILABLE)


def elsewhere(figure: Figure, kind: str) -> float | str:
    """Return the same figure in the region, in France or among similar territories, or the word that stands for it."""
    if kind not in figure.definition.against:
        return str(MEANINGLESS)
    value = figure.compared_with(kind)
    return str(NOT_AVAILABLE) if value is None else value


def reading_advice() -> tuple[tuple[str, str], ...]:
    """Return what each word of a file means, for its first page."""
    return (
        (_("estimation"), _("calculée par une méthode dite dans la colonne Méthode, faute d’une valeur publiée.")),
        (_("valeur partielle"), _("des enregistrements manquent : la colonne Raison dit lesquels et pourquoi.")),
        (_("secret"), _("le secret statistique interdit de publier ce nombre ; ce n’est ni zéro, ni un oubli.")),
        (_("n.d."), _("non disponible ; pour un chiffre, la colonne Raison dit pourquoi et ce qui le donnerait.")),
        (_("non significatif"), _("le calcul ne dirait rien ici : la colonne Raison dit pourquoi.")),
        (_("sans objet"), _("la comparaison ou le rang ne voudrait rien dire pour ce chiffre.")),
        (
            _("territoires semblables"),
            _("médiane des cinq territoires de la même liste dont la structure est la plus proche."),
        ),
        (
            _("rang"),
            _("1 est la plus forte valeur, non la meilleure ; les territoires sans valeur ne sont pas classés."),
        ),
    )
