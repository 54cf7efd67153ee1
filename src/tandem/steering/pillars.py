"""Which indicators inform which pillar of the programme: a reading of Tandem's, pillar by pillar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class PillarReading:
    """The indicators that inform a pillar, the first one drawn; and what no data loaded yet can say."""

    indicators: tuple[str, ...]
    gap: Any = ""


BASE = PillarReading(("industry-share", "employees-change", "local-effect"))
"""What concerns every pillar: the weight of industry, and where private employment goes."""

READINGS: Mapping[str, PillarReading] = {
    "attirer": PillarReading(
        ("population-growth", "private-employees-growth"),
        _("Les implantations d’entreprises ne sont pas encore suivies."),
    ),
    "recruter": PillarReading(
        ("unemployment", "median-income"),
        _("Les offres d’emploi non pourvues et les formations ne sont pas encore chargées."),
    ),
    "simplifier": PillarReading(
        ("brownfields", "industrial-brownfields"),
        _("Les délais d’autorisation ne sont publiés par aucune source chargée."),
    ),
    "innover": PillarReading(
        ("leading-quotient", "sector-diversity", "specialisation"),
        _("Les dépenses de recherche, les brevets et la décarbonation ne sont pas encore chargés."),
    ),
    "competences": PillarReading(
        ("unemployment", "private-employees-growth"),
        _("Les offres d’emploi non pourvues, les formations et leurs places ne sont pas encore chargées."),
    ),
    "transition": PillarReading(
        (),
        _(
            "Aucune donnée chargée ne décrit encore les émissions, l’énergie, l’eau ou les matières des sites "
            "industriels. Importer le registre des émissions polluantes et les consommations d’énergie y répondrait."
        ),
    ),
    "innovation": PillarReading(
        ("leading-quotient", "sector-diversity", "specialisation"),
        _("Les dépenses de recherche, les brevets et les plateformes ne sont pas encore chargés."),
    ),
    "foncier": PillarReading(
        ("brownfields", "industrial-brownfields"),
        _("Les zones d’activité, leurs surfaces libres et les sites clés en main ne sont pas encore chargés."),
    ),
}
UNKNOWN = PillarReading((), _("Aucun indicateur n’est encore rattaché à cet axe."))


def reading_of(pillar: str) -> PillarReading:
    """Return what informs a pillar; a pillar of another programme has nothing yet, and says so."""
    return READINGS.get(pillar, UNKNOWN)
