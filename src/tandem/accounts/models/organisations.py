"""Organisations by their official numbers, and which enterprise holds which."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from tandem.core.history import KeepStates
from tandem.places.models import Department, Region
from tandem.places.validity import DatedQuerySet, not_empty

LINKED, PARTNER = 50, 25
"""Shares, %: above the first an enterprise is linked to another, from the second on its partner (annex I of Commission
Regulation (EU) No 651/2014, article 3)."""


class OrganisationQuerySet(models.QuerySet):
    def current(self):
        """Those that were not merged into another."""
        return self.filter(merged_into__isnull=True)


class Organisation(models.Model):
    """A legal person that takes part in the programme, of one of the kinds that its file names.

    A duplicate is not removed but merged: it points to the organisation that stands for it, so that what was written
    under its name is still found.
    """

    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("nature"), max_length=30)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    siret = models.CharField(_("SIRET de l’établissement"), max_length=14, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("région"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("département")
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("fondue dans"), related_name="merged"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        triggers = [KeepStates("accounts_organisationstate")]
        constraints = [
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^[0-9]{9}$"),
                name="organisation_siren_nine_digits",
                violation_error_message=_("Un SIREN compte neuf chiffres."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | (Q(siret__regex=r"^[0-9]{14}$") & Q(siren=Left(F("siret"), 9))),
                name="organisation_siret_of_its_siren",
                violation_error_message=_("Un SIRET compte quatorze chiffres et commence par le SIREN."),
            ),
            models.UniqueConstraint(
                fields=["siren", "siret"],
                condition=Q(merged_into__isnull=True) & ~Q(siren=""),
                name="organisation_once",
                violation_error_message=_("Cette organisation est déjà connue sous ce numéro."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="organisation_not_merged_into_itself",
                violation_error_message=_("Une organisation ne se fond pas dans elle-même."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnterpriseLink(models.Model):
    """A part of an enterprise held by another: what their size and their aids are added up by."""

    holder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, verbose_name=_("détentrice"), related_name="holdings"
    )
    held = models.ForeignKey(Organisation, on_delete=models.PROTECT, verbose_name=_("détenue"), related_name="holders")
    share = models.DecimalField(_("part détenue, %"), max_digits=5, decimal_places=2)
    validity = DateRangeField(_("validité"))
    source = models.CharField(_("source"), max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien entre entreprises")
        verbose_name_plural = _("liens entre entreprises")
        ordering = ["holder", "held", "validity"]
        constraints = [
            not_empty("enterpriselink_validity_not_empty"),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100),
                name="enterpriselink_share_of_a_hundred",
                violation_error_message=_("Une part détenue va de 0 à 100 %."),
            ),
            models.CheckConstraint(
                condition=~Q(holder=F("held")),
                name="enterpriselink_not_with_itself",
                violation_error_message=_("Une entreprise ne se détient pas elle-même."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} → {self.held_id}"

    @property
    def linked(self) -> bool:
        """Linked rather than partner: the whole of the other counts, not its share."""
        return self.share > LINKED
