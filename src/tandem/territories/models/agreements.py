"""What is signed for a territory: protocols, contracts, amendments; their parties and their signed copies."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Mandate, Organisation, Person
from tandem.core.history import KeepStates
from tandem.territories.models.territories import Territory


class Agreement(models.Model):
    """An agreement; its text is chapters, by title, in the order of its kind in the programme file.

    Once ready it no longer changes: `digest` is that of all that will be signed, and each printed page bears it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("en préparation")
        READY = "ready", _("prêt à signer")
        SIGNED = "signed", _("signé")

    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, verbose_name=_("territoire"), related_name="agreements"
    )
    kind = models.CharField(_("nature"), max_length=30)
    title = models.CharField(_("intitulé"), max_length=200)
    state = models.CharField(_("état"), max_length=6, choices=State, default=State.DRAFT)
    sections = models.JSONField(_("chapitres"), default=dict, blank=True)
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("modifie"), related_name="amendments"
    )
    drafted_on = models.DateField(_("préparé le"))
    ready_on = models.DateField(_("prêt le"), null=True, blank=True)
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    starts = models.DateField(_("prend effet le"), null=True, blank=True)
    ends = models.DateField(_("prend fin le"), null=True, blank=True)
    digest = models.CharField(_("empreinte"), max_length=64, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("acte")
        verbose_name_plural = _("actes")
        ordering = ["territory", "drafted_on", "pk"]
        triggers = [KeepStates("territories_agreementstate")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", digest="", ready_on__isnull=True, signed_on__isnull=True)
                | (Q(state="ready", ready_on__isnull=False, signed_on__isnull=True) & ~Q(digest=""))
                | (Q(state="signed", ready_on__isnull=False, signed_on__isnull=False) & ~Q(digest="")),
                name="agreement_state_holds_its_dates",
                violation_error_message=_("Un acte prêt a son empreinte, signé il a sa date."),
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("Un acte ne prend pas fin avant de prendre effet."),
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | ~Q(amends=F("id")),
                name="agreement_not_its_own_amendment",
                violation_error_message=_("Un acte ne se modifie pas lui-même."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """Who signs an agreement: for which organisation, in which capacity, by virtue of what."""

    class Capacity(models.TextChoices):
        PUBLIC = "public", _("partenaire public")
        ECONOMIC = "economic", _("partenaire économique")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, verbose_name=_("acte"), related_name="parties")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, verbose_name=_("organisation"), related_name="agreement_parties"
    )
    capacity = models.CharField(_("qualité de la partie"), max_length=8, choices=Capacity)
    signatory = models.CharField(_("signataire"), max_length=160, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("personne"), related_name="+"
    )
    quality = models.CharField(_("fonction"), max_length=160, blank=True, help_text=_("président, préfet, directeur"))
    power = models.CharField(
        _("pouvoir"), max_length=200, blank=True, help_text=_("statuts, arrêté, délégation de signature du…")
    )
    deliberation = models.CharField(_("délibération n°"), max_length=80, blank=True)
    deliberated_on = models.DateField(_("délibérée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("partie à un acte")
        verbose_name_plural = _("parties aux actes")
        ordering = ["agreement", "-capacity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"],
                name="party_once_per_agreement",
                violation_error_message=_("Cette organisation est déjà partie à cet acte."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} ({self.agreement_id})"

    @property
    def signs(self) -> str:
        """Who signs, by name."""
        return self.person.full_name if self.person else self.signatory


class SignedCopy(models.Model):
    """The scan of a signed agreement, recognised by the codes printed on its pages; the file is kept by its digest."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, verbose_name=_("acte"), related_name="copies")
    sha256 = models.CharField(_("empreinte du fichier"), max_length=64)
    media_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveIntegerField(_("octets"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    added_at = models.DateTimeField(_("ajouté le"), auto_now_add=True)
    added_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, verbose_name=_("ajouté par"), related_name="+")

    class Meta:
        verbose_name = _("exemplaire signé")
        verbose_name_plural = _("exemplaires signés")
        ordering = ["agreement", "added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "sha256"],
                name="signedcopy_once",
                violation_error_message=_("Cet exemplaire est déjà joint."),
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
