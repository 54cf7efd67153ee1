"""The life of a territory up to a day, with the lives that it carries on and those that carry it on."""

import datetime as dt
from dataclasses import dataclass

from tandem.territories.models import LifeStep, Succession, Territory


@dataclass(frozen=True, slots=True)
class Lived:
    """A step of a life; `of` is another territory when it is one that this one carries on, or that carries it on."""

    on: dt.date
    step: str
    label: str
    source: str
    decision: str
    of: str
    of_name: str


def lineage_of(territory: Territory, date: dt.date) -> list[Lived]:
    """Return the steps taken by a day, oldest first: its own, and those of its main kin (two queries).

    Kin are the territories that hold most of its inhabitants before it, or after it: more than half of them, which one
    territory at most can be at each end.
    """
    kin = {territory.pk, *_kin(territory)}
    found = LifeStep.objects.until(date).filter(territory__in=kin).select_related("territory").order_by("on", "pk")
    return [
        Lived(
            each.on, each.step, str(each.get_step_display()), each.source, each.decision,
            "" if each.territory_id == territory.pk else each.territory_id,
            "" if each.territory_id == territory.pk else each.territory.name,
        )
        for each in found
    ]  # fmt: skip


def _kin(territory: Territory) -> set[str]:
    rows = Succession.objects.filter(successor__territory=territory).values_list(
        "predecessor__territory_id", "predecessor__validity", "population", "successor__population"
    ).union(
        Succession.objects.filter(predecessor__territory=territory).values_list(
            "successor__territory_id", "successor__validity", "population", "predecessor__population"
        )
    )  # fmt: skip
    return {code for code, _validity, population, whole in rows if whole and 2 * population > whole}
