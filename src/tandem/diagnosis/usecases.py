"""Compute every diagnosis of every list, in one pass and one transaction."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction
from django.utils import timezone

from tandem import reference
from tandem.core import journal
from tandem.core.figures import Availability
from tandem.diagnosis import measures as measures_package
from tandem.diagnosis.catalogue import INDICATORS, Indicator
from tandem.diagnosis.measures import engine
from tandem.diagnosis.measures.inputs import COUNTRY, REGION, TERRITORY, Inputs, Measure, Perimeter
from tandem.diagnosis.models import Diagnosis, IndicatorValue, Peer
from tandem.territories import models as territories

_LOCK = 7_210_003
COUNTRY_CODE = "FR"
MATERIAL = 0.01
"""Share of an area's inhabitants or jobs from which missing records make its value partial."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many diagnoses there are, and whether they had to be computed."""

    diagnoses: int
    computed: bool


@transaction.atomic
def compute_diagnoses(*, actor: str) -> Outcome:
    """Compute all diagnoses unless those stored come from the same data and rules.

    Two computations at once take turns: the second finds the work done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    perimeters, identifiers = read_perimeters()
    fingerprint = _fingerprint(perimeters)
    stored = Diagnosis.objects.filter(fingerprint=fingerprint).count()
    if perimeters and stored == len(perimeters) == Diagnosis.objects.count():
        return Outcome(stored, computed=False)

    inputs = Inputs(perimeters, reference.load)
    result = measure_all(inputs)
    _store(inputs, result, identifiers, fingerprint)
    journal.record(
        "diagnosis.computed",
        actor=actor,
        diagnoses=len(perimeters),
        indicators=len(INDICATORS),
        fingerprint=fingerprint,
    )
    return Outcome(len(perimeters), computed=True)


def read_perimeters() -> tuple[list[Perimeter], list[int]]:
    """Return every perimeter of every list with its communes, and its database identifier, in a stable order."""
    rows = (
        territories.Perimeter.objects.annotate(
            codes=ArrayAgg("commune_links__commune_id", order_by="commune_links__commune_id")
        )
        .order_by("list", "territory_id")
        .values_list("id", "territory_id", "list", "territory__region_id", "codes")
    )
    identifiers, perimeters = [], []
    for identifier, code, list_code, region, communes in rows:
        identifiers.append(identifier)
        perimeters.append(Perimeter(code, list_code, region, communes))
    return perimeters, identifiers


def measure_all(inputs: Inputs) -> engine.Result:
    """Measure, rank and compare: everything between the tables and the database, without either."""
    return engine.run(
        inputs,
        measures={name: indicator.measure(inputs) for name, indicator in INDICATORS.items()},
        ranked=[name for name, indicator in INDICATORS.items() if indicator.ranked],
        features=[
            engine.Feature(name, indicator.peer, indicator.logarithm)
            for name, indicator in INDICATORS.items()
            if indicator.peer
        ],
    )


def _fingerprint(perimeters: list[Perimeter]) -> str:
    """Digest of all that decides the result: perimeters, tables, and the code that measures."""
    digest = hashlib.sha256()
    tables = {name: entry["sha256"] for name, entry in reference.manifest()["tables"].items()}
    digest.update(json.dumps(tables, sort_keys=True).encode())
    for perimeter in perimeters:
        digest.update(json.dumps([perimeter.code, perimeter.list, perimeter.region, perimeter.communes]).encode())
    package = Path(measures_package.__file__).parent
    for folder in (package, package.parent.parent / "analytics", package.parent / "catalogue"):
        for module in sorted(folder.glob("*.py")):
            digest.update(module.read_bytes())
    return digest.hexdigest()


# -- storing -----------------------------------------------------------------------------------------------------------

_COLUMNS = (
    "diagnosis_id",
    "area_kind",
    "area_code",
    "indicator",
    "value",
    "availability",
    "missing",
    "places",
    "rank",
    "ranked",
    "peers_value",
    "series",
    "details",
)


def _store(inputs: Inputs, result: engine.Result, identifiers: list[int], fingerprint: str) -> None:
    IndicatorValue.objects.all().delete()
    Diagnosis.objects.all().delete()
    now = timezone.now()
    diagnoses = Diagnosis.objects.bulk_create(
        Diagnosis(perimeter_id=identifier, computed_at=now, fingerprint=fingerprint) for identifier in identifiers
    )
    ids = [diagnosis.pk for diagnosis in diagnoses]
    table = connection.ops.quote_name(IndicatorValue._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
        for row in _value_rows(inputs, result, ids):
            copy.write_row(row)
    Peer.objects.bulk_create(_peer_rows(inputs, result, ids))


def _areas(inputs: Inputs, ids: list[int]) -> Iterator[tuple[int | None, str, str]]:
    for identifier, perimeter in zip(ids, inputs.perimeters, strict=True):
        yield identifier, TERRITORY, perimeter.code
    for code in inputs.region_codes:
        yield None, REGION, code
    yield None, COUNTRY, COUNTRY_CODE


def _value_rows(inputs: Inputs, result: engine.Result, ids: list[int]) -> Iterator[tuple[object, ...]]:
    areas = list(_areas(inputs, ids))
    for name, indicator in INDICATORS.items():
        measure = result.measures[name]
        periods, points = measure.series or ((), None)
        for row, (diagnosis, kind, code) in enumerate(areas):
            territory = row < inputs.n_territories
            ranked = territory and name in result.ranks and result.ranks[name][row] > 0
            yield (
                diagnosis,
                kind,
                code,
                name,
                number(measure.values[row]),
                availability(indicator, measure, row).value,
                0 if measure.missing is None else int(measure.missing[row]),
                0 if measure.places is None else int(measure.places[row]),
                int(result.ranks[name][row]) if ranked else None,
                int(result.ranked[name][row]) if ranked else None,
                number(result.peer_values[name][row]) if territory else None,
                None
                if points is None
                else json.dumps([[period, number(point)] for period, point in zip(periods, points[row], strict=True)]),
                None if measure.details is None else json.dumps(measure.details[row], ensure_ascii=False),
            )


def availability(indicator: Indicator, measure: Measure, row: int) -> Availability:
    """Say how the value of one area stands."""
    if np.isnan(measure.values[row]):
        hidden = measure.secret is not None and bool(measure.secret[row])
        return Availability.SECRET if hidden else Availability.NOT_AVAILABLE
    if np.broadcast_to(measure.estimate, measure.values.shape)[row]:
        return Availability.ESTIMATE
    if measure.missing is not None and measure.missing[row] and not _negligible(measure, row):
        return Availability.PARTIAL
    return Availability.VALUE


def _negligible(measure: Measure, row: int) -> bool:
    """Whether what is missing weighs less than `MATERIAL`: three hamlets do not make a total « partial »."""
    return measure.uncovered is not None and bool(measure.uncovered[row] < MATERIAL)


def number(value: float) -> float | None:
    """A plain number for a file or a database; None for a missing one."""
    return None if np.isnan(value) else float(value)


def _peer_rows(inputs: Inputs, result: engine.Result, ids: list[int]) -> Iterator[Peer]:
    peers = result.peers
    for row, identifier in enumerate(ids):
        for position, other in enumerate(peers.indices[row], start=1):
            if other < 0:
                continue
            yield Peer(
                diagnosis_id=identifier,
                position=position,
                peer_id=ids[other],
                distance=float(peers.distances[row, position - 1]),
                features=[
                    {
                        "indicator": feature.indicator,
                        "mine": number(result.measures[feature.indicator].values[row]),
                        "theirs": number(result.measures[feature.indicator].values[other]),
                        "gap": number(peers.contributions[row, position - 1, column]),
                    }
                    for column, feature in enumerate(result.features)
                ],
            )
