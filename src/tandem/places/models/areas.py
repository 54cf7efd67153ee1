"""Areas above the commune. Their keys are the official codes, as text: 01, 2A, 200069193."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.places.validity import DatedQuerySet, not_empty


class Zone(models.TextChoices):
    METRO = "metro", _("métropole")
    DROM = "drom", _("département et région d’outre-mer")
    COM = "com", _("collectivité d’outre-mer")


class Region(models.Model):
    """A region, or an overseas collectivity that stands for one.

    `validity` begins with the oldest vintage loaded that attests the region, not with its creation by law.
    """

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("nom"), max_length=80)
    zone = models.CharField(_("zone"), max_length=5, choices=Zone)
    validity = DateRangeField(_("validité"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("région")
        verbose_name_plural = _("régions")
        ordering = ["code"]
        constraints = [
            not_empty("region_validity_not_empty"),
            models.CheckConstraint(
                condition=models.Q(zone__in=Zone.values),
                name="region_zone_known",
                violation_error_message=_("La zone d’une région est métropole, DROM ou COM."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department. `validity` begins with the oldest vintage loaded that attests it."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("nom"), max_length=80)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, verbose_name=_("région"), related_name="departments"
    )
    zone = models.CharField(_("zone"), max_length=5, choices=Zone)
    validity = DateRangeField(_("validité"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("département")
        verbose_name_plural = _("départements")
        ordering = ["code"]
        constraints = [
            not_empty("department_validity_not_empty"),
            models.CheckConstraint(
                condition=models.Q(zone__in=Zone.values),
                name="department_zone_known",
                violation_error_message=_("La zone d’un département est métropole, DROM ou COM."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmploymentZone(models.Model):
    """A statistical area within which most people live and work (Insee, ZE2020).

    `validity` begins with the oldest vintage loaded that attests it.
    """

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    name = models.CharField(_("nom"), max_length=120)
    validity = DateRangeField(_("validité"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("zone d’emploi")
        verbose_name_plural = _("zones d’emploi")
        ordering = ["code"]
        constraints = [not_empty("employmentzone_validity_not_empty")]

    def __str__(self) -> str:
        return self.name


class Intermunicipality(models.Model):
    """A group of communes with its own taxes (EPCI), or one of the Paris territorial bodies (EPT), by SIREN.

    Those of 2020 and 2022 that no longer exist are kept, because earlier lists of territories name them. `validity`
    begins with the oldest vintage loaded that attests the group and ends with the first that no longer does.
    """

    class Kind(models.TextChoices):
        CC = "CC", _("communauté de communes")
        CA = "CA", _("communauté d’agglomération")
        CU = "CU", _("communauté urbaine")
        METRO = "METRO", _("métropole")
        MET69 = "MET69", _("métropole de Lyon")
        EPT = "EPT", _("établissement public territorial")

    siren = models.CharField(_("SIREN"), max_length=9, primary_key=True)
    name = models.CharField(_("nom"), max_length=200)
    search_name = models.TextField(_("nom de recherche"), help_text=_("sans accent ni majuscule"))
    kind = models.CharField(_("nature"), max_length=5, choices=Kind)
    population = models.PositiveIntegerField(_("population municipale"), null=True)
    validity = DateRangeField(_("validité"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("intercommunalité")
        verbose_name_plural = _("intercommunalités")
        ordering = ["siren"]
        indexes = [
            models.Index(fields=["search_name"], opclasses=["text_pattern_ops"], name="intermunicipality_by_name")
        ]
        constraints = [
            not_empty("intermunicipality_validity_not_empty"),
            models.CheckConstraint(
                condition=models.Q(siren__regex=r"^[0-9]{9}$"),
                name="intermunicipality_siren_nine_digits",
                violation_error_message=_("Un SIREN compte neuf chiffres."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["CC", "CA", "CU", "METRO", "MET69", "EPT"]),
                name="intermunicipality_kind_known",
                violation_error_message=_("La nature d’une intercommunalité est CC, CA, CU, METRO, MET69 ou EPT."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
