"""Communes of the geography in force, and the codes they had before."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.places.models.areas import Department, EmploymentZone, Intermunicipality, Region
from tandem.places.validity import DatedQuerySet, not_empty


class CommuneQuerySet(DatedQuerySet):
    def of(self, place: Region | Department | EmploymentZone | Intermunicipality):
        """Communes of a region, a department, an employment zone, an EPCI or an EPT."""
        if isinstance(place, Intermunicipality):
            side = "ept" if place.kind == Intermunicipality.Kind.EPT else "epci"
        else:
            side = {Region: "region", Department: "department", EmploymentZone: "employment_zone"}[type(place)]
        return self.filter(**{side: place})


class Commune(models.Model):
    """A commune and the areas that it belongs to in the vintage loaded.

    `validity` begins with the oldest vintage loaded that attests the code (1 January 2022, or 2026 when the list of
    2022 does not have it): not with the creation of the commune, which can be older. It is open while it exists.
    """

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=120)
    search_name = models.TextField(_("nom de recherche"), help_text=_("sans accent ni majuscule"))
    # Indexed below: Django would add to each key of text a second index, for LIKE.
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        verbose_name=_("département"),
        related_name="communes",
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        verbose_name=_("région"),
        related_name="communes",
    )
    epci = models.ForeignKey(
        Intermunicipality,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        verbose_name=_("EPCI"),
        related_name="communes",
    )
    ept = models.ForeignKey(
        Intermunicipality,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        verbose_name=_("établissement public territorial"),
        related_name="communes_of_ept",
    )
    employment_zone = models.ForeignKey(
        EmploymentZone,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        verbose_name=_("zone d’emploi"),
        related_name="communes",
    )
    population = models.PositiveIntegerField(_("population municipale"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    latitude = models.FloatField(_("latitude"), null=True)
    validity = DateRangeField(_("validité"))

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["search_name"], opclasses=["text_pattern_ops"], name="commune_by_name"),
            models.Index(fields=["department"], name="commune_by_department"),
            models.Index(fields=["region"], name="commune_by_region"),
            models.Index(fields=["epci"], name="commune_by_epci"),
            models.Index(fields=["ept"], name="commune_by_ept", condition=models.Q(ept__isnull=False)),
            models.Index(fields=["employment_zone"], name="commune_by_employment_zone"),
        ]
        constraints = [
            not_empty("commune_validity_not_empty"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9][0-9AB][0-9]{3}$"),
                name="commune_code_official",
                violation_error_message=_("Un code de commune compte cinq caractères, par exemple 01004 ou 2A004."),
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True, latitude__isnull=True)
                | models.Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="commune_coordinates_possible",
                violation_error_message=_("Une longitude va de -180 à 180 et une latitude de -90 à 90, ensemble."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CommuneCode(models.Model):
    """A code that is no longer a commune's (merged, delegated, associated, municipal district) and today's commune.

    The passage table does not date the change; `origin` says which source attests it.
    """

    old_code = models.CharField(_("ancien code"), max_length=5, primary_key=True)
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, verbose_name=_("commune"), related_name="earlier_codes"
    )
    origin = models.CharField(_("origine"), max_length=200)

    class Meta:
        verbose_name = _("ancien code de commune")
        verbose_name_plural = _("anciens codes de communes")
        ordering = ["old_code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_code=models.F("commune")),
                name="communecode_differs_from_commune",
                violation_error_message=_("Un ancien code diffère du code actuel de la commune."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_code} → {self.commune_id}"
