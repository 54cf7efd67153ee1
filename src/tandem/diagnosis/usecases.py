"""Compute every diagnosis of every list, in one pass and one transaction."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction
from django.utils import timezone

from tandem import reference
from tandem.core import journal
from tandem.diagnosis import snapshots
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.measures import engine
from tandem.diagnosis.measures.inputs import Inputs, Perimeter
from tandem.diagnosis.models import Diagnosis, IndicatorValue, Peer
from tandem.diagnosis.official_files import in_service
from tandem.diagnosis.results import ValueRow, number, rows_of
from tandem.diagnosis.versions import data_versions, rules_version
from tandem.territories import models as territories

_LOCK = 7_210_003


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many diagnoses there are, whether they had to be computed, and what earlier ones knew that is gone.

    `lost` are the titles of official files that the last computation read and that are no longer in service: somebody
    withdrew them, or their folder was not kept.
    """

    diagnoses: int
    computed: bool
    lost: tuple[str, ...] = ()


@transaction.atomic
def compute_diagnoses(*, actor: str) -> Outcome:
    """Compute all diagnoses unless those stored come from the same data and rules.

    Two computations at once take turns: the second finds the work done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    perimeters, identifiers = read_perimeters()
    fingerprint = fingerprint_of(perimeters)
    stored = Diagnosis.objects.filter(fingerprint=fingerprint).count()
    if perimeters and stored == len(perimeters) == Diagnosis.objects.count():
        return Outcome(stored, computed=False)

    lost = snapshots.files_lost()
    inputs = Inputs(perimeters, reference.load, in_service.find)
    result = measure_all(inputs)
    _store(inputs, result, identifiers, fingerprint)
    taken = snapshots.take(inputs, result)
    journal.record(
        "diagnosis.computed",
        actor=actor,
        diagnoses=len(perimeters),
        indicators=len(INDICATORS),
        fingerprint=fingerprint,
        snapshots=taken,
        lost=lost,
    )
    return Outcome(len(perimeters), computed=True, lost=lost)


def differing_diagnoses() -> tuple[int, list[str]]:
    """Make every diagnosis again; return how many, and the territories whose latest snapshot is another."""
    perimeters, _identifiers = read_perimeters()
    inputs = Inputs(perimeters, reference.load, in_service.find)
    return len(perimeters), snapshots.differing(inputs, measure_all(inputs))


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


def measure_all(inputs: Inputs, names: Iterable[str] = INDICATORS) -> engine.Result:
    """Measure, rank and compare: everything between the tables and the database, without either.

    `names` are the indicators wanted; all of them but for a comparison with another program.
    """
    wanted = {name: INDICATORS[name] for name in names}
    return engine.run(
        inputs,
        measures={name: indicator.measure(inputs) for name, indicator in wanted.items()},
        ranked=[name for name, indicator in wanted.items() if indicator.ranked],
        features=[
            engine.Feature(name, indicator.peer, indicator.logarithm)
            for name, indicator in wanted.items()
            if indicator.peer
        ],
    )


def fingerprint_of(perimeters: Sequence[Perimeter]) -> str:
    """Digest of all that decides the result: perimeters, tables, imported files, and the code that measures."""
    digest = hashlib.sha256(json.dumps([data_versions(), rules_version()], sort_keys=True).encode())
    for perimeter in perimeters:
        digest.update(json.dumps([perimeter.code, perimeter.list, perimeter.region, [*perimeter.communes]]).encode())
    return digest.hexdigest()


# -- storing -----------------------------------------------------------------------------------------------------------


def _store(inputs: Inputs, result: engine.Result, identifiers: list[int], fingerprint: str) -> None:
    IndicatorValue.objects.all().delete()
    Diagnosis.objects.all().delete()
    now = timezone.now()
    diagnoses = Diagnosis.objects.bulk_create(
        Diagnosis(perimeter_id=identifier, computed_at=now, fingerprint=fingerprint) for identifier in identifiers
    )
    ids = [diagnosis.pk for diagnosis in diagnoses]
    table = connection.ops.quote_name(IndicatorValue._meta.db_table)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(ValueRow._fields)}) FROM STDIN") as copy,
    ):
        for row in rows_of(inputs, result, ids):
            copy.write_row(row._replace(series=_as_json(row.series), details=_as_json(row.details)))
    Peer.objects.bulk_create(_peer_rows(inputs, result, ids))


def _as_json(content: Any) -> Any:
    return None if content is None else json.dumps(content, ensure_ascii=False)


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
