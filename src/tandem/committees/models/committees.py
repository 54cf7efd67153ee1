"""Committees of a perimeter, and seats given by name."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.core.history import KeepStates
from tandem.places.validity import DatedQuerySet, not_empty, overlapping_validity, same
from tandem.programme import CommitteeKind

VOICES = (("chair", _("préside")), ("voting", _("voix délibérative")), ("consulted", _("voix consultative")))


class CommitteeQuerySet(DatedQuerySet):
    def of(self, kind: str, scope: Scope):
        return self.filter(kind=kind, scope_kind=scope.kind, scope_code=scope.code)


class Committee(models.Model):
    """A committee of one of the kinds that the programme file describes, over a perimeter.

    It is made when it first meets. Who sits is not kept: it follows from the mandates in force (`committees.sitting`).
    """

    kind = models.CharField(_("nature"), max_length=40)
    scope_kind = models.CharField(_("périmètre"), max_length=12, choices=ScopeKind)
    scope_code = models.CharField(_("code du périmètre"), max_length=20, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    validity = DateRangeField(_("validité"))

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("comité")
        verbose_name_plural = _("comités")
        ordering = ["scope_kind", "scope_code", "kind"]
        triggers = [KeepStates("committees_committeestate")]
        constraints = [
            not_empty("committee_validity_not_empty"),
            ExclusionConstraint(
                name="committee_once_at_a_time",
                expressions=[same("kind", "scope_kind", "scope_code"), overlapping_validity()],
                violation_error_message=_("Ce périmètre a déjà un comité de cette nature."),
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=ScopeKind.NATION, scope_code="")
                | (~Q(scope_kind=ScopeKind.NATION) & ~Q(scope_code="")),
                name="committee_scope_has_its_code",
                violation_error_message=_("Un périmètre porte un code, sauf la nation."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope(ScopeKind(self.scope_kind), self.scope_code)

    @property
    def rule(self) -> CommitteeKind:
        """What the programme file says of committees of its kind (KeyError when it no longer has it)."""
        return programme.current().committee(self.kind)


class Seat(models.Model):
    """A seat given by name to a mandate whose role or perimeter does not give one."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, verbose_name=_("comité"), related_name="seats")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, verbose_name=_("mandat"), related_name="seats")
    voice = models.CharField(_("voix"), max_length=10, choices=VOICES)
    validity = DateRangeField(_("validité"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("siège nommé")
        verbose_name_plural = _("sièges nommés")
        ordering = ["committee", "voice", "pk"]
        triggers = [KeepStates("committees_seatstate")]
        constraints = [
            not_empty("seat_validity_not_empty"),
            ExclusionConstraint(
                name="seat_once_at_a_time",
                expressions=[
                    same("committee", "mandate"),
                    overlapping_validity(),
                ],
                violation_error_message=_("Ce mandat a déjà un siège dans ce comité."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.mandate_id}"
