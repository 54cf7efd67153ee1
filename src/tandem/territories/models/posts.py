"""Funded posts of project managers, who holds them, and what they report."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Mandate, Organisation
from tandem.core.history import KeepStates
from tandem.places.validity import DatedQuerySet, not_empty, overlapping_validity, same_row
from tandem.territories.models.territories import Territory


class Post(models.Model):
    """A post that the programme helps to pay for, whoever holds it; `validity` is the time for which it is funded.

    Money is in cents, `rate` in hundredths of a percent; `cap` is for the whole length.
    """

    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, verbose_name=_("territoire"), related_name="posts"
    )
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, verbose_name=_("employeur"), related_name="posts"
    )
    rate = models.PositiveIntegerField(_("taux du financeur"), help_text=_("en centièmes de pour cent"))
    cap = models.PositiveBigIntegerField(_("plafond"), help_text=_("en centimes, pour toute la durée"))
    working_time = models.PositiveSmallIntegerField(_("temps de travail, %"), default=100)
    validity = DateRangeField(_("financé"))
    recruitment_opened_on = models.DateField(_("recrutement ouvert le"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("poste financé")
        verbose_name_plural = _("postes financés")
        ordering = ["territory", "validity", "pk"]
        triggers = [KeepStates("territories_poststate")]
        constraints = [
            not_empty("post_validity_not_empty"),
            models.CheckConstraint(
                condition=Q(validity__lower_inf=False, validity__upper_inf=False),
                name="post_funded_between_two_days",
                violation_error_message=_("Un poste est financé entre deux jours connus."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gte=1, rate__lte=10_000),
                name="post_rate_of_a_hundred",
                violation_error_message=_("Le taux va de 0,01 à 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(working_time__gte=1, working_time__lte=100),
                name="post_working_time_of_a_hundred",
                violation_error_message=_("Le temps de travail va de 1 à 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory_id} ({self.employer_id})"

    @property
    def last_day(self) -> dt.date:
        return self.validity.upper - dt.timedelta(days=1)


class Holding(models.Model):
    """A post held, under a project manager's mandate, between two days."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, verbose_name=_("poste"), related_name="holdings")
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, verbose_name=_("mandat"), related_name="post_holdings"
    )
    validity = DateRangeField(_("tenu"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupation d’un poste")
        verbose_name_plural = _("occupations des postes")
        ordering = ["post", "validity"]
        triggers = [KeepStates("territories_holdingstate")]
        constraints = [
            not_empty("holding_validity_not_empty"),
            ExclusionConstraint(
                name="holding_one_at_a_time",
                expressions=[same_row("post"), overlapping_validity()],
                violation_error_message=_("Ce poste est déjà tenu pendant une partie de ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} ({self.mandate_id})"

    @property
    def last_day(self) -> dt.date | None:
        return self.validity.upper - dt.timedelta(days=1) if self.validity.upper else None


class ActivityReport(models.Model):
    """What a post did over a period, and what its employer asks for; `due` is set when it is accepted."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("en préparation")
        SUBMITTED = "submitted", _("déposé")
        ACCEPTED = "accepted", _("accepté")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, verbose_name=_("poste"), related_name="reports")
    first_day = models.DateField(_("premier jour"))
    last_day = models.DateField(_("dernier jour"))
    done = models.TextField(_("ce qui a été fait"))
    planned = models.TextField(_("ce qui vient"), blank=True)
    hurdles = models.TextField(_("ce qui bloque"), blank=True)
    companies_met = models.PositiveIntegerField(_("entreprises rencontrées"))
    actions_followed = models.PositiveIntegerField(_("actions suivies"))
    invoiced = models.PositiveBigIntegerField(_("coût salarial facturé"), help_text=_("en centimes"))
    due = models.PositiveBigIntegerField(_("montant dû"), null=True, blank=True, help_text=_("en centimes"))
    status = models.CharField(_("état"), max_length=9, choices=Status, default=Status.DRAFT)
    submitted_on = models.DateField(_("déposé le"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("déposé par"), related_name="+"
    )
    accepted_on = models.DateField(_("accepté le"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("compte rendu d’activité")
        verbose_name_plural = _("comptes rendus d’activité")
        ordering = ["post", "first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="activityreport_ends_after_it_begins",
                violation_error_message=_("Le dernier jour d’un compte rendu ne précède pas le premier."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft", submitted_on__isnull=True, due__isnull=True)
                | Q(status="submitted", submitted_on__isnull=False, due__isnull=True)
                | Q(status="accepted", submitted_on__isnull=False, accepted_on__isnull=False, due__isnull=False),
                name="activityreport_state_holds_its_dates",
                violation_error_message=_("Un compte rendu déposé a sa date, accepté il a son montant."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.first_day} {self.last_day}"
