"""What ships with the package, as the site shows it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ReferenceTableQuerySet(models.QuerySet):
    def in_database(self):
        """Tables whose rows the database holds; the others are read from their file."""
        return self.exclude(loaded_sha256="")


class ReferenceTable(models.Model):
    """One table of the manifest: where it comes from, its vintage and licence, and when this version was checked.

    A table that stays in its file (the statistics) is listed here too, with an empty `loaded_sha256`.
    """

    name = models.CharField(_("nom"), max_length=60, primary_key=True)
    title = models.CharField(_("titre"), max_length=200)
    description = models.TextField(_("description"))
    source = models.TextField(_("source"))
    producer = models.CharField(_("producteur"), max_length=200)
    vintage = models.CharField(_("millésime"), max_length=120)
    geography = models.CharField(_("géographie"), max_length=80, help_text=_("année du code officiel géographique"))
    licence = models.CharField(_("licence"), max_length=120)
    origin = models.TextField(_("copie utilisée"))
    columns = models.JSONField(_("colonnes"), default=list, encoder=DjangoJSONEncoder)
    rows = models.PositiveIntegerField(_("lignes"))
    size = models.PositiveIntegerField(_("octets"))
    sha256 = models.CharField(_("empreinte du fichier"), max_length=64)
    loaded_sha256 = models.CharField(_("empreinte chargée en base"), max_length=64, blank=True, default="")
    loaded_at = models.DateTimeField(_("chargée le"), db_default=Now())

    objects = ReferenceTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("table de référence")
        verbose_name_plural = _("tables de référence")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="referencetable_sha256_hexadecimal",
                violation_error_message=_("Une empreinte SHA-256 compte 64 chiffres hexadécimaux."),
            )
        ]

    def __str__(self) -> str:
        return self.title
