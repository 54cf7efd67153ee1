"""The industrial fabric, establishment by establishment: once Sirene's stock is imported."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.analytics.relational.sizes import BANDS, LOWER_BOUNDS
from tandem.core.figures import FigureDefinition, Nature, Unit
from tandem.core.tables import Column
from tandem.core.typography import number
from tandem.diagnosis.catalogue.types import ESTABLISHMENTS, PERCENT, Chapter, Indicator, official_file
from tandem.diagnosis.measures import establishments as measures

FIELD = _("Répertoire Sirene, établissements des classes industrielles (sections B à E) des communes du territoire. ")
BAND = _(
    "Sirene donne la taille par tranche : chaque établissement compte pour le milieu de la sienne, et la plus haute "
    "pour son plancher. "
)


def band_in_words(code: str) -> str:
    """Say a size band: « 100 à 199 salariés »."""
    place = BANDS.index(code)
    low = LOWER_BOUNDS[place]
    if place + 1 == len(BANDS):
        return _("%(low)s salariés ou plus") % {"low": number(low)}
    high = LOWER_BOUNDS[place + 1] - 1
    return _("%(low)s à %(high)s salariés") % {"low": number(low), "high": number(high)}


def sizes_there_are(rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Return the size bands up to the largest that has an establishment: a column of zeros above it says nothing."""
    last = max((place for place, row in enumerate(rows) if row["establishments"]), default=len(rows) - 1)
    return rows[: last + 1]


def _indicator(
    code: str,
    label: Any,
    unit: Unit,
    definition: Any,
    method: Any,
    measure: Any,
    nature: Nature,
    table: tuple[Column, ...] = (),
    against: tuple[str, ...] = ("region", "country", "peers"),
    kinds: tuple[str, ...] = (measures.KIND,),
) -> Indicator:
    return Indicator(
        definition=FigureDefinition(
            id=code,
            label=label,
            unit=unit,
            definition=definition,
            method=method,
            sources=tuple(official_file(kind) for kind in kinds),
            nature=nature,
            against=against,
        ),
        measure=measure,
        missing="",
        imported=measures.KIND,
        table=table,
    )


SIZES = _indicator(
    "industry-employers",
    _("Établissements industriels employeurs"),
    ESTABLISHMENTS,
    _("Établissements industriels ouverts qui ont au moins un salarié."),
    FIELD + _("Un établissement sans tranche d’effectif n’est pas compté : Sirene ne sait pas s’il emploie."),
    measures.industry_employers,
    Nature.TOTAL,
    table=(
        Column("band", _("Taille"), value=lambda row: band_in_words(row["band"])),
        Column("establishments", _("Établissements"), decimals=0),
    ),
)
BIRTHS = _indicator(
    "industry-births",
    _("Créations d’établissements industriels"),
    ESTABLISHMENTS,
    _("Établissements industriels créés dans la dernière année pleine, employeurs ou non."),
    FIELD + _("Année de la date de création. Un transfert d’une commune à l’autre est une création."),
    measures.industry_births,
    Nature.TOTAL,
)
CLOSURES = _indicator(
    "industry-closures",
    _("Fermetures d’établissements industriels"),
    ESTABLISHMENTS,
    _("Établissements industriels fermés dans la dernière année pleine, employeurs ou non."),
    FIELD + _("Année du début de la période de fermeture. Un transfert d’une commune à l’autre est une fermeture."),
    measures.industry_closures,
    Nature.TOTAL,
)
LARGEST = _indicator(
    "largest-share",
    _("Poids du premier établissement"),
    PERCENT,
    _("Part du plus grand établissement, toutes activités, dans les emplois salariés du territoire. Estimation."),
    BAND
    + _(
        "Les premiers, quarante au plus et par tranches entières, sont nommés d’après Sirene, qui est public ; ceux en "
        "diffusion partielle comptent sans être listés."
    ),
    measures.largest_share,
    Nature.SHARE,
    against=("peers",),
    kinds=(measures.KIND, measures.LEGAL_UNITS),
    table=(
        Column("name", _("Enseigne ou dénomination"), value=lambda row: row["name"] or _("sans enseigne")),
        Column("siret", _("SIRET")),
        Column("commune", _("Commune")),
        Column("activity", _("Activité")),
        Column("band", _("Taille"), value=lambda row: band_in_words(row["band"])),
    ),
)

CHAPTER = Chapter(
    id="fabric",
    title=_("Tissu industriel"),
    question=_("Qui sont les établissements, de quelle taille, et de qui dépend l’emploi ?"),
    indicators=(SIZES, BIRTHS, CLOSURES, LARGEST),
)
