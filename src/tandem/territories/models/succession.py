"""What became of a territory on later lists."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.territories.models.perimeters import Perimeter


class Succession(models.Model):
    """Communes that went from a perimeter of one territory to a later perimeter of another.

    Computed at load from the communes that both perimeters hold, between every two lists; a territory that goes on
    under the same code is not its own successor.
    """

    predecessor = models.ForeignKey(
        Perimeter, on_delete=models.CASCADE, verbose_name=_("périmètre d’avant"), related_name="outgoing"
    )
    successor = models.ForeignKey(
        Perimeter, on_delete=models.CASCADE, verbose_name=_("périmètre d’après"), related_name="incoming"
    )
    communes = models.PositiveIntegerField(_("communes communes aux deux"))
    population = models.PositiveIntegerField(_("population de ces communes"))

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["predecessor", "-population", "successor"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="succession_once",
                violation_error_message=_("Cette succession est déjà écrite."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_not_to_itself",
                violation_error_message=_("Un périmètre ne se succède pas à lui-même."),
            ),
            models.CheckConstraint(
                condition=Q(communes__gte=1),
                name="succession_shares_a_commune",
                violation_error_message=_("Deux périmètres se succèdent s’ils partagent au moins une commune."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
