"""What organisations and mandates have been. People are not tracked: erasing somebody leaves none of their names."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.models.mandates import Mandate
from tandem.accounts.models.organisations import Organisation
from tandem.core.history import State, states_of


class OrganisationState(states_of(Organisation)):
    class Meta(State.Meta):
        verbose_name = _("état d’une organisation")
        verbose_name_plural = _("états des organisations")


class MandateState(states_of(Mandate)):
    class Meta(State.Meta):
        verbose_name = _("état d’un mandat")
        verbose_name_plural = _("états des mandats")
