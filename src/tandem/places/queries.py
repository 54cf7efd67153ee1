"""Reads on the official geography."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from tandem.core.errors import NotFoundError, nearest
from tandem.places.models import Commune, CommuneCode, Department, EmploymentZone, Intermunicipality, Region
from tandem.places.models.communes import CommuneQuerySet
from tandem.places.rules import fold


@dataclass(frozen=True, slots=True)
class Place:
    """What a search shows of a commune or an intermunicipality.

    Attributes
    ----------
    kind
        ``commune`` or ``intermunicipality``.
    context
        Where it is: the department of a commune, the nature of an intermunicipality.
    """

    kind: str
    code: str
    name: str
    context: str
    population: int | None


def resolve_commune(code: str) -> Commune:
    """Return the commune in force that a code names, today's or an earlier one (75101 gives Paris).

    Raises
    ------
    NotFoundError
        No commune has or had this code; the hint gives the nearest codes.
    """
    wanted = code.strip().upper()
    commune = Commune.objects.filter(pk=wanted).first()
    if commune is None:
        earlier = CommuneCode.objects.select_related("commune").filter(pk=wanted).first()
        commune = earlier.commune if earlier else None
    if commune is None:
        close = nearest(wanted, Commune.objects.filter(code__startswith=wanted[:2]).values_list("code", flat=True))
        raise NotFoundError(
            _("Aucune commune n’a le code « %(code)s ».") % {"code": code},
            _("Codes les plus proches : %s.") % ", ".join(close) if close else _("Un code de commune : 01004, 2A004."),
        )
    return commune


def communes_of(place: Region | Department | EmploymentZone | Intermunicipality) -> CommuneQuerySet:
    """Return the communes in force of an area."""
    return Commune.objects.in_force().of(place)


def search(text: str, limit: int = 10) -> list[Place]:
    """Return the communes and intermunicipalities whose name begins with `text`, or has a word that does.

    Accents, capitals, hyphens and apostrophes do not count. Names that begin with the text come first, then the most
    populated.
    """
    wanted = fold(text)
    if not wanted:
        return []
    communes = _named(Commune.objects.in_force().select_related("department"), wanted, limit)
    groups = _named(Intermunicipality.objects.in_force(), wanted, limit)
    found = [
        (
            rank,
            Place("commune", commune.code, commune.name, str(commune.department or ""), commune.population),
        )
        for rank, commune in communes
    ] + [
        (
            rank,
            Place("intermunicipality", group.siren, group.name, str(group.get_kind_display()), group.population),
        )
        for rank, group in groups
    ]
    found.sort(key=lambda ranked: (ranked[0], -(ranked[1].population or 0), ranked[1].name))
    return [place for _rank, place in found[:limit]]


def _named(queryset: models.QuerySet, wanted: str, limit: int) -> list[tuple[int, models.Model]]:
    """Rows whose name begins with the text (rank 0, by the index), then, if there is room, one of whose words does."""
    order = (models.F("population").desc(nulls_last=True), "pk")
    found = [(0, row) for row in queryset.filter(search_name__startswith=wanted).order_by(*order)[:limit]]
    if len(found) < limit:
        others = queryset.filter(search_name__contains=f" {wanted}").exclude(search_name__startswith=wanted)
        found += [(1, row) for row in others.order_by(*order)[: limit - len(found)]]
    return found
