"""Dated diagnoses: kept when something changes, compared with one another, and made again to the last digit."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tandem import __version__
from tandem.diagnosis.catalogue import INDICATORS, Indicator
from tandem.diagnosis.measures import engine
from tandem.diagnosis.measures.inputs import Inputs
from tandem.diagnosis.models import Snapshot
from tandem.diagnosis.results import availability, number
from tandem.diagnosis.versions import data_versions, rules_version
from tandem.territories.models import Perimeter

DIGITS = 9
"""Significant digits kept: the last bits of a sum depend on the processor, and nobody reads them."""

Values = Mapping[str, tuple[float | None, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that two snapshots do not show alike.

    Parameters
    ----------
    indicator
        Which one.
    before, after
        Its value, None for a missing one.
    was, now
        Its availability; empty where the figure was not in the diagnosis.
    """

    indicator: Indicator
    before: float | None
    after: float | None
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two snapshots: figures, data, rules, perimeter."""

    figures: tuple[Change, ...]
    data: tuple[tuple[str, str, str], ...]
    """Title, vintage before, vintage after; an empty vintage for a table or a file that was not there."""
    rules: bool
    perimeter: bool


def latest_of(perimeter: Perimeter, count: int = 2) -> list[Snapshot]:
    """Return the snapshots of a perimeter's territory in its list, the latest first (one query)."""
    return list(Snapshot.objects.of(perimeter.territory_id, perimeter.list)[:count])


def take(inputs: Inputs, result: engine.Result) -> int:
    """Keep the diagnoses that are not those of their latest snapshot; return how many."""
    known = _known()
    now = timezone.now()
    made = [each for each in _snapshots(inputs, result) if known.get((each.territory, each.list)) != each.digest]
    for each in made:
        each.taken_at = now
    Snapshot.objects.bulk_create(made, batch_size=200)
    return len(made)


def files_lost() -> tuple[str, ...]:
    """Return the titles of the official files that the latest snapshot read and of which none is in service."""
    latest = Snapshot.objects.order_by("-taken_at", "-pk").first()
    if latest is None:
        return ()
    kinds_now = {name.partition(" ")[0] for name in data_versions()}
    titles = {
        entry[0] for name, entry in latest.vintages.items() if " " in name and name.partition(" ")[0] not in kinds_now
    }
    return tuple(sorted(titles))


def differing(inputs: Inputs, result: engine.Result) -> list[str]:
    """Return the territories whose diagnosis, made again, is not the one of their latest snapshot."""
    known = _known()
    return [
        f"{each.territory} ({each.list})"
        for each in _snapshots(inputs, result)
        if known.get((each.territory, each.list)) != each.digest
    ]


def _known() -> dict[tuple[str, str], str]:
    """The digest of the latest snapshot of each territory of each list."""
    latest = Snapshot.objects.order_by("territory", "list", "-taken_at", "-pk").distinct("territory", "list")
    return {(code, list_code): digest for code, list_code, digest in latest.values_list("territory", "list", "digest")}


def _snapshots(inputs: Inputs, result: engine.Result) -> Iterator[Snapshot]:
    vintages = {name: [each.title, each.vintage, each.sha256] for name, each in data_versions().items()}
    for row, perimeter in enumerate(inputs.perimeters):
        values = {}
        for name, indicator in INDICATORS.items():
            measure = result.measures[name]
            value = number(measure.values[row])
            kept = None if value is None else float(f"{value:.{DIGITS}g}")
            values[name] = (kept, availability(indicator, measure, row).value)
        communes = hashlib.sha256(",".join(sorted(perimeter.communes)).encode()).hexdigest()
        yield Snapshot(
            territory=perimeter.code,
            list=perimeter.list,
            program=__version__,
            rules=rules_version(),
            communes=communes,
            vintages=vintages,
            values=values,
            digest=_digest(communes, vintages, values),
        )


def _digest(communes: str, vintages: Mapping[str, Any], values: Values) -> str:
    """Digest of what a reader would see and of what it was made from, however it was computed."""
    data = {name: entry[2] for name, entry in vintages.items()}
    return hashlib.sha256(json.dumps([communes, data, values], sort_keys=True).encode()).hexdigest()


def changes(older: Snapshot, newer: Snapshot) -> Changes:
    """Say what changed from a snapshot to a later one."""
    figures = []
    for name, indicator in INDICATORS.items():
        before, was = older.values.get(name, (None, ""))
        after, now = newer.values.get(name, (None, ""))
        if (_shown(indicator, before), was) != (_shown(indicator, after), now):
            figures.append(Change(indicator, before, after, was, now))
    names = sorted(older.vintages.keys() | newer.vintages.keys())
    absent = ["", "", ""]
    data = []
    for name in names:
        old, new = older.vintages.get(name, absent), newer.vintages.get(name, absent)
        if old[2] != new[2]:
            data.append((new[0] or old[0], old[1], new[1]))
    return Changes(tuple(figures), tuple(data), older.rules != newer.rules, older.communes != newer.communes)


def _shown(indicator: Indicator, value: float | None) -> float | None:
    """A value as a person sees it: what is below its decimals is no change."""
    return None if value is None else round(value, indicator.definition.unit.decimals)
