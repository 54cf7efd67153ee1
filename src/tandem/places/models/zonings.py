"""Zonings and support schemes, commune by commune."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.places.models.communes import Commune
from tandem.places.validity import DatedQuerySet, not_empty


class Zoning(models.Model):
    """A legal zoning (ZRR, AFR, QPV…) or a scheme that selects communes (ACV, PVD…), as one vintage of it lists them.

    `validity` is that of the zoning by its texts; a side is open when its source gives no date.
    """

    class Kind(models.TextChoices):
        ZONING = "zonage", _("zonage")
        SCHEME = "dispositif", _("dispositif")

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("nature"), max_length=10, choices=Kind)
    vintage = models.CharField(_("millésime"), max_length=80)
    validity = DateRangeField(_("validité"))
    producer = models.CharField(_("producteur"), max_length=200)
    source = models.TextField(_("source"))
    note = models.TextField(_("note"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("zonage")
        verbose_name_plural = _("zonages")
        ordering = ["code"]
        constraints = [
            not_empty("zoning_validity_not_empty"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["zonage", "dispositif"]),
                name="zoning_kind_known",
                violation_error_message=_("Un zonage est de nature « zonage » ou « dispositif »."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.vintage})"


class ZonedCommune(models.Model):
    """A commune in a zoning. `validity` begins with the date its source gives, or else with the zoning itself."""

    zoning = models.ForeignKey(
        Zoning, on_delete=models.PROTECT, db_index=False, verbose_name=_("zonage"), related_name="zoned"
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, db_index=False, verbose_name=_("commune"), related_name="zonings"
    )
    status = models.CharField(_("situation"), max_length=80, help_text=_("intégral, partiel, nombre de quartiers…"))
    detail = models.TextField(_("détail"), blank=True)
    validity = DateRangeField(_("validité"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune zonée")
        verbose_name_plural = _("communes zonées")
        ordering = ["zoning", "commune"]
        indexes = [models.Index(fields=["commune"], name="zonedcommune_by_commune")]
        constraints = [
            models.UniqueConstraint(
                fields=["zoning", "commune"],
                name="zonedcommune_once_per_zoning",
                violation_error_message=_("Une commune n’est qu’une fois dans un zonage."),
            ),
            not_empty("zonedcommune_validity_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.zoning_id} {self.commune_id}"
