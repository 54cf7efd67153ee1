"""Perimeters of mandates and of objects, and which holds which."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScopeKind(TextChoices):
    """What a mandate is exercised over, the widest first."""

    NATION = "nation", _("tout le pays")
    REGION = "region", _("une région")
    DEPARTMENT = "department", _("un département")
    TERRITORY = "territory", _("un territoire")
    ORGANISATION = "organisation", _("une organisation")


@dataclass(frozen=True, slots=True)
class Scope:
    """A perimeter: its kind, and its code (none for the nation)."""

    kind: ScopeKind
    code: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else str(self.kind)


NATION = Scope(ScopeKind.NATION)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object lies: all the perimeters that hold it.

    A territory lies in several departments, and may lie in two regions; an action or a meeting lies where its territory
    does; an organisation lies in itself, and where it has its seat.

    Parameters
    ----------
    territories, departments, regions
        Codes.
    organisations
        Primary keys, as text.
    """

    territories: Collection[str] = field(default_factory=frozenset)
    departments: Collection[str] = field(default_factory=frozenset)
    regions: Collection[str] = field(default_factory=frozenset)
    organisations: Collection[str] = field(default_factory=frozenset)

    def within(self, scope: Scope) -> bool:
        """Say whether a perimeter holds it."""
        held = {
            ScopeKind.REGION: self.regions,
            ScopeKind.DEPARTMENT: self.departments,
            ScopeKind.TERRITORY: self.territories,
            ScopeKind.ORGANISATION: self.organisations,
        }
        return scope.kind == ScopeKind.NATION or scope.code in held[scope.kind]


ANYWHERE = Place()
"""What lies in no perimeter smaller than the country: only a mandate over the nation holds it."""
