"""Mandates: for whom somebody acts, as what, over what, between which days."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models.organisations import Organisation
from tandem.accounts.models.people import Person
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.core.history import KeepStates
from tandem.places.validity import DatedQuerySet, not_empty, overlapping_validity, same


class MandateQuerySet(DatedQuerySet):
    def of(self, person: Person):
        return self.filter(person=person)

    def exercised_on(self, date: dt.date):
        """Mandates that give rights on a day: in force, of somebody who may sign in."""
        return self.as_of(date).filter(person__is_active=True).select_related("person", "organisation")


class Mandate(models.Model):
    """What a person is for an organisation, over a perimeter, from one day to another.

    Rights follow from the mandates in force and from nothing else (`tandem.accounts.rights`). A mandate is ended, never
    deleted. One that stands in for another during an absence names it, and ends with it at the latest.
    """

    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,  # what was done under it must still say by whom
        verbose_name=_("personne"),
        related_name="mandates",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, verbose_name=_("organisation"), related_name="mandates"
    )
    role = models.CharField(_("rôle"), max_length=40)
    scope_kind = models.CharField(_("périmètre"), max_length=12, choices=ScopeKind)
    scope_code = models.CharField(_("code du périmètre"), max_length=20, blank=True)
    validity = DateRangeField(_("validité"))
    ground = models.CharField(_("fondement"), max_length=200, help_text=_("délibération, arrêté, lettre de mission"))
    granted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("donné par"), related_name="granted"
    )
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("supplée"), related_name="stand_ins"
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["scope_kind", "scope_code", "role", "validity"]
        triggers = [KeepStates("accounts_mandatestate")]
        indexes = [models.Index(fields=["scope_kind", "scope_code", "role"], name="mandate_by_scope")]
        constraints = [
            not_empty("mandate_validity_not_empty"),
            models.CheckConstraint(
                condition=Q(scope_kind__in=ScopeKind.values),
                name="mandate_scope_known",
                violation_error_message=_(
                    "Le périmètre d’un mandat est la nation, une région, un département, un "
                    "territoire ou une organisation."
                ),
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=ScopeKind.NATION, scope_code="")
                | (~Q(scope_kind=ScopeKind.NATION) & ~Q(scope_code="")),
                name="mandate_scope_has_its_code",
                violation_error_message=_("Un périmètre porte un code, sauf la nation."),
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True) | ~Q(stands_in_for=F("id")),
                name="mandate_not_its_own_stand_in",
                violation_error_message=_("Un mandat ne se supplée pas lui-même."),
            ),
            ExclusionConstraint(
                name="mandate_once_at_a_time",
                expressions=[
                    same("person", "organisation", "role", "scope_kind", "scope_code"),
                    overlapping_validity(),
                ],
                violation_error_message=_("Cette personne tient déjà ce mandat pendant une partie de ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope} ({self.person_id})"

    @property
    def last_day(self) -> dt.date | None:
        """Last day in force; None while it has no end."""
        return self.validity.upper - dt.timedelta(days=1) if self.validity.upper else None

    @property
    def scope(self) -> Scope:
        return Scope(ScopeKind(self.scope_kind), self.scope_code)
