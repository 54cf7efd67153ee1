"""Phases of the programme and the territories of each."""

import datetime as dt

from django.apps import apps
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Case, F, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Length
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

    def matching(self, code: str, name: str):
        """Keep, of the territories of `with_perimeter_at`, those that a text names, best first.

        By code, name, member or commune; `match_rank` says which (see `tandem.territories.queries.search`).

        Parameters
        ----------
        code, name
            The text as typed, and folded (`tandem.places.rules.fold`).
        """
        members = self._related("Member").filter(_named("intermunicipality__search_name", name))
        communes = self._related("PerimeterCommune").filter(_named("commune__search_name", name))
        # Whose perimeters hold one: asked once for all territories, not once for each.
        by_member = Q(perimeter_id__in=members.values("perimeter"))
        by_whole_name = Q(perimeter_id__in=communes.filter(commune__search_name=name).values("perimeter"))
        by_commune = Q(perimeter_id__in=communes.values("perimeter"))
        here = {"perimeter": OuterRef("perimeter_id")}
        return (
            self.annotate(
                match_rank=Case(
                    When(code__iexact=code.strip(), then=0),
                    When(search_name__startswith=name, then=1),
                    When(search_name__contains=f" {name}", then=2),
                    When(by_member, then=3),
                    When(by_whole_name, then=4),
                    When(by_commune, then=5),
                    output_field=models.SmallIntegerField(),
                )
            )
            .filter(match_rank__isnull=False)
            .annotate(
                matched_name=Case(
                    When(match_rank=3, then=Subquery(members.filter(**here).order_by("name").values("name")[:1])),
                    When(
                        match_rank__in=(4, 5),
                        then=Subquery(
                            communes.filter(**here)
                            .order_by(Length("commune__search_name"), "-commune__population")
                            .values("commune__name")[:1]
                        ),
                    ),
                    default=Value(""),
                    output_field=models.TextField(),
                )
            )
            .order_by("match_rank", "search_name", "code")
        )

    @staticmethod
    def _related(name: str) -> models.QuerySet:
        return apps.get_model("territories", name).objects.order_by()


def _named(field: str, text: str) -> Q:
    return Q(**{f"{field}__startswith": text}) | Q(**{f"{field}__contains": f" {text}"})


class Territory(models.Model):
    """A labelled area of one phase; its code is never used again in another phase.

    `validity` goes from the oldest list that attests it to the list that no longer does: not from the day it was
    chosen, which no source gives for all.
    """

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, verbose_name=_("phase"), related_name="territories")
    name = models.CharField(_("nom"), max_length=200)
    search_name = models.TextField(_("nom de recherche"), help_text=_("sans accent ni majuscule"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name=_("région"), related_name="territories")
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
