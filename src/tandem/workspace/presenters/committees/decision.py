"""A decision: what, by whom, on which votes, what it did, what follows."""

from typing import Any

from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts import objects
from tandem.accounts.rights import Acting, may
from tandem.committees.effects import effect
from tandem.committees.models import Decision
from tandem.committees.sitting import may_run, place_for, sitting_of
from tandem.committees.usecases.following import concerns
from tandem.core.clock import today
from tandem.core.typography import counted, joined
from tandem.workspace.presenters.committees import words


def shown(decision: Decision, acting: Acting, person: int) -> dict[str, Any]:
    """Return what the page of a decision shows (a fixed number of queries)."""
    date = today()
    sitting = sitting_of(decision.committee, date)
    follow_ups = decision.follow_ups.select_related("mandate__person", "mandate__organisation", "organisation")
    found = objects.find([decision.item.about]) if decision.item.about else {}
    acts = effect(decision.effect) if decision.effect else None
    runs = bool(may_run(acting, decision.committee, sitting, date))
    reads = bool(may(acting, "committees.read", place_for(acting, decision.committee, date), programme.current()))
    return {
        "decision": decision,
        "object": f"decision:{decision.pk}",
        "line": words.decision(decision, date),
        "committee": decision.committee,
        "item": decision.item,
        "about": next(iter(objects.readable(acting, found)), None) and next(iter(found.values())),
        "tally": _tally(decision.tally),
        "effect": acts.label if acts else "",
        "follow_ups": [(words.follow_up(each, date), runs or concerns(acting, each)) for each in follow_ups],
        "runs": runs,
        "reads_committee": reads,
        "askable": [
            *((f"mandate:{key}", words.named(each)) for key, each in sitting.mandates.items()),
            *({each.organisation.name: (f"organisation:{key}", each.organisation.name)
               for key, each in sitting.mandates.items()}.values()),
        ] if runs else [],
        "today": date.isoformat(),
    }  # fmt: skip


def _tally(kept: dict[str, int]) -> str:
    told = [_("%s pour") % kept["for"], _("%s contre") % kept["against"], counted(kept["abstained"], _("abstention"))]
    if kept.get("aside"):
        told.append(_("%s écarté pour conflit d’intérêts") % counted(kept["aside"], _("membre")) if kept["aside"] < 2
                    else _("%s écartés pour conflit d’intérêts") % counted(kept["aside"], _("membre")))  # fmt: skip
    return joined(told)
