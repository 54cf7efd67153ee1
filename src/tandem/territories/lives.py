"""Steps of territories' lives that published lists show, and departures that no load undoes."""

import datetime as dt
from collections import defaultdict

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from tandem import programme
from tandem.core import bulk
from tandem.territories.models import LifeStep, Perimeter, Succession, Territory
from tandem.territories.rules import LEFT, Listed, published_steps


def compute_steps() -> bulk.Counts:
    """Write the steps that published lists show; those that were decided are left as they are."""
    decided = LifeStep.objects.exclude(decision="")
    left = set(decided.filter(step=LEFT).values_list("territory", "on"))
    names = {each.code: each.name for each in programme.current().lists}
    listed, lists = _listed()
    rows = [
        (territory, step, on, "", names[lists[territory][-1 if step == LEFT else 0]])
        for territory, step, on in published_steps(listed)
        if (territory, on) not in left or step != LEFT
    ]
    columns = ("territory", "step", "on", "decision", "source")
    spare = list(decided.order_by().values_list("pk", flat=True))
    return bulk.upsert(LifeStep, columns, rows, ("territory", "step", "on"), delete_absent=True, spare=spare)


def _listed() -> tuple[list[Listed], dict[str, list[str]]]:
    """What lists show of each territory, and its lists in order; decided perimeters are no list's."""
    perimeters: dict[str, list[Perimeter]] = defaultdict(list)
    for perimeter in Perimeter.objects.filter(decision="").order_by("territory", "validity"):
        perimeters[perimeter.territory_id].append(perimeter)
    spans = {each.pk: each.validity for held in perimeters.values() for each in held}
    came: dict[int, int] = defaultdict(int)
    went: dict[int, int] = defaultdict(int)
    for before, after, population in Succession.objects.order_by().values_list(
        "predecessor", "successor", "population"
    ):
        if before in spans and after in spans:
            if spans[before].upper == spans[after].lower:
                came[after] += population
            if spans[before].upper in spans[after]:
                went[before] += population
    found = [
        Listed(
            territory, held[0].validity.lower, held[-1].validity.upper,
            (held[0].population or 0, held[-1].population or 0), came[held[0].pk], went[held[-1].pk],
        )
        for territory, held in perimeters.items()
    ]  # fmt: skip
    return found, {territory: [each.list for each in held] for territory, held in perimeters.items()}


def end_again_what_left() -> None:
    """End again the perimeters of territories whose departure was decided, which a published list would bring back."""
    for territory, on in LifeStep.objects.filter(step=LEFT).exclude(decision="").values_list("territory", "on"):
        end_perimeters(territory, on)


def end_perimeters(territory: str, on: dt.date) -> None:
    """End a territory the day before `on`: its perimeter, whose communes follow by their key, and itself.

    A perimeter that begins later is a newer fact, and stays.
    """
    for perimeter in Perimeter.objects.filter(territory=territory, validity__contains=on, validity__startswith__lt=on):
        perimeter.validity = DateRange(perimeter.validity.lower, on)
        perimeter.save(update_fields=["validity"])
    later = Perimeter.objects.filter(territory=territory, validity__startswith__gte=on).exists()
    held = Territory.objects.get(pk=territory)
    if not later and on in held.validity:
        held.validity = DateRange(held.validity.lower, on)
        held.save(update_fields=["validity"])


def source_of(decision: str) -> str:
    return _("Décision d’un comité (%s)") % decision
