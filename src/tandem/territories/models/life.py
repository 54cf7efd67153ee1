"""The life of a territory: who asks to become one, and each step from labelled to left."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organisation
from tandem.core.history import KeepStates
from tandem.places.models import Region
from tandem.territories.models.territories import Phase, Territory


class LifeStepQuerySet(models.QuerySet):
    def until(self, date):
        """Steps that were taken by a day."""
        return self.filter(on__lte=date)


class LifeStep(models.Model):
    """A step in the life of a territory, on a day.

    A decided one names its `decision`; the others are what published lists show, written anew at each load.
    """

    class Step(models.TextChoices):
        CANDIDATE = "candidate", _("candidat")
        LABELLED = "labelled", _("labellisé")
        RENEWED = "renewed", _("renouvelé")
        LEFT = "left", _("sorti du programme")

    territory = models.ForeignKey(
        Territory, on_delete=models.CASCADE, verbose_name=_("territoire"), related_name="steps"
    )
    step = models.CharField(_("étape"), max_length=9, choices=Step)
    on = models.DateField(_("le"))
    decision = models.CharField(_("décision"), max_length=80, blank=True, db_default="")
    source = models.TextField(_("source"))

    objects = LifeStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("étape de la vie d’un territoire")
        verbose_name_plural = _("étapes de la vie des territoires")
        ordering = ["territory", "on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "step", "on"],
                name="lifestep_once_a_day",
                violation_error_message=_("Cette étape est déjà écrite à cette date."),
            ),
            models.CheckConstraint(
                condition=Q(step__in=["candidate", "labelled", "renewed", "left"]),
                name="lifestep_known",
                violation_error_message=_("Cette étape n’existe pas."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory_id} {self.step} {self.on}"


class Candidacy(models.Model):
    """A file that asks for the label: its intermunicipalities and single communes, before any of it is a territory."""

    class Status(models.TextChoices):
        FILED = "filed", _("déposée")
        LABELLED = "labelled", _("labellisée")
        WITHDRAWN = "withdrawn", _("retirée")

    name = models.CharField(_("nom du territoire"), max_length=200)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, verbose_name=_("phase"), related_name="candidacies")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name=_("région"), related_name="candidacies")
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, verbose_name=_("chef de file"), related_name="candidacies"
    )
    filed_on = models.DateField(_("déposée le"))
    members = models.JSONField(_("membres"), help_text=_("SIREN d’intercommunalités, codes de communes isolées"))
    status = models.CharField(_("état"), max_length=9, choices=Status, default=Status.FILED)
    territory = models.OneToOneField(
        Territory, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("territoire"),
        related_name="candidacy",
    )  # fmt: skip

    class Meta:
        verbose_name = _("candidature")
        verbose_name_plural = _("candidatures")
        ordering = ["-filed_on", "name"]
        triggers = [KeepStates("territories_candidacystate")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="labelled", territory__isnull=False)
                | (~Q(status="labelled") & Q(territory__isnull=True)),
                name="candidacy_labelled_has_its_territory",
                violation_error_message=_("Une candidature labellisée a son territoire, et elle seule."),
            )
        ]

    def __str__(self) -> str:
        return self.name
