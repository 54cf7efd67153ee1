"""What candidacies, posts, their holders and agreements have been."""

from django.utils.translation import gettext_lazy as _

from tandem.core.history import State, states_of
from tandem.territories.models.agreements import Agreement
from tandem.territories.models.life import Candidacy
from tandem.territories.models.posts import Holding, Post


class CandidacyState(states_of(Candidacy)):
    class Meta(State.Meta):
        verbose_name = _("état d’une candidature")
        verbose_name_plural = _("états des candidatures")


class PostState(states_of(Post)):
    class Meta(State.Meta):
        verbose_name = _("état d’un poste")
        verbose_name_plural = _("états des postes")


class HoldingState(states_of(Holding)):
    class Meta(State.Meta):
        verbose_name = _("état d’une occupation de poste")
        verbose_name_plural = _("états des occupations de poste")


class AgreementState(states_of(Agreement)):
    class Meta(State.Meta):
        verbose_name = _("état d’un acte")
        verbose_name_plural = _("états des actes")
