"""What decisions do to the programme's territories; each in the transaction of its decision."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.committees.effects import acts
from tandem.committees.models import Decision
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.journal import Author
from tandem.core.keys import is_number
from tandem.territories.models import Agreement, Candidacy, Territory
from tandem.territories.usecases import life


def named(decision: Decision) -> str:
    """How a territory refers to a decision in its own life."""
    return f"decision:{decision.pk}"


@acts("territory.label", on="candidacy", label=gettext_lazy("labelliser la candidature : elle devient un territoire"))
def _label(author: Author, key: str, decision: Decision, parameters: Mapping[str, Any]) -> None:
    candidacy = Candidacy.objects.filter(pk=key).first() if is_number(key) else None
    if candidacy is None:
        raise TandemError(_("cette candidature n’existe plus."))
    life.label(candidacy, on=decision.on, decision=named(decision), author=author)


@acts("territory.renew", on="territory", label=gettext_lazy("renouveler le territoire"))
def _renew(author: Author, key: str, decision: Decision, parameters: Mapping[str, Any]) -> None:
    life.renew(_territory(key), on=decision.on, decision=named(decision), author=author)


@acts("territory.leave", on="territory", label=gettext_lazy("faire sortir le territoire du programme"))
def _leave(author: Author, key: str, decision: Decision, parameters: Mapping[str, Any]) -> None:
    life.leave(_territory(key), on=decision.on, decision=named(decision), author=author, reason=decision.text)


def _territory(key: str) -> Territory:
    found = Territory.objects.filter(pk=key).first()
    if found is None:
        raise TandemError(_("ce territoire n’existe pas."))
    return found


@acts("agreement.approve", on="agreement", label=gettext_lazy("approuver l’acte tel qu’il est, prêt à signer"))
def _approve(author: Author, key: str, decision: Decision, parameters: Mapping[str, Any]) -> None:
    """Approve the very text that will be signed: it is ready, and its digest goes to the journal with the decision."""
    found = Agreement.objects.select_for_update().filter(pk=key).first() if is_number(key) else None
    if found is None:
        raise TandemError(_("cet acte n’existe pas."))
    if found.state != Agreement.State.READY:
        raise TandemError(
            _("cet acte est « %s ».") % found.get_state_display(), _("Seul un acte prêt à signer s’approuve.")
        )
    journal.record("committees.agreement_approved", actor=author, subject=f"agreement:{found.pk}",
                   decision=decision.pk, digest=found.digest)  # fmt: skip
