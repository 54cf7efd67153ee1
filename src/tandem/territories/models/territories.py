"""Phases of the programme and the territories of each."""

import datetime as dt

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from tandem.places.models import Region
from tandem.places.validity import DatedQuerySet, not_empty


class Phase(models.Model):
    """A phase of the programme, as its file gives it."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    name = models.CharField(_("nom"), max_length=80)
    validity = DateRangeField(_("validité"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["validity"]
        constraints = [not_empty("phase_validity_not_empty")]

    def __str__(self) -> str:
        return self.code


class TerritoryQuerySet(DatedQuerySet):
    def with_perimeter_at(self, date: dt.date):
        """Territories that have a perimeter on a day, with what it holds: one row each.

        Annotations: `listed_as` (the name on that list), `list`, `members`, `communes`, `population`, `perimeter_id`.
        """
        return (
            self.annotate(in_force=FilteredRelation("perimeters", condition=Q(perimeters__validity__contains=date)))
            .filter(in_force__isnull=False)
            .annotate(
                perimeter_id=F("in_force__id"),
                listed_as=F("in_force__name"),
                list=F("in_force__list"),
                members=F("in_force__members"),
                communes=F("in_force__communes"),
                population=F("in_force__population"),
            )
        )


class Territory(models.Model):
    """A labelled area of one phase; its code is never used again in another phase.

    `validity` goes from the oldest list that attests it to the list that no longer does: not from the day it was
    chosen, which no source gives for all.
    """

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, verbose_name=_("phase"), related_name="territories")
    name = models.CharField(_("nom"), max_length=200)
    search_name = models.TextField(_("nom de recherche"), help_text=_("sans accent ni majuscule"))
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, verbose_name=_("région"), related_name="territories"
    )
    validity = DateRangeField(_("validité"))

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ["code"]
        constraints = [
            not_empty("territory_validity_not_empty"),
            # What the perimeters' composite key refers to.
            models.UniqueConstraint(
                fields=["code", "phase"],
                name="territory_one_phase",
                violation_error_message=_("Un territoire appartient à une seule phase."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
