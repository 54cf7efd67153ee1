"""Outlines and neighbours."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.places.models.areas import Intermunicipality


class Contour(models.Model):
    """Simplified outline of an area, for maps, never for measuring."""

    class Kind(models.TextChoices):
        INTERMUNICIPALITY = "intermunicipality", _("intercommunalité")
        DEPARTMENT = "department", _("département")
        REGION = "region", _("région")

    kind = models.CharField(_("nature"), max_length=17, choices=Kind)
    code = models.CharField(_("code"), max_length=9)
    geometry = models.TextField(_("géométrie"), help_text=_("géométrie GeoJSON, WGS84"))

    class Meta:
        verbose_name = _("contour")
        verbose_name_plural = _("contours")
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="contour_once_per_area",
                violation_error_message=_("Une zone n’a qu’un contour."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"


class Contiguity(models.Model):
    """Two intermunicipalities that touch, written once, the lower SIREN first."""

    first = models.ForeignKey(
        Intermunicipality, on_delete=models.CASCADE, verbose_name=_("première"), related_name="contiguities"
    )
    second = models.ForeignKey(
        Intermunicipality, on_delete=models.CASCADE, verbose_name=_("seconde"), related_name="contiguities_as_second"
    )
    border = models.FloatField(
        _("frontière commune"), help_text=_("longueur approchée, en centièmes de degré : compare, ne mesure pas")
    )

    class Meta:
        verbose_name = _("contiguïté")
        verbose_name_plural = _("contiguïtés")
        ordering = ["first", "second"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="contiguity_once_per_pair",
                violation_error_message=_("Deux intercommunalités ne se touchent qu’une fois."),
            ),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="contiguity_lower_siren_first",
                violation_error_message=_("Une contiguïté s’écrit une fois, le plus petit SIREN d’abord."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} – {self.second_id}"
