"""Votes, what was decided, and what follows from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Mandate, Organisation
from tandem.committees.models.committees import Committee
from tandem.committees.models.meetings import Item
from tandem.committees.rules import Ballot, Outcome
from tandem.core.history import KeepStates
from tandem.core.models import APPEND_ONLY

BALLOTS = ((Ballot.FOR.value, _("pour")), (Ballot.AGAINST.value, _("contre")), (Ballot.ABSTAINS.value, _("s’abstient")))
OUTCOMES = (
    (Outcome.ADOPTED.value, _("adopté")),
    (Outcome.ADOPTED_WITH_CONDITIONS.value, _("adopté sous conditions")),
    (Outcome.REJECTED.value, _("rejeté")),
    (Outcome.DEFERRED.value, _("reporté")),
)


class Vote(models.Model):
    """What a member said of a proposal, once and for all; `cast_by` is who cast or recorded it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, verbose_name=_("point"), related_name="votes")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, verbose_name=_("membre"), related_name="+")
    ballot = models.CharField(_("voix"), max_length=10, choices=BALLOTS)
    cast_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, verbose_name=_("exprimé par"), related_name="+")
    cast_at = models.DateTimeField(_("exprimé le"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["item", "pk"]
        triggers = APPEND_ONLY
        constraints = [
            models.UniqueConstraint(
                fields=["item", "mandate"],
                name="vote_once",
                violation_error_message=_("Ce membre s’est déjà prononcé sur ce point."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.mandate_id} {self.ballot}"


class Decision(models.Model):
    """What a committee decided of an item. Written once: what follows is another decision, at another meeting.

    `number` counts the decisions of a committee in a year, without a gap. `tally` is the count of the votes on which it
    rests, `effect` what it did to its object in the same transaction, with `parameters`.
    """

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, verbose_name=_("comité"), related_name="decisions"
    )
    year = models.PositiveSmallIntegerField(_("année"))
    number = models.PositiveSmallIntegerField(_("numéro"))
    item = models.OneToOneField(Item, on_delete=models.PROTECT, verbose_name=_("point"), related_name="decision")
    outcome = models.CharField(_("issue"), max_length=12, choices=OUTCOMES)
    text = models.TextField(_("décision"))
    conditions = models.TextField(_("conditions"), blank=True)
    on = models.DateField(_("le"))
    tally = models.JSONField(_("décompte"), default=dict)
    effect = models.CharField(_("effet"), max_length=60, blank=True)
    parameters = models.JSONField(_("paramètres"), default=dict, blank=True)

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["-on", "-number"]
        triggers = APPEND_ONLY
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year", "number"],
                name="decision_numbered_once",
                violation_error_message=_("Ce numéro de décision est pris."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.ADOPTED_WITH_CONDITIONS) ^ Q(conditions=""),
                name="decision_conditions_when_conditional",
                violation_error_message=_("Une décision sous conditions les dit, et elle seule."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How it is quoted: ``2026-03``."""
        return f"{self.year}-{self.number:02d}"


class FollowUp(models.Model):
    """What a decision asks of somebody by a day."""

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, verbose_name=_("décision"), related_name="follow_ups"
    )
    what = models.CharField(_("à faire"), max_length=300)
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("par"), related_name="follow_ups"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("par l’organisation"),
        related_name="follow_ups",
    )  # fmt: skip
    due = models.DateField(_("échéance"))
    done_on = models.DateField(_("fait le"), null=True, blank=True)
    done_note = models.CharField(_("ce qui a été fait"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("suite à donner")
        verbose_name_plural = _("suites à donner")
        ordering = ["due", "pk"]
        triggers = [KeepStates("committees_followupstate")]
        constraints = [
            models.CheckConstraint(
                condition=Q(mandate__isnull=True) ^ Q(organisation__isnull=True),
                name="followup_by_somebody",
                violation_error_message=_("Une suite à donner l’est par un mandat ou par une organisation."),
            ),
        ]

    def __str__(self) -> str:
        return self.what
