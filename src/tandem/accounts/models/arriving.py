"""How people arrive: invited by who may give them a mandate, or asking to join an organisation."""

import datetime as dt
import uuid

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models.mandates import Mandate
from tandem.accounts.models.organisations import Organisation
from tandem.accounts.models.people import Person
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.places.validity import not_empty


class InvitationState(models.TextChoices):
    PROPOSED = "proposed", _("à approuver")
    TO_SEND = "to_send", _("à envoyer")
    SENT = "sent", _("envoyée")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Those that can still become a mandate, if their delay is not over."""
        return self.filter(state__in=(InvitationState.PROPOSED, InvitationState.TO_SEND, InvitationState.SENT))


class Invitation(models.Model):
    """A mandate proposed to an address. Only the digest of its link is kept; sending it again draws another.

    Whoever may invite but not give the role makes a proposal: `granted_under` is empty until somebody who may has
    approved it, and the mandate is given in their name when the invitation is accepted.
    """

    reference = models.UUIDField(_("référence"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("adresse électronique"), max_length=254)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, verbose_name=_("organisation"), related_name="invitations"
    )
    role = models.CharField(_("rôle"), max_length=40)
    scope_kind = models.CharField(_("périmètre"), max_length=12, choices=ScopeKind)
    scope_code = models.CharField(_("code du périmètre"), max_length=20, blank=True)
    validity = DateRangeField(_("validité du mandat proposé"))
    ground = models.CharField(_("fondement"), max_length=200)
    state = models.CharField(_("état"), max_length=10, choices=InvitationState, default=InvitationState.PROPOSED)
    invited_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name=_("invité par"), related_name="invitations"
    )
    granted_under = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("accordée au titre de"),
        related_name="+",
    )  # fmt: skip
    token_digest = models.CharField(_("empreinte du lien"), max_length=64, blank=True, editable=False)
    fault = models.CharField(_("ce qui a empêché l’envoi"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("faite le"))
    expires_at = models.DateTimeField(_("expire le"))
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    settled_at = models.DateTimeField(_("close le"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            not_empty("invitation_validity_not_empty"),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="invitation_email_in_lower_case",
                violation_error_message=_("Une adresse électronique s’écrit en minuscules."),
            ),
            models.CheckConstraint(
                condition=Q(granted_under__isnull=False)
                | Q(state__in=(InvitationState.PROPOSED, InvitationState.REFUSED, InvitationState.WITHDRAWN)),
                name="invitation_sent_once_granted",
                violation_error_message=_("Une invitation part une fois accordée par qui peut donner le mandat."),
            ),
            models.UniqueConstraint(
                fields=["email", "organisation", "role", "scope_kind", "scope_code"],
                condition=Q(state__in=(InvitationState.PROPOSED, InvitationState.TO_SEND, InvitationState.SENT)),
                name="invitation_once_at_a_time",
                violation_error_message=_("Cette personne a déjà une invitation en cours pour ce mandat."),
            ),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="invitation_link_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"

    @property
    def scope(self) -> Scope:
        return Scope(ScopeKind(self.scope_kind), self.scope_code)

    @property
    def last_day(self) -> dt.date | None:
        """Last day of the mandate proposed; None while it has no end."""
        return self.validity.upper - dt.timedelta(days=1) if self.validity.upper else None

    @property
    def is_open(self) -> bool:
        return self.state in (InvitationState.PROPOSED, InvitationState.TO_SEND, InvitationState.SENT)

    def expired(self, now: dt.datetime) -> bool:
        return self.is_open and now >= self.expires_at


class JoiningState(models.TextChoices):
    ASKED = "asked", _("en attente")
    APPROVED = "approved", _("acceptée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")


class JoiningQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=JoiningState.ASKED)


class JoiningRequest(models.Model):
    """Somebody with an account asks an organisation for a mandate; who may give one there says yes or no, and why."""

    reference = models.UUIDField(_("référence"), default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name=_("personne"), related_name="joining_requests"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, verbose_name=_("organisation"), related_name="joining_requests"
    )
    message = models.CharField(_("message"), max_length=500, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=JoiningState, default=JoiningState.ASKED)
    asked_at = models.DateTimeField(_("demandé le"))
    settled_at = models.DateTimeField(_("tranché le"), null=True, blank=True)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("mandat donné"), related_name="+"
    )

    objects = JoiningQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande pour rejoindre une organisation")
        verbose_name_plural = _("demandes pour rejoindre une organisation")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(state=JoiningState.ASKED),
                name="joining_asked_once",
                violation_error_message=_("Vous avez déjà demandé à rejoindre cette organisation."),
            ),
            models.CheckConstraint(
                condition=~Q(state=JoiningState.APPROVED) | Q(mandate__isnull=False),
                name="joining_approved_gives_a_mandate",
                violation_error_message=_("Une demande acceptée donne un mandat."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"
