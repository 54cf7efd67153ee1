"""Keeps account of the shipped tables: what the manifest says of each, and which version the database holds."""

from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone

from tandem import reference
from tandem.places.models import ReferenceTable
from tandem.reference.reader import TableEntry

# Among PostgreSQL's advisory locks: one load of reference data at a time, whichever part it fills.
LOCK = 7_210_002

_DESCRIBED = ("title", "description", "source", "producer", "vintage", "licence", "rows", "sha256")


def register(directory: Path | None = None) -> list[str]:
    """Bring the records in line with the manifest; return the names of the tables that are new or have changed."""
    known = ReferenceTable.objects.in_bulk()
    shipped = reference.manifest(directory)["tables"]
    changed = []
    for name in shipped:
        record = _described(name, shipped[name])
        before = known.get(name)
        if before is not None:
            record.loaded_sha256, record.loaded_at = before.loaded_sha256, before.loaded_at
            if _told(record) == _told(before):
                continue
        if before is None or before.sha256 != record.sha256:
            record.loaded_at = timezone.now()
        record.save(force_insert=before is None, force_update=before is not None)
        changed.append(name)
    for gone in sorted(known.keys() - shipped.keys()):
        known[gone].delete()
        changed.append(gone)
    return changed


def stale(names: Iterable[str]) -> set[str]:
    """Return those of these tables whose shipped version is not the one that the database holds."""
    records = ReferenceTable.objects.in_bulk(list(names))
    return {name for name in names if name not in records or records[name].loaded_sha256 != records[name].sha256}


def mark_loaded(names: Iterable[str]) -> None:
    """Record that the database now holds the shipped version of these tables."""
    for record in ReferenceTable.objects.filter(pk__in=list(names)):
        record.loaded_sha256, record.loaded_at = record.sha256, timezone.now()
        record.save(update_fields=["loaded_sha256", "loaded_at"])


def _described(name: str, entry: TableEntry) -> ReferenceTable:
    return ReferenceTable(
        name=name,
        **{field: entry[field] for field in _DESCRIBED},
        geography=entry["cog"],
        origin=entry["origin"],
        columns=[{field: column[field] for field in ("name", "type", "label", "unit")} for column in entry["columns"]],
        size=entry["bytes"],
    )


def _told(record: ReferenceTable) -> dict:
    return {field.attname: getattr(record, field.attname) for field in ReferenceTable._meta.concrete_fields}
